"""Row 1: a crash while a part of a photo is being marked. Its box is kept from the moment it was drawn."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from evidenceboard.document import Document
from tests.journeys.conftest import hands, new, program, shot
from tests.journeys.hands import Hands
from tests.journeys.parts_hands import SHIFT, at, parts, photo_of

__all__ = ["hands", "new", "program", "shot"]


def mark(shot: Hands, words: str) -> None:
    """Draw a box on the photo and type so far."""
    shot.key(Qt.Key.Key_R, SHIFT)
    shot.drag(at(shot, 0.3, 0.25), at(shot, 0.6, 0.55))
    if words:
        QTest.keyClicks(shot.page.parts.note_field, words)
    filing = shot.page.bridge.document.filing
    shot.wait_for(lambda: len(filing.drafts()) == 1 + bool(words))


def crashed(shot: Hands) -> Hands:
    """What was kept of it is offered by the next start; nothing of it is on the board."""
    document = shot.page.bridge.document
    kept, parts_before = document.filing.drafts(), set(parts(shot))
    QTest.keyClick(shot.page.parts.note_field, Qt.Key.Key_Escape)
    for draft in kept:
        document.filing.keep_draft(*draft)  # as it lay there when the program died
    assert set(parts(shot)) == parts_before
    board_id, installation, author = document.board_id, document.installation, shot.program.author
    shot.window.let_go()
    shot.window.set_document(Document.open_draft(board_id, installation, author))
    shot.settle()
    return shot


def put_back(shot: Hands, part: str) -> None:
    bar = shot.window.messages.bar(f"draft-{part}")
    (button,) = (each for each in bar.findChildren(QPushButton) if each.text() == "Put it back")
    button.click()
    shot.settle()


@pytest.mark.parametrize("words", ["", "a serial num"])
def test_row_1_the_box_of_a_part_that_is_just_being_marked_outlives_a_crash(shot: Hands, words: str) -> None:
    photo, before = photo_of(shot), set(parts(shot))
    mark(shot, words)
    part, _field, box = shot.page.bridge.document.filing.drafts()[-1]
    put_back(crashed(shot), part)
    (made,) = set(parts(shot)) - before
    assert made == part and (shot.board.value(made, "note") or "") == words
    assert [shot.board.value(made, "card"), *shot.board.value(made, "rect")] == json.loads(box)
    assert json.loads(box)[:2] == [photo, pytest.approx(0.3, abs=0.02)]
    assert shot.page.bridge.document.filing.drafts() == []
    shot.window.undo()
    shot.settle()
    assert set(parts(shot)) == before, "it is one step"


def test_row_1_a_part_that_was_given_up_is_not_offered(shot: Hands) -> None:
    mark(shot, "no")
    QTest.keyClick(shot.page.parts.note_field, Qt.Key.Key_Escape)
    assert shot.page.bridge.document.filing.drafts() == []
