"""A person at the real window, with folders of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from evidenceboard import paths
from evidenceboard.store.installation import Installation
from evidenceboard.ui.app import Program
from evidenceboard.ui.application import make_app
from tests.journeys.hands import Hands


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    made = Program(make_app(), Installation(paths.folders()))
    made._change(author="Ana Lyst")
    yield made
    for window in tuple(made.windows):
        window.close()


@pytest.fixture
def hands(program: Program) -> Hands:
    return Hands(program)
