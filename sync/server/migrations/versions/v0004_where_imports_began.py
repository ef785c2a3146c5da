"""Where in the feed an import began, to look again at what it touched; ids ordered by their bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_IDS = (("record", "id"), ("record", "owner_id"), ("feed_row", "row_id"))


def upgrade() -> None:
    """Add the column; order ids as bytes: no language has an order for them, and asking for it costs each look-up."""
    op.add_column("import_run", sa.Column("feed_head", sa.BigInteger(), nullable=False, server_default="0"))
    if op.get_bind().dialect.name == "postgresql":
        for table, column in _IDS:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE VARCHAR(128) COLLATE "C"')
