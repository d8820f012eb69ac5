"""What makes a map of a sheet that is seen from far: bundles and faint links under the cards, rings around what is
contested, and names over all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRadialGradient

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.batch import draw_rects
from evidenceboard.ui.canvas.bundle_lines import BundleLines as BundleLinesOfFolds
from evidenceboard.ui.canvas.bundle_lines import Floats
from evidenceboard.ui.canvas.bundles import BundleLines
from evidenceboard.ui.canvas.faces import Faces
from evidenceboard.ui.canvas.far_links import FarLinks
from evidenceboard.ui.canvas.folds import Folds
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.names import Names
from evidenceboard.ui.canvas.places import Places
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.theme import Theme

HALO = 46.0  # px radius
HALO_SHARE = 0.22  # opacity in its middle
RING, RING_GAP, ROUND = 2.0, 3.0, 4.0  # px
MANY_RINGS = 300  # from which they have no round corners
SMALLEST_RINGED = 9.0  # px across of a block with a ring
KEPT = 3  # charts of other zooms
CROWD = 20_000  # links whose places are not found in a blink

Rows = NDArray[np.intp]


class Chart:
    """The map of one sheet at one zoom."""

    def __init__(self, geometry: Geometry, faces: Faces, places: Places, folds: Folds, zoom: float) -> None:
        self._geometry, self._faces, self._places, self._folds, self._zoom = geometry, faces, places, folds, zoom
        self._bundles: BundleLines | None = None
        self._names: Names | None = None
        self._named: Rows | None = None  # contested cards with a name of their own

    @property
    def takes_time(self) -> bool:
        """Whether much is still to be found: a first look then shows the cards alone."""
        return self._bundles is None and len(self._geometry.edges) > CROWD

    def prepare(self, names: bool = True) -> Iterator[None]:
        """Find places, bundles and the room for names, a little at a time; nothing to do the next time.

        Args:
            names: without them the map can be shown sooner.
        """
        yield from self._places.find()
        if self._bundles is None:
            self._bundles = BundleLines(self._places, self._zoom)
            yield
        if not names:
            return
        if self._names is None:
            self._names = Names(self._geometry, self._faces, self._places, self._bundles, self._folds, self._zoom)
            yield
        if self._named is None:
            yield from self._names.place()
            self._named = self._contested_of(self._names)

    def left_over(self) -> BundleLinesOfFolds | None:
        """The bundles of folded frames without what the map bundles; None before it is prepared."""
        return self._places.folded if self._bundles is not None else None

    def names(self) -> Floats:
        """Left, top, right, bottom of the names and the counts of a chart that is prepared (n x 4, logical px)."""
        return self._names.boxes() if self._names is not None else np.empty((0, 4))

    def paint_ground(self, painter: QPainter, theme: Theme, lens: Lens, edges: Rows, area: QRectF) -> Iterator[None]:
        """Draw what lies under the cards; the painter is in device pixels, `edges` are the rows that may show."""
        assert self._bundles is not None
        self._halos(painter, theme, lens, area)
        single = edges[~self._places.bundled[edges]]
        yield from FarLinks(self._geometry, theme).paint(painter, lens, single, area)
        yield from self._bundles.paint(painter, theme, lens, area)

    def paint_top(self, painter: QPainter, theme: Theme, lens: Lens, cards: Rows, area: QRectF) -> None:
        """Draw what lies over the cards; `cards` are the rows that show."""
        named: Rows = np.zeros(0, np.intp) if self._named is None else self._named
        cards = cards[self._places.contested[cards]]
        large = self._geometry.w[cards] * self._zoom >= SMALLEST_RINGED
        self._rings(painter, theme, lens, cards[large | np.isin(cards, named)])
        if self._names is not None and self._named is not None:
            self._names.paint(painter, theme, lens, area)

    def _rings(self, painter: QPainter, theme: Theme, lens: Lens, rows: Rows) -> None:
        rects = lens.rects(self._geometry, rows)
        out = (RING_GAP + RING / 2) * lens.dpr
        painter.setPen(
            QPen(
                theme.warn, RING * lens.dpr, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.RoundJoin
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rects += (-out, -out, 2 * out, 2 * out)
        if len(rects) > MANY_RINGS:
            draw_rects(painter, rects)
            return
        for rect in rects.tolist():
            painter.drawRoundedRect(QRectF(*rect), ROUND * lens.dpr, ROUND * lens.dpr)

    def _halos(self, painter: QPainter, theme: Theme, lens: Lens, area: QRectF) -> None:
        """Around what is contested and has a name: all of them would make one cloud of a disputed board."""
        if self._named is None or not theme.shadow[0]:  # a theme without shadows has no tints either
            return
        halo = _halo(theme.warn.rgb(), round(HALO * lens.dpr))
        half, rects = halo.width() / 2, lens.rects(self._geometry, self._named)
        middles = np.round(rects[:, :2] + rects[:, 2:] / 2)
        low, high = np.array([area.left(), area.top()]) - half, np.array([area.right(), area.bottom()]) + half
        for x, y in middles[((middles > low) & (middles < high)).all(axis=1)].tolist():
            painter.drawPixmap(QPointF(x - half, y - half), halo)

    def _contested_of(self, names: Names) -> Rows:
        """Rows of the contested cards that have a name of their own."""
        named = [name.card for name in names.placed if name.sort in ("hypothesis", "contested", "place")]
        rows = np.array(sorted(card for card in named if card >= 0), np.intp)
        return rows[self._places.contested[rows]]


class Charts:
    """The charts of a stage: the places of the sheet are found once for all zooms."""

    def __init__(self) -> None:
        self._state: tuple[Geometry, int, tuple[Zone, ...], Folds] | None = None
        self._places: Places | None = None
        self._known: dict[float, Chart] = {}

    def at(self, geometry: Geometry, faces: Faces, zones: tuple[Zone, ...], folds: Folds, zoom: float) -> Chart:
        """The chart for a zoom; it knows nothing before it is prepared."""
        old = self._state
        if self._places is None or old is None or old[0] is not geometry or old[1:] != (geometry.version, zones, folds):
            self._state = geometry, geometry.version, zones, folds
            self._places, self._known = Places(geometry, zones, folds), {}
        if zoom not in self._known:
            if len(self._known) >= KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[zoom] = Chart(geometry, faces, self._places, folds, zoom)
        return self._known[zoom]

    def forget(self) -> None:
        """Names or the sheet are others now."""
        self._state, self._places, self._known = None, None, {}


@lru_cache(maxsize=8)
def _halo(rgb: int, radius: int) -> QPixmap:
    made = QPixmap(2 * radius, 2 * radius)
    made.fill(Qt.GlobalColor.transparent)
    shade = QRadialGradient(radius, radius, radius)
    for at, share in ((0.0, 1.0), (0.35, 0.75), (0.7, 0.25), (1.0, 0.0)):
        colour = QColor(rgb)
        colour.setAlphaF(HALO_SHARE * share)
        shade.setColorAt(at, colour)
    with QPainter(made) as painter:
        painter.fillRect(made.rect(), shade)
    return made
