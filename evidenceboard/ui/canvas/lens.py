"""How a picture looks at the sheet: scale, place, level of detail."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize

from evidenceboard.model.geometry import Box, Geometry

Floats = NDArray[np.float64]

STEPS = (0.18, 0.30, 0.75)
HYSTERESIS = 0.04  # a level is left only this share beyond its step, so that it does not flicker


class Level(IntEnum):
    """Levels of detail, from the map of the whole to the card with all its text."""

    FAR = 0
    BLOCK = 1
    TITLE = 2
    FULL = 3


def level_at(zoom: float, before: Level | None = None) -> Level:
    """The level of detail for a zoom; near a step the level `before` it is kept."""
    plain = Level(sum(zoom >= step for step in STEPS))
    if before is None or plain == before:
        return plain
    step = STEPS[min(plain, before)] if abs(plain - before) == 1 else None
    return before if step is not None and abs(zoom / step - 1) < HYSTERESIS else plain


@dataclass(frozen=True, slots=True)
class Lens:
    """From scene units to the device pixels of one picture: device = scene * scale - (left, top).

    `left` and `top` are whole pixels, so that a picture that is only moved stays the same, pixel for pixel.
    """

    zoom: float  # logical pixels for one scene unit
    dpr: float  # device pixels for one logical pixel
    left: int
    top: int
    level: Level

    @property
    def scale(self) -> float:
        return self.zoom * self.dpr

    def x(self, scene: Floats) -> Floats:
        return scene * self.scale - self.left

    def y(self, scene: Floats) -> Floats:
        return scene * self.scale - self.top

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """A box in whole device pixels: x, y, width, height. Rounding is the same wherever the picture lies."""
        left, top = math.floor(box.left * self.scale + 0.5), math.floor(box.top * self.scale + 0.5)
        right, bottom = math.floor(box.right * self.scale + 0.5), math.floor(box.bottom * self.scale + 0.5)
        return left - self.left, top - self.top, max(1, right - left), max(1, bottom - top)

    def rects(self, columns: Geometry, rows: NDArray[np.intp]) -> Floats:
        """The same for many cards: n x 4, x, y, width, height."""
        left, top = np.floor(columns.x[rows] * self.scale + 0.5), np.floor(columns.y[rows] * self.scale + 0.5)
        right = np.floor((columns.x[rows] + columns.w[rows]) * self.scale + 0.5)
        bottom = np.floor((columns.y[rows] + columns.h[rows]) * self.scale + 0.5)
        rects = np.column_stack([left - self.left, top - self.top, right - left, bottom - top])
        rects[:, 2:] = np.maximum(rects[:, 2:], 1.0)
        return rects

    def scene(self, x: float, y: float, width: float, height: float) -> Box:
        """The part of the sheet under a rectangle of device pixels."""
        left, top = (x + self.left) / self.scale, (y + self.top) / self.scale
        return Box(left, top, left + width / self.scale, top + height / self.scale)


def target(seen: Lens, lens: Lens, size: QSize) -> QRectF:
    """Where a picture goes that was seen through one lens, when it is looked at through another."""
    share = lens.scale / seen.scale
    left, top = seen.left * share - lens.left, seen.top * share - lens.top
    return QRectF(left, top, size.width() * share, size.height() * share)
