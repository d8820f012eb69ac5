"""The window: it puts the rooms together and knows all of them; they do not know one another."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.actions import Actions
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.commands_of_window import entries
from evidenceboard.ui.empty_board import EmptyBoard
from evidenceboard.ui.find_bar import FindBar
from evidenceboard.ui.intake import Intake
from evidenceboard.ui.merging import Merging
from evidenceboard.ui.panels.conflicts import ConflictsPanel
from evidenceboard.ui.panels.history import HistoryPanel
from evidenceboard.ui.panels.inspector import InspectorPanel
from evidenceboard.ui.plain import plain_message
from evidenceboard.ui.render import small_picture
from evidenceboard.ui.saving import Saving
from evidenceboard.ui.side_panels import SidePanels
from evidenceboard.ui.talk.audience import AudienceView, start_talk
from evidenceboard.ui.widgets.command_palette import Command, CommandPalette
from evidenceboard.ui.widgets.message_bar import MessageStack
from evidenceboard.ui.widgets.shortcuts import ShortcutOverview
from evidenceboard.ui.widgets.status_bar import BoardStatusBar, SaveState
from evidenceboard.ui.widgets.tool_strip import ToolStrip
from evidenceboard.ui.widgets.top_row import TopRow

TOOLS = (
    ("select", "select", "Select", "V"),
    ("hand", "hand", "Move the board about", "Space"),
    None,
    ("statement", "statement", "Statement", "S"),
    ("hypothesis", "hypothesis", "Hypothesis", "H"),
    ("photo", "photo", "Photo", "P"),
    ("gap", "gap", "Gap: expected, not found", "G"),
    None,
    ("link", "link", "Link", "E"),
)

NEWS_MS = 8_000  # how long news without a button stay
SECOND_KEYS = ("!", "@", '"', "Ctrl+=")  # the same keys as other keyboards send them

HANDS = (
    ("New statement", "double click"),
    ("Link", "drag from the dot"),
    ("Contradict while linking", "Alt"),
    ("Undercut", "drop a link on a roundel"),
    ("Support or contradict the link", "+ / -"),
    ("Strength of the link", "1 / 2"),
    ("Add to the selection", "Shift+click"),
    ("Keep the axis while dragging", "Shift"),
    ("Drag a copy", "Alt+drag"),
    ("Move by 1 or 10", "arrows / Shift+arrows"),
    ("Jump to the next card that way", "Alt+arrows"),
    ("Next card in reading order", "Tab"),
    ("Write on the card", "Enter"),
    ("Leave", "Esc"),
    ("Move the board about", "Space+drag"),
    ("Zoom at the pointer", "Ctrl+wheel"),
)


class MainWindow(QMainWindow):
    """One window with one board, or with none: then it offers the ways to one.

    Signals:
        wanted: a command that needs the program: ("new",), ("open", path), ("sample",), ("draft", board id) …
        closed: it is gone.
    """

    wanted = Signal(str, object)
    closed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(QSize(720, 480))
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.bridge: Bridge | None = None
        self.page: BoardPage | None = None
        self.saving: Saving | None = None
        self.find_bar: FindBar | None = None
        self.panels: SidePanels | None = None
        self.talk: AudienceView | None = None
        self.intake = Intake(self)
        self.merging = Merging(self)
        self.top = TopRow(self)
        self.top.add_tab("Board")
        self.messages = MessageStack(self)
        self.strip = self._make_strip()
        self.status = BoardStatusBar(self)
        self.status.set_saved(SaveState.NOT_YET, "")
        self.empty = EmptyBoard(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.stack)
        self.splitter.setChildrenCollapsible(False)
        self._lay_out()
        self.actions_table = Actions(self, lambda reason: self.tell("info", reason))
        self.actions_table.add(entries(self))
        self._menu = QMenu(self)
        self.actions_table.fill(self._menu)
        self.top.set_menu(self._menu)
        self.palette_popup = CommandPalette(self)
        self.shortcut_overview = ShortcutOverview(self, self._shortcuts())
        self._connect()
        self._show_title()

    # Parts

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

    # The board in the window

    @property
    def document(self) -> Document | None:
        return self.bridge.document if self.bridge else None

    def set_document(self, document: Document) -> None:
        """Show a board in place of what was shown; the window closes it when it goes."""
        self.let_go()
        self.bridge = bridge = Bridge(document, self)
        self.page = page = BoardPage(bridge)
        self.find_bar = FindBar(bridge)
        self.saving = Saving(bridge, self)
        board = QWidget()
        column = QVBoxLayout(board)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(page, 1)
        self.stack.addWidget(board)
        self.stack.setCurrentWidget(board)
        self.panels = SidePanels(
            InspectorPanel(bridge), ConflictsPanel(bridge), HistoryPanel(bridge)
        )
        self.splitter.addWidget(self.panels)
        self.splitter.setStretchFactor(0, 1)
        self._connect_board(bridge, page, self.find_bar, self.saving, self.panels)
        self._restore_places()
        page.view.fit()
        page.view.setFocus()
        self._show_title()
        self._show_counts()
        self._show_history()
        self.saving.show_state()
        self._offer_drafts(document)

    def _connect_board(
        self, bridge: Bridge, page: BoardPage, find_bar: FindBar, saving: Saving, panels: SidePanels
    ) -> None:
        bridge.refused.connect(self.show_error)
        bridge.history_changed.connect(self._show_history)
        bridge.committed.connect(self._show_counts)
        page.selection_changed.connect(self._selection_changed)
        page.view.camera_changed.connect(lambda: self.status.set_zoom(page.view.zoom))
        page.edit_reason.connect(self._edit_reason)
        page.hand.hint.connect(self._hint)
        find_bar.found.connect(page.view.set_hits)
        find_bar.chosen.connect(lambda card: page.show_records([card]))
        find_bar.closed.connect(page.view.setFocus)
        saving.state_changed.connect(self.status.set_saved)
        saving.failed.connect(self._not_saved)
        saving.succeeded.connect(self._saved)
        saving.received.connect(self._received)
        panels.go_to.connect(lambda record: page.show_records([record]))
        panels.inspector.link_wanted.connect(self._link_from)
        panels.conflicts.count_changed.connect(panels.set_attention)
        self.status.set_zoom(page.view.zoom)

    def let_go(self) -> None:
        """Put the board away and close its document."""
        if self.bridge is None or self.page is None or self.panels is None or self.saving is None:
            return
        self._leave_fields()
        self._remember_places()
        document = self.bridge.document
        self.bridge.detach()
        for widget in (self.page.parentWidget(), self.panels):
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for gone in (self.saving, self.bridge):
            gone.deleteLater()
        self.bridge = self.page = self.saving = self.find_bar = self.panels = None
        document.close()
        if document.installation.preferences().leave_nothing and document.path is not None:
            document.installation.leave_nothing(document.board_id, document.path)
        self.stack.setCurrentWidget(self.empty)
        self.status.set_saved(SaveState.NOT_YET, "")
        self._show_title()

    def is_blank(self) -> bool:
        """Whether another board may be shown here without taking one away."""
        document = self.document
        return document is None or (document.path is None and not document.history.can_undo)

    # What the program tells

    def tell(self, kind: str, title: str, advice: str = "", actions: tuple = (), key: str = "") -> None:  # type: ignore[type-arg]
        """A line in the bar above the board; news without a button goes by itself after a while."""
        key = self.messages.tell(kind, title, advice, actions, key=key or title)
        if kind == "info" and not actions:
            QTimer.singleShot(NEWS_MS, self, lambda: self.messages.dismiss(key))

    def show_error(self, problem: BaseException) -> None:
        """A trouble that costs no data."""
        if isinstance(problem, KnownError):
            self.tell("danger", problem.title, problem.advice)
        else:
            self.tell("danger", "Something went wrong", f"Your work is safe. ({type(problem).__name__})")

    def _hint(self, words: str) -> None:
        if words:
            self.messages.tell("info", words, key="hint")
        else:
            self.messages.dismiss("hint")

    def _not_saved(self, problem: KnownError) -> None:
        actions = (("Retry", self.save), ("Save elsewhere…", self.save_as))
        name = self.document.path.name if self.document and self.document.path else "a file"
        title = f"Not saved to {name}: {problem.title}"
        advice = f"{problem.advice} Your work is safe in the working copy.".strip()
        self.messages.tell("danger", title, advice, actions, permanent=True, key="not-saved")

    def _saved(self) -> None:
        self.messages.dismiss("not-saved")
        document = self.document
        if document is None or document.path is None:
            return
        self._show_title()
        cards = sum(1 for _ in document.board.live("card"))
        picture = self._small_picture()
        document.installation.remember_recent(document.path, document.board_id, document.title, cards, picture)
        self._tell_of_backups(document)

    def _tell_of_backups(self, document: Document) -> None:
        preferences = document.installation.preferences()
        if preferences.backups and not preferences.backups_told:
            from dataclasses import replace

            document.installation.set_preferences(replace(preferences, backups_told=True))
            words = "Verified copies of saved boards are kept in the program's own folder for seven days."
            self.tell("info", words, "They can be switched off in the preferences.")

    def _received(self, count: int) -> None:
        self.tell("info", f"Somebody else had saved this file: {count} of their changes were merged in", key="received")

    def _offer_drafts(self, document: Document) -> None:
        for record, field, text in document.drafts():
            def put_back(record: RecordId = record, field: str = field, text: str = text) -> None:
                self.intake.put_back_draft(record, field, text)
                self.messages.dismiss(f"draft-{record}")

            words = "Text that was being written when the program last ended was kept"
            self.messages.tell("warn", words, "", (("Put it back", put_back),), key=f"draft-{record}")

    def _show_title(self) -> None:
        document = self.document
        name = (document.title or "New board") if document else ""
        self.setWindowTitle(f"{name} — Evidence Board" if name else "Evidence Board")

    def _show_counts(self, _event: object = None) -> None:
        if self.page is None:
            self.status.set_counts("")
            return
        columns = self.page.view.geometry
        cards, links = len(columns.cards), len(columns.edges)
        words = f"{cards} card{'s' * (cards != 1)} · {links} link{'s' * (links != 1)}"
        self.status.set_counts(words if cards else "Empty board")
        if self.panels is not None:
            self.panels.set_attention(self.panels.conflicts.count)

    def attention(self) -> int:
        """How many things on the board wait for a person's decision."""
        return self.panels.conflicts.count if self.panels is not None else 0

    def _leave_fields(self) -> None:
        """What is being typed becomes a change now: the board is about to be saved or put away."""
        if self.page is not None and self.panels is not None:
            self.page.writing.leave()
            self.panels.finish_editing()

    def _link_from(self, card: RecordId) -> None:
        if self.page is not None:
            self.page.show_records([card])
            self.page.view.setFocus()
            self.page.hand.begin_link()

    def _show_history(self) -> None:
        history = self.document.history if self.document else None
        can_undo, can_redo = (history.can_undo, history.can_redo) if history else (False, False)
        self.top.set_history(
            history.undo_text if history and can_undo else None, history.redo_text if history and can_redo else None
        )

    # What the person does

    def undo(self) -> None:
        if self.bridge is not None:
            self.bridge.undo()

    def redo(self) -> None:
        if self.bridge is not None:
            self.bridge.redo()

    def open_find(self) -> None:
        if self.find_bar is not None:
            self.find_bar.open()

    def show_conflicts(self) -> None:
        if self.panels is not None:
            self.panels.show_conflicts()

    def show_history(self) -> None:
        if self.panels is not None:
            self.panels.show_history()

    def choose_tool(self, name: str) -> None:
        """Take a tool into the hand, or do at once what a button of the strip stands for."""
        if name == "fit" and self.page:
            self.page.view.fit()
        elif name == "photo":
            self.intake.choose_photos()
        elif name in ("select", "hand", "link"):
            if self.page:
                if name == "link" and not self.page.hand.begin_link():
                    self.tell("info", "Select a card first, or drag from the dot on its edge", key="hint")
                elif name != "link":
                    self.page.hand.choose(name)
        else:
            self.new_card(name)

    def new_card(self, kind: str) -> None:
        """Write a new card in the middle of the view."""
        if self.page is None:
            self.wanted.emit("new", None)
        if self.page is not None:
            self.page.new_card(kind)

    def _selection_changed(self) -> None:
        if self.page is not None and self.panels is not None:
            self.panels.show_records(sorted(self.page.view.selection))

    def _edit_reason(self, edge: RecordId) -> None:
        if self.panels is not None and self.page is not None:
            self.page.show_records([edge])
            self.panels.edit_reason(edge)

    def zoom_by(self, factor: float) -> None:
        if self.page is not None:
            view = self.page.view
            view.zoom_at(view.rect().center().toPointF(), factor)

    def zoom_reset(self) -> None:
        if self.page is not None:
            self.zoom_by(1 / self.page.view.zoom)

    def open_palette(self) -> None:
        """Every command, and what is found on the board."""
        self.palette_popup.set_commands(
            [
                Command(
                    name=entry.name,
                    shortcut=entry.shortcuts[0] if entry.shortcuts else "",
                    run=partial(self.actions_table.run, entry),
                    enabled=entry.why_not,
                    section=entry.section,
                )
                for entry in self.actions_table.entries
            ]
        )
        self.palette_popup.set_finder(self.intake.hits_for_palette if self.page else None)
        self.palette_popup.open()

    def _shortcuts(self) -> dict[str, list[tuple[str, str]]]:
        """Keys by section: those of the commands, and what only hands on the canvas do."""
        table: dict[str, list[tuple[str, str]]] = {}
        for entry in self.actions_table.entries:
            if entry.shortcuts:
                keys = [keys for keys in entry.shortcuts if keys not in SECOND_KEYS]
                table.setdefault(entry.section, []).append((entry.name, " / ".join(keys)))
        table["On the canvas"] = list(HANDS)
        return table

    def show_shortcuts(self) -> None:
        self.shortcut_overview.open()

    def save(self) -> None:
        """Put the board into its file; ask for one if it has none."""
        if self.document is None or self.saving is None:
            return
        self._leave_fields()
        if self.document.path is None:
            self.save_as()
        else:
            self.saving.save()

    def save_as(self) -> None:
        """Ask where, and go on working there."""
        if self.document is not None and self.saving is not None:
            target = self.intake.ask_where_to_save(self.document)
            if target is not None:
                self.saving.save(target)

    def present(self) -> None:
        """Full screen, stop by stop."""
        if self.document is not None:
            self.talk = start_talk(self.document, self)

    # Places and the end

    def _small_picture(self) -> bytes | None:
        return small_picture(self.document) if self.document else None

    def _settings(self) -> QSettings | None:
        if self.document is None:
            return None
        path = Path(self.document.installation.folders.config) / "window.ini"
        return QSettings(str(path), QSettings.Format.IniFormat)

    def _restore_places(self) -> None:
        settings = self._settings()
        if settings is None:
            return
        state = settings.value("splitter")
        if isinstance(state, QByteArray) and not state.isEmpty():
            self.splitter.restoreState(state)
        else:
            self.splitter.setSizes([self.width() - 48 - 320, 320])

    def _remember_places(self) -> None:
        settings = self._settings()
        if settings is not None:
            settings.setValue("splitter", self.splitter.saveState())
            settings.setValue("geometry", self.saveGeometry())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        at = self.page.view.mapFrom(self, event.position().toPoint()).toPointF() if self.page else None
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
        if self.saving is None or self.document is None or self.page is None:
            return True
        self._leave_fields()
        auto = self.document.installation.preferences().publish == "auto"
        if self.document.path is None or self.document.read_only or not (auto and self.document.unpublished):
            return True
        try:
            self.saving.save_now()
        except KnownError as problem:
            words = f"{problem.title}. {problem.advice}\nYour changes are safe and will be offered at the next start."
            return plain_message(self, "Not saved", words, ("Close anyway", "Stay")) == "Close anyway"
        return True
