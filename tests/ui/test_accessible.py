"""What a screen reader hears of the canvas, asked for as it asks: through Qt's accessible interfaces."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas import accessible_board
from evidenceboard.ui.canvas.accessible import describe
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.view import BoardView

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
Event = QAccessible.Event

CARDS = [
    ("e", "reported", 0, 0, 200, 100, 0),
    ("c", "claim", 400, 0, 200, 100, 0),
    ("g", "gap", 0, 300, 200, 100, 0),
    ("h", "hypothesis", 400, 300, 200, 100, 0),
    ("far", "claim", 9_000, 9_000, 200, 100, 0),
]
EDGES = [("ec", "e", "c", True, True), ("gec", "g", "ec", True, False), ("ch", "c", "h", False, False)]


def face(card: str) -> CardFace:
    kind = next((kind for name, kind, *_ in CARDS if name == card), "claim")
    foot, grade = ("Kirby", "B3") if kind == "reported" else ("", "")
    return CardFace(card, kind, card.upper(), f"Title of {card}", footer_left=foot, grade=grade)


@pytest.fixture
def geometry() -> Geometry:
    made = Geometry()
    made.load(CARDS, EDGES)
    return made


@pytest.fixture
def view(qtbot: QtBot, geometry: Geometry) -> BoardView:
    accessible_board.install()
    made = BoardView(geometry, lambda cards: [face(card) for card in cards], lambda _photo: None)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    made.look_at(QPointF(300, 200), 1.0)
    return made


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Event, str]]]:
    """A screen reader listens: the events it gets, each with the name of what it is about."""
    QAccessible.setActive(True)
    got: list[tuple[Event, str]] = []
    send = accessible_board.Announcer._send

    def noted(self: accessible_board.Announcer, interface: QAccessibleInterface, kind: Event) -> None:
        got.append((kind, interface.text(NAME)))
        send(self, interface, kind)

    monkeypatch.setattr(accessible_board.Announcer, "_send", noted)
    yield got
    QAccessible.setActive(False)


def board_of(view: BoardView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(view)


def names(board: QAccessibleInterface) -> list[str]:
    return [board.child(number).text(NAME) for number in range(board.childCount())]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("e", "Statement E, B3, Kirby: Title of e; contradicts claim C strongly, undercut by gap G"),
        ("g", "Gap G: Title of g; undercuts the link E contradicts C"),
        ("c", "Claim C: Title of c; supports hypothesis H; contradicted by statement E"),
        ("h", "Hypothesis H: Title of h; supported by claim C"),
        ("ec", "Link, E contradicts C, strong; undercut by gap G"),
        ("gec", "Link, G undercuts E contradicts C, normal"),
    ],
)
def test_a_card_and_its_relations_in_words(geometry: Geometry, record: str, words: str) -> None:
    assert describe(geometry, Faces(lambda cards: [face(card) for card in cards]), record) == words


def test_those_who_support_are_named_while_they_are_few() -> None:
    faces = Faces(lambda cards: [face(card) for card in cards])
    for count, words in ((2, "supported by two, A0 and A1"), (5, "supported by five"), (13, "supported by 13")):
        geometry = Geometry()
        cards = [(f"a{number}", "claim", 0, number * 100, 200, 80, 0) for number in range(count)]
        edges = [(f"x{number}", f"a{number}", "h", False, False) for number in range(count)]
        geometry.load([*cards, ("h", "hypothesis", 400, 0, 200, 80, 0)], edges)
        assert describe(geometry, faces, "h").endswith("; " + words)


def test_the_cards_in_view_are_children_in_reading_order(view: BoardView) -> None:
    board = board_of(view)
    assert board.role() == QAccessible.Role.List and board.text(NAME) == "Board"
    assert board.text(DESCRIPTION) == "5 cards, 3 links"
    assert [name.partition(":")[0] for name in names(board)] == [
        "Statement E, B3, Kirby",
        "Claim C",
        "Gap G",
        "Hypothesis H",
    ]
    card = board.child(1)
    assert card.role() == QAccessible.Role.ListItem
    assert card.text(DESCRIPTION) == "supports hypothesis H; contradicted by statement E"
    assert card.parent() is board and board.indexOfChild(card) == 1
    assert board.child(99) is None and board.child(-1) is None


def test_a_card_lies_where_it_is_seen(view: BoardView) -> None:
    board = board_of(view)
    card = board.child(1)
    middle = view.map_to_view(QPointF(500, 50)).toPoint()
    before = card.rect()
    assert before.adjusted(-1, -1, 1, 1).contains(view.mapToGlobal(middle)) and before.width() == 200
    at = view.mapToGlobal(middle)
    assert board.childAt(at.x(), at.y()) is card
    view.pan_by(-250, 0)
    assert card.rect().left() == before.left() - 250


def test_focus_follows_the_selection(view: BoardView, heard: list[tuple[Event, str]], qtbot: QtBot) -> None:
    board = board_of(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert board.focusChild() is None
    view.set_selection({"c"})
    assert heard[-1] == (Event.Focus, "Claim C: Title of c")
    assert board.focusChild().text(NAME) == "Claim C: Title of c"
    states = {name: board.child(number).state() for number, name in enumerate(names(board))}
    assert [bool(state.selected) for state in states.values()] == [False, True, False, False]
    assert [bool(state.focused) for state in states.values()] == [False, True, False, False]
    view.set_selection({"ec"})
    assert heard[-1] == (Event.Focus, "Link, E contradicts C, strong")
    view.set_selection({"c", "h"})
    assert heard[-1] == (Event.Focus, "Board") and board.text(DESCRIPTION).endswith("; 2 selected")


def test_what_is_selected_far_away_is_a_child_too(view: BoardView) -> None:
    board = board_of(view)
    view.set_selection({"far"})
    assert names(board)[-1] == "Claim FAR: Title of far" and bool(board.child(4).state().offscreen)


def test_a_changed_card_is_told_and_a_removed_one_is_gone(
    view: BoardView, heard: list[tuple[Event, str]], qtbot: QtBot
) -> None:
    board = board_of(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.set_selection({"h"})
    held = board.child(3)
    view.geometry.link("ch", "c", "h", True, False)
    view.cards_changed(["ch"])
    assert heard[-1] == (Event.DescriptionChanged, "Hypothesis H: Title of h")
    view.geometry.drop("h")
    view.cards_changed(["h"])
    assert not Shiboken.isValid(held) and len(names(board)) == 3
    heard.clear()
    qtbot.waitUntil(lambda: (Event.ObjectReorder, "Board") in heard)


def test_a_widget_over_the_canvas_is_a_child_too(view: BoardView, qtbot: QtBot) -> None:
    board = board_of(view)
    view.activateWindow()
    field = QLineEdit("text", view)
    field.setAccessibleName("Editor")
    field.show()
    assert names(board)[-1] == "Editor" and board.indexOfChild(board.child(4)) == 4
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert board.focusChild().text(NAME) == "Editor"


def test_of_a_large_board_only_a_part_is_told(qtbot: QtBot) -> None:
    geometry = Geometry()
    geometry.load([(f"k{n}", "claim", n % 100 * 20, n // 100 * 20, 18, 18, 0) for n in range(3_000)], [])
    view = BoardView(geometry, lambda cards: [face(card) for card in cards], lambda _photo: None)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.look_at(QPointF(1000, 300), 0.3)
    view.set_selection({"k2999"})
    board = board_of(view)
    assert board.childCount() == accessible_board.MOST + 1


def test_where_nobody_listens_nothing_is_worked_out(
    qtbot: QtBot, geometry: Geometry, monkeypatch: pytest.MonkeyPatch
) -> None:
    accessible_board.install()
    made: list[object] = []
    monkeypatch.setattr(accessible_board, "BoardAccessible", made.append)
    view = BoardView(geometry, lambda cards: [face(card) for card in cards], lambda _photo: None)
    qtbot.addWidget(view)
    view.show()
    view.setFocus()
    view.set_selection({"c"})
    view.cards_changed(["c"])
    QApplication.processEvents()
    assert not QAccessible.isActive() and not made


def churn(view: BoardView, times: int) -> None:
    """Ask for everything while cards come and go."""
    board = board_of(view)
    for number in range(times):
        names(board)
        new = f"n{number}"
        view.geometry.place(new, "claim", number % 20 * 30, 100, 200, 100)
        view.cards_changed([new])
        view.set_selection({new})
        assert names(board)
        view.geometry.drop(new)
        view.cards_changed([new])
        gc.collect(0)


def test_interfaces_come_and_go_with_their_cards_and_canvas(
    qtbot: QtBot, heard: list[tuple[Event, str]], geometry: Geometry
) -> None:
    for _ in range(4):
        holder = QWidget()
        holder.resize(800, 600)
        view = BoardView(geometry, lambda cards: [face(card) for card in cards], lambda _photo: None, holder)
        view.resize(800, 600)
        holder.show()
        view.setFocus()
        view.look_at(QPointF(300, 200), 1.0)
        churn(view, 50)
        board = board_of(view)
        card = board.child(0)
        holder.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not Shiboken.isValid(board) and not Shiboken.isValid(card)
        del holder, view, board, card
        gc.collect()


ENDS: dict[str, Callable[[], str]] = {
    "with the canvas on the screen": lambda: "",
    "after the canvas": lambda: "view.deleteLater(); app.sendPostedEvents(None, QEvent.Type.DeferredDelete)",
    "after a sudden end": lambda: "sys.exit(0)",
}


@pytest.mark.parametrize("end", ENDS)
def test_the_program_ends_in_peace_while_a_screen_reader_holds_cards(end: str) -> None:
    program = f"""
import sys
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.application import make_app
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.view import BoardView
app = make_app()
geometry = Geometry()
geometry.load([("a", "claim", 0, 0, 200, 100, 0), ("b", "gap", 300, 0, 200, 100, 0)], [])
view = BoardView(geometry, lambda cards: [CardFace(card, "claim") for card in cards], lambda photo: None)
view.show()
app.processEvents()
board = QAccessible.queryAccessibleInterface(view)
held = [board.child(number) for number in range(board.childCount())]
assert len(held) == 2
{ENDS[end]()}
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env={**os.environ}, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
