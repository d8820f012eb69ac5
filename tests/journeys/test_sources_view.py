"""The view of sources through the real window: one grade is every card's, one photo is one voice."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.model.commands import add_card, link, set_fields, together
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.views.sources_rows import RECORD, mime_of
from tests.journeys.hands import CONTROL, Hands, command
from tests.journeys.small_board import state, steps
from tests.journeys.sources_hands import Sources
from tests.journeys.table_hands import Table


def card(hands: Hands, key: str) -> RecordId:
    board = hands.board
    return next(each for each in board.live("card") if board.value(each, "key") == key)


def grade_on(hands: Hands, key: str) -> str:
    return hands.page.faces.faces([card(hands, key)])[0].grade


def undo(hands: Hands) -> None:
    QTest.keyClick(QApplication.focusWidget() or hands.window, Qt.Key.Key_Z, CONTROL)
    hands.settle()


def test_a_grade_that_changes_here_changes_everywhere_in_one_step(case: Hands) -> None:
    e1, credibility = card(case, "E1"), case.board.value(card(case, "E1"), "credibility")
    sources, before = Sources(case), steps(case)
    assert grade_on(case, "E1") == grade_on(case, "E3") == "B3"
    sources.grade("NIS", "D")
    assert steps(case) == before + 1
    assert case.window.page is not None and grade_on(case, "E1") == grade_on(case, "E3") == "D3"
    assert grade_on(case, "E2") == "B2" and case.board.value(e1, "credibility") == credibility
    (nis,) = [line for line in sources.lines(sources.view.sources) if "NIS" in line]
    assert nis.startswith("D, NIS") and "not usually reliable" in nis
    sources.click("NIS")
    assert all("D3" in line for line in sources.lines(sources.view.says))
    assert sources.view.head.reliability.value() == "D"
    table = Table(case)
    assert table.said(e1, "reliability") == "D" and table.said(card(case, "E3"), "reliability") == "D"
    undo(case)
    assert table.said(e1, "reliability") == "B" and grade_on(case, "E1") == "B3"
    assert any(line.startswith("B, NIS") for line in Sources(case).lines(sources.view.sources))


def test_who_says_what_by_date_with_certainty_and_origin(case: Hands) -> None:
    sources = Sources(case)
    sources.click("Kirby")
    (line,) = sources.lines(sources.view.says)
    assert line.startswith("E4, Not aware of any sign") and "10 Jan 2024" in line
    assert "B3 · is not aware of · US government line" in line
    assert sources.tree() == [(0, "US government line"), (1, "E4"), (1, "E5a"), (1, "E5b")]
    sources.view.scope.chosen.emit("all")
    sources.view.scope.set_value("all")
    sources.view.scope.chosen.emit("all")
    case.settle()
    assert [name for depth, name in sources.tree() if not depth] == ["US government line", "VOA/NIS material"]


def test_hypotheses_say_how_many_voices_they_have(case: Hands) -> None:
    sources = Sources(case)
    lines = {line.split(",")[0]: line for line in sources.lines(sources.view.hypotheses)}
    assert "For: 1 report, 1 origin, and 2 cards of our own" in lines["H1"]
    assert "In all: 4 reports, 2 origins for · 2 reports, 1 origin against" in lines["H1"]
    assert "In all: no report for · 4 reports, 2 origins against" in lines["H0"]
    for key in ("E5a",):  # without it all that speaks for the claim goes back to one place
        case.page.view.set_selection(frozenset({card(case, key), card(case, "E5b")}))
        command(case, "Delete")
    lines = {line.split(",")[0]: line for line in sources.lines(Sources(case).view.hypotheses)}
    assert "Hangs on one origin: VOA/NIS material" in lines["H2"]


def three_reports(hands: Hands) -> dict[str, RecordId]:
    """A photo, two reports that repeat it one after the other, and a claim that all three support."""
    sheet = hands.page.bridge.sheet
    photo = add_card(sheet, "photo", (0, 0), {"key": "E1", "title": "A photo"})
    first = {"key": "E2", "title": "A report", "role": "reported", "derives_from": photo.made[0]}
    report = add_card(sheet, "statement", (0, 200), first)
    second = {"key": "E3", "title": "Another report", "role": "reported"}
    other = add_card(sheet, "statement", (0, 400), second)
    claim = add_card(sheet, "statement", (500, 200), {"key": "C1", "title": "So it is", "role": "claim"})
    hands.page.bridge.commit(together("Cards", [photo, report, other, claim]))
    cards = [action.made[0] for action in (photo, report, other, claim)]
    hands.page.bridge.commit(link(hands.board, cards[:3], cards[3]))
    hands.settle()
    return dict(zip(("E1", "E2", "E3", "C1"), cards, strict=True))


def told(hands: Hands, record: RecordId) -> str:
    assert hands.window.shown is not None
    hands.window.shown.selection.choose([record])
    hands.settle()
    return str(hands.window.shown.panels.inspector.card.links.told.text())


def test_three_reports_of_one_photo_are_one_origin(new: Hands) -> None:
    cards = three_reports(new)
    assert told(new, cards["C1"]) == "Supported by 3 reports, 2 origins"
    sources = Sources(new)
    sources.view.scope.set_value("all")
    sources.view.scope.chosen.emit("all")
    new.settle()
    new.window.shown.selection.choose([cards["E3"]])  # type: ignore[union-attr]
    new.settle()
    line = sources.view.repeats
    assert line.isVisible()
    line.setFocus()
    QTest.keyClicks(line, "e2")
    QTest.keyClick(line, Qt.Key.Key_Return)
    new.settle()
    assert new.board.value(cards["E3"], "derives_from") == cards["E2"]
    assert sources.tree() == [(0, "E1"), (1, "E2"), (2, "E3")]
    assert told(new, cards["C1"]) == "Supported by 3 reports, 1 origin"
    new.page.bridge.commit(set_fields(cards["E2"], {"status": "retracted"}))
    new.settle()
    assert told(new, cards["C1"]) == "Supported by 2 reports, 1 origin · 1 retracted card not counted"


def test_a_card_dropped_on_another_repeats_it_but_never_in_a_circle(new: Hands) -> None:
    cards = three_reports(new)
    sources, before = Sources(new), steps(new)
    view = sources.view.origins

    def drop(key: str, onto: str) -> None:
        index = view.tree.index(0, 0)
        while index.isValid() and index.data(RECORD) != cards[onto]:
            index = view.indexBelow(index)
        at = QPointF(view.visualRect(index).center())
        move, data = Qt.DropAction.MoveAction, mime_of([cards[key]])
        event = QDropEvent(at, move, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        view.dropEvent(event)
        new.settle()

    drop("E3", "E1")
    assert new.board.value(cards["E3"], "derives_from") == cards["E1"] and steps(new) == before + 1
    assert sources.tree() == [(0, "E1"), (1, "E2"), (1, "E3")]
    kept = state(new)
    drop("E1", "E3")
    assert state(new) == kept and "goes back to this card already" in new.told()
    undo(new)
    assert new.board.value(cards["E3"], "derives_from") is None
    assert (0, "E3") in sources.tree()


def test_a_source_is_made_named_filtered_and_merged_into_another(case: Hands) -> None:
    sources = Sources(case)
    before, kept = state(case), len(list(case.board.live("source")))
    QTest.mouseClick(sources.view.new, Qt.MouseButton.LeftButton)
    case.settle()
    assert QApplication.focusWidget() is sources.view.head.name
    QTest.keyClicks(sources.view.head.name, "Voice of America")
    QTest.keyClick(sources.view.head.name, Qt.Key.Key_Return)
    made = sources.named("Voice of America")
    e4 = card(case, "E4")
    case.page.bridge.commit(set_fields(e4, {"outlet": made}))
    case.settle()
    sources.view.words.setFocus()
    QTest.keyClicks(sources.view.words, "america")
    assert len(sources.lines(sources.view.sources)) == 1
    sources.view.words.clear()
    sources.click("Voice of America")
    QTest.mouseClick(sources.view.head.same, Qt.MouseButton.LeftButton)
    QTest.keyClicks(sources.view.head.other, "voa")
    at = steps(case)
    QTest.keyClick(sources.view.head.other, Qt.Key.Key_Return)
    case.settle()
    voa = sources.named("VOA")
    assert steps(case) == at + 1 and len(list(case.board.live("source"))) == kept
    assert case.board.value(e4, "outlet") == voa and sources.view.source == voa
    for _ in range(4):  # merged, outlet, named, made
        command(case, "Undo")
    assert state(case) == before and len(list(case.board.live("source"))) == kept


def test_one_selection_with_the_board(case: Hands) -> None:
    case.page.view.set_selection(frozenset({card(case, "E5b")}))
    sources = Sources(case)
    assert sources.view.source == sources.named("US official")
    assert str(sources.view.says.currentIndex().data(RECORD)) == card(case, "E5b")
    index = sources.view.says.model().index(0, 0)
    at = sources.view.says.visualRect(index).center()
    QTest.mouseClick(sources.view.says.viewport(), Qt.MouseButton.LeftButton, pos=at)
    case.settle()
    assert case.page.view.selection == {str(index.data(RECORD))}
    command(case, "Board")
    case.page.view.set_selection(frozenset({card(case, "E2")}))
    assert Sources(case).view.source == sources.named("VOA")


def test_letters_look_for_a_source_and_make_no_card(case: Hands) -> None:
    sources, cards = Sources(case), case.cards()
    sources.click("Kirby")
    sources.view.sources.setFocus()
    QTest.keyClick(sources.view.sources, Qt.Key.Key_N)
    case.settle()
    assert sources.view.source == sources.named("NIS") and case.cards() == cards and sources.view.isVisible()
