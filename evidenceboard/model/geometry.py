"""Questions about what lies where on a sheet.

Every answer is a plain comparison over whole columns; at 100,000 cards a hit test costs some 0.05 ms, so there
is no spatial index to keep.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evidenceboard.model.cells import SCATTER, SLIDE
from evidenceboard.model.columns import KIND_CODE, KINDS, Box, CardRow, EdgeRow, Flags, Floats, Path, Rows
from evidenceboard.model.lines import Lines

__all__ = ["KINDS", "KIND_CODE", "Box", "CardRow", "EdgeRow", "Geometry", "Path"]

CROWD = 20_000  # edges from which it is not worth looking closer than at their boxes
DIRECTIONS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}


class Geometry(Lines):
    """The columns of one sheet and what follows from them: what is in a box, at a point, next in a direction."""

    # --- cards ---------------------------------------------------------------------------------------------

    def bounds(self) -> Box | None:
        """The box around all cards; None on an empty sheet."""
        if not len(self.cards):
            return None
        right, bottom = (self.x + self.w).max(), (self.y + self.h).max()
        return Box(float(self.x.min()), float(self.y.min()), float(right), float(bottom))

    def bounds_of(self, cards: Sequence[str]) -> Box | None:
        boxes = [self.box_of(self.row[card]) for card in cards if card in self.row]
        return None if not boxes else Box(*_around(boxes))

    def cards_in(self, box: Box) -> Rows:
        """Rows of the cards that touch a box, lowest first."""
        across = (self.x <= box.right) & (self.x + self.w >= box.left)
        rows = np.flatnonzero(across & (self.y <= box.bottom) & (self.y + self.h >= box.top))
        return rows[np.argsort(self.z[rows], kind="stable")]

    def meeting(self, rows: Rows, box: Box) -> Rows:
        """Those of these cards that touch a box."""
        x, y = self.x[rows], self.y[rows]
        near = (x <= box.right) & (x + self.w[rows] >= box.left) & (y <= box.bottom) & (y + self.h[rows] >= box.top)
        return rows[near]

    def card_at(self, x: float, y: float) -> str | None:
        """The topmost card under a point."""
        rows = self.cards_in(Box(x, y, x, y))
        return self.cards[rows[-1]] if len(rows) else None

    def reading_order(self, rows: Rows | None = None) -> list[str]:
        """Cards (those in some rows, or all) in lines from top to bottom, in each line from left to right."""
        order: list[str] = []
        line: list[int] = []
        floor = -np.inf
        rows = np.arange(len(self.cards)) if rows is None else rows
        for row in rows[np.lexsort((self.x[rows], self.y[rows]))]:
            if self.y[row] >= floor:  # below the middle of the line's first card: a new line begins
                order += self._by_x(line)
                line = []
                floor = self.y[row] + self.h[row] / 2
            line.append(int(row))
        return order + self._by_x(line)

    def _by_x(self, rows: list[int]) -> list[str]:
        return [self.cards[row] for row in sorted(rows, key=lambda row: (self.x[row], row))]

    def next_card(self, card: str, direction: str) -> str | None:
        """The card that lies next in a direction ("left", "right", "up", "down"); straight ahead counts most."""
        along_x, along_y = DIRECTIONS[direction]
        dx, dy = self.x + self.w / 2, self.y + self.h / 2
        dx, dy = dx - dx[self.row[card]], dy - dy[self.row[card]]
        ahead = dx * along_x + dy * along_y
        aside = np.abs(dx * along_y + dy * along_x)
        cost = np.where((ahead > 1.0) & (aside <= 2 * ahead), ahead + 2 * aside, np.inf)
        best = int(np.argmin(cost))
        return self.cards[best] if np.isfinite(cost[best]) else None

    # --- edges ---------------------------------------------------------------------------------------------

    def edges_in(self, box: Box) -> Rows:
        """Rows of the edges that touch a box or come near it: by their lines, and as far as paths leave those."""
        line = self.lines()
        across = (line["left"] <= box.right) & (line["right"] >= box.left)
        rows = np.flatnonzero(across & (line["top"] <= box.bottom) & (line["bottom"] >= box.top))
        return rows[self._passes(rows, box)] if len(rows) < CROWD else rows

    def touching(self, rows: Rows, box: Box) -> Rows:
        """Those of these edges that touch a box or come near it."""
        line = self.lines()
        near = (line["left"][rows] <= box.right) & (line["right"][rows] >= box.left)
        near &= (line["top"][rows] <= box.bottom) & (line["bottom"][rows] >= box.top)
        return rows[near & self._passes(rows, box)]

    def edges_without_path(self, box: Box, reach: float) -> Rows:
        """Rows of the edges whose paths are not known and whose lines come so near to a box, those in it first."""
        line = self.lines()
        wide = box.grown(reach)
        across = ~line["shaped"] & (line["left"] <= wide.right) & (line["right"] >= wide.left)
        rows = np.flatnonzero(across & (line["top"] <= wide.bottom) & (line["bottom"] >= wide.top))
        rows = rows[self._passes(rows, wide)]
        return rows[np.argsort(~self._passes(rows, box), kind="stable")]

    def edges_without_roundel(self, box: Box) -> Rows:
        """Rows of the edges whose paths are known and whose roundels may sit in a box, but are not placed."""
        line, wide = self.lines(), box.grown(2 * SLIDE + SCATTER)
        x, y = line["px"], line["py"]
        across = line["shaped"] & ~line["routed"] & (x > wide.left) & (x < wide.right)
        return np.flatnonzero(across & (y > wide.top) & (y < wide.bottom))

    def _passes(self, rows: Rows, box: Box) -> Flags:
        """Whether straight lines come as near to a box as their paths leave them."""
        line = self._line
        ax, ay, bx, by = (line[name][rows] for name in ("ax", "ay", "bx", "by"))
        spare = line["bulge"][rows] + 1.0
        half_x, half_y = (box.right - box.left) / 2 + spare, (box.bottom - box.top) / 2 + spare
        ax, bx = ax - (box.left + box.right) / 2, bx - (box.left + box.right) / 2
        ay, by = ay - (box.top + box.bottom) / 2, by - (box.top + box.bottom) / 2
        # The line parts from the box if all its corners lie on one side of the line.
        run_x, run_y = bx - ax, by - ay
        return np.asarray(np.abs(run_x * ay - run_y * ax) <= np.abs(run_x) * half_y + np.abs(run_y) * half_x)

    def edge_at(self, x: float, y: float, radius: float) -> str | None:
        """The edge whose roundel is within a radius of a point, else the one whose line is within half of it."""
        line = self.lines()
        away = (line["rx"] - x) ** 2 + (line["ry"] - y) ** 2
        if len(away) and away.min() <= radius**2:
            return self.edges[int(away.argmin())]
        return self.line_at(x, y, radius / 2)

    def line_at(self, x: float, y: float, radius: float) -> str | None:
        best, nearest = None, radius
        for row in self.edges_in(Box(x, y, x, y).grown(radius)):
            away = _distance(self.points(int(row)), x, y)
            if away <= nearest:
                best, nearest = self.edges[row], away
        return best


def _around(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    sides = np.array(boxes)
    (left, top), (right, bottom) = sides[:, :2].min(axis=0), sides[:, 2:].max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _distance(points: Floats, x: float, y: float) -> float:
    """From a point to the nearest place of a polyline."""
    a, span = points[:-1], np.diff(points, axis=0)
    length = np.maximum((span**2).sum(axis=1), 1e-12)
    share = np.clip(((np.array([x, y]) - a) * span).sum(axis=1) / length, 0.0, 1.0)
    return float(np.sqrt((((a + span * share[:, None]) - (x, y)) ** 2).sum(axis=1).min()))
