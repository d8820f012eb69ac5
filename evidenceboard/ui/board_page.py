"""The board as a page of the window: the canvas, the tool in hand, and what can be done with what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from PySide6.QtCore import QMimeData, QPointF, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from evidenceboard.document import Committed
from evidenceboard.exchange.clip import MIME, as_text, duplicate, to_clip
from evidenceboard.model.commands import move_cards, raise_cards, remove, set_edges, take_off_sheet
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.sizes import WIDTH, card_size
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.canvas.hand import ToolInHand
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.card_writing import CardWriting
from evidenceboard.ui.empty_sheet import EmptySheet
from evidenceboard.ui.faces_of import FaceReader
from evidenceboard.ui.focus import Focus
from evidenceboard.ui.frames_of_page import FramesOfPage
from evidenceboard.ui.map_aids import MapAids
from evidenceboard.ui.parts_of_page import PartsOfPage
from evidenceboard.ui.sheets_of_page import SheetsOfPage
from evidenceboard.ui.walking import Walking
from evidenceboard.ui.window_places import window_settings

BEHIND_FACES = ("source", "origin")  # records that show on cards other than those they are joined to
MANY = 1_000  # cards from which on it is cheaper to show all anew
PAN_STEP = 40  # view pixels that an arrow moves the paper


class BoardPage(QWidget):
    """Canvas and hands of one open board.

    Signals:
        selection_changed: what is selected, or something of it, is another now.
        edit_reason: an edge whose reason the person wants to write.
        edit_note: a part of a photo whose note the person wants to write in full.
        edit_view: a photo card whose view the person wants to change.
        claim_wanted: a statement, and words of it of which a claim should be made.
    """

    selection_changed = Signal()
    edit_reason = Signal(str)
    edit_note = Signal(str)
    edit_view = Signal(str)
    claim_wanted = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        document = bridge.document
        self.faces = FaceReader(document, pins_of=bridge.sheet, standing=bridge.standings.of)
        self.sheets = SheetsOfPage(self)
        self.view = BoardView(self.sheets.now.geometry, self.faces.faces, document.photo, self)
        self.view.keep_thumbnails(document.thumbnails)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.writing = CardWriting(self)
        self.focus = Focus(self)
        self.frames = FramesOfPage(self)
        self.parts = PartsOfPage(self)
        self.hand = ToolInHand(self)
        self.walking = Walking(self)
        self.view.tool = self.hand
        self.pointed: QPointF | None = None  # where a command of the menu under the pointer puts things
        self.view.overlays += [self.hand.paint, self.focus.paint]
        self.empty = EmptySheet(self)
        self.map_aids = MapAids(self.view, window_settings(document.installation))
        self.view.painted.connect(jobs.frame_painted)
        self.view.selection_changed.connect(self.selection_changed)
        self.view.camera_changed.connect(self.writing.leave)
        self.view.texts_broken_anew.connect(lambda: self.sheets.now.place_parts())
        bridge.committed.connect(self._follow)
        bridge.index_read.connect(self._index_read)
        bridge.standings.changed.connect(self._show_standing)
        self.sheets.watch()

    # Selecting and moving

    def selected(self, kind: str) -> list[RecordId]:
        """The selected records of a kind."""
        return sorted(record for record in self.view.selection if kind_of(record) == kind)

    def select_all(self) -> None:
        self.view.set_selection(frozenset(self.view.geometry.cards))

    def nudge(self, across: int, down: int, step: float) -> bool:
        """Move what is selected by keys; without a selection the arrows move the paper."""
        cards = [card for card in self.selected("card") if card in self.view.geometry.row]
        if not cards and not self.bridge.document.read_only and self.parts.place_selected():
            return False  # the key is for the tool that is in hand now
        if not cards and not self.frames.selected:
            self.view.pan_by(-across * PAN_STEP, -down * PAN_STEP)
        elif self.bridge.document.read_only:
            self.move_cards(cards, across * step, down * step)  # is refused, with the reason
        else:
            self.hand.nudge(across * step, down * step)
        return True

    def move_cards(self, cards: Sequence[RecordId], dx: float, dy: float) -> None:
        """Move cards of the shown sheet by so much, as one step."""
        places = self.view.geometry
        rows = [places.row[card] for card in cards if card in places.row]
        positions = {places.cards[row]: (float(places.x[row]) + dx, float(places.y[row]) + dy) for row in rows}
        self.bridge.commit(move_cards(self.bridge.sheet, positions))

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Select records and bring them into view: turn to their sheet, unfold what hides them, end a focus that
        lacks them."""
        self.sheets.show_hidden(records)
        records = [self._seen_instead(record) for record in records]
        if self.focus.lacks(records):
            self.focus.end()
        held = [record for record in records if self.holds(record)]
        self.view.set_selection(frozenset(held))
        self.bring_into_view(held)

    def _seen_instead(self, record: RecordId) -> RecordId:
        """The card of a part of a photo that is cut away; else the record itself."""
        if kind_of(record) != "region" or self.holds(record):
            return record
        return self.bridge.document.parts.card_of(record) or record

    def holds(self, record: RecordId) -> bool:
        """Whether a record can be seen on the sheet that is shown."""
        geometry = self.view.geometry
        held = (geometry.row, geometry.edge_row, geometry.spots)
        return any(record in each for each in held) or self.sheets.now.zone(record) is not None

    def bring_into_view(self, records: Iterable[RecordId]) -> None:
        """Fly to cards and links that are not seen whole."""
        box = self._box_of(records)
        if box is not None and not self._in_view(box):
            self.view.fly_to(box.grown(80))

    def set_depth(self, depth: int) -> None:
        """Light, and show in focus, what is so many links away."""
        self.view.set_depth(depth)
        self.focus.reach()

    def fly_to_selection(self) -> None:
        box = self._box_of(self.view.selection)
        if box is not None:
            self.view.fly_to(box.grown(60))

    def show_view(self, rect: Sequence[float]) -> None:
        """Fly to a rectangle of the sheet: x, y, width, height."""
        x, y, w, h = rect
        self.view.fly_to(Box(x, y, x + w, y + h))

    def camera(self) -> tuple[float, float, float, float]:
        """What the view shows: x, y, width, height in scene units."""
        low = self.view.map_to_scene(QPointF(0, 0))
        high = self.view.map_to_scene(QPointF(self.view.width(), self.view.height()))
        return low.x(), low.y(), high.x() - low.x(), high.y() - low.y()

    def _box_of(self, records: Iterable[RecordId]) -> Box | None:
        geometry = self.view.geometry
        cards = [record for record in records if record in geometry.row]
        cards += [geometry.spots[record].card for record in records if record in geometry.spots]
        zones = [zone.box for zone in map(self.sheets.now.zone, records) if zone is not None]
        for record in records:
            if record in geometry.edge_row:
                row = geometry.edge_row[record]
                cards += [geometry.cards[end] for end in (geometry.tail[row], geometry.head[row]) if end >= 0]
        boxes = [*zones, *(box for box in [geometry.bounds_of(cards)] if box is not None)]
        return reduce(Box.joined, boxes) if boxes else None

    def _in_view(self, box: Box) -> bool:
        low = self.view.map_to_view(QPointF(box.left, box.top))
        high = self.view.map_to_view(QPointF(box.right, box.bottom))
        return self.view.rect().contains(QRectF(low, high).toAlignedRect())

    # Making and writing

    def new_card(self, kind: str, at: QPointF | None = None) -> None:
        """Write a new card; without a place in the middle of the view."""
        self.writing.new_card(kind, at or self.free_place())

    def edit_selected(self) -> bool:
        """Write on the selected card, the reason of the selected link, the name of the selected frame, or the note of
        the selected part of a photo."""
        cards, edges, frames = self.selected("card"), self.selected("edge"), self.frames.selected
        parts = self.parts.selected
        if len(cards) == 1:
            self.writing.edit(cards[0])
        elif len(parts) == 1:
            self.parts.write(parts[0])
        elif len(edges) == 1:
            self.edit_reason.emit(edges[0])
        elif len(frames) == 1:
            self.frames.rename(frames[0])
        return bool(cards or edges or frames or parts)

    def free_place(self) -> QPointF:
        """Where the person points, else a place near the middle of the view where no card lies."""
        if self.pointed is not None:
            return self.pointed
        middle = self.view.map_to_scene(QPointF(self.view.width() / 2, self.view.height() / 2))
        for _ in range(60):
            box = Box(middle.x() - WIDTH / 2, middle.y() - 40, middle.x() + WIDTH / 2, middle.y() + 60)
            rooms = [plate.room for plate in self.view.folds.plates if box.meets(plate.room)]
            if rooms:  # what is put there goes into the fold
                middle.setX(rooms[0].right + WIDTH / 2 + 24)
            elif not len(self.view.geometry.cards_in(box)):
                break
            else:
                middle += QPointF(24, 48)
        return middle

    def height_needed(self, card: RecordId, width: float) -> float:
        """How high a card must be at this width so that its text fits."""
        return card_size(self.bridge.document.board.record(card).shown_values(), width)[1]

    # What the commands do with the selection

    def set_edges(self, kind: str | None = None, strength: str | None = None) -> bool:
        """Change the selected edges; an undercut can only contradict. False if no edge is selected."""
        geometry = self.view.geometry
        edges = [edge for edge in self.selected("edge") if edge in geometry.edge_row]
        if kind == "support":
            edges = [edge for edge in edges if geometry.onto[geometry.edge_row[edge]] < 0]
        if edges:
            values = {"kind": kind} if kind else {"strength": strength}
            self.bridge.commit(set_edges(edges, **values))
        return bool(edges)

    def delete(self) -> None:
        board = self.bridge.document.board
        records = [record for record in self.view.selection if board.is_live(record)]
        if records:
            self.bridge.commit(remove(board, sorted(records)))

    def take_off(self) -> None:
        """Take the selected cards off this sheet; they stay on the board."""
        self.bridge.commit(take_off_sheet(self.bridge.sheet, self.selected("card")))

    def to_front(self) -> None:
        top = int(self.view.geometry.z.max()) + 1
        self.bridge.commit(raise_cards(self.bridge.sheet, self.selected("card"), top))

    def duplicate(self, cards: Sequence[RecordId] | None = None, offset: tuple[float, float] = (24, 24)) -> None:
        """Copies of cards and of the links between them."""
        chosen = list(cards or self.selected("card"))
        if chosen:
            action = duplicate(self.bridge.document.board, self.bridge.sheet, chosen, offset)
            if self.bridge.commit(action) is not None:
                self.view.set_selection(frozenset(record for record in action.made if kind_of(record) == "card"))

    def copy_to_clipboard(self) -> None:
        """Put the selected cards on the clipboard, for this program and, as text, for others."""
        cards, document = self.selected("card"), self.bridge.document
        data = QMimeData()
        data.setData(MIME, to_clip(document.board, self.bridge.sheet, cards, document.photo))
        data.setText(as_text(document.board, cards))
        QApplication.clipboard().setMimeData(data)

    # Following the board

    def _index_read(self) -> None:
        """Cards may say more than before, and where parts of photos lie depends on what they say."""
        self.sheets.now.place_parts()
        self.view.geometry_changed()

    def _follow(self, event: Committed) -> None:
        kinds = {kind_of(record) for record in event.records}
        seen = self.sheets.follow(event)
        self.focus.follow(event)
        changed = seen or set()
        board = self.bridge.document.board
        for record in tuple(changed):
            if kind_of(record) == "edge":  # the card it ends on names who speaks for it
                edge = board.record(record)
                changed.update(end for end in (edge.shown("from"), edge.shown("to")) if end)
        if kinds & set(BEHIND_FACES):
            self.view.geometry_changed()
        elif changed:
            self.view.cards_changed(sorted(changed))
        if others := event.other_views():
            self.view.views_changed(others)
        live = frozenset(record for record in self.view.selection if board.is_live(record))
        if live != self.view.selection:
            self.view.set_selection(live)
        else:
            self.selection_changed.emit()

    def _show_standing(self, cards: frozenset[RecordId]) -> None:
        """These cards stand otherwise now."""
        if len(cards) > MANY:
            self.view.geometry_changed()
        elif shown := sorted(card for card in cards if card in self.view.geometry.row):
            self.view.cards_changed(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.writing.leave()
