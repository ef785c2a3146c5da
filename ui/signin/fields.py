"""The two fields of the sign-in page."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme.icons import icon
from ui.theme.theme import Theme, when_changed
from ui.widgets.labels import set_property


class IconField(QLineEdit):
    """A field 36 px high with an icon in front."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("scale", "large")
        self.setAccessibleName(name)
        self._icon_name = icon_name
        self._lead = QAction(self)
        self.addAction(self._lead, QLineEdit.ActionPosition.LeadingPosition)
        when_changed(self.on_theme_changed)
        self.draw_icons()

    def draw_icons(self) -> None:
        """Draw the icons in the colours of the look."""
        self._lead.setIcon(icon(self._icon_name, 16, "text.tertiary"))

    def set_invalid(self, invalid: bool) -> None:
        """Mark the field as the one to mend."""
        set_property(self, "invalid", invalid)

    @Slot(object)
    def on_theme_changed(self, _theme: Theme) -> None:
        """Draw the icons again."""
        self.draw_icons()


class PasswordField(IconField):
    """A password, hidden until the eye is clicked."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("lock_closed", name, parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self.tr("显示密码"), self)
        self._eye.setIcon(icon("eye", 16, "text.tertiary"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self.on_eye_toggled)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    @Slot(bool)
    def on_eye_toggled(self, shown: bool) -> None:
        """Show or hide what was typed."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setText(self.tr("隐藏密码") if shown else self.tr("显示密码"))

    @Slot(object)
    def on_theme_changed(self, theme: Theme) -> None:
        """Draw the icons again."""
        super().on_theme_changed(theme)
        self._eye.setIcon(icon("eye", 16, "text.tertiary"))
