"""The window: it puts the rooms together and knows all of them; they do not know one another."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QByteArray, QPoint, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.ui.actions import Actions
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.commands_of_sheets import sheet_entries
from evidenceboard.ui.commands_of_window import HANDS, SECOND_KEYS, TOOLS, entries
from evidenceboard.ui.context_menus import ContextMenus
from evidenceboard.ui.dialogs.left_out import of_board
from evidenceboard.ui.empty_board import EmptyBoard
from evidenceboard.ui.intake import Intake
from evidenceboard.ui.merging import Merging
from evidenceboard.ui.open_board import OpenBoard
from evidenceboard.ui.plain import plain_message
from evidenceboard.ui.regions import Regions
from evidenceboard.ui.render import small_picture
from evidenceboard.ui.talk.audience import AudienceView, start_talk
from evidenceboard.ui.telling import Telling
from evidenceboard.ui.widgets.command_palette import Command, CommandPalette
from evidenceboard.ui.widgets.shortcuts import ShortcutOverview
from evidenceboard.ui.widgets.status_bar import BoardStatusBar, SaveState
from evidenceboard.ui.widgets.tool_strip import ToolStrip
from evidenceboard.ui.widgets.top_row import TopRow

STRIP, INSPECTOR = 48, 320  # widths


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
        self.top = TopRow(self)
        self.top.add_tab("Board")
        self.messages = Telling(self)
        self.strip = self._make_strip()
        self.status = BoardStatusBar(self)
        self.empty = EmptyBoard(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.stack)
        self.splitter.setChildrenCollapsible(False)
        self._lay_out()
        self.regions = Regions(self)
        self.actions_table = Actions(self, self.messages.news, self._finish_hands)
        self.actions_table.add([*entries(self), *sheet_entries(self)])
        self._menu = QMenu(self)
        self.actions_table.fill(self._menu)
        self.top.set_menu(self._menu)
        self.palette_popup = CommandPalette(self)
        self.palette_popup.set_commands(self._commands())
        self.shortcut_overview = ShortcutOverview(self, self._shortcuts())
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

    def _commands(self) -> list[Command]:
        return [
            Command(
                name=entry.name,
                shortcut=entry.shortcuts[0] if entry.shortcuts else "",
                run=partial(self.actions_table.run, entry),
                enabled=entry.why_not,
                section=entry.section,
            )
            for entry in self.actions_table.entries
        ]

    def _shortcuts(self) -> dict[str, list[tuple[str, str]]]:
        """Keys by section: those of the commands, and what only hands on the canvas do."""
        table: dict[str, list[tuple[str, str]]] = {}
        for entry in self.actions_table.entries:
            keys = [keys for keys in entry.shortcuts if keys not in SECOND_KEYS]
            if keys:
                table.setdefault(entry.section, []).append((entry.name, " / ".join(keys)))
        return {**table, "On the canvas": list(HANDS)}

    def _connect(self) -> None:
        self.top.undo_requested.connect(self.undo)
        self.top.redo_requested.connect(self.redo)
        self.top.search_requested.connect(self.open_palette)
        self.top.present_requested.connect(self.present)
        self.strip.tool_chosen.connect(self.choose_tool)
        self.status.zoom_in.connect(lambda: self.zoom_by(1.25))
        self.status.zoom_out.connect(lambda: self.zoom_by(0.8))
        self.status.zoom_reset.connect(self.zoom_reset)

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
        self.shown = shown = OpenBoard(document, self)
        self.stack.addWidget(shown.left)
        self.stack.setCurrentWidget(shown.left)
        self.splitter.addWidget(shown.panels)
        self.splitter.setStretchFactor(0, 1)
        shown.bridge.refused.connect(self.messages.error)
        shown.bridge.history_changed.connect(self._show_history)
        shown.bridge.committed.connect(self._show_counts)
        shown.bridge.sheet_changed.connect(self._show_counts)
        shown.page.view.camera_changed.connect(lambda: self.status.set_zoom(shown.page.view.zoom))
        shown.page.focus.changed.connect(self._show_counts)
        ContextMenus(self, shown.page)
        shown.page.hand.hint.connect(self.messages.hint)
        shown.saving.state_changed.connect(self.status.set_saved)
        shown.saving.failed.connect(self._not_saved)
        shown.saving.succeeded.connect(self._saved)
        shown.saving.received.connect(self._received)
        self._restore_places(document)
        shown.page.view.fit()
        shown.page.view.setFocus()
        self._follow_board()
        if document.left_out:
            left_out, read_only = document.left_out, document.read_only
            self.messages.left_out(len(left_out), read_only, lambda: of_board(left_out, read_only, self).open())
        for record, field, text in document.filing.drafts():
            self.messages.offer_draft(record, partial(self.intake.put_back_draft, record, field, text))

    def let_go(self) -> None:
        """Put the board away and close its document."""
        if self.shown is not None:
            self._remember_places(self.shown.document)
            self.shown.put_away()
            self.shown = None
            self.messages.dismiss("left-out")
            self.stack.setCurrentWidget(self.empty)
            self._follow_board()

    def is_blank(self) -> bool:
        """Whether another board may be shown here without taking one away."""
        document = self.document
        return document is None or (document.path is None and not document.history.can_undo)

    def _follow_board(self) -> None:
        """Title, counts, history and saved state of what is shown now."""
        document = self.document
        name = (document.title or "New board") if document else ""
        self.setWindowTitle(f"{name} — Evidence Board" if name else "Evidence Board")
        self._show_counts()
        self._show_history()
        self.palette_popup.set_finder(self.intake.find_for_palette if document else None)
        self.status.set_zoom(self.page.view.zoom if self.page else 1.0)
        if self.shown is not None:
            self.shown.saving.show_state()
        else:
            self.status.set_saved(SaveState.NOT_YET, "")

    def _show_counts(self, _event: object = None) -> None:
        if self.page is None:
            self.status.set_counts("")
            return
        columns = self.page.sheets.now.whole
        cards, links = len(columns.cards), len(columns.edges)
        words = f"{cards:,} card{'s' * (cards != 1)} · {links:,} link{'s' * (links != 1)}"
        elsewhere = self.page.sheets.elsewhere()
        words += f" · {elsewhere:,} not on this sheet" if elsewhere else ""
        self.status.set_counts(self.page.focus.words(words if cards or elsewhere else "Empty board"))

    def _show_history(self) -> None:
        history = self.document.history if self.document else None
        undo = history.undo_text if history and history.can_undo else None
        self.top.set_history(undo, history.redo_text if history and history.can_redo else None)

    # Saving

    def save(self) -> None:
        """Put the board into its file; ask for one if it has none."""
        if self.shown is not None:
            self.shown.leave_fields()
            if self.shown.document.path is None:
                self.save_as()
            else:
                self.shown.saving.save()

    def save_as(self) -> None:
        """Ask where, and go on working there."""
        if self.shown is not None:
            self.shown.leave_fields()
            target = self.intake.ask_where_to_save(self.shown.document)
            if target is not None:
                self.shown.saving.save(target)

    def _not_saved(self, problem: KnownError) -> None:
        path = self.document.path if self.document else None
        self.messages.not_saved(path.name if path else "a file", problem, self.save, self.save_as)

    def _saved(self) -> None:
        self.messages.saved()
        document = self.document
        if document is None or document.path is None:
            return
        self._follow_board()
        cards = len(self.page.view.geometry.cards) if self.page else 0
        picture = small_picture(document)
        document.installation.remember_recent(document.path, document.board_id, document.title, cards, picture)
        preferences = document.installation.preferences()
        if preferences.backups and not preferences.backups_told:
            document.installation.set_preferences(replace(preferences, backups_told=True))
            words = "Verified copies of saved boards are kept in the program's own folder for seven days"
            self.messages.news(words, "They can be switched off in the preferences.")

    def _received(self, count: int) -> None:
        words = f"Somebody else had saved this file: {count} of their changes were merged in"
        self.messages.news(words, key="received")

    # What the person does

    def _finish_hands(self) -> None:
        """What keys have moved is committed before the next command looks at the board."""
        if self.page is not None:
            self.page.hand.finish()

    def undo(self) -> None:
        if self.bridge is not None:
            self.bridge.undo()

    def redo(self) -> None:
        if self.bridge is not None:
            self.bridge.redo()

    def open_find(self) -> None:
        if self.shown is not None:
            self.shown.find_bar.open()

    def show_conflicts(self) -> None:
        if self.shown is not None:
            self.shown.panels.show_conflicts()

    def show_history(self) -> None:
        if self.shown is not None:
            self.shown.panels.show_history()

    def choose_tool(self, name: str) -> None:
        """Take a tool into the hand, or do at once what a button of the strip stands for."""
        if name == "photo":
            self.intake.choose_photos()
        elif name not in ("select", "hand", "link", "fit", "frame"):
            self.new_card(name)
        elif self.page is None:
            self.messages.news("Open or begin a board first")
        elif name == "fit":
            self.page.view.fit()
        elif name == "frame":
            self.page.frames.begin()
        elif name != "link":
            self.page.hand.choose(name)
        elif not self.page.hand.begin_link():
            self.messages.news("Select a card first, or drag from the dot on its edge", key="hint")

    def new_card(self, kind: str) -> None:
        """Write a new card in the middle of the view; without a board on a new one."""
        if self.page is None:
            self.wanted.emit("new", None)
        if self.page is not None:
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

    # Places and the end

    def _restore_places(self, document: Document) -> None:
        state = _settings(document).value("splitter")
        if isinstance(state, QByteArray) and not state.isEmpty():
            self.splitter.restoreState(state)
        else:
            self.splitter.setSizes([self.width() - STRIP - INSPECTOR, INSPECTOR])

    def _remember_places(self, document: Document) -> None:
        settings = _settings(document)
        settings.setValue("splitter", self.splitter.saveState())
        settings.setValue("geometry", self.saveGeometry())

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
        if not self._save_before_closing():
            event.ignore()
            return
        self.let_go()
        self.closed.emit(self)
        event.accept()

    def _save_before_closing(self) -> bool:
        """Publish what the file lacks; whether the window may close."""
        if self.shown is None:
            return True
        self.shown.leave_fields()
        document = self.shown.document
        auto = document.installation.preferences().publish == "auto"
        if document.path is None or document.read_only or not (auto and document.unpublished):
            return True
        try:
            self.shown.saving.save_now()
        except KnownError as problem:
            words = f"{problem.title}. {problem.advice}\nYour changes are safe and will be offered at the next start."
            return plain_message(self, "Not saved", words, ("Close anyway", "Stay")) == "Close anyway"
        return True


def _settings(document: Document) -> QSettings:
    path = document.installation.folders.config / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)
