"""The commands of the window: name, section, keys, and why one cannot be given now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from evidenceboard.errors import LookedBack
from evidenceboard.model.ids import kind_of
from evidenceboard.ui.actions import Entry, Reason
from evidenceboard.ui.commands_of_matrix import matrix_entries, matrix_exports
from evidenceboard.ui.commands_of_photos import photo_entries
from evidenceboard.ui.commands_of_selection import arrange_entries, looking_entries
from evidenceboard.ui.exporting import export_picture, export_tables
from evidenceboard.ui.panels.says import CHECK, QUESTIONS
from evidenceboard.ui.splitting import splitting_entries
from evidenceboard.ui.verifying import verify_photos

if TYPE_CHECKING:
    from evidenceboard.document import Document
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

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
    ("part", "region", "Part of a photo", "Shift+R"),
    ("frame", "frame", "Frame", "Shift+F"),
)

SECOND_KEYS = ("!", "@", '"', "Ctrl+=")  # the same keys as other keyboards send them

HANDS = (
    ("New statement", "double click"),
    ("Link", "drag from the dot"),
    ("Contradict while linking", "Alt"),
    ("Undercut", "drop a link on a roundel"),
    ("Link from a part of a photo", "drag from its dot"),
    ("Edit view of photo", "double click on the picture"),
    ("Support or contradict the link", "+ / -"),
    ("Strength of the link", "1 / 2"),
    ("Add to the selection", "Shift+click"),
    ("Keep the axis while dragging", "Shift"),
    ("Drag without snapping", "Alt while dragging"),
    ("Drag a copy", "Alt+drag"),
    ("Move a frame with its cards", "drag its name"),
    ("Move a frame alone", "Alt+drag its name"),
    ("Unfold a frame", "double click"),
    ("Move by 1 or 10 steps of the grid", "arrows / Shift+arrows"),
    ("Move by a little", "Ctrl+arrows"),
    ("Jump to the next card that way", "Alt+arrows"),
    ("Next card in reading order, or part of its photo", "Tab"),
    ("Next link of the card", "L"),
    ("Undercut by keys", "E, then L"),
    ("Write on the card", "Enter"),
    ("Leave", "Esc"),
    ("Move the board about", "Space+drag"),
    ("Zoom at the pointer", "Ctrl+wheel"),
)

NO_BOARD = "no board is open"
READ_ONLY = "this board is open for reading only"


def why_not_writable(document: Document) -> str | None:
    """Why nothing of a board can be changed."""
    return READ_ONLY if document.filing.read_only else LookedBack.reason if document.looked_back else None


def entries(window: MainWindow) -> list[Entry]:
    """The whole table."""
    parts = (_file, _edit, _insert, _photos, _link, _arrange, _view, _standing, _board, _help)
    return [entry for part in parts for entry in part(window)]


class _Why:
    """Reasons, shared by many commands."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def board(self) -> str | None:
        return None if self._window.page else NO_BOARD

    def writable(self) -> str | None:
        document = self._window.document
        return NO_BOARD if document is None else why_not_writable(document)

    def own(self) -> str | None:
        """Why a board cannot be saved: what is replayed is not what is saved."""
        document = self._window.document
        return NO_BOARD if document is None else READ_ONLY if document.filing.read_only else None

    def replay(self) -> str | None:
        document = self._window.document
        ready = document is None or document.index_is_ready
        return self.board() or (None if ready else "the links of this board are still being read")

    def cards(self) -> str | None:
        page = self._window.page
        return self.board() or (None if page and page.selected("card") else "no card is selected")

    def writable_givers(self) -> str | None:
        page = self._window.page
        chosen = page is not None and (page.selected("card") or page.selected("region"))
        return self.writable() or (None if chosen else "no card and no part of a photo is selected")

    def one_card(self) -> str | None:
        shown = self._window.shown
        cards = [each for each in shown.selection.records if kind_of(each) == "card"] if shown else []
        return self.board() or (None if len(cards) == 1 else "select one card first")

    def writable_cards(self) -> str | None:
        return self.writable() or self.cards()

    def writable_marked(self) -> str | None:
        page = self._window.page
        chosen = page is not None and (page.selected("card") or page.selected("frame"))
        return self.writable() or (None if chosen else "no card or frame is selected")

    def edges(self) -> str | None:
        page = self._window.page
        return self.writable() or (None if page and page.selected("edge") else "no link is selected")

    def selection(self) -> str | None:
        page = self._window.page
        return self.writable() or (None if page and page.view.selection else "nothing is selected")

    def undo(self) -> str | None:
        document = self._window.document
        return None if document and document.history.can_undo else "there is nothing to undo"

    def redo(self) -> str | None:
        document = self._window.document
        return None if document and document.history.can_redo else "there is nothing to redo"

    def in_file(self) -> str | None:
        document = self._window.document
        return self.writable() or (None if document and document.path else "this board has no file yet")


def _on_page(window: MainWindow, work: Callable[[BoardPage], object]) -> Callable[[], object]:
    return lambda: work(window.page) if window.page else None


def _on_canvas(window: MainWindow, work: Callable[[BoardPage], object]) -> Callable[[], object]:
    """The same for what is done where the canvas is seen."""

    def run() -> object:
        window.tabs.to_board()
        return work(window.page) if window.page else None

    return run


def _file(window: MainWindow) -> list[Entry]:
    why, ask = _Why(window), window.wanted.emit
    return [
        Entry("New board", "File", lambda: ask("new", None), ("Ctrl+N",)),
        Entry("Open…", "File", lambda: ask("choose", None), ("Ctrl+O",)),
        Entry("Open for reading only…", "File", lambda: ask("look", None)),
        Entry("The founding case", "File", lambda: ask("sample", None)),
        Entry("Start page", "File", lambda: ask("start", None)),
        Entry("Save", "File", window.save, ("Ctrl+S",), why.own),
        Entry("Save as…", "File", window.saving.save_as, ("Ctrl+Shift+S",), why.own),
        Entry("New from this", "File", lambda: ask("from this", None), (), why.board),
        Entry("Revert to opened", "File", lambda: ask("revert", None), (), why.writable),
        Entry("Import photos…", "File", window.intake.choose_photos, (), why.writable),
        Entry("Import tables…", "File", window.intake.choose_tables, (), why.writable),
        Entry("Import web captures…", "File", window.intake.choose_captures, (), why.writable),
        Entry("Merge a colleague's copy…", "File", window.merging.choose, (), why.writable),
        Entry("Take back merge", "File", window.merging.take_back, (), window.merging.can_take_back),
        Entry("Export picture…", "File", lambda: export_picture(window), (), why.board),
        Entry("Export tables…", "File", lambda: export_tables(window), (), why.board),
        *matrix_exports(window, why.board),
        Entry("Verify all photos…", "File", lambda: verify_photos(window), (), why.board),
        Entry("Preferences…", "File", lambda: ask("preferences", None), ("Ctrl+,",)),
        Entry("Close window", "File", window.close, ("Ctrl+W",)),
        Entry("Quit", "File", lambda: ask("quit", None), ("Ctrl+Q",)),
    ]


def _edit(window: MainWindow) -> list[Entry]:
    why = _Why(window)
    return [
        Entry("Undo", "Edit", window.undo, ("Ctrl+Z",), why.undo),
        Entry("Redo", "Edit", window.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), why.redo),
        Entry("Copy", "Edit", _on_page(window, lambda page: page.copy_to_clipboard()), ("Ctrl+C",), why.cards),
        Entry("Paste", "Edit", window.intake.paste, ("Ctrl+V",), why.writable),
        Entry("Duplicate", "Edit", _on_page(window, lambda page: page.duplicate()), ("Ctrl+D",), why.writable_cards),
        Entry("Delete", "Edit", _on_page(window, lambda page: page.delete()), ("Del", "Backspace"), why.selection),
        Entry("Take off this sheet", "Edit", _on_page(window, lambda page: page.take_off()), (), why.writable_cards),
        Entry("Select all", "Edit", _on_page(window, lambda page: page.select_all()), ("Ctrl+A",), why.board),
        Entry(
            "Write on the card", "Edit", _on_canvas(window, lambda page: page.edit_selected()), ("F2",), why.selection
        ),
        Entry("Bring to front", "Edit", _on_page(window, lambda page: page.to_front()), (), why.writable_cards),
        *splitting_entries(window, why.writable),
        Entry("Find on the board", "Edit", window.open_find, ("Ctrl+F",), why.board),
        Entry("Filter…", "Edit", window.open_filter, ("Ctrl+L",), why.board),
    ]


def _insert(window: MainWindow) -> list[Entry]:
    why = _Why(window)
    kinds = (
        ("statement", "claim", ("S",)),
        ("report", "reported", ("R",)),
        ("assumption", "assumption", ("A",)),
        ("gap", "gap", ("G",)),
        ("question", "question", ("Q",)),
        ("hypothesis", "hypothesis", ("H",)),
    )
    made = [
        Entry(f"New {name}", "Insert", lambda kind=kind: window.new_card(kind), keys, why.writable)  # type: ignore[misc]
        for name, kind, keys in kinds
    ]
    return [*made, Entry("New photo", "Insert", window.intake.choose_photos, ("P",), why.writable)]


def _photos(window: MainWindow) -> list[Entry]:
    return photo_entries(window, _Why(window))


def _link(window: MainWindow) -> list[Entry]:
    why = _Why(window)

    def edges(**values: str) -> Callable[[], object]:
        return _on_page(window, lambda page: page.set_edges(**values))

    return [
        Entry("Link to a card", "Link", _on_canvas(window, lambda p: p.hand.begin_link()), ("E",), why.writable_givers),
        Entry("Make it support", "Link", edges(kind="support"), (), why.edges),
        Entry("Make it contradict", "Link", edges(kind="contradict"), (), why.edges),
        Entry("Normal strength", "Link", edges(strength="normal"), (), why.edges),
        Entry("Strong", "Link", edges(strength="strong"), (), why.edges),
    ]


def _arrange(window: MainWindow) -> list[Entry]:
    return arrange_entries(window, _Why(window))


def _view(window: MainWindow) -> list[Entry]:
    why, ask = _Why(window), window.wanted.emit
    return [
        Entry("Zoom in", "View", lambda: window.zoom_by(1.25), ("Ctrl++", "Ctrl+="), why.board),
        Entry("Zoom out", "View", lambda: window.zoom_by(0.8), ("Ctrl+-",), why.board),
        Entry("Zoom to 100 %", "View", window.zoom_reset, ("Ctrl+0",), why.board),
        Entry("Show the whole board", "View", _on_canvas(window, lambda p: p.view.fit()), ("Shift+1", "!"), why.board),
        Entry(
            "Show the selection",
            "View",
            _on_canvas(window, lambda p: p.fly_to_selection()),
            ("Shift+2", "@", '"'),
            why.selection,
        ),
        *looking_entries(window, why),
        *matrix_entries(window, why.board),
        Entry("Move the board about", "View", lambda: window.choose_tool("hand"), (), why.board),
        Entry("Select", "View", lambda: window.choose_tool("select"), ("V",), why.board),
        Entry("Minimap", "View", _on_canvas(window, lambda page: page.map_aids.toggle_minimap()), ("M",), why.board),
        Entry("Legend of the map", "View", _on_canvas(window, lambda p: p.map_aids.toggle_legend()), (), why.board),
        Entry("Next part of the window", "View", lambda: window.regions.go(1), ("F6",)),
        Entry("Part of the window before", "View", lambda: window.regions.go(-1), ("Shift+F6",)),
        Entry("What needs you", "View", window.show_conflicts, (), why.board),
        Entry("History", "View", window.show_history, ("Ctrl+Shift+H",), why.board),
        Entry("Replay", "View", window.replay, ("Ctrl+Shift+R",), why.replay),
        Entry("What is left to do", "View", window.show_todo, ("Ctrl+Shift+T",), why.board),
        Entry("What this says", "View", window.show_says, ("Ctrl+Shift+Y",), why.board),
        Entry("Key assumptions, and what to collect", "View", partial(window.show_says, CHECK), (), why.board),
        Entry("Questions to ask, and contradictions", "View", partial(window.show_says, QUESTIONS), (), why.board),
        Entry("Paths to a hypothesis", "View", window.show_paths, ("Ctrl+Shift+P",), why.one_card),
        Entry("Light theme", "View", lambda: ask("theme", "light")),
        Entry("Dark theme", "View", lambda: ask("theme", "dark")),
        Entry("The system's theme", "View", lambda: ask("theme", "system")),
    ]


def _standing(window: MainWindow) -> list[Entry]:
    why = _Why(window)

    def counting(way: str) -> Reason:
        return lambda: why.board() or ("so it is" if window.bridge and window.bridge.standings.count == way else None)

    ways = ("origin", "report")
    return [
        *window.what_ifs.entries(why.board),
        *(Entry(f"Standing by {way}", "What if", partial(window.count_by, way), (), counting(way)) for way in ways),
    ]


def _board(window: MainWindow) -> list[Entry]:
    why, ask = _Why(window), window.wanted.emit
    return [
        Entry("Present", "Talk", window.present, ("F5",), why.board),
        Entry("Stops of the talk…", "Talk", lambda: ask("stops", None), (), why.writable),
    ]


def _help(window: MainWindow) -> list[Entry]:
    return [
        Entry("Every command", "Help", window.open_palette, ("Ctrl+K",)),
        Entry("Every shortcut", "Help", window.show_shortcuts, ("?",)),
        Entry("Manual", "Help", lambda: window.wanted.emit("manual", None), ("F1",)),
    ]
