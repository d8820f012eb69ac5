"""Hands on the replay of the real window, and what of it is asked again and again."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.panels.then import ThenPanel
from evidenceboard.ui.replay.bar import ReplayBar
from evidenceboard.ui.replay.replaying import Replaying
from tests.journeys.hands import CONTROL, SHIFT, Hands

Key = Qt.Key
EIGHTH, NINTH, TENTH = (date(2024, 1, each).toordinal() for each in (8, 9, 10))


def bar(hands: Hands) -> ReplayBar:
    assert hands.window.shown is not None
    return hands.window.shown.replay_bar


def replaying(hands: Hands) -> Replaying:
    return bar(hands).replaying


def panel(hands: Hands) -> ThenPanel:
    assert hands.window.shown is not None
    return hands.window.shown.panels.then


def begin(hands: Hands, clock: str) -> ReplayBar:
    """Open the replay by its keys, and choose a clock with the mouse."""
    hands.key(Key.Key_R, CONTROL, SHIFT)
    hands.settle()
    (segment,) = [each for each in bar(hands).clock.segments() if each.words == clock]
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton, pos=segment.rect().center())
    arrive(hands)
    return bar(hands)


def arrive(hands: Hands) -> None:
    hands.wait_for(lambda: not replaying(hands).busy and not hands.page.bridge.standings.busy)


def press_at(hands: Hands, place: int) -> None:
    slider = bar(hands).slider
    at = QPoint(round(slider.x_of(place)), slider.height() // 2)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=at)
    arrive(hands)


def press(hands: Hands, key: Qt.Key) -> None:
    QTest.keyClick(bar(hands).slider, key)
    arrive(hands)


def keyed(hands: Hands, key: str) -> RecordId:
    return next(card for card in hands.cards() if hands.board.value(card, "key") == key)


def rank(hands: Hands, key: str) -> str:
    """The rank on a card as the canvas has it."""
    return hands.page.view.faces.of([keyed(hands, key)])[0].rank


def kept(hands: Hands) -> list[bytes]:
    """The working copy as it lies on the disk."""
    path = hands.page.bridge.document.log.path
    return [each.read_bytes() for each in (path, path.with_name(path.name + "-wal")) if each.exists()]
