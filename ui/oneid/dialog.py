"""合并档案: two files side by side, in the manner of the conflict dialog (mock-up 07). Nothing is moved or lost."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.merging import FileSide, MergePreview
from app.oneid.preview import FieldRow, SideValue
from ui.oneid.choice import Choice
from ui.widgets.buttons import Button
from ui.widgets.dialog_frame import close_button, fitting
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import ElidedLabel, hline, label, vline
from ui.widgets.notice_bar import NoticeBar, NoticeKind
from ui.widgets.scrolled import scrolled

SIZE = QSize(760, 560)
_LABEL_PX = 80
_COLUMNS = (2, 4)
"""Where the two files stand in the grid: after the labels, with a line before each."""


class MergeDialog(QDialog):
    """Esc cancels, Ctrl+Enter merges.

    Signals:
        merge_requested(str, str, object): survivor, other, and whose value is shown per field.
        dismissed(str, str): 不是同一人, the two ids.
    """

    merge_requested = Signal(str, str, object)
    dismissed = Signal(str, str)

    def __init__(self, preview: MergePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = preview
        self._sides = (preview.survivor, preview.other)
        self._names = tuple(self._name(side) for side in self._sides)
        self._groups: dict[str, QButtonGroup] = {}
        self._touched: set[str] = set()
        self._survivors = QButtonGroup(self)
        self._moves = label("", "caption", wrap=True)
        self._note = label(self.tr("合并后 30 天内可以撤回，两份档案都原样保留"), "caption", wrap=True)
        self._merge = Button(self.tr("合并"), "primary", hint="Ctrl+Enter")
        self.setProperty("role", "dialog")
        self.setWindowTitle(self.tr("合并档案"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._build()
        self._survivors.idToggled.connect(self.on_survivor)
        self._survivors.button(0).setChecked(True)
        self.resize(fitting(SIZE, parent))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.on_merge)

    @property
    def survivor(self) -> int:
        """0 or 1: whose file stays in front."""
        return max(0, self._survivors.checkedId())

    def choices(self) -> dict[str, str]:
        """Whose value is shown, per field where both have one."""
        return {field: self._sides[max(0, group.checkedId())].customer_id for field, group in self._groups.items()}

    def choose(self, field: str, at: int) -> None:
        """Show this side's value."""
        self._groups[field].button(at).setChecked(True)
        self._touched.add(field)

    def choose_survivor(self, at: int) -> None:
        """Keep this side's file in front."""
        self._survivors.button(at).setChecked(True)

    def say(self, words: str) -> None:
        """What went wrong, where it was asked for."""
        self._note.setText(words)
        self._merge.setEnabled(not self.preview.refusal)

    @Slot(int, bool)
    def on_survivor(self, at: int, chosen: bool) -> None:
        """Fields nobody has chosen yet follow the survivor, unless one value was verified later."""
        if not chosen:
            return
        for row in self.preview.rows:
            if row.field in self._groups and row.field not in self._touched:
                self._groups[row.field].button(row.chosen(at)).setChecked(True)
        self._moves.setText(self._moving(self._sides[1 - at], self._sides[at]))

    @Slot()
    def on_merge(self) -> None:
        """Merge as chosen; pressed twice is once."""
        if self._merge.isEnabled():
            self._merge.setEnabled(False)
            one, other = self._sides[self.survivor], self._sides[1 - self.survivor]
            self.merge_requested.emit(one.customer_id, other.customer_id, self.choices())

    @Slot()
    def on_dismiss(self) -> None:
        """不是同一人."""
        self.dismissed.emit(self._sides[0].customer_id, self._sides[1].customer_id)
        self.reject()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self._body(), 1)
        column.addWidget(self._foot())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 12, 4)
        row.setSpacing(10)
        row.addWidget(IconLabel("branch_compare", 20, "accent.text", filled=True))
        row.addWidget(label(self.tr("合并档案"), "title"))
        row.addWidget(ElidedLabel(" · ".join(self._names), "caption"), 1)
        row.addWidget(close_button(self.reject))
        return row

    def _body(self) -> QScrollArea:
        body = QWidget()
        body.setProperty("role", "scroll-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(10)
        column.addWidget(label(self._intro(), wrap=True))
        notices: tuple[tuple[str, NoticeKind, str], ...] = (
            (self.preview.refusal, "danger", "error_circle"),
            *((words, "warn", "warning") for words in self.preview.warnings),
            (self.preview.lapsed, "pause", "info"),
        )
        for words, kind, icon in notices:
            if words:
                column.addWidget(NoticeBar((words,), kind, icon, filled=False))
        column.addWidget(self._moves)
        column.addWidget(self._table())
        column.addStretch(1)
        return scrolled(body)

    def _table(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "panel")
        grid = QGridLayout(frame)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, _LABEL_PX)
        for side in range(2):
            grid.setColumnStretch(_COLUMNS[side], 1)
        band = QFrame()
        band.setProperty("role", "band")
        grid.addWidget(band, 0, 0, 1, 5)
        for divider in (1, 3):
            grid.addWidget(vline(), 0, divider, 1 + 2 * len(self.preview.rows), 1)
        grid.addWidget(_caption(self.tr("保留档案")), 0, 0)
        for at, side in enumerate(self._sides):
            note = " · ".join(part for part in (side.customer_no, side.id_number_masked, *side.phones) if part)
            spoken = self.tr("保留 {0} 的档案").format(self._name(side))
            grid.addWidget(Choice(self._name(side), note, spoken, self._survivors, at), 0, _COLUMNS[at])
        for number, row in enumerate(self.preview.rows):
            grid.addWidget(hline(), 1 + 2 * number, 0, 1, 5)
            self._add_row(grid, 2 + 2 * number, row)
        return frame

    def _add_row(self, grid: QGridLayout, line: int, row: FieldRow) -> None:
        group = None
        if row.is_open:
            group = self._groups[row.field] = QButtonGroup(self)
        grid.addWidget(_caption(row.label), line, 0)
        for at, value in enumerate(row.values):
            note = self._note_of(value)
            spoken = self.tr("{0}：{1}，{2} 的档案").format(row.label, value.text or self.tr("空"), self._names[at])
            spoken = f"{spoken}，{note}" if note else spoken
            grid.addWidget(Choice(value.text, note, spoken, group, at), line, _COLUMNS[at])
        if group is not None:
            group.buttonClicked.connect(lambda _button, field=row.field: self._touched.add(field))

    def _note_of(self, value: SideValue) -> str:
        """Where it came from, who wrote it down and when, when it was last held against its source."""
        collected = " ".join(part for part in (value.by, value.collected_on) if part)
        verified = self.tr("{0} 核实").format(value.verified_on) if value.verified_on else ""
        return " · ".join(part for part in (value.source, collected, verified) if part)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "panel-footer")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(8)
        row.addWidget(self._note, 1)
        cancel = Button(self.tr("取消"), hint="Esc")
        cancel.clicked.connect(self.reject)
        other = Button(self.tr("不是同一人"))
        other.clicked.connect(self.on_dismiss)
        self._merge.clicked.connect(self.on_merge)
        self._merge.setEnabled(not self.preview.refusal)
        for button in (cancel, other, self._merge):
            button.setAutoDefault(False)
            row.addWidget(button)
        return foot

    def _intro(self) -> str:
        open_rows = sum(row.is_open for row in self.preview.rows)
        why = "、".join(dict.fromkeys(self.preview.reasons))
        parts = [self.tr("疑似同一位客户：{0}。").format(why)] if why else []
        if open_rows:
            parts.append(self.tr("{0} 个字段不同，请选择显示哪一个，其余 {1} 项相同或互相补齐。"))
        return "".join(parts).format(open_rows, self.preview.same + len(self.preview.rows) - open_rows)

    def _moving(self, other: FileSide, survivor: FileSide) -> str:
        counts = other.counts
        found = (
            (counts.calls, self.tr("{0} 通来电")),
            (counts.open_tickets, self.tr("{0} 张未结工单")),
            (counts.drafts, self.tr("{0} 份草稿")),
            (other.holdings, self.tr("{0} 件业务")),
            (other.relations, self.tr("{0} 个关系人")),
            (len(other.phones), self.tr("{0} 个号码")),
        )
        what = "、".join(words.format(number) for number, words in found if number) or self.tr("全部资料")
        said = self.tr("{0} 的 {1}会一起显示在 {2} 名下。")
        return said.format(self._name(other), what, self._name(survivor))

    def _name(self, side: FileSide) -> str:
        return side.name or self.tr("未实名客户")


def _caption(words: str) -> QWidget:
    made = label(words, "caption")
    made.setContentsMargins(12, 8, 8, 8)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made
