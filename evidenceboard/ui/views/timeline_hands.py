"""Hands on the timeline: choosing, panning, brushing, and pulling dates by mouse or keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent

from evidenceboard.finding import timeline as layout
from evidenceboard.model.date_moves import DAY, moved, step_of
from evidenceboard.model.ids import RecordId

if TYPE_CHECKING:
    from evidenceboard.ui.views.timeline_chart import Hit, TimelineChart

HEAD, AXIS = 168, 60  # px of the names of the lanes, and of the axis
SLACK = 4.0  # px that a press may wander and still be a click
REST_MS = 700  # after a key, until what it moved is a step of the history
GRIP = 7.0  # px around an end of the brush
PAN = 60.0  # px
Key, Modifier = Qt.Key, Qt.KeyboardModifier
ZOOM = {Key.Key_Plus: 1.25, Key.Key_Equal: 1.25, Key.Key_Minus: 0.8}
ARROWS = {Key.Key_Left: -1, Key.Key_Right: 1}


@dataclass
class Pull:
    """A date under way: nothing of it is written yet."""

    card: RecordId
    clock: str
    end: str
    before: str
    steps: int = 0
    after: str = ""

    def to(self, steps: int) -> None:
        """Move it so many steps from where it was; where it cannot go it stays."""
        made = moved(self.before, self.end, steps)
        if made is not None:
            self.steps, self.after = steps, made


class TimelineHands(QObject):
    """One gesture at a time.

    Attributes:
        pull: the date that is being moved.
    """

    def __init__(self, chart: TimelineChart) -> None:
        super().__init__(chart)
        self._chart = chart
        self.pull: Pull | None = None
        self._pressed: QPointF | None = None
        self._hit: Hit | None = None
        self._what = ""  # "date", "brush" or "pan"
        self._clock = ""  # of the date that was last clicked: keys move that one
        self._from = 0.0  # seconds: the end of the brush that stays
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.finish)

    def finish(self) -> None:
        """What keys have moved is written now."""
        self._rest.stop()
        pull, self.pull = self.pull, None
        if pull is not None and pull.after and pull.after != pull.before:
            self._chart.edited.emit(pull.card, pull.clock, pull.after)
        self._chart.update()

    def cancel(self) -> bool:
        """Leave everything as it was; whether something was under way."""
        busy = self.pull is not None
        self._rest.stop()
        self.pull, self._pressed, self._what = None, None, ""
        self._chart.update()
        return busy

    # Mouse

    def press(self, event: QMouseEvent) -> None:
        self.finish()
        chart, at = self._chart, event.position()
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._pressed, self._hit = at, chart.hit(at)
        self._what = "pan" if self._hit is None or event.button() == Qt.MouseButton.MiddleButton else "date"
        end = self._brush_end(at)
        left, on_axis = event.button() == Qt.MouseButton.LeftButton, at.y() < AXIS or end is not None
        if left and self._hit is None and at.x() >= HEAD and on_axis:
            self._what, self._from = "brush", chart.second(at.x()) if end is None else end
        for number, placed in enumerate(chart.lanes):
            if self._what == "pan" and at.y() >= AXIS and chart.chip_of(placed).contains(at):
                self._what = ""
                chart.undated_wanted.emit(number)

    def move(self, event: QMouseEvent) -> None:
        chart, at = self._chart, event.position()
        if self._pressed is None:
            self._hover(at)
            return
        step = at - self._pressed
        if self._what == "pan":
            chart.pan_by(step.x(), step.y())
            self._pressed = at
            self._hit = None
        elif self._what == "brush" and (abs(step.x()) > SLACK or chart.brush is not None):
            ends = sorted((self._from, chart.second(at.x())))
            chart.brush = (ends[0], ends[1])
            chart.brushed.emit()
            chart.update()
        elif self._what == "date" and (self.pull is not None or abs(step.x()) > SLACK):
            self._pull_to(step.x())

    def release(self, event: QMouseEvent) -> None:
        chart, what = self._chart, self._what
        if self._pressed is None:
            return
        wandered = (event.position() - self._pressed).manhattanLength() > SLACK
        self._pressed, self._what = None, ""
        if what == "brush" and not wandered:
            self.end_brush()
        elif self.pull is not None:
            self.finish()
        elif self._hit is not None and not wandered:
            self._choose(self._hit, bool(event.modifiers() & Modifier.ShiftModifier))
        elif what == "pan" and not wandered and self._hit is None and chart.selection:
            chart.chosen.emit(frozenset())

    def _choose(self, hit: Hit, add: bool) -> None:
        lane = self._chart.lanes[hit.lane].lane
        self._clock = lane.clock
        card = frozenset((lane.cards[hit.at],))
        self._chart.chosen.emit(self._chart.selection ^ card if add else card)

    def _hover(self, at: QPointF) -> None:
        chart = self._chart
        found = chart.hit(at)
        hovered = chart.lanes[found.lane].lane.cards[found.at] if found else None
        ends = self._brush_end(at) is not None or (found is not None and found.part != "whole")
        chart.setCursor(Qt.CursorShape.SizeHorCursor if ends else Qt.CursorShape.ArrowCursor)
        if hovered != chart.hovered:
            chart.hovered = hovered
            chart.update()

    def _pull_to(self, dx: float) -> None:
        chart = self._chart
        assert self._hit is not None
        if self.pull is None:
            if chart.read_only:
                return
            lane = chart.lanes[self._hit.lane].lane
            card = lane.cards[self._hit.at]
            self.pull = Pull(card, lane.clock, self._hit.part, lane.stored[self._hit.at])
            if card not in chart.selection:
                chart.chosen.emit(frozenset((card,)))
        self.pull.to(self._steps(dx))
        chart.update()

    def _steps(self, dx: float) -> int:
        """So many steps of the date are so many px; a clock that is seen from far moves by whole days."""
        assert self.pull is not None
        step = step_of(self.pull.before, self.pull.end)
        if not step:
            return 0
        coarse = DAY if step < DAY and 1 / self._chart.scale > 600 else step
        return round(dx / self._chart.scale / coarse) * round(coarse / step)

    # The brush

    def _brush_end(self, at: QPointF) -> float | None:
        """The other end, where one end of the brush is under a place."""
        chart = self._chart
        if chart.brush is None:
            return None
        first, last = chart.brush
        if abs(at.x() - chart.x_of(last)) <= GRIP:
            return first
        return last if abs(at.x() - chart.x_of(first)) <= GRIP else None

    def end_brush(self) -> bool:
        """Light everything again; whether there was a brush."""
        had = self._chart.brush is not None
        self._chart.brush = None
        if had:
            self._chart.brushed.emit()
        self._chart.update()
        return had

    def _brush_selection(self) -> None:
        """Brush the time of the selected cards."""
        chart = self._chart
        ends = [
            end
            for placed in chart.lanes
            for at, card in enumerate(placed.lane.cards)
            if card in chart.selection
            for end in (float(placed.lane.dated.first[at]), float(placed.lane.dated.last[at]))
            if abs(end) != float("inf")
        ]
        if ends:
            chart.brush = (min(ends), max(max(ends), min(ends) + layout.HOUR))
            chart.brushed.emit()
            chart.update()

    # Keys

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key means something here."""
        plain = not event.modifiers() & (Modifier.ControlModifier | Modifier.AltModifier | Modifier.MetaModifier)
        key = Key(event.key())
        return key in ARROWS or (plain and (key in ZOOM or key in (Key.Key_B, Key.Key_0, Key.Key_Escape)))

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key says; whether it says something."""
        chart, key, held = self._chart, Key(event.key()), event.modifiers()
        if key == Key.Key_Escape:
            if not self.cancel() and not self.end_brush() and chart.selection:
                chart.chosen.emit(frozenset())
        elif key in ARROWS and held & (Modifier.ControlModifier | Modifier.AltModifier):
            end = "last" if held & Modifier.ShiftModifier else "first" if held & Modifier.AltModifier else "whole"
            self._pull_by(ARROWS[key], end)
        elif key in ARROWS:
            chart.pan_by(-ARROWS[key] * PAN * (4 if held & Modifier.ShiftModifier else 1))
        elif key in (Key.Key_Up, Key.Key_Down):
            self._walk(-1 if key == Key.Key_Up else 1)
        elif key in (Key.Key_Return, Key.Key_Enter) and len(chart.selection) == 1:
            self.finish()
            chart.go_to.emit(next(iter(chart.selection)))
        elif key in ZOOM and self.takes(event):
            chart.zoom_at(chart.width() / 2, ZOOM[key])
        elif key == Key.Key_0 and self.takes(event):
            chart.fit()
        elif key == Key.Key_B and self.takes(event):
            self._brush_selection()
        else:
            return False
        return True

    def _pull_by(self, steps: int, end: str) -> None:
        """One step of the selected card's date; what follows soon belongs to it."""
        chart = self._chart
        if chart.read_only or len(chart.selection) != 1:
            return
        card = next(iter(chart.selection))
        if self.pull is None or (self.pull.card, self.pull.end) != (card, end):
            self.finish()
            found = chart.place_of(card, self._clock)
            if found is None:
                return
            lane = chart.lanes[found.lane].lane
            self.pull = Pull(card, lane.clock, end, lane.stored[found.at])
        self.pull.to(self.pull.steps + steps)
        self._rest.start()
        chart.update()

    def _walk(self, by: int) -> None:
        """Choose the next date, lane by lane."""
        chart = self._chart
        self.finish()
        order = [
            placed.lane.cards[at] for placed in chart.lanes for at in np.argsort(placed.left, kind="stable").tolist()
        ]
        order = list(dict.fromkeys(order))
        now = next((at for at, card in enumerate(order) if card in chart.selection), -1 if by > 0 else 0)
        if order:
            card = order[(now + by) % len(order)]
            chart.chosen.emit(frozenset((card,)))
            chart.bring_into_view(card)
