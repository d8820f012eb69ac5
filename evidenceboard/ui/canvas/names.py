"""Names on the map of the whole, at a constant size: places, then hypotheses, then contested claims, the counts of
bundles, other claims on which much hangs, and last, wherever no name has come to lie, one of the places there.

They are placed one after the other; one that would cover another is left out. Where they go depends on the sheet
and the zoom alone, not on the part of it that is seen, so that the map does not change while it is moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from evidenceboard.model.geometry import KIND_CODE, Geometry
from evidenceboard.ui.canvas.bundles import BundleLines
from evidenceboard.ui.canvas.faces import Faces
from evidenceboard.ui.canvas.folds import Folds
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.name_plates import DOT, FORMS, Form, Name, paint_name
from evidenceboard.ui.canvas.places import Places
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.theme import Theme

COUNT = Type(12)  # how many cards lie in a place
UNBROKEN = 10_000.0  # px in which any name has room
LEAST_OF_CLUSTER = 86.0  # px of a cluster's name, where that is narrower
EDGE = 36.0  # px past the outermost cards that a card's name may reach: so much shows where the whole is fitted in
LEAST_BLOCK = 9.0  # px across of a card that names keep clear of
LEAST_LINKS = 3  # of a claim that is named without being contested
ASKED_AT_ONCE, AT_ONCE = 24, 2  # names asked for together, and placed between two looks at the clock
BIN, MOST_BINS = 12.0, 500  # px of a bin in which cards are counted, and bins along a side at most

Rows = NDArray[np.intp]
Spot = tuple[float, float]


class Names:
    """The names of one sheet at one zoom, in logical pixels of the whole sheet."""

    def __init__(
        self, geometry: Geometry, faces: Faces, places: Places, bundles: BundleLines, folds: Folds, zoom: float
    ) -> None:
        self._geometry, self._faces, self._zoom = geometry, faces, zoom
        self._places, self._bundles, self._folds = places, bundles, folds
        self._boxes_of_places = places.boxes_at(zoom) * zoom
        self.placed: list[Name] = []
        most = sum(form.most for form in FORMS.values())
        self._boxes = np.empty((most, 4))  # left top right bottom of each name
        self._taken = np.empty((2 * most + len(folds.plates), 4))  # the same of all that no other name may cover
        self._used = 0
        self._named: set[int] = set()  # places with a name
        self._work = self._find()

    def place(self) -> Iterator[None]:
        """Find the places, a few names at a time; whoever comes first does the work for all."""
        for _ in self._work:
            yield

    def _find(self) -> Iterator[None]:
        self._crowd = _Crowd(self._geometry, self._zoom)
        left, top, right, bottom = np.array(self._geometry.bounds() or (0.0, 0.0, 0.0, 0.0)) * self._zoom
        self._sheet = QRectF(left, top, right - left, bottom - top).adjusted(-EDGE, -EDGE, EDGE, EDGE)
        yield
        self._keep_clear()
        yield
        waiting: list[tuple[str, int]] = []
        for some in self._worth_naming():
            waiting += some
            yield
        for first in range(0, len(waiting), ASKED_AT_ONCE):
            some = waiting[first : first + ASKED_AT_ONCE]
            cards = [self._card_of(sort, row) for sort, row in some]
            self._faces.of([self._geometry.cards[card] for card in cards if card >= 0])  # asked for together
            yield
            for number, (sort, row) in enumerate(some):
                self._place(sort, row)
                if number % AT_ONCE == AT_ONCE - 1:
                    yield

    def _card_of(self, sort: str, row: int) -> int:
        """The row of the card whose title something is called by; -1 for none."""
        if sort in ("place", "landmark"):
            return self._places.places[row].row
        return row if sort in ("hypothesis", "contested", "claim") else -1

    def boxes(self) -> NDArray[np.float64]:
        """Left, top, right, bottom of each name that has found its place."""
        return self._boxes[: len(self.placed)]

    # --- finding places ------------------------------------------------------------------------------------

    def _worth_naming(self) -> Iterator[list[tuple[str, int]]]:
        """What to name, in the order in which room is given away: a sort with the row of the card, place or bundle."""
        geometry, places, links = self._geometry, self._places, self._places.links
        size = np.array([place.count for place in places.places], np.intp)
        named = {place.row for place in places.places}
        hypotheses = geometry.kind == KIND_CODE["hypothesis"]
        claims = geometry.kind == KIND_CODE["claim"]
        largest = _most(np.arange(len(size)), size, FORMS["place"].most)
        yield [("place", row) for row in largest]
        for sort, chosen in (("hypothesis", hypotheses), ("contested", claims & places.contested)):
            rows = np.flatnonzero(chosen)
            yield [(sort, row) for row in _most(rows, links[rows], FORMS[sort].most) if row not in named]
        against, count = self._bundles.bundles.contradict, self._bundles.bundles.links
        bundles = _most(np.arange(len(count)), count, len(count))
        yield [("contradict" if against[row] else "support", row) for row in bundles]
        rows = np.flatnonzero(claims & ~places.contested & (links >= LEAST_LINKS))
        yield [("claim", row) for row in _most(rows, links[rows], FORMS["claim"].most) if row not in named]
        yield [("landmark", row) for row in largest]

    def _keep_clear(self) -> None:
        """No name covers a hypothesis, as long as one can be made out, and none lies under a plate."""
        geometry = self._geometry
        for plate in self._folds.plates:
            self._take(*(np.array(plate.box(self._zoom)) * self._zoom))
        rows = np.flatnonzero(geometry.kind == KIND_CODE["hypothesis"])
        for row in _most(rows, self._places.links[rows], FORMS["hypothesis"].most):
            left, top, right, bottom = np.array(geometry.box_of(row)) * self._zoom
            if right - left >= LEAST_BLOCK:
                self._take(left, top, right, bottom)

    def _place(self, sort: str, row: int) -> None:
        if sort == "place":
            self._place_place(row)
        elif sort == "landmark":
            self._place_landmark(row)
        elif sort in ("support", "contradict"):
            self._place_pill(sort, row)
        else:
            face = self._faces.of([self._geometry.cards[row]])[0]
            self._place_card(sort, row, face.title or face.key)

    def _place_place(self, row: int) -> None:
        """Above the place from its left border, or in it; its count gives way first, then the end of its name. A
        cluster is named no wider than it is, for there the name is only that of a card. A frame's name below it
        would seem to be that of the next one: rather half a name above."""
        place, form = self._places.places[row], FORMS["place"]
        if self._places.named_by_itself(row, self._zoom):
            self._named.add(row)
            return
        left, top, right, bottom = self._boxes_of_places[row]
        title, count = self._title(row), block(str(place.count), COUNT, 60) if place.count else None
        whole = block(title, form.type, UNBROKEN).width
        gap = form.apart + 2 if self._places.is_plate(row) else 1
        above, inside, below = top - form.height - gap, top + 2, bottom + gap
        colour = self._places.colour(row)
        beside = 10 + (DOT if colour else 0)

        def put(widest: float, parts: Sequence[Sequence[str]]) -> bool:
            words = block(title, form.type, widest)
            for shown in (count, None) if count is not None and words.width == whole else (None,):
                width = words.width + (shown.width + 7 if shown is not None else 0) + beside
                spots = {"above": (left - 5, above), "inside": (left, inside), "below": (left - 5, below),
                         "right": (right - width + 5, above)}  # fmt: skip
                for part in parts:
                    name = Name("place", QRectF(0, 0, width, 0), words, shown, place.row, colour)
                    if words.lines and self._put(name, [spots[spot] for spot in part]):
                        self._named.add(row)
                        return True
            return False

        if place.row >= 0:
            put(max(LEAST_OF_CLUSTER, right - left - 5), [("above", "inside", "below", "right")])
        elif not any(put(widest, [("above", "right")]) for widest in form.widest):
            any(put(widest, [("inside", "below")]) for widest in form.widest)

    def _place_landmark(self, row: int) -> None:
        """Over the middle of a place that has found no room beside its cards."""
        if row not in self._named:
            form = FORMS["landmark"]
            words = block(self._title(row), form.type, form.widest[0])
            left, top, right, bottom = self._boxes_of_places[row]
            width = words.width + 12
            name = Name("landmark", QRectF(0, 0, width, 0), words, None, self._places.places[row].row)
            if words.lines:
                self._put(name, [((left + right - width) / 2, (top + bottom - form.height) / 2)])

    def _title(self, row: int) -> str:
        """What a place is called."""
        place = self._places.places[row]
        if place.row < 0:
            return place.name
        face = self._faces.of([self._geometry.cards[place.row]])[0]
        return face.title or face.key

    def _place_card(self, sort: str, row: int, title: str) -> None:
        form = FORMS[sort]
        left, top, right, bottom = np.array(self._geometry.box_of(row)) * self._zoom
        reach = 7.0 if self._places.contested[row] else 5.0
        level = (top + bottom - form.height) / 2
        for widest in form.widest:
            words = block(title, form.type, widest)
            width = words.width + 12
            middle = (left + right - width) / 2
            spots = [(right + reach, level), (middle, bottom + reach), (middle, top - reach - form.height),
                     (left - reach - width, level)]  # fmt: skip
            held = [spot for spot in spots if self._sheet.contains(QRectF(*spot, width, form.height))]
            if words.lines and self._put(Name(sort, QRectF(0, 0, width, 0), words, None, row), held):
                break
        if sort == "contested" and right - left >= LEAST_BLOCK:
            self._take(left, top, right, bottom)

    def _place_pill(self, sort: str, row: int) -> None:
        sign = "+" if sort == "support" else "×"
        words = block(f"{sign} {self._bundles.bundles.links[row]:,}", FORMS[sort].type, FORMS[sort].widest[0])
        width, height = words.width + 16, FORMS[sort].height
        spots = [(x - width / 2, y - height / 2) for x, y in self._bundles.pill_places(row)]
        self._put(Name(sort, QRectF(0, 0, width, 0), words), spots)

    def _put(self, name: Name, spots: Iterable[Spot]) -> bool:
        """Give a name the spot where it covers fewest cards, if there is one where it covers no name."""
        form, width = FORMS[name.sort], round(name.rect.width())
        free = self._free(list(spots), width, form)
        if not free:
            return False
        covered = [self._crowd.count(x, y, width, form.height) for x, y in free]
        best = min(range(len(free)), key=lambda number: 3 * covered[number] + number)
        if covered[best] > form.covered:
            return False
        x, y = round(free[best][0]), round(free[best][1])
        self._boxes[len(self.placed)] = x, y, x + width, y + form.height
        self._take(x, y, x + width, y + form.height)
        rect = QRectF(x, y, width, form.height)
        self.placed.append(replace(name, rect=rect))
        return True

    def _take(self, *box: float) -> None:
        self._taken[self._used] = box
        self._used += 1

    def _free(self, spots: list[Spot], width: float, form: Form) -> list[Spot]:
        """Those of these spots where a name would keep clear of all others."""
        x, y = np.array(spots).reshape(-1, 2).T[:, :, None]
        left, top, right, bottom = self._taken[: self._used].T
        by = form.apart + 1.0  # one more, for spots are rounded
        met = (left < x + width + by) & (right > x - by) & (top < y + form.height + by) & (bottom > y - by)
        return [spot for spot, taken in zip(spots, met.any(axis=1), strict=True) if not taken]

    # --- painting ------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, theme: Theme, lens: Lens, area: QRectF) -> None:
        """Draw the names that show in an area of device pixels."""
        dpr = lens.dpr
        left, top = (area.left() + lens.left) / dpr, (area.top() + lens.top) / dpr
        right, bottom = left + area.width() / dpr, top + area.height() / dpr
        boxes = self.boxes()
        seen = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
        base = painter.worldTransform()
        painter.translate(-lens.left, -lens.top)
        painter.scale(dpr, dpr)
        for number in np.flatnonzero(seen):
            name = self.placed[number]
            paint_name(painter, theme, name, theme.zone if self._in_frame(name) else theme.canvas)
        painter.setWorldTransform(base)

    def _in_frame(self, name: Name) -> bool:
        """Whether a card's name lies within its frame."""
        places = self._places
        if not places.framed or name.card < 0 or places.group[name.card] < 0:
            return False
        left, top, right, bottom = self._boxes_of_places[places.group[name.card]]
        return bool(QRectF(left, top, right - left, bottom - top).contains(name.rect))


class _Crowd:
    """How many cards lie in a rectangle of the map, about: by the bins of a grid that their middles fall into."""

    def __init__(self, geometry: Geometry, zoom: float) -> None:
        x, y = (geometry.x + geometry.w / 2) * zoom, (geometry.y + geometry.h / 2) * zoom
        self._left, self._top = (float(at.min()) if len(at) else 0.0 for at in (x, y))
        extent = max(float(x.max()) - self._left, float(y.max()) - self._top) if len(x) else 0.0
        self._bin = max(BIN, extent / MOST_BINS)
        side = int(extent / self._bin) + 1
        columns, rows = ((x - self._left) / self._bin).astype(np.intp), ((y - self._top) / self._bin).astype(np.intp)
        count = np.bincount(rows * side + columns, minlength=side * side).reshape(side, side)
        self._sum = np.pad(count.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))

    def count(self, x: float, y: float, width: float, height: float) -> int:
        most = len(self._sum) - 1
        left, right = (min(max(int((at - self._left) / self._bin + 0.5), 0), most) for at in (x, x + width))
        top, bottom = (min(max(int((at - self._top) / self._bin + 0.5), 0), most) for at in (y, y + height))
        total = self._sum
        return int(total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left])


def _most(rows: Rows, weight: Rows, most: int) -> list[int]:
    """The weightiest of these rows; among equals any that are scattered over the sheet, but always the same."""
    if most < len(rows):  # the rest need not be put in order
        least = np.partition(weight, len(rows) - most)[len(rows) - most] if most else np.inf
        rows, weight = rows[weight >= least], weight[weight >= least]
    scattered = rows.astype(np.uint64) * np.uint64(2_654_435_761) % np.uint64(2**32)
    return [int(row) for row in rows[np.lexsort((scattered, -weight))][:most]]
