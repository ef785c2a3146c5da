"""What was revealed to whom lately: counted before every further value is shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_REVEALED = sa.text("kind = 'value_revealed'")


def upgrade() -> None:
    """Add the index; only of those facts, so that no other fact pays for it."""
    op.create_index("ix_fact_revealed", "fact", ["by", "at"], postgresql_where=_REVEALED, sqlite_where=_REVEALED)
