"""Replay through the real window: days and changes by mouse and keys; nothing is written, and Esc restores all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model.commands import add_card, set_fields
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.store.installation import Installation
from evidenceboard.ui.views.matrix import MatrixView
from tests.journeys.hands import CONTROL, SHIFT, Hands, assert_kept_is_fresh, command
from tests.journeys.replay_hands import (
    EIGHTH,
    NINTH,
    TENTH,
    arrive,
    bar,
    begin,
    kept,
    keyed,
    panel,
    press,
    press_at,
    rank,
    replaying,
)
from tests.journeys.small_board import pos, state, steps

Key = Qt.Key


def test_before_washington_spoke_another_hypothesis_led(case: Hands) -> None:
    before, undo = kept(case), case.page.bridge.document.history.undo_text
    chosen = frozenset({keyed(case, "E4")})
    case.page.view.set_selection(chosen)
    camera = case.page.view.centre, case.page.view.zoom
    shown = begin(case, "Said")
    assert shown.slider.hasFocus() and shown.when.text() == "10 Jan 2024"
    assert "3 new cards and 6 links; H2 leads now, before it was H1" in shown.what.text()
    assert shown.note.text() == (
        "11 of 16 cards always there: 10 not dated when said, 1 “before” a day; what they say is as it is now"
    )
    assert (rank(case, "H2"), rank(case, "H1")) == ("1st of 4", "2nd of 4")
    press_at(case, EIGHTH)
    assert shown.when.text() == "8 Jan 2024" and "2 new cards and 5 links; H1 leads" in shown.what.text()
    assert (rank(case, "H1"), rank(case, "H2")) == ("1st of 4", "2nd of 4")
    view = case.page.view
    assert {keyed(case, key) for key in ("E4", "E5a", "E5b")}.isdisjoint(view.geometry.row)
    assert (len(view.geometry.cards), len(view.geometry.edges)) == (13, 15)
    assert view.faces.of([keyed(case, "C1")])[0].footer_left == "for E1, E2, E3 · against none"
    assert "Replay: 13 of 16 cards" in case.words()
    press(case, Key.Key_Home)
    assert shown.when.text() == "Before 8 Jan 2024" and len(view.geometry.cards) == 11
    press(case, Key.Key_Right)
    assert replaying(case).at == EIGHTH
    press(case, Key.Key_Right)
    assert replaying(case).at == TENTH and rank(case, "H2") == "1st of 4"
    assert view.geometry is case.page.sheets.now.geometry  # the end is now
    press(case, Key.Key_Left)
    press_at(case, NINTH)
    assert shown.what.text() == "nothing new since 8 Jan 2024; H1 leads"
    case.key(Key.Key_Escape)
    case.settle()
    assert not shown.isVisible() and view.hasFocus() and view.geometry is case.page.sheets.now.geometry
    assert rank(case, "H2") == "1st of 4" and not case.page.bridge.document.looked_back
    assert (kept(case), case.page.bridge.document.history.undo_text) == (before, undo)
    assert case.page.view.selection == chosen and (view.centre, view.zoom) == camera
    assert_kept_is_fresh(case)


def test_where_a_card_will_lie_nothing_is_hit_and_its_outline_is_drawn(case: Hands) -> None:
    begin(case, "Said")
    absent = keyed(case, "E4")
    whole = case.page.sheets.now.whole
    at = case.page.view.map_to_view(box_middle(whole, absent)).toPoint()
    press_at(case, EIGHTH)
    case.click(at)
    assert absent not in case.page.view.selection
    marks = replaying(case).marks
    assert absent in marks.absent_in(whole.box_of(whole.row[absent]))
    assert {case.board.value(card, "key") for card in marks.touched} == {"E1", "E3"}
    press_at(case, TENTH)
    case.click(at)
    assert case.page.view.selection == {absent}


def box_middle(geometry, card: RecordId):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QPointF

    box = geometry.box_of(geometry.row[card])
    return QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)


def test_the_matrix_follows_the_day(case: Hands) -> None:
    begin(case, "Said")
    press_at(case, EIGHTH)
    command(case, "Matrix view")
    assert case.window.shown is not None and bar(case).isVisible()
    view = case.window.shown.views.view
    assert isinstance(view, MatrixView) and view.grid.table is not None
    items = {case.board.value(card, "key") for card in view.grid.table.matrix.columns}
    assert "E3" in items and not items & {"E4", "E5a", "E5b"}
    press_at(case, TENTH)
    assert "E5b" in {case.board.value(card, "key") for card in view.grid.table.matrix.columns}


def test_without_days_of_capture_it_goes_by_another_clock_and_one_that_is_chosen_says_so(case: Hands) -> None:
    case.key(Key.Key_R, CONTROL, SHIFT)
    case.settle()
    arrive(case)
    assert bar(case).clock.value() == "said" and bar(case).slider.hasFocus()
    captured = bar(case).clock.segments()[0]
    QTest.mouseClick(captured, Qt.MouseButton.LeftButton, pos=captured.rect().center())
    case.settle()
    assert bar(case).when.text() == "No card says when it was captured"
    assert bar(case).note.text() == "All 16 cards count as always there" and not bar(case).slider.isEnabled()
    assert len(case.page.view.geometry.cards) == 16
    case.key(Key.Key_R, CONTROL, SHIFT)  # the keys that open it close it
    assert not bar(case).isVisible()


def test_over_the_log_the_board_is_what_it_was_with_who_and_why(built: Hands) -> None:
    before = kept(built)
    first, second, third = built.cards()
    places = {card: pos(built, card) for card in built.cards()}
    built.page.bridge.commit(set_fields(first, {"title": "Rewritten"}))
    built.page.move_cards([first], 50, 0)
    built.page.view.set_selection(frozenset({second}))
    built.page.delete()
    built.settle()
    now, count, after = state(built), steps(built), kept(built)
    assert after != before
    shown = begin(built, "Changes")
    assert shown.when.text().startswith(f"Change {count} of {count} ·") and "Ana" not in shown.what.text()
    view = built.page.view
    assert set(view.geometry.cards) == {first, third} and len(view.geometry.edges) == 1
    press(built, Key.Key_Left)
    assert "· you" in shown.when.text() and set(view.geometry.cards) == {first, second, third}
    assert len(view.geometry.edges) == 2 and replaying(built).marks.touched == {first: "moved"}
    built.click(built.middle_of(second))
    built.settle()
    told = panel(built).words()
    assert "Rewritten moved" in told and "Another report" in told and panel(built).isVisible()
    press(built, Key.Key_Left)
    assert view.geometry.x[view.geometry.row[first]] == places[first][0]
    assert view.faces.of([first])[0].title == "Rewritten"
    press(built, Key.Key_Left)
    assert view.faces.of([first])[0].title == "A report"
    assert view.faces.of([second])[0].title == "Another report"
    built.click(built.middle_of(first))
    built.settle()
    assert {"A report", "As it was then"} <= set(panel(built).words())
    press(built, Key.Key_Home)
    assert view.geometry.cards == [] and shown.what.text() == "New board"
    press(built, Key.Key_PageUp)
    assert len(view.geometry.cards) == 1
    press(built, Key.Key_End)
    assert replaying(built).at == count - 1 and view.geometry is built.page.sheets.now.geometry
    press_at(built, 2)
    assert len(view.geometry.cards) == 2 and shown.what.text().startswith("New")
    QTest.mouseClick(shown.now, Qt.MouseButton.LeftButton, pos=shown.now.rect().center())
    built.settle()
    assert (state(built), steps(built), kept(built)) == (now, count, after)
    assert not panel(built).isVisible() and built.window.shown.panels.inspector.isVisible()  # type: ignore[union-attr]
    built.page.bridge.undo()
    assert built.board.is_live(second)


def test_what_is_done_meanwhile_is_refused_and_says_how_to_come_back(built: Hands) -> None:
    begin(built, "Changes")
    press(built, Key.Key_Left)
    count = steps(built)
    card = next(iter(built.page.view.geometry.cards))
    there = built.page.view.geometry.box_of(built.page.view.geometry.row[card])
    built.page.view.setFocus()
    built.drag(built.middle_of(card), built.middle_of(card) + QPoint(80, 30))
    built.settle()
    assert steps(built) == count and built.page.view.geometry.box_of(built.page.view.geometry.row[card]) == there
    assert "The board is being replayed" in built.told()
    (back,) = [each for each in built.window.messages.findChildren(QPushButton) if each.text() == "Back to now"]
    QTest.mouseClick(back, Qt.MouseButton.LeftButton, pos=back.rect().center())
    built.settle()
    assert not replaying(built).active and built.window.messages.keys() == []
    begin(built, "Changes")
    for key in (Key.Key_S, Key.Key_Z):
        built.page.view.setFocus()
        built.key(key, *([CONTROL] if key == Key.Key_Z else []))
        built.settle()
        assert built.window.messages.keys() == ["replayed"] and not built.page.writing.editor.writing
    built.double_click(QPoint(600, 60))
    assert not built.page.writing.editor.writing and steps(built) == count
    built.page.view.setFocus()
    built.key(Key.Key_Escape)
    built.key(Key.Key_Escape)
    assert not replaying(built).active
    built.double_click(QPoint(600, 60))
    assert built.page.writing.editor.writing


def test_what_a_colleague_sends_is_taken_in_and_the_replay_goes_on(case: Hands, tmp_path: Path) -> None:
    case.save_to(tmp_path / "case.board")
    other = Document.open(tmp_path / "case.board", Installation(paths.folders(tmp_path / "theirs")), "Bo")
    other.commit(add_card(FIRST_SHEET, "statement", (40, 900), {"title": "New", "said": "2024-01-09"}))
    begin(case, "Said")
    press_at(case, EIGHTH)
    case.page.bridge.document.receive(list(other.log.changesets()))
    arrive(case)
    assert replaying(case).at == EIGHTH and list(replaying(case).course.ticks) == [EIGHTH, NINTH, TENTH]
    assert len(case.page.view.geometry.cards) == 13 and len(case.page.sheets.now.whole.cards) == 17
    press(case, Key.Key_Right)
    assert bar(case).when.text() == "9 Jan 2024" and len(case.page.view.geometry.cards) == 14
    press(case, Key.Key_End)
    other.commit(add_card(FIRST_SHEET, "statement", (400, 900), {"title": "Newer", "said": "2024-01-12"}))
    case.page.bridge.document.receive(list(other.log.changesets()))
    arrive(case)
    assert replaying(case).at == replaying(case).course.last == TENTH + 2  # who is at the end stays there
    assert len(case.page.view.geometry.cards) == 18
    other.close()


def test_it_plays_to_the_end_at_its_pace_and_a_hand_stops_it(case: Hands) -> None:
    shown = begin(case, "Said")
    replaying(case)._beat.setInterval(20)
    seen: list[int] = []
    replaying(case).changed.connect(lambda: seen.append(replaying(case).at))
    QTest.keyClick(shown.slider, Key.Key_Space)
    assert replaying(case).playing and shown.play.accessibleName() == "Pause"
    case.wait_for(lambda: not replaying(case).playing)
    assert seen[-1] == TENTH and {EIGHTH - 1, EIGHTH} < set(seen)
    replaying(case)._beat.setInterval(10_000)
    QTest.mouseClick(shown.play, Qt.MouseButton.LeftButton, pos=shown.play.rect().center())
    assert replaying(case).playing
    press(case, Key.Key_Right)
    assert not replaying(case).playing and replaying(case).at == EIGHTH


def test_another_sheet_is_replayed_too_and_the_window_closes_out_of_a_replay(case: Hands) -> None:
    assert case.window.shown is not None
    case.window.shown.sheets.new(empty=True)
    case.settle()
    begin(case, "Said")
    press_at(case, EIGHTH)
    assert case.page.view.geometry.cards == []
    case.page.bridge.show_sheet(FIRST_SHEET)
    arrive(case)
    assert len(case.page.view.geometry.cards) == 13 and rank(case, "H1") == "1st of 4"
    document = case.page.bridge.document
    assert case.window.close() and document.closed


def test_a_board_is_saved_out_of_a_replay_as_it_is_now(case: Hands, tmp_path: Path) -> None:
    begin(case, "Said")
    press_at(case, EIGHTH)
    case.save_to(tmp_path / "case.board")
    command(case, "Save")
    case.wait_for(lambda: case.window.shown is not None and not case.window.shown.saving.busy)
    other = Document.open(tmp_path / "case.board", Installation(paths.folders(tmp_path / "theirs")), "Bo")
    assert other.board.index.count("card") == 16
    other.close()
    assert replaying(case).active and len(case.page.view.geometry.cards) == 13


def test_a_folded_frame_is_replayed_open_and_folded_again_after(case: Hands) -> None:
    frame = next(iter(case.board.live("frame")))
    case.page.frames.fold([frame], folded=True)
    case.settle()
    folded = case.page.view.geometry
    assert len(folded.cards) < 16 and case.page.view.folds.plates
    begin(case, "Said")
    assert len(case.page.view.geometry.cards) == 16 and not case.page.view.folds.plates
    press_at(case, EIGHTH)
    assert len(case.page.view.geometry.cards) == 13
    case.key(Key.Key_Escape)
    case.settle()
    assert case.page.view.geometry is folded and case.page.view.folds.plates


def test_from_the_history_to_the_board_after_a_step(built: Hands) -> None:
    command(built, "History")
    assert built.window.shown is not None
    history = built.window.shown.panels.history
    row = next(row for row in range(history.model.rowCount()) if "New" in str(history.model.index(row).data()))
    at = history.list.visualRect(history.model.index(row)).center()
    QTest.mouseClick(history.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    label = str(history.model.index(row).data())
    QTest.mouseClick(history.replay, Qt.MouseButton.LeftButton, pos=history.replay.rect().center())
    arrive(built)
    assert replaying(built).at == replaying(built).course.last - row and bar(built).what.text() == label
    assert len(built.page.view.geometry.cards) == 3 and len(built.page.view.geometry.edges) == 0
    press(built, Key.Key_Escape)
    assert not bar(built).isVisible() and len(built.page.view.geometry.edges) == 2
