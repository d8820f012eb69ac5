"""The bundles of links that lead to folded frames, as columns, and their lines.

There can be thousands of them, so where they run is worked out for all at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.batch import clip, dash, draw_lines
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import Theme, blend

APART = 11.0  # px between the two bundles of one pair
AT_ONCE = 80  # lines drawn between two looks at the clock

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


def _column(form: str) -> Any:
    return field(default_factory=lambda: np.empty(0, form))


@dataclass(frozen=True, eq=False)
class BundleLines:
    """Bundles, a row each.

    Attributes:
        plate: the number of the plate at one end.
        other: that of the plate at the other end; -1 where a card is there.
        box: the card's box (n x 4: left, top, right, bottom); anything where a plate is there.
        contradict: whether the links contradict.
        count: how many links there are.
        side: tells the two bundles of one pair apart: -1 and 1; 0 where there is one.
        cards: the card's id; empty where a plate is there.
    """

    plate: Rows = _column("i8")
    other: Rows = _column("i8")
    box: Floats = field(default_factory=lambda: np.empty((0, 4)))
    contradict: NDArray[np.bool_] = _column("?")
    count: Rows = _column("i8")
    side: Rows = _column("i8")
    cards: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.plate)

    def words(self, row: int) -> str:
        """ "+ 3", "× 2"; a single link has only its sign."""
        sign = "×" if self.contradict[row] else "+"
        return sign if self.count[row] == 1 else f"{sign} {self.count[row]}"

    def ends(self, plates: Sequence[Box], zoom: float) -> Floats:
        """Where each leaves one border and enters the other (n x 4, scene units); NaN where there is no way between."""
        if not len(self):
            return np.empty((0, 4))
        boxes = np.array(plates)
        start, end = boxes[self.plate], np.where(self.other[:, None] < 0, self.box, boxes[self.other])
        a, b = (start[:, :2] + start[:, 2:]) / 2, (end[:, :2] + end[:, 2:]) / 2
        run = b - a
        length = np.hypot(run[:, 0], run[:, 1])
        aside = self.side * APART / 2 / zoom / np.maximum(length, 1e-9)
        a = a + np.column_stack([-run[:, 1] * aside, run[:, 0] * aside])
        leave, enter = _leaves(start, a, run), 1.0 - _leaves(end, a + run, -run)
        ends = np.concatenate([a + run * leave[:, None], a + run * enter[:, None]], axis=1)
        ends[(leave >= enter) | (length == 0)] = np.nan
        return ends

    def shown(self, hidden: frozenset[str]) -> NDArray[np.bool_]:
        """All but those that end at these cards."""
        if not hidden:
            return np.ones(len(self), bool)
        return np.array([card not in hidden for card in self.cards], bool)


def _leaves(box: Floats, at: Floats, run: Floats) -> Floats:
    """The share of a way from a place in a box after which it leaves the box."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (np.where(run > 0, box[:, 2:], box[:, :2]) - at) / run
    share[run == 0] = 1.0
    return np.asarray(np.clip(share.min(axis=1), 0.0, 1.0))


def width_of(count: int) -> float:
    """How wide a bundle of so many links is, in px."""
    return float(1.5 + 0.7 * np.log2(max(1, count)))


def colour_of(contradict: bool, active: Theme) -> QColor:
    return active.contra if contradict else active.support


def paint_lines(
    painter: QPainter, bundles: BundleLines, ends: Floats, active: Theme, lens: Lens, area: QRectF, chosen: Any
) -> Iterator[None]:
    """Draw the lines of the chosen bundles as far as they show in an area of device pixels."""
    spare = 16.0 * lens.dpr
    rows = np.flatnonzero(chosen & ~np.isnan(ends[:, 0])) if len(bundles) else np.empty(0, np.intp)
    lines = ends[rows] * lens.scale - (lens.left, lens.top, lens.left, lens.top)
    kept, shares = clip(lines, area.left() - spare, area.top() - spare, area.right() + spare, area.bottom() + spare)
    if not len(kept):
        return
    whole = shares[:, 0].astype(np.intp)
    rows, start = rows[whole], np.hypot(*(lines[:, 2:] - lines[:, :2])[whole].T) * shares[:, 1]
    kinds = bundles.count[rows] * 2 + bundles.contradict[rows]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for kind in np.unique(kinds):
        contradict, same = bool(kind % 2), np.flatnonzero(kinds == kind)
        pen = _pen(int(kind) // 2, contradict, active, lens)
        gaps = (6.0 * lens.dpr + pen.widthF(), 4.0 * lens.dpr + pen.widthF() / 2)
        for first in range(0, len(same), AT_ONCE):
            part = same[first : first + AT_ONCE]
            painter.setPen(pen)
            draw_lines(painter, dash(kept[part], start[part], *gaps) if contradict else kept[part])
            yield


def _pen(count: int, contradict: bool, active: Theme, lens: Lens) -> QPen:
    """Far out a single link is as thin and as quiet as every other one."""
    alone = count == 1 and lens.level <= Level.BLOCK
    colour = colour_of(contradict, active)
    if alone and lens.level == Level.FAR:
        colour = blend(colour, active.canvas, 0.5)
    width = (1.0 if alone else width_of(count)) * active.lines * lens.dpr
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
