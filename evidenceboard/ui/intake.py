"""What comes into the board from outside: photos, tables, text, cards of another board; and where it is saved to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange import Refused, captures, clip, tables
from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.folders import Contents, look_through
from evidenceboard.exchange.mapping import Mapping, is_ours
from evidenceboard.exchange.pasted import pasted_sheet, take_pasted
from evidenceboard.finding.find import Found
from evidenceboard.model.commands import add_card, set_fields
from evidenceboard.model.ids import RecordId
from evidenceboard.model.text_folding import fold
from evidenceboard.ui.dialogs.left_out import of_import
from evidenceboard.ui.dialogs.mapping import MappingDialog
from evidenceboard.ui.long_work import run_shown
from evidenceboard.ui.photo_intake import PhotoIntake
from evidenceboard.ui.searching import Query
from evidenceboard.ui.widgets import command_palette as palette

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
LONGEST_PASTE = 100_000  # characters of pasted text that become one card
Tell = Callable[[Sequence[Refused]], object]  # takes what is told of at the end


class Intake:
    """Brings things into the window's board. Long reading runs beside the window and can be cancelled."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.photos = PhotoIntake(window)
        self._asked: Query | None = None

    # Photos

    def choose_photos(self) -> None:
        """Ask which photos."""
        self.photos.choose()

    def read_photos(self, paths: Sequence[Path], at: QPointF | None = None) -> None:
        """Read photos beside the window, then put them on the board in one step."""
        self.photos.read(paths, at)

    def _page_or_new(self) -> BoardPage | None:
        """The board in the window, or a new one where there is none."""
        if self._window.page is None:
            self._window.wanted.emit("new", None)
        return self._window.page

    def _put_away(self, page: BoardPage) -> bool:
        """Whether the board for which something was read has left the window meanwhile; that is told."""
        if self._window.page is page:
            return False
        self._window.messages.news("The board was put away before everything was read; nothing was added to it")
        return True

    # Drop and paste

    def drop(self, data: QMimeData, at: QPointF | None) -> None:
        """Take in what was dropped on the window."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        boards = [path for path in paths if path.suffix == ".board"]
        sheets = [path for path in paths if path.suffix.lower() in TABLES]
        pages = [path for path in paths if path.suffix.lower() in captures.ENDINGS]
        rest = [path for path in paths if path not in (*boards, *sheets, *pages)]
        for board in boards:
            self._window.wanted.emit("open", board)
        if sheets:
            self.read_tables(sheets)
        if pages:
            self.read_captures(pages, at)
        if rest:
            self.look_through(rest, at)
        if not paths:
            self._take(data, at)

    def look_through(self, paths: Sequence[Path], at: QPointF | None = None) -> None:
        """Tell beside the window what files are, and those in folders, then read each kind as if it came by itself."""
        page = self._page_or_new()
        if page is not None:
            run_shown(
                self._window,
                "Looking through the files",
                lambda report: look_through(paths, report),
                lambda found: self._take_contents(page, found, at),
            )

    def _take_contents(self, page: BoardPage, found: Contents, at: QPointF | None) -> None:
        if self._put_away(page):
            return
        then = (lambda told: self.photos.read(found.photos, at, told)) if found.photos else None
        if found.captures:
            self.read_captures(found.captures, at, found.refused, then)
        elif then is not None:
            then(found.refused)
        if found.refused and not found.captures and not found.photos:
            of_import(found.refused, 0, self._window).open()

    def paste(self) -> None:
        """Take in what lies on the clipboard: cards, photos, a picture, text."""
        data: QMimeData | None = QApplication.clipboard().mimeData()
        if data is None:  # nothing has ever been copied
            return
        if data.hasUrls() and any(url.isLocalFile() for url in data.urls()):
            self.drop(data, None)
        else:
            self._take(data, None)

    def _take(self, data: QMimeData, at: QPointF | None) -> None:
        page = self._window.page
        if page is None:
            return
        place = page.view.map_to_scene(at) if at is not None else page.free_place()
        if data.hasFormat(clip.MIME):
            self._take_cards(bytes(data.data(clip.MIME).data()), place)
        elif data.hasImage():
            image: Any = data.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.photos.take_picture(image, at)
        elif data.hasText() and (sheet := pasted_sheet(data.text())):
            self._take_pasted(page, sheet)
        elif data.hasText() and data.text().strip():
            whole = data.text()
            title, _, text = whole[:LONGEST_PASTE].strip().partition("\n")
            if len(title) > 300:
                title, text = "", f"{title}\n{text}".strip()
            fields = {"title": title or None, "text": text.strip() or None, "role": "reported"}
            action = add_card(page.bridge.sheet, "statement", (place.x() - 132, place.y() - 30), fields)
            if page.bridge.commit(action) is not None:
                page.view.set_selection(frozenset(action.made))
                self._tell_cut(len(whole))

    def _tell_cut(self, length: int) -> None:
        """A card takes the beginning of a text: nobody may believe that all of it is on the board."""
        if length > LONGEST_PASTE:
            words = f"The text was cut: the card holds the first {LONGEST_PASTE:,} of {length:,} characters"
            self._window.messages.tell("warn", words, "Paste the rest as further cards.", key="cut")

    def _take_cards(self, data: bytes, place: QPointF) -> None:
        page = self._window.page
        if page is None:
            return
        try:
            action, pictures = clip.from_clip(
                data, page.bridge.document.board, page.bridge.sheet, (place.x(), place.y())
            )
        except KnownError as problem:
            self._window.messages.error(problem)
            return
        if page.bridge.commit(action, pictures) is not None:
            cards = frozenset(record for record in action.made if record in page.view.geometry.row)
            page.view.set_selection(cards)

    # Tables

    def choose_tables(self) -> None:
        """Ask which tables of cards and edges."""
        endings = " ".join(f"*{ending}" for ending in TABLES)
        names, _filter = QFileDialog.getOpenFileNames(self._window, "Tables", "", f"Tables ({endings})")
        if names:
            self.read_tables([Path(name) for name in names])

    def read_tables(self, paths: Sequence[Path]) -> None:
        """Read tables beside the window, then add them in one step; what columns mean that are none of ours is
        asked."""
        page = self._page_or_new()
        if page is not None:
            run_shown(
                self._window,
                "Reading tables",
                lambda report: tables.read_sheets(paths, report),
                lambda found: self._take_sheets(page, *found),
            )

    def _take_sheets(self, page: BoardPage, read: tables.Tables, strange: Sequence[Sheet]) -> None:
        if self._put_away(page):
            return
        if read.cards or read.edges or read.refused:
            self._take_tables(page, read)
        for sheet in strange:
            self._ask_columns(page, sheet)

    def _take_pasted(self, page: BoardPage, sheet: Sheet) -> None:
        if is_ours(sheet.header):
            self._take_tables(page, take_pasted(sheet))
        else:
            self._ask_columns(page, sheet)

    def _ask_columns(self, page: BoardPage, sheet: Sheet) -> None:
        """Ask what the columns of a table are, then add it."""
        names = [str(values.get("name") or "") for _, values in page.bridge.document.records("source")]
        dialog = MappingDialog(sheet, names, self._window)
        dialog.wanted.connect(lambda table, mapping: self._read_mapped(page, table, mapping))
        dialog.open()

    def _read_mapped(self, page: BoardPage, sheet: Sheet, mapping: Mapping) -> None:
        run_shown(
            self._window,
            "Reading a table",
            lambda report: tables.read_mapped(sheet, mapping, report),
            lambda read: self._take_tables(page, read),
        )

    def _take_tables(self, page: BoardPage, read: tables.Tables) -> None:
        if self._put_away(page):
            return
        document = page.bridge.document
        plan = tables.plan_import(document.board, document.records, page.bridge.sheet, read)
        if page.bridge.commit(plan.action, plan.photos) is not None:
            page.view.set_selection(record for record in plan.action.made if record in page.view.geometry.row)
        page.view.fit()
        if plan.refused:
            of_import(plan.refused, len(read.cards), self._window).open()

    # Captures of web pages

    def choose_captures(self) -> None:
        """Ask which captures."""
        endings = " ".join(f"*{ending}" for ending in captures.ENDINGS)
        names, _filter = QFileDialog.getOpenFileNames(self._window, "Web captures", "", f"Web captures ({endings})")
        if names:
            self.read_captures([Path(name) for name in names])

    def read_captures(
        self,
        paths: Sequence[Path],
        at: QPointF | None = None,
        left_out: Sequence[Refused] = (),
        then: Tell | None = None,
    ) -> None:
        """Read captures beside the window, then put them on the board in one step.

        Args:
            left_out: what lay beside them and is told with what could not be read.
            then: what comes after them, and tells all of it; without it that is told here.
        """
        page = self._page_or_new()
        if page is None:
            return
        place = page.view.map_to_scene(at) if at is not None else page.free_place()
        run_shown(
            self._window,
            "Reading web captures",
            lambda report: captures.read_captures(paths, report),
            lambda result: self._take_captures(page, result, place, left_out, then),
        )

    def _take_captures(
        self,
        page: BoardPage,
        result: captures.CaptureImport,
        place: QPointF,
        left_out: Sequence[Refused],
        then: Tell | None,
    ) -> None:
        if self._put_away(page):
            return
        bridge = page.bridge
        if result.drafts:
            sources = bridge.document.records("source")
            action = captures.capture_action(bridge.sheet, result.drafts, (place.x(), place.y()), sources)
            if bridge.commit(action, [draft.photo for draft in result.drafts]) is not None:
                page.view.set_selection(frozenset(action.made))
        told = [*left_out, *result.refused, *result.troubled]
        if then is not None:
            then(told)
        elif told:
            of_import(told, len(result.drafts), self._window).open()

    # Out, and finding

    def ask_where_to_save(self, document: Document) -> Path | None:
        """A path for the board, ending in .board; None if the person thinks better of it."""
        start = str(document.path or f"{document.title or 'New board'}.board")
        name, _filter = QFileDialog.getSaveFileName(self._window, "Save the board", start, "Boards (*.board)")
        if not name:
            return None
        return Path(name if name.endswith(".board") else f"{name}.board")

    def find_for_palette(self, words: str, take: Callable[[Sequence[palette.Hit]], None]) -> None:
        """Hand over what the palette shows of the board for these words: title, where, and what flies there. Only
        the last words that were asked for are answered."""
        if self._asked is not None:
            self._asked.drop()
        shown = self._window.shown
        if shown is None:
            return

        wanted = fold(words).split()
        named = ((each, name) for each, name in shown.filtering.all_saved().items())
        filters = {each: name for each, name in named if all(word in fold(name) for word in wanted)}

        def show(found: Found) -> None:
            saved = [(name, "saved filter", partial(shown.filtering.choose, each)) for each, name in filters.items()]
            cards = [(hit.title, hit.where, partial(shown.go_to, hit.card)) for hit in found[: palette.MOST_HITS]]
            take([*saved, *cards])

        self._asked = shown.bridge.searching.look(words, show)

    def put_back_draft(self, record: RecordId, field: str, text: str) -> None:
        """Put a text that was being typed when the program ended where it belongs, or on a new card."""
        page = self._window.page
        if page is None:
            return
        document = page.bridge.document
        if document.board.is_live(record) and field != "title":
            page.bridge.attempt(lambda: set_fields(record, {field: text}))
        elif page.parts.put_back(record):
            return  # a part of a photo, with its box
        else:
            title, _, rest = text.strip().partition("\n")
            if document.board.is_live(record):
                page.bridge.attempt(lambda: set_fields(record, {"title": title, "text": rest or None}))
            else:
                at = page.free_place()
                fields = {"title": title, "text": rest or None}
                page.bridge.commit(add_card(page.bridge.sheet, "statement", (at.x(), at.y()), fields))
        document.filing.drop_draft(record, field)
