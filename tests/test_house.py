"""The house itself: small rooms, and nothing of Python's own packaging hidden."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 400


def test_no_file_is_longer_than_a_newcomer_can_hold() -> None:
    files = [
        path
        for folder in ("app", "ui", "sync", "resources", "packaging", "tests")
        for path in (ROOT / folder).rglob("*.py")
    ]
    assert len(files) > 100
    too_long = {str(path.relative_to(ROOT)): lines for path in files if (lines := _lines(path)) > MOST_LINES}
    assert too_long == {}


def test_the_packaging_folder_does_not_hide_pypis_own() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_the_lock_names_hashes_and_no_addresses() -> None:
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = [line for line in lock.splitlines() if "==" in line]
    assert all(line.endswith("\\") for line in pins)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
