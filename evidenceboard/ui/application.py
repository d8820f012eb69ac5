"""The one application object of Qt."""

from __future__ import annotations

import sys

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from evidenceboard.ui.app_icon import app_icon
from evidenceboard.ui.canvas import accessible_board

SWITCH = 0.0005  # seconds after which a thread gives Python's lock to another that waits for it


def make_app() -> QApplication:
    """The one application object, with its names set."""
    # Work beside the window would hold up a frame by Python's usual 5 ms at every call that lets go of the lock.
    sys.setswitchinterval(SWITCH)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    accessible_board.install()
    app.setApplicationName("Evidence Board")
    app.setDesktopFileName("evidenceboard")
    app.setWindowIcon(QIcon(app_icon()))
    return app
