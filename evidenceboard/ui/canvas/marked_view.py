"""One sheet with what is marked on it and what is lifted off it: the kept picture stays as it is under both."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.faces import FaceProvider, Faces
from evidenceboard.ui.canvas.frame_parts import paint_frame_marks
from evidenceboard.ui.canvas.gliding import MOST, Glide, Gliding
from evidenceboard.ui.canvas.joined import Joined
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.lifted import Lifted
from evidenceboard.ui.canvas.overlay import MOST_LIT, Overlay, State, dots
from evidenceboard.ui.canvas.part_overlay import PartMarks
from evidenceboard.ui.canvas.sheet_view import SheetView
from evidenceboard.ui.canvas.thumbnails import PhotoProvider
from evidenceboard.ui.canvas.veil import Veil

LINGER = 700  # ms over a card after which the rest of the board is dimmed
FADE_LINKS = 120  # ms after a selection until the other links step back


class MarkedView(SheetView):
    """Holds the marks and the lifted cards, and paints them over the sheet.

    Signals:
        selection_changed, hover_changed: read the new state from the view.

    Attributes:
        lift_offset: where lifted cards are held, in scene units from their place; call `update` after a change.
    """

    selection_changed = Signal()
    hover_changed = Signal()

    def __init__(
        self, geometry: Geometry, faces: FaceProvider, photos: PhotoProvider, parent: QWidget | None = None
    ) -> None:
        super().__init__(geometry, faces, photos, parent)
        self.lift_offset = QPointF()
        self._state = State()
        self._joined, self._veil = Joined(), Veil()
        self._lifted: Lifted | None = None
        self._glide = Glide(self)
        self._glide.moved.connect(self._glided)
        self._glide.arrived.connect(self.drop_lift)
        self._settling = False  # the lifted cards were let go, and the picture does not hold them yet
        self._linger = QTimer(self, singleShot=True, interval=LINGER)
        self._linger.timeout.connect(self._dim_for_hover)
        self._fade = QTimer(self, singleShot=True, interval=FADE_LINKS)
        self._fade.timeout.connect(self._fade_links)

    def set_geometry(self, geometry: Geometry) -> None:
        """Show another sheet, or the same one after a change of everything."""
        self._drop_lifted()
        self._joined, self._veil = Joined(), Veil()  # a version counts the changes of one geometry
        self._stage.lit = None
        self._fade.start()
        super().set_geometry(geometry)

    def _changed(self) -> None:
        """Marks follow what is there."""
        cards, edges, frames = self.geometry.row, self.geometry.edge_row, self._frames()
        there = [cards, edges, frames, self.geometry.spots]
        self.set_selection(record for record in self._state.selection if any(record in each for each in there))
        if not any(self._state.hovered in each for each in there):
            self._set_hovered(None)
        if self._lifted is not None:
            self._lifted.follow()
        super()._changed()

    def _frames(self) -> set[str]:
        return {zone.id for zone in self.zones} | {plate.id for plate in self.folds.plates}

    # --- what is marked ------------------------------------------------------------------------------------

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected cards, edges, frames and parts of photos."""
        return self._state.selection

    def set_selection(self, records: Iterable[str]) -> None:
        chosen = frozenset(records)
        if chosen == self._state.selection:
            return
        self._state.selection = chosen
        self._fade.start()
        self.update()
        self.selection_changed.emit()

    @property
    def faces(self) -> Faces:
        """What the cards show, for who asks in words."""
        return self._stage.faces

    @property
    def hovered(self) -> str | None:
        """The card or edge under the pointer."""
        return self._state.hovered

    def set_target(self, record: str | None) -> None:
        """Mark the card or edge that a link under way would end on."""
        self._state.target = record
        self.update()

    def set_written(self, written: bool) -> None:
        """Whether somebody writes on a card."""
        self._state.written = written
        self.update()

    @property
    def link_depth(self) -> int:
        """How many links away neighbours are lit."""
        return self._state.depth

    def set_depth(self, depth: int) -> None:
        """Light what is within so many links of what is selected or hovered."""
        self._state.depth = depth
        self._fade_links()
        self.update()

    def set_hits(self, cards: Iterable[str] | None, current: str | None = None) -> None:
        """Light up what a search found and dim the rest; None ends it."""
        self._state.hits = None if cards is None else frozenset(cards)
        self._state.current_hit = current
        self.update()

    def set_lit(self, cards: Iterable[str] | None, edges: Iterable[str] | None = None) -> None:
        """Dim all but these cards and these links, or all links between them; None lights everything."""
        self._state.lit = None if cards is None else frozenset(cards)
        self._state.lit_edges = None if edges is None else frozenset(edges)
        self.update()

    def look_up(self, cards: frozenset[str]) -> Generator[None, None, None]:
        """What lighting very many cards asks for, in steps: without it the first frame would take so much longer."""
        return self._joined.look_up(self.geometry, cards)

    def dots_of(self, card: str) -> list[QPointF]:
        """The four places on a card's border from which links are drawn, in view coordinates."""
        row = self.geometry.row.get(card)
        if row is None:
            return []
        box = self.geometry.box_of(row)
        low, high = self.map_to_view(QPointF(box.left, box.top)), self.map_to_view(QPointF(box.right, box.bottom))
        return dots(QRectF(low, high))

    def _set_hovered(self, record: str | None) -> None:
        if record == self._state.hovered:
            return
        self._state.hovered = record
        self._still()
        if self._state.hovered_card(self.geometry) is not None:
            self._linger.start()
        self.update()
        self.hover_changed.emit()

    def _still(self) -> None:
        """The hand moves: nothing is dimmed on account of where it rested."""
        self._linger.stop()
        if self._state.dwelt is not None:
            self._state.dwelt = None
            self.update()

    # --- what is in the hand -------------------------------------------------------------------------------

    def lift(self, cards: Sequence[str], frames: Sequence[str] = ()) -> None:
        """Take cards into the hand: they and their edges are painted at `lift_offset` until `drop_lift`. Frames that
        are taken along are left out of the picture; whoever moves them paints them."""
        self._take(Lifted(self._stage, cards, frames), frozenset(frames))

    def glide(self, old: Mapping[str, tuple[float, float]]) -> None:
        """Show cards that have moved on their way from these places; they arrive at once where nothing may move."""
        if self.motion and self.isVisible() and 0 < len(old) <= MOST:
            self._take(Gliding(self._stage, old))
            self._glide.start()

    def _take(self, lifted: Lifted, frames: frozenset[str] = frozenset()) -> None:
        self._glide.stop()
        self._lifted = lifted
        self._settling = False
        self.lift_offset = QPointF()
        self._hide(lifted.cards | frames)

    def _glided(self, share: float) -> None:
        if isinstance(self._lifted, Gliding):
            self._lifted.share = share
            self.update()

    def drop_lift(self) -> None:
        """Let the lifted cards go; they are where the geometry says, now and after the change that follows."""
        self._glide.stop()
        if self._lifted is not None:
            self.lift_offset = QPointF()
            self._settling = True
            self._hide(frozenset())

    def _hide(self, cards: frozenset[str]) -> None:
        self._stage.hidden = cards
        self._state.lifted = cards
        self._redraw()
        self.update()

    def _drop_lifted(self) -> None:
        self._glide.stop()
        self._lifted, self._settling = None, False
        self._stage.hidden = self._state.lifted = frozenset()

    # --- how it shows --------------------------------------------------------------------------------------

    def paint_marks(self, painter: QPainter, lens: Lens, area: QRectF) -> None:
        paint_frame_marks(painter, self._stage, lens, self._state.selection)
        Overlay(self._stage, lens, area, self._joined, self._veil).paint(painter, self._state)
        PartMarks(self._stage, lens).paint(painter, self._state)
        if self._lifted is not None:
            self._lifted.paint(painter, lens, self.lift_offset, area)

    def _picture_done(self) -> None:
        if self._settling and not self._retained.busy:
            self._drop_lifted()
        super()._picture_done()

    def _fade_links(self) -> None:
        """While a few cards are selected, the links of the others step back."""
        chosen = self._state.selection
        lit = frozenset(record for record in chosen if record in self.geometry.edge_row)
        for spot in chosen & self.geometry.spots.keys():
            lit |= self.geometry.edges_from(spot)
        if len(chosen) <= 20:
            lit |= self._joined.edges(self.geometry, chosen, self._state.depth)
        if (lit or None) != self._stage.lit:
            self._stage.lit = lit or None
            self._redraw()

    def _dim_for_hover(self) -> None:
        card = self._state.hovered_card(self.geometry)
        if card in self.geometry.row and not QGuiApplication.mouseButtons().value and self._state.hits is None:
            hovered = frozenset((str(card),))
            near = self._joined.cards(self.geometry, hovered, self._state.depth)
            self._state.dwelt = hovered | near if len(near) <= MOST_LIT else None
            self.update()
