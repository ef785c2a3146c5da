"""One round of sync: gather what waits, send it, take what comes back. Each half is one local transaction."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from app.clock import Clock
from app.errors import SignInError
from app.ids import DeviceId, OpId
from app.record import Record
from app.store import aliases, facts, feeds, outbox, records, settings
from app.store.database import Store
from app.store.facts import StoredFact
from app.store.outbox import Entry
from sync.client.http import Centre, DeviceClonedError, SequenceGapError
from sync.client.session import take_new_device
from sync.hlc import DeskClock
from sync.protocol import (
    ORG_FEED,
    PUSH_BYTES,
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
    is_masked_anew,
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
        device = settings.get(db, "device", str, "")
        entries = outbox.next_batch(db, PUSH_OPS, PUSH_BYTES)
        bodies = facts.stored(db, [entry.row_id for entry in entries if entry.patch is None])
        return SyncRequest(
            epoch=settings.get(db, "epoch", str, ""),
            ops=[_operation(entry, bodies, DeviceId(device)) for entry in entries],
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
            if is_masked_anew(request.epoch, answer.epoch):
                outbox.forget_done_patches(db)
        refused = _take_verdicts(db, request, answer.verdicts, device)
        # Before and after: who is parted now was shown as one until now.
        owners = aliases.everybody(db, _owners(request, answer, refused))
        for page in answer.pages:
            _take_page(db, page, device)
        owners |= aliases.everybody(db, owners)
        to_pull = any(page.more for page in answer.pages)
        if not to_pull:
            done = outbox.finish(db, answer.last_seq, clock.now().timestamp())
            records.settle(db, done, device=device)
        more = to_pull or bool(answer.verdicts and outbox.next_batch(db, 1))
    pulled = [fact for page in answer.pages for fact in page.facts]
    return Round(
        sent=len(request.ops),
        refused=len(refused),
        tickets=frozenset(fact.subject_id for fact in pulled),
        owners=owners,
        more=more,
        pos=sum(page.pos for page in answer.pages),
        head=sum(page.head for page in answer.pages),
    )


def sync_once(store: Store, centre: Centre, *, device: DeviceId, clock: DeskClock) -> Round:
    """Push and pull once.

    Raises:
        SignInError: the session has ended, or this desk had to take a new device id: sign in again, nothing is lost.
        ServerError: as :meth:`Centre.sync`; the store is as it was.
    """
    request = gather(store)
    try:
        answer = centre.sync(request)
    except SequenceGapError as gap:
        with store.write() as db:
            outbox.offer_again(db, gap.expected)
        return Round(sent=0, refused=0, tickets=frozenset(), owners=frozenset(), more=True)
    except DeviceClonedError as error:
        take_new_device(store)
        centre.token = ""
        raise SignInError(
            "这台电脑的设备号与另一台重复，已换成新的。请重新登录；未上传的内容都在，会重新上传。"
        ) from error
    clock.set_server_time(answer.now)
    for page in answer.pages:
        for fact in page.facts:
            clock.observe(fact.hlc)
    return take(store, request, answer, device=device, clock=clock)


def _operation(entry: Entry, bodies: dict[str, StoredFact], device: DeviceId) -> Operation:
    if entry.patch is not None:
        return PatchOp(seq=entry.seq, op_id=entry.op_id, hlc=entry.hlc, by=entry.by, patch=entry.patch)
    return FactOp(seq=entry.seq, op_id=OpId(entry.op_id), fact=_wire(bodies[entry.row_id], device))


def _owners(request: SyncRequest, answer: SyncResponse, refused: frozenset[int]) -> frozenset[str]:
    """Whose files this answer changes."""
    pages = answer.pages
    changed = [row.owner_id for page in pages for row in page.records]
    told = [fact.customer_id for page in pages for fact in page.facts]
    undone = [op.patch.owner_id for op in request.ops if isinstance(op, PatchOp) and op.seq in refused]
    return frozenset([*changed, *told, *undone])


def _take_verdicts(db: Connection, request: SyncRequest, verdicts: list[Verdict], device: DeviceId) -> frozenset[int]:
    """Note what became of each operation; of a refused change nothing is shown any more.

    A record's new revision is not taken from here but comes with the row itself: a revision without its values would
    let the next change pass for one made in full knowledge of them. Nor are conflicts: they come to every desk alike.

    Returns:
        The numbers of the refused ones.
    """
    outbox.answer(db, [verdict.seq for verdict in verdicts if verdict.outcome != "rejected"])
    refused = frozenset(verdict.seq for verdict in verdicts if verdict.outcome == "rejected")
    for verdict in verdicts:
        if verdict.seq in refused:
            outbox.refuse(db, verdict.seq, verdict.code, verdict.reason)
    rows = {op.patch.row_id for op in request.ops if isinstance(op, PatchOp) and op.seq in refused}
    if rows:
        records.settle(db, rows, device=device)
    return refused


def _take_page(db: Connection, page: Page, device: DeviceId) -> None:
    records.apply(db, [_record(row) for row in page.records], device=device)
    facts.apply(db, [_stored(fact) for fact in page.facts])
    feeds.move(db, page.feed, page.pos)


def _wire(fact: StoredFact, device: DeviceId) -> WireFact:
    """A fact of ours as it goes out: under the device id this desk has now, should it have had to take a new one."""
    return WireFact(
        id=fact.id,
        subject_id=fact.subject_id,
        kind=fact.kind,
        hlc=fact.hlc,
        at=fact.at,
        by=fact.by,
        device=device or fact.device,
        body=fact.body,
        customer_id=fact.customer_id,
    )


def _stored(fact: WireFact) -> StoredFact:
    return StoredFact(**msgspec.structs.asdict(fact))


def _record(row: WireRecord) -> Record:
    return Record(**msgspec.structs.asdict(row))
