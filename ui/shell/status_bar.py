"""The bar at the bottom: what is safe, which packs are in force, what waits, and three keys worth knowing."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.shell.states import SYNC_LOOKS, SyncView
from ui.theme.theme import current
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label, set_property


def _together(icon: IconLabel, words: QLabel) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(icon)
    row.addWidget(words)
    return pair


class StatusBar(QFrame):
    """Facts about the desk in one line of 24 px."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status-bar")
        self.setFixedHeight(current().px("statusbar"))
        self._sync_icon = IconLabel("cloud_off", 16, "warn.text")
        self._sync = label("", "caption")
        self._lock = IconLabel("lock_closed", 16, "text.tertiary")
        self._store = label("", "caption")
        self._rules = label("", "caption")
        self._scripts = label("", "caption")
        self._zoom = label("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(20)
        row.addWidget(_together(self._sync_icon, self._sync))
        row.addWidget(_together(self._lock, self._store))
        row.addWidget(self._rules)
        row.addWidget(self._scripts)
        row.addStretch(1)
        for words in (self.tr("F1 快捷键"), self.tr("F6 切换面板")):
            row.addWidget(label(words, "caption"))
        row.addWidget(self._zoom)
        self.set_store(encrypted=False)
        self.set_packs("", "")
        self.set_sync(SyncView())
        self.set_zoom(100)

    def set_store(self, *, encrypted: bool) -> None:
        """Say whether the local store is open and encrypted."""
        self._store.setText(self.tr("本地库已加密") if encrypted else self.tr("本地库未打开"))
        self._lock.set_icon("lock_closed" if encrypted else "lock_open", "text.tertiary")

    def set_packs(self, rules: str, scripts: str) -> None:
        """Name the versions of the rule pack and of the script pack in force (2026.03.2)."""
        self._rules.setText(self.tr("规则包 {0}").format(rules))
        self._rules.setVisible(bool(rules))
        self._scripts.setText(self.tr("话术包 {0}").format(scripts))
        self._scripts.setVisible(bool(scripts))

    def set_sync(self, view: SyncView) -> None:
        """Say what waits for the centre; nothing when nothing waits."""
        words = view.status_words()
        look = SYNC_LOOKS[view.state]
        tone = {"offline": "warn", "conflict": "danger"}.get(view.state, "")
        self._sync.setText(words)
        set_property(self._sync, "tone", tone)
        self._sync_icon.set_icon(look.icon, look.color, filled=look.filled)
        self._sync.parentWidget().setVisible(bool(words))

    def set_zoom(self, percent: int) -> None:
        """Show the scaling."""
        self._zoom.setText(self.tr("缩放 {0}%").format(percent))
