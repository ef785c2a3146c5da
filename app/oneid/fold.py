"""Which customers are one: a pure fold of the merges and what was taken back, the same on every desk (D13).

Groups are connected by merges that stand. Two desks that merged the same two people in opposite directions while they
were apart come to one group with one survivor: the merge the centre accepted first leads, the other joins nothing
any more and stays in sight as a collision (``architecture.md`` §2).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from app.fact import Fact, first_accepted, in_order
from app.ids import AgentId, FactId
from app.oneid.facts import CustomersMerged, MergeUndone
from app.stamp import instant_of

UNDO_FOR = timedelta(days=30)
"""How long a merge can be taken back (`semantics.md` complaint 33). Counted by HLC, not by PC clocks."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One file joined another: from then on what ``source`` showed is shown in ``into``.

    ``taken`` are the fields of which the source's value is shown although ``into`` has one of its own.
    """

    merge_id: FactId
    into: str
    source: str
    taken: frozenset[str] = frozenset()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Customers shown as one: ``members`` begin with the survivor, the others in the order they joined."""

    survivor: str
    members: tuple[str, ...]
    steps: tuple[Step, ...]


class PastMerge(msgspec.Struct, frozen=True, kw_only=True):
    """A merge as people ask about it.

    ``until`` is the UTC instant up to which it can be taken back, ``undone_by`` who did, "" while it stands.
    ``collides`` says that it joined nothing, because another merge had joined the same files before.
    """

    id: FactId
    survivor: str
    merged: tuple[str, ...]
    by: AgentId
    at: datetime
    until: datetime
    undone_by: str = ""
    collides: bool = False


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """Who is shown in whose file. Customers that were never merged, or not any more, are in none of it."""

    survivors: dict[str, str]
    groups: dict[str, Group]
    merges: tuple[PastMerge, ...]

    def survivor(self, customer_id: str) -> str:
        """In whose file this customer is shown: their own, or a survivor's."""
        return self.survivors.get(customer_id, customer_id)

    def group(self, customer_id: str) -> Group | None:
        """With whom this customer is shown as one, or None."""
        return self.groups.get(self.survivor(customer_id))


def fold_merges(facts: Iterable[Fact[Any]]) -> Links:
    """Who is one with whom, whatever the order in which these facts arrived and however often."""
    known = in_order(facts)
    undone = _undone(known)
    joined = _Joined()
    past: list[PastMerge] = []
    for fact in sorted((one for one in known if _is_merge(one)), key=first_accepted):
        by = undone.get(fact.id, "")
        collides = not by and not joined.join(fact)
        past.append(_past(fact, by, collides=collides))
    return Links(survivors=joined.survivors(), groups=joined.groups(), merges=tuple(past))


def undo_until(merge: Fact[Any]) -> datetime:
    """The UTC instant up to which a merge can be taken back."""
    return instant_of(merge.hlc) + UNDO_FOR


def _is_merge(fact: Fact[Any]) -> bool:
    return isinstance(fact.body, CustomersMerged) and fact.subject_id == fact.body.survivor


def _undone(facts: list[Fact[Any]]) -> dict[str, str]:
    """Who took which merge back, the first one that did. One that came too late, or at the wrong file, is void."""
    merges = {fact.id: fact for fact in facts if _is_merge(fact)}
    undone: dict[str, str] = {}
    for fact in facts:
        merge = merges.get(FactId(fact.body.merge_id)) if isinstance(fact.body, MergeUndone) else None
        if merge is not None and fact.subject_id == merge.subject_id and instant_of(fact.hlc) <= undo_until(merge):
            undone.setdefault(merge.id, fact.by)
    return undone


def _past(fact: Fact[Any], undone_by: str, *, collides: bool) -> PastMerge:
    return PastMerge(
        id=fact.id,
        survivor=fact.body.survivor,
        merged=tuple(fact.body.merged),
        by=fact.by,
        at=fact.at,
        until=undo_until(fact),
        undone_by=undone_by,
        collides=collides,
    )


class _Joined:
    """Groups while they grow: each is known by its survivor."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        self._steps: dict[str, tuple[Step, ...]] = {}

    def join(self, fact: Fact[Any]) -> bool:
        """Do what this merge says; False where everybody was together already."""
        merged: CustomersMerged = fact.body
        steps = [
            self._step(fact.id, self._of(merged.survivor), self._of(source), merged.choices)
            for source in dict.fromkeys(merged.merged)
        ]
        return any(steps)

    def survivors(self) -> dict[str, str]:
        return {one: root for one, root in self._root.items() if len(self._members[root]) > 1}

    def groups(self) -> dict[str, Group]:
        return {
            root: Group(survivor=root, members=members, steps=self._steps[root])
            for root, members in self._members.items()
            if len(members) > 1
        }

    def _of(self, customer_id: str) -> str:
        if customer_id not in self._root:
            self._root[customer_id] = customer_id
            self._members[customer_id], self._steps[customer_id] = (customer_id,), ()
        return self._root[customer_id]

    def _step(self, merge_id: FactId, into: str, source: str, choices: dict[str, str]) -> bool:
        if into == source:
            return False
        joining = self._members.pop(source)
        taken = frozenset(field for field, whose in choices.items() if whose in joining)
        step = Step(merge_id=merge_id, into=into, source=source, taken=taken)
        self._steps[into] = (*self._steps[into], *self._steps.pop(source), step)
        self._members[into] = (*self._members[into], *joining)
        self._root.update(dict.fromkeys(joining, into))
        return True
