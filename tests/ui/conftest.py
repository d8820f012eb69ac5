"""What the tests of the window's parts begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.canvas.view import BoardView
from tests.ui.canvas_parts import board, photos, provider, shown
from tests.ui.small_case import SmallCase


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    """Fonts and pictures need it, even without a widget."""


@pytest.fixture
def view(qtbot: QtBot) -> BoardView:
    geometry = board()
    return shown(qtbot, BoardView(geometry, provider(geometry), photos), at=(1500, 600))


@pytest.fixture
def case(tmp_path: Path, qapp: QApplication) -> Iterator[SmallCase]:
    theme.apply(qapp, theme.THEMES["light"])
    made = SmallCase(tmp_path)
    yield made
    made.document.close()


@pytest.fixture
def bridge(case: SmallCase) -> Bridge:
    return Bridge(case.document)
