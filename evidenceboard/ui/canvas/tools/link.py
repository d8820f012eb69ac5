"""Draw a link: by dragging from a card's dot, or by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from evidenceboard.model.commands import link
from evidenceboard.model.ids import kind_of
from evidenceboard.ui import theme
from evidenceboard.ui.board_walk import card_towards, links_around, step
from evidenceboard.ui.canvas.accessible import sentence_of
from evidenceboard.ui.canvas.announcer import announce
from evidenceboard.ui.canvas.tools import Tool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

ARROWS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


class LinkTool(Tool):
    """Links one or many cards, or parts of photos, to one card, or to an edge: an undercut.

    With the mouse it follows the pointer until the button is let go; on empty canvas it makes the linked card. By
    keys the arrows and Tab choose a card, L one of its links, + and - (or Alt) the kind, 1 and 2 the strength, Enter
    links.
    """

    hint = "Arrows choose a card · L its links · + supports · − contradicts · 1 2 strength · Enter links · Esc leaves"

    def __init__(self, page: BoardPage, tails: Sequence[str], at: QPointF | None = None) -> None:
        super().__init__(page)
        self._tails = list(tails)
        self._givers = [self._card_of(tail) for tail in self._tails]
        self._by_keys = at is None
        self._at = at or self._centre(self._tails[0])
        self._target: str | None = None
        self._card = self._givers[0]  # the card last chosen, whose links L walks through
        self._suggested = False  # the first target is only a suggestion: arrows begin at the linked card
        self._contradict = False
        self._strong = False
        if self._by_keys:
            self._choose_by_key(self._nearest())
            self._suggested = True
            announce(self.view, self._words())

    def move(self, event: QMouseEvent) -> bool:
        self._by_keys = False
        self._at = event.position()
        self._turn_with_alt(event.modifiers())
        self._choose(self._target_at(event.position()))
        return True

    def press(self, event: QMouseEvent) -> bool:
        return True

    def release(self, event: QMouseEvent) -> bool:
        self._turn_with_alt(event.modifiers())
        self._finish(event.position())
        return True

    def key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._contradict = False
            case Qt.Key.Key_Minus:
                self._contradict = True
            case Qt.Key.Key_1:
                self._strong = False
            case Qt.Key.Key_2:
                self._strong = True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._finish(None)
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                self._step(-1 if event.key() == Qt.Key.Key_Backtab else 1)
            case Qt.Key.Key_L:
                self._step_link(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case key if key in ARROWS:
                start = self._givers[0] if self._suggested else self._card
                towards = card_towards(self.view.geometry, start, ARROWS[Qt.Key(key)], self._givers)
                self._choose_by_key(towards or self._target)
            case _:
                return False
        self.view.update()
        if self.page.hand.tool is self:
            announce(self.view, self._words())
        return True

    def cancel(self) -> None:
        self.view.set_target(None)

    def cursor(self, pos: QPointF) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    def paint(self, painter: QPainter) -> None:
        colours = theme.current()
        end = self._end_point()
        for tail in self._tails:
            painter.setPen(QPen(colours.accent, 3 if self._strong else 2))
            painter.drawLine(self._centre(tail), end)
        self._paint_roundel(painter, end)
        self._paint_label(painter, end)

    def _paint_roundel(self, painter: QPainter, at: QPointF) -> None:
        colours = theme.current()
        colour = colours.contra if self._is_contradicting() else colours.support
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colours.canvas if self._is_contradicting() else colour)
        painter.drawEllipse(at, 9, 9)
        painter.setPen(QPen(colour if self._is_contradicting() else colours.rglyph, 1.6))
        if self._is_contradicting():
            painter.drawLine(at + QPointF(-3, -3), at + QPointF(3, 3))
            painter.drawLine(at + QPointF(3, -3), at + QPointF(-3, 3))
        else:
            painter.drawLine(at + QPointF(-4, 0), at + QPointF(4, 0))
            painter.drawLine(at + QPointF(0, -4), at + QPointF(0, 4))

    def _paint_label(self, painter: QPainter, at: QPointF) -> None:
        words = self._words()
        painter.setFont(theme.interface_font(12, 500))
        width = painter.fontMetrics().horizontalAdvance(words) + 20
        box = QRectF(at.x() + 16, at.y() - 34, width, 24)
        box.moveRight(min(box.right(), self.view.width() - 8.0))
        box.moveTop(max(box.top(), 8.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.THEMES["light"].ink)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(theme.THEMES["light"].card)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _words(self) -> str:
        if self._target is None:
            return "empty: new card" if not self._by_keys else "no card that way"
        strength = "strong" if self._strong else "normal"
        if kind_of(self._target) == "edge":
            attacked = sentence_of(self.view.geometry, self.view.faces, self._target)
            return f"undercuts “{attacked}” · {strength}"
        verb = "contradicts" if self._contradict else "supports"
        name = self.page.bridge.document.board.value(self._target, "key") or "this card"
        return f"{verb} {name} · {strength}"

    def _is_contradicting(self) -> bool:
        return self._contradict or (self._target is not None and kind_of(self._target) == "edge")

    def _turn_with_alt(self, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self._contradict = True

    def _finish(self, at: QPointF | None) -> None:
        self.cancel()
        self.page.hand.end()
        kind = "contradict" if self._is_contradicting() else "support"
        strength = "strong" if self._strong else "normal"
        if self._target is not None:
            target, board = self._target, self.page.bridge.document.board
            self.page.bridge.attempt(lambda: link(board, self._tails, target, kind, strength))
        elif at is not None:
            self.page.writing.new_card("claim", self.view.map_to_scene(at), self._tails, kind, strength)

    def _choose(self, target: str | None) -> None:
        self._target = None if target in self._givers else target
        self.view.set_target(self._target)
        self.view.update()

    def _choose_by_key(self, target: str | None) -> None:
        self._by_keys, self._suggested = True, False
        self._choose(target)
        if self._target in self.view.geometry.row:
            self._card = str(self._target)
        if self._target is not None:
            self.page.bring_into_view([self._target])

    def _step(self, by: int) -> None:
        order = [card for card in self.view.geometry.reading_order() if card not in self._givers]
        self._choose_by_key(step(order, self._card, by))

    def _step_link(self, by: int) -> None:
        """A link of the card last chosen; what the linked cards are ends of is no target."""
        edges = links_around(self.view.geometry, self._card, self._givers)
        self._choose_by_key(step(edges, self._target, by) or self._target)

    def _target_at(self, pos: QPointF) -> str | None:
        scene = self.view.map_to_scene(pos)
        geometry = self.view.geometry
        edge = geometry.edge_at(scene.x(), scene.y(), 14 / self.view.zoom)
        if edge is not None and not self._touches(edge):
            return edge
        return geometry.card_at(scene.x(), scene.y())

    def _touches(self, edge: str) -> bool:
        return any(tail in self.page.bridge.document.board.index.ends(edge) for tail in self._tails)

    def _nearest(self) -> str | None:
        geometry = self.view.geometry
        for direction in ("right", "left", "down", "up"):
            card = card_towards(geometry, self._givers[0], direction, self._givers)
            if card is not None:
                return card
        return None

    def _end_point(self) -> QPointF:
        geometry = self.view.geometry
        if self._target in geometry.row:
            return self._centre(str(self._target))
        if self._target in geometry.edge_row:
            return self.view.map_to_view(QPointF(*geometry.roundel(geometry.edge_row[str(self._target)])))
        return self._centre(self._card) if self._by_keys else self._at

    def _card_of(self, tail: str) -> str:
        """The card that a link begins at, also where it begins in a part of its photo."""
        return tail if kind_of(tail) == "card" else str(self.page.bridge.document.parts.card_of(tail))

    def _centre(self, card: str) -> QPointF:
        geometry = self.view.geometry
        if card in geometry.spots:
            return self.view.map_to_view(self.page.parts.box(card).center())
        card = self._card_of(card)
        row = geometry.row[card]
        middle = QPointF(geometry.x[row] + geometry.w[row] / 2, geometry.y[row] + geometry.h[row] / 2)
        return self.view.map_to_view(middle)
