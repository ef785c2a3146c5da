"""Two desks merge the same two people while they are apart, in opposite directions, and come to one answer."""

from __future__ import annotations

from typing import Any

from tests.app.oneid.desks import Sitting
from tests.sync.client.desks import Desk, DeskMaker


class Both:
    """A desk that syncs, with somebody sitting at it."""

    def __init__(self, desk: Desk) -> None:
        self.wire = desk
        self.sitting = Sitting(desk.store, desk.device, clock=desk.clock, by=desk.agent_id)
        self.merging = self.sitting.merging

    def sees(self) -> tuple[Any, ...]:
        """What is shown of the two."""
        stories = [self.sitting.desk.customers.story(one) for one in ("c-A", "c-B")]
        return tuple((one.identity.customer_id, one.identity.name) for one in stories if one is not None)


def apart(desk: DeskMaker) -> tuple[Both, Both]:
    """Two desks that know the same two customers and have lost each other."""
    mine, other = Both(desk("A1")), Both(desk("A2"))
    mine.wire.change("c-A", name="林婉清")
    mine.wire.change("c-B", name="林婉青")
    mine.wire.sync()
    other.wire.sync()
    return mine, other


def together(*desks: Both) -> None:
    """Everybody tells everybody everything."""
    for one in (*desks, *desks):
        one.wire.sync()


def test_opposite_merges_made_offline_converge_and_can_be_taken_back_one_by_one(desk: DeskMaker) -> None:
    mine, other = apart(desk)
    first = mine.merging.merge("c-A", "c-B", {"name": "c-B"})
    second = other.merging.merge("c-B", "c-A", {"name": "c-A"})
    assert mine.sees() != other.sees()
    together(mine, other)
    assert mine.sees() == other.sees() == (("c-A", "林婉青"),) * 2
    assert [past.collides for past in other.merging.merges("c-A")] == [True, False]
    assert mine.merging.undo(first.merge_id) == (second.merge_id,)
    together(mine, other)
    assert mine.sees() == other.sees() == (("c-B", "林婉清"),) * 2
    assert other.merging.undo(second.merge_id) == ()
    together(mine, other)
    assert mine.sees() == other.sees() == (("c-A", "林婉清"), ("c-B", "林婉青"))
