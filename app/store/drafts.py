"""Drafts in the store: one row each, overwritten as it is typed."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, select

from app.store import statements
from app.store.schema import draft
from app.ticket.draft import Draft

_read = msgspec.json.Decoder(Draft).decode
_OPEN = select(draft.c.body).order_by(draft.c.updated_at.desc())


def save(db: Connection, kept: Draft) -> None:
    """Keep what has been typed so far."""
    body = msgspec.json.encode(kept)
    row = {"ticket_id": kept.ticket_id, "updated_at": kept.updated_at.timestamp(), "body": body}
    statements.put(db, draft, [row], key="ticket_id")


def get(db: Connection, ticket_id: str) -> Draft | None:
    """One draft, or None."""
    body = db.scalar(select(draft.c.body).where(draft.c.ticket_id == ticket_id))
    return None if body is None else _read(body)


def open_drafts(db: Connection) -> list[Draft]:
    """Everything unfinished, last touched first."""
    return [_read(body) for body in db.scalars(_OPEN)]


def discard(db: Connection, ticket_id: str) -> None:
    """The draft has become a ticket, or was given up."""
    db.execute(delete(draft).where(draft.c.ticket_id == ticket_id))
