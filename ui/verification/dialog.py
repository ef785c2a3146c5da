"""核验: the panel beside the call: answers, passwords, codes; what they unlock; papers; the password itself."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.identity.papers import Papers, Where
from app.verification.policy import VerificationPolicy
from app.verification.view import VerificationView
from ui.papers.checklist import PapersChecklist
from ui.verification.keep_form import KeepForm
from ui.verification.lines import BusinessLine, CheckLine, CodeLine, PasswordLine
from ui.widgets.badge import Badge, BadgeKind
from ui.widgets.clear_layout import clear_layout
from ui.widgets.dialog_frame import close_button, fitting
from ui.widgets.icon_label import IconLabel
from ui.widgets.labels import ElidedLabel, hline, label, vline
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.tab_strip import TabStrip

SIZE = QSize(840, 560)
_SIDE_PX = 272
_PASSWORDS = ("service", "electronic")
_TONES: tuple[BadgeKind, ...] = ("warn", "accent", "accent", "ok")


class VerificationDialog(QDialog):
    """Not modal: script and form stay in reach. Esc closes; nothing typed stays in it.

    Signals:
        answered(str, str), spoken(str, bool): as of :class:`CheckLine`.
        password_given(str, str): kind and six digits; the code too.
        code_wanted(str): the id of the number's record.
        keep_wished(str, str, str, str): as of :class:`KeepForm`.
    """

    answered = Signal(str, str)
    spoken = Signal(str, bool)
    password_given = Signal(str, str)
    code_wanted = Signal(str)
    keep_wished = Signal(str, str, str, str)

    def __init__(
        self,
        policy: VerificationPolicy,
        papers: Papers,
        today: date,
        *,
        where: Where = "phone",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._policy = policy
        self.where: Where = where
        self.setProperty("role", "dialog")
        self.setWindowTitle(self.tr("身份核验"))
        self._name = ElidedLabel("", "caption")
        self.level = Badge("", "warn")
        self.tabs = TabStrip()
        self.pages = QStackedWidget()
        self.notice = NoticeBar((), "accent", "info", filled=False)
        self.checks: dict[str, CheckLine] = {}
        self.passwords = {kind: PasswordLine(kind, policy.word(kind)) for kind in _PASSWORDS if kind in policy.ways}
        self.code = CodeLine(policy.word("dynamic"))
        self.papers = PapersChecklist(papers, today, where=where)
        self.keep = KeepForm({kind: policy.word(kind) for kind in self.passwords})
        self._checks, self._businesses = QVBoxLayout(), QVBoxLayout()
        self._shown_businesses: object = None
        self._build()
        self._connect()
        self.resize(fitting(SIZE, parent))

    def show_view(self, view: VerificationView, name: str, now: datetime) -> None:
        """How the caller stands. ``now`` is UTC."""
        self._name.setText(name)
        self.level.set_badge(view.level_label, _TONES[view.level], "shield_lock")
        for row in view.checks:
            if row.code in self.checks:
                self.checks[row.code].show_row(row)
            else:
                self._add_check(CheckLine(row))
        self._show_ways(view)
        self.code.show_phones(view.phones)
        self.code.show_until(view.code_until, now)
        self._show_notice(view)
        if self._shown_businesses != view.businesses:
            self._shown_businesses = view.businesses
            self._show_businesses(view)

    def say(self, kind: str, words: str, tone: str = "") -> None:
        """What came of a password or code."""
        line = self.code if kind == "dynamic" else self.passwords.get(kind)
        if line is not None:
            line.say(words, tone)

    def tick(self, now: datetime) -> None:
        """A second has passed."""
        self.code.tick(now)

    def take_focus(self) -> None:
        """The keyboard goes to the first question that is open."""
        fields = [line.answer for line in self.checks.values() if line.answer.isEnabled()]
        stops: list[QWidget] = [*fields, *(line.field for line in self.passwords.values())]
        if stops:
            stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def on_tab(self, key: str) -> None:
        """核验, 证件, 密码."""
        self.pages.setCurrentIndex(("verify", "papers", "keep").index(key))

    def _show_ways(self, view: VerificationView) -> None:
        for kind, line in self.passwords.items():
            if kind in view.must_change:
                line.say(self.tr("对，但是初始密码：先在“密码”里修改才算数"), "warn")
            elif kind in view.ways:
                line.say(self.tr("✓ 核对通过"), "ok")
        if "dynamic" in view.ways:
            self.code.say(self.tr("✓ 核对通过"), "ok")

    def _show_notice(self, view: VerificationView) -> None:
        if view.stopped:
            self.notice.set_notice((self.tr("证件"), view.stopped, self.tr("，已停止办理")), "danger", "prohibited")
        elif view.read_out:
            self.notice.set_notice((self.tr("请读给客户："), view.read_out), "accent", "chat_warning")
        self.notice.setVisible(bool(view.stopped or view.read_out))

    def _show_businesses(self, view: VerificationView) -> None:
        clear_layout(self._businesses)
        for one in view.businesses:
            self._businesses.addWidget(BusinessLine(one))
        self._businesses.addStretch(1)

    def _add_check(self, line: CheckLine) -> None:
        self.checks[line.code] = line
        self._checks.addWidget(line)
        line.answered.connect(self.answered)
        line.spoken.connect(self.spoken)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.on_tab)
        for line in (*self.passwords.values(), self.code):
            line.given.connect(self.password_given)
        self.code.wanted.connect(self.code_wanted)
        self.keep.wished.connect(self.keep_wished)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        for key, words in (("verify", self.tr("核验")), ("papers", self.tr("证件")), ("keep", self.tr("密码"))):
            self.tabs.set_tab(key, words)
        strip = QHBoxLayout()
        strip.setContentsMargins(20, 0, 20, 0)
        self.tabs.setFixedHeight(36)
        strip.addWidget(self.tabs)
        column.addLayout(strip)
        column.addWidget(hline())
        self.pages.addWidget(self._verify_page())
        self.pages.addWidget(self._papers_page())
        self.pages.addWidget(self.keep)
        column.addWidget(self.pages, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 12, 4)
        row.setSpacing(10)
        row.addWidget(IconLabel("shield_lock", 20, "accent.text"))
        row.addWidget(label(self.tr("身份核验"), "title"))
        row.addWidget(self._name, 1)
        row.addWidget(self.level)
        row.addWidget(close_button(self.reject))
        return row

    def _verify_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(20, 12, 20, 12)
        left.setSpacing(8)
        left.addWidget(label(self.tr("口头核对"), "caption-strong"))
        self._checks.setSpacing(0)
        left.addLayout(self._checks)
        left.addWidget(label(self.tr("密码（由中心核对，不显示也不保存）"), "caption-strong"))
        for line in (*self.passwords.values(), self.code):
            left.addWidget(line)
        left.addStretch(1)
        left.addWidget(self.notice)
        row.addLayout(left, 1)
        row.addWidget(vline())
        row.addWidget(self._side())
        return page

    def _side(self) -> QScrollArea:
        body = QWidget()
        body.setProperty("role", "scroll-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(label(self.tr("能办什么"), "caption-strong"))
        self._businesses.setSpacing(2)
        column.addLayout(self._businesses, 1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFixedWidth(_SIDE_PX)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("能办什么"))
        return area

    def _papers_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.papers)
        return page
