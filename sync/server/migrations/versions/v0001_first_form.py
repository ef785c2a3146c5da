"""First form: feeds, records, facts, devices, verdicts, conflicts, people, sessions, the journal of calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def _id(name: str, length: int = 128, *, null: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null, server_default=default)


def _int(name: str, *, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, JSON, nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def upgrade() -> None:
    """Build everything."""
    _feeds()
    _rows()
    _people()
    _devices()
    _calls()


def _feeds() -> None:
    op.create_table(
        "sync_epoch", _id("epoch", 64), _at("since"), sa.PrimaryKeyConstraint("epoch", name="pk_sync_epoch")
    )
    op.create_table(
        "feed",
        sa.Column("feed_id", SERIAL, nullable=False),
        _id("key"),
        _int("head", default="0"),
        _int("rows", default="0"),
        sa.PrimaryKeyConstraint("feed_id", name="pk_feed"),
        sa.UniqueConstraint("key", name="uq_feed_key"),
    )
    op.create_table(
        "feed_row",
        _int("feed_id"),
        _id("row_id"),
        _id("entity", 40),
        _int("pos"),
        _int("rev"),
        sa.Column("op", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "row_id", name="pk_feed_row"),
        sa.UniqueConstraint("feed_id", "pos", name="uq_feed_row_feed_id_pos"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.feed_id"], name="fk_feed_row_feed_id"),
    )


def _rows() -> None:
    op.create_table(
        "record",
        _id("id"),
        _id("entity", 40),
        _id("owner_id"),
        _int("rev"),
        _json("fields"),
        _json("meta"),
        sa.Column("deleted", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
    )
    _index("record", "owner_id")
    op.create_table(
        "fact",
        _id("id"),
        _id("subject_id"),
        _id("customer_id"),
        _id("kind", 64),
        _int("hlc"),
        _at("at"),
        _id("by", 64),
        _id("device"),
        sa.Column("body", sa.Text(), nullable=False),
        _int("order"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
    )
    _index("fact", "subject_id")
    _index("fact", "customer_id")
    op.create_table(
        "ticket",
        _id("ticket_id"),
        _id("number", 64),
        _int("order"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_ticket"),
    )
    _index("ticket", "number")
    _index("ticket", "order")


def _people() -> None:
    op.create_table(
        "user",
        _id("agent_id", 64),
        _id("name"),
        _id("team"),
        _id("role", 32, default="agent"),
        _id("extension", 32),
        _json("queues"),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.PrimaryKeyConstraint("agent_id", name="pk_user"),
    )
    op.create_table(
        "sign_in_attempt",
        _id("agent_id", 64),
        _id("place"),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        _at("locked_until"),
        sa.PrimaryKeyConstraint("agent_id", "place", name="pk_sign_in_attempt"),
        sa.ForeignKeyConstraint(["agent_id"], ["user.agent_id"], name="fk_sign_in_attempt_agent_id"),
    )


def _devices() -> None:
    op.create_table(
        "device",
        _id("device_id"),
        sa.Column("slot", sa.Integer(), nullable=False),
        _id("user_id", 64),
        _id("name"),
        _int("last_seq", default="0"),
        _at("seen_at"),
        _int("skew_ms", default="0"),
        sa.PrimaryKeyConstraint("device_id", name="pk_device"),
        sa.UniqueConstraint("slot", name="uq_device_slot"),
    )
    op.create_table(
        "session",
        _id("token_sha256", 64),
        _id("agent_id", 64),
        _id("device_id"),
        _at("expires_at"),
        _at("created_at"),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_session"),
        sa.ForeignKeyConstraint(["agent_id"], ["user.agent_id"], name="fk_session_agent_id"),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name="fk_session_device_id"),
    )
    _index("session", "agent_id", "device_id")
    op.create_table(
        "op_result",
        _id("device_id"),
        _int("seq"),
        _id("op_id"),
        _json("verdict"),
        _at("at"),
        sa.PrimaryKeyConstraint("device_id", "seq", name="pk_op_result"),
        sa.UniqueConstraint("op_id", name="uq_op_result_op_id"),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name="fk_op_result_device_id"),
    )
    op.create_table(
        "conflict",
        _id("id"),
        _id("entity", 40),
        _id("row_id"),
        _id("field"),
        _json("base"),
        _json("mine"),
        _json("theirs"),
        _id("winner", 8),
        _id("policy", 16),
        _id("op_id"),
        _id("by", 64),
        _id("device"),
        _at("at"),
        _id("state", 16, default="open"),
        _id("resolved_by", 64, null=True),
        _id("resolved_op", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_conflict"),
    )
    _index("conflict", "row_id")
    _index("conflict", "state")


def _calls() -> None:
    op.create_table(
        "call_event",
        sa.Column("seq", SERIAL, nullable=False),
        _id("id"),
        _id("call_id"),
        _id("agent_id", 64, null=True),
        _id("kind", 32),
        _at("at"),
        _json("body"),
        sa.PrimaryKeyConstraint("seq", name="pk_call_event"),
        sa.UniqueConstraint("id", name="uq_call_event_id"),
    )
    _index("call_event", "call_id")
    _index("call_event", "agent_id", "at")
