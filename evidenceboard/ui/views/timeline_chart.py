"""The chart of the timeline: the camera over the time, the lanes with what lies in them, and what is under a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.finding import timeline as layout
from evidenceboard.finding.timeline import Floats
from evidenceboard.model.dates import bounds
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.views.timeline_cards import WIDEST, Lane, TimelineCards
from evidenceboard.ui.views.timeline_hands import AXIS, HEAD, TimelineHands
from evidenceboard.ui.views.timeline_painting import paint_chart

ROW, DENSE_ROW = 50, 15  # px of a row with and without words
ROWS, DENSE_ROWS = 14, 28  # of them in a lane, at most
PADDING, CHIP = 14, 26  # px in a lane
FEW = 60  # dates beside which their words have room
SHORTEST, LONGEST = 60.0, 12_000 * 365.2425 * layout.DAY  # seconds across the chart


@dataclass
class Placed:
    """A lane as it lies: px along the line, the row of each date (-1: no room), and its place down the chart."""

    lane: Lane
    left: Floats
    right: Floats
    rows: NDArray[np.int32]
    words: bool
    top: float = 0.0
    height: float = 0.0
    chip: float = 0.0  # px of the chip that says what has no date

    @property
    def step(self) -> int:
        return ROW if self.words else DENSE_ROW


@dataclass(frozen=True)
class Hit:
    """A date under a place: its lane, its place in that, and which part: "whole", or a hard end."""

    lane: int
    at: int
    part: str


class TimelineChart(QWidget):
    """Lanes of dates under one axis.

    Attributes:
        lanes: as they lie now.
        origin, scale: seconds at the left, px per second.
        selection, hovered: cards.
        brush: a span of time in seconds; None where there is none.
        lit: the cards that a filter finds, the rest is dimmed; None where nothing is filtered.
        clock_words: in which clock times are shown that name a zone; "" where none does.

    Signals:
        chosen: a frozenset of cards that a person chose.
        go_to: a card that should be shown on the canvas.
        brushed: the brush is another.
        edited: card, clock, and the date that it should have.
        undated_wanted: the cards of this lane that have no date should be listed.
    """

    chosen = Signal(object)
    go_to = Signal(str)
    brushed = Signal()
    edited = Signal(str, str, str)
    undated_wanted = Signal(int)

    def __init__(self, cards: TimelineCards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = cards
        self.lanes: list[Placed] = []
        self.origin, self.scale = 0.0, 1e-5
        self.down = 0.0  # px that the lanes are scrolled
        self.selection: frozenset[RecordId] = frozenset()
        self.hovered: RecordId | None = None
        self.brush: tuple[float, float] | None = None
        self.lit: frozenset[RecordId] | None = None
        self.read_only = False
        self.clock_words = ""  # of times that name a zone
        self._fresh = True
        self.hands = TimelineHands(self)
        self.setMouseTracking(True)
        self.setMinimumHeight(200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.installEventFilter(self)
        theme.signals.theme_changed.connect(self.update)

    # What lies where

    def set_lanes(self, lanes: Sequence[Lane], fit: bool = False) -> None:
        """Show these lanes; the whole of them the first time, and where `fit` says so."""
        self.lanes = [Placed(lane, *_nothing()) for lane in lanes]
        fit = fit or (self._fresh and any(lane.cards for lane in lanes) and self.isVisible())
        if not (fit and self.fit()):
            self.arrange()

    def arrange(self) -> None:
        """Give every date its row at this scale."""
        top = 0.0
        for placed in self.lanes:
            lane = placed.lane
            left, right = layout.extents(lane.dated, self.scale)
            taken = np.where(right - left > layout.POINT, np.maximum(right, left + lane.widths), right + lane.widths)
            placed.words = not layout.have_no_room(left, taken, ROWS, 16)
            if placed.words:
                placed.rows = layout.pack(left, taken, ROWS, 16)
                placed.words = not bool((placed.rows < 0).any())
            if not placed.words:
                placed.rows = layout.pack(left, right, DENSE_ROWS, 3)
            placed.left, placed.right = left, right
            rows = int(placed.rows.max(initial=-1)) + 1
            placed.chip = CHIP + 10 if lane.undated else 0
            over = 20 if bool((placed.rows < 0).any()) else 0
            placed.top, placed.height = top, max(106.0, 2 * PADDING + rows * placed.step + over + placed.chip)
            top += placed.height
        self.down = max(0.0, min(self.down, top - (self.height() - AXIS)))
        self.update()

    def x_of(self, at: float) -> float:
        """The px of a second."""
        return HEAD + (at - self.origin) * self.scale

    def second(self, x: float) -> float:
        return self.origin + (x - HEAD) / self.scale

    @property
    def shift(self) -> float:
        """What has to be added to px along the line, for px of the widget."""
        return HEAD - self.origin * self.scale

    def row_top(self, placed: Placed, row: int) -> float:
        """The top of a row."""
        return AXIS - self.down + placed.top + PADDING + row * placed.step

    def bar(self, placed: Placed, at: int) -> QRectF:
        """What is drawn of a date, without its words."""
        high = 12.0 if placed.words else 9.0
        left, right = float(placed.left[at]), float(placed.right[at])
        return QRectF(left + self.shift, self.row_top(placed, int(placed.rows[at])) + 2, right - left, high)

    def in_sight(self, placed: Placed) -> NDArray[np.intp]:
        """The dates of a lane that are drawn now."""
        reach = layout.seen(
            placed.left, placed.right + placed.lane.widths, HEAD - self.shift, self.width() - self.shift
        )
        return reach[placed.rows[reach] >= 0]

    def hit(self, at: QPointF) -> Hit | None:
        """The date under a place; the nearest where several are."""
        if at.x() < HEAD or at.y() < AXIS:
            return None
        for number, placed in enumerate(self.lanes):
            if not 0 <= at.y() + self.down - AXIS - placed.top < placed.height:
                continue
            row = int((at.y() + self.down - AXIS - placed.top - PADDING) // placed.step)
            x = at.x() - self.shift
            words = placed.lane.widths if placed.words else 0.0
            dot = placed.right - placed.left <= layout.POINT
            end = np.where(dot, placed.right + words, np.maximum(placed.right, placed.left + words))
            found = np.flatnonzero((placed.rows == row) & (placed.left - 5 <= x) & (end + 5 >= x))
            if len(found):
                index = int(found[np.argmin(np.abs(placed.left[found] - x))])
                return Hit(number, index, self._part(placed, index, at))
        return None

    def _part(self, placed: Placed, index: int, at: QPointF) -> str:
        box, dated = self.bar(placed, index), placed.lane.dated
        if not box.adjusted(-6, -4, 6, 6).contains(at) or box.width() <= 2 * layout.POINT:
            return "whole"
        if abs(at.x() - box.right()) <= 6 and np.isfinite(dated.last[index]):
            return "last"
        return "first" if abs(at.x() - box.left()) <= 6 and np.isfinite(dated.first[index]) else "whole"

    def place_of(self, card: RecordId, clock: str = "") -> Hit | None:
        """Where a card is placed: in a lane of that clock if it can be, else in the first."""
        lanes = [number for number, placed in enumerate(self.lanes) if card in placed.lane.cards]
        lanes.sort(key=lambda number: self.lanes[number].lane.clock != clock)
        return Hit(lanes[0], self.lanes[lanes[0]].lane.cards.index(card), "whole") if lanes else None

    def chip_of(self, placed: Placed) -> QRectF:
        """Where it says which cards have no date."""
        top = AXIS - self.down + placed.top + placed.height - PADDING / 2 - CHIP
        return QRectF(HEAD + 8, top, min(self.width() - HEAD - 24, 420), CHIP) if placed.chip else QRectF()

    # The camera

    def fit(self) -> bool:
        """Show the whole of the time; whether there is room for it."""
        found = [span for placed in self.lanes if (span := layout.reach(placed.lane.dated)) is not None]
        found = found or [_this_year()]
        if self.width() <= HEAD + 2 * layout.OPEN + WIDEST + 80:
            return False
        self._fresh = False
        first, last = min(span[0] for span in found), max(span[1] for span in found)
        time = max(last - first, 7 * layout.DAY)
        room = self.width() - HEAD
        worded = sum(len(placed.lane.cards) for placed in self.lanes) <= FEW
        self.scale = (room - (2 * layout.OPEN + WIDEST if worded else 2 * layout.OPEN)) / time
        self.origin = first - layout.OPEN / self.scale
        self.arrange()
        return True

    def zoom_at(self, x: float, factor: float) -> None:
        """Zoom; the second under x stays there."""
        at, room = self.second(x), max(1.0, self.width() - HEAD)
        self.scale = min(max(self.scale * factor, room / LONGEST), room / SHORTEST)
        self.origin = at - (x - HEAD) / self.scale
        self.arrange()

    def pan_by(self, dx: float, dy: float = 0.0) -> None:
        self.origin = min(max(self.origin - dx / self.scale, -layout.LAST), 2 * layout.LAST)
        whole = sum(placed.height for placed in self.lanes)
        self.down = max(0.0, min(self.down - dy, whole - (self.height() - AXIS)))
        self.update()

    def bring_into_view(self, card: RecordId) -> bool:
        """Pan so that a card is seen; False where it is not placed here."""
        found = self.place_of(card)
        if found is None:
            return False
        placed = self.lanes[found.lane]
        left, right = float(placed.left[found.at]) + self.shift, float(placed.right[found.at]) + self.shift
        if right < HEAD + 20 or left > self.width() - 80:
            self.pan_by(HEAD + (self.width() - HEAD) / 2 - (left + right) / 2)
        row = self.row_top(placed, max(0, int(placed.rows[found.at])))
        if row < AXIS or row > self.height() - ROW:
            self.pan_by(0, AXIS + (self.height() - AXIS) / 2 - row)
        return True

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean something here are no shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.hands.takes(event):
            event.accept()
            return True
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hands.finish()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (found := self.hit(event.position())) is not None:
            self.go_to.emit(self.lanes[found.lane].lane.cards[found.at])

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hands.key(event):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        angle, held = event.angleDelta(), event.modifiers()
        turn = angle.y() or angle.x()
        if held & Qt.KeyboardModifier.ControlModifier:
            self.zoom_at(max(event.position().x(), HEAD), 1.0015**turn)
        elif angle.x() or held & Qt.KeyboardModifier.ShiftModifier:
            self.pan_by(turn / 2)
        else:
            self.pan_by(0, turn / 2)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fresh:
            self.fit()
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_chart(painter, self)


def _nothing() -> tuple[Floats, Floats, NDArray[np.int32], bool]:
    return np.zeros(0), np.zeros(0), np.zeros(0, np.int32), True


def _this_year() -> tuple[float, float]:
    """What the axis shows where nothing is dated yet, in seconds."""
    year = bounds(str(date.today().year))
    span = layout.reach(layout.columns([year])) if year is not None else None
    assert span is not None
    return span
