"""What the tests of the window's parts begin with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.ui.canvas.view import BoardView
from tests.ui.canvas_parts import board, photos, provider, settle


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    """Fonts and pictures need it, even without a widget."""


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    geometry = board()
    made = BoardView(geometry, provider(geometry), photos)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.look_at(QPointF(1500, 600), 1.0)
    settle(qtbot, made)
    return made
