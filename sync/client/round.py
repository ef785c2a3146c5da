"""One round of sync: gather what waits, send it, take what comes back. Each half is one local transaction."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from app.clock import Clock
from app.ids import DeviceId, OpId
from app.record import Record
from app.store import facts, feeds, outbox, records, settings
from app.store.database import Store
from app.store.facts import StoredFact
from app.store.outbox import Entry
from sync.client.http import Centre, SequenceGapError
from sync.hlc import DeskClock
from sync.protocol import (
    ORG_FEED,
    PUSH_OPS,
    FactOp,
    Operation,
    Page,
    PatchOp,
    SyncRequest,
    SyncResponse,
    Verdict,
    WireFact,
    WireRecord,
)


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What one round did. ``more`` says that another should follow at once; ``pos`` of ``head`` rows are here."""

    sent: int
    refused: int
    tickets: frozenset[str]
    owners: frozenset[str]
    more: bool
    pos: int = 0
    head: int = 0


def gather(store: Store) -> SyncRequest:
    """What waits in the outbox, oldest first, and how far this desk has read."""
    with store.read() as db:
        entries = outbox.next_batch(db, PUSH_OPS)
        bodies = facts.stored(db, [entry.row_id for entry in entries if entry.patch is None])
        return SyncRequest(
            epoch=settings.get(db, "epoch", str, ""),
            ops=[_operation(entry, bodies) for entry in entries],
            cursors={ORG_FEED: 0} | feeds.cursors(db),
        )


def take(store: Store, request: SyncRequest, answer: SyncResponse, *, device: DeviceId, clock: Clock) -> Round:
    """Apply the answer: verdicts, rows and cursors in one transaction.

    It need not survive a power cut: rows and cursor vanish together and are pulled again (`sync.md` §3.8).
    """
    with store.write(durable=False) as db:
        if answer.epoch != request.epoch:
            settings.put(db, "epoch", answer.epoch)
            if request.epoch:
                feeds.rewind(db)
        refused = _take_verdicts(db, request, answer.verdicts)
        for page in answer.pages:
            _take_page(db, page, device)
        more = any(page.more for page in answer.pages) or len(request.ops) == PUSH_OPS
        if not any(page.more for page in answer.pages):
            done = outbox.finish(db, answer.last_seq, clock.now().timestamp())
            records.settle(db, done, device=device)
    pulled = [fact for page in answer.pages for fact in page.facts]
    return Round(
        sent=len(request.ops),
        refused=refused,
        tickets=frozenset(fact.subject_id for fact in pulled),
        owners=frozenset([row.owner_id for page in answer.pages for row in page.records])
        | frozenset(fact.customer_id for fact in pulled),
        more=more,
        pos=sum(page.pos for page in answer.pages),
        head=sum(page.head for page in answer.pages),
    )


def sync_once(store: Store, centre: Centre, *, device: DeviceId, clock: DeskClock) -> Round:
    """Push and pull once.

    Raises:
        ServerError: as :meth:`Centre.sync`; the store is as it was.
    """
    request = gather(store)
    try:
        answer = centre.sync(request)
    except SequenceGapError as gap:
        with store.write() as db:
            outbox.offer_again(db, gap.expected)
        return Round(sent=0, refused=0, tickets=frozenset(), owners=frozenset(), more=True)
    clock.set_server_time(answer.now)
    for page in answer.pages:
        for fact in page.facts:
            clock.observe(fact.hlc)
    return take(store, request, answer, device=device, clock=clock)


def _operation(entry: Entry, bodies: dict[str, StoredFact]) -> Operation:
    if entry.patch is not None:
        return PatchOp(seq=entry.seq, op_id=entry.op_id, hlc=entry.hlc, by=entry.by, patch=entry.patch)
    return FactOp(seq=entry.seq, op_id=OpId(entry.op_id), fact=_wire(bodies[entry.row_id]))


def _take_verdicts(db: Connection, request: SyncRequest, verdicts: list[Verdict]) -> int:
    answered = [verdict.seq for verdict in verdicts if verdict.outcome != "rejected"]
    outbox.answer(db, answered)
    refused = [verdict for verdict in verdicts if verdict.outcome == "rejected"]
    for verdict in refused:
        outbox.refuse(db, verdict.seq, verdict.code, verdict.reason)
    rows = {op.seq: op.patch.row_id for op in request.ops if isinstance(op, PatchOp)}
    for verdict in verdicts:
        if verdict.rev is not None and verdict.seq in rows:
            records.mark_revision(db, rows[verdict.seq], verdict.rev)
        for conflict in verdict.conflicts:
            records.note_conflict(db, rows[verdict.seq], msgspec.json.encode(conflict), verdict.op_id)
    return len(refused)


def _take_page(db: Connection, page: Page, device: DeviceId) -> None:
    records.apply(db, [_record(row) for row in page.records], device=device)
    facts.apply(db, [_stored(fact) for fact in page.facts])
    feeds.move(db, page.feed, page.pos)


def _wire(fact: StoredFact) -> WireFact:
    return WireFact(
        id=fact.id,
        subject_id=fact.subject_id,
        kind=fact.kind,
        hlc=fact.hlc,
        at=fact.at,
        by=fact.by,
        device=fact.device,
        body=fact.body,
        customer_id=fact.customer_id,
    )


def _stored(fact: WireFact) -> StoredFact:
    return StoredFact(**msgspec.structs.asdict(fact))


def _record(row: WireRecord) -> Record:
    return Record(**msgspec.structs.asdict(row))
