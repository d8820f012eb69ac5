"""Links in the inspector: as sentences, and alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidenceboard.model.commands import link
from evidenceboard.ui.panels.inspector import InspectorPanel
from tests.ui.panels.hands import click, write
from tests.ui.small_case import SmallCase


def test_links_are_sentences_and_a_click_goes_there(case: SmallCase, panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_records([case["E4"]])
    own, undercut = (panel.card.links.row(case[name]) for name in ("L1", "L2"))
    assert own is not None and undercut is not None
    assert own._sentence.text() == "Contradicts C2 North Korea and Hamas cooperate militarily"
    assert undercut._sentence.text() == "Undercut by A2 on that link: Nobody may have looked"
    with qtbot.waitSignal(panel.go_to) as went:
        click(own._target)
    assert went.args == [case["C2"]]
    with qtbot.waitSignal(panel.go_to) as went:
        click(undercut._roundel)
    assert went.args == [case["L2"]]


def test_strength_and_reason_are_changed_in_the_list(case: SmallCase, panel: InspectorPanel) -> None:
    panel.show_records([case["C2"]])
    row = panel.card.links.row(case["L1"])
    assert row is not None and row._sentence.text().startswith("Contradicted by E4 Not aware")
    click(row.strength)
    assert case.value("L1", "strength") == "strong" and row.strength.text() == "strong"
    write(row.reason, "Washington would have seen it")
    assert case.value("L1", "reason") == "Washington would have seen it"
    assert panel.card.links.row(case["L1"]) is row
    panel.show_records([case["A2"]])
    undercut = panel.card.links.row(case["L2"])
    assert undercut is not None and undercut._sentence.text() == "Undercuts the link E4 → C2"


def test_a_hub_lists_its_first_links_and_the_rest_on_demand(case: SmallCase, panel: InspectorPanel) -> None:
    for at in range(45):
        case.card(f"X{at}", "statement", 1000, role="claim", title="Another")
    tails = [case[f"X{at}"] for at in range(45)]
    case.document.commit(link(case.document.board, tails, case["H1"]))
    panel.show_records([case["H1"]])
    assert len(panel.card.links._rows) == 40
    click(panel.card.links._more)
    assert len(panel.card.links._rows) == 46


def test_the_edge_form_turns_kind_and_strength_and_takes_the_reason(case: SmallCase, panel: InspectorPanel) -> None:
    panel.edit_reason(case["L3"])
    assert panel.edge.reason.hasFocus()
    QTest.keyClicks(panel.edge.reason, "as one would")
    QTest.keyClick(panel.edge.reason, Qt.Key.Key_Return)
    assert case.value("L3", "reason") == "as one would"
    click(panel.edge.kind.segments()[1])
    click(panel.edge.strength.segments()[1])
    assert (case.value("L3", "kind"), case.value("L3", "strength")) == ("contradict", "strong")
    assert panel.edge._verb.text() == "contradicts"


def test_an_undercut_cannot_be_turned_into_support(case: SmallCase, panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_records([case["L2"]])
    assert not panel.edge._kind_row.isVisible()
    assert panel.edge.head._words.text() == "The link: E4 contradicts C2"
    with qtbot.waitSignal(panel.go_to) as went:
        click(panel.edge.head)
    assert went.args == [case["L1"]]
    panel.show_records([case["L1"]])
    assert panel.edge.undercuts.row(case["L2"]) is not None
