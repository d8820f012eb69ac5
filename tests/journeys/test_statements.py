"""Statements through the real window: taken apart and put together again, struck with a reason, said in an outlet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QMenu, QWidget

from evidenceboard.model.commands import link, remove
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.dialogs.split import SplitDialog
from evidenceboard.ui.zones_of import zones_of
from tests.journeys.hands import CONTROL, SHIFT, Hands, command
from tests.journeys.small_board import state, steps


def card(hands: Hands, key: str) -> RecordId:
    board = hands.board
    return next(each for each in board.live("card") if board.value(each, "key") == key)


def select(hands: Hands, *cards: RecordId) -> None:
    hands.page.view.set_selection(frozenset(cards))
    hands.settle()


def form(hands: Hands):  # type: ignore[no-untyped-def]
    assert hands.window.shown is not None
    return hands.window.shown.panels.inspector.card


def write(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def dialog() -> SplitDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, SplitDialog) and each.isVisible())


def split(hands: Hands, key: str) -> list[RecordId]:
    """Split a statement by its key into what is offered."""
    before = set(hands.cards())
    select(hands, card(hands, key))
    QTest.keyClick(hands.page.view, Qt.Key.Key_S, SHIFT)
    QTest.mouseClick(dialog().done_button, Qt.MouseButton.LeftButton)
    hands.settle()
    return sorted(set(hands.cards()) - before)


def test_a_statement_is_split_and_one_undo_makes_it_whole(case: Hands) -> None:
    e5a = card(case, "E5a")
    command(case, "Board")
    select(case, e5a)
    write(form(case).words.title, "Used, but no cooperation")
    case.settle()
    before, at = state(case), steps(case)
    made = split(case, "E5a")
    assert steps(case) == at + 1 and len(made) == 2
    assert case.page.view.selection == set(made)
    titles = {case.board.value(part, "title") for part in made}
    assert titles == {"Used", "no cooperation"}
    for part in made:
        values = case.board.record(part).shown_values()
        assert values["quote"] == "Used, but no cooperation" and values["role"] == "claim"
        for field in ("source", "said", "credibility", "certainty"):
            assert values[field] == case.board.value(e5a, field)
    select(case, made[0])
    assert "“Used, but no cooperation”" in case.words()
    command(case, "Undo")
    assert state(case) == before


def test_a_part_is_rejoined_from_beside_its_quote(case: Hands) -> None:
    e5a = card(case, "E5a")
    command(case, "Board")
    select(case, e5a)
    write(form(case).words.title, "Used, but no cooperation")
    case.settle()
    first, other = split(case, "E5a")
    case.window.activateWindow()
    select(case, e5a)
    quote = case.window.shown.panels.inspector.card.words.quote  # type: ignore[union-attr]
    assert not quote.isVisible()
    select(case, first)
    assert quote.isVisible() and quote.rejoin.isVisible()
    case.window.shown.panels.inspector.card.words.title.setFocus()  # type: ignore[union-attr]
    case.keys("x")  # what is being typed is kept first, and taken off with the claim
    at = steps(case)
    QTest.mouseClick(quote.rejoin, Qt.MouseButton.LeftButton)
    case.settle()
    assert not case.board.is_live(first) and case.board.is_live(other) and case.page.view.selection == {e5a}
    assert steps(case) == at + 2
    command(case, "Undo")
    assert case.board.is_live(first)
    case.page.bridge.commit(remove(case.board, [e5a]))
    select(case, other)
    assert quote.isVisible() and not quote.rejoin.isVisible()  # there is nothing to put it back into


def test_links_of_a_part_go_to_the_statement_when_it_is_rejoined(case: Hands) -> None:
    made = split(case, "E4")
    (part,) = made
    command(case, "Show the whole board")
    h3 = card(case, "H3")
    case.drag(case.dot_of(part), case.middle_of(h3))
    case.settle()
    assert len(case.board.edges_of(part)) == 1
    before = state(case)
    select(case, part)
    command(case, "Rejoin claims")
    assert not case.board.is_live(part)
    e4 = card(case, "E4")
    assert any(case.board.value(edge, "to") == h3 for edge in case.board.edges_of(e4))
    assert case.page.view.selection == {e4}
    command(case, "Undo")
    assert state(case) == before


def test_claims_are_marked_by_hand_and_a_piece_of_the_text_is_one(case: Hands) -> None:
    select(case, card(case, "E4"))
    command(case, "Split into claims…")
    shown, before = dialog(), set(case.cards())
    shown.lines.setFocus()
    QTest.keyClick(shown.lines, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(shown.lines, "No sign was seen")
    cursor = shown.said.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
    shown.said.setTextCursor(cursor)
    QTest.mouseClick(shown.piece, Qt.MouseButton.LeftButton)
    assert shown.done_button.text() == "Split into 2 claims"
    QTest.keyClick(shown.lines, Qt.Key.Key_Return, CONTROL)
    case.settle()
    titles = {case.board.value(each, "title") for each in set(case.cards()) - before}
    assert titles == {"No sign was seen", "Not aware"}


def test_no_claim_no_step(case: Hands) -> None:
    at = steps(case)
    select(case, card(case, "E4"))
    command(case, "Split into claims…")
    shown = dialog()
    QTest.keyClick(shown.lines, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(shown.lines, Qt.Key.Key_Delete)
    assert not shown.done_button.isEnabled()
    QTest.keyClick(shown.lines, Qt.Key.Key_Return, CONTROL)
    assert shown.isVisible()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    case.settle()
    assert steps(case) == at and not shown.isVisible()
    select(case, card(case, "E1"))
    command(case, "Split into claims…")
    assert "select one statement" in case.told()


def choose(choice: QComboBox, value: str) -> None:
    """Choose as by the pointer: the list is open, and gives its choice."""
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def test_a_status_asks_for_its_reason_and_both_are_one_step(case: Hands) -> None:
    e2 = card(case, "E2")
    select(case, e2)
    status, at = form(case).facts.status, steps(case)
    choose(status.choice, "retracted")
    assert status.reason.hasFocus() and case.board.value(e2, "status") is None
    QTest.keyClicks(status.reason, "VOA took it back")
    QTest.keyClick(status.reason, Qt.Key.Key_Return)
    case.settle()
    assert steps(case) == at + 1
    assert (case.board.value(e2, "status"), case.board.value(e2, "status_reason")) == ("retracted", "VOA took it back")
    face = case.page.faces.faces([e2])[0]
    assert face.retracted and face.header_word == "Retracted"
    assert "Retracted: VOA took it back" in case.words()
    case.page.view.set_selection(frozenset())
    QTest.mouseMove(case.page.view, case.middle_of(e2))
    case.settle()
    assert case.window.shown.status_tip.words == "Retracted: VOA took it back"  # type: ignore[union-attr]
    QTest.mouseMove(case.page.view, case.middle_of(card(case, "E3")))
    case.settle()
    assert case.window.shown.status_tip.words == ""  # type: ignore[union-attr]
    select(case, e2)
    said = [each.text() for each in form(case).history.sentences()]
    assert any("retracted" in words and "VOA took it back" in words for words in said)
    command(case, "Undo")
    assert case.board.value(e2, "status") is None and case.board.value(e2, "status_reason") is None
    assert not status.reason.isVisible()


def test_esc_takes_the_choice_back_and_leaving_keeps_it_without_a_reason(case: Hands) -> None:
    e2, e3 = card(case, "E2"), card(case, "E3")
    select(case, e2)
    status, at = form(case).facts.status, steps(case)
    choose(status.choice, "superseded")
    QTest.keyClicks(status.reason, "by")
    QTest.keyClick(status.reason, Qt.Key.Key_Escape)
    case.settle()
    assert steps(case) == at and status.choice.value() == "live" and not status.reason.isVisible()
    choose(status.choice, "preliminary")
    select(case, e3)  # the question stood open: it is answered without a reason, for the card it was asked of
    case.settle()
    assert case.board.value(e2, "status") == "preliminary" and case.board.value(e3, "status") is None
    assert case.page.faces.faces([e2])[0].header_word == "Preliminary"
    assert steps(case) == at + 1


def test_outlet_translator_and_original_beside_the_translation(case: Hands) -> None:
    e4 = card(case, "E4")
    select(case, e4)
    shown = form(case)
    assert not shown.words.translator.isVisible()
    QTest.mouseClick(shown.words.add_original, Qt.MouseButton.LeftButton)
    QTest.keyClicks(shown.words.original, "arirang")
    write(shown.words.translator, "Hana Kim")
    case.settle()
    values = case.board.record(e4).shown_values()
    assert (values["original"], values["translator"]) == ("arirang", "Hana Kim")
    write(shown.source.outlet, "Yonhap News")
    case.settle()
    outlet = case.board.value(e4, "outlet")
    assert case.board.value(outlet, "name") == "Yonhap News" and case.board.value(outlet, "kind") == "outlet"


def test_a_part_of_a_report_is_a_report_of_the_same_voice(case: Hands) -> None:
    (part,) = split(case, "E4")
    h3 = card(case, "H3")
    case.page.bridge.commit(link(case.board, [part, card(case, "E4")], h3))
    select(case, h3)
    assert form(case).links.told.text().startswith("Supported by 2 reports, 1 origin, and 1 card of our own")
    row = form(case).links.row(case.board.edges_of(part)[0])
    assert row is not None and "one voice with E4" in row._sentence.text()
    zones = {zone.name: zone.detail for zone in zones_of(case.page.bridge.reading, case.page.bridge.sheet)}
    assert zones["US government line"] == "3 reports, 1 origin"
    select(case, card(case, "E4"))
    assert form(case).dates._voice.text() == "with E5a, E5b: one voice"


def choose_piece(hands: Hands, field: QAbstractScrollArea) -> None:
    """The menu under the right mouse button of a text, and in it the claim."""
    seen = field.viewport()
    at = seen.rect().center()
    QApplication.sendEvent(seen, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, seen.mapToGlobal(at)))
    menu = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())
    entry = next(each for each in menu.actions() if each.text() == "Make a claim of this")
    assert entry.isEnabled()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
    hands.settle()


def test_a_selected_piece_becomes_a_claim_in_the_inspector_and_on_the_card(case: Hands) -> None:
    e4 = card(case, "E4")
    select(case, e4)
    before, field = set(case.cards()), form(case).words.title
    for _ in range(2):
        cursor = field.textCursor()
        cursor.setPosition(0)
        cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
        field.setFocus()
        field.setTextCursor(cursor)
        at = steps(case)
        choose_piece(case, field)
        assert steps(case) == at + 1
        (part,) = set(case.cards()) - before
        assert case.board.value(part, "title") == "Not aware" and case.board.value(part, "split_from") == e4
        assert case.page.view.selection == {part}
        before.add(part)
        select(case, e4)
        command(case, "Show the selection")
        case.page.writing.edit(e4)
        field = case.page.writing.editor
