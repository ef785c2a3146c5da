"""核验 in its states: at the start, with answers and a code on its way, after a hard stop. For pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.pack.load import load_pack
from app.pack.shipped import PACKS
from app.verification.standing import PassedWay, level_of, unlocked
from app.verification.view import CheckRow, Contact, VerificationView
from ui.gallery_story import NOW, TODAY
from ui.theme.tokens import Theme
from ui.verification.dialog import SIZE, VerificationDialog

_PACK = load_pack(PACKS / "insurance")
_AT = NOW.replace(tzinfo=UTC)
_NAME = "林婉清"


def _view(passed: tuple[str, ...], *ways: PassedWay, sent: bool = False) -> VerificationView:
    policy = _PACK.verification
    found = (*ways, PassedWay(way="checks", at=_AT, count=len(passed))) if passed else ways
    level = level_of(found, _AT, policy)
    return VerificationView(
        contact=Contact(contact_id="call", customer_id="c1"),
        level=level,
        level_label=policy.levels[level],
        checks=tuple(
            CheckRow(code=code, label=words, passed=code in passed, left=3)
            for code, words in _PACK.labels["check"].items()
        ),
        ways=tuple(one.way for one in found),
        code_until=_AT + timedelta(minutes=9, seconds=42) if sent else None,
        businesses=unlocked(policy, found, _AT),
        read_out=policy.read_out if level else "",
        phones=(("p1", "138****8000"),),
    )


def _dialog(view: VerificationView, tab: str = "verify") -> QWidget:
    dialog = VerificationDialog(_PACK.verification, _PACK.papers, TODAY, where="counter")
    dialog.show_view(view, _NAME, _AT)
    dialog.tabs.choose(tab)
    return _sheet(dialog)


def _sheet(dialog: VerificationDialog) -> QWidget:
    sheet = QWidget()
    sheet.setProperty("role", "window")
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(sheet)
    column.setContentsMargins(16, 16, 16, 16)
    dialog.setWindowFlags(Qt.WindowType.Widget)
    column.addWidget(dialog)
    sheet.resize(SIZE.width() + 32, SIZE.height() + 32)
    return sheet


def verification_start(_theme: Theme) -> QWidget:
    """Nothing is proved yet."""
    return _dialog(_view(()))


def verification_half(_theme: Theme) -> QWidget:
    """Two answers, an electronic password, and a code on its way."""
    return _dialog(_view(("name", "id_tail"), PassedWay(way="electronic", at=_AT), sent=True))


def verification_papers(_theme: Theme) -> QWidget:
    """The papers tab."""
    return _dialog(_view(()), "papers")


def verification_keep(_theme: Theme) -> QWidget:
    """The password tab."""
    return _dialog(_view(("name",)), "keep")


def verification_screens() -> dict[str, Callable[[Theme], QWidget]]:
    """By name."""
    return {
        "verification_start": verification_start,
        "verification_half": verification_half,
        "verification_papers": verification_papers,
        "verification_keep": verification_keep,
    }
