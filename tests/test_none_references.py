"""PySide6 6.12.0 loses one reference to None with every void call, until Python 3.11 aborts."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

CALLS = 500


def test_void_calls_keep_their_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(CALLS):
        thing.setObjectName(str(number))
    assert sys.getrefcount(None) - before > -CALLS // 5
