"""The small picture of the whole sheet that fills in where the kept picture has nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from evidenceboard.ui.canvas.job import Job
from evidenceboard.ui.canvas.lens import Lens, level_at, target
from evidenceboard.ui.canvas.painting import Stage

MOST = QSize(960, 600)  # pixels


class Overview:
    """The sheet of a stage, small and whole."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._made: tuple[QImage, Lens] | None = None
        self._job: tuple[Job, int] | None = None
        self._version = -1  # of the geometry that was painted

    @property
    def picture(self) -> QImage | None:
        """What there is of it, if from before the last changes."""
        return None if self._made is None else self._made[0]

    def paint(self, painter: QPainter, lens: Lens) -> None:
        """Show it where a lens sees the sheet; the painter is in device pixels."""
        if self._made is not None:
            small, through = self._made
            painter.drawImage(target(through, lens, small.size()), small)

    def advance(self, seconds: float) -> bool:
        """Paint a slice of it; whether there is more to do."""
        version = self._stage.geometry.version
        if self._job is None:
            through = None if self._version == version or self._stage.hidden else self._lens()
            if through is None:
                return False
            self._job = Job(self._stage, *through), version
        job, began = self._job
        if began != version:
            self.forget()
        elif job.advance(seconds):
            self._made, self._version, self._job = (job.picture, job.lens), version, None
        return True

    def forget(self) -> None:
        """It has other colours, words or cards now."""
        self._version = -1
        if self._job is not None:
            self._job[0].stop()
            self._job = None

    def drop(self) -> None:
        """Another sheet is shown: the picture of this one must not fill in for it."""
        self.forget()
        self._made = None

    def _lens(self) -> tuple[Lens, QSize] | None:
        """How it looks at the whole sheet, and how large it is."""
        bounds = self._stage.geometry.bounds()
        if bounds is None:
            return None
        bounds = bounds.grown(40 + 0.02 * max(bounds.right - bounds.left, bounds.bottom - bounds.top))
        width, height = bounds.right - bounds.left, bounds.bottom - bounds.top
        zoom = min(MOST.width() / width, MOST.height() / height, 0.29)
        lens = Lens(zoom, 1.0, int(bounds.left * zoom), int(bounds.top * zoom), level_at(zoom))
        return lens, QSize(int(width * zoom) + 1, int(height * zoom) + 1)
