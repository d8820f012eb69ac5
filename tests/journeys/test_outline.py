"""The outline through the real window: read, walked, written where it stands, live, one selection, copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.model.commands import add_card, link, remove, set_fields
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.views.outline import OutlineView
from evidenceboard.ui.views.outline_model import Node
from tests.journeys.hands import CONTROL, SHIFT, Hands

Key = Qt.Key


@pytest.fixture
def outlined(case: Hands) -> Hands:
    case.key(Key.Key_5, CONTROL)
    case.settle()
    return case


def view(hands: Hands) -> OutlineView:
    assert hands.window.shown is not None
    shown = hands.window.shown.views.view
    assert isinstance(shown, OutlineView)
    return shown


def card(hands: Hands, key: str) -> str:
    return next(each for each in hands.cards() if hands.board.value(each, "key") == key)


def said(hands: Hands) -> list[str]:
    """The rows that are open, from top to bottom, each with as many stops as it is deep."""
    tree = view(hands).tree
    rows, index = [], tree.lines.index(0, 0)
    while index.isValid():
        node = tree.lines.node(index)
        depth, above = 0, node.parent
        while above is not None and above.parent is not None:
            depth, above = depth + 1, above.parent
        name = hands.board.value(node.line.record, "key") if node.line.what == "card" else node.line.words
        rows.append("." * depth + str(name or node.line.what))
        index = tree.indexBelow(index)
    return rows


def node_of(hands: Hands, key: str, below: str = "") -> Node:
    """The line of a card, below a certain hypothesis."""
    record, top = card(hands, key), card(hands, below) if below else ""
    for node in view(hands).tree.lines.nodes_of(record):
        if not top or top in node.line.above:
            return node
    raise AssertionError(key)


def go(hands: Hands, node: Node) -> None:
    """Click the first words of a line."""
    tree = view(hands).tree
    tree.scrollTo(tree.lines.index_of(node))
    tree.executeDelayedItemsLayout()
    row = tree.visualRect(tree.lines.index_of(node))
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 90, row.top() + 12))


def test_the_argument_is_read_from_the_question_down(outlined: Hands) -> None:
    rows = said(outlined)
    assert rows[:2] == ["question", "H0"]
    assert rows[rows.index("H1") : rows.index("H2")] == [
        "H1", ".For", "..C2", "..C1", ".Undercut", "..E3", ".Missing", "..G1"
    ]  # fmt: skip
    assert "Other conclusions" not in rows and "Not linked" not in rows
    words = view(outlined).words
    assert words.question == "How did the weapons reach Gaza?"
    line = words.of_card(node_of(outlined, "E3", "H1").line)
    assert line.sign == "support" and line.from_whom.endswith("· B3") and line.reason == "speaks of provision to Hamas"


def test_keys_walk_open_and_close(outlined: Hands) -> None:
    tree = view(outlined).tree
    go(outlined, node_of(outlined, "C2", "H1"))
    assert tree.current is not None and outlined.page.view.selection == {card(outlined, "C2")}
    assert not tree.isExpanded(tree.currentIndex())
    outlined.key(Key.Key_Right)
    assert said(outlined)[said(outlined).index("..C2") + 1 :][:4] == ["...A1", "...C1", "...E4", "...E5b"]
    outlined.key(Key.Key_Down)
    outlined.key(Key.Key_Down)
    assert outlined.page.view.selection == {card(outlined, "C1")}
    outlined.key(Key.Key_Right)
    outlined.key(Key.Key_Down)  # what undercuts the link comes first
    assert (
        tree.current.line.record == card(outlined, "E5a") and view(outlined).words.sign(tree.current.line) == "undercut"
    )
    outlined.key(Key.Key_Left)
    outlined.key(Key.Key_Left)
    assert "....E5a" not in said(outlined)


def test_a_title_is_written_where_it_stands_and_seen_everywhere_and_undone(outlined: Hands) -> None:
    c1 = card(outlined, "C1")
    steps = len(outlined.page.bridge.document.log.changeset_ids())
    go(outlined, node_of(outlined, "C1", "H1"))
    outlined.key(Key.Key_Return)
    editor = view(outlined).tree.editor
    assert editor.writing and editor.hasFocus() and editor.toPlainText() == "Hamas used North Korean-made weapons"
    outlined.keys("Hamas fired North Korean rockets")
    QTest.qWait(700)
    drafts = list(outlined.page.bridge.document.filing.drafts())
    assert (c1, "title", "Hamas fired North Korean rockets") in drafts  # what is typed outlives a crash
    outlined.key(Key.Key_Escape)
    outlined.settle()
    assert not editor.writing and outlined.board.value(c1, "title") == "Hamas fired North Korean rockets"
    assert len(outlined.page.bridge.document.log.changeset_ids()) == steps + 1
    assert not list(outlined.page.bridge.document.filing.drafts())
    assert outlined.page.faces.faces([c1])[0].title == "Hamas fired North Korean rockets"
    fields = outlined.window.shown.panels.inspector.findChildren(TextField)  # type: ignore[union-attr]
    assert "Hamas fired North Korean rockets" in [field.toPlainText() for field in fields]
    assert QApplication.focusWidget() is view(outlined).tree
    outlined.key(Key.Key_Z, CONTROL)
    outlined.settle()
    assert outlined.board.value(c1, "title") == "Hamas used North Korean-made weapons"
    assert (
        view(outlined).words.of_card(node_of(outlined, "C1", "H1").line).title == "Hamas used North Korean-made weapons"
    )


def test_tab_goes_from_title_to_text_to_reason(outlined: Hands) -> None:
    node = node_of(outlined, "C2", "H1")
    go(outlined, node)
    outlined.key(Key.Key_Return)
    outlined.key(Key.Key_Tab)
    editor = view(outlined).tree.editor
    assert editor.writing and editor.toPlainText() == ""
    outlined.keys("first")
    outlined.key(Key.Key_Return, SHIFT)
    outlined.keys("second")
    outlined.key(Key.Key_Tab)
    assert editor.writing and editor.toPlainText() == "direct supply is what cooperation would mean"
    outlined.keys("so it is")
    outlined.key(Key.Key_Return)
    outlined.settle()
    assert outlined.board.value(card(outlined, "C2"), "text") == "first\nsecond"
    assert outlined.board.value(node.line.edge, "reason") == "so it is"
    assert outlined.page.bridge.document.history.undo_text == "Change the reason of 1 link"
    for _ in range(2):
        outlined.page.bridge.undo()
    outlined.settle()
    assert outlined.board.value(card(outlined, "C2"), "text") is None
    assert outlined.board.value(node.line.edge, "reason") == "direct supply is what cooperation would mean"


def test_the_question_is_written_here_too(outlined: Hands) -> None:
    tree = view(outlined).tree
    go(outlined, tree.lines.node(tree.lines.index(0, 0)))
    outlined.key(Key.Key_Return)
    outlined.keys("Who delivered?")
    outlined.key(Key.Key_Return)
    outlined.settle()
    assert outlined.board.value("board:this", "question") == "Who delivered?" == view(outlined).words.question


def test_it_follows_whatever_happens_and_stays_where_one_was(outlined: Hands) -> None:
    bridge, c2 = outlined.page.bridge, node_of(outlined, "C2", "H1")
    go(outlined, c2)
    outlined.key(Key.Key_Right)
    before = said(outlined)
    made = add_card(FIRST_SHEET, "statement", (0, 0), {"key": "E9", "title": "A shipping record", "role": "reported"})
    bridge.commit(made)
    outlined.settle()
    assert said(outlined) == [*before, "Not linked", "E9"]
    bridge.commit(link(outlined.board, list(made.made), card(outlined, "C2")))
    outlined.settle()
    rows = said(outlined)
    assert "...E9" in rows and "Not linked" not in rows
    assert view(outlined).tree.current is c2  # nobody lost his place
    bridge.commit(set_fields(card(outlined, "G1"), {"role": "reported"}))
    outlined.settle()
    h1 = said(outlined)[said(outlined).index("H1") : said(outlined).index("H2")]
    assert ".Missing" not in h1 and ".Against" in h1
    bridge.commit(remove(outlined.board, [card(outlined, "C1")]))
    outlined.settle()
    assert "..C1" not in said(outlined) and "E1" in said(outlined)[said(outlined).index("Not linked") :]
    for _ in range(4):
        bridge.undo()
    outlined.settle()
    assert [row for row in said(outlined) if row.startswith("H") or row == "question"] == [
        row for row in before if row.startswith("H") or row == "question"
    ]
    assert "E9" not in "".join(said(outlined))


def test_one_selection_in_all_views(outlined: Hands) -> None:
    outlined.key(Key.Key_1, CONTROL)
    outlined.page.view.set_selection({card(outlined, "G1")})
    outlined.settle()
    outlined.key(Key.Key_5, CONTROL)
    outlined.settle()
    tree = view(outlined).tree
    assert tree.current is not None and tree.current.line.record == card(outlined, "G1")
    assert outlined.page.view.selection == {card(outlined, "G1")}


def test_a_double_click_on_the_reason_writes_the_reason(outlined: Hands) -> None:
    tree, node = view(outlined).tree, node_of(outlined, "C2", "H1")
    go(outlined, node)
    row = tree.visualRect(tree.lines.index_of(node))
    reason = next(block for block in tree.painter.blocks(node, tree.width_of(node)) if block.field == "reason")
    at = QPoint(row.left() + round(reason.rect.left()) + 20, row.top() + round(reason.rect.center().y()))
    QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert tree.editor.writing and tree.editor.toPlainText() == "direct supply is what cooperation would mean"


def test_it_is_copied_as_indented_text(outlined: Hands) -> None:
    go(outlined, node_of(outlined, "E3", "H1"))
    outlined.key(Key.Key_C, CONTROL)
    outlined.settle()
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].startswith("+ E3 NIS judges the same as VOA (NIS")
    assert lines[-1] == "      because: the proof of provision has not been shown" and "G2" in lines[-2]
    QTest.mouseClick(view(outlined).copy_button, Qt.MouseButton.LeftButton)
    outlined.settle()
    text = QApplication.clipboard().text()
    assert text.startswith("How did the weapons reach Gaza?\nH0 ") and text.count("(see above)") == 5
