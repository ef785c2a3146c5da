"""Every table of the centre (`sync.md` §3.1). The migrations build them; a test holds the two equal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Json = JSON().with_variant(JSONB(), "postgresql")
Serial = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only where the key is an INTEGER."""


def Plain(length: int) -> String:  # noqa: N802 -- stands where a type stands
    """A text that is only ever compared for equality: no language's order, which would cost twice the time."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Instant(TypeDecorator[datetime]):
    """A UTC instant. SQLite keeps no zones, so it is stored without and read back with UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC; an instant without a zone is a mistake of ours, never stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """With UTC."""
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


sync_epoch = Table(
    "sync_epoch",
    metadata,
    Column("epoch", String(64), primary_key=True),
    Column("since", Instant, nullable=False),
)

feed = Table(
    "feed",
    metadata,
    Column("feed_id", Serial, primary_key=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("head", BigInteger, nullable=False, server_default="0"),
    Column("rows", BigInteger, nullable=False, server_default="0"),
)

feed_row = Table(
    "feed_row",
    metadata,
    # No foreign key: only the change log writes here, and checking each of an import's rows took PostgreSQL a quarter
    # of its time (the feed's row is locked and changed by every chunk).
    Column("feed_id", BigInteger, primary_key=True, autoincrement=False),
    Column("row_id", Plain(128), primary_key=True),
    Column("entity", String(40), nullable=False),
    Column("pos", BigInteger, nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("op", Integer, nullable=False),
    UniqueConstraint("feed_id", "pos"),
)

record = Table(
    "record",
    metadata,
    Column("id", Plain(128), primary_key=True),
    Column("entity", String(40), nullable=False),
    Column("owner_id", Plain(128), nullable=False),
    Column("rev", BigInteger, nullable=False),
    Column("fields", Json, nullable=False),
    Column("meta", Json, nullable=False),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Index(None, "owner_id"),
)

REVEALED = text("kind = 'value_revealed'")
"""The facts of values that were shown: few, counted often, so they have an index of their own."""

fact = Table(
    "fact",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("subject_id", String(128), nullable=False),
    Column("customer_id", String(128), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(64), nullable=False),
    Column("device", String(128), nullable=False),
    # Text, not JSONB: the bytes the desk wrote are the bytes every desk reads.
    Column("body", Text, nullable=False),
    Column("order", BigInteger, nullable=False),
    Index(None, "subject_id"),
    Index(None, "customer_id"),
    Index("ix_fact_revealed", "by", "at", postgresql_where=REVEALED, sqlite_where=REVEALED),
)

ticket = Table(
    # A projection of the opening facts, so that a ticket is found by the number people say.
    "ticket",
    metadata,
    Column("ticket_id", String(128), primary_key=True),
    Column("number", String(64), nullable=False),
    Column("order", BigInteger, nullable=False),
    Index(None, "number"),
    Index(None, "order"),
)

device = Table(
    "device",
    metadata,
    Column("device_id", String(128), primary_key=True),
    # The device's own number: it keeps apart the ticket numbers that desks give out offline.
    Column("slot", Integer, nullable=False, unique=True),
    Column("user_id", String(64), nullable=False),
    Column("name", String(128), nullable=False),
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
    Column("seen_at", Instant, nullable=False),
    # Milliseconds by which the desk's clock ran ahead when a stamp had last to be brought back (`sync.md` §3.6).
    Column("skew_ms", BigInteger, nullable=False, server_default="0"),
)

op_result = Table(
    "op_result",
    metadata,
    Column("device_id", String(128), ForeignKey("device.device_id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("op_id", String(128), nullable=False, unique=True),
    Column("verdict", Json, nullable=False),
    Column("at", Instant, nullable=False),
)

conflict = Table(
    "conflict",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("entity", String(40), nullable=False),
    Column("row_id", String(128), nullable=False),
    Column("field", String(128), nullable=False),
    Column("base", Json, nullable=False),
    Column("mine", Json, nullable=False),
    Column("theirs", Json, nullable=False),
    Column("winner", String(8), nullable=False),
    Column("policy", String(16), nullable=False),
    Column("op_id", String(128), nullable=False),
    Column("by", String(64), nullable=False),
    Column("device", String(128), nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String(16), nullable=False, server_default="open"),
    Column("resolved_by", String(64)),
    Column("resolved_op", String(128)),
    Index(None, "row_id"),
    Index(None, "state"),
)

user = Table(
    "user",
    metadata,
    Column("agent_id", String(64), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("team", String(128), nullable=False),
    Column("role", String(32), nullable=False, server_default="agent"),
    Column("extension", String(32), nullable=False),
    Column("queues", Json, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
)

session = Table(
    "session",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("agent_id", String(64), ForeignKey("user.agent_id"), nullable=False),
    Column("device_id", String(128), ForeignKey("device.device_id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "agent_id", "device_id"),
)

sign_in_attempt = Table(
    # Wrong passwords per account and place, so that a stranger's guesses never keep the owner out.
    "sign_in_attempt",
    metadata,
    Column("agent_id", String(64), ForeignKey("user.agent_id"), primary_key=True),
    Column("place", String(128), primary_key=True),
    Column("failed_count", Integer, nullable=False),
    Column("locked_until", Instant, nullable=False),
)

call_event = Table(
    "call_event",
    metadata,
    Column("seq", Serial, primary_key=True),
    Column("id", String(128), nullable=False, unique=True),
    Column("call_id", String(128), nullable=False),
    Column("agent_id", String(64)),
    Column("kind", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Json, nullable=False),
    Index(None, "call_id"),
    Index(None, "agent_id", "at"),
)

lookup = Table(
    # The exact keys under which a record is found (`app.customer.record.lookup_keys`), as every desk has them too.
    "lookup",
    metadata,
    Column("kind", Plain(32), primary_key=True),
    Column("key", Plain(256), primary_key=True),
    Column("row_id", Plain(128), primary_key=True),
    Column("owner_id", String(128), nullable=False),
)

secret = Table(
    # Drawn once per centre and never told: ids derived from a person's number must not give the number away.
    "secret",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", String(64), nullable=False),
)

import_run = Table(
    # One file read into the centre: how far it is, moved on in the same transaction as the rows.
    "import_run",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("source", String(64), nullable=False),
    Column("file_name", String(256), nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("rows_done", BigInteger, nullable=False, server_default="0"),
    Column("created", BigInteger, nullable=False, server_default="0"),
    Column("changed", BigInteger, nullable=False, server_default="0"),
    Column("unchanged", BigInteger, nullable=False, server_default="0"),
    Column("rejected", BigInteger, nullable=False, server_default="0"),
    Column("differences", BigInteger, nullable=False, server_default="0"),
    # Where the feed was when it began: what has moved past it is what the import, and others since, have touched.
    Column("feed_head", BigInteger, nullable=False, server_default="0"),
)

import_reject = Table(
    # Rows set aside by a run, until its rejects file is on the disk.
    "import_reject",
    metadata,
    Column("run_id", String(64), ForeignKey("import_run.id"), primary_key=True),
    Column("row_no", BigInteger, primary_key=True, autoincrement=False),
    Column("line", BigInteger, nullable=False),
    Column("column", String(256), nullable=False),
    Column("reason", Text, nullable=False),
    # Text, not JSONB: the cells are given back as they were written, NULs and all.
    Column("cells", Text, nullable=False),
)

customer_secret = Table(
    # Passwords that customers keep (E01, E02): Argon2id of six digits, never told. Until it is changed an initial one
    # proves nothing (E04).
    "customer_secret",
    metadata,
    Column("customer_id", String(128), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

dynamic_code = Table(
    # The one code on its way to a customer (E03).
    "dynamic_code",
    metadata,
    Column("customer_id", String(128), primary_key=True),
    Column("hash", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
)

secret_attempt = Table(
    # Guesses per customer and kind, and per agent. A table of its own: whoever has no password is guessed at alike.
    "secret_attempt",
    metadata,
    Column("scope", String(16), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("locked_until", Instant, nullable=False),
)
