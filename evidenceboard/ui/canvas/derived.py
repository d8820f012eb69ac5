"""The picture that is made of a photo: blacked out, cut, turned. What it leaves out is in none of its pixels."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from evidenceboard.model.photo_view import AS_IT_CAME, WHOLE, PhotoView, Rect

SPREAD = 2  # px by which a picture that was scaled down, or its colours, mix a pixel into its neighbours


def derived(image: QImage, view: PhotoView) -> QImage:
    """A picture of its own, or the same one where the photo is shown as it came.

    Args:
        image: the upright photo, at any size.
    """
    if view == AS_IT_CAME:
        return image
    part = _inner(view.crop, image)
    made = image.copy(part)
    if view.blackouts:
        with QPainter(made) as painter:
            painter.translate(-part.topLeft())
            for rect in view.blackouts:
                painter.fillRect(_outer(rect, image), Qt.GlobalColor.black)
    if view.turn:
        made = made.transformed(QTransform().rotate(view.turn))
    return made


def _inner(rect: Rect, image: QImage) -> QRect:
    """The pixels that lie wholly within a part of a picture; at least one."""
    if rect == WHOLE:
        return image.rect()
    width, height = image.width(), image.height()
    left, top = math.ceil(rect[0] * width - 1e-6), math.ceil(rect[1] * height - 1e-6)
    right, bottom = math.floor((rect[0] + rect[2]) * width + 1e-6), math.floor((rect[1] + rect[3]) * height + 1e-6)
    left, top = min(left, width - 1), min(top, height - 1)
    return QRect(left, top, max(1, right - left), max(1, bottom - top))


def _outer(rect: Rect, image: QImage) -> QRect:
    """All pixels of which a part of a picture touches any, and those that scaling mixed with them."""
    width, height = image.width(), image.height()
    left, top = math.floor(rect[0] * width) - SPREAD, math.floor(rect[1] * height) - SPREAD
    right, bottom = math.ceil((rect[0] + rect[2]) * width) + SPREAD, math.ceil((rect[1] + rect[3]) * height) + SPREAD
    return QRect(left, top, right - left, bottom - top)
