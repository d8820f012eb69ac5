"""What is left to do, and how a card bears on a hypothesis, through the real window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from evidenceboard.model.commands import set_fields
from evidenceboard.ui.panels.paths import PathsPanel
from evidenceboard.ui.panels.todo import ToDoPanel
from tests.journeys.hands import CONTROL, SHIFT, Hands

Key = Qt.Key


def todo(hands: Hands) -> ToDoPanel:
    assert hands.window.shown is not None
    return hands.window.shown.panels.todo


def paths(hands: Hands) -> PathsPanel:
    assert hands.window.shown is not None
    return hands.window.shown.panels.paths


def card(hands: Hands, key: str) -> str:
    return next(each for each in hands.cards() if hands.board.value(each, "key") == key)


def rows(hands: Hands) -> list[str]:
    model = todo(hands).model
    return [model.index(row).data() for row in range(model.rowCount())]


def click(panel: ToDoPanel | PathsPanel, row: int) -> None:
    box = panel.list.visualRect(panel.model.index(row))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, box.center().y()))


def test_what_is_left_is_counted_listed_and_leads_to_its_card(case: Hands) -> None:
    assert case.window.status.todo.isVisible() and case.window.status.todo.text() == "2 to do"
    QTest.mouseClick(case.window.status.todo, Qt.MouseButton.LeftButton)
    case.settle()
    assert rows(case)[0] == "Gaps: 2" and [row[:2] for row in rows(case)[1:]] == ["G1", "G2"]
    case.page.bridge.commit(set_fields(card(case, "E4"), {"source": None, "status": "preliminary"}))
    edge = case.edges()[0]
    case.page.bridge.commit(set_fields(edge, {"reason": None}))
    case.settle()
    counts = {kind: number for kind, number in todo(case).left.items() if number}
    assert counts == {"unsourced": 1, "gap": 2, "preliminary": 1, "unreasoned": 1}
    assert case.window.status.todo.text() == "5 to do" and rows(case)[0] == "No source: 1"
    case.page.view.fit()
    zoom = case.page.view.zoom
    case.page.view.zoom_at(case.page.view.rect().bottomRight().toPointF(), 4.0)
    click(todo(case), 1)
    case.settle()
    assert case.page.view.selection == {card(case, "E4")}
    assert case.page.view.rect().contains(case.middle_of(card(case, "E4"))) and zoom
    at = next(row for row in range(len(rows(case))) if todo(case).model.at(row) == ("unreasoned", edge))
    click(todo(case), at)
    case.settle()
    assert case.page.view.selection == {edge}
    click(todo(case), 0)  # the head of a kind closes it
    assert rows(case)[:2] == ["No source: 1", "No reason: 1"]
    for _ in range(2):
        case.page.bridge.undo()
    case.settle()
    assert todo(case).count == 2 and case.window.status.todo.text() == "2 to do"


def test_by_keys_and_with_nothing_left(case: Hands) -> None:
    case.key(Key.Key_T, CONTROL, SHIFT)
    case.settle()
    case.window.activateWindow()
    todo(case).list.setFocus()
    case.key(Key.Key_Down)
    case.key(Key.Key_Down)
    case.key(Key.Key_Return)
    case.settle()
    assert case.page.view.selection == {card(case, "G1")} or case.page.view.selection == {card(case, "G2")}
    for name in ("G1", "G2"):
        case.page.bridge.commit(set_fields(card(case, name), {"role": "claim"}))
    case.settle()
    assert todo(case).model.rowCount() == 0 and todo(case).told.isVisible() and not case.window.status.todo.isVisible()


def test_a_path_is_said_in_words_and_lit_on_the_canvas(case: Hands) -> None:
    case.page.view.set_selection({card(case, "E5a")})
    case.key(Key.Key_P, CONTROL, SHIFT)
    case.settle()
    panel = paths(case)
    assert panel.isVisible() and panel.goal.count() == 4
    panel.goal.setCurrentIndex(panel.goal.findData(card(case, "H1")))
    panel.goal.activated.emit(panel.goal.currentIndex())
    case.settle()
    said = [panel.model.index(row).data() for row in range(panel.model.rowCount())]
    assert said == [
        "E5a undercuts “C1 supports C2”, C2 supports H1: ½, against",
        "E5a supports C1, C1 supports H1: ¼, for",
        "E5a supports C1, C1 supports C2, C2 supports H1: ¼, for; undercut by E5a",
    ]
    assert panel.told.text() == "3 paths of up to six links, strongest first"
    click(panel, 1)
    state, value = case.page.view._state, case.board.value
    assert {value(each, "key") for each in state.lit or ()} == {"E5a", "C1", "H1"}
    assert {case.board.index.ends(each) for each in state.lit_edges or ()} == {
        (card(case, "E5a"), card(case, "C1")), (card(case, "C1"), card(case, "H1"))
    }  # fmt: skip
    case.page.view.zoom_at(case.page.view.rect().topLeft().toPointF(), 6.0)
    assert not case.page.view.rect().contains(case.middle_of(card(case, "H1")))
    panel.list.setFocus()
    case.key(Key.Key_Return)
    case.settle()
    QTest.qWait(400)
    for name in ("E5a", "C1", "H1"):
        assert case.page.view.rect().contains(case.middle_of(card(case, name)))
    case.page.view.setFocus()
    case.key(Key.Key_Escape)
    assert state.lit is None and case.page.view.selection  # Esc first lets all be seen again
    click(panel, 0)
    assert state.lit is not None
    case.window.show_history()  # another panel: the path is no longer looked at
    assert state.lit is None


def test_paths_follow_the_board(case: Hands) -> None:
    case.page.view.set_selection({card(case, "G1")})
    case.key(Key.Key_P, CONTROL, SHIFT)
    case.settle()
    panel = paths(case)
    assert panel.model.rowCount() == 0 and panel.told.text() == "No chain of up to six links leads there"  # to H0
    panel.goal.setCurrentIndex(panel.goal.findData(card(case, "H1")))
    panel.goal.activated.emit(panel.goal.currentIndex())
    case.settle()
    assert [panel.model.index(0).data()] == ["G1 contradicts H1: ½, against"]
    (edge,) = case.board.edges_of(card(case, "G1"))
    case.page.bridge.commit(set_fields(edge, {"kind": "support", "strength": "strong"}))
    case.settle()
    assert panel.model.index(0).data() == "G1 supports H1: 1, for"
    case.page.view.set_selection({card(case, "G1")})
    case.page.delete()
    case.settle()
    assert panel.model.rowCount() == 0
