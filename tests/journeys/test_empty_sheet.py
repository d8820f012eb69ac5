"""What an empty sheet says, and when it is silent."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.journeys.hands import Hands, command


def test_an_empty_sheet_says_how_the_first_card_comes_to_it(hands: Hands) -> None:
    command(hands, "New board")
    hands.settle()
    view, empty = hands.page.view, hands.page.empty
    spoken = view.grab().toImage()
    view.overlays.remove(empty.paint)
    assert empty.speaks and view.grab().toImage() != spoken
    hands.key(Qt.Key.Key_S)
    assert not empty.speaks, "somebody writes"
    hands.write("A claim")
    assert view.geometry.cards and not empty.speaks
    command(hands, "Undo")
    assert empty.speaks
