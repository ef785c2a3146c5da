"""How Alembic runs here: always on the connection it is given, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from sync.server.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
