"""One of several values that stand against each other, as a box to choose it by."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.label import wrap_text
from evidenceboard.ui.plain import cut

_LEFT, _TOP, _LINE, _MOST = 36, 9, 18, 6


class ChoiceBox(QAbstractButton):
    """A value with who wrote it and when; a ring shows whether it is the chosen one."""

    def __init__(self, value: str, author: str, when: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value, self.author, self.when = value, author, when
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(cut(f"{value}: {author}, {when}", 300))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """A long value takes several lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines of the value, one for who and when."""
        return 2 * _TOP + _LINE * len(self._lines(width)) + 16

    def sizeHint(self) -> QSize:
        """At the width of a panel."""
        return QSize(288, self.heightForWidth(288))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(120, self.heightForWidth(self.width() or 288))

    def _lines(self, width: int) -> list[str]:
        font = theme.interface_font(13, 600)
        lines = [row for part in self.value[:2000].split("\n") for row in wrap_text(part, font, width - _LEFT - 12)]
        return lines if len(lines) <= _MOST else [*lines[: _MOST - 1], lines[_MOST - 1] + " …"]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws frame, ring and words."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            chosen = self.isChecked()
            wide = 2.0 if chosen or self.hasFocus() else float(active.border)
            painter.setPen(QPen(active.accent if chosen or self.hasFocus() else active.ctl, wide))
            hover = theme.blend(active.ink, active.field, 0.05)
            painter.setBrush(active.selbg if chosen else hover if self.underMouse() else active.field)
            half = wide / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
            self._paint_ring(painter, chosen)
            self._paint_words(painter)

    def _paint_ring(self, painter: QPainter, chosen: bool) -> None:
        active = theme.current()
        ring = QRectF(13, _TOP + 2, 14, 14)
        painter.setBrush(active.field)
        painter.setPen(QPen(active.accent if chosen else active.ctl, 1.5))
        if chosen:
            painter.setPen(QPen(active.accent, 4.5))
            ring.adjust(1.5, 1.5, -1.5, -1.5)
        painter.drawEllipse(ring)

    def _paint_words(self, painter: QPainter) -> None:
        active = theme.current()
        painter.setFont(theme.interface_font(13, 600))
        painter.setPen(active.ink)
        lines = self._lines(self.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for at, words in enumerate(lines):
            painter.drawText(QRect(_LEFT, _TOP + at * _LINE, self.width() - _LEFT - 6, _LINE), flags, words)
        painter.setFont(theme.interface_font(11))
        painter.setPen(active.ink2)
        metrics = painter.fontMetrics()
        below = QRect(_LEFT, _TOP + len(lines) * _LINE, self.width() - _LEFT - 12, 16)
        words = " · ".join(part for part in (self.author, self.when) if part)
        painter.drawText(below, flags, metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, below.width()))
