"""What is seen of a widget, and hands at it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard.ui import theme
from tests.ui.widgets.hands import Shown


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> QWidget:
    theme.apply(qapp, theme.THEMES["light"])
    made = QWidget()
    made.resize(1200, 800)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Shown:
    """Shows a widget, and draws it in every theme."""
    theme.apply(qapp, theme.THEMES["light"])

    def show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        for each in theme.THEMES.values():
            theme.apply(qapp, each)
            assert not widget.grab().isNull()
        theme.apply(qapp, theme.THEMES["light"])

    return show
