"""The real window on a PNG: what a person would see, without a screen."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.ui import jobs, theme
from evidenceboard.ui.main_window import MainWindow
from evidenceboard.ui.render import app


def screenshot(document: Document, out: Path, size: tuple[int, int] = (1600, 1000), theme_name: str = "light") -> Path:
    """The real window with a board in it, as a PNG; the document is closed with the window."""
    made = app()
    theme.apply(made, theme.THEMES[theme_name])
    window = MainWindow()
    window.resize(*size)
    window.show()
    window.set_document(document)
    settle(made, window)
    if window.page is not None:
        window.page.view.fit()
    settle(made, window)
    image = window.grab()
    if not image.save(str(out), "PNG"):
        raise KnownError("The picture was not written", "Choose another place.")
    window.close()
    return out


def settle(made: QApplication, window: MainWindow, patience_s: float = 10.0) -> None:
    """Let the window draw until its picture is sharp and nothing is under way."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        made.processEvents()
        page = window.page
        drawn = page is None or page.view.is_settled() or not page.view.isVisible()
        if not jobs.running() and drawn and (page is None or not page.bridge.searching.busy):
            break
        time.sleep(0.005)
    for _ in range(3):
        made.processEvents()
