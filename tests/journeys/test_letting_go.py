"""A window that was closed lets go of its board, and of all that showed it."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from evidenceboard.bulk import settle_down
from evidenceboard.ui.app import Program
from tests.journeys.hands import Hands, command


def test_nothing_of_a_closed_window_stays_in_memory(program: Program) -> None:
    first = Hands(program)  # what is made once for all windows is made now
    first.window.wanted.emit("sample", None)
    first.settle()
    hands = Hands(program)
    hands.window.wanted.emit("sample", None)
    hands.settle()
    for name in ("Table view", "Timeline view", "Board", "Find on the board"):
        command(hands, name)
    hands.window.messages.news("Something happened")
    held = [weakref.ref(each) for each in (hands.window, hands.page, hands.page.view, hands.page.bridge.document)]
    settle_down()  # as after a large board was read
    hands.window.close()
    del hands
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    first.settle()
    gc.collect()
    assert [each() for each in held] == [None] * len(held)
