"""One thousand random edits, by turns in the matrix and on the canvas: both always say the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PySide6.QtCore import Qt

from evidenceboard.model.commands import link, set_fields
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.view_stack import VIEWS
from evidenceboard.ui.views.matrix import MatrixView
from tests.journeys.hands import CONTROL, SHIFT, Hands, command
from tests.journeys.matrix_hands import Matrix, cells_of

EDITS, TURN = 1_000, 50
Key = Qt.Key
LETTERS = {
    ("support", "normal"): "C",
    ("support", "strong"): "CC",
    ("contradict", "normal"): "I",
    ("contradict", "strong"): "II",
}


def links_of(hands: Hands) -> dict[tuple[str, str], str]:
    """The live links from what is no hypothesis to one, as letters; what was retracted gives nothing."""
    board, found = hands.board, {}
    for edge in board.live("edge"):
        tail, head = board.value(edge, "from"), board.value(edge, "to")
        if kind_of(head) == "card" and board.value(head, "kind") == "hypothesis" != board.value(tail, "kind"):
            kinds = board.value(edge, "kind") or "support", board.value(edge, "strength") or "normal"
            if board.value(tail, "status") != "retracted":
                found[tail, head] = LETTERS[kinds]
    return found


class Editor:
    """Somebody who edits the same links in two places."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.dice = hands, Random(11)
        self.done, self.written = dict[str, int](), dict[str, int]()  # how often, and how many steps came of it
        self.kept: list[object] = []
        hands.page.bridge.committed.connect(self.kept.append)
        self.matrix = Matrix(hands)
        self.rivals = [each for each in hands.cards() if hands.board.value(each, "kind") == "hypothesis"]
        self.items = [each for each in hands.cards() if hands.board.value(each, "role") in ("reported", "claim")]
        self.in_matrix = (self.rate, self.rate, self.rate, self.turn, self.back, self.again, self.grade, self.retract)
        self.on_canvas = (self.by_link, self.by_link, self.by_sign, self.by_strength, self.away, self.back, self.again)

    def edit(self, acts: tuple[Callable[[], None], ...]) -> None:
        act, before = self.dice.choice(acts), len(self.kept)
        act()
        name = act.__name__
        self.done[name] = self.done.get(name, 0) + 1
        self.written[name] = self.written.get(name, 0) + len(self.kept) - before
        self.hands.page.bridge.standings.settle()

    # In the matrix

    def rate(self) -> None:
        table = self.matrix.view.grid.table
        if table is not None and table.matrix.columns:
            high, wide = table.matrix.cells.shape
            self.matrix.view.grid.set_current((self.dice.randrange(high), self.dice.randrange(wide)))
            keys = (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_Delete, Key.Key_I, Key.Key_C)
            self.hands.key(self.dice.choice(keys))

    def turn(self) -> None:
        self.hands.key(Key.Key_T)

    def grade(self) -> None:
        fields = {"credibility": self.dice.randint(1, 6)}
        self.hands.page.bridge.commit(set_fields(self.dice.choice(self.items), fields))

    def retract(self) -> None:
        card = self.dice.choice(self.items)
        status = "live" if self.hands.board.value(card, "status") == "retracted" else "retracted"
        self.hands.page.bridge.commit(set_fields(card, {"status": status}))

    # On the canvas

    def by_link(self) -> None:
        item, rival = self.dice.choice(self.items), self.dice.choice(self.rivals)
        kind, strength = self.dice.choice(("support", "contradict")), self.dice.choice(("normal", "strong"))
        bridge = self.hands.page.bridge
        bridge.attempt(lambda: link(self.hands.board, [item], rival, kind, strength))

    def a_link(self) -> RecordId | None:
        """One of the links, selected on the canvas."""
        shown = self.hands.page.view.geometry.edge_row
        links = [edge for edge in sorted(self.hands.board.live("edge")) if edge in shown]
        edge = self.dice.choice(links) if links else None
        self.hands.page.view.set_selection({edge} if edge else frozenset())
        self.hands.page.view.setFocus()
        return edge

    def by_sign(self) -> None:
        if self.a_link():
            self.hands.key(self.dice.choice((Key.Key_Plus, Key.Key_Minus)))

    def by_strength(self) -> None:
        if self.a_link():
            self.hands.key(self.dice.choice((Key.Key_1, Key.Key_2)))

    def away(self) -> None:
        if self.a_link():
            self.hands.key(Key.Key_Delete)

    # In both

    def back(self) -> None:
        self.hands.key(Key.Key_Z, CONTROL)

    def again(self) -> None:
        self.hands.key(Key.Key_Z, CONTROL, SHIFT)


def numbers_of(view: MatrixView) -> object:
    """Everything that a matrix shows beside its cells."""
    table = view.grid.table
    assert table is not None
    return table.matrix.rows, table.matrix.columns, table.scores, table.power, table.power_leading, table.edges


def test_1_000_edits_by_turns_in_the_matrix_and_on_the_canvas_keep_them_equal(case: Hands) -> None:
    editor, matrix = Editor(case), Matrix(case)
    for start in range(0, EDITS, TURN):
        in_matrix = start // TURN % 2 == 0
        case.window.activateWindow()  # keys go to what has the focus in it
        command(case, "Matrix view" if in_matrix else "Board")
        for number in range(start, start + TURN):
            editor.edit(editor.in_matrix if in_matrix else editor.on_canvas)
            if in_matrix:
                assert cells_of(matrix) == links_of(case), f"after edit {number}, {editor.done}"
        command(case, "Matrix view")
        assert cells_of(matrix) == links_of(case), f"after {start + TURN} edits"
        other = VIEWS["Matrix"](case.page.bridge)
        assert isinstance(other, MatrixView)
        other.resize(1_000, 600)
        other.show()
        case.settle()
        assert numbers_of(other) == numbers_of(matrix.view), f"after {start + TURN} edits"
        other.close()
        other.deleteLater()
    assert sum(editor.done.values()) == EDITS
    idle = {name for name, steps in editor.written.items() if steps < editor.done[name] // 4}
    assert idle <= {"turn", "again"}, (editor.done, editor.written)  # what is done again has to be taken back before
    assert {act.__name__ for act in (*editor.in_matrix, *editor.on_canvas)} == editor.done.keys()
