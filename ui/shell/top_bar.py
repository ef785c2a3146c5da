"""The bar at the top: brand, presence, search, sync, messages, user (`design.md` §4 TopBar)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.shell.presence_button import PresenceButton
from ui.shell.search_box import SearchBox
from ui.shell.states import Presence, SyncView
from ui.shell.top_bar_parts import BellButton, SyncChip, UserButton
from ui.theme.theme import current
from ui.widgets.labels import label
from ui.widgets.layout_class import LayoutClass
from ui.widgets.seal import Seal


class TopBar(QFrame):
    """Who works here, whether they are ready, and how the desk stands to the centre.

    Signals:
        presence_requested: the agent wants another presence; carries its key.
        sync_requested: the sync chip was clicked.
        messages_requested: the bell was clicked.
        quit_requested: the user wants to leave; what is written is kept.
    """

    presence_requested = Signal(str)
    sync_requested = Signal()
    messages_requested = Signal()
    quit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "top-bar")
        self.setFixedHeight(current().px("topbar"))
        self.presence = PresenceButton()
        self.search = SearchBox()
        self.sync = SyncChip()
        self.bell = BellButton()
        self.user = UserButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(Seal(24))
        row.addSpacing(8)
        row.addWidget(label(self.tr("首问"), "title"))
        row.addSpacing(24)
        row.addWidget(self.presence)
        row.addStretch(1)
        row.addWidget(self.search)
        row.addStretch(1)
        for part in (self.sync, self.bell, self.user):
            row.addWidget(part)
            row.addSpacing(8)
        row.takeAt(row.count() - 1)
        self.presence.presence_requested.connect(self.presence_requested)
        self.sync.clicked.connect(self.sync_requested)
        self.bell.clicked.connect(self.messages_requested)
        self.user.quit_requested.connect(self.quit_requested)

    def set_presence(self, presence: Presence, running: str = "") -> None:
        """Show the agent's presence and for how long (02:18)."""
        self.presence.set_presence(presence, running)

    def set_sync(self, view: SyncView) -> None:
        """Show how the desk stands to the centre."""
        self.sync.set_sync(view)

    def set_unread(self, count: int) -> None:
        """Show how many messages are unread."""
        self.bell.set_count(count)

    def set_user(self, name: str, team: str, agent_no: str) -> None:
        """Show who has signed in."""
        self.user.set_user(name, team, agent_no)

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Take the room there is."""
        self.search.setFixedWidth(layout.search_px)
        self.search.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
