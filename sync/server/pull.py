"""Reading the feeds after a cursor: pages of current rows, all from one snapshot (`sync.md` §3.3)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, and_, select

from sync.protocol import PAGE_ROWS, Page, WireFact, WireRecord
from sync.server.changelog import FACT
from sync.server.rows import FACT_COLUMNS, RECORD_COLUMNS, wire_fact, wire_record
from sync.server.scope import feeds_of_agent
from sync.server.session import Caller
from sync.server.tables import fact, feed, feed_row, record

MAX_PAGE_BYTES = 16 * 1024 * 1024
"""About the bytes a page may have before compression; a page of unusually large rows is cut shorter."""

_ROW_BYTES = 200
_FIELD_BYTES = 60


def pull(connection: Connection, caller: Caller, cursors: Mapping[str, int], limit: int = PAGE_ROWS) -> list[Page]:
    """One page of each feed this agent reads. ``connection`` must be one snapshot.

    Args:
        connection: see :func:`sync.server.database.reading`.
        caller: decides which feeds; the cursors grant nothing.
        cursors: how far the desk has read each feed; a missing one, or one ahead of the feed, begins at 0.
        limit: rows a page, at most :data:`PAGE_ROWS`.
    """
    rows = max(1, min(limit, PAGE_ROWS))
    return [_page(connection, key, cursors.get(key, 0), rows) for key in feeds_of_agent(caller.agent_id)]


def _page(connection: Connection, key: str, cursor: int, limit: int) -> Page:
    found = connection.execute(select(feed.c.feed_id, feed.c.head).where(feed.c.key == key)).one_or_none()
    if found is None:
        return Page(feed=key, pos=0, head=0, more=False)
    after = cursor if 0 <= cursor <= found.head else 0
    if after == found.head:
        return Page(feed=key, pos=after, head=found.head, more=False)
    upto = _end_of_page(connection, found.feed_id, after, limit) or found.head
    records, facts = _rows(connection, found.feed_id, after, upto)
    if limit > 1 and _weight(records, facts) > MAX_PAGE_BYTES:
        return _page(connection, key, after, limit // 2)
    return Page(feed=key, pos=upto, head=found.head, more=upto < found.head, records=records, facts=facts)


def _end_of_page(connection: Connection, feed_id: int, after: int, limit: int) -> int | None:
    """The position of the page's last row, None where the feed ends sooner."""
    positions = select(feed_row.c.pos).where(feed_row.c.feed_id == feed_id, feed_row.c.pos > after)
    return connection.execute(positions.order_by(feed_row.c.pos).offset(limit - 1).limit(1)).scalar_one_or_none()


def _rows(connection: Connection, feed_id: int, after: int, upto: int) -> tuple[list[WireRecord], list[WireFact]]:
    between = and_(feed_row.c.feed_id == feed_id, feed_row.c.pos > after, feed_row.c.pos <= upto)
    records = (
        select(*RECORD_COLUMNS)
        .join(feed_row, and_(feed_row.c.row_id == record.c.id, feed_row.c.entity != FACT))
        .where(between)
        .order_by(feed_row.c.pos)
    )
    facts = (
        select(*FACT_COLUMNS)
        .join(feed_row, and_(feed_row.c.row_id == fact.c.id, feed_row.c.entity == FACT))
        .where(between)
        .order_by(feed_row.c.pos)
    )
    return (
        [wire_record(row) for row in connection.execute(records)],
        [wire_fact(row) for row in connection.execute(facts)],
    )


def _weight(records: list[WireRecord], facts: list[WireFact]) -> int:
    """Bytes, roughly: long texts are what makes a page heavy."""
    return sum(_ROW_BYTES + len(one.body) for one in facts) + sum(
        _ROW_BYTES + sum(_FIELD_BYTES + _length(value) for value in one.fields.values()) for one in records
    )


def _length(value: object) -> int:
    if isinstance(value, str):
        return len(value) * 3
    return len(repr(value)) if isinstance(value, list | dict) else 8
