"""How far this desk has read each feed of the centre."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from app.store import statements
from app.store.schema import feed_state


def cursors(db: Connection) -> dict[str, int]:
    """Feed to position."""
    return {row.feed: row.pos for row in db.execute(select(feed_state.c.feed, feed_state.c.pos))}


def move(db: Connection, feed: str, pos: int) -> None:
    """The rows up to ``pos`` are in the store: same transaction as the rows."""
    statements.put(db, feed_state, [{"feed": feed, "pos": pos}], key="feed")


def rewind(db: Connection) -> None:
    """The centre is not the one it was (restored, replaced): read everything again; nothing is thrown away."""
    db.execute(delete(feed_state))
