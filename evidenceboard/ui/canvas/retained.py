"""The picture that is kept: moved when the camera moves, scaled while it zooms, painted anew in slices.

A pan moves the picture and paints the strips that came into view. A zoom shows the old picture scaled while a job
paints the new one, a few milliseconds a turn; a job is never cancelled because the camera moved on, or continuous
zooming would starve it. Strips and repairs may differ from a whole redraw in a pixel here and there, so the owner
calls `settle` when input pauses; after that job the picture is what a fresh redraw would give, pixel for pixel.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from evidenceboard.ui.canvas.lens import Lens, level_at, target
from evidenceboard.ui.canvas.painting import Stage, draw, draw_now

SLICE = 0.0025  # seconds of painting in one turn of the event loop
STRIPS = 0.25  # share of the picture up to which what came into view is painted at once
ROUTES = 1  # looks for missing paths while a strip is painted; others are drawn straight until the picture settles
FIRST_ROUTES = 30  # the same in the very first picture
OVERVIEW = QSize(960, 600)  # at most, of the small picture of the whole sheet


class Job:
    """One picture being painted."""

    def __init__(
        self, stage: Stage, lens: Lens, size: QSize, picture: QImage | None = None, routes: int | None = None
    ) -> None:
        self.lens = lens
        self.picture = picture if picture is not None and picture.size() == size else _blank(size)
        self._painter = QPainter(self.picture)
        self._steps: Iterator[None] = draw(self._painter, stage, lens, QRect(QPoint(0, 0), size), routes)

    def advance(self, seconds: float) -> bool:
        """Paint for about so long; whether the picture is complete."""
        end = perf_counter() + seconds
        for _ in self._steps:
            if perf_counter() >= end:
                return False
        self.stop()
        return True

    def stop(self) -> None:
        """Leave the picture as it is."""
        self._steps = iter(())
        if self._painter.isActive():
            self._painter.end()

    def __del__(self) -> None:
        self.stop()  # Qt complains about a picture that goes while it is painted on


class Retained:
    """The picture of one view, and the small one of the whole sheet that fills in where the first has nothing."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.picture: QImage | None = None
        self.seen: Lens | None = None  # how the picture looks at the sheet
        self._wanted: Lens | None = None
        self._size = QSize()
        self._job: Job | None = None
        self._spare: QImage | None = None
        self._settled = False
        self._outdated = False  # something was repaired that the job under way may have painted before
        self._overview: tuple[QImage, Lens] | None = None
        self._overview_job: tuple[Job, int] | None = None
        self._overview_version = -1
        self.level_left: Callable[[QImage, Lens], None] | None = None  # gets the last picture of a level of detail

    @property
    def busy(self) -> bool:
        """Whether there is painting to do in the next turn."""
        return self._job is not None

    @property
    def settled(self) -> bool:
        """Whether the picture is complete, sharp and what a fresh redraw would give."""
        return self._settled and self._job is None and self.seen == self._wanted

    def show(self, lens: Lens, size: QSize) -> None:
        """Look at the sheet through a lens from now on; `size` in device pixels."""
        if size.isEmpty():
            return
        if size != self._size:
            self._size = size
            self._drop_job()
            self._grow_picture()
        self._wanted = lens
        if self.picture is None or self.seen is None:
            self.paint_now(FIRST_ROUTES)
            self._settled = False
        elif _alike(self.seen, lens) and self._near(self.seen, lens):
            self._shift(lens)
        else:
            self._start()

    def paint_now(self, routes: int | None = None) -> None:
        """The whole picture at once."""
        assert self._wanted is not None
        self._drop_job()
        job = Job(self._stage, self._wanted, self._size, routes=routes)
        job.advance(1e9)
        self._take(job)

    def restart(self) -> None:
        """What lies on the sheet has changed: what was being painted is worthless."""
        if self._wanted is None:
            return
        self._drop_job()
        self._start()

    def pause(self) -> None:
        """Nobody looks: leave what is being painted."""
        self._settled = self._settled and self._job is None
        self._drop_job()
        self.forget_overview()

    def settle(self) -> None:
        """Input has paused: make the picture what a fresh redraw would give."""
        if self._wanted is not None and not self.settled:
            self._start()

    def repair(self, scene_areas: list[QRect]) -> None:
        """Paint these parts (device pixels of the picture shown) again at once."""
        if self.picture is None or self.seen is None:
            return
        self._settled = False
        self._outdated = self._job is not None
        for area in scene_areas:
            part = area.intersected(self.picture.rect())
            if not part.isEmpty():
                self._paint_part(part)

    def advance(self, seconds: float = SLICE) -> bool:
        """Paint a slice; whether the picture shown has changed."""
        if self._job is None or not self._job.advance(seconds):
            return False
        self._take(self._job)
        self._job = None
        if self._wanted is not None and self.seen != self._wanted:
            self.show(self._wanted, self._size)
        return True

    def paint(self, painter: QPainter, lens: Lens) -> None:
        """Show what there is, scaled and moved as the lens asks; the painter is in device pixels."""
        if self.picture is None or self.seen is None:
            return
        place = target(self.seen, lens, self.picture.size())
        if not place.contains(QRectF(QPoint(0, 0), self._size)):
            painter.fillRect(QRect(QPoint(0, 0), self._size), self._stage.theme.canvas)
            if self._overview is not None:
                small, through = self._overview
                painter.drawImage(target(through, lens, small.size()), small)
        if _alike(self.seen, lens):
            painter.drawImage(place.topLeft().toPoint(), self.picture)
        else:
            painter.drawImage(place, self.picture)

    def advance_overview(self, seconds: float = SLICE) -> bool:
        """Paint on the small picture of the whole sheet; whether there is more to do."""
        version = self._stage.geometry.version
        if self._overview_job is None:
            if self._overview_version == version or self._stage.hidden:
                return False
            through = self._overview_lens()
            if through is None:
                return False
            self._overview_job = Job(self._stage, *through), version
        job, began = self._overview_job
        if began != version:
            job.stop()
            self._overview_job = None
        elif job.advance(seconds):
            self._overview, self._overview_version, self._overview_job = (job.picture, job.lens), version, None
        return True

    def _overview_lens(self) -> tuple[Lens, QSize] | None:
        """How the small picture looks at the whole sheet, and how large it is."""
        bounds = self._stage.geometry.bounds()
        if bounds is None:
            return None
        bounds = bounds.grown(40 + 0.02 * max(bounds.right - bounds.left, bounds.bottom - bounds.top))
        width, height = bounds.right - bounds.left, bounds.bottom - bounds.top
        zoom = min(OVERVIEW.width() / width, OVERVIEW.height() / height, 0.29)
        lens = Lens(zoom, 1.0, int(bounds.left * zoom), int(bounds.top * zoom), level_at(zoom))
        return lens, QSize(int(width * zoom) + 1, int(height * zoom) + 1)

    def forget_overview(self) -> None:
        """The small picture has other colours, words or cards now."""
        self._overview_version = -1
        if self._overview_job is not None:
            self._overview_job[0].stop()
            self._overview_job = None

    def drop_overview(self) -> None:
        """Another sheet is shown: the small picture of this one must not fill in for it."""
        self.forget_overview()
        self._overview = None

    def _start(self) -> None:
        if self._job is None and self._wanted is not None:
            self._job = Job(self._stage, self._wanted, self._size, self._spare)
            self._spare = None

    def _take(self, job: Job) -> None:
        old, seen = self.picture, self.seen
        self._spare, self.picture, self.seen = old, job.picture, job.lens
        if self.level_left is not None and old is not None and seen is not None and seen.level != job.lens.level:
            self._spare = None  # it is shown a moment longer
            self.level_left(old, seen)
        self._settled, self._outdated = not self._outdated, False

    def _drop_job(self) -> None:
        self._outdated = False
        if self._job is not None:
            self._job.stop()
            self._job = None

    def _near(self, old: Lens, new: Lens) -> bool:
        """Whether so little came into view that it can be painted at once."""
        dx, dy = abs(old.left - new.left), abs(old.top - new.top)
        width, height = self._size.width(), self._size.height()
        kept = max(0, width - dx) * max(0, height - dy)
        return kept >= (1 - STRIPS) * width * height

    def _shift(self, lens: Lens) -> None:
        assert self.picture is not None and self.seen is not None
        dx, dy = self.seen.left - lens.left, self.seen.top - lens.top
        if not (dx or dy):
            return
        self._settled = False
        _move_pixels(self.picture, dx, dy)
        self.seen = lens
        width, height = self._size.width(), self._size.height()
        if dx:
            self._paint_part(QRect(0 if dx > 0 else width + dx, 0, abs(dx), height))
        if dy:
            self._paint_part(QRect(max(dx, 0), 0 if dy > 0 else height + dy, width - abs(dx), abs(dy)))

    def _paint_part(self, part: QRect) -> None:
        assert self.picture is not None and self.seen is not None
        painter = QPainter(self.picture)
        draw_now(painter, self._stage, self.seen, part, ROUTES)
        painter.end()

    def _grow_picture(self) -> None:
        """Keep what was painted when the view changes its size."""
        old, self._spare = self.picture, None
        if old is None:
            return
        self.picture = _blank(self._size)
        self.picture.fill(self._stage.theme.canvas)
        painter = QPainter(self.picture)
        painter.drawImage(0, 0, old)
        painter.end()
        self._settled = False
        self._missing_strips(old.size())

    def _missing_strips(self, old: QSize) -> None:
        width, height = self._size.width(), self._size.height()
        if width > old.width():
            self._paint_part(QRect(old.width(), 0, width - old.width(), height))
        if height > old.height():
            self._paint_part(QRect(0, old.height(), min(old.width(), width), height - old.height()))


def _blank(size: QSize) -> QImage:
    return QImage(size, QImage.Format.Format_RGB32)


def _alike(one: Lens, other: Lens) -> bool:
    return one.zoom == other.zoom and one.dpr == other.dpr and one.level == other.level


def _move_pixels(picture: QImage, dx: int, dy: int) -> None:
    """Move the whole picture. Rows run into each other at the sides; those parts are painted anew anyway."""
    by = dy * picture.bytesPerLine() + dx * 4
    start = ctypes.addressof(ctypes.c_char.from_buffer(picture.bits()))
    length = picture.sizeInBytes() - abs(by)
    if length > 0:
        ctypes.memmove(start + max(by, 0), start - min(by, 0), length)
