"""Buttons with an icon alone, with words, and the line between groups of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import plain_tooltip


class IconButton(QToolButton):
    """A square button with one icon; its name is its tooltip and what a screen reader says."""

    def __init__(self, icon: str, name: str, *, side: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icons.icon(icon))
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rename(name)

    def rename(self, name: str) -> None:
        """Changes what the button is called."""
        self.setAccessibleName(name)
        plain_tooltip(self, name)


def push_button(words: str, kind: str = "", icon: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button with words.

    Args:
        kind: "" bordered, "primary" filled with the accent, "danger", "menu", or "link" without a border.
        icon: Name of the icon before the words, if any.
    """
    made = QPushButton(words.replace("&", "&&"), parent)
    made.setProperty("kind", kind)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAutoDefault(False)
    if icon:
        made.setIcon(icons.icon(icon, token="accentink" if kind == "primary" else "ink"))
        made.setIconSize(QSize(14, 14))
        made.setText(" " + made.text())  # a little more room than the style leaves
        made.setAccessibleName(words)
    return made


class Hairline(QWidget):
    """A separating line of the theme's width, `length` px long or as long as there is room."""

    def __init__(self, *, upright: bool = False, length: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upright = upright
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        thick = max(each.border for each in theme.THEMES.values())
        if upright:
            self.setSizePolicy(fixed, fixed if length else free)
            self.setFixedWidth(thick)
            if length:
                self.setFixedHeight(length)
        else:
            self.setSizePolicy(fixed if length else free, fixed)
            self.setFixedHeight(thick)
            if length:
                self.setFixedWidth(length)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the line."""
        active = theme.current()
        with QPainter(self) as painter:
            width = self.width() if not self._upright else active.border
            painter.fillRect(0, 0, width, self.height() if self._upright else active.border, active.hair)


def fill(widget: QWidget, colour: QColor, *, line: str = "", edge: Qt.Edge = Qt.Edge.BottomEdge) -> None:
    """Paints a bar: the whole widget in one colour, with a hairline of token `line` along one edge."""
    active = theme.current()
    with QPainter(widget) as painter:
        painter.fillRect(widget.rect(), colour)
        if line:
            rect, thick = widget.rect(), active.border
            if edge == Qt.Edge.BottomEdge:
                rect.setTop(rect.bottom() - thick + 1)
            elif edge == Qt.Edge.TopEdge:
                rect.setHeight(thick)
            elif edge == Qt.Edge.RightEdge:
                rect.setLeft(rect.right() - thick + 1)
            else:
                rect.setWidth(thick)
            painter.fillRect(rect, active.color(line))
