"""Which sheet the page shows, and what is seen of it: switching, what is folded, and cards that are elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from evidenceboard.document import Committed
from evidenceboard.errors import KnownError
from evidenceboard.model.ids import RecordId, kind_of, place_id
from evidenceboard.ui.arrangement import NOBODY, Arrangement
from evidenceboard.ui.canvas.folds import NOTHING
from evidenceboard.ui.readings import Now
from evidenceboard.ui.words import count

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.replay.sheet_then import SheetThen

LOOKED_AT = 50  # records of a step that are asked for their sheet
IN_FRAMES = ("frame", "card", "rivals", "origin")  # records that show on frames


class SheetsOfPage(QObject):
    """Keeps the arrangement that the view shows, and the camera of each sheet while the window is open.

    Attributes:
        now: what is seen of the shown sheet.
        then: what the sheet was like, while that is shown.
    """

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page, self._bridge = page, page.bridge
        self._cameras: dict[RecordId, tuple[QPointF, float]] = {}
        self.now = Arrangement(page.bridge.document, page.bridge.sheet)
        self.then: SheetThen | None = None
        page.bridge.sheet_leaving.connect(self._leave)
        page.bridge.sheet_changed.connect(self._turn)
        page.bridge.standings.assessed.connect(self._follow_standing)

    def watch(self) -> None:
        """The page has its view: show the frames, and follow what is selected in it."""
        self.show()
        self._page.view.selection_changed.connect(self._close_again)

    def follow(self, event: Committed) -> set[RecordId] | None:
        """The board has changed; gives the cards and edges that look different now, None where all may."""
        self._go_where_it_happened(event)
        document = self._bridge.document
        if self.now.whole is not document.geometry(self.now.sheet):  # the sheet went, or came back
            self.now = Arrangement(document, self.now.sheet, agreement=self.now.agreement)
        if any(kind_of(record) in IN_FRAMES for record in event.records):
            self.now.read_frames()
        hidden, plates = self.now.hidden, len(self.now.folds.plates)
        changed = self.now.follow(event.shapes.get(self.now.sheet, NOBODY))
        self.show()
        gone = len(self.now.hidden - hidden)
        if gone and event.cause == "commit" and len(self.now.folds.plates) == plates:
            self._page.hand.hint.emit(f"{count(gone, 'card')} went into a folded frame; Ctrl+Z takes it back")
        return None if changed is None else set(changed)

    def _follow_standing(self) -> None:
        """What the frames of rivals say of how far the methods agree; it was worked out with the standing."""
        standings = self._bridge.standings
        now = standings.now
        if now is None or self._bridge.document.closed:
            return
        if self.then is not None or standings.earlier:
            if self.then is not None and not standings.busy and self.then.agree(now.agreement):
                self.show()
            return
        if now.agreement == self.now.agreement:
            return
        self.now.agreement = now.agreement
        zones = self.now.zones
        self.now.read_frames()
        if self.now.zones != zones:
            self.show()

    def elsewhere(self) -> int:
        """How many cards of the board are not on the sheet that is shown."""
        return self._bridge.document.log.count("card") - len(self.now.whole.cards)

    def show_hidden(self, records: Sequence[RecordId]) -> None:
        """Make sure that records are seen: turn to the sheet that has them, open what is folded over them."""
        for record in records:
            if kind_of(record) in ("sheet", "frame"):
                self._bridge.show_sheet(self._sheet_of(record) or self._bridge.sheet)
        ends = [end for record in records for end in self._cards_of(record)]
        if ends and not any(card in self.now.whole.row for card in ends):
            self._turn_to_one_with(ends)
        if self.now.open_for(ends):
            self.show()

    def _cards_of(self, record: RecordId) -> list[RecordId]:
        """A card itself; of an edge the cards at its ends, of a part of a photo its card."""
        whole = self.now.whole
        if kind_of(record) == "region":
            return list(self._bridge.document.board.index.ends(record))
        if kind_of(record) != "edge":
            return [record] if kind_of(record) == "card" else []
        ends = self._bridge.document.board.index.ends(record)
        return whole.ends_of(record) if record in whole.edge_row else [end for end in ends if kind_of(end) == "card"]

    def _sheet_of(self, record: RecordId) -> RecordId | None:
        """The sheet on which a place or a frame lies; a sheet itself."""
        found: RecordId | None = self._bridge.document.board.value(record, "sheet")
        return record if kind_of(record) == "sheet" else found

    def _turn_to_one_with(self, cards: Sequence[RecordId]) -> None:
        document = self._bridge.document
        for sheet in document.sheets():
            if any(document.board.is_live(place_id(sheet, card)) for card in cards):
                self._bridge.show_sheet(sheet)
                return
        if any(map(document.board.is_live, cards)):
            words = "“Show on this sheet…” puts it here."
            self._bridge.refused.emit(KnownError("This card is on no sheet", words))

    def _leave(self) -> None:
        """End what is in hand, and keep where this sheet was looked at."""
        page = self._page
        page.hand.cancel()
        page.focus.end()
        page.writing.leave()
        page.frames.name_field.leave()
        page.parts.note_field.leave()
        self._cameras[self.now.sheet] = page.view.centre, page.view.zoom

    def _turn(self) -> None:
        """Look at the sheet that is shown now as it was left."""
        view = self._page.view
        self.now = Arrangement(self._bridge.document, self._bridge.sheet, agreement=self.now.agreement)
        self._page.faces.pins_of = self.now.sheet
        self.show()
        camera = self._cameras.get(self.now.sheet)
        if camera is not None:
            view.look_at(*camera)
        else:
            view.jump_to_whole()

    def show(self) -> None:
        """Show the sheet, or what it was like; while only a few cards are looked at, the view shows those alone."""
        if self.then is not None:
            self._page.view.show_sheet(self.then.geometry, self.then.zones, NOTHING)
        elif not self._page.focus.active:
            self._page.view.show_sheet(self.now.geometry, self.now.zones, self.now.folds)

    def show_then(self, then: SheetThen | None) -> None:
        """Show what the sheet was like; None shows it as it is."""
        view, reading = self._page.view, Now(self._bridge.document) if then is None else then.reading
        self.then, self._page.faces.reading = then, reading
        self._follow_standing()
        before = view.geometry
        self.show()
        if view.geometry is before:
            view.geometry_changed()

    def _close_again(self) -> None:
        """What was opened to show a card closes when nothing in it is selected any more."""
        now = self.now
        zones = [zone for zone in map(now.zone, now.opened) if zone is not None]
        inside = {frame.id for frame in zones} | set(now.inside(zones)) if zones else NOBODY
        edges = {edge for card in inside for edge in now.whole.edges_of(card)}
        if now.opened and not self._page.view.selection & (inside | edges):
            now.opened = NOBODY
            now.read_frames()
            now.follow(NOBODY)
            self.show()

    def _go_where_it_happened(self, event: Committed) -> None:
        """What is undone on another sheet is shown there."""
        if event.cause not in ("undo", "redo"):
            return
        board = self._bridge.document.board
        placed = (record for record in event.records if kind_of(record) in ("place", "frame", "sheet"))
        found = map(self._sheet_of, islice(placed, LOOKED_AT))
        there = [sheet for sheet in found if sheet and board.is_live(sheet)]
        if there and self._bridge.sheet not in there:
            self._bridge.show_sheet(there[0])
