"""Single links on the map: thin straight lines, fainter the longer they are, so that they never cover the whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.batch import clip, dash, draw_lines
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.theme import Theme, blend

CROWD = 3_000  # links on the sheet from which they are drawn without smoothing and dashes
AT_ONCE, AT_ONCE_IN_A_CROWD = 250, 1_500  # links between two looks at the clock
LENGTHS = (140.0, 260.0, 480.0)  # px from which a link is fainter than shorter ones
SHARES = (0.50, 0.34, 0.22, 0.14)  # opacity by length
SHARES_IN_A_CROWD = (0.50, 0.26, 0.12, 0.0)
DASHES = 4.0, 3.0

Rows = NDArray[np.intp]


class FarLinks:
    """Paints links as they are seen from far, in one theme."""

    def __init__(self, geometry: Geometry, theme: Theme) -> None:
        self._geometry, self._theme = geometry, theme
        self._crowded = len(geometry.edges) > CROWD
        self._shares = SHARES_IN_A_CROWD if self._crowded else SHARES

    def paint(self, painter: QPainter, lens: Lens, rows: Rows, area: QRectF) -> Iterator[None]:
        """Draw these links as far as they show in an area of device pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._crowded)
        step = AT_ONCE_IN_A_CROWD if self._crowded else AT_ONCE
        for first in range(0, len(rows), step):
            self._draw(painter, lens, rows[first : first + step], area)
            yield
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw(self, painter: QPainter, lens: Lens, rows: Rows, area: QRectF) -> None:
        line = self._geometry.lines()
        ends = [place(line[name][rows].astype(float)) for name, place in
                (("ax", lens.x), ("ay", lens.y), ("bx", lens.x), ("by", lens.y))]  # fmt: skip
        lines = np.column_stack(ends)
        length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
        faint = np.digitize(length / lens.dpr, LENGTHS)
        kind = np.where(self._geometry.contradict[rows], 4, 0) + faint
        spare = 8.0 * lens.dpr
        seen = area.adjusted(-spare, -spare, spare, spare)
        kept, shares = clip(lines, seen.left(), seen.top(), seen.right(), seen.bottom())
        whole = shares[:, 0].astype(np.intp)
        start, kind = length[whole] * shares[:, 1], kind[whole]
        for code in np.unique(kind):
            share, chosen = self._shares[code % 4], kind == code
            if not share:
                continue
            painter.setPen(QPen(self._colour(bool(code & 4), share), self._theme.lines * lens.dpr))
            if code & 4 and not self._crowded:
                on, off = (part * lens.dpr for part in DASHES)
                draw_lines(painter, dash(kept[chosen], start[chosen], on, off))
            else:
                draw_lines(painter, kept[chosen])

    def _colour(self, contradict: bool, share: float) -> QColor:
        # Blended beforehand: lines with an alpha of their own cost ten times as much.
        return blend(self._theme.contra if contradict else self._theme.support, self._theme.canvas, share)
