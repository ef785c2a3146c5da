"""The measurements run: a bench that nobody can run measures nothing. No timing is asserted."""

from __future__ import annotations

import json

import pytest

from tests.bench import __main__ as bench

KEYS = {"bench", "case", "n", "unit", "p50", "p95", "p99", "rate", "peak_mb", "limit"}


def test_the_pop_bench_prints_one_json_object_a_case(capsys: pytest.CaptureFixture[str], qapp: object) -> None:
    assert bench.main(["pop", "--customers", "20", "--calls", "3"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["case"] for line in lines] == ["lookup", "repaint", "pop", "pop, read while queued"]
    assert all(line.keys() >= KEYS for line in lines)
