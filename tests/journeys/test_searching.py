"""Finding through the real window: in any script, as one types, while texts are gathered, and after every change."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from evidenceboard.model.commands import add_card, link, set_fields, together
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui import searching
from evidenceboard.ui.find_bar import FindBar
from evidenceboard.ui.searching import Searching
from tests.journeys.hands import CONTROL, Hands

Key = Qt.Key
TEXTS = {
    "Statement of the service": {"text": "국가정보원은 확인하지 않았다"},
    "The minister's answer": {"original": "外務省は回答を控えた"},
    "Déclaration du témoin": {"text": "Il a vu l’équipage à l’aéroport"},
    "Harbour log": {"custom:Case number": "7/2024"},
    "Nothing to see": {},
}


@pytest.fixture
def case(hands: Hands) -> Hands:
    """Cards far from one another, and a link with a reason."""
    hands.window.wanted.emit("new", None)
    hands.settle()
    actions = [
        add_card(FIRST_SHEET, "statement", (2_500.0 * number, 0), {"title": title, **fields})
        for number, (title, fields) in enumerate(TEXTS.items())
    ]
    hands.page.bridge.commit(together("Cards", actions))
    ends = [action.made[0] for action in actions[:2]]
    hands.page.bridge.commit(link(hands.board, ends[:1], ends[1], "support", "normal", "Le même émetteur"))
    hands.settle()
    return hands


def bar_of(hands: Hands) -> FindBar:
    assert hands.window.shown is not None
    return hands.window.shown.find_bar


def searching_of(hands: Hands) -> Searching:
    return hands.page.bridge.searching


def enter(hands: Hands, words: str) -> None:
    """Type, and what no key of the test bench has, as an input method brings it."""
    for sign in words:
        if sign.isascii():
            hands.keys(sign)
        else:
            event = QInputMethodEvent()
            event.setCommitString(sign)
            QApplication.sendEvent(QApplication.focusWidget(), event)


def find(hands: Hands, words: str) -> str:
    """Look for words, fly to the first hit; what the bar says."""
    hands.key(Key.Key_F, CONTROL)
    enter(hands, words)
    hands.key(Key.Key_Return)
    hands.settle()
    return bar_of(hands).count.text()


def titles(hands: Hands, cards: frozenset[str]) -> list[str]:
    return sorted(hands.board.value(card, "title") for card in cards)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("국가", "Statement of the service"),
        ("외", None),
        ("外", "The minister's answer"),
        ("控", "The minister's answer"),
        ("declaration", "Déclaration du témoin"),
        ("equipage aeroport", "Déclaration du témoin"),
        ("meme emetteur", "Statement of the service"),
        ("7/20", "Harbour log"),
    ],
)
def test_what_is_typed_is_found_and_flown_to(case: Hands, words: str, title: str | None) -> None:
    told = find(case, words)
    if title is None:
        assert told == "nothing found" and case.page.view._state.hits == frozenset()
        return
    assert told == "1 of 1"
    assert titles(case, case.page.view.selection) == [title] == titles(case, case.page.view._state.hits)
    (card,) = case.page.view.selection
    assert case.page.view.rect().contains(case.middle_of(card))
    case.key(Key.Key_Escape)
    assert case.page.view._state.hits is None


def test_a_change_is_found_at_once_and_gone_when_it_is_undone(case: Hands) -> None:
    assert find(case, "비밀") == "nothing found"
    case.key(Key.Key_Escape)
    last = case.cards()[-1]
    case.page.bridge.commit(set_fields(last, {"text": "비밀 회의"}))
    assert find(case, "비밀") == "1 of 1" and case.page.view.selection == {last}
    case.key(Key.Key_Escape)
    case.key(Key.Key_Z, CONTROL)
    assert find(case, "비밀") == "nothing found"
    case.key(Key.Key_Escape)
    case.key(Key.Key_Z, CONTROL, Qt.KeyboardModifier.ShiftModifier)
    assert find(case, "비밀") == "1 of 1"


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a very large board: nothing in the turn that asks, a step in each of the next."""
    monkeypatch.setattr(searching, "AT_ONCE", 0.0)
    monkeypatch.setattr(searching, "SLICE", 1e-9)


def test_while_texts_are_gathered_typing_goes_on_and_the_last_words_win(case: Hands, slowly: None) -> None:
    shown: list[str] = []
    bar = bar_of(case)
    bar.found.connect(lambda hits: shown.append("none" if hits is None else ",".join(titles(case, hits))))
    case.key(Key.Key_F, CONTROL)
    case.keys("harb")
    bar.search()
    assert bar.count.text() == "looking…" and searching_of(case).busy
    case.keys("xyz")
    bar.search()
    bar.field.setText("minister")
    case.key(Key.Key_Return)  # asks for the first hit before there is one
    assert bar.count.text() == "looking…" and searching_of(case).busy
    case.settle()
    assert bar.count.text() == "1 of 1" and shown == ["none", "The minister's answer"]
    assert titles(case, case.page.view.selection) == ["The minister's answer"]


def test_a_change_while_a_search_is_under_way_is_in_its_result(case: Hands, slowly: None) -> None:
    case.key(Key.Key_F, CONTROL)
    bar = bar_of(case)
    bar.field.setText("o")
    bar.search()
    for _ in range(6):
        case.program.app.processEvents()
    assert searching_of(case).busy
    new = add_card(FIRST_SHEET, "statement", (0, 900.0), {"title": "Also of interest"})
    case.page.bridge.commit(new)
    case.settle()
    assert new.made[0] in case.page.view._state.hits
    assert len(case.page.view._state.hits) == sum("o" in title.casefold() for title in [*TEXTS, "Also of interest"])


def test_a_board_closed_while_its_texts_are_gathered_is_let_go(case: Hands, slowly: None, tmp_path: Path) -> None:
    case.save_to(tmp_path / "case.board")
    case.key(Key.Key_F, CONTROL)
    bar, beside, found = bar_of(case), searching_of(case), []
    bar.field.setText("harbour")
    bar.search()
    beside.look("harbour", found.append)
    case.program.app.processEvents()
    assert beside.busy
    case.window.close()
    for _ in range(50):
        case.program.app.processEvents()
    assert not beside.busy and not found and not beside._finder.settled


def test_texts_are_gathered_before_anybody_asks(case: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    case.save_to(tmp_path / "case.board")
    case.window.close()
    monkeypatch.setattr(searching, "QUIET_MS", 1)
    again = Hands(case.program)
    again.open(tmp_path / "case.board")
    finder = searching_of(again)._finder
    for _ in range(10_000):
        if finder.settled:
            break
        again.program.app.processEvents()
        again.window.thread().msleep(2)
    assert finder.settled
    again.page.bridge.commit(set_fields(again.cards()[0], {"title": "Otherwise"}))
    assert not finder.settled
    assert find(again, "otherwise") == "1 of 1" and finder.settled


def test_the_palette_finds_too_and_only_what_was_typed_last(case: Hands, slowly: None) -> None:
    case.key(Key.Key_K, CONTROL)
    palette = case.window.palette_popup
    enter(case, "控")
    palette._wait.stop()
    palette._add_hits()
    assert [row.title for row in palette.shown()] == ["Looking…"] and searching_of(case).busy
    palette.field.clear()
    enter(case, "국가")
    palette._wait.stop()
    palette._add_hits()
    case.settle()
    rows = [(row.title, row.detail) for row in palette.shown()]
    assert rows == [("On the board", ""), ("Statement of the service", "text")]
    case.key(Key.Key_Return)
    case.settle()
    assert not palette.isVisible() and titles(case, case.page.view.selection) == ["Statement of the service"]
    case.key(Key.Key_K, CONTROL)
    enter(case, "zzqq")
    palette._wait.stop()
    palette._add_hits()
    case.settle()
    assert [row.title for row in palette.shown()] == ["Nothing found"]


def test_two_quick_returns_fly_to_the_second_hit(case: Hands, slowly: None) -> None:
    case.click(QPoint(20, 600))
    case.key(Key.Key_F, CONTROL)
    case.keys("the")
    case.key(Key.Key_Return)
    case.key(Key.Key_Return)
    case.settle()
    assert bar_of(case).count.text() == "2 of 2"
    assert titles(case, case.page.view.selection) == ["The minister's answer"]
