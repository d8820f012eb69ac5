"""The real window with boards whose content is absurd: it shows what can be shown, and nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from evidenceboard.model.ids import FIRST_SHEET, place_id
from evidenceboard.ui.dialogs.left_out import LeftOutDialog
from evidenceboard.ui.panels.card_photo import CardPhoto
from tests.faults import fuzz
from tests.faults.absurd import YEAR_9999, Forger, change, forged, plant
from tests.faults.conftest import Tried
from tests.faults.tour import Tour, watched
from tests.journeys.conftest import hands, program
from tests.journeys.hands import Hands

__all__ = ["hands", "program"]

A, B = (f"card:{number:032x}" for number in range(2))


def test_row_72_windows_full_of_absurd_content(
    hands: Hands, make: Any, same_names: None, tmp_path: Path, tried: Tried
) -> None:
    stops = 0
    count = max(2, fuzz.cases(0) // 2_000)
    for number in range(count):
        with fuzz.named(number):
            board = make.board(f"absurd-{number}.board", cards=8)
            plant(board, Forger(f"window {number}").changesets(25))
            hands.open(board)
            assert hands.window.document is not None, hands.told()
            tour = Tour(hands)
            tour.walk()
            stops += tour.stops
            hands.window.let_go()
    tried(count, places_looked_at=stops)


def press(hands: Hands, words: str) -> None:
    found = hands.window.messages.findChildren(QPushButton)
    (button,) = [each for each in found if each.text().strip() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.settle()


def listing(hands: Hands) -> str:
    press(hands, "Show")
    widgets = QApplication.topLevelWidgets()
    (shown,) = [each for each in widgets if isinstance(each, LeftOutDialog) and each.isVisible()]
    text = shown.text()
    shown.close()
    return text


def test_row_65_what_cannot_be_shown_is_told_and_listed_when_a_board_is_opened(hands: Hands, make: Any) -> None:
    board = make.board()
    plant(board, [forged(change(A, credibility=["B", [2]], base="much")), forged(change(B, title="x"), wall=YEAR_9999)])
    hands.open(board)
    assert "3 things of this file are not as they should be" in hands.told() and "stay on the board" in hands.told()
    text = listing(hands)
    assert "credibility" in text and "far ahead" in text


def test_row_65_values_of_a_wrong_form_may_be_chosen_between(hands: Hands, make: Any) -> None:
    """A list where a word belongs once ended the whole program as soon as "What needs you" was shown."""
    board = make.board()
    wrong = ["a", {"b": [1]}], {"x": 10**400}, [[]], True, "</td>"
    plant(board, [forged(change(A, credibility=value, certainty=value)) for value in wrong])
    hands.open(board)
    hands.window.show_conflicts()
    hands.settle()
    hands.window.grab()
    assert hands.window.shown is not None and hands.window.shown.panels.conflicts.choices()


def test_row_74_cards_on_one_point_are_told_of_and_spread(hands: Hands, make: Any, tried: Tried) -> None:
    """A hundred here; a hundred thousand take the same way, and some seconds to be moved."""
    cards = [f"card:{number:x}" for number in range(0x1000, 0x1064)]
    edits = [change(card, kind="statement", title="one of many") for card in cards]
    spots = [change(place_id(FIRST_SHEET, card), sheet=FIRST_SHEET, card=card, pos=[7.0, 7.0]) for card in cards]
    board = make.board()
    plant(board, [forged(*edits, *spots)])
    hands.open(board)
    assert "100 cards lie on one point" in hands.told()
    press(hands, "Spread them")
    sheet = hands.page.view.geometry
    points = {(float(sheet.x[sheet.row[card]]), float(sheet.y[sheet.row[card]])) for card in cards}
    assert len(points) == 100 and hands.window.messages.keys().count("crowd") == 0
    hands.window.undo()
    hands.settle()
    assert {(float(sheet.x[sheet.row[card]]), float(sheet.y[sheet.row[card]])) for card in cards} == {(7.0, 7.0)}
    tried(len(cards))


def test_row_75_an_altered_photo_says_so_and_gives_its_bytes(hands: Hands, make: Any, tmp_path: Path) -> None:
    board = make.with_sql(make.board(), f"UPDATE sqlar SET data = x'ffd8ff00{'00' * 90}', sz = 94")
    hands.open(board)
    (card,) = [each for each in hands.cards() if hands.board.value(each, "kind") == "photo"]
    hands.page.view.set_selection(frozenset((card,)))
    hands.settle()
    assert any("it was altered" in words for words in hands.words())
    photo = hands.board.value(card, "photo")
    assert hands.page.view.thumbnails.fitted(photo, 64, 64) is None
    hands.settle()
    assert hands.page.view.thumbnails.problem(photo).startswith("Photo was altered")
    (section,) = hands.window.findChildren(CardPhoto)
    section.save_to(tmp_path / "bytes.bin")
    hands.settle()
    assert (tmp_path / "bytes.bin").read_bytes() == b"\xff\xd8\xff\0" + bytes(90)


def test_row_117_the_whole_window_without_a_network(hands: Hands, make: Any, tried: Tried) -> None:
    """Every test refuses the network; this one walks the window and sees that nobody even asked for it."""
    with watched() as opened:
        hands.window.wanted.emit("sample", None)
        hands.settle()
        tour = Tour(hands)
        tour.walk()
    assert not [each for each in opened if each.startswith(("socket", "subprocess.Popen")) and "python" not in each]
    tried(1, places_looked_at=tour.stops)
