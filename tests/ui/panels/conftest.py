"""Hands at a panel, and a card with a photo."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.inspector import InspectorPanel
from tests.ui.panels.hands import shown


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot) -> InspectorPanel:
    made = InspectorPanel(bridge)
    shown(made, qtbot)
    return made
