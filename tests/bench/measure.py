"""Figures as JSON lines (`architecture.md` §9): times in ms, rates per second."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

_STATUS = Path("/proc/self/status")


def timed(what: Callable[[], Any]) -> float:
    """How long it took, in ms."""
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def peak_mb() -> float:
    """The most memory this process has held, MB."""
    if _STATUS.exists():
        peak = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return round(int(peak.split()[1]) * 1024 / 1e6, 1)
    info = psutil.Process().memory_info()
    return round(getattr(info, "peak_wset", info.rss) / 1e6, 1)


def size_mb(store: Path) -> float:
    """How much room a store takes on the disk, MB."""
    return round(sum(file.stat().st_size for file in store.parent.glob(store.name + "*")) / 1e6, 1)


def report(bench: str, case: str, values: Sequence[float], *, limit: dict[str, Any] | None = None, **more: Any) -> None:
    """One line: how many, and the times that half, 95 % and 99 % did not exceed."""
    line = {
        "bench": bench,
        "case": case,
        "n": len(values),
        "unit": "ms",
        **{f"p{round(share * 100)}": round(percentile(values, share), 3) for share in (0.5, 0.95, 0.99)},
        "max": round(max(values), 3),
        "rate": round(1000 * len(values) / sum(values), 1) if sum(values) else None,
        "peak_mb": peak_mb(),
        **more,
        "limit": limit,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Progress, on stderr."""
    sys.stderr.write(f"[bench] {text}\n")
    sys.stderr.flush()
