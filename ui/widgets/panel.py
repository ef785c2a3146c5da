"""The white box everything stands in: a header of 36 px, a body, perhaps a footer (`design.md` §4, §8)."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ui.theme.theme import current
from ui.widgets.badge import Badge
from ui.widgets.labels import label
from ui.widgets.state_pane import DEFAULT_ICONS, LoadingLines, PaneState, StatePane

LOADING_SHOWN_AFTER_MS = 150
LOADING_SAID_AFTER_MS = 3000


class Panel(QFrame):
    """A panel with ``title`` and ``count``. Put content into ``body``, buttons into ``header_actions``.

    Signals:
        action_requested: the user has pressed the action of the state shown (重试, 申请权限, 新建工单…).
    """

    action_requested = Signal()

    def __init__(self, title: str = "", count: int | str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._title = label("", "strong")
        self._count = label("", "caption-tertiary")
        self._saying = label("", "caption-tertiary")
        self._cached = Badge("", "warn", "cloud_off")
        self._footer: QFrame | None = None
        self._note: QLabel | None = None
        self.state = PaneState.READY
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.header = self._make_header()
        column.addWidget(self.header)
        column.addLayout(self._make_stack(), 1)
        self._shown_later = self._make_timer(LOADING_SHOWN_AFTER_MS, self._on_loading_is_long)
        self._said_later = self._make_timer(LOADING_SAID_AFTER_MS, self._on_loading_is_very_long)
        self.set_title(title, count)
        self._cached.hide()
        self._saying.hide()

    def _make_header(self) -> QFrame:
        header = QFrame()
        header.setProperty("role", "panel-header")
        header.setFixedHeight(current().px("panelHeader"))
        self.header_actions = QHBoxLayout()
        self.header_actions.setSpacing(8)
        row = QHBoxLayout(header)
        row.setContentsMargins(11, 0, 11, 0)
        row.setSpacing(6)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._saying)
        row.addWidget(self._cached)
        row.addLayout(self.header_actions)
        return header

    def _make_stack(self) -> QStackedLayout:
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._lines = LoadingLines()
        self._pane = StatePane()
        self._pane.action_requested.connect(self.action_requested)
        self._stack = QStackedLayout()
        for page in (content, self._lines, self._pane):
            self._stack.addWidget(page)
        self._content = content
        return self._stack

    def _make_timer(self, delay_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(delay_ms)
        timer.timeout.connect(slot)
        return timer

    def title(self) -> str:
        """The words in the header."""
        return self._title.text()

    def set_title(self, title: str, count: int | str | None = None) -> None:
        """Name the panel, with a number or a short note behind the name."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._count.setText("" if count is None else str(count))
        self._count.setVisible(count is not None)
        self.setAccessibleName(title if count is None else f"{title} {count}")

    def set_count(self, count: int | str | None) -> None:
        """Change the number behind the name."""
        self.set_title(self.title(), count)

    def footer(self, *, plain: bool = False) -> QHBoxLayout:
        """The layout of the footer, made at the first call; ``plain`` leaves it white."""
        if self._footer is None:
            self._footer = QFrame()
            self._footer.setProperty("role", "panel-footer")
            self._footer.setProperty("kind", "plain" if plain else "")
            row = QHBoxLayout(self._footer)
            row.setContentsMargins(11, 6, 11, 6)
            row.setSpacing(8)
            self.layout().addWidget(self._footer)
        return self._footer.layout()  # type: ignore[return-value]

    def set_state(
        self,
        state: PaneState | str,
        title: str = "",
        reason: str = "",
        action: str = "",
        *,
        icon: str = "",
        action_icon: str | None = None,
        badge: str = "",
    ) -> None:
        """Say how much the panel knows.

        Args:
            state: ready, loading, empty, cached, error or no_permission.
            title: the one bold line (没有未结工单).
            reason: why, or what may be missing when cached (then it stands in the footer).
            action: the words of the one button; empty for none. Pressing it is ``action_requested``.
            icon: another icon than the usual one.
            action_icon: an icon on the button.
            badge: for cached, the words with the time (缓存 15:37).
        """
        self.state = PaneState(state)
        self._shown_later.stop()
        self._said_later.stop()
        self._saying.hide()
        self._cached.setVisible(self.state is PaneState.CACHED)
        self._set_note(reason if self.state is PaneState.CACHED else "")
        if self.state is PaneState.LOADING:
            self._shown_later.start()
            self._said_later.start()
        elif self.state in (PaneState.READY, PaneState.CACHED):
            self._cached.set_badge(badge or self.tr("缓存"), "warn", "cloud_off")
            self._stack.setCurrentWidget(self._content)
        else:
            usual = DEFAULT_ICONS[self.state]
            self._pane.show_words(title, reason, action, icon or usual, action_icon=action_icon)
            self._stack.setCurrentWidget(self._pane)

    def skip_waiting(self) -> None:
        """Show at once what a loading panel shows after its delays; for pictures and tests."""
        if self.state is PaneState.LOADING:
            self._on_loading_is_long()
            self._on_loading_is_very_long()

    def _set_note(self, words: str) -> None:
        if words and self._note is None:
            self._note = label("", "caption")
            self.footer(plain=True).insertWidget(0, self._note)
        if self._note is not None:
            self._note.setText(words)
            self._note.setVisible(bool(words))
            if self._footer is not None and self._footer.layout().count() == 1:
                self._footer.setVisible(bool(words))

    def _on_loading_is_long(self) -> None:
        self._stack.setCurrentWidget(self._lines)

    def _on_loading_is_very_long(self) -> None:
        self._saying.setText(self.tr("正在读取…"))
        self._saying.show()
