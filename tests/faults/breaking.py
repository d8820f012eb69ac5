"""A window in which something fails whenever it is painted; run by scripts of the tests in a process of its own."""

from __future__ import annotations

import gc
import importlib
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from evidenceboard import paths
from evidenceboard.decoding import pool
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation
from evidenceboard.ui import logbook
from evidenceboard.ui.app import Program
from evidenceboard.ui.application import make_app
from evidenceboard.ui.dialogs.crash import CrashDialog
from evidenceboard.ui.unforeseen import Unforeseen
from tests.faults.judging import ids_in, ids_in_file
from tests.journeys.hands import Hands

ROUNDS = 6
PATIENCE = 10.0  # seconds


def window(folder: str) -> tuple[Hands, Path]:
    """The founding case on the screen, saved; and the log."""
    logs = Path(folder) / "logs"
    logbook.begin(logs)
    program = Program(make_app(), Installation(paths.folders()))
    program._change(author="Ana Lyst")
    Unforeseen(program).install()
    hands = Hands(program)
    hands.window.wanted.emit("sample", None)
    hands.settle()
    hands.save_to(Path(folder) / "case.board")
    hands.window.messages.tell("info", "a bar")
    hands.settle()
    return hands, logs / logbook.NAME


def break_painting(place: str, secret: str) -> None:
    """From now on this function of the window's, or this method, fails; what it raises is a word of the board."""

    def fail(*_: Any, **__: Any) -> Any:
        raise ValueError(secret)

    module, _, name = place.rpartition(".")
    owner: Any
    try:
        owner = importlib.import_module(f"evidenceboard.ui.{module}")
    except ModuleNotFoundError:
        module, _, kind = module.rpartition(".")
        owner = getattr(importlib.import_module(f"evidenceboard.ui.{module}"), kind)
    assert callable(getattr(owner, name))
    setattr(owner, name, fail)


def main(place: str, folder: str, secret: str) -> int:
    """Paint everything again and again within the loop of the program, as a person's screen does."""
    hands, log = window(folder)
    break_painting(place, secret)
    rounds = iter(range(ROUNDS))
    timer = QTimer(interval=20)

    def again() -> None:
        for each in QApplication.allWidgets():
            each.update()
        hands.page.view.zoom_at(hands.page.view.rect().center().toPointF(), 1.2)
        gc.collect()
        if next(rounds, None) is None:
            timer.stop()
            tell(hands, log)
            hands.program.app.quit()

    timer.timeout.connect(again)
    timer.start()
    return int(hands.program.app.exec())


def tell(hands: Hands, log: Path) -> None:
    """What came of it, in print: how many dialogs stand there, what they and the log say, and that work goes on."""
    end = time.monotonic() + PATIENCE
    while not (dialogs := dialogs_seen()) and time.monotonic() < end:  # it opens in a turn of its own
        QApplication.processEvents()
    print("told", len(dialogs), "dialogs")
    for dialog in dialogs:
        print(*(each.toPlainText() for each in dialog.findChildren(QPlainTextEdit)))
    print(log.read_text("utf-8"))
    made = hands.page.bridge.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 400.0), {"title": "after"}))
    hands.page.bridge.document.publish()
    if made is not None and ids_in(hands.page.bridge.document) == ids_in_file(file_of(hands))[0]:
        print("still saves")
    pool.close()


def dialogs_seen() -> list[CrashDialog]:
    """Those that stand there."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog) and each.isVisible()]


def file_of(hands: Hands) -> Path:
    path = hands.page.bridge.document.path
    assert path is not None
    return path
