"""The first store: records, facts, tickets, drafts, outbox, search."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release."""
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    _records()
    _facts()
    _outbox()
    op.execute("CREATE VIRTUAL TABLE search USING fts5(owner_id UNINDEXED, words, tokenize='unicode61')")


def _records() -> None:
    op.create_table(
        "record",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Text, nullable=False),
        sa.Column("rev", sa.BigInteger, nullable=False),
        sa.Column("fields", sa.LargeBinary, nullable=False),
        sa.Column("meta", sa.LargeBinary, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("shadow", sa.LargeBinary),
    )
    op.create_index("record_owner", "record", ["owner_id", "entity"])
    op.create_table(
        "lookup",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("row_id", sa.Text, primary_key=True),
        sa.Column("owner_id", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("lookup_row", "lookup", ["row_id"])
    op.create_table(
        "conflict",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )


def _facts() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("hlc", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("order", sa.BigInteger),
    )
    op.create_index("fact_subject", "fact", ["subject_id", "hlc"])
    op.create_index("fact_customer", "fact", ["customer_id", "at"])
    op.create_table(
        "ticket",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("first_responder", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("ticket_customer", "ticket", ["customer_id"])
    op.create_index("ticket_holder", "ticket", ["holder", "state"])
    op.create_index("ticket_first_responder", "ticket", ["first_responder", "state"])
    op.create_index("ticket_number", "ticket", ["number"])
    op.create_table(
        "draft",
        sa.Column("ticket_id", sa.Text, primary_key=True),
        sa.Column("updated_at", sa.Float, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("op_id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("hlc", sa.BigInteger, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("outbox_row", "outbox", ["row_id"])
    op.create_index("outbox_state", "outbox", ["state", "seq"])
    op.create_table(
        "outbox_done",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("op_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("hlc", sa.BigInteger, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("acknowledged_at", sa.Float, nullable=False),
    )
    op.create_table(
        "feed_state",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("pos", sa.BigInteger, nullable=False),
    )
