"""Presence and sync states as words, icon and colour (`tokens.json` state): one place for bar, menu and status bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

Presence = Literal["ready", "incall", "hold", "wrapup", "break", "training", "offline"]
SyncState = Literal["synced", "syncing", "offline", "conflict"]


@dataclass(frozen=True)
class Look:
    """How a state is shown: an icon in a token colour."""

    icon: str
    color: str
    filled: bool = True


PRESENCE_LOOKS: dict[Presence, Look] = {
    "ready": Look("checkmark_circle", "ok.text"),
    "incall": Look("call", "accent.text"),
    "hold": Look("pause", "warn.text"),
    "wrapup": Look("edit", "warn.text"),
    "break": Look("drink_coffee", "pause.text"),
    "training": Look("hat_graduation", "pause.text"),
    "offline": Look("plug_disconnected", "pause.text"),
}

SYNC_LOOKS: dict[SyncState, Look] = {
    "synced": Look("cloud_checkmark", "ok.text", filled=False),
    "syncing": Look("arrow_sync", "text.secondary", filled=False),
    "offline": Look("cloud_off", "warn.text", filled=False),
    "conflict": Look("branch_compare", "danger.text", filled=False),
}


def presence_words(presence: Presence) -> str:
    """What the presence is called on screen."""
    tr = QCoreApplication.translate
    return {
        "ready": tr("Presence", "就绪"),
        "incall": tr("Presence", "通话中"),
        "hold": tr("Presence", "保持"),
        "wrapup": tr("Presence", "话后处理"),
        "break": tr("Presence", "小休"),
        "training": tr("Presence", "培训"),
        "offline": tr("Presence", "离线"),
    }[presence]


@dataclass(frozen=True)
class SyncView:
    """How the desk stands to the centre.

    ``at`` is the time of the last sync (10:24), ``offline_for`` how long the centre has been away (24 分); both are
    already worded. ``waiting`` counts changes not yet uploaded, ``done`` and ``total`` those of a running upload;
    ``refused`` those the centre did not take, ``conflicts`` fields with two values nobody has chosen between.
    """

    state: SyncState = "synced"
    at: str = ""
    waiting: int = 0
    done: int = 0
    total: int = 0
    conflicts: int = 0
    refused: int = 0
    offline_for: str = ""

    def chip_words(self) -> str:
        """For the chip in the top bar."""
        tr = QCoreApplication.translate
        match self.state:
            case "synced":
                return tr("Sync", "已同步 {0}").format(self.at).strip()
            case "syncing":
                counts = f" {self.done} / {self.total}" if self.total else ""
                return tr("Sync", "同步中") + counts
            case "offline":
                words = tr("Sync", "离线 {0}").format(self.offline_for).strip()
                return words + (tr("Sync", " · 待传 {0}").format(self.waiting) if self.waiting else "")
            case "conflict":
                return tr("Sync", "冲突 {0}").format(self.conflicts)

    def status_words(self) -> str:
        """For the status bar; empty when there is nothing to say."""
        tr = QCoreApplication.translate
        last = tr("Sync", "上次同步 {0}").format(self.at) if self.at and self.state == "offline" else ""
        waiting = tr("Sync", "{0} 条待上传").format(self.waiting) if self.waiting else ""
        conflicts = tr("Sync", "{0} 处冲突").format(self.conflicts) if self.conflicts else ""
        refused = tr("Sync", "{0} 条中心未接受").format(self.refused) if self.refused else ""
        return " · ".join(words for words in (last, conflicts, refused, waiting) if words)
