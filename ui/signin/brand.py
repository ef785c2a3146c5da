"""The dark half of the sign-in page: the seal, the promise, and three things that are true of every desk."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import label
from ui.widgets.seal import Seal

WIDTH_PX = 496


class Brand(QFrame):
    """Brand, promise, facts, and at the bottom what is installed here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "signin-brand")
        self.setMaximumWidth(WIDTH_PX)
        self._about = label("", "body", tone="quiet")
        promise = label(self.tr("第一个接的人，负责到客户满意"), "promise", tone="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 56, 32, 36)
        column.setSpacing(0)
        mark = QHBoxLayout()
        mark.addWidget(Seal(48))
        mark.addStretch(1)
        column.addLayout(mark)
        column.addSpacing(22)
        column.addWidget(label(self.tr("首问 Shouwen"), "metric"))
        column.addSpacing(6)
        column.addWidget(promise)
        column.addSpacing(57)
        for icon, fact, why in self._facts():
            column.addLayout(self._fact(icon, fact, why))
            column.addSpacing(22)
        column.addStretch(1)
        column.addWidget(self._about)

    def _facts(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("shield_lock", self.tr("客户信息默认打码"), self.tr("查看完整号码会留下记录")),
            ("timer", self.tr("时限在本机运行"), self.tr("断网也会按时提醒和升级")),
            ("database", self.tr("本地库已加密"), self.tr("换人登录看不到上一位的数据")),
        )

    def _fact(self, icon: str, fact: str, why: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(IconLabel(icon, 20, "callbar.live"), 0, 0)
        grid.addWidget(label(fact, "fact"), 0, 1)
        grid.addWidget(label(why, "body", tone="quiet"), 1, 1)
        return grid

    def set_about(self, words: str) -> None:
        """Name version, rule pack and device in one line."""
        self._about.setText(words)
