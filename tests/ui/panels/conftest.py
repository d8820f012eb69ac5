"""Hands at a panel, and a card with a photo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.inspector import InspectorPanel
from tests.ui.panels.hands import shown
from tests.ui.small_case import SmallCase


@pytest.fixture
def case(tmp_path: Path, qapp: QApplication) -> Iterator[SmallCase]:
    theme.apply(qapp, theme.THEMES["light"])
    made = SmallCase(tmp_path)
    yield made
    made.document.close()


@pytest.fixture
def bridge(case: SmallCase) -> Bridge:
    return Bridge(case.document)


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot) -> InspectorPanel:
    made = InspectorPanel(bridge)
    shown(made, qtbot)
    return made
