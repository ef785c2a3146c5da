"""Look-ups by exact key, as the desks have them; runs of imports and the rows they set aside."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from app.customer.record import lookup_keys
from app.record import Record

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
BATCH = 5_000


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _plain(name: str, length: int) -> sa.Column[str]:
    kind = sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
    return sa.Column(name, kind, nullable=False)


def _int(name: str, *, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def upgrade() -> None:
    """Build the tables, and look up what is there already."""
    op.create_table(
        "lookup",
        _plain("kind", 32),
        _plain("key", 256),
        _plain("row_id", 128),
        _text("owner_id", 128),
        sa.PrimaryKeyConstraint("kind", "key", "row_id", name="pk_lookup"),
    )
    op.create_table("secret", _text("name", 32), _text("value", 64), sa.PrimaryKeyConstraint("name", name="pk_secret"))
    op.execute(sa.text("INSERT INTO secret VALUES ('ids', :value)").bindparams(value=secrets.token_hex(32)))
    _imports()
    with op.batch_alter_table("feed_row") as batch:  # see the table: checking it took a quarter of an import's time
        batch.drop_constraint("fk_feed_row_feed_id", type_="foreignkey")
    _fill()


def _imports() -> None:
    op.create_table(
        "import_run",
        _text("id", 64),
        _text("kind", 16),
        _text("source", 64),
        _text("file_name", 256),
        _text("state", 16),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        *(
            _int(name, default="0")
            for name in ("rows_done", "created", "changed", "unchanged", "rejected", "differences")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
    )
    op.create_table(
        "import_reject",
        _text("run_id", 64),
        _int("row_no"),
        _int("line"),
        _text("column", 256),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "row_no", name="pk_import_reject"),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name="fk_import_reject_run_id"),
    )


def _fill() -> None:
    """The keys as they are made today; whoever changes :func:`lookup_keys` fills the table anew in a migration."""
    connection = op.get_bind()
    record = sa.table(
        "record",
        *(sa.column(name) for name in ("id", "entity", "owner_id", "deleted")),
        sa.column("fields", sa.JSON()),
    )
    lookup = sa.table("lookup", *(sa.column(name) for name in ("kind", "key", "row_id", "owner_id")))
    wanted = sa.select(record.c.id, record.c.entity, record.c.owner_id, record.c.fields).order_by(record.c.id)
    last = ""
    while rows := connection.execute(wanted.where(record.c.id > last, ~record.c.deleted).limit(BATCH)).all():
        last = rows[-1].id
        found = [
            {"kind": kind, "key": key[:256], "row_id": row.id, "owner_id": row.owner_id}
            for row in rows
            for kind, key in lookup_keys(
                Record(id=row.id, entity=row.entity, owner_id=row.owner_id, fields=row.fields or {})
            )
        ]
        if found:
            connection.execute(lookup.insert(), found)
