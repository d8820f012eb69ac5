"""The ledger and the questions while somebody writes in them: nothing that arrives takes the words away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from evidenceboard.model.commands import set_fields
from evidenceboard.model.judgements import add_pair, bring_back, judge_pair, silence, take_off_ledger
from evidenceboard.ui.panels.says import WHY
from evidenceboard.ui.panels.says_ledger import EntryRow
from evidenceboard.ui.panels.says_rows import ReasonLine
from tests.journeys.hands import Hands, command
from tests.journeys.test_what_this_says import button, card, labels, pick, says, to_questions

Key = Qt.Key


@pytest.fixture
def ledger(case: Hands) -> Hands:
    """The founding case with the ledger open; its pair is E3 and E4."""
    case.window.activateWindow()
    command(case, "What this says")
    to_questions(case)
    return case


def entry(hands: Hands, title: str = "E3 and E4") -> EntryRow:
    rows = says(hands).questions.ledger.made
    return next(row for row in rows if isinstance(row, EntryRow) and row.title.text() == title)


def pair_of(hands: Hands) -> str:
    ((name, _),) = hands.page.bridge.document.records("pair")
    return str(name)


def type_into(hands: Hands, words: str) -> EntryRow:
    row = entry(hands)
    row.reason.setFocus()
    row.reason.selectAll()
    hands.keys(words)
    assert row.reason.hasFocus()
    return row


def test_the_whole_reason_is_read(ledger: Hands) -> None:
    row = entry(ledger)
    reason = ledger.board.value(pair_of(ledger), "reason")
    assert row.reason.toPlainText() == reason and len(reason) > 40
    assert row.reason.document().documentLayout().documentSize().height() <= row.reason.height()


def test_words_being_typed_outlive_what_others_change(ledger: Hands) -> None:
    row, pair, bridge = type_into(ledger, "half a"), pair_of(ledger), ledger.page.bridge
    bridge.commit(set_fields(card(ledger, "E1"), {"title": "From another view"}))
    ledger.settle()
    bridge.commit(judge_pair(pair, state="resolved"))
    ledger.settle()
    bridge.commit(judge_pair(pair, reason="a colleague's reason"))
    ledger.settle()
    bridge.commit(add_pair(card(ledger, "E1"), card(ledger, "E5a")))  # goes before it in the list
    ledger.settle()
    assert entry(ledger) is row and row.reason.hasFocus() and row.reason.toPlainText() == "half a"
    assert row.state.value() == "resolved"
    ledger.keys(" reason")
    ledger.key(Key.Key_Return)
    ledger.settle()
    assert ledger.board.value(pair, "reason") == "half a reason" and ledger.board.value(pair, "state") == "resolved"
    assert entry(ledger).reason.toPlainText() == "half a reason"


def test_escape_shows_what_the_colleague_wrote_meanwhile(ledger: Hands) -> None:
    row, pair = type_into(ledger, "nothing of"), pair_of(ledger)
    ledger.page.bridge.commit(judge_pair(pair, reason="a colleague's reason"))
    ledger.settle()
    ledger.key(Key.Key_Escape)
    ledger.settle()
    assert row.reason.toPlainText() == "a colleague's reason"
    assert ledger.board.value(pair, "reason") == "a colleague's reason"


def test_a_pair_that_is_taken_off_meanwhile_comes_back_with_what_was_typed(ledger: Hands) -> None:
    row, pair = type_into(ledger, "still my reason"), pair_of(ledger)
    state = ledger.board.value(pair, "state")
    ledger.page.bridge.commit(take_off_ledger(pair))
    ledger.settle()
    assert row.isVisible() and row.reason.toPlainText() == "still my reason"
    ledger.key(Key.Key_Return)
    ledger.settle()
    assert ledger.board.is_live(pair) and ledger.board.value(pair, "reason") == "still my reason"
    assert ledger.board.value(pair, "state") == state
    assert len([row for row in says(ledger).questions.ledger.made if isinstance(row, EntryRow)]) == 1


def test_a_pair_that_is_taken_off_goes_when_nothing_was_typed(ledger: Hands) -> None:
    row, pair = entry(ledger), pair_of(ledger)
    row.reason.setFocus()
    ledger.page.bridge.commit(take_off_ledger(pair))
    ledger.settle()
    ledger.key(Key.Key_Escape)
    ledger.settle()
    assert not ledger.board.is_live(pair)
    assert not [row for row in says(ledger).questions.ledger.made if isinstance(row, EntryRow)]


@pytest.mark.parametrize("way", ["tab", "canvas", "save", "back"])
def test_leaving_in_any_way_keeps_what_was_typed(ledger: Hands, way: str) -> None:
    pair = pair_of(ledger)
    type_into(ledger, "kept")
    if way == "tab":
        says(ledger).show_page(WHY)
    elif way == "canvas":
        ledger.click(ledger.middle_of(card(ledger, "H3")))
    elif way == "save":
        ledger.window.shown.leave_fields()  # type: ignore[union-attr]
    else:
        ledger.window.shown.panels.back.click()  # type: ignore[union-attr]
    ledger.settle()
    assert ledger.board.value(pair, "reason") == "kept"


def test_what_is_typed_is_a_draft_until_it_is_left(ledger: Hands) -> None:
    pair, filing = pair_of(ledger), ledger.page.bridge.document.filing
    type_into(ledger, "a draft")
    ledger.wait_for(lambda: (pair, "reason", "a draft") in list(filing.drafts()))
    ledger.key(Key.Key_Return)
    ledger.settle()
    assert not list(filing.drafts())


def test_a_state_is_chosen_while_the_reason_stays(ledger: Hands) -> None:
    pair = pair_of(ledger)
    reason = ledger.board.value(pair, "reason")
    for state in ("open", "resolved", "apparent"):
        pick(entry(ledger).state, state)
        ledger.settle()
        assert (ledger.board.value(pair, "state"), ledger.board.value(pair, "reason")) == (state, reason)


def test_a_reason_for_silence_outlives_what_others_change(ledger: Hands) -> None:
    guards, bridge = says(ledger).questions.guards, ledger.page.bridge
    first = guards.made[0]
    button(first, "Silence…").click()
    (line,) = first.findChildren(ReasonLine)
    ledger.keys("because we")
    bridge.commit(set_fields(card(ledger, "E1"), {"title": "From another view"}))
    ledger.settle()
    assert line.isVisible() and line.hasFocus() and line.text() == "because we"
    warning = next(each for each in guards._items if each.silenced is None)
    bridge.commit(silence(warning.guard, warning.about, "a colleague was quicker"))
    ledger.settle()
    assert line.isVisible() and line.text() == "because we"
    ledger.keys(" looked")
    ledger.key(Key.Key_Return)
    ledger.settle()
    said = labels(guards)
    assert "Silenced: because we looked" in said and "a colleague was quicker" not in said
    assert said.count("Silenced: ") == 1 and "1 silenced, each with its reason." in said
    bridge.commit(bring_back(warning.guard, warning.about))
    ledger.settle()
    assert "Silenced: " not in labels(guards)


def test_a_silenced_question_still_says_what_it_asks_and_survives_reopening(ledger: Hands, tmp_path) -> None:  # type: ignore[no-untyped-def]
    guards = says(ledger).questions.guards
    asked = guards.made[0].words.text()
    button(guards.made[0], "Silence…").click()
    ledger.keys("we looked in March")
    ledger.key(Key.Key_Return)
    ledger.settle()
    silenced = guards.made[-1]
    assert silenced.words.text() == f"{asked}\nSilenced: we looked in March"
    path = tmp_path / "case.board"
    ledger.save_to(path)
    ledger.window.shown.leave_fields()  # type: ignore[union-attr]
    ledger.window.let_go()
    ledger.open(path)
    command(ledger, "Questions to ask, and contradictions")
    ledger.wait_for(lambda: "Silenced: we looked in March" in labels(says(ledger).questions.guards))
    button(says(ledger).questions.guards.made[-1], "Bring back").click()
    ledger.settle()
    assert "Silenced: " not in labels(says(ledger).questions.guards)


def test_escape_lets_a_question_be(ledger: Hands) -> None:
    guards = says(ledger).questions.guards
    first = guards.made[0]
    button(first, "Silence…").click()
    (line,) = first.findChildren(ReasonLine)
    ledger.keys("no, wait")
    ledger.key(Key.Key_Escape)
    ledger.settle()
    assert not line.isVisible() and not list(ledger.page.bridge.document.records("silence"))
    assert QApplication.focusWidget() is not line


def test_a_reason_that_was_being_typed_when_the_program_died_is_put_back(ledger: Hands, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path, pair, filing = tmp_path / "case.board", pair_of(ledger), ledger.page.bridge.document.filing
    ledger.save_to(path)
    type_into(ledger, "not the same cl")
    ledger.wait_for(lambda: bool(filing.drafts()))
    ((record, field, words),) = filing.drafts()
    ledger.key(Key.Key_Escape)
    filing.keep_draft(record, field, words)  # as it lies there when nobody could leave the field
    before = ledger.board.value(pair, "reason")
    ledger.window.let_go()
    ledger.open(path)
    assert ledger.board.value(pair, "reason") == before and "being written when the program last ended" in ledger.told()
    button(ledger.window.messages, "Put it back").click()
    ledger.settle()
    assert ledger.board.value(pair, "reason") == "not the same cl" and not ledger.page.bridge.document.filing.drafts()
    command(ledger, "Questions to ask, and contradictions")
    ledger.wait_for(lambda: bool(says(ledger).questions.ledger.made))
    assert entry(ledger).reason.toPlainText() == "not the same cl"
    command(ledger, "Undo")
    assert ledger.board.value(pair, "reason") == before
