"""Facts: things that happened. Immutable, made where they happened, merged by set union (`architecture.md` §2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from app.ids import AgentId, DeviceId, FactId

B = TypeVar("B")


class Fact(msgspec.Struct, Generic[B], frozen=True, kw_only=True):
    """One thing that happened, and to what.

    ``at`` is the UTC instant as the desk knew it; ``hlc`` orders facts of all desks (`sync.md` §3.6) and is never
    used to decide who wins. ``order`` is the server's acceptance position, None until the server has it: where only
    one may win (two agents accept one ticket), the lowest order does.
    """

    id: FactId
    subject_id: str
    hlc: int
    at: datetime
    by: AgentId
    device: DeviceId
    body: B
    order: int | None = None


def in_order(facts: Iterable[Fact[B]]) -> list[Fact[B]]:
    """The set of these facts, each once, in the order things happened (HLC, then id).

    A fact that comes twice, once with the server's order and once without, is the same fact: the order is kept.
    """
    unique: dict[FactId, Fact[B]] = {}
    for fact in facts:
        known = unique.get(fact.id)
        if known is None or (known.order is None and fact.order is not None):
            unique[fact.id] = fact
    return sorted(unique.values(), key=lambda fact: (fact.hlc, fact.id))


def first_accepted(fact: Fact[B]) -> tuple[float, int, str]:
    """The key by which exactly one of several competing facts wins: server order, then HLC, then id."""
    return (float("inf") if fact.order is None else fact.order, fact.hlc, fact.id)
