"""Who is one with whom: merges, merges of merges, merges that collide, merges taken back."""

from __future__ import annotations

from app.oneid.fold import fold_merges
from tests.app.oneid.merges import at, merge, undo


def test_nobody_is_merged_before_somebody_says_so() -> None:
    links = fold_merges([])
    assert links.survivor("A") == "A"
    assert links.group("A") is None


def test_a_merged_customer_is_shown_in_the_survivors_file() -> None:
    links = fold_merges([merge("m1", "A", "B")])
    assert links.survivor("B") == links.survivor("A") == "A"
    group = links.group("B")
    assert group is not None
    assert group.members == ("A", "B")


def test_a_merge_of_a_merge_brings_everybody_along() -> None:
    links = fold_merges([merge("m1", "A", "B", order=1), merge("m2", "C", "A", order=2)])
    assert {links.survivor(one) for one in "ABC"} == {"C"}


def test_who_was_merged_into_a_file_that_is_shown_elsewhere_is_shown_there_too() -> None:
    links = fold_merges([merge("m1", "A", "B", order=1), merge("m2", "B", "C", order=2)])
    assert {links.survivor(one) for one in "ABC"} == {"A"}


def test_of_two_opposite_merges_the_first_accepted_leads_and_the_other_stays_in_sight() -> None:
    mine, other = merge("m1", "A", "B", when=at(0), order=7), merge("m2", "B", "A", when=at(5), order=3)
    links = fold_merges([mine, other])
    assert links.survivor("A") == links.survivor("B") == "B"
    assert {past.id: past.collides for past in links.merges} == {"m1": True, "m2": False}


def test_taking_one_of_two_opposite_merges_back_leaves_the_other() -> None:
    mine, other = merge("m1", "A", "B", order=1), merge("m2", "B", "A", order=2)
    links = fold_merges([mine, other, undo("u1", mine, order=3)])
    assert links.survivor("A") == "B"
    both = fold_merges([mine, other, undo("u1", mine, order=3), undo("u2", other, order=4)])
    assert both.survivors == {}


def test_taking_back_one_of_two_merges_of_a_chain_leaves_the_rest() -> None:
    first, second = merge("m1", "A", "B", order=1), merge("m2", "C", "A", order=2)
    assert fold_merges([first, second, undo("u", first, order=3)]).survivors == {"A": "C", "C": "C"}
    assert fold_merges([first, second, undo("u", second, order=3)]).survivors == {"A": "A", "B": "A"}


def test_a_merge_can_be_taken_back_for_thirty_days_and_not_a_minute_longer() -> None:
    made = merge("m1", "A", "B")
    assert fold_merges([made, undo("u", made, when=at(days=30))]).survivors == {}
    late = fold_merges([made, undo("u", made, when=at(1, days=30))])
    assert late.survivor("B") == "A"
    (past,) = late.merges
    assert (past.until, past.undone_by) == (at(days=30), "")


def test_somebody_can_be_merged_again_after_a_merge_was_taken_back() -> None:
    first = merge("m1", "A", "B", order=1)
    again = merge("m2", "B", "A", when=at(10), order=3)
    assert fold_merges([first, undo("u", first, when=at(5), order=2), again]).survivor("A") == "B"


def test_a_merge_with_oneself_or_under_another_subject_changes_nothing() -> None:
    assert fold_merges([merge("m1", "A", "A")]).survivors == {}
    stray = merge("m1", "A", "B")
    moved = type(stray)(**{name: getattr(stray, name) for name in stray.__struct_fields__} | {"subject_id": "Z"})
    assert fold_merges([moved]).survivors == {}
