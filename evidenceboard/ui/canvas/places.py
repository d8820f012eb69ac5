"""The places of a sheet as it is seen from far: its frames, folded or not, or, where it has none, its clusters; which
links run between two of them together, and which claims are contested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.bundles import Bundles, bundle_keys, of_keys
from evidenceboard.model.clusters import find_clusters
from evidenceboard.model.geometry import KIND_CODE, Geometry
from evidenceboard.ui.canvas.bundle_lines import BundleLines
from evidenceboard.ui.canvas.folds import NOTHING, Folds
from evidenceboard.ui.canvas.zones import Zone

LEAST_OF_FRAMES, LEAST_OF_CLUSTERS = 2, 3  # links in a bundle; fewer say more where they are
MOST_BUNDLES = 240  # of a sheet; the links of weaker ones are drawn one by one

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Place:
    """What a place is called: a frame by its own name, a cluster by the card in `row` (-1: not by a card)."""

    name: str
    count: int
    row: int = -1


class Places:
    """Found once for a state of the sheet, a little at a time.

    Attributes:
        boxes: left, top, right, bottom of each place in scene units; folded frames, which come last, by their rooms.
        group: the place of each card row, -1 for none.
        bundles: of the links between places; a and b are rows of `boxes`.
        bundled: for each edge row whether it is drawn in a bundle.
        folded: the bundles of folded frames, without the links that are drawn between places.
        framed: whether the places are frames.
        links: how many each card row has.
        contested: for each card row whether it is a claim or hypothesis that is supported and contradicted.
    """

    def __init__(self, geometry: Geometry, zones: Sequence[Zone], folds: Folds = NOTHING) -> None:
        self._geometry, self._zones, self._folds = geometry, zones, folds
        self.framed = bool(zones or folds.plates)
        self.folded: BundleLines = folds.bundles
        self.places: list[Place] = []
        self.boxes: Floats = np.empty((0, 4))
        self.group: Rows = np.full(len(geometry.cards), -1, np.intp)
        self._work = self._find()

    def find(self) -> Iterator[None]:
        """Find what is not yet found; whoever comes first does the work for all."""
        for _ in self._work:
            yield

    def boxes_at(self, zoom: float) -> Floats:
        """The same as `boxes`, but folded frames by their plates as they are drawn at a zoom."""
        plates = [plate.box(zoom) for plate in self._folds.plates]
        return np.concatenate([self.boxes[: len(self.boxes) - len(plates)], np.array(plates).reshape(-1, 4)])

    def colour(self, row: int) -> str:
        """The mark that a place has; empty for none."""
        if not self.framed:
            return ""
        number = row - len(self._zones)
        return self._zones[row].colour if number < 0 else self._folds.plates[number].colour

    def is_plate(self, row: int) -> bool:
        """Whether a place is a folded frame."""
        return self.framed and row >= len(self._zones)

    def named_by_itself(self, row: int, zoom: float) -> bool:
        """Whether a place is a plate that says its own name."""
        return self.is_plate(row) and self._folds.plates[row - len(self._zones)].named(zoom)

    def _find(self) -> Iterator[None]:
        geometry = self._geometry
        self.contested = contested(geometry)
        yield
        self.links = links_of(geometry)
        yield
        if self.framed:
            self._take_frames()
        else:
            self.group = yield from find_clusters(geometry)
            yield
            yield from self._take_clusters()
        yield
        yield from self._bundle()

    def _take_frames(self) -> None:
        """A card is in the frame that its middle lies in: in the smallest, for that comes last."""
        zones, plates = self._zones, self._folds.plates
        self.group = _frame_of(self._geometry, zones)
        self.boxes = np.array([*(zone.box for zone in zones), *(plate.room for plate in plates)])
        count = np.bincount(self.group[self.group >= 0], minlength=len(zones)).tolist()
        count += np.bincount(self._folds.groups[self._folds.groups >= 0], minlength=len(plates)).tolist()
        names = [*(zone.name for zone in zones), *(plate.name for plate in plates)]
        self.places = [Place(name, cards) for name, cards in zip(names, count, strict=True)]

    def _take_clusters(self) -> Iterator[None]:
        """A cluster is called after its hypothesis or else its claim on which most hangs."""
        geometry = self._geometry
        rows = np.argsort(self.group, kind="stable")[np.count_nonzero(self.group < 0) :]
        if not len(rows):
            return
        first = np.flatnonzero(np.diff(self.group[rows], prepend=-1))
        yield
        sides = geometry.x, geometry.y, geometry.x + geometry.w, geometry.y + geometry.h
        ends = (np.minimum, np.minimum, np.maximum, np.maximum)
        parts = [end.reduceat(side[rows], first) for end, side in zip(ends, sides, strict=True)]
        self.boxes = np.column_stack(parts)
        yield
        weight, count = self._weight()[rows], np.diff(first, append=len(rows))
        best = np.maximum.reduceat(weight, first)
        heads = rows[np.flatnonzero(weight == np.repeat(best, count))[::-1]]
        head = np.empty(len(first), np.intp)
        head[self.group[heads]] = heads  # the first of equals is written last
        yield
        named = np.where(best > 0, head, -1)
        self.places = [Place("", *each) for each in zip(count.tolist(), named.tolist(), strict=True)]

    def _weight(self) -> Rows:
        """Of each card row how good a name for its cluster it is."""
        geometry = self._geometry
        links = np.where(np.isin(geometry.kind, _NAMING), self.links + 1, 0)
        most = 2 * len(geometry.edges) + 1
        return np.where(geometry.kind == KIND_CODE["hypothesis"], links + most, links)

    def _bundle(self) -> Iterator[None]:
        sheet, group = self._whole()
        keys = bundle_keys(sheet, np.arange(len(sheet.edges)), group)
        yield
        found = of_keys(keys, group)
        least = LEAST_OF_FRAMES if self.framed else LEAST_OF_CLUSTERS
        chosen = np.flatnonzero((found.links >= least) & self._apart(found))
        chosen = np.sort(chosen[np.argsort(-found.links[chosen], kind="stable")][:MOST_BUNDLES])
        self.bundles = Bundles(found.a[chosen], found.b[chosen], found.contradict[chosen], found.links[chosen])
        groups = int(group.max(initial=0)) + 1
        yield
        mine = (self.bundles.a * groups + self.bundles.b) * 2 + self.bundles.contradict
        bundled = np.isin(keys, mine)
        if sheet is self._geometry:
            self.bundled = bundled
        else:
            self.bundled = bundled[[sheet.edge_row[edge] for edge in self._geometry.edges]]
            rest = self._folds.of[~bundled]
            self.folded = self.folded.counted(np.bincount(rest[rest >= 0], minlength=len(self.folded)))

    def _whole(self) -> tuple[Geometry, Rows]:
        """All cards and links of the sheet, hidden ones too, and the place of each card."""
        whole = self._folds.whole
        if whole is None:
            return self._geometry, self.group
        hidden = self._folds.groups
        return whole, np.where(hidden >= 0, hidden + len(self._zones), _frame_of(whole, self._zones))

    def _apart(self, found: Bundles) -> Flags:
        """Whether two places do not overlap: a line from one to the other would have no room."""
        if not len(found.a):
            return np.zeros(0, bool)
        return np.asarray(gaps(self.boxes[found.a], self.boxes[found.b]).max(axis=1) > 0)


def _frame_of(geometry: Geometry, zones: Sequence[Zone]) -> Rows:
    """For each card row the last of some frames in which its middle lies; -1 for none."""
    group = np.full(len(geometry.cards), -1, np.intp)
    x, y = geometry.x + geometry.w / 2, geometry.y + geometry.h / 2
    for number, zone in enumerate(zones):
        left, top, right, bottom = zone.box
        group[(x >= left) & (x <= right) & (y >= top) & (y <= bottom)] = number
    return group


def gaps(one: Floats, other: Floats) -> Floats:
    """How far boxes lie apart across and down (n x 2); less than nothing where they overlap."""
    return np.maximum(other[:, :2] - one[:, 2:], one[:, :2] - other[:, 2:])


def contested(geometry: Geometry) -> Flags:
    """Of each card row, whether it is a claim or a hypothesis with links for it and against it."""
    count, met = len(geometry.cards), geometry.head >= 0
    against = np.bincount(geometry.head[met & geometry.contradict], minlength=count) > 0
    for_it = np.bincount(geometry.head[met & ~geometry.contradict], minlength=count) > 0
    return np.asarray(against & for_it & np.isin(geometry.kind, _NAMING))


def links_of(geometry: Geometry) -> Rows:
    """How many links each card row has."""
    ends = np.concatenate([geometry.tail, geometry.head])
    return np.bincount(ends[ends >= 0], minlength=len(geometry.cards))


_NAMING = [KIND_CODE["claim"], KIND_CODE["hypothesis"]]
