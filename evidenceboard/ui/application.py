"""The one application object of Qt."""

from __future__ import annotations

import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from evidenceboard.ui.app_icon import app_icon
from evidenceboard.ui.canvas import accessible_board


def make_app() -> QApplication:
    """The one application object, with its names set."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    accessible_board.install()
    app.setApplicationName("Evidence Board")
    app.setDesktopFileName("evidenceboard")
    app.setWindowIcon(QIcon(app_icon()))
    return app
