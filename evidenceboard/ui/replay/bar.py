"""The bar of the replay: by which clock, where, what was new then, and the way back to now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.replay.replaying import CAPTURED, CHANGES, HAPPENED, SAID, Replaying
from evidenceboard.ui.replay.slider import ReplaySlider
from evidenceboard.ui.widgets.buttons import IconButton, fill, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl

CLOCKS = ((CAPTURED, "Captured"), (SAID, "Said"), (HAPPENED, "Happened"), (CHANGES, "Changes"))
NARROW, WIDE = 620, 860  # px from which one row has room for all hands, and the other for the note
EXPLAINED = {
    CAPTURED: "What we had by a day: cards by when they were captured",
    SAID: "What had been said by a day: cards by when somebody said it",
    HAPPENED: "What had happened by a day: cards by when it happened",
    CHANGES: "The board after each change to it: who did what, and why",
}


class ReplayBar(QWidget):
    """Hidden while nothing is replayed."""

    def __init__(self, replaying: Replaying, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.replaying = replaying
        self.setAccessibleName("Replay")
        self.clock = SegmentedControl(CLOCKS, "Replay by", equal=False, parent=self)
        self.clock.explain(EXPLAINED)
        self.back = IconButton("chevron-left", "One step back", side=28, parent=self)
        self.play = IconButton("present", "Play", side=28, parent=self)
        self.on = IconButton("chevron-right", "One step further", side=28, parent=self)
        self.slider = ReplaySlider(self)
        self.show_it = push_button("Show what is new", "link", parent=self)
        self.now = push_button("Back to now", parent=self)
        plain_tooltip(self.now, "Esc")
        keeps = self.show_it.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.show_it.setSizePolicy(keeps)
        plain_tooltip(self.slider, "Arrows go from tick to tick, the space bar plays. Violet: somebody else leads")
        self.when = plain_label("", weight=600, tabular=True, parent=self)
        self.what = plain_label("", elide=True, parent=self)
        self.note = plain_label("", size=12, ink="ink3", elide=True, parent=self)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        self._above, self._first, second = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (self._above, self._first, second):
            row.setSpacing(8)
        self._above.addStretch()
        for widget in (self.clock, self.back, self.play, self.on, self.slider, self.now):
            self._first.addWidget(widget, int(widget is self.slider))
        self._first.insertSpacing(1, 4)
        second.addWidget(self.when)
        second.addWidget(self.what, 1)
        second.addWidget(self.note)
        second.addWidget(self.show_it)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(4)
        for row in (self._above, self._first, second):
            rows.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the clocks and the way back have a row of their own."""
        narrow = self.width() < NARROW
        if narrow != (self._above.indexOf(self.clock) >= 0):
            old, new = (self._first, self._above) if narrow else (self._above, self._first)
            for widget in (self.clock, self.now):
                old.removeWidget(widget)
            new.insertWidget(0, self.clock)
            new.addWidget(self.now)
        self.note.setVisible(self.width() >= WIDE)

    def _connect(self) -> None:
        replaying, slider = self.replaying, self.slider
        self.clock.chosen.connect(replaying.choose)
        for segment in self.clock.segments():
            segment.installEventFilter(self)
        slider.wanted.connect(self._go)
        slider.stepped.connect(self._step)
        slider.turned.connect(self._turn)
        slider.play.connect(replaying.play)
        self.play.clicked.connect(replaying.play)
        self.back.clicked.connect(lambda: self._step(-1))
        self.on.clicked.connect(lambda: self._step(1))
        self.now.clicked.connect(replaying.end)
        self.show_it.clicked.connect(replaying.show_touched)
        replaying.changed.connect(self.refresh)
        replaying.ended.connect(self.hide)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Who chose a clock with the mouse goes on at the slider."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self.slider, self.slider.setFocus)  # a button that loses it now is not clicked
        return False

    def open(self) -> None:
        """Show it, and look back."""
        self.show()
        self.replaying.begin()
        self.refresh()
        self.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go(self, place: int) -> None:
        self.replaying.stop()
        self.replaying.go(place)

    def _step(self, by: int) -> None:
        self.replaying.stop()
        self.replaying.step(by)

    def _turn(self, far: int) -> None:
        self.replaying.stop()
        self.replaying.turn(far)

    def refresh(self) -> None:
        """Show where the replay is."""
        replaying = self.replaying
        if not replaying.active:
            return
        course, told = replaying.course, replaying.tell()
        self.clock.set_value(replaying.clock)
        if not replaying.reading:
            self.slider.show_course(course.first, course.last, course.ticks, replaying.turns)
            self.slider.setValue(replaying.at)
        self.when.setText(told.when)
        self.what.setText(told.what)
        self.note.setText(told.note)
        plain_tooltip(self.note, told.note)
        plain_tooltip(self.what, ". ".join(part for part in (told.what, told.note) if part))
        self.show_it.setVisible(bool(replaying.marks.touched))
        self.slider.setAccessibleDescription(": ".join(part for part in (told.when, told.what) if part))
        at_end = replaying.at >= course.last
        self.back.setEnabled(bool(course.ticks) and replaying.at > course.first)
        self.on.setEnabled(bool(course.ticks) and not at_end)
        self.play.setEnabled(bool(course.ticks))
        self.play.setIcon(icons.icon("pause" if replaying.playing else "present"))
        self.play.rename("Pause" if replaying.playing else "Play")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc comes back to now; Enter presses what has the focus."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.replaying.end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel, line="hair", edge=Qt.Edge.TopEdge)
