"""Errors that nobody foresaw, everywhere in a board that is full of marks: no report and no log bears one of them."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRunnable, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store import writing
from evidenceboard.ui import jobs, logbook
from evidenceboard.ui.dialogs.crash import CrashDialog
from evidenceboard.ui.unforeseen import Unforeseen
from tests.faults.test_hostile_texts import fill
from tests.faults.window import wait
from tests.journeys.conftest import hands, new, program
from tests.journeys.hands import Hands

__all__ = ["hands", "new", "program"]

MARK = "Qzxvessel"  # a word that stands nowhere in the program


@pytest.fixture
def marked(new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Hands, Path]]:
    """A board with the mark in every field and in the name of its file; and the log."""
    fill(new, MARK)
    new.save_to(tmp_path / f"{MARK}.board")
    handler = logbook.begin(tmp_path / "logs")
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    Unforeseen(new.program).install()
    yield new, tmp_path / "logs" / logbook.NAME
    for dialog in dialogs():
        dialog.accept()
    assert handler is not None
    logbook.log.removeHandler(handler)
    handler.close()


def dialogs() -> list[CrashDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashDialog) and each.isVisible()]


def raising(*said: Any, **more: Any) -> Any:
    """What fails tells all that it was given, as errors of libraries do."""
    raise ValueError(f"{said!r} {more!r} {MARK}")


def hooked(work: Callable[[], object]) -> None:
    """Do something as Qt would: what is raised ends in the hook."""
    try:
        work()
    except ValueError as problem:
        sys.excepthook(type(problem), problem, problem.__traceback__)


def commit(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "insert_log", raising)
    action = commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": MARK})
    hooked(lambda: hands.page.bridge.commit(action))


def in_a_job(hands: Hands, _monkeypatch: pytest.MonkeyPatch) -> None:
    path = hands.page.bridge.document.path
    jobs.run(f"Read {MARK}", lambda _report: raising(path), print, hands.window.messages.error)
    wait(hands)


def in_a_thread(_hands: Hands, _monkeypatch: pytest.MonkeyPatch) -> None:
    thread = threading.Thread(target=raising, name=MARK)
    thread.start()
    thread.join()


class _Failing(QRunnable):
    def run(self) -> None:
        raising(MARK)


def in_a_thread_of_qt(_hands: Hands, _monkeypatch: pytest.MonkeyPatch) -> None:
    QThreadPool.globalInstance().start(_Failing())
    QThreadPool.globalInstance().waitForDone()


class _Sticky:
    def __del__(self) -> None:
        raising(MARK)


def in_a_destructor(_hands: Hands, _monkeypatch: pytest.MonkeyPatch) -> None:
    _Sticky()


def while_it_is_read(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(hands.board), "record", raising)
    hooked(lambda: hands.page.view.set_selection(frozenset(hands.page.view.geometry.cards)))
    hooked(hands.settle)
    monkeypatch.undo()


@pytest.mark.parametrize(
    "place",
    [
        commit,
        in_a_job,
        in_a_thread,
        in_a_thread_of_qt,
        in_a_destructor,
        while_it_is_read,
    ],
)
def test_no_mark_of_the_board_is_in_report_log_or_print(
    place: Callable[[Hands, pytest.MonkeyPatch], None],
    marked: tuple[Hands, Path], monkeypatch: pytest.MonkeyPatch, capfd: Any, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    hands, log = marked
    place(hands, monkeypatch)
    QApplication.processEvents()
    written, told = log.read_text("utf-8"), capfd.readouterr()
    said = [each.toPlainText() for dialog in dialogs() for each in dialog.findChildren(QPlainTextEdit)]
    for dialog in dialogs():
        dialog.copy.click()
        said.append(QGuiApplication.clipboard().text())
    assert "ValueError" in written
    for text in (written, told.out, told.err, *said):
        assert MARK not in text
    for record in caplog.records:
        assert record.levelno <= logging.ERROR and MARK not in record.getMessage()
    caplog.clear()
