"""Inserting many rows at once gives the same rows as inserting them one by one, on each engine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from sync.server.bulk import insert_many
from sync.server.database import reading, writing
from sync.server.tables import conflict, record

AWKWARD: list[Any] = [
    None,
    True,
    0,
    -(2**63),
    2**53 + 1,
    1.5,
    "",
    "引号\"'\\ \n",
    "null",
    [],
    {},
    {"a": [None, {"b": "🙏"}]},
]


def _conflict(number: int, value: Any) -> dict[str, Any]:
    return {
        "id": f"k{number:02}",
        "entity": "customer",
        "row_id": "c1",
        "field": "电话",
        "base": value,
        "mine": {"v": value},
        "theirs": [value],
        "winner": "mine",
        "policy": "latest",
        "op_id": f"o{number}",
        "by": "A1",
        "device": "pc-1",
        "at": datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC),
        "state": "open",
    }


def test_many_rows_at_once_are_the_rows_that_were_given(engine: Engine) -> None:
    rows = [_conflict(number, value) for number, value in enumerate(AWKWARD)]
    with writing(engine) as connection:
        insert_many(connection, conflict, rows)
        insert_many(connection, conflict, [])
    with reading(engine) as snapshot:
        kept = snapshot.execute(select(conflict).order_by(conflict.c.id)).all()
    assert [{name: one._mapping[name] for name in rows[0]} for one in kept] == rows


def test_a_row_that_is_there_is_an_error_unless_told_otherwise(engine: Engine) -> None:
    row = {"id": "c1", "entity": "customer", "owner_id": "c1", "rev": 1, "fields": {}, "meta": {}, "deleted": False}
    with writing(engine) as connection:
        connection.execute(insert(record).values(row))
    with pytest.raises(IntegrityError), writing(engine) as connection:
        insert_many(connection, record, [row])
    with writing(engine) as connection:
        insert_many(connection, record, [{**row, "rev": 2}], on_conflict="(id) DO UPDATE SET rev = excluded.rev")
    with reading(engine) as snapshot:
        assert snapshot.execute(select(record.c.rev)).scalar_one() == 2


def test_a_text_too_long_is_refused_and_never_cut(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite does not measure texts")
    row = {**_conflict(1, 1), "winner": "much too long"}
    with pytest.raises(DBAPIError), writing(engine) as connection:
        insert_many(connection, conflict, [row])
