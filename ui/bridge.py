"""Where the sync threads hand over to the UI thread: they emit, Qt queues, slots run on the UI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Bridge(QObject):
    """Signals only.

    Signals:
        call_happened(CallEvent): something happened to a call of this agent.
        changed(Changes): tickets or customers changed, here or at the centre.
        status_told(SyncStatus): how sync stands.
    """

    call_happened = Signal(object)
    changed = Signal(object)
    status_told = Signal(object)
