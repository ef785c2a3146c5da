"""Where the packs are that come with the program."""

from __future__ import annotations

from pathlib import Path

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"
