"""Sheets seen from far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from evidenceboard.model.geometry import KINDS, Box, Geometry
from evidenceboard.ui.canvas.bundles import BundleLines
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.canvas.folds import NOTHING, Folds
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.names import Names
from evidenceboard.ui.canvas.painting import Stage, draw_now
from evidenceboard.ui.canvas.places import Places
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.theme import THEMES
from tests.ui.canvas_parts import face

A, B, C = (Zone(Box(x, 0, x + 1_000, 1_000), name) for x, name in ((0, "Warheads"), (3_000, "Brokers"), (6_000, "Sea")))


def sheet() -> Geometry:
    """Nine cards in each of three frames; three links for and two against from A to B, one link from B to C."""
    geometry = Geometry()
    cards = [
        (f"{name}{n}", "claim" if n % 3 else "hypothesis", left + 50 + n % 3 * 310, 60 + n // 3 * 300, 264.0, 120.0, 0)
        for name, left in (("a", 0), ("b", 3_000), ("c", 6_000))
        for n in range(9)
    ]
    edges = [(f"for{n}", f"a{n}", f"b{n}", False, False) for n in range(3)]
    edges += [(f"against{n}", f"a{n + 3}", f"b{n}", True, False) for n in range(2)]
    edges += [("single", "b8", "c8", False, False), ("inner", "a0", "a1", False, False)]
    edges += [("undercut", "a8", "single", True, False)]
    geometry.load(cards, edges)
    return geometry


def faces_of(geometry: Geometry, title: str = "Title of {}") -> Faces:
    def give(cards: Sequence[str]) -> list[CardFace]:
        return [face(card, KINDS[int(geometry.kind[geometry.row[card]])], title=title.format(card)) for card in cards]

    return Faces(give)


def places_of(geometry: Geometry, *zones: Zone, folds: Folds = NOTHING) -> Places:
    made = Places(geometry, zones, folds)
    for _ in made.find():
        pass
    return made


def names_of(geometry: Geometry, faces: Faces, places: Places, zoom: float, folds: Folds = NOTHING) -> Names:
    names = Names(geometry, faces, places, BundleLines(places, zoom), folds, zoom)
    for _ in names.place():
        pass
    return names


def drawn(stage: Stage, zoom: float = 0.1, area: QRect | None = None) -> QImage:
    image = QImage(900, 400, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_now(painter, stage, Lens(zoom, 1.0, -100, -150, Level.FAR), area or image.rect())
    painter.end()
    return image


def stage_of(geometry: Geometry, *zones: Zone) -> Stage:
    return Stage(geometry, faces_of(geometry), Thumbnails(lambda _: None), THEMES["light"], zones=zones)
