"""What dims the map while some of its cards are lit, with these cut out of it.

It is kept from frame to frame: of a board of very many cards, cutting them out takes most of a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.batch import draw_rects
from evidenceboard.ui.canvas.lens import Lens

Rows = NDArray[np.intp]


class Veil:
    """The veil over one view, for as long as view, sheet and lit cards stay the same."""

    def __init__(self) -> None:
        self._of: Hashable = None
        self._cards: frozenset[str] | None = None
        self._picture = QPixmap()

    def over(
        self,
        geometry: Geometry,
        lens: Lens,
        size: QSize,
        colour: QColor,
        cards: frozenset[str],
        seen: Callable[[], Rows],
    ) -> QPixmap:
        """The veil in device pixels.

        Args:
            cards: what is lit. The same set of another making counts as another: comparing them would take as long.
            seen: finds the rows of those of them that show.
        """
        of = (lens, size.width(), size.height(), colour.rgba(), geometry.version)
        if self._of != of or self._cards is not cards:
            self._of, self._cards = of, cards
            self._picture = _with_holes(geometry, lens, size, colour, seen())
        return self._picture


def _with_holes(geometry: Geometry, lens: Lens, size: QSize, colour: QColor, rows: Rows) -> QPixmap:
    made = QPixmap(size)
    made.fill(colour)
    with QPainter(made) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.transparent)
        draw_rects(painter, lens.rects(geometry, rows))
    return made
