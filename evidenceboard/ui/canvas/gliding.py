"""Cards on their way from where they were to where the sheet has them now. Only what is seen moves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation, Signal
from PySide6.QtGui import QPainter

from evidenceboard.ui.canvas.flight import DURATION
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.lifted import Lifted
from evidenceboard.ui.canvas.painting import Stage

MOST = 200  # cards that glide; more arrive at once


class Gliding(Lifted):
    """Cards between two places each.

    Attributes:
        share: of the way that is done, 0 … 1.
    """

    def __init__(self, stage: Stage, old: Mapping[str, tuple[float, float]]) -> None:
        self._old = old
        self.share = 0.0
        super().__init__(stage, list(old))

    def follow(self) -> None:
        super().follow()
        places = np.array([self._old[card] for card in sorted(self.cards)], np.float64).reshape(-1, 2)
        self._from = places[:, 0], places[:, 1]

    def paint(self, painter: QPainter, lens: Lens, offset: QPointF, area: QRectF) -> None:
        rest = 1.0 - self.share
        x, y = (old * rest + home * self.share for old, home in zip(self._from, self._home, strict=True))
        self._part.shift(self._rows, x, y)
        self._bundles.put(x, y)
        self._bundles.paint_lines(painter, lens, area)
        lines, _ = self._stage.painters(lens)
        edges = np.concatenate([self._edges, self._inner])  # each card has a way of its own
        for _ in lines.lines(painter, self._part, edges, area):
            pass
        everyone, self._rows = self._rows, self._seen(lens.scene(0, 0, area.width(), area.height()))
        self._paint_cards(painter, lens)
        self._rows = everyone
        for _ in lines.marks(painter, self._part, edges, area):
            pass
        self._bundles.paint_pills(painter, lens)


class Glide(QObject):
    """The clock of a glide.

    Signals:
        moved: the share of the way that is done.
        arrived: once, at the end.
    """

    moved = Signal(float)
    arrived = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = QVariantAnimation(self)
        self._clock.setDuration(DURATION)
        self._clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.valueChanged.connect(lambda share: self.moved.emit(share))
        self._clock.finished.connect(self.arrived)

    def start(self) -> None:
        self._clock.stop()
        self._clock.start()

    def stop(self) -> None:
        self._clock.stop()
