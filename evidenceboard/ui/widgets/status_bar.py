"""The line below the canvas: zoom, counts, long work, and where the board is saved."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import partial
from textwrap import wrap

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QSizePolicy, QToolButton, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import cut, draw_line, plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import Hairline, IconButton, fill, push_button

HEIGHT = 28


class SaveState(Enum):
    """How the work stands to the user's file: icon and colours of the words that say so."""

    NOT_YET = ("", "ink2", "")
    SAVING = ("", "ink2", "")
    SAVED = ("check", "ink2", "")
    READ_ONLY = ("lock", "ink2", "")
    FAILED = ("warning", "danger", "dangerbg")


class _SaveNote(QWidget):
    """The words about saving with their icon; failure has a ground of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.state, self.words = SaveState.NOT_YET, "Not saved yet"
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)

    def tell(self, state: SaveState, words: str) -> None:
        self.state, self.words = state, cut(words, 200)
        self.setAccessibleName(self.words)
        plain_tooltip(self, words if state is SaveState.FAILED else "")
        self.updateGeometry()
        self.update()

    def _left(self) -> int:
        return 34 if self.state.value[0] else 12

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.interface_font(12, 600))
        return QSize(self._left() + metrics.horizontalAdvance(self.words) + 14, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(110, self.sizeHint().width()), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws icon and words at the right end."""
        icon, ink, ground = self.state.value
        active = theme.current()
        with QPainter(self) as painter:
            if ground:
                painter.fillRect(self.rect().adjusted(0, active.border, 0, 0), active.color(ground))
            font = theme.interface_font(12, 600 if ground else 400, tabular=True)
            metrics = QFontMetrics(font)
            room = self.width() - self._left() - 12
            words = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, room)
            left = self.width() - 12 - metrics.horizontalAdvance(words)
            if icon:
                token = "support" if self.state is SaveState.SAVED else ink
                place = QRectF(left - 21, (self.height() - 14) / 2, 14, 14)
                icons.paint_icon(painter, icon, place, active.color(token))
            painter.setFont(font)
            painter.setPen(active.color(ink))
            draw_line(painter, QRectF(left, 0, room, self.height()), words)


class StandingButton(QToolButton):
    """How voices are counted, and a menu of the two ways, each with what it means.

    Signals:
        chosen: "origin" or "report".
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._meanings: Mapping[str, str] = {}
        self.setAccessibleName("How voices are counted")
        self.setFont(theme.interface_font(12))
        self.setFixedHeight(24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.ways = QMenu(self)
        self.ways.aboutToShow.connect(self._fill)
        self.clicked.connect(self._open)
        self._count = "origin"

    def explain(self, meanings: Mapping[str, str]) -> None:
        """What each way of counting means, in one sentence."""
        self._meanings = meanings

    def show_count(self, count: str) -> None:
        """Shows the way that holds."""
        self._count = count
        self.setText(f"Standing by {count}  ▾")
        self.setAccessibleName(f"Standing by {count}")
        plain_tooltip(self, self._meanings.get(count, ""))

    def _fill(self) -> None:
        self.ways.clear()
        group = QActionGroup(self.ways)  # one of them holds: drawn as a choice
        for count, meaning in self._meanings.items():
            action = self.ways.addAction(f"By {count}", partial(self.chosen.emit, count))
            action.setCheckable(True)
            group.addAction(action)
            action.setChecked(count == self._count)
            for line in wrap(meaning, 60):
                self.ways.addAction(line).setEnabled(False)

    def _open(self) -> None:
        self._fill()
        above = self.ways.sizeHint().height()
        self.ways.popup(self.mapToGlobal(self.rect().topLeft()) - QPoint(0, above))


class BoardStatusBar(QWidget):
    """The line; 28 px high."""

    zoom_in = Signal()
    zoom_out = Signal()
    zoom_reset = Signal()
    todo_wanted = Signal()
    count_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._zooming = QWidget(self)
        self._out = IconButton("minus", "Zoom out  Ctrl+−", side=24, parent=self)
        self._zoom = self._zoom_label()
        self._in = IconButton("plus", "Zoom in  Ctrl++", side=24, parent=self)
        self._counts = plain_label(size=12, ink="ink2", elide=True, tabular=True, parent=self)
        self._counts.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._counts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.todo = push_button("", "link", parent=self)
        self.todo.setFont(theme.interface_font(12, tabular=True))
        self.todo.hide()
        self.todo.clicked.connect(self.todo_wanted)
        self.standing = StandingButton(self)
        self.standing.hide()
        self.standing.chosen.connect(self.count_wanted)
        self._note = _SaveNote(self)
        self._row = QHBoxLayout(self)
        self._lay_out()
        self._out.clicked.connect(self.zoom_out)
        self._in.clicked.connect(self.zoom_in)
        self._zoom.clicked.connect(self.zoom_reset)
        self.set_zoom(1.0)

    def _zoom_label(self) -> QToolButton:
        button = QToolButton(self)
        button.setFont(theme.interface_font(12, tabular=True))
        button.setFixedSize(54, 24)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        plain_tooltip(button, "Zoom to 100 %  Ctrl+0")
        return button

    def _lay_out(self) -> None:
        row = self._row
        row.setContentsMargins(12, 1, 0, 0)
        row.setSpacing(0)
        zooming = QHBoxLayout(self._zooming)
        zooming.setContentsMargins(0, 0, 12, 0)
        zooming.setSpacing(0)
        for widget in (self._out, self._zoom, self._in):
            zooming.addWidget(widget)
        zooming.addSpacing(10)
        zooming.addWidget(Hairline(upright=True, length=16, parent=self))
        row.addWidget(self._zooming)
        row.addWidget(self._counts)
        row.addSpacing(8)
        row.addWidget(self.todo)
        row.addStretch(1)
        row.addWidget(self.standing)
        row.addStretch(1)
        row.addWidget(self._note, 0)

    def set_zoom(self, factor: float) -> None:
        """Shows the zoom; 1.0 is 100 %."""
        percent = factor * 100
        words = f"{percent:.0f} %" if percent >= 2 else f"{percent:.1f} %"
        self._zoom.setText(words)
        self._zoom.setAccessibleName(f"Zoom {words}")

    def show_zoom(self, shown: bool) -> None:
        """Shows or hides the zoom: only the canvas has one."""
        self._zooming.setVisible(shown)

    def set_counts(self, text: str) -> None:
        """Says what is on the board: "16 cards · 21 links"."""
        self._counts.setText(text)

    def set_todo(self, count: int) -> None:
        """Says how much is left to do; nothing where that is nothing, or not known."""
        self.todo.setText(f"{count:,} to do")
        self.todo.setVisible(count > 0)

    def set_standing(self, count: str | None) -> None:
        """Says how voices are counted: "origin" or "report"; None where nothing stands."""
        self.standing.setVisible(count is not None)
        if count is not None:
            self.standing.show_count(count)

    def set_saved(self, state: SaveState, words: str) -> None:
        """Says how the work stands to the file: "Saved 10:42, verified"; a failure stays until the next call."""
        self._note.tell(state, words)

    def add_progress(self, words: str) -> ProgressLine:
        """Shows long work with a button to cancel it, until the line's `end`."""
        line = ProgressLine(words, self)
        self._row.insertWidget(self._row.indexOf(self._note), line)
        line.show()
        return line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground and the line to the canvas."""
        fill(self, theme.current().bar, line="hair", edge=Qt.Edge.TopEdge)


class ProgressLine(QWidget):
    """Name, bar, count and cancel button of one piece of long work.

    Signals:
        cancelled: the person wants it to stop.
    """

    cancelled = Signal()

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setRange(0, 0)
        self.count = plain_label(size=12, ink="ink3", tabular=True, parent=self)
        self.cancel = push_button("Cancel", "link", parent=self)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        name = plain_label(words, size=12, ink="ink2", elide=True, parent=self)
        for label in (name, self.count):
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        for widget in (name, self.bar, self.count, self.cancel):
            row.addWidget(widget)
        self.setMaximumHeight(HEIGHT)

    def show_progress(self, done: int, total: int) -> None:
        """Moves the bar; a total of 0 means that nobody knows how long."""
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.count.setText(f"{done} of {total}" if total else "")

    def end(self) -> None:
        """Takes itself off the status bar."""
        self.hide()
        self.deleteLater()
