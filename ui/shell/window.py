"""The main window. It only places things: bars, rail, body. Everything else happens in what it places."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.call.call_bar import CallBar
from ui.call.call_bar_view import CallBarView
from ui.shell.nav_rail import NavItem, NavRail
from ui.shell.offline_banner import HEIGHT_PX as BANNER_PX
from ui.shell.offline_banner import OfflineBanner
from ui.shell.states import SyncView
from ui.shell.status_bar import StatusBar
from ui.shell.top_bar import TopBar
from ui.theme.theme import current
from ui.widgets.focus_ring import FocusRing
from ui.widgets.layout_class import MINIMUM_HEIGHT_PX, MINIMUM_WIDTH_PX, LayoutClass, Width, layout_class
from ui.widgets.seal import seal_icon
from ui.widgets.under_bars import PAGE_AREA


class MainWindow(QMainWindow):
    """Top bar 48, call bar 56 while somebody is on the line, banner 44 while offline, rail 64, body, status bar 24.

    Signals:
        layout_changed: the window has room for more or less; carries the :class:`LayoutClass`.
        page_changed: another module is in front; carries its key.
    """

    layout_changed = Signal(object)
    page_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowIcon(seal_icon())
        self.setMinimumSize(MINIMUM_WIDTH_PX, MINIMUM_HEIGHT_PX)
        self.top_bar = TopBar()
        self.call_bar = CallBar()
        self.offline_banner = OfflineBanner()
        self.nav_rail = NavRail()
        self.body = QStackedWidget()
        self.status_bar = StatusBar()
        self._pages: dict[str, QWidget] = {}
        self._layout_class: LayoutClass | None = None
        self._place()
        self.focus_ring = FocusRing(self)
        self.nav_rail.page_requested.connect(self.show_page)
        self.name_window("")

    def _place(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.nav_rail)
        padding = current().px("space.2")
        around = QFrame()
        around.setObjectName(PAGE_AREA)
        inner = QVBoxLayout(around)
        inner.setContentsMargins(padding, padding, padding, padding)
        inner.addWidget(self.body)
        middle.addWidget(around, 1)
        center = QWidget()
        center.setProperty("role", "window")
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.top_bar, self.call_bar, self.offline_banner):
            column.addWidget(bar)
        column.addLayout(middle, 1)
        column.addWidget(self.status_bar)
        self.setCentralWidget(center)
        center.setFocus()  # otherwise Qt gives the first button the focus when the window appears

    def add_page(self, item: NavItem, page: QWidget) -> None:
        """Place a module: its button on the rail, its widget in the body. The first one is in front."""
        self._pages[item.key] = page
        self.body.addWidget(page)
        self.nav_rail.add_item(item)

    def has_page(self, key: str) -> bool:
        """Whether the module ``key`` has been placed."""
        return key in self._pages

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Bring the module ``key`` to the front."""
        self.nav_rail.set_current(key)
        self.body.setCurrentWidget(self._pages[key])
        self.page_changed.emit(key)

    def set_call(self, view: CallBarView) -> None:
        """Show the live call; the band comes and goes with it. The focus and the caret stay where they are."""
        self.call_bar.set_call(view)
        self._lay_out()

    def set_sync(self, view: SyncView, *, since: str = "", retry_in: str = "") -> None:
        """Show how the desk stands to the centre in chip, status bar and banner."""
        self.top_bar.set_sync(view)
        self.status_bar.set_sync(view)
        if view.state == "offline":
            self.offline_banner.set_offline(since, view.waiting, retry_in)
        else:
            self.offline_banner.set_online()
        self._lay_out()

    def name_window(self, about: str) -> None:
        """Put what is going on into the title: 首问 Shouwen — 林婉清 · 通话中."""
        name = self.tr("首问 Shouwen")
        self.setWindowTitle(f"{name} — {about}" if about else name)

    def layout_class(self) -> LayoutClass:
        """What the window has room for now."""
        return layout_class(self.width(), self._body_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the layout again for the new size."""
        super().resizeEvent(event)
        self._lay_out()

    def _body_height(self) -> int:
        theme = current()
        bars = theme.px("topbar")
        bars += 0 if self.call_bar.isHidden() else theme.px("callbar")
        bars += 0 if self.offline_banner.isHidden() else BANNER_PX
        bars += 0 if self.status_bar.isHidden() else theme.px("statusbar")
        return self.height() - bars

    def _lay_out(self) -> None:
        whole_window = self.height() + current().px("titlebar")
        self.status_bar.setVisible(whole_window >= 700)
        found = self.layout_class()
        if found == self._layout_class:
            return
        self._layout_class = found
        self.top_bar.set_layout_class(found)
        self.call_bar.set_compact(compact=found.width is Width.XS)
        self.layout_changed.emit(found)
