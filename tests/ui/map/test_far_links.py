"""The board from far: single links in a crowd."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.far_links import CROWD, LENGTHS, FarLinks
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.theme import THEMES
from tests.ui.canvas_parts import pixels


def crowd(long: int) -> tuple[Geometry, Geometry]:
    """So many cards and short links that there is a crowd, and the same with some long links across."""
    cards = [(f"c{n}", "claim", n % 80 * 300.0, n // 80 * 200.0, 264.0, 80.0, 0) for n in range(3_200)]
    short = [(f"s{n}", f"c{n}", f"c{n + 1}", False, False) for n in range(3_199)]
    across = [(f"l{n}", f"c{n * 240}", f"c{n * 240 + 79}", n % 2 == 1, False) for n in range(long)]
    made = Geometry(), Geometry()
    for geometry, edges in zip(made, (short, [*short, *across]), strict=True):
        geometry.load(cards, edges)
    return made


@pytest.mark.parametrize("name", ("light", "dark", "contrast", "projector"))
def test_in_a_crowd_long_links_fade_and_do_not_vanish(name: str) -> None:
    without, with_them = crowd(10)
    images = []
    for geometry in (without, with_them):
        assert len(geometry.edges) > CROWD
        image = QImage(1_000, 400, QImage.Format.Format_RGB32)
        image.fill(THEMES[name].canvas)
        painter = QPainter(image)
        rows = np.arange(len(geometry.edges))
        lens, area = Lens(0.04, 1.0, 0, 0, Level.FAR), QRectF(image.rect())
        for _ in FarLinks(geometry, THEMES[name]).paint(painter, lens, rows, area):
            pass
        painter.end()
        images.append(pixels(image))
    line = with_them.lines()
    row = with_them.edge_row["l2"]
    assert (line["bx"][row] - line["ax"][row]) * 0.04 > LENGTHS[-1]
    differ = images[0] != images[1]
    assert differ[:, 100:900].sum() > 10 * 200  # each of the ten shows between the short ones


def test_a_faint_link_never_covers_a_stronger_one() -> None:
    for first in ("long", "short"):
        geometry = Geometry()
        cards = [("a", 0.0), ("b", 20_000.0), ("c", 5_000.0), ("d", 7_000.0)]
        geometry.load([(name, "claim", x, 1_000.0, 264.0, 80.0, 0) for name, x in cards], [])
        ends = {"long": ("a", "b"), "short": ("c", "d")}
        for edge in sorted(ends, key=lambda edge: edge != first):
            geometry.link(edge, *ends[edge], False, False)
        image = QImage(1_000, 100, QImage.Format.Format_RGB32)
        image.fill(THEMES["light"].canvas)
        painter = QPainter(image)
        lens = Lens(0.04, 1.0, 0, 0, Level.FAR)
        for _ in FarLinks(geometry, THEMES["light"]).paint(painter, lens, np.arange(2), QRectF(image.rect())):
            pass
        painter.end()
        column = [image.pixelColor(240, y).green() for y in range(100)]
        beside = [image.pixelColor(600, y).green() for y in range(100)]
        assert min(column) < min(beside) - 20
