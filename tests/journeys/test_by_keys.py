"""The founding case built without a pointer: cards, links, undercuts, sources and grades, with keys alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.document import Document
from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.app import sample_document
from evidenceboard.ui.canvas.tools.link import LinkTool
from tests.journeys.hands import ALT, CONTROL, NONE, SHIFT, Hands

Key = Qt.Key
WRITES = {"reported": Key.Key_R, "claim": Key.Key_S, "assumption": Key.Key_A, "gap": Key.Key_G, None: Key.Key_H}


@pytest.fixture
def sample(hands: Hands) -> Iterator[Document]:
    document = sample_document(hands.program.installation, "Ana Lyst")
    yield document
    document.close()


@dataclass
class Keyboard:
    """A person without a pointer. What is found out by looking or hearing is read from what the window shows."""

    hands: Hands

    def press(self, key: Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.hands.key(key, *modifiers)
        QApplication.processEvents()
        window = self.hands.window
        if not window.isActiveWindow() and QApplication.activePopupWidget() is None:
            window.activateWindow()  # a desktop does so when a popup closes; the platform without a screen does not
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Into whatever has the focus; it must be a field by itself."""
        widget = QApplication.focusWidget()
        assert widget is not None and widget is not self.hands.page.view
        for sign in text:
            if sign.isascii():
                QTest.keyClicks(widget, sign)
            else:  # QTest knows no others
                QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))

    def titled(self, title: str) -> RecordId:
        board = self.hands.board
        return next(card for card in board.live("card") if board.value(card, "title") == title)

    def select(self, card: RecordId) -> None:
        view = self.hands.page.view
        for _ in range(40):
            if view.selection == {card}:
                return
            self.press(Key.Key_Tab)
        raise AssertionError("Tab does not come to the card")

    def write(self, title: str, key: Key) -> RecordId:
        self.press(key)
        self.type(title)
        self.press(Key.Key_Escape)
        return self.titled(title)

    def paste_photo(self, title: str) -> RecordId:
        picture = QImage(60, 40, QImage.Format.Format_RGB32)
        picture.fill(QColor("teal"))
        QGuiApplication.clipboard().setImage(picture)
        self.press(Key.Key_V, CONTROL)
        self.press(Key.Key_Return)
        self.press(Key.Key_A, CONTROL)
        self.type(title)
        self.press(Key.Key_Escape)
        return self.titled(title)

    def link(self, tail: RecordId, head: RecordId, kind: str, strength: str) -> None:
        """From a card to a card, or onto a link."""
        board = self.hands.board
        self.select(tail)
        self.press(Key.Key_E)
        tool = self.hands.page.hand.tool
        assert isinstance(tool, LinkTool)
        if kind_of(head) == "card":
            self._aim_at_card(tool, head)
        else:
            self._aim_at_card(tool, board.value(head, "to"))
            self._aim_at_link(tool, head)
        self.press(Key.Key_Minus if kind == "contradict" else Key.Key_Plus)
        self.press(Key.Key_2 if strength == "strong" else Key.Key_1)
        self.press(Key.Key_Return)

    def _aim_at_card(self, tool: LinkTool, card: RecordId) -> None:
        """Arrows towards it while they lead there, then Tab."""
        geometry = self.hands.page.view.geometry
        for _ in range(8):
            if tool._target == card:
                return
            row, here = geometry.row[card], geometry.row[tool._card]
            down, across = geometry.y[row] - geometry.y[here], geometry.x[row] - geometry.x[here]
            vertical = abs(down) >= abs(across)
            self.press((Key.Key_Down if down > 0 else Key.Key_Up) if vertical else
                       (Key.Key_Right if across > 0 else Key.Key_Left))  # fmt: skip
        for _ in range(20):
            if tool._target == card:
                return
            self.press(Key.Key_Tab)
        raise AssertionError("neither the arrows nor Tab come to the card")

    def _aim_at_link(self, tool: LinkTool, edge: RecordId) -> None:
        for _ in range(12):
            if tool._target == edge:
                assert "undercuts" in tool._words()
                return
            self.press(Key.Key_L)
        raise AssertionError("L does not come to the link")

    def go_to(self, name: str) -> None:
        """From the canvas into a field of the inspector: F6, which goes to where one was last, then Tab or back."""
        assert self.hands.window.shown is not None
        panels = self.hands.window.shown.panels
        for key in (Key.Key_Tab, Key.Key_Backtab):
            self.press(Key.Key_F6)
            assert panels.isAncestorOf(QApplication.focusWidget())
            while (focused := QApplication.focusWidget()) is not None and panels.isAncestorOf(focused):
                if name in (focused.accessibleName(), focused.parentWidget().accessibleName()):
                    return
                self.press(key)
            self.hands.page.view.setFocus()
        raise AssertionError(f"Tab does not come to “{name}”")

    def home(self) -> None:
        if QApplication.focusWidget() is not self.hands.page.view:
            self.press(Key.Key_Escape)
        assert QApplication.focusWidget() is self.hands.page.view


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


def keyed(hands: Hands, key: str) -> RecordId:
    return next(r for r in [*hands.cards(), *hands.edges()] if hands.board.value(r, "key") == key)


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
    parts = [shown.left, shown.panels, case.window.top, case.window.strip, case.window.status]

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
