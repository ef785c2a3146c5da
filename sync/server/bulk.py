"""Inserting many rows with one statement.

PostgreSQL takes all rows as one JSON parameter: one statement for 500 rows costs it a fraction of 500 statements.
SQLite is quickest with the plain statement run again and again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import JSON, Boolean, Column, Connection, String, Table, TextClause, bindparam, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.sql.sqltypes import Integer

from sync.server.tables import Instant

_CHUNK = 1_000
_TO_ESCAPE = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def insert_many(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, on_conflict: str = ""
) -> None:
    """Insert rows, all with the same columns.

    Args:
        connection: inside a write transaction.
        table: where.
        rows: by column name.
        on_conflict: what to do with those that are there, for example ``(id) DO NOTHING``. Nothing: an error.

    Raises:
        IntegrityError: a row is there already.
    """
    if not rows:
        return
    names = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        for start in range(0, len(rows), _CHUNK):
            chunk = msgspec.json.encode(rows[start : start + _CHUNK]).decode()
            connection.execute(_insert_of_json(table, names, on_conflict), {"rows": chunk})
    else:
        connection.execute(_plain_insert(table, names, on_conflict), list(rows))


@cache
def _plain_insert(table: Table, names: tuple[str, ...], on_conflict: str) -> TextClause:
    values = ", ".join(f":{name}" for name in names)
    statement = text(f"{_into(table, names)} VALUES ({values}){_but(on_conflict)}")
    return statement.bindparams(*(bindparam(name, type_=table.c[name].type) for name in names))


@cache
def _insert_of_json(table: Table, names: tuple[str, ...], on_conflict: str) -> TextClause:
    typed = ", ".join(f'"{name}" {_type_name(table.c[name])}' for name in names)
    taken = ", ".join(_reading(table.c[name]) for name in names)
    # Every name in it is ours, from sync.server.tables; the rows are a parameter.
    read = f"SELECT {taken} FROM json_to_recordset(CAST(:rows AS json)) AS new({typed})"  # noqa: S608
    return text(f"{_into(table, names)} {read}{_but(on_conflict)}")


def _into(table: Table, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {_columns(table, names)}"


def _columns(table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f'"{table.name}" ({columns})'


def _but(on_conflict: str) -> str:
    return f" ON CONFLICT {on_conflict}" if on_conflict else ""


def _reading(column: Column[Any]) -> str:
    """A JSON null is a value to keep, but comes out of a recordset as no value."""
    name = f'"{column.name}"'
    return f"COALESCE({name}, CAST('null' AS jsonb))" if isinstance(column.type, JSON) else name


def _type_name(column: Column[Any]) -> str:
    """The type on the way in. Texts have no length here: the column itself refuses what is too long."""
    match column.type:
        case JSON():
            return "jsonb"
        case Instant():
            return "timestamptz"
        case Boolean():
            return "boolean"
        case Integer():
            return "bigint"
        case String():
            return "text"
        case other:
            raise TypeError(f"no type on the way in for {other!r}")


def copy_many(connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows that are new, quicker than any statement: PostgreSQL takes them as one stream (COPY).

    Args:
        connection: inside a write transaction.
        table: where.
        names: the columns.
        rows: one value a column: texts, whole numbers, booleans; JSON as text.

    Raises:
        IntegrityError: a row is there already.
    """
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        marks = ", ".join("?" for _ in names)
        connection.exec_driver_sql(f"{_into(table, names)} VALUES ({marks})", list(rows))
        return
    copy_stream(
        connection, table, names, "".join(["\t".join([_copied(value) for value in row]) + "\n" for row in rows])
    )


def copy_stream(connection: Connection, table: Table, names: tuple[str, ...], stream: str) -> None:
    """The same for PostgreSQL alone, for who has made the stream already (with :func:`copied`).

    Raises:
        IntegrityError: a row is there already.
    """
    import psycopg

    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 -- for mypy: a checked-out connection has one
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {_columns(table, names)} FROM STDIN") as copy:
            copy.write(stream)
    except psycopg.IntegrityError as error:
        raise IntegrityError("COPY", None, error) from error
    except psycopg.OperationalError as error:
        raise OperationalError("COPY", None, error) from error
    except psycopg.Error as error:
        raise DBAPIError("COPY", None, error) from error


def copied(value: str) -> str:
    r"""A text as COPY reads it: a backslash is doubled, what ends a value or a row is written ``\t``, ``\n``."""
    return value.translate(_ESCAPED) if _TO_ESCAPE.search(value) else value


def _copied(value: Any) -> str:
    if value.__class__ is str:
        return copied(value)
    if value is None:
        return "\\N"
    return "t" if value is True else "f" if value is False else str(value)
