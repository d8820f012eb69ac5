"""The lines of the edges of a sheet, and the paths that are known of them.

Lines between the borders of two cards are worked out for all edges at once. The curved paths near the view come
from `routing` and are kept here until something near them moves.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.arrays import Arrays
from evidenceboard.model.cells import AROUND, STRAY, around, keys, neighbours
from evidenceboard.model.columns import Box, CardRow, Columns, EdgeRow, Flags, Floats, Path, Rows
from evidenceboard.model.spots import Spots

MANY = 64  # changes from which all paths are forgotten rather than looked at one by one
AT_ONCE = 20_000  # lines that are worked out in one step
LINE = ("ax", "ay", "bx", "by", "nx", "ny", "ex", "ey", "rx", "ry", "px", "py", "run", "share", "bulge",
        "left", "top", "right", "bottom", "west", "north", "east", "south")  # fmt: skip
FORMS = dict.fromkeys(LINE, "f4") | {"square": "i8", "level": "u1", "shaped": "?", "routed": "?", "blocked": "?"}
EARLIEST = 0.2  # the first and last share of a line are no place for a roundel: it would seem to be the card's


class Lines(Spots):
    """The columns of one sheet with the line of each edge, and how it runs where that has been found."""

    def __init__(self) -> None:
        self._line = Arrays(FORMS)
        self._stale: set[int] | None = None  # edge rows whose lines are out of date; None is all of them
        self.paths: dict[str, Path] = {}  # by edge id
        super().__init__()

    def load(self, cards: Iterable[CardRow], edges: Iterable[EdgeRow]) -> None:
        self.paths.clear()
        super().load(cards, edges)

    def unpack(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        super().unpack(arrays)
        self.paths.clear()
        self._stale = None

    def taking(self, sheet: Columns, there: Flags, besides: Flags) -> Generator[None, None, Rows]:
        """The same; the lines run as they do on the sheet, around what is not there, too."""
        assert isinstance(sheet, Lines)
        rows = yield from super().taking(sheet, there, besides)
        line = sheet.lines()
        yield
        self._line = Arrays(FORMS)
        self._line.reset(len(rows))
        for number, name in enumerate(FORMS):
            self._line[name][:] = line[name][rows]
            if number % 4 == 0:
                yield
        self._stale = set()
        self.paths = {edge: path for edge, path in sheet.paths.items() if edge in self.edge_row}
        return rows

    def shift(self, rows: Rows, x: Floats, y: Floats) -> None:
        """Put many cards elsewhere at once; all paths are forgotten. For cards under the mouse."""
        self.x[rows], self.y[rows] = x, y
        self.paths.clear()
        self._stale = None
        self.version += 1

    def lines(self) -> Arrays:
        """What is known of every edge's line.

        Of the straight one: its ends at the borders (ax ay, bx by), where a roundel would sit on it (nx ny) and the
        share of it before that, and how many edges it is an undercut of one another (level). Of the line that is
        shown: where it ends (ex ey), its roundel (rx ry), its box (left top right bottom) and how far it leaves the
        straight one (bulge). Of its path: whether it is known (shaped) and its roundel placed (routed), its length
        (run), where the roundel would sit if there were no others (px py) and in which square that is (square; -1
        less that if it is nobody's neighbour), the box in which a card can change it (west north east south), and
        while it is not known whether something is in its direct way (blocked).
        """
        if self._stale is None:
            self._line.reset(len(self.edges))
            self._derive(np.arange(len(self.edges)))
        elif self._stale:
            stale = np.array(sorted(self._stale), np.intp)
            self._derive(stale)
            self._displace(around(self._line["nx"][stale], self._line["ny"][stale], AROUND + STRAY))
        self._stale = set()
        return self._line

    def deriving(self) -> Iterator[None]:
        """Find out in steps what `lines` would at once, where nothing is known of any; nothing may change meanwhile."""
        if self._stale is not None:
            return
        self._line.reset(len(self.edges))
        for start in range(0, len(self.edges), AT_ONCE):
            some = np.arange(start, min(start + AT_ONCE, len(self.edges)))
            self._derive(some[self.head[some] >= 0])
            yield
        self._derive(np.flatnonzero(self.head < 0))
        self._stale = set()

    def points(self, row: int) -> Floats:
        """The path of an edge as points (n x 2): what routing found, else the straight line."""
        path = self.paths.get(self.edges[row])
        if path is not None:
            return path.points
        return self.straight(row)

    def straight(self, row: int) -> Floats:
        """An edge as a straight line: from border to border, that of an undercut to the roundel that it attacks."""
        line = self.lines()
        end = (line["bx"][row], line["by"][row]) if self.head[row] >= 0 else self.roundel(int(self.onto[row]))
        return np.array([(line["ax"][row], line["ay"][row]), end], np.float64)

    def roundel(self, row: int) -> tuple[float, float]:
        line = self.lines()
        return float(line["rx"][row]), float(line["ry"][row])

    # --- paths that are found ------------------------------------------------------------------------------

    def keep_paths(self, rows: Rows, paths: Sequence[Path], regions: Floats) -> None:
        """Remember how edges run, and the boxes (n x 4) in which a card can change that. Roundels come later."""
        if not len(rows):
            return
        line = self.lines()
        self.paths.update((self.edges[row], path) for row, path in zip(rows, paths, strict=True))
        line["shaped"][rows], line["routed"][rows], line["blocked"][rows] = True, False, False
        for name, values in zip(("west", "north", "east", "south"), regions.T, strict=True):
            line[name][rows] = values
        places = np.array([path.roundel for path in paths])
        for name, values in zip(("rx", "ry", "px", "py"), np.tile(places.T, (2, 1)), strict=True):
            line[name][rows] = values
        line["ex"][rows], line["ey"][rows] = np.array([path.points[-1] for path in paths]).T
        stray = np.hypot(line["px"][rows] - line["nx"][rows], line["py"][rows] - line["ny"][rows]) > STRAY
        squares = keys(*places.T)
        line["square"][rows] = np.where(stray, -1 - squares, squares)
        self._put_boxes(rows, paths)

    def _put_boxes(self, rows: Rows, paths: Sequence[Path]) -> None:
        """The boxes of edges hold their paths as well as their straight lines."""
        line = self._line
        sizes = np.array([len(path.points) for path in paths])
        points, start = np.concatenate([path.points for path in paths]), np.cumsum(sizes) - sizes
        run = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T)])
        run[start] = 0.0
        line["run"][rows] = np.add.reduceat(run, start)
        ends = {"x": ("ax", "bx"), "y": ("ay", "by")}
        for low, high, part, axis in (("left", "right", points[:, 0], "x"), ("top", "bottom", points[:, 1], "y")):
            a, b = (line[name][rows] for name in ends[axis])
            line[low][rows] = np.minimum(np.minimum(a, b), np.minimum.reduceat(part, start))
            line[high][rows] = np.maximum(np.maximum(a, b), np.maximum.reduceat(part, start))
        ax, ay, bx, by = (np.repeat(line[name][rows].astype(np.float64), sizes) for name in ("ax", "ay", "bx", "by"))
        away = np.abs((points[:, 0] - ax) * (by - ay) - (points[:, 1] - ay) * (bx - ax))
        away /= np.maximum(np.hypot(bx - ax, by - ay), 1e-9)
        beyond = (points[:, 0] - ax) * (bx - ax) + (points[:, 1] - ay) * (by - ay)
        span = (bx - ax) ** 2 + (by - ay) ** 2
        beyond = np.maximum(-beyond, beyond - span) / np.maximum(np.sqrt(span), 1e-9)
        line["bulge"][rows] = np.maximum.reduceat(np.maximum(away, beyond), start)

    def block(self, rows: Rows) -> None:
        """Remember that something is in the direct way of edges whose paths are not known."""
        self._line["blocked"][rows] = True

    def place_roundels(self, rows: Rows, places: Floats) -> None:
        """Remember where the roundels of edges sit whose paths are known (n x 2)."""
        self._line["rx"][rows], self._line["ry"][rows] = places.T
        self._line["routed"][rows] = True
        for row, place in zip(rows, places.tolist(), strict=True):
            edge = self.edges[row]
            self.paths[edge] = self.paths[edge]._replace(roundel=tuple(place))

    # --- straight lines ------------------------------------------------------------------------------------

    def _derive(self, rows: Rows) -> None:
        self._line["shaped"][rows] = self._line["routed"][rows] = self._line["blocked"][rows] = False
        self._line["bulge"][rows] = 0.0
        rest = rows[self.head[rows] < 0]
        self._derive_straight(rows[self.head[rows] >= 0])
        while len(rest):  # an undercut ends at the roundel of its edge, which has to be known before
            ready = ~np.isin(self.onto[rest], rest)
            if not ready.any():
                break
            self._derive_straight(rest[ready])
            rest = rest[~ready]

    def _derive_straight(self, rows: Rows) -> None:
        line, tail, head, onto = self._line, self.tail[rows], self.head[rows], self.onto[rows]
        half_w, half_h = self.w / 2, self.h / 2
        middle_x, middle_y = self.x + half_w, self.y + half_h
        ax, ay, start_w, start_h = middle_x[tail], middle_y[tail], half_w[tail], half_h[tail]
        for place in self.begun(rows).tolist():
            left, top, right, bottom = self.spot_box(self.begins[self.edges[rows[place]]])
            ax[place], ay[place] = (left + right) / 2, (top + bottom) / 2
            start_w[place], start_h[place] = (right - left) / 2, (bottom - top) / 2
        free = head < 0
        bx = np.where(free, line["nx"][onto], middle_x[head])
        by = np.where(free, line["ny"][onto], middle_y[head])
        line["level"][rows] = np.where(free, line["level"][onto] + 1, 0)
        dx, dy = bx - ax, by - ay
        leave = np.minimum(_share(start_w, dx), _share(start_h, dy))
        enter = np.minimum(_share(half_w[head], dx), _share(half_h[head], dy))
        enter = np.where(free, 0.0, enter)
        apart = leave + enter < 1.0  # cards that overlap are joined from middle to middle
        leave, enter = np.where(apart, leave, 0.0), np.where(apart, enter, 0.0)
        ends = ax + dx * leave, ay + dy * leave, bx - dx * enter, by - dy * enter
        for name, values in zip(("ax", "ay", "bx", "by"), ends, strict=True):
            line[name][rows] = values
        line["ex"][rows], line["ey"][rows] = ends[2], ends[3]
        share = self._roundel_shares(rows)
        line["share"][rows] = share
        line["nx"][rows] = line["rx"][rows] = ends[0] * (1 - share) + ends[2] * share
        line["ny"][rows] = line["ry"][rows] = ends[1] * (1 - share) + ends[3] * share
        line["left"][rows], line["right"][rows] = np.minimum(ends[0], ends[2]), np.maximum(ends[0], ends[2])
        line["top"][rows], line["bottom"][rows] = np.minimum(ends[1], ends[3]), np.maximum(ends[1], ends[3])

    def _roundel_shares(self, rows: Rows) -> Floats:
        """Where on a line its roundel sits: in the middle, or as near as may be to the cards that undercut it."""
        share = np.full(len(rows), 0.5)
        attacks = np.flatnonzero(self.onto >= 0)
        onto, cards = self.onto[attacks], self.tail[attacks]
        count = np.bincount(onto, minlength=len(self.edges))
        attacked = np.flatnonzero(count[rows])
        if not len(attacked):
            return share
        chosen, line = rows[attacked], self._line
        ax, ay, bx, by = (line[name][chosen].astype(np.float64) for name in ("ax", "ay", "bx", "by"))
        x, y = (
            np.bincount(onto, middle[cards], len(self.edges))[chosen] / count[chosen]
            for middle in (self.x + self.w / 2, self.y + self.h / 2)
        )
        along = (x - ax) * (bx - ax) + (y - ay) * (by - ay)
        length = np.maximum((bx - ax) ** 2 + (by - ay) ** 2, 1e-9)
        share[attacked] = np.clip(along / length, EARLIEST, 1 - EARLIEST)
        return share

    # --- what a change leaves known ------------------------------------------------------------------------

    def _load_edges(self, edges: dict[str, EdgeRow]) -> None:
        super()._load_edges(edges)
        self._stale = None

    def _edge_came(self) -> None:
        if self._stale is not None:
            self._stale.add(self._line.append())

    def _edge_went(self, row: int) -> None:
        if self._stale is None:
            return
        self._line.remove(row)
        last = self._line.count
        if last in self._stale:
            self._stale.add(row)
        else:
            self._stale.discard(row)
        self._stale.discard(last)

    def _disturb(self, boxes: Sequence[Box], cards: Sequence[int], edges: Sequence[int] = ()) -> None:
        """Lines of moved cards are stale. Paths that shared a side or room with them have to be found again; they
        are shown until then."""
        super()._disturb(boxes, cards, edges)
        if len(boxes) + len(cards) > MANY:
            self.paths.clear()
            self._stale = None
        if self._stale is None:
            return
        moved = {int(row) for card in cards for row in self.edges_of_row(card)} | {int(row) for row in edges}
        # Where a roundel would sit follows the cards that undercut its edge.
        moved = self.with_attacks(moved | {int(self.onto[row]) for row in moved if self.onto[row] >= 0})
        ends = {int(end) for row in moved for end in (self.tail[row], self.head[row]) if end >= 0}
        shared = {int(row) for end in ends for row in self.edges_of_row(end)}
        self._loosen(moved | shared | self._concerned(boxes))
        for row in moved:
            self.paths.pop(self.edges[row], None)
        self._stale |= moved

    def _concerned(self, boxes: Sequence[Box]) -> set[int]:
        """Edges whose paths a card in one of these boxes can change."""
        line, found = self._line, set()
        for box in boxes if self.paths else ():
            near = line["shaped"] & (line["west"] < box.right) & (line["east"] > box.left)
            found.update(np.flatnonzero(near & (line["north"] < box.bottom) & (line["south"] > box.top)).tolist())
        return found

    def _loosen(self, edges: Iterable[int]) -> None:
        """The paths of these edges are not sure any more, nor are those of what undercuts them, nor where the
        roundels around sit."""
        line = self._line
        rows = np.array(sorted(self.with_attacks(edges)), np.intp)
        line["blocked"][rows] = False
        rows = rows[line["shaped"][rows]]
        line["shaped"][rows] = line["routed"][rows] = False
        self._displace(around(line["px"][rows], line["py"][rows], AROUND)
                       | around(line["nx"][rows], line["ny"][rows], AROUND + STRAY))  # fmt: skip

    def _displace(self, squares: set[int]) -> None:
        """The roundels in these squares have to be placed again."""
        placed = np.flatnonzero(self._line["routed"])
        strays = [-1 - square for square in neighbours(squares)]
        placed = placed[np.isin(self._line["square"][placed], [*squares, *strays])]
        self._line["routed"][placed] = False
        attacks = self.with_attacks(placed) - set(placed.tolist()) if len(placed) else set()
        if attacks:
            self._loosen(attacks)


def _share(half: Floats, span: Floats) -> Floats:
    """The share of a span that lies within half a card."""
    return half / np.maximum(np.abs(span), 1e-9)
