"""Passwords that customers keep, codes on their way, and who guessed how often."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=False)


def upgrade() -> None:
    """Build the tables."""
    op.create_table(
        "customer_secret",
        _text("customer_id", 128),
        _text("kind", 16),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        _at("changed_at"),
        sa.PrimaryKeyConstraint("customer_id", "kind", name="pk_customer_secret"),
    )
    op.create_table(
        "dynamic_code",
        _text("customer_id", 128),
        sa.Column("hash", sa.Text(), nullable=False),
        _at("expires_at"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name="pk_dynamic_code"),
    )
    op.create_table(
        "secret_attempt",
        _text("scope", 16),
        _text("key", 128),
        sa.Column("failed", sa.Integer(), nullable=False),
        _at("since"),
        _at("locked_until"),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_secret_attempt"),
    )
