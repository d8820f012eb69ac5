"""A person at the real window, with folders of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard import paths
from evidenceboard.store.installation import Installation
from evidenceboard.ui.app import Program
from evidenceboard.ui.application import make_app
from tests.journeys.frames_by_hand import draw
from tests.journeys.hands import Hands
from tests.journeys.parts_hands import drop_photo
from tests.journeys.small_board import build


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    made = Program(make_app(), Installation(paths.folders()))
    made._change(author="Ana Lyst")
    yield made
    for window in tuple(made.windows):
        window.close()
    for widget in QApplication.topLevelWidgets():  # or every change of theme dresses the windows of all tests before
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hands(program: Program) -> Hands:
    return Hands(program)


@pytest.fixture
def new(hands: Hands) -> Hands:
    """An empty board."""
    hands.window.wanted.emit("new", None)
    hands.settle()
    return hands


@pytest.fixture
def built(hands: Hands) -> Hands:
    """The small board, nothing selected."""
    build(hands)
    hands.page.view.set_selection(frozenset())
    hands.settle()
    return hands


@pytest.fixture
def framed(built: Hands) -> Hands:
    """The same with a frame around the two reports."""
    draw(built)
    built.page.view.set_selection(frozenset())
    built.settle()
    return built


@pytest.fixture
def case(hands: Hands) -> Hands:
    """The founding case."""
    hands.window.wanted.emit("sample", None)
    hands.settle()
    return hands


@pytest.fixture
def shot(new: Hands, tmp_path: Path) -> Hands:
    """A board with one photo, blue with a red quarter, and a claim at its right."""
    drop_photo(new, tmp_path)
    return new
