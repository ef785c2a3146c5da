"""Taking operations from a desk: in order, exactly once, each with a verdict (`sync.md` §3.4)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Engine, bindparam, select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from app.errors import ProtocolError
from app.ids import DeviceId
from app.record import Record
from sync.protocol import PUSH_OPS, FactOp, Operation, Verdict
from sync.server.bulk import insert_many
from sync.server.changelog import Pointer
from sync.server.checking import Refusal, is_id
from sync.server.conflicts import keep_conflicts
from sync.server.database import write
from sync.server.errors import DeviceClonedError, SequenceGapError
from sync.server.facts import Moves, Settled, join_facts, settle
from sync.server.masking import UNMASKED, Masking
from sync.server.plan import Plan, refused
from sync.server.rows import facts_about, lock_records, read_facts, save_records
from sync.server.scope import OPENING, feeds_of_row
from sync.server.session import Caller
from sync.server.tables import device, op_result

_log = logging.getLogger(__name__)
_UNPROCESSABLE = Refusal("unprocessable", "中心无法处理这条操作，已单独搁置，其余照常；请联系管理员并报出这条的编号")
_SET_LAST_SEQ = update(device).where(device.c.device_id == bindparam("of")).values(last_seq=bindparam("seq"))


class Pushed(msgspec.Struct, frozen=True):
    """The verdicts, one per operation in their order, and the new heads of the feeds that grew."""

    verdicts: list[Verdict]
    heads: dict[str, int]


def push_batch(
    engine: Engine, caller: Caller, ops: Sequence[Operation], now: datetime, masking: Masking = UNMASKED
) -> Pushed:
    """Take a batch. One that cannot be written as a whole is taken one operation a transaction (R13).

    Lost races are run again. The world's fault (no database, no disk) is raised: the desk will send the batch again.
    An operation that fails by itself for any other reason is rejected alone and never blocks the rest.

    Raises:
        ProtocolError: nothing was taken: malformed, too many, a gap in the sequence, or a cloned device.
    """
    check_sequence(ops)
    if not ops:
        return Pushed([], {})
    try:
        return write(engine, lambda connection: push(connection, caller, ops, now, masking))
    except (ProtocolError, OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it is, one operation must not hold up the others
        _log.warning("a batch of %d failed as a whole (%s), taking it singly", len(ops), type(error).__name__)
    singly = [_push_alone(engine, caller, op, now, masking) for op in ops]
    return Pushed([pushed.verdicts[0] for pushed in singly], {k: v for one in singly for k, v in one.heads.items()})


def push(
    connection: Connection, caller: Caller, ops: Sequence[Operation], now: datetime, masking: Masking = UNMASKED
) -> Pushed:
    """Take operations inside one transaction, which the caller commits.

    Locks, in this order: the device, the batch's records by id, the feeds' heads.

    Raises:
        SequenceGapError: operations before these are missing.
        DeviceClonedError: a place in the sequence was taken by another operation.
    """
    last_seq = _lock_device(connection, caller.device)
    if ops[0].seq > last_seq + 1:
        raise SequenceGapError(last_seq + 1, ops[0].seq)
    known = _known_results(connection, ops)
    fresh = [op for op in ops if op.op_id not in known]
    if fresh and fresh[0].seq <= last_seq:
        raise DeviceClonedError(fresh[0].seq)
    plan = _plan(connection, caller, fresh, now, masking)
    verdicts: dict[str, Verdict] = {}
    for op in fresh:
        if op.op_id not in verdicts:
            verdicts[op.op_id] = plan.take(op)
    settled = _write(connection, plan, keep_conflicts(connection, caller, plan.disagreements, now))
    for op in fresh:
        if isinstance(op, FactOp) and verdicts[op.op_id].order is None and verdicts[op.op_id].outcome != "rejected":
            verdicts[op.op_id] = msgspec.structs.replace(verdicts[op.op_id], order=settled.orders[op.fact.id])
    _write_results(connection, caller.device, verdicts.values(), now)
    _touch_device(connection, caller.device, plan, max(last_seq, ops[-1].seq), now)
    return Pushed([_answer(op, known, verdicts) for op in ops], settled.heads)


def check_sequence(ops: Sequence[Operation]) -> None:
    """A batch is 1 to :data:`PUSH_OPS` operations with consecutive numbers.

    Raises:
        ProtocolError: it is not.
    """
    if len(ops) > PUSH_OPS:
        raise ProtocolError(f"一次最多 {PUSH_OPS} 条操作，收到 {len(ops)} 条")
    for expected, op in enumerate(ops, ops[0].seq if ops else 1):
        if not 0 < op.seq < 2**63 or not is_id(op.op_id):
            raise ProtocolError("操作的编号不对")
        if op.seq != expected:
            raise SequenceGapError(expected, op.seq)


def read_last_seq(connection: Connection, device_id: DeviceId) -> int:
    """The number of the last operation taken from a device."""
    known = connection.execute(select(device.c.last_seq).where(device.c.device_id == device_id)).scalar_one_or_none()
    return int(known or 0)


def _push_alone(engine: Engine, caller: Caller, op: Operation, now: datetime, masking: Masking) -> Pushed:
    try:
        return write(engine, lambda connection: push(connection, caller, [op], now, masking))
    except (ProtocolError, OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 -- as above; the error's text may hold personal data
        _log.warning("operation %s cannot be taken (%s) and is set aside", op.op_id, type(error).__name__)
        return write(engine, lambda connection: _set_aside(connection, caller, op, now))


def _set_aside(connection: Connection, caller: Caller, op: Operation, now: datetime) -> Pushed:
    last_seq = _lock_device(connection, caller.device)
    verdict = refused(op, _UNPROCESSABLE)
    if op.seq == last_seq + 1:
        _write_results(connection, caller.device, [verdict], now)
        connection.execute(_SET_LAST_SEQ, {"of": caller.device, "seq": op.seq})
    return Pushed([verdict], {})


def _lock_device(connection: Connection, device_id: DeviceId) -> int:
    row = select(device.c.last_seq).where(device.c.device_id == device_id).with_for_update()
    return int(connection.execute(row).scalar_one())


def _known_results(connection: Connection, ops: Sequence[Operation]) -> dict[str, Verdict]:
    wanted = select(op_result.c.op_id, op_result.c.verdict).where(op_result.c.op_id.in_([op.op_id for op in ops]))
    return {op_id: msgspec.convert(verdict, Verdict) for op_id, verdict in connection.execute(wanted)}


def _plan(connection: Connection, caller: Caller, ops: Sequence[Operation], now: datetime, masking: Masking) -> Plan:
    ids = {op.fact.id if isinstance(op, FactOp) else op.patch.row_id for op in ops}
    usable = {one for one in ids if is_id(one)}
    known = read_facts(connection, usable)
    if caller.role not in masking.policy.roles:  # may only go on with what it opened itself
        subjects = {op.fact.subject_id for op in ops if isinstance(op, FactOp) and is_id(op.fact.subject_id)}
        about = facts_about(connection, subjects)
        known = {one.id: one for facts in about.values() for one in facts if one.kind == OPENING} | known
    return Plan(caller, now, known, lock_records(connection, usable), masking)


def _write(connection: Connection, plan: Plan, conflicts: Sequence[Record]) -> Settled:
    moves: Moves = {}
    join_facts(moves, plan.new_facts.values())
    for record in plan.changed_records.values():
        for feed in feeds_of_row(record.entity, record.owner_id):
            moves.setdefault(feed, []).append(
                Pointer(record.id, record.entity, record.rev, joins=record.id not in plan.locked)
            )
    for told in conflicts:
        for feed in feeds_of_row(told.entity, told.owner_id):
            moves.setdefault(feed, []).append(Pointer(told.id, told.entity, told.rev, joins=True))
    save_records(connection, [*plan.changed_records.values(), *conflicts], plan.locked)
    return settle(connection, moves, plan.new_facts.values())


def _write_results(connection: Connection, device_id: DeviceId, verdicts: Iterable[Verdict], now: datetime) -> None:
    rows = [{"device_id": device_id, "seq": one.seq, "op_id": one.op_id, "verdict": one, "at": now} for one in verdicts]
    insert_many(connection, op_result, rows)


def _touch_device(connection: Connection, device_id: DeviceId, plan: Plan, last_seq: int, now: datetime) -> None:
    values: dict[str, object] = {"last_seq": last_seq, "seen_at": now}
    if plan.skew:
        values["skew_ms"] = round(plan.skew.total_seconds() * 1000)
    connection.execute(update(device).where(device.c.device_id == device_id).values(**values))


def _answer(op: Operation, known: dict[str, Verdict], taken: dict[str, Verdict]) -> Verdict:
    """What was said the first time, under the number it has now (a cloned device renumbers its outbox)."""
    verdict = known.get(op.op_id) or taken[op.op_id]
    return verdict if verdict.seq == op.seq else msgspec.structs.replace(verdict, seq=op.seq)
