"""Rows of people to choose from: who shares this number, whom the search has found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.customer.caller import Candidate
from app.customer.hit import SearchHit
from ui.widgets.row_list import ROW, Index, RowList
from ui.widgets.row_paint import CAPTION, CENTER, PADDING, RIGHT, color, divider, fill_row, line_size, metrics, write

ROW_PX = 44
MOST_KEYS = 9
_KEY_PX = 20


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person: name, a line of facts, what choosing does, and the key that chooses, if there is one."""

    customer_id: str
    name: str
    facts: str = ""
    right: str = ""
    action: str = ""
    key: str = ""


class PeopleDelegate(QStyledItemDelegate):
    """Key, name over facts; at the right what is known of the last contact over what a click does."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How high this row is."""
        return line_size(ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect = index.data(ROW), option.rect
        is_last = index.row() == index.model().rowCount() - 1
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            fill_row(painter, rect, "bg.hover", is_last=is_last)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), color("accent.solid"))
        left = rect.left() + PADDING
        if row.key:
            _paint_key(painter, QRect(left, rect.center().y() - _KEY_PX // 2, _KEY_PX, _KEY_PX), row.key)
            left += _KEY_PX + 10
        right = rect.right() + 1 - PADDING
        column = max(metrics().horizontalAdvance(row.action), metrics(CAPTION).horizontalAdvance(row.right))
        place = QRect(right - column, rect.top() + 3, column, 20)
        write(painter, place, row.action, "text.link", align=RIGHT)
        write(painter, place.translated(0, 19), row.right, "text.tertiary", CAPTION, align=RIGHT)
        room = right - column - 12 - left
        write(painter, QRect(left, rect.top() + 3, room, 20), row.name, bold=True)
        write(painter, QRect(left, rect.top() + 22, room, 18), row.facts, "text.tertiary", CAPTION)
        if not is_last:
            divider(painter, rect)


class PeopleList(RowList):
    """Arrows and Enter choose, and so do the digits shown; only while the list has the keyboard.

    Signals:
        opened: as of :class:`RowList`; carries the :class:`PersonRow`.
    """

    def __init__(self) -> None:
        super().__init__(PeopleDelegate(), spoken, fits_content=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 choose at once. A key that is held down chooses nobody: it was meant for what was here before."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        keys = [row.key for row in self.rows]
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text() and event.text() in keys:
            self.opened.emit(self.rows[keys.index(event.text())])
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by the keyboard, the first row is current."""
        super().focusInEvent(event)
        self._mark_first()

    def set_rows(self, rows: Sequence[PersonRow]) -> None:
        """Other people: where the keyboard is here, the first of them is marked, so that Enter's choice is in sight."""
        super().set_rows(rows)
        if self.hasFocus():
            self._mark_first()

    def _mark_first(self) -> None:
        if self.rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))


def candidate_rows(candidates: tuple[Candidate, ...], told: Callable[[Any], str]) -> list[PersonRow]:
    """Who shares the number, with what tells them apart.

    Args:
        told: words the instant of the last contact.
    """
    rows = []
    for at, one in enumerate(candidates):
        facts = (
            _tr("证件尾号 {0}").format(one.id_tail) if one.id_tail else _tr("没有证件"),
            _tr("业务 {0} 件").format(one.holdings) if one.holdings else _tr("没有业务"),
            _tr("{0} 星").format(one.stars) if one.stars else "",
        )
        last = _tr("上次联系 {0}").format(told(one.last_contact)) if one.last_contact else _tr("没有联系过")
        rows.append(
            PersonRow(
                customer_id=one.customer_id,
                name=one.name,
                facts=" · ".join(fact for fact in facts if fact),
                right=last,
                action=_tr("就是这位"),
                key=str(at + 1) if at < MOST_KEYS else "",
            )
        )
    return rows


def found_rows(hits: tuple[SearchHit, ...], action: str) -> list[PersonRow]:
    """Whom the search has found; ``action`` is what choosing does."""
    named = {
        "id_number": _tr("证件尾号"),
        "holding": _tr("业务"),
        "ticket": _tr("工单"),
        "plate": _tr("车牌"),
        "serial": _tr("串号"),
    }
    rows = []
    for hit in hits:
        reason = f"{named[hit.matched]} {hit.matched_text}" if hit.matched in named else ""
        known = (
            reason,
            _tr("{0} 年生").format(hit.birth_year) if hit.birth_year else "",
            _tr("证件尾号 {0}").format(hit.id_tail) if hit.id_tail and hit.matched != "id_number" else "",
            hit.branch,
            _tr("{0} 星").format(hit.stars) if hit.stars else "",
            _tr("业务 {0} 件").format(hit.holdings) if hit.holdings else "",
            hit.customer_no,
        )
        rows.append(
            PersonRow(
                customer_id=hit.customer_id,
                name=hit.name or _tr("未实名客户"),
                facts=" · ".join(part for part in known if part),
                right=hit.phone_masked,
                action=action,
            )
        )
    return rows


def spoken(row: PersonRow) -> str:
    """A row in words."""
    return " ".join(part for part in (row.key, row.name, row.facts, row.right, row.action) if part)


def _paint_key(painter: QPainter, rect: QRect, text: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(color("border.default"))
    painter.setBrush(color("bg.subtle"))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.restore()
    write(painter, rect, text, "text.secondary", CAPTION, align=CENTER)


def _tr(text: str) -> str:
    return QCoreApplication.translate("people", text)
