"""The window: it puts the rooms together and knows all of them; they do not know one another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.document import Document
from evidenceboard.model.ids import kind_of
from evidenceboard.store.reading import Refused
from evidenceboard.ui import crowds
from evidenceboard.ui.actions import Actions
from evidenceboard.ui.beside_board import BesideBoard
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.command_lists import palette_commands, shortcut_table
from evidenceboard.ui.commands_of_sheets import sheet_entries
from evidenceboard.ui.commands_of_window import TOOLS, entries
from evidenceboard.ui.context_menus import ContextMenus
from evidenceboard.ui.dialogs.left_out import of_board
from evidenceboard.ui.empty_board import EmptyBoard
from evidenceboard.ui.intake import Intake
from evidenceboard.ui.left_out_report import save_report_of
from evidenceboard.ui.merging import Merging
from evidenceboard.ui.open_board import OpenBoard
from evidenceboard.ui.own_copy import OwnCopy
from evidenceboard.ui.own_folder import OwnFolder
from evidenceboard.ui.photo_views import do_with_photo, edit_view
from evidenceboard.ui.readouts import Readouts
from evidenceboard.ui.regions import Regions
from evidenceboard.ui.saving_of_window import REPLAYED, SavingOfWindow
from evidenceboard.ui.splitting import make_claims, rejoin_claims, split_statement
from evidenceboard.ui.tabs import Tabs
from evidenceboard.ui.talk.audience import AudienceView, start_talk
from evidenceboard.ui.telling import Telling
from evidenceboard.ui.view_stack import BOARD_VIEW
from evidenceboard.ui.what_ifs import KEY as WHAT_IF
from evidenceboard.ui.what_ifs import WhatIfs
from evidenceboard.ui.widgets.command_palette import CommandPalette
from evidenceboard.ui.widgets.shortcuts import ShortcutOverview
from evidenceboard.ui.widgets.status_bar import BoardStatusBar
from evidenceboard.ui.widgets.tool_strip import ToolStrip
from evidenceboard.ui.widgets.top_row import TopRow
from evidenceboard.ui.window_places import remember_places, restore_panels


class MainWindow(QMainWindow):
    """One window with one board, or with none: then it offers the ways to one.

    Attributes:
        shown: the open board with its rooms; None while the start page shows.

    Signals:
        wanted: a command that needs the program, and its detail: "new", "open" with a path, "sample", …
        closed: it is gone.
    """

    wanted = Signal(str, object)
    closed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(QSize(720, 480))
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.shown: OpenBoard | None = None
        self.talk: AudienceView | None = None
        self.intake = Intake(self)
        self.merging = Merging(self)
        self.saving = SavingOfWindow(self)
        self.beside = BesideBoard(self)
        self.own_folder = OwnFolder(self)
        self.readouts = Readouts(self)
        self.top = TopRow(self)
        self.messages = Telling(self)
        self.own_copy = OwnCopy(self)
        self.strip = self._make_strip()
        self.status = BoardStatusBar(self)
        self.status.standing.explain({way: MEANINGS[f"by {way}"].says for way in ("origin", "report")})
        self.what_ifs = WhatIfs(self)
        self.empty = EmptyBoard(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.side = QStackedWidget(self)
        for part in (self.stack, self.side):
            self.splitter.addWidget(part)
        self.side.hide()
        self.splitter.setChildrenCollapsible(False)
        self._lay_out()
        self.tabs = Tabs(self)
        self.regions = Regions(self)
        self.actions_table = Actions(self, self.saving.refused_command, self._finish_hands)
        self.actions_table.add([*entries(self), *self.tabs.entries(), *sheet_entries(self)])
        self._menu = QMenu(self)
        self.actions_table.fill(self._menu)
        self.top.set_menu(self._menu)
        self.palette_popup = CommandPalette(self)
        self.palette_popup.set_commands(palette_commands(self.actions_table))
        self.shortcut_overview = ShortcutOverview(self, shortcut_table(self.actions_table))
        self._connect()
        self._follow_board()

    def _make_strip(self) -> ToolStrip:
        strip = ToolStrip(self)
        for tool in TOOLS:
            if tool is None:
                strip.add_separator()
            elif tool[0] in ("select", "hand"):
                strip.add_tool(*tool)
            else:
                strip.add_command(*tool, foot=False)
        strip.add_command("fit", "fit", "Show the whole board", "Shift+1")
        strip.set_current("select")
        return strip

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.strip)
        middle.addWidget(self.splitter, 1)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.messages)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(holder)

    def _connect(self) -> None:
        self.top.undo_requested.connect(self.undo)
        self.top.redo_requested.connect(self.redo)
        self.top.search_requested.connect(self.open_palette)
        self.top.present_requested.connect(self.present)
        self.strip.tool_chosen.connect(self.choose_tool)
        self.status.zoom_in.connect(lambda: self.zoom_by(1.25))
        self.status.zoom_out.connect(lambda: self.zoom_by(0.8))
        self.status.zoom_reset.connect(self.zoom_reset)
        self.status.todo_wanted.connect(self.show_todo)
        self.status.count_wanted.connect(self.count_by)

    # The board in the window

    @property
    def document(self) -> Document | None:
        return self.shown.document if self.shown else None

    @property
    def bridge(self) -> Bridge | None:
        return self.shown.bridge if self.shown else None

    @property
    def page(self) -> BoardPage | None:
        return self.shown.page if self.shown else None

    def set_document(self, document: Document) -> None:
        """Show a board in place of what was shown; the window closes it when it goes."""
        self.let_go()
        self.shown = shown = OpenBoard(document, self.stack, self.side, self)
        self.side.show()
        self.splitter.setStretchFactor(0, 1)
        shown.bridge.refused.connect(self.saving.refused)
        shown.views.asked.connect(self.actions_table.give)
        ContextMenus(self, shown.page)
        shown.panels.inspector.split_wanted.connect(lambda card: split_statement(self, card))
        shown.panels.inspector.rejoin_wanted.connect(lambda card: rejoin_claims(self, [card]))
        for asks in (shown.panels.inspector.claim_wanted, shown.page.claim_wanted):
            asks.connect(lambda card, words: make_claims(self, card, [words]))
        shown.replaying.ended.connect(partial(self.messages.dismiss, REPLAYED))
        shown.replaying.changed.connect(self.readouts.show_counts)
        shown.page.hand.hint.connect(self.messages.hint)
        shown.page.edit_view.connect(partial(edit_view, self))
        shown.panels.inspector.photo_wanted.connect(partial(do_with_photo, self))
        self.saving.follow(shown.saving)
        self.own_folder.follow(shown.bridge)
        self.own_copy.follow()
        self.readouts.follow(shown)
        self.what_ifs.follow(shown.bridge)
        self.tabs.follow(shown)
        restore_panels(self, document.installation)
        shown.page.view.fit()
        shown.page.view.setFocus()
        self._follow_board()
        if document.left_out:
            left_out, read_only = document.left_out, document.read_only
            kept = sum(each.kept for each in left_out)
            show = partial(self._show_left_out, left_out, read_only)
            self.messages.left_out(len(left_out) - kept, kept, read_only, show)
        if document.lacked:
            self.saving.tell_older(document.lacked)
        if document.lacks is not None:
            self.merging.tell_lacking(*document.lacks)
        self.beside.look()
        crowds.tell_of_crowds(self)
        for record, field, text in document.filing.drafts():
            self.messages.offer_draft(record, partial(self.intake.put_back_draft, record, field, text))

    def _show_left_out(self, left_out: Sequence[Refused], read_only: bool) -> None:
        save_report = None if self.document is None else partial(save_report_of, self, self.document, left_out)
        of_board(left_out, read_only, save_report, self).open()

    def let_go(self) -> None:
        """Put the board away and close its document."""
        if self.shown is not None:
            remember_places(self, self.shown.document.installation)
            self.shown.put_away()
            self.shown = None
            for key in ("left-out", "lacking", "places", crowds.KEY, WHAT_IF, REPLAYED):
                self.messages.dismiss(key)
            self.intake.photos.same_origin.drop()
            self.stack.setCurrentWidget(self.empty)
            self.side.hide()
            self.tabs.tell(BOARD_VIEW)
            self._follow_board()

    def is_blank(self) -> bool:
        """Whether another board may be shown here without taking one away."""
        document = self.document
        return document is None or (document.path is None and not document.history.can_undo)

    def _follow_board(self) -> None:
        self.palette_popup.set_finder(self.intake.find_for_palette if self.shown else None)
        self.readouts.show()

    # What the person does

    def _finish_hands(self) -> None:
        """What keys have moved is committed before the next command looks at the board."""
        if self.page is not None:
            self.page.hand.finish()

    def save(self) -> None:
        """Put the board into its file; ask for one if it has none."""
        self.saving.save()

    def undo(self) -> None:
        if self.bridge is not None:
            self.bridge.undo()

    def redo(self) -> None:
        if self.bridge is not None:
            self.bridge.redo()

    def open_find(self) -> None:
        if self.shown is not None and not self.shown.views.open_filter():
            self.tabs.to_board()
            self.shown.find_bar.open()

    def open_filter(self) -> None:
        if self.shown is not None:
            self.shown.filter_bar.open()

    def show_conflicts(self) -> None:
        if self.shown is not None:
            self.shown.panels.show_conflicts()

    def show_todo(self) -> None:
        if self.shown is not None:
            self.shown.panels.show_todo()

    def show_says(self, page: str = "") -> None:
        """What the standing says, what it hangs on, what to check, and what to ask of it."""
        if self.shown is not None:
            self.shown.panels.show_says(page)

    def count_by(self, way: str) -> None:
        """Let voices count by "origin" or by "report"."""
        if self.bridge is not None:
            self.bridge.standings.set_count(way)

    def show_paths(self) -> None:
        """How the selected card bears on a hypothesis."""
        if self.shown is not None:
            card = next(each for each in sorted(self.shown.selection.records) if kind_of(each) == "card")
            self.shown.panels.show_paths(card)

    def show_history(self) -> None:
        if self.shown is not None:
            self.shown.panels.show_history()

    def replay(self) -> None:
        """Look at the board as of an earlier day, or after an earlier change; or come back to now."""
        if self.shown is not None:
            self.shown.replay()

    def choose_tool(self, name: str) -> None:
        """Take a tool into the hand, or do at once what a button of the strip stands for."""
        if name == "photo":
            self.intake.choose_photos()
        elif name not in ("select", "hand", "link", "fit", "frame", "part"):
            self.new_card(name)
        elif self.page is None:
            self.messages.news("Open or begin a board first")
        elif name == "fit":
            self.tabs.to_board()
            self.page.view.fit()
        elif name == "frame":
            self.page.frames.begin()
        elif name == "part":
            self.tabs.to_board()
            self.page.parts.begin()
        elif name != "link":
            self.page.hand.choose(name)
        elif not self.page.hand.begin_link():
            self.messages.news("Select a card first, or drag from the dot on its edge", key="hint")

    def new_card(self, kind: str) -> None:
        """Write a new card in the middle of the view; without a board on a new one."""
        if self.page is None:
            self.wanted.emit("new", None)
        if self.page is not None:
            self.tabs.to_board()
            self.page.new_card(kind)

    def zoom_by(self, factor: float) -> None:
        if self.page is not None:
            view = self.page.view
            view.zoom_at(view.rect().center().toPointF(), factor)

    def zoom_reset(self) -> None:
        if self.page is not None:
            self.zoom_by(1 / self.page.view.zoom)

    def open_palette(self) -> None:
        """Every command, and what is found on the board."""
        self.palette_popup.open()

    def show_shortcuts(self) -> None:
        self.shortcut_overview.open()

    def present(self) -> None:
        """Full screen, stop by stop."""
        if self.document is not None:
            self.talk = start_talk(self.document, self)

    # Drops and the end

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        event.setAccepted(data.hasUrls() or data.hasImage() or data.hasText())

    def dropEvent(self, event: QDropEvent) -> None:
        at = None
        if self.page is not None:
            at = self.page.view.mapFrom(self, QPoint(event.position().toPoint())).toPointF()
        self.intake.drop(event.mimeData(), at)
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.talk is not None:
            self.talk.close()
        if not self.saving.may_close():
            event.ignore()
            return
        self.let_go()
        self.closed.emit(self)
        event.accept()
