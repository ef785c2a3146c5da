"""However a chunk is taken, as a stream, by comparing in the database or row by row: what comes of it is the same."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine

from app.record import Record
from app.review.policy import DEFAULT_POLICY
from sync.server.database import write
from sync.server.importer import import_records
from sync.server.importing import chunks, running
from sync.server.importing.running import Wish, import_file
from tests.sync.server.importing.files import (
    HEAD,
    NOW,
    became,
    bring_in,
    by_name,
    feed_is_whole,
    found,
    person,
    records,
    write_csv,
)

ROWS = 40
HELD = ["保单号", "客户号", "险种", "车牌号"]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of rows a chunk, so that a file has many and each may go another way."""
    monkeypatch.setattr(running, "CHUNK_ROWS", {"postgresql": 4, "sqlite": 4})


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The quick ways that chunks were taken, in turn."""
    taken: list[str] = []
    for name in ("write_fresh", "different_rows"):
        own = getattr(chunks, name)

        def spy(connection: object, asked: object, name: str = name, own: object = own) -> object:
            taken.append(name)
            return own(connection, asked)  # type: ignore[operator]

        monkeypatch.setattr(chunks, name, spy)
    return taken


def _people(engine: Engine, folder: Path) -> Path:
    file = write_csv(folder / "people.csv", [person(n) for n in range(ROWS)])
    assert became(bring_in(engine, file)) == (ROWS, 0, 0, 0)
    return file


def _policy(number: int, owner: int | None = None, title: str = "车险") -> list[str]:
    return [f"P{number:04d}", f"K{number if owner is None else owner:06d}", title, f"粤B{number:05d}"]


def test_a_file_that_comes_again_is_compared_in_the_database(engine: Engine, tmp_path: Path, ways: list[str]) -> None:
    file = _people(engine, tmp_path)
    before = records(engine, "customer")
    ways.clear()
    assert became(bring_in(engine, file)) == (0, 0, ROWS, 0)
    assert records(engine, "customer") == before
    assert ("different_rows" in ways) == (engine.dialect.name == "postgresql")


def test_what_differs_is_found_among_what_does_not(engine: Engine, tmp_path: Path) -> None:
    _people(engine, tmp_path)
    rows = [person(n) for n in range(ROWS)]
    rows[17][0] = "李改名"
    rows[21][3] = "13900139000"
    rows[33][1] = "440301198001010001"
    rows[38] = person(500)
    done = bring_in(engine, write_csv(tmp_path / "later.csv", rows))
    assert became(done) == (1, 2, ROWS - 4, 1)
    assert "李改名" in by_name(engine)
    assert len(found(engine, "phone", "+8613900139000")) == 1
    assert feed_is_whole(engine)


def test_a_key_that_somebody_else_has_meanwhile_is_told_of(engine: Engine, tmp_path: Path) -> None:
    file = _people(engine, tmp_path)
    twin = Record(id="twin", entity="customer", owner_id="twin", fields={"name": "另一位", "customer_no": "K000020"})
    write(engine, lambda connection: import_records(connection, [twin], now=NOW))
    done = bring_in(engine, file)
    assert became(done) == (0, 0, ROWS - 1, 1)


def test_a_number_that_was_deleted_stays_so(engine: Engine, tmp_path: Path) -> None:
    file = _people(engine, tmp_path)
    (gone,) = [one for one in records(engine, "contact_point") if one.fields["e164"] == "+8613800130020"]
    dead = Record(id=gone.id, entity="contact_point", owner_id=gone.owner_id, fields=gone.fields, deleted=True)
    write(engine, lambda connection: import_records(connection, [dead], now=NOW))
    assert became(bring_in(engine, file)) == (0, 0, ROWS, 0)
    assert found(engine, "phone", "+8613800130020") == []


def test_of_two_rows_for_one_customer_the_earlier_stands_every_time(engine: Engine, tmp_path: Path) -> None:
    _people(engine, tmp_path)
    head = [*HEAD, "地址"]
    rows = [[*person(n), "旧址"] for n in range(ROWS)]
    file = write_csv(tmp_path / "b.csv", [*rows[:-1], ["张39", "", "K000039", "", "新址"], rows[-1]], head)
    assert became(bring_in(engine, file)) == (0, ROWS, 0, 1)
    for _ in range(2):
        assert became(bring_in(engine, file)) == (0, 0, ROWS, 1)
        assert by_name(engine)["张39"]["address"] == "新址"


def test_policies_and_their_claims_find_their_owners(engine: Engine, tmp_path: Path, ways: list[str]) -> None:
    _people(engine, tmp_path)
    ways.clear()
    policies = write_csv(tmp_path / "p.csv", [_policy(n) for n in range(ROWS)], HELD)
    assert became(bring_in(engine, policies, "holdings")) == (ROWS, 0, 0, 0)
    claims = write_csv(tmp_path / "c.csv", [[f"C{n:04d}", f"P{n:04d}"] for n in range(ROWS)], ["赔案号", "保单号"])
    assert became(bring_in(engine, claims, "claims")) == (ROWS, 0, 0, 0)
    assert ways.count("write_fresh") == (20 if engine.dialect.name == "postgresql" else 0)
    numbers = {one.id: one.fields["customer_no"] for one in records(engine, "customer")}
    held = records(engine, "holding")
    assert len(held) == 2 * ROWS
    assert all(int(numbers[one.owner_id][1:]) == int(one.fields["number"][1:]) for one in held)
    assert all(found(engine, "plate", f"粤B{n:05d}") == found(engine, "holding", f"P{n:04d}") for n in range(ROWS))
    for file, kind in ((policies, "holdings"), (claims, "claims")):
        assert became(bring_in(engine, file, kind)) == (0, 0, ROWS, 0)
    assert feed_is_whole(engine)


def test_a_policy_without_its_customer_is_set_aside_alone(engine: Engine, tmp_path: Path) -> None:
    _people(engine, tmp_path)
    rows = [_policy(n) for n in range(ROWS)]
    rows[13][1] = "K999999"
    done = bring_in(engine, write_csv(tmp_path / "p.csv", rows, HELD), "holdings")
    assert became(done) == (ROWS - 1, 0, 0, 1)


def test_a_policy_that_names_another_customer_the_next_time_is_set_aside(engine: Engine, tmp_path: Path) -> None:
    _people(engine, tmp_path)
    rows = [_policy(n) for n in range(ROWS)]
    bring_in(engine, write_csv(tmp_path / "p.csv", rows, HELD), "holdings")
    rows[30] = _policy(30, owner=31)
    rows[35] = _policy(35, title="货险")
    assert became(bring_in(engine, write_csv(tmp_path / "q.csv", rows, HELD), "holdings")) == (0, 1, ROWS - 2, 1)


def test_the_pack_says_which_contradictions_people_look_at(engine: Engine, tmp_path: Path) -> None:

    file = write_csv(tmp_path / "a.csv", [person(1)])
    bring_in(engine, file)
    (mine,) = records(engine, "customer")
    counter = {name: msgspec.structs.replace(one, source="counter") for name, one in mine.meta.items()}
    fields = {**mine.fields, "name": "王窗口"}
    changed = msgspec.structs.replace(mine, fields=fields, meta=counter)
    write(engine, lambda connection: import_records(connection, [changed], now=NOW))
    lenient = msgspec.structs.replace(DEFAULT_POLICY, guarded={})
    wish = Wish(kind="customers", file=file, quiet=True)
    strict = import_file(engine, wish, clock=lambda: NOW, say=lambda _: None)
    assert (strict.counts.differences, list(by_name(engine))) == (1, ["王窗口"])
    done = import_file(engine, wish, clock=lambda: NOW, say=lambda _: None, quality=lenient)
    assert (done.counts.differences, list(by_name(engine))) == (0, ["张1"])


def test_a_chunk_of_which_every_row_is_set_aside_is_passed(engine: Engine, tmp_path: Path) -> None:
    rows = [person(n) for n in range(ROWS)]
    for row in rows[16:24]:
        row[1] = "1"
    file = write_csv(tmp_path / "a.csv", rows)
    assert became(bring_in(engine, file)) == (ROWS - 8, 0, 0, 8)
    assert became(bring_in(engine, file)) == (0, 0, ROWS - 8, 8)
