"""What stays of a window from one time to the next: its size and place, and the width of its panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

from evidenceboard.store.installation import Installation
from evidenceboard.ui.widgets.tool_strip import WIDTH as STRIP

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

INSPECTOR = 320  # px that the panels get at first


def window_settings(installation: Installation) -> QSettings:
    """The file in which windows remember how a person likes them."""
    return QSettings(str(installation.folders.config / "window.ini"), QSettings.Format.IniFormat)


def restore_window(window: QWidget, installation: Installation) -> None:
    """Make a window as large, and put it where, the last one was."""
    geometry = window_settings(installation).value("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)


def restore_panels(window: MainWindow, installation: Installation) -> None:
    """Make the panels as wide as they were."""
    state = window_settings(installation).value("splitter")
    if isinstance(state, QByteArray) and not state.isEmpty():
        window.splitter.restoreState(state)
    else:
        window.splitter.setSizes([window.width() - STRIP - INSPECTOR, INSPECTOR])


def remember_places(window: MainWindow, installation: Installation) -> None:
    """Keep both for the next window."""
    settings = window_settings(installation)
    settings.setValue("splitter", window.splitter.saveState())
    settings.setValue("geometry", window.saveGeometry())
