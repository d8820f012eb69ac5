"""The picture that is kept: moved when the camera moves, scaled while it zooms, painted anew in slices.

It is larger than the view (see `paper`): a pan shows another part of it, and what comes nearer is painted ahead, a
few milliseconds a turn. A hand that is faster than that gets the missing strips painted at once. A zoom shows the old
picture scaled while a job paints the new one; a job is never cancelled because the camera moved on, or continuous
zooming would starve it. Strips and repairs may differ from a whole redraw in a pixel here and there, so the owner
calls `settle` when input pauses; after that job the picture is what a fresh redraw would give, pixel for pixel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.job import Job
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.overview import Overview
from evidenceboard.ui.canvas.painting import Stage, draw_now
from evidenceboard.ui.canvas.paper import Paper

SLICE = 0.0025  # seconds of painting in one turn of the event loop
AHEAD = 0.001  # the same for what nobody sees yet, while it is far enough away
STRIPS = 0.25  # share of the view up to which what came into it is painted at once
ROUTES = 1  # looks for missing paths while a strip is painted; others are drawn straight until the picture settles
FIRST_ROUTES = 30  # the same in the very first picture


class Retained:
    """The picture of one view.

    Attributes:
        overview: fills in where there is nothing else.
        level_left: gets the last picture of a level of detail.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._paper: Paper | None = None
        self._wanted: Lens | None = None
        self._size = QSize()
        self._job: Job | None = None
        self._strip: Job | None = None  # of the apron
        self._spare: QImage | None = None
        self._true: Lens | None = None  # where the picture is what a fresh redraw would give
        self._outdated = False  # something was repaired that the job under way may have painted before
        self.overview = Overview(stage)
        self.level_left: Callable[[QImage, Lens], None] | None = None

    @property
    def busy(self) -> bool:
        """Whether what the view shows is being painted."""
        return self._job is not None

    @property
    def settled(self) -> bool:
        """Whether the picture is complete, sharp and what a fresh redraw would give."""
        return self._job is None and self._true is not None and self._true == self._wanted

    def show(self, lens: Lens, size: QSize) -> None:
        """Look at the sheet through a lens from now on; `size` in device pixels."""
        if size.isEmpty():
            return
        if size != self._size:
            self._resize(lens, size)
        if lens == self._wanted and self._paper is not None and self._paper.covers(lens):
            return
        self._wanted = lens
        if self._paper is None:
            self.paint_now(FIRST_ROUTES)
            self._true = None
        elif self._paper.alike(lens) and self._paper.share(lens) >= 1 - STRIPS:
            self._reach(lens)
        else:
            self._start()

    def paint_now(self, routes: int | None = None) -> None:
        """All that the view shows at once."""
        assert self._wanted is not None
        self._drop_job()
        job = Job(self._stage, self._wanted, self._size, routes=routes)
        job.finish()
        self._take(job)

    def restart(self) -> None:
        """What lies on the sheet has changed: what was being painted is worthless."""
        if self._wanted is None:
            return
        self._drop_job()
        if self._paper is not None:
            self._paper.cut(self._wanted)
        self._start()

    def pause(self) -> None:
        """Nobody looks: leave what is being painted."""
        if self._job is not None:
            self._true = None
        self._drop_job()
        self.overview.forget()

    def settle(self) -> None:
        """Input has paused: make the picture what a fresh redraw would give."""
        if self._wanted is not None and not self.settled:
            self._start()

    def repair(self, boxes: Iterable[Box]) -> None:
        """Paint what lies in these parts of the sheet again at once."""
        if self._paper is None:
            return
        self._true, self._strip = None, None
        self._outdated = self._job is not None
        seen = self._paper.seen
        for box in boxes:
            part = QRect(*seen.pixels(box)).intersected(self._paper.painted)
            if not part.isEmpty():
                self._paint_part(part)

    def advance(self, seconds: float = SLICE) -> bool:
        """Paint a slice of what the view shows; whether the picture has changed."""
        if self._job is None or not self._job.advance(seconds):
            return False
        self._take(self._job)
        self._job = None
        if self._wanted is not None and not self._shows(self._wanted):
            self.show(self._wanted, self._size)
        return True

    def advance_ahead(self, moving: bool) -> bool:
        """Paint a slice of what a pan would bring into view; whether there is more to do.

        Args:
            moving: the hand is under way, so paths are not looked for.
        """
        paper, wanted = self._paper, self._wanted
        if paper is None or wanted is None or self._job is not None or not paper.covers(wanted):
            return False
        if self._strip is None:
            area = paper.next_strip(wanted)
            if area is None:
                return False
            routes = ROUTES if moving else None
            self._strip = Job(self._stage, paper.lens_at(area), area.size(), routes=routes)
        if self._strip.advance(AHEAD if paper.spare(wanted) > 0.5 else SLICE):
            self._take_strip()
        return True

    def paint(self, painter: QPainter, lens: Lens) -> None:
        """Show what there is, scaled and moved as the lens asks; the painter is in device pixels."""
        if self._paper is None:
            return
        if not self._paper.fills(lens):
            painter.fillRect(QRect(QPoint(0, 0), self._size), self._stage.theme.canvas)
            self.overview.paint(painter, lens)
        self._paper.paint(painter, lens)

    def painted(self) -> Box | None:
        """The part of the sheet that is painted."""
        if self._paper is None:
            return None
        part = self._paper.painted
        return self._paper.seen.scene(part.x(), part.y(), part.width(), part.height())

    def copy(self) -> QImage:
        """What the view shows, without what lies over it."""
        if self._paper is None or self._wanted is None or not self._paper.alike(self._wanted):
            return QImage()
        return self._paper.copy(self._wanted)

    def _shows(self, lens: Lens) -> bool:
        return self._paper is not None and self._paper.covers(lens)

    def _start(self) -> None:
        if self._job is None and self._wanted is not None:
            self._strip = None
            self._job = Job(self._stage, self._wanted, self._size, self._spare)
            self._spare = None

    def _take(self, job: Job) -> None:
        paper, lens = self._paper, job.lens
        if self.level_left is not None and paper is not None and paper.seen.level != lens.level:
            self.level_left(*paper.shown())
        if paper is None or paper.size != self._size:
            paper = self._paper = Paper(lens, self._size)
        elif not paper.alike(lens):
            paper.through(lens)
        elif not paper.holds(lens):
            paper.centre(lens)
        paper.put(job.picture, lens, only=True)
        self._spare, self._strip = job.picture, None
        self._true, self._outdated = None if self._outdated else lens, False

    def _take_strip(self) -> None:
        if self._strip is not None and self._paper is not None:
            self._paper.put(self._strip.picture, self._strip.lens)
        self._strip = None

    def _drop_job(self) -> None:
        self._outdated, self._strip = False, None
        if self._job is not None:
            self._job.stop()
            self._job = None

    def _reach(self, lens: Lens) -> None:
        """The camera has moved a little: the strips that are missing, at once."""
        paper = self._paper
        assert paper is not None
        self._true = None
        if paper.covers(lens):
            return
        if not paper.holds(lens):
            paper.centre(lens)
        if self._strip is not None:
            self._strip.finish()
            self._take_strip()
        for area in paper.missing(lens):
            self._paint_part(area)
            paper.grow(area)

    def _paint_part(self, part: QRect) -> None:
        assert self._paper is not None
        with self._paper.paint_on() as painter:
            draw_now(painter, self._stage, self._paper.seen, part, ROUTES)

    def _resize(self, lens: Lens, size: QSize) -> None:
        """Keep what was painted when the view changes its size."""
        old, self._size = self._paper, size
        self._drop_job()
        self._spare, self._true = None, None
        if old is None or not old.alike(lens):
            return
        self._paper = Paper(lens, size)
        self._paper.put(*old.shown())
