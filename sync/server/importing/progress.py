"""How far it is, on stderr: a bar where somebody watches, a line now and then where a file does."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from tqdm import tqdm

_EVERY_S = 10.0


class Progress:
    """Counts rows, or what else ``unit`` says. A context manager.

    Args:
        total: about how many rows, 0 where nobody knows.
        done: how many were taken by an earlier run.
        quiet: say nothing.
        unit: the measure word.
    """

    def __init__(self, total: int, done: int = 0, *, quiet: bool = False, unit: str = "行") -> None:
        self._total = total
        self._rows = self._first = done
        self._began = self._said = time.monotonic()
        self._bar: tqdm[Any] | None = None
        self._quiet = quiet
        self._unit = unit
        if sys.stderr.isatty() and not quiet:
            tqdm.monitor_interval = 0  # its watching thread is of no use to us
            self._bar = tqdm(total=total or None, initial=done, unit=unit, unit_scale=True, dynamic_ncols=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def at(self, rows: int) -> None:
        """So many rows of the file are done."""
        if self._bar is not None:
            self._bar.update(rows - self._rows)
        self._rows = rows
        now = time.monotonic()
        if self._bar is None and not self._quiet and now - self._said >= _EVERY_S:
            self._said = now
            sys.stderr.write(self._line(now) + "\n")
            sys.stderr.flush()

    def _line(self, now: float) -> str:
        rate = (self._rows - self._first) / max(now - self._began, 0.001)
        words = f"已处理 {self._rows:,} {self._unit}，每秒 {rate:,.0f} {self._unit}"
        left = self._total - self._rows
        return f"{words}，约剩 {left / rate:,.0f} 秒" if left > 0 and rate > 0 else words
