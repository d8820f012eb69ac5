"""What the panels are set from: sections with a heading, rows with a label, sentences of several inks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QScrollBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from evidenceboard.ui import icons, theme
from evidenceboard.ui.label import PlainLabel
from evidenceboard.ui.panels.bare import OVERHANG
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, IconButton

WIDTH = 320
PADDING = 16
LABELS = 96  # width of the column of labels


class Section(QWidget):
    """A part of a panel: a hairline above, a heading, and rows below it."""

    def __init__(self, heading: str = "", parent: QWidget | None = None, *, line: bool = True) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if line:
            outer.addWidget(Hairline(parent=self))
        self.rows = QVBoxLayout()
        self.rows.setContentsMargins(PADDING - OVERHANG, 12, PADDING - OVERHANG, 12)
        self.rows.setSpacing(6)
        outer.addLayout(self.rows)
        self._heading = QHBoxLayout()
        if heading:
            self._add_heading(heading)

    def _add_heading(self, words: str) -> None:
        self._heading.setContentsMargins(OVERHANG, 0, OVERHANG, 2)
        self._heading.addWidget(plain_label(words, size=11, weight=600, ink="ink3", parent=self), 1)
        self.rows.addLayout(self._heading)

    def add_tool(self, icon: str, name: str) -> IconButton:
        """A small button at the end of the heading."""
        button = IconButton(icon, name, side=24, parent=self)
        button.setIconSize(QSize(14, 14))
        self._heading.addWidget(button)
        return button

    def add(self, widget: QWidget, *, bare: bool = False) -> None:
        """Adds a widget; a bare field stands out by `OVERHANG` so that its words stand in line."""
        if bare:
            self.rows.addWidget(widget)
        else:
            self.rows.addLayout(inset(widget))

    def add_row(self, label: str, widget: QWidget, *, bare: bool = False) -> Row:
        """Adds a widget with a label before it; the row can be hidden."""
        row = Row(label, widget, bare=bare, parent=self)
        self.rows.addWidget(row)
        return row


class Scroll(QScrollArea):
    """A form that scrolls up and down; its bar lies over the padding, so that nothing moves when it comes.

    The style sheet passes over all that a widget holds whenever it gets another parent: a form that holds much is
    made with `viewport()` for its parent, in a `Scroll` that has its own place already.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        real = self.verticalScrollBar()
        real.rangeChanged.connect(self._follow)
        real.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(real.setValue)
        self._follow()

    def hold(self, form: QWidget) -> None:
        """Let this scroll."""
        self.setWidget(form)
        form.setAutoFillBackground(False)

    def _follow(self) -> None:
        real = self.verticalScrollBar()
        self._bar.setRange(real.minimum(), real.maximum())
        self._bar.setPageStep(real.pageStep())
        self._bar.setSingleStep(real.singleStep())
        self._bar.setValue(real.value())
        self._bar.setVisible(real.maximum() > 0)
        self._bar.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar stays at the right edge."""
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - 12, 0, 12, self.height())
        self._follow()


class Row(QWidget):
    """A label and what it names."""

    def __init__(self, label: str, widget: QWidget, *, bare: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(OVERHANG, 0, 0 if bare else OVERHANG, 0)
        row.setSpacing(0)
        self.label = plain_label(label, size=12, ink="ink2", elide=True, parent=self)
        self.label.setFixedWidth(LABELS - (OVERHANG if bare else 0))
        self.label.setFixedHeight(26)
        self.label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.label.setBuddy(widget)  # where a screen reader looks for the name of a choice
        row.addWidget(self.label, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(widget, 1)


def inset(widget: QWidget, left: int = OVERHANG) -> QHBoxLayout:
    """The widget with the margins that put it in line with the words of bare fields."""
    row = QHBoxLayout()
    row.setContentsMargins(left, 0, OVERHANG, 0)
    row.addWidget(widget)
    return row


def empty(layout: QLayout) -> None:
    """Takes everything out of a layout; the widgets go at the next turn of the event loop."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class IconLabel(QWidget):
    """An icon of the theme's colour `token`, on a disc of `ground` where one is given."""

    def __init__(
        self, icon: str, token: str = "ink2", *, side: int = 16, ground: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._token, self._ground = icon, token, ground
        self.setFixedSize(side, side)

    def show_icon(self, icon: str, token: str) -> None:
        """Another icon in another colour."""
        self._icon, self._token = icon, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws disc and icon."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect())
            if self._ground:
                painter.setPen(
                    QPen(active.color(self._token), active.border) if active.border > 1 else Qt.PenStyle.NoPen
                )
                painter.setBrush(active.color(self._ground))
                painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
                rect = QRectF(0, 0, 16, 16)
                rect.moveCenter(QRectF(self.rect()).center())
            icons.paint_icon(painter, self._icon, rect, active.color(self._token))


class Chip(PlainLabel):
    """A grade or a count in a small frame: "B3"."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, size=11, weight=600, parent=parent)
        self.setContentsMargins(5, 0, 5, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the frame, then the words."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(active.ctl, active.border))
            half = active.border / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 4, 4)
        super().paintEvent(event)


class Clickable(QWidget):
    """A row that can be clicked, or pressed with Enter or the space bar."""

    clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click inside of the row."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The press belongs to this row."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and space click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the hover and the focus."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.blend(active.ink, active.panel, 0.06))
                painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            if self.hasFocus():
                painter.setPen(QPen(active.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


def facts(pairs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> QWidget:
    """A small table of names and figures."""
    made = QWidget(parent)
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(0)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, LABELS)
    grid.setColumnStretch(1, 1)
    for row, (name, words) in enumerate(pairs):
        grid.addWidget(plain_label(name, size=12, ink="ink2"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(plain_label(words, size=12, wrap=True, tabular=True), row, 1)
    return made
