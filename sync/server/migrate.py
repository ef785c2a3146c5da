"""Bringing a database to the newest form, forward only, from an installed package or a checkout."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, select

from app.ids import new_id
from sync.server.database import writing
from sync.server.tables import sync_epoch

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> str:
    """Bring the database to the newest form and give it its epoch. Safe to run at every start.

    Returns:
        The epoch: it changes when a database is restored, and every cursor carries it (`sync.md` R5).
    """
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return _ensure_epoch(connection)


def is_current(connection: Connection) -> bool:
    """Whether the database has the newest form."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def read_epoch(connection: Connection) -> str:
    """The epoch of this database."""
    return str(connection.execute(select(sync_epoch.c.epoch)).scalar_one())


def _ensure_epoch(connection: Connection) -> str:
    known = connection.execute(select(sync_epoch.c.epoch)).scalar_one_or_none()
    if known is not None:
        return str(known)
    epoch = new_id()
    connection.execute(insert(sync_epoch).values(epoch=epoch, since=datetime.now(UTC)))
    return epoch


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
