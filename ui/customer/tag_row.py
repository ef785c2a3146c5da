"""Facts about the customer as badges on one line; what finds no room is counted, and shown on a press."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.customer.view import Tag
from ui.widgets.badge import Badge
from ui.widgets.cover import Cover

LONGEST_TAG = 24
"""Characters of a tag; the whole of a longer one is its tool tip."""
LINE_PX, GAP_PX, LINE_GAP_PX = 20, 6, 4
TAG_ICONS = {"danger": "warning", "warn": "warning"}


class TagRow(QWidget):
    """Whole badges only, never cut. 「+3」 unfolds the rest over more lines, and folds it again.

    Signals:
        opened: a tag that leads somewhere was pressed; carries where (``Tag.opens``).
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(LINE_PX)
        self._tags: tuple[Tag, ...] = ()
        self._badges: list[Badge] = []
        self._covers: list[Cover] = []
        self._is_unfolded = False
        self._more = Badge("", "line", parent=self)
        self._unfold = Cover(self._more, "")
        self._unfold.clicked.connect(self.on_unfold)

    def show_tags(self, tags: tuple[Tag, ...]) -> None:
        """Show these, using the badges that are there already."""
        if tags != self._tags:
            self._is_unfolded = False
        self._tags = tags
        while len(self._badges) < len(tags):
            self._add_badge()
        for at, tag in enumerate(tags):
            self._show_tag(at, tag)
        self._arrange()

    def shown(self) -> list[str]:
        """The tags in sight."""
        return [badge.text() for badge in self._badges if not badge.isHidden()]

    @Slot()
    def on_unfold(self) -> None:
        """Show the rest, or fold it away."""
        self._is_unfolded = not self._is_unfolded
        self._arrange()

    def sizeHint(self) -> QSize:
        """All on one line."""
        widths = [badge.sizeHint().width() + GAP_PX for badge in self._badges[: len(self._tags)]]
        return QSize(sum(widths), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Room for the count."""
        return QSize(40 if self._tags else 0, LINE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer find room."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Another look has other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        widths = [badge.sizeHint().width() for badge in self._badges[: len(self._tags)]]
        count = len(widths) if self._is_unfolded else self._fitting(widths)
        x = y = 0
        for at, badge in enumerate(self._badges):
            badge.setVisible(at < count)
            if at < count:
                if self._is_unfolded and x and x + widths[at] > self.width():
                    x, y = 0, y + LINE_PX + LINE_GAP_PX
                badge.setGeometry(x, y, widths[at], LINE_PX)
                x += widths[at] + GAP_PX
        self._place_more(len(widths) - count, x, y)

    def _place_more(self, hidden: int, x: int, y: int) -> None:
        self._more.setVisible(bool(hidden) or self._is_unfolded)
        self._more.set_badge(self.tr("收起") if self._is_unfolded else f"+{hidden}")
        rest = " · ".join(tag.text for tag in self._tags[len(self._tags) - hidden :]) if hidden else ""
        self._unfold.set_words(self.tr("还有：{0}").format(rest) if rest else self.tr("收起"))
        width = self._more.sizeHint().width()
        if self._is_unfolded and x and x + width > self.width():
            x, y = 0, y + LINE_PX + LINE_GAP_PX
        self._more.setGeometry(x, y, width, LINE_PX)
        self.setFixedHeight(y + LINE_PX)

    def _fitting(self, widths: list[int]) -> int:
        """How many stand on one line, with room for the count where not all do."""
        if sum(widths) + GAP_PX * max(0, len(widths) - 1) <= self.width():
            return len(widths)
        self._more.set_badge(f"+{len(widths)}")
        room = self.width() - self._more.sizeHint().width()
        used = count = 0
        for width in widths:
            used += width + GAP_PX
            if used > room:
                break
            count += 1
        return count

    def _show_tag(self, at: int, tag: Tag) -> None:
        badge, cover = self._badges[at], self._covers[at]
        short = tag.text if len(tag.text) <= LONGEST_TAG else f"{tag.text[: LONGEST_TAG - 1]}…"
        badge.set_badge(short, tag.tone, TAG_ICONS.get(tag.tone))
        more = "\n".join(part for part in (tag.detail, tag.hint) if part)
        badge.setAccessibleName("：".join(part for part in (tag.text, tag.detail, tag.hint) if part))
        badge.setToolTip(more or (tag.text if short != tag.text else ""))
        cover.setVisible(bool(tag.opens))
        cover.set_words("：".join(part for part in (tag.text, tag.hint) if part))

    def _add_badge(self) -> None:
        badge = Badge("", parent=self)
        cover = Cover(badge, "")
        at = len(self._badges)
        cover.clicked.connect(lambda: self.opened.emit(self._tags[at].opens))
        self._badges.append(badge)
        self._covers.append(cover)
