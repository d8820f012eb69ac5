"""What lies around the views: tools, top row, status bar, messages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard.ui.widgets.message_bar import MessageStack
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.widgets.status_bar import BoardStatusBar, SaveState
from evidenceboard.ui.widgets.tool_strip import ToolStrip
from evidenceboard.ui.widgets.top_row import TopRow
from tests.ui.widgets.hands import LEFT, Shown, buttons, words


def test_segments_by_mouse_and_keys(qtbot: QtBot, shown: Shown) -> None:
    control = SegmentedControl("ABCDEF", "Reliability", clearable=True)
    control.resize(190, 26)
    shown(control)
    with qtbot.waitSignal(control.chosen) as told:
        qtbot.mouseClick(control.segments()[1], LEFT)
    assert told.args == ["B"]
    with qtbot.waitSignal(control.chosen):
        qtbot.keyClick(control.segments()[1], Qt.Key.Key_Right)
    assert control.value() == "C"
    with qtbot.waitSignal(control.chosen):
        qtbot.keyClick(control.segments()[2], "f")
    assert control.value() == "F"
    with qtbot.waitSignal(control.chosen) as told:
        qtbot.mouseClick(control.segments()[5], LEFT)
    assert told.args == [""]
    assert control.value() == ""


def test_segments_set_by_the_program_tell_nobody(qtbot: QtBot, shown: Shown) -> None:
    control = SegmentedControl([("auto", "By itself"), ("on save", "Only when I save")], "Writing", equal=False)
    shown(control)
    with qtbot.assertNotEmitted(control.chosen):
        control.set_value("on save")
        assert control.value() == "on save"
        control.set_value("")
        assert control.value() == ""


def test_tool_strip(qtbot: QtBot, shown: Shown) -> None:
    strip = ToolStrip()
    strip.add_tool("select", "select", "Select", "V")
    strip.add_tool("hand", "hand", "Pan")
    strip.add_separator()
    strip.add_command("fit", "fit", "Show all", "Shift+1")
    strip.set_current("select")
    strip.resize(48, 400)
    shown(strip)
    with qtbot.waitSignal(strip.tool_chosen) as told:
        qtbot.mouseClick(strip.button("hand"), LEFT)
    assert told.args == ["hand"]
    with qtbot.waitSignal(strip.tool_chosen) as told:
        qtbot.mouseClick(strip.button("fit"), LEFT)
    assert told.args == ["fit"]
    assert strip.current() == "hand", "a command does not become the tool"


def test_top_row(qtbot: QtBot, shown: Shown) -> None:
    row = TopRow()
    with qtbot.assertNotEmitted(row.tab_chosen):
        row.add_tab("Board")
        row.add_tab("Matrix")
        row.set_tab("Board")
    row.resize(1000, 44)
    shown(row)
    assert not row.undo_button.isEnabled()
    row.set_history("Move 3 cards", None)
    with qtbot.waitSignal(row.undo_requested):
        qtbot.mouseClick(row.undo_button, LEFT)
    assert "Move 3 cards" in row.undo_button.accessibleName()
    with qtbot.waitSignal(row.tab_chosen) as told:
        qtbot.mouseClick(row.tabs, LEFT, pos=row.tabs.tabRect(1).center())
    assert told.args == ["Matrix"]
    with qtbot.waitSignal(row.tab_chosen) as told:
        qtbot.keyClick(row.tabs, Qt.Key.Key_Left)
    assert told.args == ["Board"]
    with qtbot.waitSignal(row.search_requested):
        qtbot.mouseClick(row.search, LEFT)
    with qtbot.waitSignal(row.present_requested):
        qtbot.mouseClick(row.present_button, LEFT)


def test_menu_opens_below_its_button(qtbot: QtBot, shown: Shown) -> None:
    row = TopRow()
    menu = QMenu(row)
    menu.addAction("New board")
    row.set_menu(menu)
    row.resize(1000, 44)
    shown(row)
    qtbot.mouseClick(row.menu_button, LEFT)
    assert menu.isVisible()
    menu.close()


def test_search_field_gives_way_in_a_narrow_window(shown: Shown) -> None:
    row = TopRow()
    for name in ("Board", "Matrix", "Timeline", "Table", "Outline", "Sources"):
        row.add_tab(name)
    row.resize(900, 44)
    shown(row)
    assert row.search.width() < 248
    assert row.present_button.geometry().right() <= 900


def test_status_bar(qtbot: QtBot, shown: Shown) -> None:
    bar = BoardStatusBar()
    bar.set_counts("16 cards · 21 links")
    bar.resize(900, 28)
    shown(bar)
    for signal, name in ((bar.zoom_in, "Zoom in"), (bar.zoom_out, "Zoom out"), (bar.zoom_reset, "Zoom 100 %")):
        found = [each for each in bar.findChildren(QWidget) if each.accessibleName().startswith(name)]
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(found[0], LEFT)
    bar.set_zoom(0.254)
    assert any(each.accessibleName() == "Zoom 25 %" for each in bar.findChildren(QWidget))
    for state in SaveState:
        bar.set_saved(state, "Not saved to /stick/" + "long" * 80)
        assert not bar.grab().isNull()


def test_long_work_can_be_cancelled(qtbot: QtBot, shown: Shown) -> None:
    bar = BoardStatusBar()
    bar.resize(900, 28)
    shown(bar)
    line = bar.add_progress("Importing photos")
    line.show_progress(120, 500)
    assert "120 of 500" in words(bar)
    with qtbot.waitSignal(line.cancelled):
        qtbot.mouseClick(buttons(bar)["Cancel"], LEFT)
    line.end()
    QApplication.sendPostedEvents(line, QEvent.Type.DeferredDelete)
    assert "Cancel" not in buttons(bar)


def test_messages_stack_are_replaced_and_close(qtbot: QtBot, shown: Shown) -> None:
    stack = MessageStack()
    stack.resize(800, 200)
    shown(stack)
    called: list[str] = []
    news = stack.tell("info", "Board merged", "41 changes")
    stack.tell("danger", "Not saved: <b>disk</b>", key="save", permanent=True)
    stack.tell("danger", "Not saved: full", key="save", permanent=True, actions=[("Retry", lambda: called.append("r"))])
    assert stack.keys() == [news, "save"]
    assert "Not saved: full" in words(stack)
    qtbot.mouseClick(buttons(stack.bar("save"))["Retry"], LEFT)
    assert called == ["r"]
    assert _cross(stack.bar("save")) == []
    qtbot.mouseClick(_cross(stack.bar(news))[0], LEFT)
    assert stack.keys() == ["save"]
    stack.dismiss("save")
    assert not stack.isVisible()


def _cross(bar: QWidget) -> list[QWidget]:
    return [each for each in bar.findChildren(QWidget) if each.accessibleName() == "Close"]
