"""Single links on the map: thin straight lines, fainter the longer they are, so that they never cover the whole.

None is left out, and none is covered by a fainter one: the longest are drawn first.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.batch import clip, dash, draw_lines
from evidenceboard.ui.canvas.edges import CROWD
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.theme import Theme, blend

AT_ONCE, AT_ONCE_IN_A_CROWD = 250, 1_500  # links between two looks at the clock
LENGTHS = (140.0, 260.0, 480.0)  # px from which a link is fainter than shorter ones
SHARES = (0.50, 0.34, 0.22, 0.14)  # opacity by length
SHARES_IN_A_CROWD = (0.50, 0.26, 0.13, 0.08)
LEAST_IN_CONTRAST = 0.30  # opacity in a theme for eyes that see no tints
DASHES = 4.0, 3.0

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]


class FarLinks:
    """Paints links as they are seen from far, in one theme."""

    def __init__(self, geometry: Geometry, theme: Theme) -> None:
        self._geometry, self._theme = geometry, theme
        self._crowded = len(geometry.edges) > CROWD
        least = 0.0 if theme.shadow[0] else LEAST_IN_CONTRAST
        self._shares = [max(least, share) for share in (SHARES_IN_A_CROWD if self._crowded else SHARES)]

    def paint(self, painter: QPainter, lens: Lens, rows: Rows, area: QRectF) -> Iterator[None]:
        """Draw these links as far as they show in an area of device pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._crowded)
        step = AT_ONCE_IN_A_CROWD if self._crowded else AT_ONCE
        ends = []
        for name, place in (("ax", lens.x), ("ay", lens.y), ("bx", lens.x), ("by", lens.y)):
            ends.append(place(self._geometry.lines()[name][rows].astype(float)))
            yield
        lines = np.column_stack(ends)
        yield
        length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
        faint = np.digitize(length / lens.dpr, LENGTHS)
        spare = 8.0 * lens.dpr
        seen = area.adjusted(-spare, -spare, spare, spare)
        yield
        for level in range(len(LENGTHS), -1, -1):
            same = np.flatnonzero(faint == level)
            for first in range(0, len(same), step):
                part = same[first : first + step]
                self._draw(painter, lens, (lines[part], length[part], rows[part]), self._shares[level], seen)
                yield
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw(
        self, painter: QPainter, lens: Lens, links: tuple[Floats, Floats, Rows], share: float, seen: QRectF
    ) -> None:
        lines, length, rows = links
        kept, shares = clip(lines, seen.left(), seen.top(), seen.right(), seen.bottom())
        whole = shares[:, 0].astype(np.intp)
        start, contradict = length[whole] * shares[:, 1], self._geometry.contradict[rows[whole]]
        for against in (False, True):
            chosen = contradict == against
            painter.setPen(QPen(self._colour(against, share), self._theme.lines * lens.dpr))
            if against and not self._crowded:
                on, off = (part * lens.dpr for part in DASHES)
                draw_lines(painter, dash(kept[chosen], start[chosen], on, off))
            else:
                draw_lines(painter, kept[chosen])

    def _colour(self, contradict: bool, share: float) -> QColor:
        # Blended beforehand: lines with an alpha of their own cost ten times as much.
        return blend(self._theme.contra if contradict else self._theme.support, self._theme.canvas, share)
