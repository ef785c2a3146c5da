"""Pushing: in order, exactly once, and no operation in the way of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine, func, select

from app.ids import AgentId, DeviceId, OpId, new_id
from app.stamp import instant_of, stamp_at
from app.ticket.facts import TicketAccepted, TicketOpened
from sync.protocol import PUSH_OPS, FactOp, Operation
from sync.server.accounts import Passwords
from sync.server.database import open_database, reading
from sync.server.errors import DeviceClonedError, SequenceGapError
from sync.server.health import examine
from sync.server.push import read_last_seq
from sync.server.rows import add_facts, read_facts
from sync.server.tables import conflict, device, fact
from tests.net import Logs
from tests.sync.server.desks import NOW, Desk, opened, sit_down

MakeAgent = Callable[..., Any]


@pytest.fixture
def desk(engine: Engine, passwords: Passwords, add_agent: MakeAgent) -> Desk:
    add_agent("A1001")
    return sit_down(engine, passwords, "A1001")


@pytest.fixture
def other(engine: Engine, passwords: Passwords, add_agent: MakeAgent) -> Desk:
    add_agent("A1002")
    return sit_down(engine, passwords, "A1002")


def _facts_kept(engine: Engine) -> int:
    with reading(engine) as snapshot:
        return snapshot.execute(select(func.count()).select_from(fact)).scalar_one()


def test_a_fact_is_applied_once_however_often_it_is_sent(desk: Desk) -> None:
    op = desk.fact()
    first = desk.push(op)
    assert first[0].outcome == "applied"
    assert first[0].order == 1
    assert desk.push(op) == first
    assert _facts_kept(desk.engine) == 1
    assert desk.pull().head == 1


def test_a_repeated_batch_gets_the_same_verdicts_after_a_restart(desk: Desk, database_url: str) -> None:
    ops: list[Operation] = [desk.fact(), desk.patch("c1", name="王芳"), desk.fact(by=AgentId("A9"))]
    first = desk.push(*ops)
    desk.engine.dispose()
    restarted = open_database(database_url)
    desk.engine = restarted
    assert desk.push(*ops) == first
    restarted.dispose()


def test_a_batch_that_repeats_its_beginning_goes_on_with_the_rest(desk: Desk) -> None:
    ops = [desk.fact() for _ in range(4)]
    first = desk.push(*ops[:2])
    assert desk.push(*ops) == [*first, *desk.push(*ops[2:])]
    assert _facts_kept(desk.engine) == 4


def test_a_renumbered_operation_is_known_by_its_id(desk: Desk, engine: Engine, passwords: Passwords) -> None:
    op = desk.fact()
    (first,) = desk.push(op)
    copy = sit_down(engine, passwords, "A1001")
    (again,) = copy.push(op)
    copy.seq = op.seq
    assert again == msgspec.structs.replace(first, seq=op.seq)
    assert _facts_kept(engine) == 1
    assert copy.push(copy.fact(), copy.fact())[1].outcome == "applied"


def test_another_operation_in_a_place_that_is_taken_means_a_cloned_device(desk: Desk) -> None:
    op = desk.fact()
    desk.push(op)
    with pytest.raises(DeviceClonedError):
        desk.push(msgspec.structs.replace(desk.fact(), seq=op.seq))
    assert _facts_kept(desk.engine) == 1


def test_a_gap_is_refused_with_the_number_expected_and_nothing_is_taken(desk: Desk) -> None:
    desk.push(desk.fact())
    desk.seq += 1
    with pytest.raises(SequenceGapError) as caught:
        desk.push(desk.fact())
    assert caught.value.expected_seq == 2
    assert _facts_kept(desk.engine) == 1


def test_a_gap_inside_a_batch_is_refused_as_a_whole(desk: Desk) -> None:
    first = desk.fact()
    desk.seq += 1
    with pytest.raises(SequenceGapError):
        desk.push(first, desk.fact())
    assert _facts_kept(desk.engine) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"by": "A9999"}, "not_you"),
        ({"device": "another"}, "not_this_device"),
        ({"body": b"not json"}, "bad_body"),
        ({"body": b'{"type":"ticket_opened"}'}, "bad_body"),
        ({"body": b'{"type":"ticket_closed","x":"\xff"}', "kind": "ticket_closed"}, "bad_body"),
        ({"kind": "ticket_closed"}, "bad_kind"),
        ({"id": "with space"}, "bad_id"),
        ({"subject_id": "nul\x00"}, "bad_id"),
        ({"at": NOW.replace(tzinfo=None)}, "bad_time"),
        ({"body": b'{"type":"ticket_noted","text":"' + b"x" * 300_000 + b'"}', "kind": "ticket_noted"}, "too_large"),
    ],
)
def test_a_poison_fact_is_rejected_alone_and_the_rest_goes_on(desk: Desk, changes: dict[str, Any], code: str) -> None:
    verdicts = desk.push(desk.fact(), desk.fact(**changes), desk.fact())
    assert [one.outcome for one in verdicts] == ["applied", "rejected", "applied"]
    assert verdicts[1].code == code
    assert verdicts[1].reason
    assert _facts_kept(desk.engine) == 2
    assert desk.push(desk.fact())[0].outcome == "applied"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "nul\x00"},
        {"n": 2**70},
        {"x": b"bytes"},
        {"x": float("nan")},
        {"": 1},
        {"x": "y" * 300_000},
        {"at": NOW},
    ],
)
def test_a_poison_patch_is_rejected_alone(desk: Desk, fields: dict[str, Any]) -> None:
    poison = desk.patch("c1")
    poison = msgspec.structs.replace(poison, patch=msgspec.structs.replace(poison.patch, fields=fields))
    verdicts = desk.push(poison, desk.patch("c1", name="王芳"))
    assert [one.outcome for one in verdicts] == ["rejected", "applied"]


def test_what_the_database_refuses_is_set_aside_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch, logs: Logs) -> None:
    logs.announce("failed as a whole")
    logs.announce("is set aside")
    good, poison, after = desk.fact(), desk.fact(), desk.fact()
    real = add_facts

    def refusing(connection: Any, facts: Any) -> None:
        if any(one.id == poison.fact.id for one in facts):
            raise RuntimeError("a bug")
        real(connection, facts)

    monkeypatch.setattr("sync.server.facts.add_facts", refusing)
    verdicts = desk.push(good, poison, after)
    assert [one.outcome for one in verdicts] == ["applied", "rejected", "applied"]
    assert verdicts[1].code == "unprocessable"
    assert desk.push(good, poison, after) == verdicts
    assert _facts_kept(desk.engine) == 2
    assert desk.pull().head == 2


def test_a_kind_of_a_newer_program_is_kept_and_passed_on_as_it_is(desk: Desk) -> None:
    body = b'{"type": "ticket_dreamt", "depth": 3}'
    (verdict,) = desk.push(desk.fact(body=body, kind="ticket_dreamt"))
    assert verdict.outcome == "applied"
    assert desk.pull().facts[0].body == body


def test_the_same_fact_under_another_operation_is_a_noop_with_its_order(desk: Desk) -> None:
    first = desk.fact()
    desk.push(first)
    again = FactOp(desk.fact().seq, OpId(new_id()), first.fact)
    (verdict,) = desk.push(again)
    assert (verdict.outcome, verdict.order) == ("noop", 1)


def test_another_fact_with_a_known_id_is_rejected_and_the_first_stays(desk: Desk) -> None:
    first = desk.fact()
    desk.push(first)
    forged = desk.fact(id=first.fact.id)
    assert desk.push(forged)[0].code == "id_taken"
    assert desk.pull().facts[0].subject_id == first.fact.subject_id


def test_a_record_cannot_take_the_place_of_a_fact_nor_a_fact_that_of_a_record(desk: Desk) -> None:
    first = desk.fact()
    desk.push(first, desk.patch("c1", name="王芳"))
    verdicts = desk.push(desk.patch(first.fact.id, name="x"), desk.fact(id="c1"))
    assert [one.code for one in verdicts] == ["id_taken", "id_taken"]
    page = desk.pull()
    assert ([one.id for one in page.facts], [one.id for one in page.records]) == ([first.fact.id], ["c1"])


def test_facts_from_a_clock_that_runs_ahead_are_brought_back_in_order_and_the_device_flagged(desk: Desk) -> None:
    tomorrow = NOW + timedelta(days=1)
    desk.push(*[desk.fact(hlc=stamp_at(tomorrow, counter)) for counter in range(3)])
    stamps = [one.hlc for one in desk.pull().facts]
    assert stamps == sorted(set(stamps))
    assert all(instant_of(stamp) == NOW for stamp in stamps)
    with reading(desk.engine) as snapshot:
        assert snapshot.execute(select(device.c.skew_ms)).scalar_one() == 24 * 3600 * 1000


def test_a_stamp_of_days_ago_is_legal(desk: Desk) -> None:
    stamp = stamp_at(NOW - timedelta(days=9))
    desk.push(desk.fact(hlc=stamp))
    assert desk.pull().facts[0].hlc == stamp


def test_two_desks_that_edit_different_fields_both_survive(desk: Desk, other: Desk) -> None:
    desk.push(desk.patch("c1", name="王芳", phone="1"))
    assert other.push(other.patch("c1", 1, phone="2"))[0].outcome == "applied"
    assert desk.push(desk.patch("c1", 1, name="王芬"))[0].outcome == "merged"
    (record,) = other.pull().records
    assert record.fields == {"name": "王芬", "phone": "2"}
    assert record.rev == 3


@pytest.mark.parametrize(("minutes", "winner"), [(5, "mine"), (-5, "theirs")])
def test_two_desks_that_edit_the_same_field_keep_both_values(
    desk: Desk, other: Desk, minutes: int, winner: str
) -> None:
    desk.push(desk.patch("c1", phone="1"), desk.patch("c1", 1, phone="2"))
    (verdict,) = other.push(other.patch("c1", 1, minutes=minutes, base={"phone": "1"}, phone="3"))
    assert verdict.outcome == "conflict"
    assert [(one.base, one.mine, one.theirs, one.winner) for one in verdict.conflicts] == [("1", "3", "2", winner)]
    with reading(desk.engine) as snapshot:
        kept = snapshot.execute(select(conflict)).one()
    assert (kept.row_id, kept.field, kept.base, kept.mine, kept.theirs, kept.winner) == (
        "c1", "phone", "1", "3", "2", winner,
    )  # fmt: skip
    assert (kept.by, kept.device, kept.state) == ("A1002", other.caller.device, "open")
    assert desk.pull().records[0].fields["phone"] == ("3" if winner == "mine" else "2")


def test_a_desk_never_conflicts_with_its_own_earlier_edit(desk: Desk) -> None:
    verdicts = desk.push(*[desk.patch("c1", phone=str(number)) for number in range(5)])
    assert {one.outcome for one in verdicts} <= {"applied", "merged"}
    assert desk.pull().records[0].fields == {"phone": "4"}


def test_a_patch_that_changes_nothing_moves_nothing(desk: Desk) -> None:
    desk.push(desk.patch("c1", phone="1"))
    pushed = desk.send(desk.patch("c1", 1, phone="1"))
    assert (pushed.verdicts[0].outcome, pushed.verdicts[0].rev, pushed.heads) == ("noop", 1, {})


def test_an_agent_does_not_change_the_list_of_colleagues(desk: Desk) -> None:
    op = desk.patch("a1", name="我")
    op = msgspec.structs.replace(op, patch=msgspec.structs.replace(op.patch, entity="agent"))
    assert desk.push(op)[0].code == "not_allowed"


def test_of_two_who_accept_one_ticket_the_first_at_the_centre_has_the_lower_order(desk: Desk, other: Desk) -> None:
    ticket = new_id()
    desk.push(desk.fact(opened("A1001"), subject=ticket))
    (late,) = other.push(other.fact(TicketAccepted(), subject=ticket))
    (later,) = desk.push(desk.fact(TicketAccepted(), subject=ticket))
    assert late.order is not None
    assert later.order is not None
    assert late.order < later.order


def test_a_batch_over_the_limit_is_refused(desk: Desk) -> None:
    with pytest.raises(Exception, match=str(PUSH_OPS)):
        desk.push(*[desk.fact() for _ in range(PUSH_OPS + 1)])


def test_what_was_taken_can_be_read_back_exactly(desk: Desk) -> None:
    op = desk.fact(opened("A1001", text="请尽快处理 🙏", amount=1.5), customer_id="c1")
    (verdict,) = desk.push(op)
    with reading(desk.engine) as snapshot:
        kept = read_facts(snapshot, [op.fact.id])[op.fact.id]
        assert kept == msgspec.structs.replace(op.fact, order=verdict.order)
        assert read_last_seq(snapshot, DeviceId(desk.caller.device)) == 1
    assert TicketOpened.__struct_config__.tag == kept.kind


def test_the_doctor_finds_a_used_database_well(desk: Desk) -> None:
    desk.push(desk.fact(), desk.patch("c1", name="王芳"), desk.patch("c1", 1, name="王芬"))
    assert [finding for finding in examine(desk.engine) if not finding.ok] == []
