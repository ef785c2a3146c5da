"""A large file is read by a process of its own, which says the same as this one would."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import get_args

import pytest

from sync.server.importing.chunk import Mode
from sync.server.importing.faults import FileError
from sync.server.importing.feeding import Job, Way, feed, read_chunks
from sync.server.importing.mapping import Mapping, usual_columns
from sync.server.importing.opening import open_file, open_table
from tests.sync.server.importing.files import NOW, person, write_csv


@pytest.fixture(autouse=True)
def _no_tracker() -> Iterator[None]:
    """Python's own watcher of shared resources comes with the first process and would stay until the end."""
    yield
    resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]


def _job(file: Path, skip: int = 0) -> Job:
    opened = open_file(file)
    columns = usual_columns("customers", open_table(opened).names)
    return Job(
        opened=opened,
        sheet=None,
        kind="customers",
        mapping=Mapping(columns=columns),
        secret="s",
        now=NOW,
        chunk_rows=100,
        skip=skip,
    )


@pytest.mark.parametrize("mode", get_args(Mode))
def test_both_ways_give_the_same_chunks(tmp_path: Path, mode: Mode) -> None:
    rows = [person(n) for n in range(420)]
    rows[50][3] = "1"
    job = _job(write_csv(tmp_path / "a.csv", rows), skip=120)
    table = open_table(job.opened)
    here = list(read_chunks(job, table, Way(mode)))
    there = list(feed(job, table, Way(mode), apart=True))
    assert here == there
    assert [chunk.last for chunk in here] == [220, 320, 420]


def test_a_file_that_breaks_off_gives_what_was_before(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [person(n) for n in range(250)])
    with file.open("a", encoding="utf-8") as stream:
        stream.write('"张三,1\n')
    job = _job(file)
    chunks = feed(job, open_table(job.opened), Way(), apart=True)
    assert [next(chunks).last, next(chunks).last] == [100, 200]
    with pytest.raises(FileError) as caught:
        next(chunks)
    assert caught.value.line == 252


def test_who_has_seen_enough_leaves_no_process_behind(tmp_path: Path) -> None:
    job = _job(write_csv(tmp_path / "a.csv", [person(n) for n in range(5_000)]))
    chunks = feed(job, open_table(job.opened), Way("fresh"), apart=True)
    assert next(chunks).last == 100
    chunks.close()  # the net looks for what is left


def test_a_file_that_goes_on_still_knows_whom_it_has_named_before(tmp_path: Path) -> None:
    rows = [person(n) for n in range(420)]
    rows[300][0] = "改名"
    rows[300][1:3] = rows[7][1:3]
    file = write_csv(tmp_path / "a.csv", rows)
    for skip in (0, 100, 120, 300):
        chunks = list(read_chunks(_job(file, skip=skip)))
        assert [(one.row, one.column, one.reason[:12]) for chunk in chunks for one in chunk.rejects] == [
            (301, "姓名", "本文件第 9 行已有同一")
        ]
        assert sum(len(chunk.entries) for chunk in chunks) == 420 - skip - 1
        assert chunks[-1].last == 420
