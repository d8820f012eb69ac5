"""The window's widgets, used as a person uses them: with the mouse and the keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard.store.preferences import Preferences
from evidenceboard.ui import theme
from evidenceboard.ui.plain import PlainLabel
from evidenceboard.ui.widgets.command_palette import Command, CommandPalette
from evidenceboard.ui.widgets.fuzzy import rank
from evidenceboard.ui.widgets.keycap import cap_words
from evidenceboard.ui.widgets.message_bar import MessageStack
from evidenceboard.ui.widgets.name_prompt import NamePrompt
from evidenceboard.ui.widgets.preferences import PreferencesPage
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.widgets.shortcuts import ShortcutOverview
from evidenceboard.ui.widgets.start_overlay import CrashOffer, RecentBoard, StartOverlay
from evidenceboard.ui.widgets.status_bar import BoardStatusBar, SaveState
from evidenceboard.ui.widgets.surface import Veil
from evidenceboard.ui.widgets.tool_strip import ToolStrip
from evidenceboard.ui.widgets.top_row import TopRow

LEFT = Qt.MouseButton.LeftButton
Shown = Callable[[QWidget], None]


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> QWidget:
    theme.apply(qapp, theme.THEMES["light"])
    made = QWidget()
    made.resize(1200, 800)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Shown:
    """Shows a widget, and draws it in every theme."""
    theme.apply(qapp, theme.THEMES["light"])

    def show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        for each in theme.THEMES.values():
            theme.apply(qapp, each)
            assert not widget.grab().isNull()
        theme.apply(qapp, theme.THEMES["light"])

    return show


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    return {button.text().strip(): button for button in widget.findChildren(QPushButton) if button.isVisible()}


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()]


def compose(widget: QWidget, text: str) -> None:
    """Types what no key has alone, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


# Segments


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


# Strip, top row, status bar


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


# Messages


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


# Palette and shortcuts


def _palette(window: QWidget, ran: list[str]) -> CommandPalette:
    palette = CommandPalette(window)
    palette.set_commands(
        [
            Command("New board", "Ctrl+N", lambda: ran.append("new"), section="File"),
            Command("Save", "Ctrl+S", lambda: ran.append("save"), lambda: "everything is saved", "File"),
            Command("Merge a colleague’s board", "", lambda: ran.append("merge"), section="File"),
            Command("Redo", "Ctrl+Shift+Z / Ctrl+Y", lambda: ran.append("redo"), section="Edit"),
        ]
    )
    return palette


def test_palette_runs_what_is_typed(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.open()
    assert [row.title for row in palette.shown()] == [
        "File", "New board", "Save", "Merge a colleague’s board", "Edit", "Redo",
    ]  # fmt: skip
    qtbot.keyClicks(palette.field, "merg")
    assert palette.chosen() is not None
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["merge"]
    assert not palette.isVisible()


def test_palette_walks_over_headings_and_wraps(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.open()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(palette.field, key)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["redo"]
    palette.open()
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["redo", "redo"]


def test_palette_says_why_a_command_is_off(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.open("save")
    row = palette.chosen()
    assert row is not None
    assert (row.title, row.reason) == ("Save", "everything is saved")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []
    assert palette.isVisible()
    assert not window.grab().isNull()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_palette_finds_on_the_board(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    palette = _palette(window, ran)
    palette.set_finder(lambda typed, take: take([(f"<b>{typed}</b>", "E3 · NIS", lambda: ran.append("hit"))]))
    palette.open()
    compose(palette.field, "국정")
    qtbot.waitUntil(lambda: [row.title for row in palette.shown()] == ["On the board", "<b>국정</b>"])
    assert not window.grab().isNull()
    rect = palette.list.visualItemRect(palette.list.item(1))
    qtbot.mouseClick(palette.list.viewport(), LEFT, pos=rect.center())
    assert ran == ["hit"]


def test_palette_keeps_the_choice_when_finds_arrive(qtbot: QtBot, window: QWidget) -> None:
    palette = _palette(window, [])
    palette.set_finder(lambda typed, take: take([("a find", "", lambda: None)]))
    palette.open()
    qtbot.keyClicks(palette.field, "board")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    before = palette.chosen()
    qtbot.waitUntil(lambda: any(row.title == "a find" for row in palette.shown()))
    assert before is not None
    assert palette.chosen() is not None
    assert palette.chosen() == before


def test_veil_gives_the_focus_back_and_closes_beside(qtbot: QtBot, window: QWidget) -> None:
    below = QPushButton("below", window)
    below.show()
    below.setFocus()
    palette = _palette(window, [])
    palette.open()
    assert palette.field.hasFocus()
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.hasFocus()
    with qtbot.waitSignal(palette.closed):
        qtbot.mouseClick(palette, LEFT, pos=QPoint(5, 700))
    assert below.hasFocus()


def test_best_fitting_names_come_first() -> None:
    names = ["Save as…", "New statement", "Undo", "Merge a board", "Theme: dark"]
    assert rank("state", names) == [1]
    assert rank("mrege", names) == [3]
    assert rank("dark th", names) == [4]
    assert rank("nst", names)[0] == 1
    assert rank("zzz", names) == []


def test_shortcuts_fit_the_window_and_close(qtbot: QtBot, window: QWidget) -> None:
    sections = {"Cards": [("New statement", "S")] * 6, "Edit": [("Redo", "Ctrl+Shift+Z / Ctrl+Y")] * 9}
    page = ShortcutOverview(window, sections)
    for width in (1200, 700, 420):
        window.resize(width, 500)
        page.open()
        assert window.rect().contains(page.panel.geometry())
        assert not window.grab().isNull()
        qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Escape)
        assert not page.isVisible()


def test_veil_follows_the_window(window: QWidget) -> None:
    page = ShortcutOverview(window, {"Cards": [("New statement", "S")]})
    page.open()
    window.resize(900, 640)
    QApplication.processEvents()
    assert page.geometry() == window.rect()
    assert isinstance(page, Veil)


@pytest.mark.parametrize(
    ("shortcut", "caps"),
    [
        ("Ctrl+K", ["Ctrl K"]),
        ("Ctrl+Shift+Z / Ctrl+Y", ["Ctrl Shift Z", "Ctrl Y"]),
        ("Ctrl++", ["Ctrl +"]),
        ("+ / -", ["+", "-"]),
        ("", []),
    ],
)
def test_keys_on_caps(shortcut: str, caps: list[str]) -> None:
    assert cap_words(shortcut) == caps


# Start page


def _boards(count: int) -> list[RecentBoard]:
    names = ["Founding case", "박물관 도난 사건", "<b>Letters</b> of 1911", "Personnel\u202e matter"]
    picture = QPixmap(300, 200)
    picture.fill(theme.current().canvas)
    return [
        RecentBoard(str(at), names[at % 4], "8 January", "16 cards", picture if at % 2 else None, at == 3, at == 4)
        for at in range(count)
    ]


def test_start_page_by_mouse(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show_boards(_boards(6), [CrashOffer("c", "Harbour", "8 January", "Nothing was lost.")])
    page.show()
    for signal, widget in (
        (page.new_requested, page.ways.new),
        (page.open_requested, page.ways.open),
        (page.sample_requested, page.ways.sample),
        (page.clear_requested, page.recent.clear_button),
        (page.recover_requested, buttons(page)["Show me"]),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(widget, LEFT)
    with qtbot.waitSignal(page.board_chosen) as told:
        qtbot.mouseClick(page.recent.cards()[2], LEFT)
    assert told.args == ["2"]
    assert "Harbour was not closed properly on 8 January" in words(page)


def test_start_page_by_keys(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    page.show_boards(_boards(6))
    cards = page.recent.cards()
    assert cards[0].hasFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
    assert cards[3].hasFocus()
    with qtbot.waitSignal(page.board_chosen) as told:
        qtbot.keyClick(cards[3], Qt.Key.Key_Return)
    assert told.args == ["3"]
    with qtbot.waitSignal(page.forget_requested) as told:
        qtbot.keyClick(cards[3], Qt.Key.Key_Delete)
    assert told.args == ["3"]
    with qtbot.waitSignal(page.dismissed):
        qtbot.keyClick(cards[3], Qt.Key.Key_Escape)


def test_start_page_finds_a_board(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    page.show_boards(_boards(6))
    compose(page.recent.field, "도난")
    assert [card.board.key for card in page.recent.cards()] == ["1", "5"]
    with qtbot.waitSignal(page.board_chosen) as told:
        qtbot.keyClick(page.recent.field, Qt.Key.Key_Return)
    assert told.args == ["1"]
    qtbot.keyClick(page.recent.field, Qt.Key.Key_Escape)
    assert len(page.recent.cards()) == 6


def test_start_page_fits_and_shows_hidden_characters(qapp: QApplication, qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    for boards in (0, 1, 7):
        page.show_boards(_boards(boards))
        for size in ((1318, 664), (800, 480), (2400, 1300)):
            window.resize(*size)
            qtbot.wait(1)
            for each in theme.THEMES.values():
                theme.apply(qapp, each)
                assert not window.grab().isNull()
            inside = page.mapTo(window, page.recent.geometry().bottomRight())
            assert window.rect().contains(inside)
    assert "‹U+202E›" in page.recent.cards()[3].accessibleName()


def test_start_page_takes_a_dropped_board(qtbot: QtBot, window: QWidget) -> None:
    page = StartOverlay(window)
    page.show()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/x/photo.jpg"), QUrl.fromLocalFile("/x/case.board")])
    event = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(page.file_dropped) as told:
        page.dropEvent(event)
    assert told.args == ["/x/case.board"]


def test_what_lies_beside_the_start_page_stays_usable(qtbot: QtBot, window: QWidget) -> None:
    class Below(QWidget):
        clicks = 0

        def mouseDoubleClickEvent(self, event: object) -> None:
            Below.clicks += 1

    below = Below(window)
    below.resize(1200, 800)
    below.show()
    page = StartOverlay(below)
    page.show()
    qtbot.mouseDClick(page, LEFT, pos=QPoint(10, 10))
    assert Below.clicks == 1
    qtbot.mouseDClick(page, LEFT, pos=QPoint(400, 60))
    assert Below.clicks == 1


# Preferences and name


def test_preferences_tell_every_change(qtbot: QtBot, shown: Shown) -> None:
    page = PreferencesPage(Preferences(author="Mina"))
    shown(page)
    told: list[Preferences] = []
    page.changed.connect(told.append)
    qtbot.mouseClick(page.theme.segments()[2], LEFT)
    assert told[-1].theme == "dark"
    qtbot.mouseClick(page.publish.segments()[1], LEFT)
    assert told[-1].publish == "on save"
    qtbot.mouseClick(page.backups, LEFT, pos=QPoint(8, page.backups.height() // 2))
    assert told[-1].backups is False
    page.author.selectAll()
    qtbot.keyClicks(page.author, "Mina Park")
    qtbot.mouseClick(buttons(page)["Done"], LEFT)
    assert told[-1] == Preferences("Mina Park", "dark", "on save", backups=False)
    assert not page.isVisible()


def test_preferences_keep_a_name(qtbot: QtBot, shown: Shown) -> None:
    page = PreferencesPage(Preferences(author="Mina"))
    shown(page)
    page.author.selectAll()
    qtbot.keyClick(page.author, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(page.changed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.preferences().author == "Mina"


def test_name_is_asked_with_one_to_start_from(qtbot: QtBot, shown: Shown) -> None:
    prompt = NamePrompt("mina")
    shown(prompt)
    qtbot.keyClicks(prompt.field, "Mina Park")
    qtbot.keyClick(prompt.field, Qt.Key.Key_Return)
    assert prompt.name() == "Mina Park"
    assert not prompt.isVisible()
    other = NamePrompt("mina")
    shown(other)
    qtbot.keyClick(other.field, Qt.Key.Key_Delete)
    qtbot.mouseClick(buttons(other)["Start"], LEFT)
    assert other.name() == "mina"
