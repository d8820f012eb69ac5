"""Other grades and strengths tried on the board, from menus and the inspector, and nothing of it written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.commands import set_fields
from evidenceboard.ui.panels.before_after import BeforeAfter
from evidenceboard.ui.panels.says import WHAT_IF
from evidenceboard.ui.panels.what_if_part import WhatIfPart
from evidenceboard.ui.plain import PlainLabel
from evidenceboard.ui.what_if_meant import AGAIN, CARD, FALSE
from evidenceboard.ui.what_ifs import KEY, OPPOSITE, SIDES
from evidenceboard.ui.widgets.segmented import SegmentedControl
from tests.journeys.hands import Hands, command
from tests.journeys.menus import choose, menu_at
from tests.journeys.test_what_this_says import button, card, labels, places, says, shows_bar, written

Key = Qt.Key
AS_IT_IS = {"H2": 1, "H1": 2, "H3": 3, "H0": 4}


def edge(hands: Hands, tail: str, head: str) -> str:
    ends = card(hands, tail), card(hands, head)
    return next(e for e in hands.edges() if (hands.board.value(e, "from"), hands.board.value(e, "to")) == ends)


def part(hands: Hands) -> WhatIfPart:
    inspector = hands.window.shown.panels.inspector  # type: ignore[union-attr]
    found = inspector.card.what_if if inspector.card.isVisible() else inspector.edge.what_if
    assert found.isVisible()
    return found


def press(control: SegmentedControl, value: str) -> None:
    segment = next(each for each in control.segments() if each.value == value)
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton)


def open_part(menu: QMenu, name: str) -> QMenu:
    (found,) = [action.menu() for action in menu.actions() if action.text() == name]
    found.popup(menu.pos())  # type: ignore[union-attr]
    return found  # type: ignore[return-value]


def sides(widget: BeforeAfter) -> str:
    return labels(widget)


def bar_of(hands: Hands) -> str:
    """What the bar says is laid over the board; "" where there is none."""
    found = hands.window.messages._bars.get(KEY)
    return found.findChildren(PlainLabel)[0].text() if found is not None else ""


def test_a_credibility_is_tried_from_the_menu_under_the_pointer(case: Hands) -> None:
    before = written(case)
    case.page.view.fit()
    case.settle()
    menu = menu_at(case, case.middle_of(card(case, "E5b")))
    part_of_it = open_part(open_part(menu, "What if"), "Another credibility")
    choose(part_of_it, "Suppose credibility 5: improbable")
    menu.close()
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf(credibility={card(case, "E5b"): 5})
    assert places(case)["H1"] == 1 and "E5b: credibility 5 instead of 3" in case.told()
    assert marks_of(case) == {card(case, "E5b"): "C5 instead of C3"}
    button(case.window.messages, SIDES).click()
    case.settle()
    panel = says(case)
    assert panel.isVisible() and panel.page == WHAT_IF
    assert "2nd · even to fair | 1st · even to fair" in sides(panel.what_if.compared)
    button(panel.what_if.laid, "Take back").click()
    case.settle()
    assert places(case) == AS_IT_IS and not shows_bar(case) and not marks_of(case)
    assert written(case) == before


def marks_of(hands: Hands) -> dict[str, str]:
    marks = hands.window.shown.judged_otherwise  # type: ignore[union-attr]
    return {record: marks.words(record) for record in marks.records}


def test_a_reliability_is_tried_for_all_cards_of_the_source_and_put_back(case: Hands) -> None:
    before = written(case)
    case.page.view.set_selection({card(case, "E5a")})
    command(case, "Suppose reliability E: unreliable")
    source = case.board.value(card(case, "E5a"), "source")
    assert case.page.bridge.standings.what_if.reliability == {source: "E"}
    assert set(marks_of(case)) == {card(case, "E5a"), card(case, "E5b")}
    assert case.board.value(source, "reliability") == "C"
    command(case, "Suppose reliability C: fairly reliable")  # as on the board
    assert not case.page.bridge.standings.what_if
    command(case, "Suppose reliability E: unreliable")
    case.page.view.set_selection({card(case, "E5b")})
    command(case, AGAIN)
    assert not case.page.bridge.standings.what_if and written(case) == before


def test_the_inspector_tries_grades_with_before_and_after_beside(case: Hands) -> None:
    before = written(case)
    case.page.view.set_selection({card(case, "E5b")})
    case.settle()
    tries = part(case)
    assert not tries.body.isVisible()
    QTest.mouseClick(tries.open_it, Qt.MouseButton.LeftButton)
    case.settle()
    assert tries.credibility.value() == "3" and tries.reliability.value() == "C" and tries.compared.isHidden()
    press(tries.credibility, "5")
    case.settle()
    assert "credibility 5 instead of 3" in tries.told.text() and "nothing of it is saved" in tries.told.text()
    assert "H1 | 2nd · even to fair | 1st · even to fair" in sides(tries.compared)
    assert case.board.value(card(case, "E5b"), "credibility") == 3
    press(tries.credibility, "3")
    case.settle()
    assert not case.page.bridge.standings.what_if and tries.credibility.isVisible()
    press(tries.reliability, "F")
    case.settle()
    QTest.mouseClick(tries.back, Qt.MouseButton.LeftButton)
    case.settle()
    assert not case.page.bridge.standings.what_if and places(case) == AS_IT_IS and written(case) == before


def test_the_inspector_supposes_that_an_assumption_is_false(case: Hands) -> None:
    case.page.view.set_selection({card(case, "A1")})
    case.settle()
    tries = part(case)
    QTest.mouseClick(tries.open_it, Qt.MouseButton.LeftButton)
    case.settle()
    assert tries.credibility.isHidden() or not tries.credibility.isVisible()
    press(tries.holds, "false")
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf(false=frozenset({card(case, "A1")}))
    press(tries.holds, "true")
    case.settle()
    assert not case.page.bridge.standings.what_if


def test_a_link_is_tried_strong_off_and_the_other_way(case: Hands) -> None:
    before, link = written(case), edge(case, "C1", "H2")
    case.page.view.set_selection({link})
    case.settle()
    tries = part(case)
    QTest.mouseClick(tries.open_it, Qt.MouseButton.LeftButton)
    case.settle()
    assert (tries.counts.value(), tries.says.value()) == ("normal", "support")
    press(tries.counts, "strong")
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf(strengths={link: "strong"})
    press(tries.counts, "off")
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf(edges_off=frozenset({link}))
    press(tries.counts, "normal")
    press(tries.says, "contradict")
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf(edges_flipped=frozenset({link}))
    assert marks_of(case) == {link: "contradicts instead"} and places(case)["H2"] != 1
    command(case, OPPOSITE)  # once more: as on the board
    assert not case.page.bridge.standings.what_if
    command(case, "Suppose the link is strong")
    assert "strong instead of normal" in case.told()
    case.page.view.set_selection(frozenset())
    case.page.view.setFocus()
    case.key(Key.Key_Escape)
    case.settle()
    assert not case.page.bridge.standings.what_if and written(case) == before
    assert case.board.value(link, "kind") == "support" and case.board.value(link, "strength") == "normal"


def test_what_ends_on_a_link_has_no_other_kind(case: Hands) -> None:
    under = next(e for e in case.edges() if case.board.value(e, "to").startswith("edge:"))
    case.page.view.set_selection({under})
    case.settle()
    command(case, OPPOSITE)
    assert "can only contradict" in case.told() and not case.page.bridge.standings.what_if
    tries = part(case)
    QTest.mouseClick(tries.open_it, Qt.MouseButton.LeftButton)
    case.settle()
    assert not tries.says.isVisible() and tries.counts.isVisible()


def test_what_has_no_grade_says_why_not(case: Hands) -> None:
    case.page.view.set_selection({card(case, "C1")})
    command(case, "Suppose credibility 2: probably true")
    assert "no card with a grade is selected" in case.told() and not case.page.bridge.standings.what_if
    case.page.view.set_selection({card(case, "H1")})
    case.settle()
    assert not case.window.shown.panels.inspector.card.what_if.isVisible()  # type: ignore[union-attr]


def test_a_source_is_switched_off_and_on_again_in_the_list_of_the_what_if(case: Hands) -> None:
    before = written(case)
    case.page.view.set_selection({card(case, "E5a")})
    command(case, "Look without its source")
    command(case, SIDES)
    page = says(case).what_if
    assert "Without US official, unnamed" in labels(page.laid) and places(case)["H1"] == 1
    button(page.laid, "End the what-if").click()
    case.settle()
    assert places(case) == AS_IT_IS and "Nothing is laid over the board" in labels(page.laid)
    assert not page.sides.isVisible() and written(case) == before


def test_the_board_may_change_under_a_what_if(case: Hands) -> None:
    e5b = card(case, "E5b")
    case.page.view.set_selection({e5b})
    command(case, "Suppose credibility 5: improbable")
    case.page.bridge.commit(set_fields(e5b, {"credibility": 4}))
    case.settle()
    assert "credibility 5 instead of 4" in labels(part(case)) and marks_of(case)[e5b] == "C5 instead of C4"
    assert bar_of(case) == "What if: E5b: credibility 5 instead of 4"
    case.page.delete()
    case.settle()
    assert not case.page.bridge.standings.what_if and not shows_bar(case) and not marks_of(case)


def test_what_the_board_has_so_itself_by_now_is_no_what_if(case: Hands) -> None:
    e5b, a1 = card(case, "E5b"), card(case, "A1")
    source = str(case.board.value(e5b, "source"))
    speaks = edge(case, "E5b", "H2")
    for records, name in (
        ({e5b}, "Suppose credibility 5: improbable"),
        ({e5b}, "Suppose reliability D: not usually reliable"),
        ({speaks}, "Suppose the link is strong"),
        ({a1}, FALSE),
    ):
        case.page.view.set_selection(records)
        command(case, name)
    said = ("A1 is false", "credibility 5", "reliability D", "strong instead of normal")
    changes = (
        (a1, {"role": "claim"}),
        (e5b, {"credibility": 5}),
        (source, {"reliability": "D"}),
        (speaks, {"strength": "strong"}),
    )
    for at, (record, values) in enumerate(changes):
        assert all(words in bar_of(case) for words in said[at:]), at
        case.page.bridge.commit(set_fields(record, values))
        case.settle()
        assert said[at] not in bar_of(case), at
    assert not case.page.bridge.standings.what_if and not shows_bar(case)


def test_the_bar_keeps_the_focus_while_the_board_changes(case: Hands) -> None:
    case.page.view.set_selection({card(case, "E5b")})
    command(case, CARD)
    bar = case.window.messages._bars[KEY]
    case.page.bridge.commit(set_fields(card(case, "E1"), {"title": "Another"}))
    case.settle()
    assert case.window.messages._bars[KEY] is bar
    case.page.bridge.commit(set_fields(card(case, "E5b"), {"key": "E9"}))
    case.settle()
    assert bar_of(case) == "What if: without E9"
