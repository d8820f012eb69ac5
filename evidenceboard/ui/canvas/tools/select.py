"""The resting tool: what a press means depends on what lies beneath it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import kind_of
from evidenceboard.ui.canvas.frame_parts import CURSORS, frame_at, plate_at, plate_room_at, sides_at
from evidenceboard.ui.canvas.part_overlay import dot, handles
from evidenceboard.ui.canvas.tools import DRAG_DISTANCE, Tool
from evidenceboard.ui.canvas.tools.frame import MoveFrameTool, ResizeFrameTool
from evidenceboard.ui.canvas.tools.link import LinkTool
from evidenceboard.ui.canvas.tools.move import MoveTool
from evidenceboard.ui.canvas.tools.part import MovePartTool, PullPartTool
from evidenceboard.ui.canvas.tools.resize import ResizeTool
from evidenceboard.ui.canvas.tools.rubber_band import RubberBandTool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

DOT_REACH = 12.0  # view pixels around a dot
HANDLE_REACH = 6.0  # and around the corners of a part of a photo
CORNER_REACH = 10.0  # view pixels around the lower right corner of a selected card
ROUNDEL_REACH = 14.0
DETAIL = 0.30  # zoom below which there are no dots and no corners


class Under(NamedTuple):
    """What lies under the pointer."""

    part: str  # "dot", "corner", "card", "edge", "frame", "spot", "spot dot", "spot corner" or "paper"
    record: str | None
    sides: str = ""  # of a frame or a part of a photo, those that a drag pulls


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
            case "spot dot":
                tails = self.page.parts.selected
                tails = tails if under.record in tails else [str(under.record)]
                self.page.hand.begin(LinkTool(self.page, tails, event.position()))
            case "spot corner":
                part = str(under.record)
                self.page.hand.begin(PullPartTool(self.page, event.position(), part, under.sides))
            case "spot":
                pass  # a click selects it, but a drag is for the card unless it is selected
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
        if under.part == "spot" and under.record in self.view.selection:
            self.page.hand.begin(MovePartTool(self.page, start, str(under.record)), event)
            return True
        if under.part == "spot":
            under = Under("card", self.view.geometry.spots[str(under.record)].card)
            self._select(str(under.record), False)
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
        if self._pressed is not None and self._pressed[1].part == "spot":
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._select(str(self._pressed[1].record), shift)
        if self._pressed is not None and self._deselect is not None:
            self.view.set_selection(frozenset(self.view.selection) - {self._deselect})
        self._pressed = None
        return True

    def double_click(self, event: QMouseEvent) -> bool:
        self._pressed = None
        under = self.under(event.position())
        if under.part.startswith("spot"):
            self.page.parts.write(str(under.record))
        elif photo := self.page.parts.photo_at(self.view.map_to_scene(event.position())):
            self.page.edit_view.emit(photo)
        elif under.part in ("card", "corner"):
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
            case "dot" | "spot dot":
                return Qt.CursorShape.CrossCursor
            case "spot corner":
                falling = under.sides in ("nw", "se")
                return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor
            case "spot":
                return Qt.CursorShape.PointingHandCursor
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
            marked = self._mark_at(pos)
            if marked is not None:
                return marked
            card_dot = self._dot_at(pos)
            if card_dot is not None:
                return Under("dot", card_dot)
            corner = self._corner_at(pos)
            if corner is not None:
                return Under("corner", corner)
        edge = geometry.edge_at(scene.x(), scene.y(), ROUNDEL_REACH / self.view.zoom)
        card = geometry.card_at(scene.x(), scene.y())
        if edge is not None and (card is None or self._on_roundel(edge, pos)):
            return Under("edge", edge)
        spot = geometry.spot_at(card, scene.x(), scene.y()) if card and self.view.zoom >= DETAIL else None
        if card is not None:
            return Under("spot", spot) if spot is not None else Under("card", card)
        grip = frame_at(self.view.zones, self.view.folds, scene, self.view.zoom)
        return Under("frame", grip) if grip is not None else Under("paper", None)

    def _pulled(self, scene: QPointF) -> Under | None:
        """The sides of the selected frame: they lie over everything, for they are marked there."""
        chosen = next((zone for zone in self.view.zones if self.view.selection == {zone.id}), None)
        sides = sides_at(chosen.box, scene, self.view.zoom) if chosen else ""
        return Under("frame", chosen.id, sides) if chosen and sides else None

    def _mark_at(self, pos: QPointF) -> Under | None:
        """The corners and the dot of the part of a photo that is selected, and the dot of the one under the pointer."""
        spots, chosen = self.view.geometry.spots, self.view.selection
        for part in dict.fromkeys([*(chosen if len(chosen) == 1 else ()), self.view.hovered]):
            if part is None or part not in spots:
                continue
            low, high = self.page.parts.box(part).topLeft(), self.page.parts.box(part).bottomRight()
            box = QRectF(self.view.map_to_view(low), self.view.map_to_view(high))
            if _near(dot(box), pos, DOT_REACH / 2 + 2):
                return Under("spot dot", part)
            for sides, corner in handles(box).items() if part in chosen else ():
                if _near(corner, pos, HANDLE_REACH):
                    return Under("spot corner", part, sides)
        return None

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
            for place in self.view.dots_of(card):
                away = place - pos
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


def _near(one: QPointF, other: QPointF, reach: float) -> bool:
    return max(abs(one.x() - other.x()), abs(one.y() - other.y())) <= reach
