"""A slider over days or steps, with a tick wherever something happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from evidenceboard.ui import theme

HEIGHT, KNOB = 28, 7.0  # px; the knob's radius
ROOM = KNOB + 3.0  # at both ends
SNAP = 6.0  # px around a tick in which a press means it
CLOSE = 5.0  # px between ticks below which they would be a grey band
GROOVE, TICK, TURN = 4.0, 5.0, 8.0  # px: its height; how far a tick stands out, and one where another takes the lead
STEPS = {
    Qt.Key.Key_Left: ("step", -1),
    Qt.Key.Key_Down: ("step", -1),
    Qt.Key.Key_Right: ("step", 1),
    Qt.Key.Key_Up: ("step", 1),
    Qt.Key.Key_PageUp: ("turn", 1),
    Qt.Key.Key_PageDown: ("turn", -1),
    Qt.Key.Key_Home: ("end", -1),
    Qt.Key.Key_End: ("end", 1),
    Qt.Key.Key_Space: ("play", 0),
}


class ReplaySlider(QSlider):
    """Its value is a place of the course; keys go from tick to tick.

    Signals:
        wanted: a place that the mouse points at, or an end.
        stepped: so many ticks further, or back.
        turned: a good deal further, or back.
        play: the space bar.
    """

    wanted = Signal(int)
    stepped = Signal(int)
    turned = Signal(int)
    play = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("Where the replay is")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ticks: np.ndarray = np.zeros(0, np.int64)
        self._course: Sequence[int] = ()
        self._drawn: tuple[int, np.ndarray] = (-1, self._ticks)  # for a width, where ticks are drawn
        self._turns: frozenset[int] = frozenset()
        self.actionTriggered.connect(self._asked)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def show_course(self, first: int, last: int, ticks: Sequence[int], turns: frozenset[int]) -> None:
        """Show these ticks between two places; at some of them another takes the lead."""
        if (first, last) != (self.minimum(), self.maximum()) or ticks is not self._course:
            self.setRange(first, last)
            self._course, self._drawn = ticks, (-1, self._ticks)
            self._ticks = np.arange(len(ticks)) + first if isinstance(ticks, range) else np.array(ticks, np.int64)
        self._turns = turns
        self.setEnabled(bool(len(self._ticks)))
        self.update()

    def x_of(self, place: float) -> float:
        """Where a place lies, in px from the left."""
        across = self.width() - 2 * ROOM
        span = max(1, self.maximum() - self.minimum())
        return float(ROOM + across * (place - self.minimum()) / span)

    def place_at(self, x: float) -> int:
        """The place at a point: the tick that is near, else what lies there."""
        if len(self._ticks):
            away = np.abs(ROOM + (self.width() - 2 * ROOM) * self._shares() - x)
            if away.min() <= SNAP:
                return int(self._ticks[int(away.argmin())])
        across = max(1.0, self.width() - 2 * ROOM)
        share = min(1.0, max(0.0, (x - ROOM) / across))
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def _shares(self) -> np.ndarray:
        return (self._ticks - self.minimum()) / max(1, self.maximum() - self.minimum())

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(self.place_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.wanted.emit(self.place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        notches = event.angleDelta().y()
        if notches:
            self.stepped.emit(1 if notches > 0 else -1)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Its keys are no commands of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._key(event):
            event.accept()
            return True
        return super().event(event)

    def _key(self, event: QKeyEvent) -> tuple[str, int] | None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return STEPS.get(Qt.Key(event.key())) if plain else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        found = self._key(event)
        if found is None:
            event.ignore()
            return
        what, by = found
        if what == "end":
            self.wanted.emit(self.minimum() if by < 0 else self.maximum())
        elif what == "play":
            self.play.emit()
        else:
            (self.stepped if what == "step" else self.turned).emit(by)

    def _asked(self, _action: int) -> None:
        """What helps a person by other means than mouse and keys moves it, too."""
        if self.sliderPosition() != self.value():
            self.wanted.emit(self.sliderPosition())

    # Painting

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the groove, filled up to the knob, ticks, and the knob."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle, here = self.height() / 2, self.x_of(self.value())
            painter.setPen(Qt.PenStyle.NoPen)
            groove = QRectF(ROOM, middle - GROOVE / 2, self.width() - 2 * ROOM, GROOVE)
            painter.setBrush(active.track)
            painter.drawRoundedRect(groove, GROOVE / 2, GROOVE / 2)
            if not self.isEnabled():
                return
            painter.setBrush(active.ctl)
            painter.drawRoundedRect(QRectF(groove.left(), groove.top(), here - groove.left(), GROOVE), 2, 2)
            self._paint_ticks(painter, middle)
            painter.setPen(QPen(active.panel, 2))
            painter.setBrush(active.accent)
            painter.drawEllipse(QPointF(here, middle), KNOB, KNOB)
            if self.hasFocus():
                painter.setPen(QPen(active.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(here, middle), KNOB + 2.5, KNOB + 2.5)

    def _paint_ticks(self, painter: QPainter, middle: float) -> None:
        active = theme.current()
        painter.setPen(QPen(active.ctl, 1.5))
        for x in self._places().tolist():
            painter.drawLine(QPointF(x, middle - GROOVE / 2 - TICK), QPointF(x, middle + GROOVE / 2 + TICK))
        painter.setPen(QPen(active.hyp, 2.5))
        for turn in self._turns:
            x = round(self.x_of(turn))
            painter.drawLine(QPointF(x, middle - GROOVE / 2 - TURN), QPointF(x, middle + GROOVE / 2 + TURN))

    def _places(self) -> np.ndarray:
        """Where ticks are drawn, in px from the left; nowhere if they lay too close."""
        across = self.width() - 2 * ROOM
        if self._drawn[0] != self.width():
            places = np.unique(np.round(ROOM + across * self._shares()))
            if len(places) > 1 and across / len(places) < CLOSE:
                places = places[:0]
            self._drawn = self.width(), places
        return self._drawn[1]
