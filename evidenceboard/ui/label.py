"""A label that shows words as they are, and the breaking of words into lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from evidenceboard.ui import theme

#: More characters than this are never laid out: a single word of a megabyte takes many seconds.
LONGEST = 2_000

_LINE_HEIGHTS = {11: 16, 12: 17, 13: 18, 14: 18, 15: 21, 18: 24, 24: 32}


def cut(text: str, length: int = LONGEST) -> str:
    """The text, or its first `length` characters and an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


class PlainLabel(QLabel):
    """A label that shows its text as it is: in one line, elided, or wrapped, inside of long words too.

    Painted from the active theme, so a change of theme needs nothing. Its colour is a token of the theme.
    """

    def __init__(
        self,
        text: str = "",
        *,
        size: int = 13,
        weight: int = 400,
        ink: str = "ink",
        wrap: bool = False,
        elide: bool = False,
        max_lines: int = 0,
        line_height: int = 0,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._wrap, self._elide, self._max_lines, self._ink = wrap, elide, max_lines, ink
        self._size, self._line = size, line_height
        self._font = theme.interface_font(size, weight, tabular=tabular)
        self._laid: dict[int, list[str]] = {}  # at each width that was asked for: layouts ask again and again
        self.setFont(self._font)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Shows `text`, cut to what can be laid out without delay."""
        super().setText(cut(text))
        self._laid.clear()
        self.updateGeometry()
        self.update()

    def set_ink(self, token: str) -> None:
        """Changes the colour to another token of the theme."""
        self._ink = token
        self.update()

    def set_weight(self, weight: int) -> None:
        """Changes the weight of the font."""
        self._font = theme.interface_font(self._size, weight)
        self._laid.clear()
        self.setFont(self._font)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line at its full width; wrapped text at a comfortable one."""
        line = self._line_height()
        # A font's advance is rounded up: a label exactly as wide as its text must not elide it.
        width = int(max((self._metrics().horizontalAdvance(part) for part in self._parts()), default=0)) + 1
        if self._wrap:
            width = min(width, 360)
            return QSize(width, self.heightForWidth(width))
        return self._with_margins(width, line * len(self._parts()))

    def minimumSizeHint(self) -> QSize:
        """Wrapped and elided text may become narrow, text in one line may not."""
        if self._wrap:
            return self._with_margins(24, self._line_height())
        return self._with_margins(24, self._line_height()) if self._elide else self.sizeHint()

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped text."""
        margins = self.contentsMargins()
        if not self._wrap:
            return self.sizeHint().height()
        lines = self._lines(width - margins.left() - margins.right())
        return max(1, len(lines)) * self._line_height() + margins.top() + margins.bottom()

    def hasHeightForWidth(self) -> bool:
        """Whether the height depends on the width."""
        return self._wrap

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the lines."""
        with QPainter(self) as painter:
            painter.setFont(self._font)
            active = theme.current()
            painter.setPen(active.color(self._ink) if self.isEnabled() else theme.disabled_ink(active))
            rect = self.contentsRect()
            lines = self._shown(rect.width())
            line = self._line_height()
            top = rect.top()
            if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
                top += max(0, (rect.height() - line * len(lines)) // 2)
            for row, text in enumerate(lines):
                place = QRectF(rect.left(), top + row * line, rect.width(), line)
                draw_line(painter, place, text, self.alignment())

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._font)

    def _line_height(self) -> int:
        return self._line or _LINE_HEIGHTS.get(self._size, round(self._size * 1.35))

    def _parts(self) -> list[str]:
        return self.text().split("\n")

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _shown(self, width: int) -> list[str]:
        if self._wrap:
            return self._lines(width)
        if not self._elide:
            return self._parts()
        return [self._metrics().elidedText(" ".join(self._parts()), Qt.TextElideMode.ElideRight, width)]

    def _lines(self, width: int) -> list[str]:
        if width not in self._laid:
            self._laid[width] = self._broken(width)
        return self._laid[width]

    def _broken(self, width: int) -> list[str]:
        whole = [wrap_text(part, self._font, width, strip=False) for part in self._parts()]
        lines = [row.rstrip() for part in whole for row in part]
        if self._max_lines and len(lines) > self._max_lines:
            left = [*(row for part in whole for row in (*part[:-1], part[-1] + " "))][self._max_lines - 1 :]
            rest = "".join(left).strip()  # a word that breaks at its hyphen stays one word
            last = self._metrics().elidedText(cut(rest, 500), Qt.TextElideMode.ElideRight, width)
            lines = [*lines[: self._max_lines - 1], last]
        return lines


def draw_line(
    painter: QPainter,
    rect: QRectF,
    text: str,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draws one line in the painter's font, its height centred in `rect`.

    Unlike Qt's own drawing the line does not sink where a run of another script needs a taller font.
    """
    metrics = QFontMetricsF(painter.font())
    baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2
    left = rect.left()
    if alignment & Qt.AlignmentFlag.AlignHCenter:
        left += (rect.width() - metrics.horizontalAdvance(text)) / 2
    elif alignment & Qt.AlignmentFlag.AlignRight:
        left += rect.width() - metrics.horizontalAdvance(text)
    painter.drawText(QPointF(left, round(baseline)), text)


def wrap_text(text: str, font: QFont, width: float, strip: bool = True) -> list[str]:
    """The lines of one paragraph at `width` px; a word that is too long is broken.

    Not stripped they are the paragraph, cut: each with the space at which it was broken.
    """
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        # Qt counts in UTF-16 units, Python in characters.
        lines.append((line.textStart(), line.textLength()))
    layout.endLayout()
    units = text.encode("utf-16-le", "surrogatepass")
    broken = [units[2 * a : 2 * (a + n)].decode("utf-16-le", "replace") for a, n in lines] or [""]
    return [line.rstrip() for line in broken] if strip else broken
