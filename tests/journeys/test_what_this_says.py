"""What the standing says, what it hangs on, and what-if, through the real window with the founding case."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.commands import set_fields
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.says import QUESTIONS, SaysPanel
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.plain import PlainLabel
from evidenceboard.ui.what_if_meant import AGAIN, CARD, END, FALSE, LINK, ORIGIN, SOURCE
from evidenceboard.ui.what_ifs import KEY
from tests.journeys.hands import CONTROL, SHIFT, Hands, command
from tests.journeys.menus import choose, menu_at

Key = Qt.Key


def card(hands: Hands, key: str) -> str:
    return next(each for each in hands.cards() if hands.board.value(each, "key") == key)


def says(hands: Hands) -> SaysPanel:
    assert hands.window.shown is not None
    return hands.window.shown.panels.says


def faces(hands: Hands) -> dict[str, tuple[str, str]]:
    """Of each hypothesis what its face shows: its place now, and before."""
    found = hands.page.faces.faces([card(hands, key) for key in ("H0", "H1", "H2", "H3")])
    return {face.key: (face.rank, face.before) for face in found}


def places(hands: Hands) -> dict[str, int | None]:
    now = hands.page.bridge.standings.of
    return {key: now(card(hands, key))[0].rank for key in ("H0", "H1", "H2", "H3")}  # type: ignore[union-attr]


def written(hands: Hands) -> tuple[int, str, bool]:
    """What the working copy holds, and whether anything can be undone."""
    document = hands.page.bridge.document
    kinds = ("board", "card", "edge", "source", "origin", "place", "pair", "silence")
    held = [sorted((name, sorted(values)) for name, values in document.records(kind)) for kind in kinds]
    files = hashlib.sha256(document.log.path.read_bytes()).hexdigest()
    wal = document.log.path.with_name(document.log.path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    return size, files + hashlib.sha256(repr(held).encode()).hexdigest(), document.history.can_undo


def shows_bar(hands: Hands) -> bool:
    """Whether the window says that something is laid aside."""
    return any(key == KEY for key in hands.window.messages.keys())  # noqa: SIM118 - no mapping


def to_questions(hands: Hands) -> None:
    """Turn to the page of the questions as a person does."""
    tabs = says(hands).tabs
    at = next(at for at in range(tabs.count()) if tabs.name(at) == QUESTIONS)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, tabs.tabRect(at).center())
    hands.settle()


def labels(widget) -> str:  # type: ignore[no-untyped-def]
    return " | ".join(label.text() for label in widget.findChildren(PlainLabel))


def button(widget, words: str) -> QPushButton:  # type: ignore[no-untyped-def]
    return next(each for each in widget.findChildren(QPushButton) if each.text().strip() == words)


def test_an_origin_is_laid_aside_and_put_back_and_nothing_is_written(case: Hands) -> None:
    before = written(case)
    assert places(case) == {"H2": 1, "H1": 2, "H3": 3, "H0": 4}
    case.page.view.set_selection({card(case, "E4")})
    command(case, ORIGIN)
    assert places(case) == {"H1": 1, "H2": 2, "H3": 3, "H0": 4}
    told = case.told()
    assert "What if: without US government line" in told and "Nothing of this is saved" in told
    assert faces(case)["H1"] == ("1st of 4", "was 2nd") and faces(case)["H0"] == ("4th of 4", "")
    off = case.window.shown.switched_off  # type: ignore[union-attr]
    assert off.cards == {card(case, key) for key in ("E4", "E5a", "E5b")}
    assert {case.board.value(edge, "from") for edge in off.edges} == off.cards
    command(case, AGAIN)
    assert places(case) == {"H2": 1, "H1": 2, "H3": 3, "H0": 4}
    assert not shows_bar(case) and not off.cards and not off.edges
    assert written(case) == before


def test_several_are_laid_aside_and_esc_ends_it_last(case: Hands) -> None:
    before = written(case)
    case.page.view.set_selection({card(case, "E4")})
    command(case, SOURCE)
    case.page.view.set_selection({card(case, "G1")})
    command(case, CARD)
    case.page.view.set_selection({card(case, "A1")})
    command(case, FALSE)
    edge = case.board.edges_of(card(case, "E3"))[0]
    case.page.view.set_selection({edge})
    command(case, LINK)
    what_if = case.page.bridge.standings.what_if
    assert len(what_if.taken()) == 4
    told = case.told()
    assert "without John Kirby, US NSC, G1, the link E3 →" in told and "if A1 is false" in told
    case.page.view.setFocus()
    case.key(Key.Key_Escape)
    assert not case.page.view.selection and case.page.bridge.standings.what_if == what_if
    case.key(Key.Key_Escape)
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf() and not shows_bar(case)
    command(case, END)  # is refused, with the reason
    assert "nothing is laid aside" in case.told()
    assert written(case) == before


def test_the_menu_of_a_card_and_the_end_in_the_bar(case: Hands) -> None:
    case.page.view.fit()
    case.settle()
    menu = menu_at(case, case.middle_of(card(case, "G1")))
    (part,) = [action.menu() for action in menu.actions() if action.text() == "What if"]
    part.popup(menu.pos())  # type: ignore[union-attr]
    choose(part, CARD)  # type: ignore[arg-type]
    menu.close()
    case.settle()
    assert places(case)["H1"] == 1
    button(case.window.messages, "End").click()
    case.settle()
    assert places(case)["H1"] == 2


def test_a_card_that_is_deleted_is_no_longer_laid_aside(case: Hands) -> None:
    case.page.view.set_selection({card(case, "G1")})
    command(case, CARD)
    case.page.delete()
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf() and not shows_bar(case)


def test_how_voices_count_is_chosen_in_the_status_bar(case: Hands) -> None:
    status = case.window.status
    assert status.standing.isVisible() and status.standing.text().startswith("Standing by origin")
    status.standing._fill()
    actions = status.standing.ways.actions()
    assert [a.text() for a in actions if a.isEnabled()] == ["By origin", "By report"]
    assert "strongest input of each origin" in " ".join(a.text() for a in actions if not a.isEnabled())
    next(a for a in actions if a.text() == "By report").trigger()
    case.settle()
    assert case.page.bridge.standings.count == "report" and status.standing.text().startswith("Standing by report")


def test_without_hypotheses_nothing_is_said_of_standing(new: Hands) -> None:
    assert not new.window.status.standing.isVisible()
    command(new, "What this says")
    assert "No rivals" in labels(says(new).why.agreement) and not says(new).why.linchpins.made


def test_the_panel_says_what_the_order_hangs_on(case: Hands) -> None:
    case.key(Key.Key_Y, CONTROL, SHIFT)
    case.settle()
    panel = says(case)
    assert panel.isVisible()
    said = labels(panel.why.agreement)
    assert "Three of three methods agree" in said and "H2, H1, H3, H0. Speak of the order, not of the decimals." in said
    titles = [labels(row) for row in panel.why.linchpins.made]
    for name in ("US government line (origin)", "E5b", "G1"):
        assert any(title.startswith(name) for title in titles), name
    line = next(row for row in panel.why.linchpins.made if "US government line" in labels(row))
    assert "Without US government line the order is H1 > H2 > H3 > H0 (all three methods)." in labels(line)
    before = written(case)
    button(line, "Look without it").click()
    case.settle()
    assert places(case)["H1"] == 1 and "In the what-if: " in labels(panel.why.agreement)
    line = next(row for row in panel.why.linchpins.made if "US government line" in labels(row))
    button(line, "Look with it again").click()
    case.settle()
    assert places(case)["H1"] == 2 and written(case) == before
    row = next(row for row in panel.why.linchpins.made if labels(row).startswith("E5b"))
    QTest.mouseClick(row.head, Qt.MouseButton.LeftButton)
    case.settle()
    assert case.page.view.selection == {card(case, "E5b")}


def test_the_badge_turns_where_the_methods_differ(case: Hands) -> None:
    command(case, "What this says")
    case.page.view.set_selection({card(case, "G2")})
    command(case, CARD)
    said = labels(says(case).why.agreement)
    assert "Two of three methods agree" in said and "H1 before H2" in said and "H2 before H1" in said


def test_the_linchpins_follow_the_board(case: Hands) -> None:
    command(case, "What this says")
    assert any("G1" in labels(row) for row in says(case).why.linchpins.made)
    case.page.bridge.commit(set_fields(card(case, "G1"), {"status": "retracted"}))
    case.settle()
    assert not any(labels(row).startswith("G1") for row in says(case).why.linchpins.made)


def test_a_warning_is_silenced_with_a_reason_and_heard_again(case: Hands) -> None:
    command(case, "What this says")
    to_questions(case)
    guards = says(case).questions.guards
    heard = [row for row in guards.made if row.buttons.get("Silence…")]
    assert heard
    first, number = labels(heard[0]), len(heard)
    button(heard[0], "Silence…").click()
    case.window.activateWindow()
    case.keys("we looked in March")
    case.key(Key.Key_Return)
    case.settle()
    silenced = [row for row in guards.made if row.buttons.get("Bring back")]
    assert len(silenced) == 1 and "Silenced: we looked in March" in labels(silenced[0])
    assert len([row for row in guards.made if row.buttons.get("Silence…")]) == number - 1
    case.window.undo()
    case.settle()
    assert not [row for row in guards.made if row.buttons.get("Bring back")] and labels(guards.made[0]) == first
    case.window.redo()
    case.settle()
    button(next(row for row in guards.made if row.buttons.get("Bring back")), "Bring back").click()
    case.settle()
    assert len([row for row in guards.made if row.buttons.get("Silence…")]) == number


def test_two_selected_cards_come_into_the_ledger_and_are_judged(case: Hands) -> None:
    command(case, "What this says")
    to_questions(case)
    panel, document = says(case).questions, case.page.bridge.document
    assert not panel.ledger.add_pair.isEnabled()
    known = {name for name, _ in document.records("pair")}
    case.page.view.set_selection({card(case, "E2"), card(case, "E5a")})
    panel.ledger.add_pair.click()
    case.settle()
    assert f"1 open of {len(known) + 1} in the ledger" in panel.ledger.told.text()
    row = next(row for row in panel.ledger.made if "E2 and E5a" in labels(row))
    assert row.findChildren(Choice)[0].value() == "open"
    (pair,) = {name for name, _ in document.records("pair")} - known
    reason = row.findChildren(TextField)[0]
    case.window.activateWindow()
    reason.setFocus()
    case.keys("of different rockets")
    case.key(Key.Key_Return)
    case.settle()
    assert case.board.value(pair, "reason") == "of different rockets"
    row = next(row for row in panel.ledger.made if "E2 and E5a" in labels(row))
    state = row.findChildren(Choice)[0]
    state.setFocus()
    case.key(Key.Key_Down)
    case.settle()
    assert case.board.value(pair, "state") == "apparent"
    assert f"0 open of {len(known) + 1} in the ledger" in panel.ledger.told.text()
    button(next(row for row in panel.ledger.made if "E2 and E5a" in labels(row)), "Take off").click()
    case.settle()
    assert {name for name, _ in document.records("pair")} == known
    for _ in range(4):
        case.window.undo()
    case.settle()
    assert {name for name, _ in document.records("pair")} == known and not document.history.can_undo


@pytest.mark.parametrize("name", [CARD, SOURCE, ORIGIN, LINK, FALSE, AGAIN])
def test_what_cannot_be_laid_aside_says_why(case: Hands, name: str) -> None:
    case.page.view.set_selection(frozenset())
    command(case, name)
    assert f"{name}: no" in case.told() and case.page.bridge.standings.what_if == WhatIf()


def test_the_inspector_says_what_a_card_carries_and_tries_it(case: Hands) -> None:
    case.page.view.set_selection({card(case, "E4")})
    case.settle()
    part = case.window.shown.panels.inspector.card.carries  # type: ignore[union-attr]
    case.settle()
    assert part.alone.text() == "Take E4 away and nothing moves."
    assert "Take the whole of US government line away: H1 stands 1st of 4 instead of 2nd" in part.origin.text()
    before = written(case)
    part.try_origin.click()
    case.settle()
    assert places(case)["H1"] == 1 and written(case) == before
    assert "H1 stands 1st of 4" in part.origin.text()  # of the board as it is
    case.page.view.set_selection({card(case, "G1")})
    case.settle()
    assert "Take G1 away: H1 stands 1st of 4 instead of 2nd" in part.alone.text() and part.origin.isHidden()
    case.page.view.set_selection({card(case, "H1")})
    case.settle()
    assert part.isHidden()


def test_likelihood_and_confidence_are_two_choices_of_the_analyst(case: Hands) -> None:
    case.page.view.set_selection({card(case, "H2")})
    case.settle()
    part = case.window.shown.panels.inspector.card.standing  # type: ignore[union-attr]
    said = labels(part.computed)
    assert "1st of 4 · even to fair" in said and "It is no probability" in said and "Quadratic energy ." in said
    judged = part.judged
    assert not judged.likelihood.isEnabled() and judged.likelihood.value() == ""
    pick(judged.scale, "ICD 203")
    case.settle()
    pick(judged.likelihood, "likely")
    pick(judged.confidence, "low")
    case.settle()
    values = case.board.record(card(case, "H2")).shown_values()
    assert (values["likelihood_scale"], values["likelihood"], values["confidence"]) == ("ICD 203", "likely", "low")
    sentences = [label.text() for label in part.findChildren(PlainLabel)]
    assert not any("onfidence" in text and "ikel" in text for text in sentences)
    pick(judged.scale, "PHIA")  # has no such word
    case.settle()
    assert case.board.value(card(case, "H2"), "likelihood") is None and judged.likelihood.value() == ""
    assert case.board.value(card(case, "H2"), "confidence") == "low"
    case.window.undo()
    case.settle()
    assert case.board.value(card(case, "H2"), "likelihood") == "likely" and judged.likelihood.value() == "likely"
    case.page.view.set_selection({card(case, "E1")})
    case.settle()
    assert part.isHidden()


def pick(choice: Choice, value: str) -> None:
    """Choose as the opened list does."""
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())
