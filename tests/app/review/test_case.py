"""A contradiction goes from hand to hand, and every desk sees it at the same place."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.review.case import Case, fold
from tests.app.review.told import ACase


def test_a_contradiction_goes_from_found_to_recorded_through_three_hands() -> None:
    case = ACase()
    states = [_state(case)]
    compared = case.compared("A2")
    states.append(_state(case))
    reviewed = case.reviewed("A3", compared)
    states.append(_state(case))
    case.recorded("A4", reviewed)
    states.append(_state(case))
    assert states == ["found", "compared", "approved", "recorded"]


def test_a_decision_for_the_old_value_ends_it() -> None:
    case = ACase()
    reviewed = case.reviewed("A3", case.compared("A2"), "old")
    assert _state(case) == "rejected"
    case.recorded("A4", reviewed)
    folded = _fold(case)
    assert folded.state == "rejected"
    assert folded.done[-1].void == "not_approved"


def test_whoever_compared_cannot_review_even_if_a_desk_lets_them() -> None:
    case = ACase()
    case.reviewed("A2", case.compared("A2"))
    folded = _fold(case)
    assert folded.state == "compared"
    assert folded.done[-1].void == "same_person"


def test_of_two_decisions_the_one_the_centre_accepted_first_stands_and_the_other_is_shown() -> None:
    case = ACase()
    compared = case.compared("A2", order=2)
    case.reviewed("A3", compared, "old", order=9)
    case.reviewed("A4", compared, "new", order=5)
    folded = _fold(case)
    assert (folded.state, folded.decision and folded.decision.by) == ("approved", "A4")
    assert [(one.by, one.void) for one in folded.done[2:]] == [("A3", "later"), ("A4", "")]


def test_a_withdrawal_that_came_too_late_changes_nothing() -> None:
    case = ACase()
    case.reviewed("A3", case.compared("A2", order=1), order=2)
    case.withdrawn("A1", hlc=1, order=3)
    assert _state(case) == "approved"


def test_it_is_over_when_whoever_found_it_takes_it_back() -> None:
    case = ACase()
    case.compared("A2")
    case.withdrawn("A1")
    assert _fold(case).next_step is None
    assert _state(case) == "withdrawn"


def test_an_accepted_value_that_can_no_longer_be_recorded_is_given_up_and_a_record_after_it_is_void() -> None:
    case = ACase()
    reviewed = case.reviewed("A3", case.compared("A2"))
    case.withdrawn("A4", reviewed)
    assert _state(case) == "withdrawn"
    case.recorded("A5", reviewed)
    assert _state(case) == "withdrawn"
    assert _fold(case).done[-1].void == "later"


def test_giving_up_what_was_never_accepted_counts_for_nothing() -> None:
    case = ACase()
    reviewed = case.reviewed("A3", case.compared("A2"), "old")
    case.withdrawn("A4", reviewed)
    assert _state(case) == "rejected"


def test_a_decision_without_its_comparison_waits_for_it() -> None:
    case = ACase()
    compared = case.compared("A2")
    case.reviewed("A3", compared)
    assert _fold(case, without=compared.id).done[-1].void == "unknown_comparison"
    assert _fold(case, without=compared.id).state == "found"


def test_without_its_opening_there_is_no_case() -> None:
    case = ACase()
    case.compared("A2")
    assert fold(case.facts[1:]) is None


people = st.sampled_from(["A1", "A2", "A3"])
sides = st.sampled_from(["new", "old"])
moves = st.lists(
    st.tuples(
        st.sampled_from(["compared", "reviewed", "recorded", "withdrawn", "given_up"]),
        people,
        sides,
        st.integers(0, 3),
        st.integers(1, 4),
        st.none() | st.integers(1, 9),
    ),
    max_size=8,
)


@given(moves, st.randoms(use_true_random=False))
def test_every_desk_folds_the_same_whatever_came_first_or_twice(moves: list[tuple], random: object) -> None:
    case = a_case_of(moves)
    shuffled = [*case.facts, *case.facts[:3]]
    random.shuffle(shuffled)
    assert msgspec.json.encode(fold(shuffled)) == msgspec.json.encode(fold(case.facts))


@given(moves)
def test_nothing_is_recorded_that_one_person_alone_wanted(moves: list[tuple]) -> None:
    folded = _fold(a_case_of(moves))
    if folded.state in {"approved", "rejected", "recorded"}:
        assert folded.comparison is not None
        assert folded.decision is not None
        assert folded.comparison.by != folded.decision.by
    if folded.state == "recorded":
        assert folded.decision.side == "new"
    assert len(folded.done) == len(moves) + 1
    standing = [one.kind for one in folded.done if not one.void and one.kind != "compared"]
    assert standing.count("reviewed") <= 1
    assert standing.count("recorded") + standing.count("withdrawn") <= 1


def a_case_of(moves: list[tuple]) -> ACase:
    """A case to which these things happened, legal or not."""
    case = ACase()
    for kind, by, side, which, hlc, order in moves:
        made = case.facts[which % len(case.facts)]
        match kind:
            case "compared":
                case.compared(by, side, hlc=hlc, order=order)
            case "reviewed":
                case.reviewed(by, made, side, hlc=hlc, order=order)
            case "recorded":
                case.recorded(by, made, hlc=hlc, order=order)
            case "given_up":
                case.withdrawn(by, made, hlc=hlc, order=order)
            case _:
                case.withdrawn(by, hlc=hlc, order=order)
    return case


def _fold(case: ACase, without: str = "") -> Case:
    folded = fold(one for one in case.facts if one.id != without)
    assert folded is not None
    return folded


def _state(case: ACase) -> str:
    return _fold(case).state
