"""A file that names a customer or a holding more than once: rows may complete each other, never contradict."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from sync.server.database import reading
from sync.server.importing import running
from sync.server.importing.entry import Entry, NewRow, encode_json
from sync.server.importing.seen import Seen
from sync.server.tables import feed
from tests.sync.server.importing.files import (
    HEAD,
    became,
    bring_in,
    feed_is_whole,
    paper,
    person,
    read_rejects,
    records,
    write_csv,
)

WIDE = [*HEAD, "邮箱", "地址"]
HELD = ["保单号", "客户号", "险种", "车牌号", "序列号"]


@pytest.fixture(params=[3, 1_000], ids=["across chunks", "in one chunk"], autouse=True)
def _chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK_ROWS", {"postgresql": request.param, "sqlite": request.param})


def _head(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(feed.c.head)).scalar_one())


def _twice(engine: Engine, file: Path, kind: str = "customers") -> tuple[tuple[int, ...], list[dict[str, str]]]:
    """What became of it at first; the second time nothing changes, and no desk is told of anything."""
    done = bring_in(engine, file, kind)
    before, head = [(one.id, one.rev, one.fields) for one in records(engine, "customer")], _head(engine)
    again = bring_in(engine, file, kind)
    created, changed, unchanged, rejected = became(done)
    assert became(again) == (0, 0, created + changed + unchanged, rejected)
    assert [(one.id, one.rev, one.fields) for one in records(engine, "customer")] == before
    assert _head(engine) == head
    assert feed_is_whole(engine)
    return became(done), read_rejects(done.rejects_file) if done.rejects_file else []


def test_the_first_row_stands_and_the_other_is_set_aside_with_its_line(engine: Engine, tmp_path: Path) -> None:
    rows = [["王一", paper(14), "K30", "13800130030"], *[person(n) for n in range(8)], ["王二", paper(14), "K30", ""]]
    was, aside = _twice(engine, write_csv(tmp_path / "a.csv", rows))
    assert was == (9, 0, 0, 1)
    assert [(one["_行号"], one["_列"]) for one in aside] == [("11", "姓名")]
    assert aside[0]["_原因"].startswith("本文件第 2 行已有同一客户，值不同")


def test_rows_complete_each_other_but_a_third_may_not_contradict_either(engine: Engine, tmp_path: Path) -> None:
    others = [[*person(n), "", ""] for n in range(5)]
    rows = [
        ["王一", paper(14), "K30", "13800130030", "a@example.com", ""],
        *others,
        ["王一", paper(14), "", "13800130031", "", "深圳一路"],
        ["王一", "", "K30", "", "a@example.com", "深圳二路"],
        ["王一", "", "K30", "13800130030", "a@example.com", "深圳一路"],
    ]
    was, aside = _twice(engine, write_csv(tmp_path / "a.csv", rows, WIDE))
    assert was == (6, 1, 1, 1)
    assert [one["_列"] for one in aside] == ["地址"]


def test_an_older_value_in_the_centre_is_no_contradiction_within_the_file(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, write_csv(tmp_path / "old.csv", [["王一", paper(14), "K30", "", "old@example.com", "旧"]], WIDE))
    rows = [["王一", paper(14), "", "", "a@example.com", ""], ["王一", paper(14), "", "", "", "新"]]
    was, _ = _twice(engine, write_csv(tmp_path / "a.csv", rows, WIDE))
    assert was == (0, 2, 0, 0)


def test_a_holding_that_comes_twice_in_two_states_keeps_the_first(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, write_csv(tmp_path / "c.csv", [person(n) for n in range(6)]))
    rows = [[f"P{n}", f"K{n:06d}", "车险", f"粤B{n:05d}", ""] for n in range(5)]
    rows += [["P1", "K000001", "", "", "S-1"], ["P2", "K000002", "货险", "", ""]]
    was, aside = _twice(engine, write_csv(tmp_path / "p.csv", rows, HELD), "holdings")
    assert was == (5, 1, 0, 1)
    assert [(one["_列"], one["_原因"][:14]) for one in aside] == [("险种", "本文件第 4 行已有同一业务")]


def test_rows_that_only_the_centre_knows_to_be_one_customer_leave_nothing_where_they_end_as_it_was(
    engine: Engine, tmp_path: Path
) -> None:
    bring_in(engine, write_csv(tmp_path / "old.csv", [["王一", paper(14), "K30", ""]]))
    rows = [["王二", paper(14), "", ""], ["王一", "", "K30", ""]]
    head = _head(engine)
    done = bring_in(engine, write_csv(tmp_path / "a.csv", rows))
    assert became(done) == (0, 0, 2, 0)
    assert [one.rev for one in records(engine, "customer")] == [1]
    assert _head(engine) == head


def _entry(row: int, names: set[str], fields: dict[str, str]) -> Entry:
    return Entry(row, row + 1, [], sorted(names), [NewRow("x", "customer", "x", encode_json(fields), "{}", [])], [])


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from("abc"), st.dictionaries(st.sampled_from("xyz"), st.sampled_from("12"))), max_size=12
    ),
    size=st.integers(1, 5),
)
def test_what_is_left_never_says_two_things_of_one_customer(rows: list[tuple[str, dict[str, str]]], size: int) -> None:
    entries = [_entry(row, {name}, fields) for row, (name, fields) in enumerate(rows, 1)]
    seen = Seen(lambda field: field.upper(), "客户")
    rejects = [one for at in range(0, len(entries), size) for one in seen.contradicting(entries[at : at + size])]
    seen.close()
    aside, said = {one.row for one in rejects}, dict[tuple[str, str], str]()
    for row, (name, fields) in enumerate(rows, 1):
        fits = all(said.get((name, field), value) == value for field, value in fields.items())
        assert fits == (row not in aside)
        if fits:
            said.update({(name, field): value for field, value in fields.items()})
