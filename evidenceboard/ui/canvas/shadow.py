"""The soft shadow of cards: one small picture per theme and scale, cut into nine and stretched."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QPixmap

from evidenceboard.ui.theme import Theme

RESTING = ((1, 2), (4, 12))  # (down, blur) of the near and the far shadow
RAISED = ((1, 2), (8, 20))
RADIUS = 10


class Shadow:
    """A shadow that can be drawn around any rectangle."""

    def __init__(self, opacity: tuple[float, float], scale: float, raised: bool) -> None:
        self.margin = round(24 * scale) if raised else round(16 * scale)
        self._corner = self.margin + round(22 * scale)
        side = 2 * self._corner + 1
        parts = zip(RAISED if raised else RESTING, opacity, strict=True)
        alpha = np.zeros((side, side))
        for (down, blur), share in parts:
            cast = _blurred(_plate(side, self.margin, RADIUS * scale), blur * scale / 2)
            cast = np.roll(cast, round(down * scale), axis=0) * share
            alpha = alpha + cast - alpha * cast
        self._picture = QPixmap.fromImage(_black(alpha))

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int) -> None:
        """Draw around a rectangle of device pixels; its inside is left to the card."""
        left, top, right, bottom = x - self.margin, y - self.margin, x + width + self.margin, y + height + self.margin
        across, down = min(self._corner, (right - left) // 2), min(self._corner, (bottom - top) // 2)
        side = 2 * self._corner + 1
        columns = ((left, across, 0, across), (left + across, right - left - 2 * across, self._corner, 1),
                   (right - across, across, side - across, across))  # fmt: skip
        rows = ((top, down, 0, down), (top + down, bottom - top - 2 * down, self._corner, 1),
                (bottom - down, down, side - down, down))  # fmt: skip
        for column, (to_x, to_w, from_x, from_w) in enumerate(columns):
            for row, (to_y, to_h, from_y, from_h) in enumerate(rows):
                if (column, row) != (1, 1) and to_w > 0 and to_h > 0:
                    target, source = QRect(to_x, to_y, to_w, to_h), QRect(from_x, from_y, from_w, from_h)
                    painter.drawPixmap(target, self._picture, source)


@lru_cache(maxsize=24)
def _shadow(opacity: tuple[float, float], scale: float, raised: bool) -> Shadow:
    return Shadow(opacity, scale, raised)


def shadow(theme: Theme, scale: float, raised: bool = False) -> Shadow | None:
    """The shadow of a theme at a scale; None where the theme has none."""
    return _shadow(theme.shadow, round(scale, 2), raised) if theme.shadow[0] else None


def _plate(side: int, margin: int, radius: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A rounded square, 1 inside and 0 outside."""
    place = np.arange(side) + 0.5
    low, high = margin + radius, side - margin - radius
    out = np.maximum(np.maximum(low - place, place - high), 0.0)
    away = np.hypot(out[:, None], out[None, :])
    return np.asarray(np.clip(radius - away + 0.5, 0.0, 1.0))


def _blurred(
    plate: np.ndarray[tuple[int, int], np.dtype[np.float64]], sigma: float
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    reach = max(1, round(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma, 0.1)) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        plate = np.apply_along_axis(lambda line: np.convolve(line, kernel, "same"), axis, plate)
    return plate


def _black(alpha: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> QImage:
    pixels = np.zeros((*alpha.shape, 4), np.uint8)
    pixels[:, :, 3] = np.round(alpha * 255)
    image = QImage(pixels.data, alpha.shape[1], alpha.shape[0], QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()
