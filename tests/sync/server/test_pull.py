"""Pulling: every row once at its newest, whatever the page size, from whoever wrote it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from app.record import Record
from sync.protocol import ORG_FEED, SyncRequest
from sync.server import pull as pull_module
from sync.server.accounts import Passwords
from sync.server.changelog import read_heads
from sync.server.database import reading, write
from sync.server.health import examine
from sync.server.importer import import_records
from sync.server.masking import UNMASKED
from sync.server.migrate import read_epoch
from sync.server.round_trip import round_trip
from tests.builders import ATicket
from tests.sync.server.desks import NOW, Desk, sit_down


@pytest.fixture
def desk(engine: Engine, passwords: Passwords, add_agent: Callable[..., Any]) -> Desk:
    add_agent("A1001")
    return sit_down(engine, passwords, "A1001")


def _everything(desk: Desk, limit: int) -> tuple[dict[str, int | None], int]:
    """All ids with their revision or order, read page by page; and the number of pages."""
    rows: dict[str, int | None] = {}
    pos, pages, more = 0, 0, True
    while more:
        page = desk.pull(pos, limit)
        assert len(page.records) + len(page.facts) <= limit
        rows |= {one.id: one.rev for one in page.records} | {one.id: one.order for one in page.facts}
        pos, more, pages = page.pos, page.more, pages + 1
    return rows, pages


def test_an_empty_centre_gives_an_empty_page(desk: Desk) -> None:
    page = desk.pull()
    assert (page.pos, page.head, page.more, page.facts) == (0, 0, False, [])


@pytest.mark.parametrize(("limit", "pages"), [(1, 7), (3, 3), (6, 2), (7, 1), (8, 1)])
def test_pages_of_any_size_give_every_row_once_at_its_newest(desk: Desk, limit: int, pages: int) -> None:
    desk.push(desk.patch("c1", n=0), *[desk.fact() for _ in range(4)], desk.patch("c2", n=0))
    desk.push(desk.patch("c1", 1, n=1), desk.fact())
    rows, count = _everything(desk, limit)
    assert len(rows) == 7
    assert (rows["c1"], rows["c2"]) == (2, 1)
    assert count == pages


def test_a_row_that_changed_comes_again_and_only_that(desk: Desk) -> None:
    desk.push(desk.patch("c1", n=0), desk.patch("c2", n=0), desk.fact())
    seen = desk.pull().pos
    desk.push(desk.patch("c1", 1, n=1))
    page = desk.pull(seen)
    assert ([one.id for one in page.records], page.facts, page.more) == (["c1"], [], False)
    assert desk.pull(page.pos).records == []


def test_a_cursor_ahead_of_the_feed_begins_anew(desk: Desk) -> None:
    desk.push(desk.fact())
    assert len(desk.pull(99).facts) == 1


def test_a_page_of_heavy_rows_is_cut_shorter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.push(*[desk.patch(f"c{number}", text="长" * 500) for number in range(8)])
    monkeypatch.setattr(pull_module, "MAX_PAGE_BYTES", 4_000)
    rows, pages = _everything(desk, 8)
    assert len(rows) == 8
    assert pages == 4


def test_a_round_trip_gives_the_desk_its_own_operations_back_in_the_same_snapshot(desk: Desk) -> None:
    with reading(desk.engine) as snapshot:
        epoch = read_epoch(snapshot)
    request = SyncRequest(epoch=epoch, ops=[desk.fact(), desk.patch("c1", n=1)], cursors={ORG_FEED: 0})
    done = round_trip(desk.engine, desk.caller, request, NOW, UNMASKED)
    assert done.response.last_seq == 2
    assert done.heads == {ORG_FEED: 2}
    assert len(done.response.pages[0].facts) == len(done.response.pages[0].records) == 1
    again = SyncRequest(epoch=epoch, cursors={ORG_FEED: 2})
    assert round_trip(desk.engine, desk.caller, again, NOW, UNMASKED).response.pages[0].facts == []


def test_a_desk_of_another_epoch_reads_from_the_beginning(desk: Desk) -> None:
    desk.push(desk.fact())
    request = SyncRequest(epoch="of before the restore", cursors={ORG_FEED: 1})
    assert len(round_trip(desk.engine, desk.caller, request, NOW, UNMASKED).response.pages[0].facts) == 1


def test_no_row_is_lost_while_many_write_and_one_reads(
    engine: Engine, passwords: Passwords, add_agent: Callable[..., Any]
) -> None:
    """The short form of the lost-row regression (`sync.md` §4.6): writers race, a reader polls, nothing is skipped."""
    writers, batches, per_batch = 4, 12, 10
    add_agent("A1001")
    desks = [sit_down(engine, passwords, "A1001") for _ in range(writers)]
    reader, written, failed = sit_down(engine, passwords, "A1001"), set[str](), list[BaseException]()
    alone = threading.Lock()

    def work(desk: Desk) -> None:
        try:
            for number in range(batches):
                ops = [desk.fact() for _ in range(per_batch)]
                assert {
                    one.outcome for one in desk.push(*ops, desk.patch(f"c{number}", **{desk.caller.device: number}))
                }
                with alone:
                    written.update(op.fact.id for op in ops)
        except BaseException as error:  # noqa: BLE001 -- told below, on the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    read: list[str] = []
    pos, orders = 0, []
    while any(thread.is_alive() for thread in threads) or pos < reader.pull(pos).head:
        page = reader.pull(pos, 37)
        read += [one.id for one in page.facts]
        orders += [one.order for one in page.facts]
        pos = page.pos
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(read) == len(set(read)) == writers * batches * per_batch
    assert set(read) == written
    assert orders == sorted(filter(None, orders))
    assert all(len(one.fields) == writers for one in reader.pull(0).records)
    assert [finding for finding in examine(engine) if not finding.ok] == []


def test_an_import_is_pulled_like_any_change_and_can_be_repeated(desk: Desk) -> None:
    records = [Record(id=f"c{n}", entity="customer", owner_id=f"c{n}", fields={"name": f"客户{n}"}) for n in range(3)]
    facts = ATicket(text="x").edited("pc-1", {"text": "y"}).facts
    done = write(desk.engine, lambda c: import_records(c, records, facts, now=NOW, source="import:2026-11"))
    assert (done.records, done.facts, done.heads) == (3, 2, {ORG_FEED: 5})
    page = desk.pull()
    assert {one.meta["name"].source for one in page.records} == {"import:2026-11"}
    assert [one.order for one in page.facts] == [4, 5]
    again = write(desk.engine, lambda c: import_records(c, records, facts, now=NOW))
    assert (again.records, again.facts, again.heads) == (0, 0, {})


def test_a_desk_that_edits_an_imported_record_meets_the_next_import_as_a_conflict(desk: Desk) -> None:
    def bring(phone: str) -> None:
        record = Record(id="c1", entity="customer", owner_id="c1", fields={"phone": phone})
        write(desk.engine, lambda connection: import_records(connection, [record], now=NOW))

    bring("1")
    bring("2")
    (verdict,) = desk.push(desk.patch("c1", 1, phone="3"))
    assert verdict.outcome == "conflict"
    assert verdict.conflicts[0].theirs == "2"


def test_a_write_that_fails_moves_no_head(engine: Engine) -> None:
    record = Record(id="c1", entity="customer", owner_id="c1", fields={"n": 1})

    def fail(connection: Any) -> None:
        import_records(connection, [record], now=NOW)
        raise RuntimeError("after the work, before the commit")

    with pytest.raises(RuntimeError):
        write(engine, fail)
    with reading(engine) as snapshot:
        assert read_heads(snapshot).get(ORG_FEED, 0) == 0
