"""合并档案 and 疑似重复, filled with the story of the mock-ups, for pictures."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.desk.merging import FileSide, MergePreview
from app.desk.suspects import Suspect
from app.oneid.matching import WORDS, Candidate, Reason
from app.oneid.preview import FieldRow, SideValue
from app.store.merged import Counts
from ui.gallery_pop import filled_page, windowed
from ui.oneid.dialog import MergeDialog
from ui.oneid.notice import DuplicatesNotice
from ui.oneid.several import SuspectsDialog
from ui.theme.tokens import Theme

_COUNTER = SideValue(text="", source="柜面", by="沈嘉禾", collected_on="2024-11-02", verified_on="2024-11-02")
_PHONE = SideValue(text="", source="坐席登记", by="林溪", collected_on="2026-02-17")
_APP = SideValue(text="", source="APP", collected_on="2025-06-30")


def _value(text: str, of: SideValue) -> SideValue:
    return msgspec.structs.replace(of, text=text)


def _row(field: str, label: str, one: SideValue, other: SideValue, preferred: int | None = None) -> FieldRow:
    is_open = bool(one.text and other.text)
    return FieldRow(field=field, label=label, values=(one, other), preferred=preferred, is_open=is_open)


NOTHING = SideValue(text="")
ROWS = (
    _row("name", "姓名", _value("林婉清", _COUNTER), _value("林婉青", _PHONE), 0),
    _row("id_number", "证件号码", _value("3101**********0028", _COUNTER), NOTHING, 0),
    _row("real_name", "实名", _value("已实名", _COUNTER), _value("未实名", _PHONE), 0),
    _row("address", "地址", _value("杭州市滨江区滨江路***", _COUNTER), _value("杭州市滨江区江南大道***", _APP), 0),
    _row("email", "邮箱", NOTHING, _value("l***@example.com", _APP), 1),
    _row("service_agent", "服务人员", _value("沈嘉禾", _COUNTER), _value("林溪", _PHONE), 0),
    _row("behaviour", "沟通类型", NOTHING, _value("要求型", _PHONE), 1),
)
ONE = FileSide(
    customer_id="c-1",
    name="林婉清",
    customer_no="C-20810450",
    id_number_masked="3101**********0028",
    phones=("138****8000",),
    holdings=4,
    relations=2,
    counts=Counts(calls=12, tickets=5, open_tickets=1, drafts=0),
)
OTHER = FileSide(
    customer_id="c-9",
    name="林婉青",
    customer_no="",
    id_number_masked="",
    phones=("138****8000", "139****2716"),
    holdings=1,
    relations=0,
    counts=Counts(calls=3, tickets=2, open_tickets=1, drafts=1),
)


def preview(**more: object) -> MergePreview:
    """林婉清 twice: by the counter, and by telephone."""
    reasons = ("同一手机号", "生日相同", "姓名同音：林婉清 / 林婉青")
    codes = ("phone", "birth_date", "name_sound")
    known = {"rows": ROWS, "same": 6, "reasons": reasons, "codes": codes, "warnings": ()}
    return MergePreview(survivor=ONE, other=OTHER, **(known | more))  # type: ignore[arg-type]


def suspect(at: int, name: str, *codes: str) -> Suspect:
    """Somebody who may be her."""
    reasons = tuple(Reason(code, WORDS[code]) for code in codes)
    candidate = Candidate(customer_id=f"c-{at}", reasons=reasons, score=90 - at)
    return Suspect(mine="c-1", candidate=candidate, shown_as=f"c-{at}", name=name)


SUSPECTS = (
    suspect(9, "林婉青", "phone", "birth_date", "name_sound"),
    suspect(12, "", "phone", "nameless"),
    suspect(15, "阿依古丽·买买提江·艾合买提", "name_similar", "birth_date", "sex_differs"),
)


def _over(dialog: QDialog) -> QWidget:
    """A dialog as it lies over the call page."""
    window = windowed(filled_page())
    _Centred(window, dialog)
    return window


class _Centred(QWidget):
    """Holds a dialog in the middle of a window, as the system would."""

    def __init__(self, window: QWidget, dialog: QDialog) -> None:
        super().__init__(window)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._size = dialog.size()
        dialog.setParent(self)
        column.addWidget(dialog)
        window.installEventFilter(self)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Stay in the middle."""
        window = self.parentWidget()
        self.setFixedSize(self._size.boundedTo(window.size()))
        self.move((window.width() - self.width()) // 2, (window.height() - self.height()) // 2)
        self.raise_()
        return False


def _dialog(**more: object) -> Callable[[Theme], QWidget]:
    return lambda _theme: _over(MergeDialog(preview(**more)))


def notice(_theme: Theme) -> QWidget:
    """The line by itself: one suspect, then several."""
    page = QDialog()
    page.setProperty("role", "dialog")
    column = QVBoxLayout(page)
    for found in (SUSPECTS[:1], SUSPECTS):
        line = DuplicatesNotice()
        line.show_suspects(found)
        column.addWidget(line)
    page.resize(640, 120)
    return page


def several(_theme: Theme) -> QWidget:
    """More than one file may be hers."""
    return _over(SuspectsDialog(SUSPECTS))


def oneid_screens() -> dict[str, Callable[[Theme], QWidget]]:
    """The screens of this part by name."""
    refusal = "合并档案、判定不是同一人由坐席、柜面、班长、主管、建档人来做，请把两份档案告诉他们"
    lapsed = "资料改正后，当时的依据（同一手机号、姓名同音）已不足以怀疑是同一人"
    return {
        "oneid-merge": _dialog(),
        "oneid-merge-warned": _dialog(warnings=("两份档案的证件号码不同，请先确认是同一人", "两份档案的生日不同")),
        "oneid-merge-refused": _dialog(refusal=refusal),
        "oneid-merge-lapsed": _dialog(lapsed=lapsed, reasons=(), codes=()),
        "oneid-several": several,
        "oneid-notice": notice,
    }
