"""A picture of a part of the sheet that is painted a little at a time."""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.painting import Stage, draw


class Job:
    """One picture being painted.

    Attributes:
        lens: how it looks at the sheet.
        picture: what there is of it.
    """

    def __init__(
        self, stage: Stage, lens: Lens, size: QSize, picture: QImage | None = None, routes: int | None = None
    ) -> None:
        self.lens = lens
        self.picture = picture if picture is not None and picture.size() == size else blank(size)
        self._steps = _steps(self.picture, stage, lens, routes)

    def advance(self, seconds: float) -> bool:
        """Paint for about so long; whether the picture is complete."""
        end = perf_counter() + seconds
        for _ in self._steps:
            if perf_counter() >= end:
                return False
        self.stop()
        return True

    def finish(self) -> None:
        """Paint all that is left of it."""
        for _ in self._steps:
            pass
        self.stop()

    def stop(self) -> None:
        """Leave the picture as it is."""
        self._steps.close()


def _steps(picture: QImage, stage: Stage, lens: Lens, routes: int | None) -> Generator[None, None, None]:
    """Paint on the picture; however that ends, nothing paints on it afterwards."""
    with QPainter(picture) as painter:
        yield from draw(painter, stage, lens, picture.rect(), routes)


def blank(size: QSize) -> QImage:
    """A picture without anything on it yet."""
    return QImage(size, QImage.Format.Format_RGB32)
