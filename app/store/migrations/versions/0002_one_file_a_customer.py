"""Which customers are one, and what waits for a person to decide about customers' files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Two projections of facts, empty until the first such fact comes."""
    op.create_table(
        "alias",
        sa.Column("customer_id", sa.Text, primary_key=True),
        sa.Column("survivor_id", sa.Text, nullable=False),
    )
    op.create_index("alias_survivor", "alias", ["survivor_id"])
    op.create_table(
        "review",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Float, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("review_waiting", "review", ["kind", "state", "updated_at"])
    op.create_index("review_customer", "review", ["customer_id"])
