"""Qt's own words (calendar, context menus) and its dates in Chinese, as everything else on the screen."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

LOCALE = "zh_CN"


def speak(application: QApplication) -> None:
    """Load Qt's translation; without it Qt speaks English and the program goes on."""
    QLocale.setDefault(QLocale(LOCALE))
    translator = QTranslator(application)
    if translator.load(f"qtbase_{LOCALE}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
