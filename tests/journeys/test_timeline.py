"""The timeline with real mouse and keys: pulled dates, the brush, what is not dated, one selection."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from evidenceboard.finding import timeline as layout
from evidenceboard.model.commands import link, remove, set_fields
from evidenceboard.ui.views.timeline import TimelineView
from evidenceboard.ui.views.timeline_chart import Hit, TimelineChart
from evidenceboard.ui.views.timeline_hands import AXIS, HEAD
from tests.journeys.hands import CONTROL, SHIFT, Hands, command

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dated(built: Hands) -> Hands:
    """Three cards: a month, a soft start with a hard end, and none; the timeline is shown."""
    month, before, _ = built.cards()
    bridge = built.page.bridge
    bridge.commit(set_fields(month, {"said": "2023-10"}))
    bridge.commit(set_fields(before, {"said": "before 2024-01-08"}))
    command(built, "Timeline view")
    return built


def view(hands: Hands) -> TimelineView:
    assert hands.window.shown is not None
    shown = hands.window.shown.views.view
    assert isinstance(shown, TimelineView)
    return shown


def chart(hands: Hands) -> TimelineChart:
    return view(hands).chart


def place(hands: Hands, card: str) -> Hit:
    found = chart(hands).place_of(card)
    assert found is not None
    return found


def middle(hands: Hands, card: str) -> QPoint:
    found = place(hands, card)
    return chart(hands).bar(chart(hands).lanes[found.lane], found.at).center().toPoint()


def right_end(hands: Hands, card: str) -> QPoint:
    found = place(hands, card)
    box = chart(hands).bar(chart(hands).lanes[found.lane], found.at)
    return QPoint(round(box.right()) - 1, round(box.center().y()))


def slide(widget: TimelineChart, start: QPoint, end: QPoint) -> None:
    """Press and move in steps, the button held."""
    QTest.mousePress(widget, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 9):
        at = QPointF(start + (end - start) * step / 8)
        none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        moved = QMouseEvent(QEvent.Type.MouseMove, at, QPointF(widget.mapToGlobal(at)), none, LEFT, keys)
        QApplication.sendEvent(widget, moved)


def drag(widget: TimelineChart, start: QPoint, end: QPoint) -> None:
    slide(widget, start, end)
    QTest.mouseRelease(widget, LEFT, Qt.KeyboardModifier.NoModifier, end)


def said(hands: Hands, card: str) -> str | None:
    return hands.board.value(card, "said")


def test_a_pulled_month_moves_by_months_as_one_step(dated: Hands) -> None:
    month = dated.cards()[0]
    start = middle(dated, month)
    steps = len(dated.page.bridge.document.log.changeset_ids())
    by = QPoint(round(2.1 * layout.MONTH * chart(dated).scale), 3)
    slide(chart(dated), start, start + by)
    assert said(dated, month) == "2023-10"  # nothing is written under way, but said
    pull = chart(dated).hands.pull
    assert pull is not None and pull.after == "2023-12"
    QTest.mouseRelease(chart(dated), LEFT, Qt.KeyboardModifier.NoModifier, start + by)
    assert said(dated, month) == "2023-12"
    assert len(dated.page.bridge.document.log.changeset_ids()) == steps + 1
    assert abs(middle(dated, month).x() - start.x() - by.x()) < 20
    dated.key(Qt.Key.Key_Z, CONTROL)
    assert said(dated, month) == "2023-10" and abs(middle(dated, month).x() - start.x()) < 2


def test_a_hard_end_is_pulled_and_the_soft_one_stays_open(dated: Hands) -> None:
    before = dated.cards()[1]
    start = right_end(dated, before)
    drag(chart(dated), start, start + QPoint(round(3 * layout.DAY * chart(dated).scale), 0))
    assert said(dated, before) == "before 2024-01-11"


def test_the_end_of_a_month_makes_a_range_of_months(dated: Hands) -> None:
    month = dated.cards()[0]
    start = right_end(dated, month)
    drag(chart(dated), start, start + QPoint(round(layout.MONTH * chart(dated).scale), 0))
    assert said(dated, month) == "2023-10/2023-11"


def test_escape_leaves_a_date_as_it_was(dated: Hands) -> None:
    month = dated.cards()[0]
    start = middle(dated, month)
    slide(chart(dated), start, start + QPoint(200, 0))
    assert chart(dated).hands.pull is not None
    QTest.keyClick(chart(dated), Qt.Key.Key_Escape)
    QTest.mouseRelease(chart(dated), LEFT, Qt.KeyboardModifier.NoModifier, start + QPoint(200, 0))
    assert said(dated, month) == "2023-10"


def test_keys_move_a_date_and_a_burst_is_one_step(dated: Hands) -> None:
    month = dated.cards()[0]
    QTest.mouseClick(chart(dated), LEFT, pos=middle(dated, month))
    for _ in range(3):
        dated.key(Qt.Key.Key_Right, CONTROL)
    dated.key(Qt.Key.Key_Left, CONTROL)
    assert said(dated, month) == "2023-10"
    QTest.qWait(900)
    assert said(dated, month) == "2023-12"
    dated.key(Qt.Key.Key_Right, CONTROL, SHIFT)
    dated.key(Qt.Key.Key_1, CONTROL)  # leaving the view keeps it
    assert said(dated, month) == "2023-12/2024-01"
    command(dated, "Undo")
    command(dated, "Undo")
    assert said(dated, month) == "2023-10"


def test_keys_move_the_date_that_was_clicked(dated: Hands) -> None:
    month = dated.cards()[0]
    dated.page.bridge.commit(set_fields(month, {"happened": "2023-09"}))
    found = chart(dated).place_of(month, "said")
    assert found is not None and chart(dated).lanes[found.lane].lane.clock == "said"
    at = chart(dated).bar(chart(dated).lanes[found.lane], found.at).center().toPoint()
    QTest.mouseClick(chart(dated), LEFT, pos=at)
    dated.key(Qt.Key.Key_Right, CONTROL)
    dated.key(Qt.Key.Key_Return)
    assert said(dated, month) == "2023-11" and dated.board.value(month, "happened") == "2023-09"
    assert dated.page.isVisible()


def test_a_board_for_reading_only_is_not_moved(dated: Hands) -> None:
    month = dated.cards()[0]
    chart(dated).read_only = True
    start = middle(dated, month)
    drag(chart(dated), start, start + QPoint(300, 0))
    dated.key(Qt.Key.Key_Right, CONTROL)
    assert chart(dated).hands.pull is None and said(dated, month) == "2023-10"


def test_the_brush_dims_the_canvas_and_escape_ends_it(dated: Hands) -> None:
    month, before, _ = dated.cards()
    QTest.mouseClick(chart(dated), LEFT, pos=middle(dated, month))
    at = middle(dated, month).x()
    drag(chart(dated), QPoint(at - 30, AXIS // 2), QPoint(at + 10, AXIS // 2))
    state = dated.page.view._state
    assert state.lit == frozenset((month,)) or state.lit == frozenset((month, before))
    assert chart(dated).brush is not None
    QTest.keyClick(chart(dated), Qt.Key.Key_Escape)
    assert state.lit is None and chart(dated).brush is None
    QTest.keyClick(chart(dated), Qt.Key.Key_B)
    assert state.lit is not None and month in state.lit
    third = dated.cards()[2]
    assert third not in state.lit
    dated.key(Qt.Key.Key_1, CONTROL)
    QTest.keyClick(dated.page.view, Qt.Key.Key_Escape)
    assert state.lit is None


def test_the_brush_follows_what_is_changed(dated: Hands) -> None:
    month, _, third = dated.cards()
    QTest.mouseClick(chart(dated), LEFT, pos=middle(dated, month))
    QTest.keyClick(chart(dated), Qt.Key.Key_B)
    dated.page.bridge.commit(set_fields(third, {"happened": "2023-10-20"}))
    assert third in (dated.page.view._state.lit or ())
    dated.page.bridge.undo()
    assert third not in (dated.page.view._state.lit or ())


def test_a_card_dated_in_the_inspector_appears(dated: Hands) -> None:
    third = dated.cards()[2]
    assert chart(dated).place_of(third) is None
    assert dated.window.shown is not None
    dated.window.shown.selection.choose([third])
    happened = dated.window.shown.panels.inspector.card.dates.fields["happened"]
    happened.line.setFocus()
    QTest.keyClicks(happened.line, "mid-October 2023")
    assert happened.hint.text() == "mid-Oct 2023: 11 Oct to 20 Oct 2023"
    QTest.keyClick(happened.line, Qt.Key.Key_Return)
    dated.settle()
    found = place(dated, third)
    assert chart(dated).lanes[found.lane].lane.clock == "happened"
    assert chart(dated).lanes[found.lane].lane.stored[found.at] == "2023-10-11~/2023-10-20~"


def test_what_is_not_dated_is_listed_and_never_placed(dated: Hands) -> None:
    month, before, third = dated.cards()
    dated.page.bridge.commit(set_fields(third, {"happened": "some day in autumn"}))
    lanes = chart(dated).lanes
    assert lanes[0].lane.cards == () and set(lanes[0].lane.undated) == {month, before, third}
    assert set(lanes[1].lane.cards) == {month, before} and lanes[1].lane.undated == (third,)
    QTest.mouseClick(chart(dated), LEFT, pos=chart(dated).chip_of(lanes[1]).center().toPoint())
    listed = view(dated).list
    assert view(dated).tray.isVisible() and listed.model().rowCount() == 1
    QTest.mouseClick(listed.viewport(), LEFT, pos=listed.visualRect(listed.model().index(0, 0)).center())
    assert dated.page.view.selection == {third}
    dated.page.bridge.commit(remove(dated.board, [third]))
    assert third not in view(dated).cards.entries and not view(dated).tray.isVisible()


def test_one_selection_here_and_there(dated: Hands) -> None:
    month, before, _ = dated.cards()
    QTest.mouseClick(chart(dated), LEFT, pos=middle(dated, before))
    assert dated.page.view.selection == {before}
    assert "Said: before 8 Jan 2024" in chart(dated).accessibleDescription()
    QTest.keyClick(chart(dated), Qt.Key.Key_Down)
    assert dated.page.view.selection == {month}
    QTest.mouseDClick(chart(dated), LEFT, pos=middle(dated, before))
    assert dated.page.isVisible() and dated.page.view.selection == {before}
    dated.click(dated.middle_of(month))
    command(dated, "Timeline view")
    assert chart(dated).selection == {month}


def test_zoom_and_pan_keep_what_is_under_the_pointer(dated: Hands) -> None:
    shown = chart(dated)
    at = shown.second(HEAD + 400)
    shown.zoom_at(HEAD + 400, 3.0)
    assert abs(shown.x_of(at) - HEAD - 400) < 0.01
    scale = shown.scale
    QTest.keyClick(shown, Qt.Key.Key_Plus)
    assert shown.scale > scale
    drag(shown, QPoint(HEAD + 300, shown.height() - 20), QPoint(HEAD + 200, shown.height() - 20))
    assert shown.x_of(at) < HEAD + 400
    for _ in range(80):
        QTest.keyClick(shown, Qt.Key.Key_Minus)
    shown.repaint()
    for _ in range(160):
        QTest.keyClick(shown, Qt.Key.Key_Plus)
    shown.repaint()
    QTest.keyClick(shown, Qt.Key.Key_0)
    assert HEAD < middle(dated, dated.cards()[0]).x() < shown.width()


def test_lanes_by_source(case: Hands) -> None:
    command(case, "Timeline view")
    segments = view(case).groups.segments()
    QTest.mouseClick(segments[1], LEFT, pos=segments[1].rect().center())
    titles = [placed.lane.title for placed in chart(case).lanes]
    assert "VOA" in titles and len(titles) > 3
    chart(case).repaint()


# Lanes by hypothesis, and clocks


def titles(hands: Hands) -> dict[str, set[str]]:
    """The names of the cards that are placed or not dated, by lane."""
    shown = view(hands)
    return {
        placed.lane.title: {shown.cards.entries[card].name for card in (*placed.lane.cards, *placed.lane.undated)}
        for placed in chart(hands).lanes
        if placed.lane.clock == "said"
    }


def by_hypothesis(hands: Hands) -> None:
    command(hands, "Timeline view")
    QTest.mouseClick(view(hands).groups.segments()[2], LEFT)
    hands.settle()


def test_lanes_by_hypothesis_hold_what_bears_on_them(case: Hands) -> None:
    keys = {values["key"]: card for card, values in case.page.bridge.document.records("card")}
    by_hypothesis(case)
    lanes = {name.split()[0]: cards for name, cards in titles(case).items()}
    assert {"E1", "E2", "E3", "E5a"} <= lanes["H0"] and "E4" not in lanes["H0"]  # through C1
    assert {"E3", "E4", "E5b"} <= lanes["H1"]  # directly, and through C2
    bridge, claim = case.page.bridge, keys["C2"]
    bridge.commit(remove(bridge.document.board, [claim]))
    case.settle()
    lanes = {name.split()[0]: cards for name, cards in titles(case).items()}
    assert "E3" in lanes["H1"] and "E4" not in lanes["H1"]
    assert "E4" in lanes["Bears"]
    bridge.undo()
    case.settle()
    assert "E4" in {name.split()[0]: cards for name, cards in titles(case).items()}["H1"]


def test_a_new_link_puts_a_card_into_another_lane(case: Hands) -> None:
    keys = {values["key"]: card for card, values in case.page.bridge.document.records("card")}
    by_hypothesis(case)
    assert "E4" not in {name.split()[0]: cards for name, cards in titles(case).items()}["H2"]
    case.page.bridge.commit(link(case.board, [keys["E4"]], keys["H2"], "support"))
    case.settle()
    assert "E4" in {name.split()[0]: cards for name, cards in titles(case).items()}["H2"]


def test_times_are_shown_in_the_chosen_zone_and_kept_as_they_are(dated: Hands) -> None:
    month, before, _ = dated.cards()
    bridge = dated.page.bridge
    assert view(dated).zones.isHidden() and not chart(dated).clock_words
    bridge.commit(set_fields(month, {"said": "2024-01-08T03:30+09:00"}))
    dated.settle()
    assert not view(dated).zones.isHidden() and chart(dated).clock_words == "Times as written"
    count = bridge.document.log.counts()["changesets"]
    QTest.mouseClick(view(dated).zones.segments()[1], LEFT)
    dated.settle()
    found = place(dated, month)
    lane = chart(dated).lanes[found.lane].lane
    assert (lane.stored[found.at], lane.shown[found.at]) == ("2024-01-08T03:30+09:00", "2024-01-07T18:30Z")
    assert layout.moment(float(lane.dated.first[found.at])).isoformat() == "2024-01-07T18:30:00"
    assert chart(dated).clock_words == "Times in UTC"
    assert bridge.document.log.counts()["changesets"] == count
    assert bridge.document.board.value(month, "said") == "2024-01-08T03:30+09:00"


def test_a_time_that_is_pulled_keeps_the_zone_in_which_it_was_written(dated: Hands) -> None:
    month, *_ = dated.cards()
    dated.page.bridge.commit(set_fields(month, {"said": "2024-01-08T03:30+09:00"}))
    dated.settle()
    QTest.mouseClick(view(dated).zones.segments()[1], LEFT)
    chart(dated).setFocus()
    chart(dated).chosen.emit(frozenset({month}))
    dated.key(Qt.Key.Key_Right, CONTROL)
    chart(dated).hands.finish()
    assert dated.page.bridge.document.board.value(month, "said") == "2024-01-08T03:31+09:00"
