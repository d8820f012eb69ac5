"""The real window with a board whose file is about to meet a fault: what it tells, and its ways out."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation
from evidenceboard.ui import saving_of_window
from evidenceboard.ui.jobs import running
from evidenceboard.ui.plain import PlainLabel
from evidenceboard.ui.widgets.message_bar import MessageBar
from tests.faults.judging import ids_in, ids_in_file
from tests.journeys.hands import Hands
from tests.journeys.small_board import build


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that closes at the end of a test goes, whatever its file could not take."""
    monkeypatch.setattr(saving_of_window, "plain_message", lambda *_: "Close anyway")


@pytest.fixture
def saved(hands: Hands, tmp_path: Path) -> Hands:
    """The small board, in a file, with something new that is not saved yet."""
    build(hands)
    (tmp_path / "place").mkdir()
    hands.save_to(tmp_path / "place" / "case.board")
    told = hands.window.messages
    for key in shown_bars(hands):
        told.dismiss(key)
    change(hands)
    return hands


def change(hands: Hands) -> str:
    made = hands.page.bridge.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 400.0), {"title": "new"}))
    assert made is not None
    return str(made.id)


def path_of(hands: Hands) -> Path:
    path = hands.page.bridge.document.path
    assert path is not None
    return path


def wait(hands: Hands) -> None:
    """Until the jobs beside the window are done."""
    end = time.monotonic() + 20
    while running() and time.monotonic() < end:
        QTest.qWait(5)
    hands.settle()


def save(hands: Hands) -> None:
    hands.window.save()
    wait(hands)


def bar(hands: Hands, key: str) -> MessageBar:
    return hands.window.messages.bar(key)


def shown_bars(hands: Hands) -> list[str]:
    return hands.window.messages.keys()


def words_of(bar: MessageBar) -> str:
    return " ".join(label.text() for label in bar.findChildren(PlainLabel))


def buttons_of(bar: MessageBar) -> list[str]:
    return [button.text() for button in bar.findChildren(QPushButton)]


def press(hands: Hands, bar: MessageBar, words: str) -> None:
    (button,) = (each for each in bar.findChildren(QPushButton) if each.text() == words)
    button.click()
    wait(hands)


def saved_whole(hands: Hands) -> bool:
    ids, amiss = ids_in_file(path_of(hands))
    return amiss == [] and ids == ids_in(hands.page.bridge.document) and "not-saved" not in shown_bars(hands)


def other_person(hands: Hands, home: Path, path: Path | None = None) -> Document:
    return Document.open(path or path_of(hands), Installation(paths.folders(home)), "Ben")


def refuse(number: int) -> Any:
    def replace(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    return replace
