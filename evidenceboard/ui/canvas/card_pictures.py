"""Cards painted once and kept as pictures, as long as they look the same and are seen at the same zoom.

A strip of a pan cuts through a dozen cards, and each would be painted whole for a few of its columns; from its
picture a card costs a tenth. Only for screens: an export draws the cards themselves, with text that stays text.
"""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from evidenceboard.ui.canvas.cards import FullCards
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.canvas.titles import TitleCards

BUDGET = 24 * 1024 * 1024  # bytes of pictures held
REACH = 18.0  # px at 100 % by which a shadow leaves its card


class CardPictures:
    """The same as the painter of cards it is given, from memory where it can."""

    def __init__(self, cards: FullCards | TitleCards, lens: Lens, thumbnails: Thumbnails) -> None:
        self._cards, self._thumbnails = cards, thumbnails
        self._margin = round(REACH * lens.scale) + 1 if isinstance(cards, FullCards) else 2
        self._kept: OrderedDict[tuple[CardFace, int, int], QPixmap] = OrderedDict()
        self._bytes = 0

    def paint(self, painter: QPainter, face: CardFace, x: int, y: int, width: int, height: int) -> None:
        """Paint a card into a rectangle of device pixels, whole with its shadow."""
        if self._bytes_of(width, height) > BUDGET // 8 or not self._thumbnails.is_final(face.photo):
            self._cards.paint(painter, face, x, y, width, height)
            return
        key = (face, width, height)
        picture = self._kept.get(key)
        if picture is None:
            picture = self._kept[key] = self._painted(face, width, height)
            self._trim(width, height)
        else:
            self._kept.move_to_end(key)
        painter.drawPixmap(x - self._margin, y - self._margin, picture)

    def forget(self) -> None:
        self._kept.clear()
        self._bytes = 0

    def _painted(self, face: CardFace, width: int, height: int) -> QPixmap:
        margin = self._margin
        picture = QPixmap(QSize(width + 2 * margin, height + 2 * margin))
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._cards.paint(painter, face, margin, margin, width, height)
        return picture

    def _trim(self, width: int, height: int) -> None:
        self._bytes += self._bytes_of(width, height)
        while self._bytes > BUDGET:
            _, picture = self._kept.popitem(last=False)
            self._bytes -= 4 * picture.width() * picture.height()

    def _bytes_of(self, width: int, height: int) -> int:
        return 4 * (width + 2 * self._margin) * (height + 2 * self._margin)
