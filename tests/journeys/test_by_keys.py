"""The founding case built without a pointer: cards, links, undercuts, sources and grades, with keys alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from evidenceboard.document import Document
from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.app import sample_document
from tests.journeys.hands import ALT, CONTROL, SHIFT, Hands
from tests.journeys.keyboard import Keyboard, keyed

Key = Qt.Key
WRITES = {"reported": Key.Key_R, "claim": Key.Key_S, "assumption": Key.Key_A, "gap": Key.Key_G, None: Key.Key_H}


@pytest.fixture
def sample(hands: Hands) -> Iterator[Document]:
    document = sample_document(hands.program.installation, "Ana Lyst")
    yield document
    document.close()


def described(board: Board) -> dict[str, Any]:
    """Cards and links by the words on them, whatever their ids are."""

    def title(record: RecordId) -> Any:
        if kind_of(record) == "edge":
            return title(board.value(record, "from")), title(board.value(record, "to"))
        return board.value(record, "title")

    def graded(card: RecordId) -> tuple[Any, ...]:
        source = board.value(card, "source")
        who = (board.value(source, "name"), board.value(source, "reliability")) if source else None
        return who, *(board.value(card, field) for field in ("kind", "role", "credibility", "assumption"))

    cards = {title(card): graded(card) for card in board.live("card")}
    links = {title(edge): (board.value(edge, "kind"), board.value(edge, "strength")) for edge in board.live("edge")}
    return {"cards": cards, "links": links}


def build(keyboard: Keyboard, sample: Board) -> None:
    """Every card, then every link, those onto links after those they undercut."""
    new: dict[RecordId, RecordId] = {}
    for card in sample.live("card"):
        values = sample.record(card).shown_values()
        if values["kind"] == "photo":
            new[card] = keyboard.paste_photo(values["title"])
        else:
            new[card] = keyboard.write(values["title"], WRITES[values.get("role")])
    edges = sorted(sample.live("edge"), key=lambda edge: kind_of(sample.value(edge, "to")) == "edge")
    board = keyboard.hands.board
    for edge in edges:
        values = sample.record(edge).shown_values()
        keyboard.link(new[values["from"]], new[values["to"]], values["kind"], values["strength"])
        new[edge] = next(each for each in board.live("edge") if each not in new.values())


def grade(keyboard: Keyboard, sample: Board) -> None:
    """Sources, reliability, credibility and what an assumption rests on, in the inspector."""
    for card in sample.live("card"):
        values = sample.record(card).shown_values()
        if values.get("source"):
            source = sample.record(values["source"]).shown_values()
            keyboard.select(keyboard.titled(values["title"]))
            keyboard.go_to("Source")
            keyboard.type(source["name"])
            keyboard.press(Key.Key_Return)
            keyboard.home()
            keyboard.go_to("Reliability of the source")
            keyboard.type(source["reliability"])
            keyboard.home()
            keyboard.go_to("Credibility")
            keyboard.type(str(values["credibility"]))
            keyboard.home()
        elif values.get("assumption"):
            keyboard.select(keyboard.titled(values["title"]))
            keyboard.go_to("Level of the assumption")
            keyboard.type(values["assumption"])
            keyboard.home()


def test_the_founding_case_by_keys_alone(hands: Hands, sample: Document) -> None:
    keyboard = Keyboard(hands)
    keyboard.press(Key.Key_N, CONTROL)
    build(keyboard, sample.board)
    assert (len(hands.cards()), len(hands.edges())) == (16, 21)
    grade(keyboard, sample.board)
    assert described(hands.board) == described(sample.board)
    undercuts = [edge for edge in hands.edges() if kind_of(hands.board.value(edge, "to")) == "edge"]
    assert len(undercuts) == 3


def test_a_link_is_selected_changed_and_left_by_keys(case: Hands) -> None:
    keyboard, view = Keyboard(case), case.page.view
    keyboard.select(keyed(case, "E4"))
    seen = set()
    for _ in range(4):
        keyboard.press(Key.Key_L)
        seen |= view.selection
    assert seen == {keyed(case, "E4-C2"), keyed(case, "A2-E4-C2")}
    while view.selection != {keyed(case, "E4-C2")}:
        keyboard.press(Key.Key_L)
    keyboard.press(Key.Key_2)
    assert case.board.value(keyed(case, "E4-C2"), "strength") == "strong"
    ends = set()
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down):
        keyboard.press(key, ALT)
        ends |= view.selection
        view.set_selection({keyed(case, "E4-C2")})
    assert {keyed(case, "E4"), keyed(case, "C2")} <= ends
    keyboard.press(Key.Key_Delete)
    assert len(case.edges()) == 19  # what undercut it is gone with it


def test_l_goes_back_with_shift(case: Hands) -> None:
    keyboard, view = Keyboard(case), case.page.view
    keyboard.select(keyed(case, "C1"))
    walked = []
    for _ in range(5):
        keyboard.press(Key.Key_L)
        walked += view.selection
    for expected in reversed(walked[:-1]):
        keyboard.press(Key.Key_L, SHIFT)
        assert view.selection == {expected}


def test_f6_goes_round_the_window_and_back(case: Hands) -> None:
    keyboard, shown = Keyboard(case), case.window.shown
    assert shown is not None
    case.page.view.setFocus()
    parts = [shown.views, shown.panels, case.window.top, case.window.strip, case.window.status]

    def here() -> int:
        return next(n for n, part in enumerate(parts) if part.isAncestorOf(QApplication.focusWidget()))

    seen = []
    for _ in range(len(parts) + 1):
        seen.append(here())
        keyboard.press(Key.Key_F6)
    assert seen == [0, 1, 2, 3, 4, 0]
    for expected in (0, 4, 3):
        keyboard.press(Key.Key_F6, SHIFT)
        assert here() == expected


def test_f6_goes_on_when_what_had_the_focus_in_a_part_is_gone(built: Hands, qtbot: QtBot) -> None:
    keyboard, shown = Keyboard(built), built.window.shown
    assert shown is not None
    *_, third = built.cards()
    (last,) = (edge for edge in built.edges() if built.board.value(edge, "kind") == "contradict")
    keyboard.select(third)
    keyboard.press(Key.Key_F6)
    row = shown.panels.inspector.card.links.row(last)
    assert row is not None
    while not row.isAncestorOf(QApplication.focusWidget()):
        keyboard.press(Key.Key_Tab)
        assert shown.panels.isAncestorOf(QApplication.focusWidget())
    keyboard.press(Key.Key_F6, SHIFT)
    keyboard.press(Key.Key_Z, CONTROL)  # takes the link back, and its row with it
    assert last not in built.edges()
    qtbot.waitUntil(lambda: not Shiboken.isValid(row))
    keyboard.press(Key.Key_F6)
    assert shown.panels.isAncestorOf(QApplication.focusWidget())


def test_no_key_makes_the_focus_vanish(case: Hands) -> None:
    """Tab, Enter, Esc and F6 in any order, in every part of the window."""
    keyboard, dice = Keyboard(case), random.Random(7)
    case.page.view.set_selection({keyed(case, "E4")})
    keys = [Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_F6]
    for _ in range(150):
        keyboard.press(dice.choice(keys))
        assert QApplication.focusWidget() is not None


def test_letters_in_the_inspector_are_no_commands(case: Hands) -> None:
    keyboard = Keyboard(case)
    keyboard.select(keyed(case, "E4"))
    keyboard.go_to("Reliability of the source")
    keyboard.type("A")
    assert case.board.value(case.board.value(keyed(case, "E4"), "source"), "reliability") == "A"
    assert len(case.cards()) == 16 and not case.page.writing.editor.writing
    keyboard.home()
    keyboard.go_to("Role")
    keyboard.type("gap")
    assert case.board.value(keyed(case, "E4"), "role") == "gap" and len(case.cards()) == 16
