"""What the matrix offers besides its cells: heads with menus, the kind of a rival set, ways to score, keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.analysis.guards import NO_NULL
from evidenceboard.model.commands import set_fields
from evidenceboard.model.ids import BOARD
from evidenceboard.model.judgements import silence
from evidenceboard.ui.command_lists import shortcut_table
from evidenceboard.ui.commands_of_matrix import KEYS
from tests.journeys.hands import NONE, Hands, command
from tests.journeys.matrix_hands import Matrix, card, offered, take, undo
from tests.journeys.small_board import state, steps

Key = Qt.Key


def scores(matrix: Matrix) -> dict[str, tuple[float, ...]]:
    assert matrix.view.grid.table is not None
    return {score.name: score.values for score in matrix.view.grid.table.scores}


def test_the_head_of_an_item_opens_its_card_and_takes_it_out_for_looking(case: Hands) -> None:
    matrix, item, was = Matrix(case), card(case, "E3"), state(case)
    before = scores(matrix)
    menu = matrix.menu_at(matrix.head_of(item))
    names = offered(menu)
    assert {"Open the card", "Show on the board", "Copy the name", "Transpose", "Copy as table"} <= names.keys()
    assert names["Sort the items > By origin"] == "on"
    take(menu, "Open the card")
    case.settle()
    assert case.window.shown is not None and case.window.shown.selection.records == {item}
    take(matrix.menu_at(matrix.head_of(item)), "What if > Look without this card")
    case.settle()
    assert case.page.bridge.standings.what_if.cards_off == {item} and scores(matrix) != before
    assert item not in matrix.view.grid.table.matrix.columns  # type: ignore[union-attr]
    take(matrix.menu_at(matrix.head_of(card(case, "E1"))), "What if > End the what-if")
    case.settle()
    assert scores(matrix) == before and state(case) == was


def test_the_head_of_an_origin_takes_the_whole_of_it_out(case: Hands) -> None:
    matrix = Matrix(case)
    assert matrix.view.grid.table is not None
    group = matrix.view.grid.table.groups[0]
    at = QPoint(matrix.head_of(matrix.view.grid.table.matrix.columns[group.first]).x(), 16)
    take(matrix.menu_at(at), f"Select its {group.count} items")
    case.settle()
    assert case.window.shown is not None
    assert case.window.shown.selection.records == set(matrix.view.grid.table.matrix.columns[: group.count])
    take(matrix.menu_at(at), "Copy the name")
    assert QApplication.clipboard().text() == "VOA/NIS material"
    take(matrix.menu_at(at), "What if > Look without this origin")
    case.settle()
    assert case.page.bridge.standings.what_if.origins_off == {group.origin}


def test_the_head_of_a_hypothesis_shows_it_on_the_board(case: Hands) -> None:
    matrix, rival = Matrix(case), card(case, "H2")
    take(matrix.menu_at(matrix.head_of(rival)), "Show on the board")
    case.settle()
    assert case.page.view.isVisible() and case.page.view.selection == {rival}


def test_heads_stay_heads_when_the_matrix_is_transposed(case: Hands) -> None:
    matrix = Matrix(case)
    matrix.press(Key.Key_T)
    for key in ("H2", "E1"):
        case.page.view.set_selection(frozenset())
        QTest.mouseClick(matrix.view.grid.viewport(), Qt.MouseButton.LeftButton, NONE, matrix.head_of(card(case, key)))
        case.settle()
        assert case.window.shown is not None and case.window.shown.selection.records == {card(case, key)}
    at = matrix.view.grid.place_of(0, 0)
    assert "Select its 3 items" in offered(matrix.menu_at(QPoint(40, at.top() - 16)))


def test_the_menu_sorts_and_a_cell_is_rated_from_its_own(case: Hands) -> None:
    matrix, item, rival = Matrix(case), card(case, "E1"), card(case, "H2")
    take(matrix.menu_at(QPoint(8, 8)), "Sort the items > By diagnosticity")
    case.settle()
    assert matrix.view.grid.table is not None and not matrix.view.grid.table.groups
    power = matrix.view.grid.table.power
    assert list(power) == sorted(power, reverse=True)
    matrix.click(item, rival)
    menu = matrix.menu_at(matrix.view.grid.place_of(*matrix.place(item, rival)).center())
    assert offered(menu)["N – not rated"] == "on"
    take(menu, "II – strongly inconsistent")
    case.settle()
    assert matrix.says(item, rival) == "II"


def test_the_key_for_menus_opens_that_of_the_current_cell(case: Hands) -> None:
    matrix = Matrix(case)
    matrix.click(card(case, "E3"), card(case, "H1"))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(matrix.view.grid.viewport(), event)
    assert matrix.view.menus.menu is not None and offered(matrix.view.menus.menu)["C – consistent"] == "on"
    matrix.view.menus.menu.close()


def test_the_kind_of_the_set_is_a_pill_that_changes_it(case: Hands) -> None:
    matrix, before = Matrix(case), steps(case)
    pill, was = matrix.view.head.pill, state(case)
    assert (pill.text(), pill.missing) == ("exclusive", False)
    pill._fill()
    take(pill.menu_of, "Overlapping – several of them may be true")
    case.settle()
    rivals = str(case.board.value(card(case, "H1"), "rivals"))
    assert case.board.value(rivals, "relation") == "overlapping" == pill.text() and steps(case) == before + 1
    undo(matrix)
    assert pill.text() == "exclusive" and state(case) == was


def test_a_missing_none_of_these_is_said_and_can_be_added(case: Hands) -> None:
    matrix = Matrix(case)
    pill, null = matrix.view.head.pill, card(case, "H0")
    case.page.bridge.commit(set_fields(null, {"key": "H4", "title": "Copies", "text": None}))
    case.settle()
    assert pill.missing and "What if all are wrong?" in pill.accessibleDescription()
    pill._fill()
    take(pill.menu_of, "Add “none of these”")
    case.settle()
    assert not pill.missing and matrix.view.grid.table is not None
    (new,) = set(matrix.view.grid.table.matrix.rows) - {card(case, key) for key in ("H1", "H2", "H3", "H4")}
    assert case.board.value(new, "rivals") == case.board.value(null, "rivals")
    geometry = case.page.view.geometry
    assert [geometry.cards[row] for row in geometry.cards_in(geometry.box_of(geometry.row[new]))] == [new]
    undo(matrix)
    assert pill.missing


def test_the_question_and_a_warning_that_was_silenced_follow_at_once(case: Hands) -> None:
    matrix = Matrix(case)
    head, bridge = matrix.view.head, case.page.bridge
    bridge.commit(set_fields(BOARD, {"question": "Who sent them?"}))
    assert head.title.text() == "Who sent them?"
    bridge.commit(set_fields(card(case, "H0"), {"key": "H4", "title": "Copies", "text": None}))
    case.settle()
    assert head.pill.missing
    rivals = str(case.board.value(card(case, "H1"), "rivals"))
    bridge.commit(silence(NO_NULL, rivals, "all ways are named"))
    assert not head.pill.missing
    undo(matrix)
    assert head.pill.missing


def test_hypotheses_of_no_set_become_one(built: Hands) -> None:
    hypothesis = built.cards()[2]
    built.page.bridge.commit(set_fields(hypothesis, {"kind": "hypothesis"}))
    matrix = Matrix(built)
    pill = matrix.view.head.pill
    assert pill.text() == "not a rival set"
    pill.chosen.emit("exhaustive")
    built.settle()
    assert pill.text() == "exhaustive"
    assert built.board.value(str(built.board.value(hypothesis, "rivals")), "relation") == "exhaustive"


def test_what_bears_through_claims_is_counted_when_asked(case: Hands) -> None:
    matrix, was = Matrix(case), state(case)
    before = scores(matrix)
    assert before["plain"][0] == -2  # H0: one strong link
    command(case, "Matrix: count what bears through claims")
    assert scores(matrix)["plain"][0] == -6  # and four items against it through claims
    assert "through claims is counted" in matrix.view.head.told.text() and state(case) == was
    command(case, "Matrix: count what bears through claims")
    assert scores(matrix) == before


def test_the_two_other_published_ways_to_score(case: Hands) -> None:
    matrix = Matrix(case)
    command(case, "Matrix: score as competinghypotheses.org")
    assert scores(matrix)["unweighted"] == (2, 1, 0, 2)
    command(case, "Matrix: score as Open Synthesis")
    assert scores(matrix)["inconsistency"] == (4, 1, 0, 2) and scores(matrix)["consistency"] == (0, 6, 2, 1)
    command(case, "Matrix: score as PARC ACH")
    assert set(scores(matrix)) == {"plain", "weighted", "by origin"}


def test_a_key_goes_to_every_cell_without_a_rating(case: Hands) -> None:
    matrix = Matrix(case)
    assert matrix.view.grid.table is not None
    rated, seen = matrix.view.grid.table.matrix.rated, []
    for _ in range(rated.size - int(rated.sum())):
        matrix.press(Key.Key_U)
        assert matrix.view.grid.current is not None
        seen.append(matrix.view.grid.current)
    assert len(set(seen)) == len(seen) and not any(rated[cell] for cell in seen)
    matrix.press(Key.Key_U)
    assert matrix.view.grid.current == seen[0]
    matrix.press(Key.Key_C)
    assert matrix.view.grid.table.value(*seen[0]) == "C"


def test_its_keys_stand_in_the_overview(case: Hands) -> None:
    table = shortcut_table(case.window.actions_table)
    assert table["In the matrix"] == list(KEYS)
    said = " ".join(keys for _name, keys in KEYS)
    for key in ("1 / 2 / 3 / 4 / 5", "Shift+I", "U", "F2", "T", "Enter"):
        assert key in said
