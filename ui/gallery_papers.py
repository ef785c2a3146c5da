"""办理材料 in its states: half ticked with a wrong number, for an organisation, after a hard stop. For pictures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.identity.papers import Comer
from app.pack.load import load_pack
from app.pack.shipped import PACKS
from ui.gallery_story import TODAY
from ui.papers.checklist import PapersChecklist
from ui.theme.tokens import Theme

_SHORT = "11010519491231002"  # the worked example of GB 11643, without its last character


def papers(_theme: Theme) -> QWidget:
    """Three checklists beside each other."""
    sheet = QWidget()
    sheet.setProperty("role", "window")
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(sheet)
    row.setContentsMargins(16, 16, 16, 16)
    row.setSpacing(8)
    for panel in (_half_ticked(), _list("change_profile", "organisation"), _stopped()):
        row.addWidget(panel, 1)
    sheet.resize(1440, 720)
    return sheet


def _list(business: str, comer: Comer) -> PapersChecklist:
    panel = PapersChecklist(load_pack(PACKS / "insurance").papers, TODAY)
    panel.show_business(business, comer)
    return panel


def _half_ticked() -> PapersChecklist:
    panel = _list("cancel", "holder")
    field = panel.rows.row("holder_id").field
    if field is not None:
        field.number.setText(_SHORT)
        field.on_left()
    for code in ("holder_id", "signature"):
        panel.rows.row(code).tick.setChecked(True)
    return panel


def _stopped() -> PapersChecklist:
    panel = _list("transfer", "holder")
    panel.stop_for("altered")
    return panel
