"""Who is calling: the header that never collapses (`design.md` §4 IdentityHeader)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.customer.caller import Caller
from app.customer.hit import SearchHit
from app.customer.view import Identity, Quality
from ui.customer.identity_parts import MaskedField, VerificationRow
from ui.customer.stars import Stars
from ui.customer.tag_row import TagRow
from ui.customer.unknown import UnknownCaller
from ui.widgets.avatar import Monogram
from ui.widgets.cover import Cover
from ui.widgets.current_stack import CurrentStack
from ui.widgets.labels import ElidedLabel, hline, label
from ui.widgets.ring import QualityRing
from ui.widgets.state_pane import LoadingLines, StatePane

FULL_SCORE = 100
QUALITY_MARGINS = (6, 0, 6, 0)
"""Left, top, right, bottom (px) round the quality block."""


class IdentityHeader(QFrame):
    """Name, tags, quality of the record, masked numbers, verification; or, for an unknown caller, a search box.

    Signals:
        reveal_requested: the eye beside a masked field was pressed; carries ``phone`` or ``id_number``.
        quality_requested: the ring was pressed: what the record is worth and why is wanted.
        verification_requested: the line of checks was pressed.
        duplicates_requested: the chip 疑似重复 was pressed.
        find_requested, search_requested, new_customer_requested, candidate_chosen, link_requested: as of
            :class:`UnknownCaller`.
    """

    reveal_requested = Signal(str)
    quality_requested = Signal()
    verification_requested = Signal()
    duplicates_requested = Signal()
    find_requested = Signal(str)
    search_requested = Signal(str)
    new_customer_requested = Signal(str)
    candidate_chosen = Signal(str)
    link_requested = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._make_parts()
        self._pages = CurrentStack()
        self._known = self._known_page()
        self._pages.addWidget(self._known)
        self._pages.addWidget(self._unknown)
        self._pages.addWidget(self._loading)
        self._pages.addWidget(self._nobody)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.set_revealable(revealable=False)

    def show_identity(self, identity: Identity) -> None:
        """Show a customer we know."""
        self._monogram.set_name(identity.name)
        self._name.setText(identity.name)
        facts = (identity.sex, self.tr("{age} 岁").format(age=identity.age) if identity.age is not None else "")
        words = " · ".join(fact for fact in facts if fact)
        self._facts.setText(self.tr("单位客户") if identity.is_organisation else words)
        self._stars.set_count(identity.stars)
        self._grades.show_tags(identity.grades)
        self._tags.show_tags(identity.tags)
        self._show_quality(identity.quality)
        calling = self.tr("来电 {0}").format(identity.calling_masked) if identity.calling_masked else ""
        self._phone.set_words(identity.phone_label, calling)
        self._phone.show_value(identity.phone_masked)
        self._id_number.show_value(identity.id_number_masked)
        self._customer_no.show_value(identity.customer_no)
        self._branch.show_value(" · ".join(part for part in (identity.branch, identity.service_agent) if part))
        self._verification.show_checks(identity.checks, identity.checks_note, identity.checks_short)
        self._pages.setCurrentWidget(self._known)

    def show_unknown(self, number_text: str) -> None:
        """Show the search box with the caller's number filled in. The focus stays where it is."""
        self._unknown.show_number(number_text)
        self._pages.setCurrentWidget(self._unknown)

    def show_caller(self, caller: Caller, now: datetime) -> None:
        """Show a caller who is not (yet) a known customer. ``now`` is in the desk's zone."""
        self._unknown.show_caller(caller, now)
        self._pages.setCurrentWidget(self._unknown)

    def ask_again(self, *, take_focus: bool) -> None:
        """Put the words back by which the wrong customer was found."""
        self._unknown.ask_again(take_focus=take_focus)

    def show_found(self, text: str, hits: tuple[SearchHit, ...]) -> None:
        """Show whom the desk has found for what was typed."""
        self._unknown.show_found(text, hits)

    def show_nobody(self) -> None:
        """Nobody is on the line."""
        self._pages.setCurrentWidget(self._nobody)

    def show_loading(self) -> None:
        """The customer is being read: grey lines, and nothing of whoever was here before."""
        self._pages.setCurrentWidget(self._loading)

    def is_unknown(self) -> bool:
        """Whether the caller is not known (yet)."""
        return self._pages.currentWidget() is self._unknown

    def set_revealable(self, *, revealable: bool) -> None:
        """Whether this desk can show whole numbers now (a reason is asked for and recorded)."""
        why_not = self.tr("现在不能显示完整号码")
        for field in (self._phone, self._id_number):
            field.set_revealable(revealable=revealable, why_not=why_not)

    def set_compact(self, *, compact: bool) -> None:
        """Drop what a short body has no room for."""
        self._verification.set_compact(compact=compact)

    @Slot()
    def on_phone_eye(self) -> None:
        """The eye beside the phone number."""
        self.reveal_requested.emit("phone")

    @Slot()
    def on_id_number_eye(self) -> None:
        """The eye beside the identity number."""
        self.reveal_requested.emit("id_number")

    @Slot(str)
    def on_tag_opened(self, what: str) -> None:
        """A chip that leads somewhere was pressed."""
        wishes = {
            "quality": self.quality_requested,
            "duplicates": self.duplicates_requested,
            "verification": self.verification_requested,
        }
        if what in wishes:
            wishes[what].emit()

    def _show_quality(self, quality: Quality | None) -> None:
        self._quality.setVisible(quality is not None)
        if quality is not None:
            self._ring.set_score(quality.score)
            reasons = quality.reasons or ((self.tr("没有缺失和过期"),) if quality.score == FULL_SCORE else ())
            for at, reason in enumerate(self._reasons):
                reason.setText(reasons[at] if at < len(reasons) else "")
                reason.setVisible(at < len(reasons))

    def _make_parts(self) -> None:
        self._monogram = Monogram()
        self._name = ElidedLabel("", "headline")
        self._facts = label(role="secondary")
        self._stars = Stars()
        self._grades, self._tags = TagRow(), TagRow()
        self._ring = QualityRing()
        self._reasons = (label(role="caption-tertiary"), label(role="caption-tertiary"))
        self._phone = MaskedField(self.tr("手机"), masked=True)
        self._id_number = MaskedField(self.tr("证件"), masked=True)
        self._customer_no = MaskedField(self.tr("客户号"))
        self._branch = MaskedField(self.tr("归属 / 服务专员"))
        self._verification = VerificationRow()
        self._unknown = UnknownCaller()
        self._loading = LoadingLines()
        self._nobody = StatePane()
        self._nobody.show_words(
            self.tr("等待来电"), self.tr("来电时显示客户是谁、找过几次、还有什么没办完"), "", "call"
        )
        self._phone.reveal_requested.connect(self.on_phone_eye)
        self._id_number.reveal_requested.connect(self.on_id_number_eye)
        for name in ("find", "search", "new_customer", "link"):
            getattr(self._unknown, f"{name}_requested").connect(getattr(self, f"{name}_requested"))
        self._unknown.candidate_chosen.connect(self.candidate_chosen)
        self._verification.opened.connect(self.verification_requested)
        self._tags.opened.connect(self.on_tag_opened)

    def _known_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top_row())
        column.addWidget(hline())
        column.addLayout(self._fields_row())
        column.addWidget(self._verification)
        return page

    def _top_row(self) -> QHBoxLayout:
        self._name.setFixedHeight(26)
        name_line = QHBoxLayout()
        name_line.setSpacing(8)
        name_line.addWidget(self._name)
        name_line.addWidget(self._facts, 0, Qt.AlignmentFlag.AlignVCenter)
        name_line.addWidget(self._stars)
        name_line.addWidget(self._grades, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(name_line)
        words.addWidget(self._tags)
        row = QHBoxLayout()
        row.setContentsMargins(12, 11, 12 - QUALITY_MARGINS[2], 11)
        row.setSpacing(12 - QUALITY_MARGINS[0])
        row.addWidget(self._monogram)
        row.addSpacing(QUALITY_MARGINS[0])
        row.addLayout(words, 1)
        self._quality = self._quality_block()
        row.addWidget(self._quality)
        return row

    def _quality_block(self) -> QWidget:
        block = QWidget()
        row = QHBoxLayout(block)
        row.setContentsMargins(*QUALITY_MARGINS)  # room for the focus frame round ring and words
        row.setSpacing(9)
        row.addWidget(self._ring)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        for part in (label(self.tr("资料质量"), "caption-strong"), *self._reasons):
            part.setFixedHeight(16)
            column.addWidget(part)
        column.addStretch(1)
        row.addLayout(column)
        Cover(block, self.tr("看资料质量：缺什么、哪里有矛盾")).clicked.connect(self.quality_requested)
        return block

    def _fields_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        fields = (self._phone, self._id_number, self._customer_no, self._branch)
        for field in fields:
            if field is not fields[0]:
                row.addStretch(1)
            row.addWidget(field)
        return row
