"""Customers are found by pinyin, tails, plates and parts of numbers; whom an agent served lately is found quickly."""

import sqlalchemy as sa
from alembic import op

from app.store import index

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the new index and fill it from the records that are there.

    The words are those of the program that migrates, as any later change of a record writes them.
    """
    op.execute("DROP TABLE search")
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none, "
        "tokenize=\"ascii tokenchars '=~@#'\")"
    )
    op.create_table(
        "search_part",
        sa.Column("word", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, primary_key=True),
        sqlite_with_rowid=False,
    )
    with_owner = sa.text("by <> '' AND customer_id <> ''")
    op.create_index("fact_by", "fact", ["by", "at", "customer_id"], sqlite_where=with_owner)
    index.rebuild(op.get_bind())
