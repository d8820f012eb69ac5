"""A sentence of several inks and weights, wrapped as one text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.plain import cut

LONGEST = 600  # characters of one part


class Span(NamedTuple):
    """Words, the theme's colour for them, and their weight."""

    text: str
    ink: str = "ink"
    weight: int = 400


class SpanLabel(QWidget):
    """Shows spans one after the other, as plain text."""

    def __init__(
        self,
        spans: Sequence[Span] = (),
        *,
        size: int = 12,
        line: int = 17,
        max_lines: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """A label.

        Args:
            size: Height of the font in px.
            line: Distance of its lines in px.
            max_lines: So many at most, 0 for all.
        """
        super().__init__(parent)
        self._size, self._line, self._max = size, line, max_lines
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_spans(spans)

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Shows other words."""
        self._heights: dict[int, int] = {}  # by width: a layout asks again and again
        self._fitted: dict[int, str] = {}
        self._spans = [Span(cut(" ".join(span.text.split("\n")), LONGEST), span.ink, span.weight) for span in spans]
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    @property
    def spans(self) -> list[Span]:
        """What is shown."""
        return list(self._spans)

    def text(self) -> str:
        """All words."""
        return "".join(span.text for span in self._spans)

    def hasHeightForWidth(self) -> bool:
        """Wrapped text is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the lines."""
        if width not in self._heights:
            self._heights[width] = self._line * self._laid_out(width)[1]
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """At a comfortable width."""
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(40, self._line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the lines."""
        layout, lines = self._laid_out(self.width())
        with QPainter(self) as painter:
            for at in range(lines):
                line = layout.lineAt(at)
                line.draw(painter, QPointF(0, at * self._line + (self._line - line.height()) / 2))

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        text = self._fitted.get(width)
        if text is None:
            text = self._fitted[width] = self._fit(width)
        layout, lines, _whole = self._lay_out(text, width)
        return layout, lines

    def _fit(self, width: int) -> str:
        """The text, or as much of it as the lines that are allowed can hold, and an ellipsis."""
        text = self.text()
        if not self._max or self._lay_out(text, width)[2]:
            return text
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self._lay_out(text[:middle].rstrip() + "…", width)[2]:
                fits = middle
            else:
                too_long = middle
        return text[:fits].rstrip() + "…"

    def _lay_out(self, text: str, width: int) -> tuple[QTextLayout, int, bool]:
        """The layout, how many lines it has, and whether that is the whole text."""
        layout = QTextLayout(text, theme.interface_font(self._size))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        lines = end = 0
        while (not self._max or lines < self._max) and (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            lines, end = lines + 1, line.textStart() + line.textLength()
        layout.endLayout()
        return layout, max(1, lines), end >= len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _formats(self) -> list[QTextLayout.FormatRange]:
        made, start = [], 0
        for span in self._spans:
            part = QTextLayout.FormatRange()
            part.start, part.length = start, len(span.text.encode("utf-16-le", "surrogatepass")) // 2
            start += part.length
            form = QTextCharFormat()
            form.setForeground(theme.current().color(span.ink))
            form.setFont(theme.interface_font(self._size, span.weight))
            part.format = form
            made.append(part)
        return made
