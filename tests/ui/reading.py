"""What can be read on the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


def words(widget: QWidget) -> str:
    """Every label in sight."""
    return " ".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))
