"""The resting tool: what a press means depends on what lies beneath it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import kind_of
from evidenceboard.ui.canvas.frame_parts import CURSORS, frame_at, plate_at, plate_room_at, sides_at
from evidenceboard.ui.canvas.tools import DRAG_DISTANCE, Tool
from evidenceboard.ui.canvas.tools.frame import MoveFrameTool, ResizeFrameTool
from evidenceboard.ui.canvas.tools.link import LinkTool
from evidenceboard.ui.canvas.tools.move import MoveTool
from evidenceboard.ui.canvas.tools.resize import ResizeTool
from evidenceboard.ui.canvas.tools.rubber_band import RubberBandTool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

DOT_REACH = 12.0  # view pixels around a dot
CORNER_REACH = 10.0  # view pixels around the lower right corner of a selected card
ROUNDEL_REACH = 14.0
DETAIL = 0.30  # zoom below which there are no dots and no corners


class Under(NamedTuple):
    """What lies under the pointer."""

    part: str  # "dot", "corner", "card", "edge", "frame" or "paper"
    record: str | None
    sides: str = ""  # of a frame, those that a drag pulls


class SelectTool(Tool):
    """Click selects, Shift adds, a drag moves cards or pulls a rubber band, the dot begins a link."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._pressed: tuple[QPointF, Under] | None = None
        self._deselect: str | None = None

    def press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        under = self.under(event.position())
        self._pressed = (event.position(), under)
        self._deselect = None
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match under.part:
            case "dot":
                self.page.hand.begin(LinkTool(self.page, self._tails(under.record), event.position()))
            case "corner":
                self.page.hand.begin(ResizeTool(self.page, event.position(), str(under.record)))
            case "card" | "edge" | "frame":
                self._select(str(under.record), shift)
            case _ if not shift:
                self.view.set_selection(frozenset())
        return True

    def move(self, event: QMouseEvent) -> bool:
        if self._pressed is None:
            return False
        start, under = self._pressed
        if (event.position() - start).manhattanLength() < DRAG_DISTANCE:
            return True
        self._pressed = None
        if under.part == "card":
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            cards = [record for record in self.view.selection if kind_of(record) == "card"]
            self.page.hand.begin(MoveTool(self.page, start, cards, copy=alt), event)
        elif under.part == "frame":
            self._drag_frame(str(under.record), under.sides, start, event)
        elif under.part == "paper":
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.page.hand.begin(RubberBandTool(self.page, start, adding=shift), event)
        return True

    def release(self, event: QMouseEvent) -> bool:
        if self._pressed is not None and self._deselect is not None:
            self.view.set_selection(frozenset(self.view.selection) - {self._deselect})
        self._pressed = None
        return True

    def double_click(self, event: QMouseEvent) -> bool:
        self._pressed = None
        under = self.under(event.position())
        if under.part in ("card", "corner"):
            self.page.writing.edit(str(under.record))
        elif folded := plate_room_at(self.view.folds, self.view.map_to_scene(event.position())):
            self.page.frames.fold([folded], folded=False)
        elif under.part == "frame":
            self.page.frames.rename(str(under.record))
        elif under.part == "paper":
            self.page.new_card("statement", self.view.map_to_scene(event.position()))
        elif under.part == "edge":
            self.page.edit_reason.emit(str(under.record))
        return True

    def _drag_frame(self, frame: str, sides: str, start: QPointF, event: QMouseEvent) -> None:
        if sides:
            self.page.hand.begin(ResizeFrameTool(self.page, start, frame, sides), event)
        else:
            self.page.hand.begin(MoveFrameTool(self.page, start, self.page.frames.selected), event)

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        under = self.under(pos)
        match under.part:
            case "frame":
                return CURSORS.get(under.sides, Qt.CursorShape.SizeAllCursor)
            case "dot":
                return Qt.CursorShape.CrossCursor
            case "corner":
                return Qt.CursorShape.SizeFDiagCursor
            case "edge":
                return Qt.CursorShape.PointingHandCursor
        return Qt.CursorShape.ArrowCursor

    def under(self, pos: QPointF) -> Under:
        """What a press at this place of the view would take hold of."""
        scene = self.view.map_to_scene(pos)
        geometry = self.view.geometry
        pulled = self._pulled(scene)
        if pulled is not None:
            return pulled
        plate = plate_at(self.view.folds, scene, self.view.zoom)
        if plate is not None:
            return Under("frame", plate)
        if self.view.zoom >= DETAIL:
            dot = self._dot_at(pos)
            if dot is not None:
                return Under("dot", dot)
            corner = self._corner_at(pos)
            if corner is not None:
                return Under("corner", corner)
        edge = geometry.edge_at(scene.x(), scene.y(), ROUNDEL_REACH / self.view.zoom)
        card = geometry.card_at(scene.x(), scene.y())
        if edge is not None and (card is None or self._on_roundel(edge, pos)):
            return Under("edge", edge)
        if card is not None:
            return Under("card", card)
        grip = frame_at(self.view.zones, self.view.folds, scene, self.view.zoom)
        return Under("frame", grip) if grip is not None else Under("paper", None)

    def _pulled(self, scene: QPointF) -> Under | None:
        """The sides of the selected frame: they lie over everything, for they are marked there."""
        chosen = next((zone for zone in self.view.zones if self.view.selection == {zone.id}), None)
        sides = sides_at(chosen.box, scene, self.view.zoom) if chosen else ""
        return Under("frame", chosen.id, sides) if chosen and sides else None

    def _select(self, record: str, adding: bool) -> None:
        selected = frozenset(self.view.selection)
        if adding and record in selected:
            self._deselect = record
        elif adding:
            self.view.set_selection(selected | {record})
        elif record not in selected:
            self.view.set_selection(frozenset({record}))

    def _tails(self, card: str | None) -> list[str]:
        """Where a link from a dot begins: at all selected cards, if the dot belongs to one of them."""
        cards = [record for record in self.view.selection if kind_of(record) == "card"]
        return cards if card in cards else [str(card)]

    def _dot_at(self, pos: QPointF) -> str | None:
        scene, reach = self.view.map_to_scene(pos), DOT_REACH / self.view.zoom
        around = Box(scene.x() - reach, scene.y() - reach, scene.x() + reach, scene.y() + reach)
        for row in reversed(self.view.geometry.cards_in(around)):
            card: str = self.view.geometry.cards[row]
            for dot in self.view.dots_of(card):
                away = dot - pos
                if abs(away.x()) <= DOT_REACH and abs(away.y()) <= DOT_REACH:
                    return card
        return None

    def _corner_at(self, pos: QPointF) -> str | None:
        if len(self.view.selection) != 1:
            return None
        (card,) = self.view.selection
        row = self.view.geometry.row.get(card)
        if row is None:
            return None
        columns = self.view.geometry
        corner = QPointF(columns.x[row] + columns.w[row], columns.y[row] + columns.h[row])
        return card if (self.view.map_to_view(corner) - pos).manhattanLength() <= CORNER_REACH else None

    def _on_roundel(self, edge: str, pos: QPointF) -> bool:
        x, y = self.view.geometry.roundel(self.view.geometry.edge_row[edge])
        return (self.view.map_to_view(QPointF(x, y)) - pos).manhattanLength() <= ROUNDEL_REACH
