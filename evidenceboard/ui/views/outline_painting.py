"""How the lines of the outline look, and where on them each field stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from evidenceboard.finding.outline import SEE_ABOVE
from evidenceboard.ui import icons, theme
from evidenceboard.ui.label import wrap_text
from evidenceboard.ui.plain import draw_line
from evidenceboard.ui.views.outline_model import Node
from evidenceboard.ui.views.outline_words import NO_QUESTION
from evidenceboard.ui.words import card_icon, card_ink

if TYPE_CHECKING:
    from evidenceboard.ui.views.outline_tree import OutlineTree

Index = QModelIndex | QPersistentModelIndex
SIGN, ICON, RIGHT = 20, 20, 20  # px that the sign of a link, the icon and the right border of a row take
INSET = 6
WIDEST = 760.0  # px of a line of words: a longer one is hard to read
MOST = 8  # lines of one text
GAP = 3


class Block(NamedTuple):
    """A run of lines in one font."""

    field: str  # "title", "text", "reason"; "" for what is not written here
    rect: QRectF  # from the top left of the row
    lines: tuple[str, ...]
    font: QFont
    line: int
    ink: str


class OutlineDelegate(QStyledItemDelegate):
    """Paints rows as blocks of words."""

    def __init__(self, tree: OutlineTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._heights: dict[tuple[int, float], int] = {}

    def forget(self, *nodes: Node) -> None:
        """The words of these are others now; without any, the look of all is another."""
        gone = {node.id for node in nodes}
        self._heights = {key: high for key, high in self._heights.items() if gone and key[0] not in gone}

    def blocks(self, node: Node, width: float) -> list[Block]:
        """The words of a row, so wide from its left to the right of the view."""
        words, line = self._tree.words, node.line
        left = self.left(node)
        room = max(120.0, min(WIDEST, width - left - RIGHT))
        if line.what == "question":
            said = words.question
            ink = "ink" if said else "ink3"
            return _stack([("question", said or NO_QUESTION, theme.interface_font(18, 600), 24, ink)], INSET, room, 12)
        if line.what == "heading":
            return _stack([("", line.words, theme.interface_font(11, 600), 16, "ink3")], INSET, room, 8)
        said_parts = words.of_card(line)
        again = f"  ({SEE_ABOVE})" if line.again else ""
        large = not said_parts.sign and self._tree.words.look.values(line.record).get("kind") == "hypothesis"
        title = " ".join(part for part in (said_parts.key, said_parts.title or said_parts.text) if part) + again
        first = theme.interface_font(15 if large else 13, 600)
        parts = [("title" if said_parts.title else "text", title, first, 21 if large else 18, "ink")]
        if said_parts.text and said_parts.title:
            parts.append(("text", said_parts.text, theme.interface_font(13), 18, "ink2"))
        if said_parts.from_whom:
            parts.append(("", said_parts.from_whom, theme.interface_font(12), 17, "ink3"))
        if said_parts.reason:
            quiet = theme.interface_font(12)
            quiet.setItalic(True)
            parts.append(("reason", said_parts.reason, quiet, 17, "ink3"))
        return _stack(parts, left, room, 12 if large else 5)

    def left(self, node: Node) -> int:
        """Px from the left of a row to its words."""
        if node.line.what != "card":
            return INSET
        return INSET + ICON + (SIGN if node.line.edge else 0)

    def height(self, node: Node, width: float) -> int:
        """The height of a row in px."""
        blocks = self.blocks(node, width)
        return round(blocks[-1].rect.bottom()) + (4 if node.line.what == "heading" else 6)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        node = self._tree.lines.node(index)
        key = node.id, self._tree.width_of(node)
        if key not in self._heights:
            self._heights[key] = self.height(node, key[1])
        return QSize(120, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node, rect, active = self._tree.lines.node(index), QRect(option.rect), theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = node.line.what == "card" and node.line.record in self._tree.chosen
        if chosen or self._tree.currentIndex() == index:
            self._ground(painter, rect, chosen, self._tree.currentIndex() == index and self._tree.hasFocus())
        blocks = self.blocks(node, self._tree.width_of(node))
        if node.line.what == "card":
            self._marks(painter, rect, node, blocks[0].rect.top() + blocks[0].line / 2)
        found = self._tree.words.look.is_found(node.line)
        for block in blocks:
            painter.setFont(block.font)
            painter.setPen(active.color(block.ink if found else "ink3"))
            for at, words in enumerate(block.lines):
                place = block.rect.translated(QPointF(rect.topLeft())).adjusted(0, at * block.line, 0, 0)
                place.setHeight(block.line)
                draw_line(painter, place, words)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, chosen: bool, focused: bool) -> None:
        active, place = theme.current(), QRectF(rect).adjusted(2, 1, -8, -1)
        painter.setPen(QPen(active.accent, 2 if active.border > 1 else 1.2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(active.selbg if chosen else QColor(Qt.GlobalColor.transparent))
        painter.drawRoundedRect(place, 6, 6)

    def _marks(self, painter: QPainter, rect: QRect, node: Node, middle: float) -> None:
        """The sign of the link, then the icon of the card."""
        active, values = theme.current(), self._tree.words.look.values(node.line.record)
        sign, top = self._tree.words.sign(node.line), rect.top() + middle
        place = QRectF(rect.left() + self.left(node) - ICON, top - 7, 14, 14)
        icons.paint_icon(painter, card_icon(values), place, active.color(card_ink(values)), 1.4)
        if sign:
            against = sign != "support"
            colour = active.contra if against else active.support
            paint_sign(painter, QPointF(rect.left() + INSET + 7, top), against, colour)


def paint_sign(painter: QPainter, middle: QPointF, against: bool, colour: QColor) -> None:
    """A small roundel: filled with a plus, or hollow with a cross, as links have on the canvas."""
    active = theme.current()
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(active.panel if against else colour)
    painter.drawEllipse(middle, 6.3, 6.3)
    painter.setPen(QPen(colour if against else active.rglyph, 1.4))
    half = 2.3 if against else 3.0
    cross, plus = ((-half, -half, half, half), (-half, half, half, -half)), ((-half, 0, half, 0), (0, -half, 0, half))
    for x1, y1, x2, y2 in cross if against else plus:
        painter.drawLine(middle + QPointF(x1, y1), middle + QPointF(x2, y2))


def _stack(parts: list[tuple[str, str, QFont, int, str]], left: float, room: float, top: float) -> list[Block]:
    """Texts below one another."""
    blocks = []
    for field, text, font, line, ink in parts:
        lines = [row for part in text.split("\n") for row in wrap_text(part, font, room)]
        if len(lines) > MOST:
            rest = QFontMetrics(font).elidedText(lines[MOST - 1] + " …", Qt.TextElideMode.ElideRight, int(room))
            lines = [*lines[: MOST - 1], rest]
        blocks.append(Block(field, QRectF(left, top, room, line * len(lines)), tuple(lines), font, line, ink))
        top += line * len(lines) + GAP
    return blocks
