"""A panel that ends under its last row instead of taking what room there is."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.panel import Panel
from ui.widgets.state_pane import PaneState

SHRINKS_TO_PX = 78


def close_up(panel: Panel) -> None:
    """Let lines and tints reach the panel's border; the words stay 12 px from it."""
    panel.layout().setContentsMargins(0, 0, 0, 0)
    panel.header.layout().setContentsMargins(12, 0, 12, 0)


class FitPanel(Panel):
    """Subclasses say how high their content is; other states (empty, error) take the room their words need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        close_up(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def content_px(self) -> int:
        """How high everything under the header is."""
        raise NotImplementedError

    def hasHeightForWidth(self) -> bool:
        """Its height is what :meth:`sizeHint` says, whatever its hidden states would need."""
        return False

    def sizeHint(self) -> QSize:
        """Header and content."""
        natural = super().sizeHint()
        if self.state not in (PaneState.READY, PaneState.CACHED):
            return natural
        return QSize(natural.width(), self._header_px() + self.content_px() + self.edges_px())

    def minimumSizeHint(self) -> QSize:
        """The header and a little of the content."""
        wanted = self.sizeHint().height()
        return QSize(super().minimumSizeHint().width(), min(wanted, self._header_px() + SHRINKS_TO_PX))

    def edges_px(self) -> int:
        """Border and margins above and below."""
        margins = self.layout().contentsMargins()
        return self.height() - self.contentsRect().height() + margins.top() + margins.bottom()

    def _header_px(self) -> int:
        return 0 if self.header.isHidden() else self.header.height()
