"""The migrations make what the program expects."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.sql.schema import SchemaItem

from app.store import schema
from app.store.database import open_store

MIGRATIONS = Path(schema.__file__).parent / "migrations"


def test_the_head_of_the_migrations_is_the_schema(tmp_path: Path) -> None:
    store = open_store(tmp_path / "desk.db", "a1" * 32)

    def is_ours(_item: SchemaItem, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or not str(name).startswith("search")

    with store.read() as db:
        context = MigrationContext.configure(db, opts={"include_object": is_ours, "compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        search = db.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'search'").scalar()
    store.close()
    assert search == schema.SEARCH


def test_the_newest_migration_is_the_one_the_program_checks_for() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == schema.HEAD
