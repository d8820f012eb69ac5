"""Names of frames, and titles, from nearer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QImage, QPainter

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui.canvas.faces import Faces
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.painting import draw_now
from evidenceboard.ui.canvas.zones import Zone
from tests.ui.canvas_parts import face, pixels
from tests.ui.map.sheets import stage_of


def ink(zones: tuple[Zone, ...], cards: Sequence[str] = (), zoom: float = 0.25) -> np.ndarray:
    """Where a frame's words are, as columns of pixels."""
    geometry = Geometry()
    geometry.load([(card, "gap", 1_000 + 10 * n, -70, 264, 60, 0) for n, card in enumerate(cards)], [])
    stage = stage_of(geometry, *zones)
    lens = Lens(zoom, 1.0, -20, -60, Level.BLOCK)
    image = QImage(500, 140, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_now(painter, stage, lens, image.rect())
    painter.end()
    above = pixels(image)[30:58, :]
    return np.flatnonzero((above < 90).all(axis=2).any(axis=0))


def test_a_name_over_a_frame_runs_on_as_long_as_nothing_is_there() -> None:
    long = "How did the weapons reach the coast, and who was told?"
    frame = Zone(Box(0, 0, 300, 900), long)
    free = ink((frame,))
    assert free.max() > 20 + 250
    assert (
        ink(
            (frame, Zone(Box(600, 0, 900, 900), "")),
        ).max()
        < 20 + 150
    )
    stopped = ink((frame,), ["c"])
    assert stopped.max() > 20 + 200 and (stopped < 20 + 250 - 4).sum() < len(free)


def test_half_a_count_is_not_written() -> None:
    def words(width: float) -> int:
        zone = Zone(Box(0, 0, width, 900), "US government line", "3 reports, 1 origin")
        geometry, image = Geometry(), QImage(500, 140, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        draw_now(painter, stage_of(geometry, zone), Lens(0.7, 1.0, -20, -20, Level.TITLE), image.rect())
        painter.end()
        return int((pixels(image)[20:45] < 170).all(axis=2).any(axis=0).sum())

    name, whole = words(200), words(600)
    assert name < words(300) <= whole
    assert words(300) in {words(width) for width in (310, 320)}  # one part more or none, never a part of one


def test_a_title_keeps_clear_of_the_lower_border() -> None:
    geometry = Geometry()
    geometry.load([("g", "gap", 0, 0, 264, 92, 0)], [])
    stage = stage_of(geometry)
    stage.faces = Faces(lambda cards: [face(card, "gap", title="anybody " * 30, grade="") for card in cards])
    lens = Lens(0.64, 1.0, -20, -20, Level.TITLE)
    image = QImage(240, 120, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_now(painter, stage, lens, image.rect())
    painter.end()
    x, y, width, height = lens.pixels(geometry.box_of(0))
    inner = pixels(image)[y + 3 : y + height - 2, x + 8 : x + width - 4]
    rows = np.flatnonzero((inner < 110).all(axis=2).any(axis=1))
    assert len(rows) and rows.max() < len(inner) - 3
