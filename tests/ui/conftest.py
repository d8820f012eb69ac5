"""What the tests of the window's parts begin with."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.ui.canvas.view import BoardView
from tests.ui.canvas_parts import board, photos, provider, shown


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    """Fonts and pictures need it, even without a widget."""


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    geometry = board()
    return shown(qtbot, BoardView(geometry, provider(geometry), photos), at=(1500, 600))
