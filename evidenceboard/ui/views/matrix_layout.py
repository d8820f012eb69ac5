"""Where the matrix has its cells: two axes that scroll, and four bands around them that stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from evidenceboard.analysis.ach_table import Table

GAP = 8  # px between cells
GROUP_GAP = 10  # px more between origins
ITEM_WIDE, RIVAL_WIDE = 96, 150  # px from one column to the next
ITEM_HIGH, RIVAL_HIGH = 62, 84  # px from one row to the next
GROUP_ROW = 34  # px of the name of an origin above its rows
GROUP_BAR = 28
HEAD_ITEMS, HEAD_RIVALS = 148, 104  # px of the band above
LEFT, LEFT_SMALL = 262, 196  # px of the band at the left
SMALL = 1_000  # px of a window that has less room
FIGURES, FIGURES_SMALL = 388, 312  # px of the band of scores
POWER_WIDE = 240
POWER_HIGH, SCORES_HIGH = 62, 132
MARGIN = 16


@dataclass(frozen=True)
class Axis:
    """One direction: where each row or column begins, in px of the whole, and how long all are together."""

    starts: NDArray[np.int64]
    pitch: int
    total: int

    def seen(self, low: int, high: int) -> range:
        """Those that have a part between two places."""
        first = int(np.searchsorted(self.starts + self.pitch, low, "right"))
        return range(first, int(np.searchsorted(self.starts, high, "left")))

    def at(self, place: float) -> int | None:
        """The one at a place."""
        found = int(np.searchsorted(self.starts, place, "right")) - 1
        return found if found >= 0 and place < self.starts[found] + self.pitch - GAP else None


def _axis(count: int, pitch: int, breaks: NDArray[np.int64], lead: int) -> Axis:
    """``breaks``: the first of each group; ``lead``: px before each of them."""
    before = np.zeros(count, np.int64)
    before[breaks[breaks < count]] = lead
    starts = np.arange(count, dtype=np.int64) * pitch + np.cumsum(before)
    return Axis(starts, pitch, int(starts[-1]) + pitch if count else 0)


class Layout:
    """The places of everything in a viewport.

    Attributes:
        across, down: the axes; items lie across unless transposed.
        cells: the part of the viewport in which cells scroll.
        head, side: of the bands above and at the left; `right` and `foot` where those after the cells begin.
    """

    def __init__(self, table: Table, transposed: bool, width: int, height: int, small: bool | None = None) -> None:
        """The places in a viewport of this size; `small` says whether its bands are, which else its width decides."""
        self.transposed = transposed
        small = width < SMALL if small is None else small
        groups = np.array([group.first for group in table.groups], np.int64)
        rivals, items = table.matrix.cells.shape
        if transposed:
            self.across = _axis(rivals, RIVAL_WIDE, groups[:0], 0)
            self.down = _axis(items, ITEM_HIGH, groups, GROUP_ROW)
            self.head, self.after, self.under = HEAD_RIVALS, POWER_WIDE, SCORES_HIGH
        else:
            self.across = _axis(items, ITEM_WIDE, groups[1:], GROUP_GAP)
            self.down = _axis(rivals, RIVAL_HIGH, groups[:0], 0)
            self.head = HEAD_ITEMS
            self.after = FIGURES_SMALL if small else FIGURES
            self.under = 2 * POWER_HIGH + 8
        self.side = LEFT_SMALL if small else LEFT
        room_x, room_y = max(0, width - self.side - self.after), max(0, height - self.head - self.under)
        self.cells = QRectF(self.side, self.head, min(room_x, self.across.total), min(room_y, self.down.total))
        self.right, self.foot = self.cells.right(), self.cells.bottom()
        self.range = (max(0, self.across.total - room_x), max(0, self.down.total - room_y))

    def line(self, down: int, scroll: tuple[int, int]) -> QRectF:
        """Where the cells of a row lie, from the left border of the viewport, however many there are."""
        y = self.head + int(self.down.starts[down]) - scroll[1]
        return QRectF(0, y + GAP / 2, self.right, self.down.pitch - GAP)

    def cell(self, down: int, across: int, scroll: tuple[int, int]) -> QRectF:
        """Where a cell lies in the viewport."""
        x = self.side + int(self.across.starts[across]) - scroll[0]
        y = self.head + int(self.down.starts[down]) - scroll[1]
        return QRectF(x, y + GAP / 2, self.across.pitch - GAP, self.down.pitch - GAP)

    def hit(self, x: float, y: float, scroll: tuple[int, int]) -> tuple[int, int] | None:
        """The cell at a place of the viewport, as (down, across)."""
        if not self.cells.contains(x, y):
            return None
        down = self.down.at(y - self.head + scroll[1])
        across = self.across.at(x - self.side + scroll[0])
        return None if down is None or across is None else (down, across)
