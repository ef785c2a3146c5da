"""Whatever order, however often, from however many desks: the same customers are one."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from app.oneid.fold import fold_merges
from tests.app.oneid.merges import AnyFact, at, merge, undo

PEOPLE = "ABCDE"
FIELDS = ("name", "address")


@st.composite
def histories(draw: st.DrawFn) -> list[AnyFact]:
    """Merges and undoes among five people, some accepted by the centre, in any order of acceptance, some not yet."""
    facts: list[AnyFact] = []
    for number in range(draw(st.integers(0, 7))):
        survivor = draw(st.sampled_from(PEOPLE))
        merged = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2))
        chosen = draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(PEOPLE)))
        when = at(draw(st.integers(0, 5)))
        facts.append(merge(f"m{number}", survivor, *merged, when=when, **chosen))
    for number, target in enumerate(draw(st.lists(st.sampled_from(facts), max_size=4)) if facts else []):
        late = draw(st.booleans())
        facts.append(undo(f"u{number}", target, when=at(10, days=31 if late else 3)))
    orders = draw(st.permutations(range(len(facts))))
    accepted = draw(st.lists(st.booleans(), min_size=len(facts), max_size=len(facts)))
    return [
        type(fact)(**{name: getattr(fact, name) for name in fact.__struct_fields__} | {"order": order})
        if known
        else fact
        for fact, order, known in zip(facts, orders, accepted, strict=True)
    ]


@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(history: list[AnyFact], chance: random.Random) -> None:
    again = [*history, *chance.choices(history, k=5)] if history else []
    chance.shuffle(again)
    assert fold_merges(again) == fold_merges(history)


@given(histories(), st.randoms(use_true_random=False))
def test_two_desks_that_tell_each_other_everything_agree(history: list[AnyFact], chance: random.Random) -> None:
    mine = [fact for fact in history if chance.random() < 0.6]
    others = [fact for fact in history if fact not in mine or chance.random() < 0.3]
    assert fold_merges([*mine, *others]) == fold_merges([*others, *mine]) == fold_merges(history)


@given(histories())
def test_being_one_customer_is_an_equivalence(history: list[AnyFact]) -> None:
    links = fold_merges(history)
    for one in PEOPLE:
        assert links.survivor(links.survivor(one)) == links.survivor(one)
        group = links.group(one)
        together = {other for other in PEOPLE if links.survivor(other) == links.survivor(one)}
        assert together == (set(group.members) if group else {one})
        if group:
            assert len(group.steps) == len(group.members) - 1
            assert group.members[0] == group.survivor


@given(histories(), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_a_merge_that_is_taken_back_has_never_happened(history: list[AnyFact], one: str, other: str) -> None:
    made = merge("made", one, other, when=at(20))
    taken_back = fold_merges([*history, made, undo("undone", made, when=at(21))])
    before = fold_merges(history)
    assert (taken_back.survivors, taken_back.groups) == (before.survivors, before.groups)
    assert [past for past in taken_back.merges if past.id != "made"] == list(before.merges)


@given(histories())
def test_connected_by_a_merge_that_stands_means_together_and_nothing_else_does(history: list[AnyFact]) -> None:
    links = fold_merges(history)
    pairs = [(past.survivor, one) for past in links.merges if not past.undone_by for one in past.merged]
    parts = [{one} for one in PEOPLE]
    for one, other in pairs:
        mine = next(part for part in parts if one in part)
        theirs = next(part for part in parts if other in part)
        if mine is not theirs:
            parts.remove(theirs)
            mine |= theirs
    shown = {frozenset(other for other in PEOPLE if links.survivor(other) == links.survivor(one)) for one in PEOPLE}
    assert shown == {frozenset(part) for part in parts}
