"""The centre finds records by whole keys, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from sqlalchemy import Engine, text

from sync.server.accounts import Account, Passwords
from sync.server.database import open_database, reading, writing
from sync.server.lookups import Found, find_keys
from sync.server.migrate import _config, migrate
from sync.server.tables import record
from tests.sync.server.desks import sit_down


def test_what_a_desk_writes_is_found_and_no_longer_by_what_it_replaced(
    engine: Engine, passwords: Passwords, add_agent: Callable[..., Account]
) -> None:
    add_agent("A1001")
    desk = sit_down(engine, passwords, "A1001")
    desk.push(desk.patch("c1", customer_no="K1", name="甲"), desk.patch("c2", customer_no="K2"))
    desk.push(desk.patch("c1", 1, customer_no="K3"))
    with reading(desk.engine) as connection:
        found = find_keys(connection, [("customer_no", number) for number in ("K1", "K2", "K3", "x'y\\")])
    assert found == {("customer_no", "K2"): [Found("c2", "c2")], ("customer_no", "K3"): [Found("c1", "c1")]}


def test_an_older_database_is_looked_up_too_once_it_is_brought_to_the_newest_form(database_url: str) -> None:
    engine = open_database(database_url)
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = {"rev": 1, "meta": {}, "deleted": False}
        rows = [
            {
                **row,
                "id": "c1",
                "owner_id": "c1",
                "entity": "customer",
                "fields": {"id_number": "1", "birth_date": None},
            },
            {**row, "id": "p1", "owner_id": "c1", "entity": "contact_point", "fields": {"e164": "+8613800138000"}},
            {**row, "id": "h1", "owner_id": "c1", "entity": "holding", "fields": {"attributes": {"plate": "粤B1"}}},
            {**row, "id": "h2", "owner_id": "c1", "entity": "holding", "fields": {"number": "P"}, "deleted": True},
        ]
        connection.execute(record.insert(), rows)
    migrate(engine)
    with reading(engine) as connection:
        keys = [
            tuple(one) for one in connection.execute(text("SELECT kind, key, row_id, owner_id FROM lookup ORDER BY 1"))
        ]
        secrets = [len(one.value) for one in connection.execute(text("SELECT value FROM secret"))]
    engine.dispose()
    assert keys == [
        ("id_number", "1", "c1", "c1"),
        ("phone", "+8613800138000", "p1", "c1"),
        ("plate", "粤B1", "h1", "c1"),
    ]
    assert secrets == [64]
