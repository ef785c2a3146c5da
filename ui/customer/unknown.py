"""The identity header of a caller who is not (yet) a known customer: search, choose, or make new (`design.md` §8)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.customer.caller import Caller
from app.customer.hit import SearchHit
from ui.customer.caller_words import caller_words
from ui.customer.people import ROW_PX, PeopleList, PersonRow, candidate_rows, found_rows
from ui.widgets.badge import Badge
from ui.widgets.buttons import Button
from ui.widgets.composing import CompositionWatch
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_order import order_keys
from ui.widgets.labels import ElidedLabel, label, set_property

ASK_AFTER_MS = 120
"""Words are looked up this long after the last key."""
MOST_ROWS = 4
"""Rows in sight; more are scrolled."""
LONGEST_NAME = 8
"""Signs of a typed name on the button; the whole name is in the box."""
_SEARCHABLE = ("unknown", "many", "withheld")


class UnknownCaller(QWidget):
    """Says who this is not, and offers the shortest way to who it is.

    Signals:
        find_requested: something was typed; carries the text. Answer with :meth:`show_found`.
        search_requested: 查找, or Enter with nothing found here: the whole search is wanted; carries the text.
        new_customer_requested: 新建客户; carries the name that was typed, or "".
        candidate_chosen: one of those who share the number; carries the customer's id.
        link_requested: one who was found; carries the id, and whether the number is to be kept in their file.
    """

    find_requested = Signal(str)
    search_requested = Signal(str)
    new_customer_requested = Signal(str)
    candidate_chosen = Signal(str)
    link_requested = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caller = Caller()
        self._is_picking = False
        self._chosen_by = ""
        self.box = _Box()
        self.box.setPlaceholderText(self.tr("姓名或拼音、手机号、证件后四位、车牌或保单号"))
        self._icon = IconLabel("person", 24, "text.tertiary")
        self._title, self._note = ElidedLabel("", "title"), label(role="tertiary", wrap=True)
        self._badge = Badge("", "warn", "warning")
        self._find = Button(self.tr("查找"), icon="search")
        self._new = Button(self.tr("新建客户"), "primary", icon="add")
        self._keep = QCheckBox(self.tr("这是客户本人的号码，存入档案"))
        self._none_of_them = Button(self.tr("都不是，另外查找"), "link")
        self.people = PeopleList()
        self._composition = CompositionWatch(self)
        self._composition.watch(self.box)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(ASK_AFTER_MS)
        self._build()
        self._connect()

    def show_number(self, number_text: str) -> None:
        """Say which number called, and that it is nobody's."""
        known_number = any(sign.isdigit() for sign in number_text)
        kind = "unknown" if known_number else "withheld"
        self.show_caller(Caller(kind=kind, shown=number_text if known_number else ""))
        # Only a whole number is worth looking for: a masked one leaves the box empty.
        self.box.setText(number_text if known_number and "*" not in number_text else "")

    def show_caller(self, caller: Caller, now: datetime | None = None) -> None:
        """Say who this is not, and offer what can be done about it.

        Args:
            now: this moment in the desk's zone; the last contacts are told in it.
        """
        self._caller = caller
        words = caller_words(caller)
        self._icon.set_icon(words.icon, "warn.text" if words.badge else "text.tertiary")
        self._title.setText(words.title)
        self._note.setText(words.note)
        self._badge.setVisible(bool(words.badge))
        self._badge.set_badge(words.badge, "warn", "warning")
        self._keep.setChecked(False)
        self._later.stop()
        self.box.clear()
        self._pick(picking=caller.kind == "many")
        if caller.kind == "many":
            zone = now.tzinfo if now else None
            self._show_people(candidate_rows(caller.candidates, lambda at: f"{at.astimezone(zone):%Y-%m-%d}"))
        self.setAccessibleName(" ".join(part for part in (words.title, words.badge, words.note) if part))

    def show_found(self, text: str, hits: tuple[SearchHit, ...]) -> None:
        """Show whom the desk has found for these words; an answer to older words is left aside."""
        if text == self.box.text().strip() and not self._is_picking:
            self._show_people(found_rows(hits, self._action()))

    def ask_again(self, *, take_focus: bool) -> None:
        """What was chosen last was wrong: its words stand in the box again; ``take_focus`` moves the keyboard here."""
        if not self._is_picking:
            self.box.setText(self._chosen_by)
        if take_focus:
            QTimer.singleShot(0, self.on_focus_wanted)  # after whatever else the turn of the page does to the focus

    @Slot()
    def on_focus_wanted(self) -> None:
        """To the words, or to those who share the number."""
        (self.people if self._is_picking else self.box).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def on_typed(self) -> None:
        """The words have changed: ask in a moment, and say what 新建 would make."""
        name = self._proposed_name()
        set_property(self._new, "kind", "default" if self._asks_name() else "primary")
        self._note.setText(caller_words(self._caller).note)
        short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        self._new.setText(self.tr("新建客户“{0}”").format(short) if name else self.tr("新建客户"))
        if self.box.text().strip():
            self._later.start()
        else:
            self._later.stop()
            self._show_people([])

    @Slot()
    def on_ask(self) -> None:
        """Look for what stands in the box."""
        if self.box.text().strip():
            self.find_requested.emit(self.box.text().strip())

    @Slot()
    def on_enter(self) -> None:
        """Enter: to who was found, else to the whole search. It links nobody: that takes a second, deliberate press."""
        if self._composition.is_composing:
            return
        if self.people.rows:
            self.people.setFocus()
        else:
            self.on_search()

    @Slot()
    def on_search(self) -> None:
        """The whole search; an empty box wants to be typed into."""
        if self.box.text().strip():
            self.search_requested.emit(self.box.text().strip())
        else:
            self.box.setFocus()

    @Slot()
    def on_new(self) -> None:
        """Make a customer with the name in the box, if it is one. What only spells a name is not taken for it."""
        if self._asks_name():
            self._note.setText(self.tr("请先在框里写客户的姓名：汉字，或首字母大写的外文名；再新建客户"))
            self.box.setFocus()
            self.box.selectAll()
            return
        self._chosen_by = self.box.text()
        self.new_customer_requested.emit(self._proposed_name())

    @Slot()
    def on_none_of_them(self) -> None:
        """Somebody else uses this number too."""
        self._pick(picking=False)
        self._show_people([])
        self.box.setFocus()

    @Slot(object)
    def on_person(self, row: PersonRow) -> None:
        """This one."""
        self._chosen_by = self.box.text()
        if self._is_picking:
            self.candidate_chosen.emit(row.customer_id)
        else:
            self.link_requested.emit(row.customer_id, self._keeps())

    @Slot()
    def on_keep_changed(self) -> None:
        """What a click does has changed: the rows say so."""
        rows = [] if self._is_picking else list(self.people.rows)
        if rows:
            self.on_ask()

    def _keeps(self) -> bool:
        return self._caller.can_keep or (bool(self._caller.e164) and self._keep.isChecked())

    def _action(self) -> str:
        return self.tr("关联到此客户") if self._keeps() else self.tr("这通来电是此客户")

    def _typed_name(self) -> str:
        text = self.box.text().strip()
        return "" if any(sign.isdigit() for sign in text) else text

    def _proposed_name(self) -> str:
        return "" if self._asks_name() else self._typed_name()

    def _asks_name(self) -> bool:
        """Whether what stands in the box are small Latin letters only: pinyin to search by, nobody's name."""
        name = self._typed_name()
        return bool(name) and name.isascii() and not any(sign.isupper() for sign in name)

    def _pick(self, *, picking: bool) -> None:
        self._is_picking = picking
        searches = self._caller.kind in _SEARCHABLE and not picking
        for part in (self.box, self._find, self._new):
            part.setVisible(searches)
        self._keep.setVisible(searches and self._caller.is_relay and bool(self._caller.e164))
        self._none_of_them.setVisible(picking)
        if not picking:
            self._show_people([])

    def _show_people(self, rows: list[PersonRow]) -> None:
        self.people.set_rows(rows)
        self.people.setVisible(bool(rows))
        self.people.setFixedHeight(ROW_PX * min(MOST_ROWS, max(1, len(rows))))
        self.updateGeometry()

    def _connect(self) -> None:
        self.box.textChanged.connect(self.on_typed)
        self.box.returnPressed.connect(self.on_enter)
        self.box.down_pressed.connect(self.people.setFocus)
        self._later.timeout.connect(self.on_ask)
        self._find.clicked.connect(self.on_search)
        self._new.clicked.connect(self.on_new)
        self._none_of_them.clicked.connect(self.on_none_of_them)
        self._keep.toggled.connect(self.on_keep_changed)
        self.people.opened.connect(self.on_person)

    def _build(self) -> None:
        head, words, line = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._title)
        first.addWidget(self._badge)
        first.addStretch(1)
        first.addWidget(self._none_of_them)
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self._note)
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        line.setSpacing(8)
        line.addWidget(self.box, 1)
        line.addWidget(self._find)
        line.addWidget(self._new)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 12)
        top.setSpacing(10)
        top.addLayout(head)
        top.addLayout(line)
        top.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.people)
        column.addStretch(1)
        order_keys((self.box, self._find, self._new, self._keep, self.people, self._none_of_them))


class _Box(QLineEdit):
    """The search box; Down goes to who was found."""

    down_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves the box."""
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
            return
        super().keyPressEvent(event)
