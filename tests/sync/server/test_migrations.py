"""The migrations and the models are the same thing said twice."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from sync.server.database import reading
from sync.server.migrate import is_current, migrate, read_epoch
from sync.server.tables import metadata


def test_the_newest_migration_equals_the_models(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert is_current(connection)


def test_migrating_twice_changes_nothing_and_keeps_the_epoch(engine: Engine) -> None:
    epoch = migrate(engine)
    assert migrate(engine) == epoch
    with reading(engine) as connection:
        assert read_epoch(connection) == epoch
