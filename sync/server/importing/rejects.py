"""The rejects file: every row that was set aside, whole, with line, column and reason; mended, it is imported."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine

from sync.server.database import reading
from sync.server.importing.entry import Reject
from sync.server.importing.runs import read_rejects
from sync.server.importing.table import DAMAGED, NOTES, RAW, guarded

_AT_ONCE = 5_000
_NEEDS_CARE = re.compile(r"0\d+|\d{12,}", re.ASCII)
"""Numbers that Excel would shorten or round when it opens a CSV: written as ``="…"``, which it leaves alone."""


def default_path(file: Path) -> Path:
    """Beside the file; never over a file that somebody may be mending."""
    endings = chain([".rejects.csv"], (f".rejects-{number}.csv" for number in count(2)))
    paths = (file.with_name(f"{file.stem}{ending}") for ending in endings)
    return next(path for path in paths if not path.exists())


def write_rejects(engine: Engine, run_id: str, names: list[str], path: Path) -> None:
    """Write the file, whole or not at all, UTF-8 with a mark so that Excel reads it."""
    own = [name for name in names if name not in (*NOTES, RAW)]
    head = [guarded(name) for name in own]
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*head, *NOTES, RAW])
        for one in _all(engine, run_id):
            writer.writerow(_cells(one, names, own))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def _all(engine: Engine, run_id: str) -> Iterator[Reject]:
    after = 0
    while True:
        with reading(engine) as snapshot:
            found = read_rejects(snapshot, run_id, after, _AT_ONCE)
        if not found:
            return
        yield from found
        after = found[-1].row


def _cells(one: Reject, names: list[str], own: list[str]) -> list[str]:
    cells: Any = msgspec.json.decode(one.cells)
    if isinstance(cells, dict):
        return [*[""] * len(own), str(one.line), guarded(one.column), one.reason, guarded(str(cells["raw"]))]
    extra = cells[len(names) :]
    by_name = dict(zip(names, cells, strict=False))
    kept = [_kept(by_name.get(name, "")) for name in own]
    return [*kept, str(one.line), guarded(one.column), one.reason, guarded("\u241f".join(extra)) if any(extra) else ""]


def _kept(cell: str) -> str:
    cell = cell.removeprefix(DAMAGED)
    return f'="{cell}"' if _NEEDS_CARE.fullmatch(cell) else guarded(cell)
