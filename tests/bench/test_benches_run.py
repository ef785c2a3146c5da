"""The measurements run: a bench that nobody can run measures nothing. No timing is asserted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import furnish

KEYS = {"bench", "case", "n", "unit", "p50", "p95", "p99", "rate", "peak_mb", "limit"}


@pytest.fixture(autouse=True)
def _shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stays on the machine's own shelf."""
    monkeypatch.setattr(furnish, "SHELF", tmp_path)


def test_the_search_bench_finds_everybody_it_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["search", "--customers", "60", "--calls", "3"]) == 0
    lines = {line["case"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert all(line.keys() >= KEYS for line in lines.values())
    assert {"lookup", "search", "张", "zhangwei", "id tail", "plate", "ticket"} <= lines.keys()
    sure = (
        "any whole name",
        "name and phone tail",
        "whole id",
        "whole phone",
        "policy",
        "policy without dashes",
        "plate",
    )
    assert all(lines[case]["hits"] >= 1 for case in sure)
    assert lines["没有此人"]["hits"] == 0


def test_the_same_store_is_taken_from_the_shelf_the_second_time(tmp_path: Path) -> None:
    furnish.furnished(20).close()
    (made,) = tmp_path.glob("desk-20-*.db")
    before = made.stat().st_ino
    furnish.furnished(20).close()
    assert made.stat().st_ino == before


def test_the_pop_bench_prints_one_json_object_a_case(capsys: pytest.CaptureFixture[str], qapp: object) -> None:
    assert bench.main(["pop", "--customers", "20", "--calls", "3"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["case"] for line in lines] == ["lookup", "repaint", "pop", "pop, read while queued"]
    assert all(line.keys() >= KEYS for line in lines)


@pytest.mark.postgres
def test_the_importing_bench_reads_every_kind_into_every_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["importing", "--customers", "60"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(line.keys() >= KEYS for line in lines)
    kinds = ("customers", "holdings", "claims")
    wanted = {
        f"{kind} {turn}, {name}" for kind in kinds for turn in ("first", "again") for name in ("postgresql", "sqlite")
    }
    assert {line["case"] for line in lines} == wanted
