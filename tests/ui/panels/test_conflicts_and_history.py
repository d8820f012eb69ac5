"""What two people said differently, and the history of the board."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from evidenceboard.model.commands import link, move_cards, remove, set_board, set_fields
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflicts import ConflictsPanel
from evidenceboard.ui.panels.history import PAGE, HistoryPanel
from evidenceboard.ui.panels.inspector import InspectorPanel
from tests.ui.panels.hands import LEFT, click, settle, shown
from tests.ui.small_case import SmallCase


def differ(case: SmallCase) -> None:
    """A colleague gives E4 another credibility, changes a card that we remove and links to another such."""
    colleague, _path = case.colleague()
    colleague.commit(set_fields(case["E4"], {"credibility": 2}))
    colleague.commit(set_fields(case["A2"], {"text": "A text of theirs"}))
    colleague.commit(link(colleague.board, [case["E5b"]], case["H1"]))
    case.set("E4", credibility=5)
    case.document.commit(remove(case.document.board, [case["A2"]]))
    case.document.commit(remove(case.document.board, [case["H1"]]))
    case.document.receive(colleague.log.changesets())
    colleague.close()


def test_a_conflict_shows_both_values_in_the_inspector_and_a_click_decides(
    case: SmallCase, panel: InspectorPanel
) -> None:
    differ(case)
    panel.show_records([case["E4"]])
    boxes = panel.card.conflicts.choices
    assert {box.value for box in boxes} == {"5 · improbable", "2 · probably true"}
    assert {box.author for box in boxes} == {"you", "Jun Seo"}
    click(next(box for box in boxes if box.author == "Jun Seo"))
    assert case.value("E4", "credibility") == 2
    assert case["E4"] not in {conflict.record for conflict in case.document.board.conflicts()}
    assert not panel.card.conflicts.isVisible()


def test_needs_you_counts_everything_and_each_can_be_settled(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = ConflictsPanel(bridge)
    shown(panel, qtbot)
    counts: list[int] = []
    panel.count_changed.connect(counts.append)
    assert panel.count == 0
    differ(case)
    settle()
    assert panel.count == 3 and counts[-1] == 3
    choose(panel, "Bring H1 back")
    assert case.document.board.is_live(case["H1"]) and panel.count == 2
    choose(panel, "Keep it")
    assert case.document.board.is_live(case["A2"]) and panel.count == 1
    box = panel.choices()[0]
    click(box)
    assert panel.count == 0 and counts[-1] == 0 and not case.document.board.conflicts()


def test_what_was_removed_and_changed_can_be_removed_again(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = ConflictsPanel(bridge)
    shown(panel, qtbot)
    differ(case)
    settle()
    choose(panel, "Remove it again")
    assert not case.document.board.is_live(case["A2"])
    choose(panel, "Remove the link")
    assert panel.count == 1 and not case.document.board.loose_edges()


def test_nothing_is_forced_on_a_panel_that_is_not_seen(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = ConflictsPanel(bridge)
    qtbot.addWidget(panel)
    differ(case)
    settle()
    assert panel.count == 3 and not panel.blocks


def choose(panel: ConflictsPanel, words: str) -> None:
    button = next(each for each in panel.findChildren(QPushButton) if each.text() == words and each.isVisible())
    click(button)


def test_history_comes_in_pages_and_goes_to_what_was_touched(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    for at in range(2 * PAGE):
        case.document.commit(move_cards(FIRST_SHEET, {case["E4"]: (at + 1, 0)}))
    panel = HistoryPanel(bridge)
    shown(panel, qtbot)
    assert panel.model.rowCount() == PAGE
    assert panel.model.index(0).data() == "Move 1 card"
    while panel.model.canFetchMore(panel.model.index(-1)):
        panel.model.fetchMore(panel.model.index(-1))
    assert panel.model.rowCount() == case.steps()
    assert panel.model.index(case.steps() - 1).data() == "New board"
    rect = panel.list.visualRect(panel.model.index(1))
    with qtbot.waitSignal(panel.go_to) as went:
        QTest.mouseClick(panel.list.viewport(), LEFT, pos=rect.center())
        QTest.mouseDClick(panel.list.viewport(), LEFT, pos=rect.center())
    assert went.args == [case["E4"]]


def test_history_follows_what_happens(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    panel = HistoryPanel(bridge)
    shown(panel, qtbot)
    bridge.commit(set_board(question="Which one?"))
    assert panel.model.index(0).data() == "Change the board's question"
    bridge.undo()
    assert panel.model.index(0).data() == "Undo: Change the board's question"
    assert not panel.grab().isNull()
