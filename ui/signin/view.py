"""The sign-in page: number and password, what is wrong and what to do, and how the centre is (mock-up 08)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.signin.brand import Brand
from ui.signin.fields import IconField, PasswordField
from ui.widgets.buttons import Button
from ui.widgets.focus_ring import FocusRing
from ui.widgets.labels import label
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.seal import seal_icon

FORM_PX = 400


class SignInView(QWidget):
    """Asks who works here. It checks nothing but that both fields are filled.

    Signals:
        sign_in_requested: number and password as typed.
    """

    sign_in_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "signin")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(1120, 640)
        self.setWindowIcon(seal_icon())
        self.setWindowTitle(self.tr("首问 Shouwen — 登录"))
        self.agent_no = IconField("person", self.tr("工号"))
        self.password = PasswordField(self.tr("密码"))
        self.submit = Button(self.tr("登录"), "primary")
        self.submit.setProperty("scale", "large")
        self._error = NoticeBar((), "danger", "error_circle")
        self._server = NoticeBar((), "pause", "info", filled=False)
        self._brand = Brand()
        self._busy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._brand, 35)
        row.addWidget(self._make_form(), 65)
        self._connect()
        FocusRing(self)
        self._error.hide()
        self._server.hide()
        self._show_readiness()
        self.agent_no.setFocus()

    def _make_form(self) -> QWidget:
        side = QWidget()
        form = QWidget()
        form.setFixedWidth(FORM_PX)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(self.tr("登录"), "headline"))
        column.addSpacing(24)
        for name, field in ((self.tr("工号"), self.agent_no), (self.tr("密码"), self.password)):
            caption = label(name, "secondary")
            caption.setBuddy(field)
            column.addWidget(caption)
            column.addSpacing(4)
            column.addWidget(field)
            column.addSpacing(18)
        column.addWidget(self._error)
        column.addSpacing(10)
        column.addWidget(self.submit)
        column.addSpacing(24)
        column.addWidget(self._server)
        outer = QVBoxLayout(side)
        outer.addStretch(1)
        outer.addWidget(form, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        return side

    def _connect(self) -> None:
        for field in (self.agent_no, self.password):
            field.textChanged.connect(self.on_text_changed)
        self.agent_no.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.on_submitted)
        self.submit.clicked.connect(self.on_submitted)

    def show_error(self, words: str) -> None:
        """Say what is wrong and what to do; the password is selected, ready to be typed again."""
        self.set_busy(busy=False)
        self._error.set_notice((words,), "danger", "error_circle")
        self._error.show()
        self.password.set_invalid(True)
        self.password.setFocus()
        self.password.selectAll()

    def error(self) -> str:
        """The error that stands on the page, or nothing."""
        return "" if self._error.isHidden() else self._error.text()

    def set_busy(self, *, busy: bool) -> None:
        """While the centre is asked, nothing can be typed or pressed."""
        self._busy = busy
        for field in (self.agent_no, self.password):
            field.setEnabled(not busy)
        self.submit.setText(self.tr("正在登录…") if busy else self.tr("登录"))
        self._show_readiness()

    def set_server(self, words: str, *, reachable: bool) -> None:
        """Say how the centre is: 服务器正常, or since when it cannot be reached and what to do."""
        kind, icon = ("pause", "info") if reachable else ("warn", "cloud_off")
        self._server.set_notice((words,), kind, icon, filled=False)
        self._server.setVisible(bool(words))

    def set_about(self, words: str) -> None:
        """Name version, rule pack and device at the bottom of the dark half."""
        self._brand.set_about(words)

    def clear_password(self) -> None:
        """Forget the password, for the next person at this desk."""
        self.password.clear()

    @Slot()
    def on_submitted(self) -> None:
        """Ask to sign in, if both fields are filled."""
        if self.submit.isEnabled():
            self.sign_in_requested.emit(self.agent_no.text().strip(), self.password.text())
        elif not self._busy:
            self._first_empty().setFocus()

    @Slot()
    def on_text_changed(self) -> None:
        """Somebody mends it: the complaint goes."""
        self._error.hide()
        self.password.set_invalid(False)
        self._show_readiness()

    def _first_empty(self) -> QLineEdit:
        return self.agent_no if not self.agent_no.text().strip() else self.password

    def _show_readiness(self) -> None:
        filled = bool(self.agent_no.text().strip() and self.password.text())
        self.submit.setEnabled(filled and not self._busy)
