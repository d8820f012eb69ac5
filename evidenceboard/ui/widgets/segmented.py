"""A row of choices of which one holds: A B C D E F, or Before · Merged · Theirs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line, plain_tooltip

HEIGHT = 26


class _Segment(QRadioButton):
    """One choice; a radio button for keys and screen readers, painted as a part of the row."""

    def __init__(self, value: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.value, self.words = value, words
        self.setAccessibleName(words)
        self.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the words in their heaviest weight."""
        metrics = QFontMetrics(theme.interface_font(12, 600))
        return QSize(max(28, metrics.horizontalAdvance(self.words) + 20), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrower than comfortable, but never cut."""
        metrics = QFontMetrics(theme.interface_font(12, 600))
        return QSize(max(22, metrics.horizontalAdvance(self.words) + 8), HEIGHT)

    def hitButton(self, pos: QPoint) -> bool:
        """The whole segment answers to the pointer."""
        return self.rect().contains(pos)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A letter or figure that a segment answers to is no shortcut of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            row = self.parent()
            if isinstance(row, SegmentedControl) and row.segment_for(event) is not None:
                event.accept()
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The row paints its segments."""


class SegmentedControl(QWidget):
    """Choices side by side, one chosen or none; arrow keys move, the first letter of a choice takes it."""

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]] | Sequence[str],
        name: str,
        *,
        equal: bool = True,
        hug: bool = False,
        clearable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """A control called `name`.

        Args:
            options: Values, or pairs of a value and its words.
            equal: Whether all segments have the same width.
            hug: Whether it stays as wide as its words; in the forms of a panel it fills the column.
            clearable: Whether a click on the chosen one takes the choice back (the value is "" then).
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        across = QSizePolicy.Policy.Maximum if hug else QSizePolicy.Policy.Preferred
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._clearable, self._pressed = clearable, ""
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        pairs = [(o, o) if isinstance(o, str) else o for o in options]
        for value, words in pairs:
            row.addWidget(self._segment(value, words), 1 if equal else 0)

    def _segment(self, value: str, words: str) -> _Segment:
        segment = _Segment(value, words, self)
        segment.pressed.connect(self._remember)
        segment.clicked.connect(self._clicked)
        segment.toggled.connect(self.update)
        self._group.addButton(segment)
        return segment

    def value(self) -> str:
        """The chosen value, "" for none."""
        button = self._group.checkedButton()
        return button.value if isinstance(button, _Segment) else ""

    def set_value(self, value: str) -> None:
        """Chooses without telling anybody; "" chooses none."""
        self._group.setExclusive(False)
        for segment in self.segments():
            segment.setChecked(segment.value == value)
        self._group.setExclusive(True)
        self.update()

    def segments(self) -> list[_Segment]:
        """The choices from left to right."""
        return [button for button in self._group.buttons() if isinstance(button, _Segment)]

    def explain(self, texts: dict[str, str]) -> None:
        """Gives choices a tooltip, by their value."""
        for segment in self.segments():
            if segment.value in texts:
                plain_tooltip(segment, texts[segment.value])

    def _remember(self) -> None:
        self._pressed = self.value()

    def _clicked(self) -> None:
        if self._clearable and self._pressed and self._pressed == self.value():
            self.set_value("")
        self._pressed = ""
        self.chosen.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A first letter or figure takes the choice that begins with it."""
        segment = self.segment_for(event)
        if segment is None:
            super().keyPressEvent(event)
            return
        segment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not segment.isChecked():  # Space takes a choice back, a letter never does
            segment.click()

    def segment_for(self, event: QKeyEvent) -> _Segment | None:
        """The choice that begins with what was typed."""
        typed = event.text().casefold()
        if not typed.strip() or not typed.isprintable():
            return None
        takes = (each for each in self.segments() if each.isEnabled() and each.words.casefold().startswith(typed))
        return next(takes, None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the frame, the chosen segment and the words."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            inset = active.border / 2
            frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            shape = QPainterPath()
            shape.addRoundedRect(frame, 6, 6)
            painter.fillPath(shape, active.field if self.isEnabled() else active.panel)
            painter.setClipPath(shape)
            for at, segment in enumerate(self.segments()):
                self._paint_segment(painter, segment, first=at == 0)
            painter.setClipping(False)
            focused = any(segment.hasFocus() for segment in self.segments())
            line = active.accent if focused else active.ctl if self.isEnabled() else active.hair
            painter.setPen(QPen(line, 2 if focused else active.border))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)

    def _paint_segment(self, painter: QPainter, segment: _Segment, *, first: bool) -> None:
        active = theme.current()
        rect = segment.geometry()
        if segment.isChecked():
            painter.fillRect(rect, active.accent if self.isEnabled() else active.track)
        elif segment.underMouse() and self.isEnabled():
            painter.fillRect(rect, theme.blend(active.ink, active.field, 0.06))
        if not first:
            painter.fillRect(rect.left(), rect.top(), active.border, rect.height(), active.hair)
        ink = active.accentink if segment.isChecked() else active.ink2
        painter.setPen(ink if self.isEnabled() else theme.disabled_ink(active))
        painter.setFont(theme.interface_font(12, 600 if segment.isChecked() else 400))
        draw_line(painter, QRectF(rect), segment.words, Qt.AlignmentFlag.AlignHCenter)
