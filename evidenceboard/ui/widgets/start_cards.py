"""The cards of the start page: a recent board with its picture, and the large buttons of the ways in."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import cut, draw_line, visible_controls
from evidenceboard.ui.widgets.keycap import caps_width, paint_caps

PICTURE, CARD = 118, 178


@dataclass(frozen=True)
class RecentBoard:
    """One board of the list, in words.

    `key` comes back in signals; `when` and `detail` are shown as they are: "today, 10:42", "16 cards · you". A
    locked board shows no picture; a draft has no file yet.
    """

    key: str
    name: str
    when: str
    detail: str = ""
    picture: QPixmap | None = None
    locked: bool = False
    draft: bool = False


class BoardCard(QAbstractButton):
    """Picture, name, when and how much; arrows walk between cards, Del takes one off the list."""

    stepped = Signal(int, int)
    forgotten = Signal()

    def __init__(self, board: RecentBoard, parent: QWidget) -> None:
        super().__init__(parent)
        self.board = board
        self._name = cut(visible_controls(board.name), 200)
        self._scaled: QPixmap | None = None
        self._ground = QColor()
        self.setAccessibleName(", ".join(each for each in (self._name, board.when, board.detail) if each))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(CARD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Three of them beside each other fill the page."""
        return QSize(210, CARD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and Del."""
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.forgotten.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the picture in its frame and the words below."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            chosen = self.hasFocus() or self.underMouse()
            wide = 2.0 if self.hasFocus() else float(active.border)
            frame = QRectF(0, 0, self.width(), PICTURE).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
            shape = QPainterPath()
            shape.addRoundedRect(frame, 8, 8)
            painter.fillPath(shape, active.zone if self.board.locked else active.canvas)
            painter.save()
            painter.setClipPath(shape)
            self._paint_picture(painter, frame)
            painter.restore()
            line = active.accent if self.hasFocus() else active.ctl if chosen else active.hair
            painter.setPen(QPen(line, wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)
            self._paint_words(painter, self._paint_pill(painter, "Draft") if self.board.draft else 0)

    def _paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        if self.board.locked:
            icons.paint_icon(painter, "lock", QRectF(frame.center().x() - 12, frame.center().y() - 12, 24, 24),
                             theme.current().ink3, 2.0)  # fmt: skip
        elif self.board.picture is not None and not self.board.picture.isNull():
            self._paint_pixmap(painter, frame, self.board.picture)
        else:
            paint_placeholder(painter, frame, self._name)

    def _paint_pixmap(self, painter: QPainter, frame: QRectF, picture: QPixmap) -> None:
        ratio = self.devicePixelRatio()
        target = (frame.size() * ratio).toSize()
        if self._scaled is None or self._scaled.size().boundedTo(target) != self._scaled.size():
            kind = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._scaled = picture.scaled(target, *kind)
            self._scaled.setDevicePixelRatio(ratio)
            self._ground = self._scaled.toImage().pixelColor(0, 0)
        painter.fillRect(frame, self._ground)  # a picture of another shape or theme goes on to the frame
        size = self._scaled.deviceIndependentSize()
        corner = frame.center() - QPointF(size.width() / 2, size.height() / 2)
        painter.drawPixmap(corner, self._scaled)

    def _paint_pill(self, painter: QPainter, words: str) -> int:
        """Draws a pill at the right end of the name; returns the room that it takes."""
        active = theme.current()
        font = theme.interface_font(11, 500)
        wide = QFontMetrics(font).horizontalAdvance(words) + 14
        rect = QRectF(self.width() - wide, PICTURE + 8, wide, 18)
        painter.setPen(QPen(active.ctl, 1))
        painter.setBrush(active.panel)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(font)
        painter.setPen(active.ink2)
        draw_line(painter, rect, words, Qt.AlignmentFlag.AlignHCenter)
        return wide + 8

    def _paint_words(self, painter: QPainter, taken: int) -> None:
        active = theme.current()
        top = PICTURE + 8
        room = self.width() - 2 - taken
        for words, size, weight, ink, high in (
            (self._name, 13, 600, active.ink, 18),
            (self.board.when, 12, 400, active.ink2, 16),
            (self.board.detail, 12, 400, active.ink3, 16),
        ):
            font = theme.interface_font(size, weight)
            painter.setFont(font)
            painter.setPen(ink)
            shown = QFontMetrics(font).elidedText(cut(words, 200), Qt.TextElideMode.ElideRight, room)
            draw_line(painter, QRectF(1, top, room, high), shown)
            top, room = top + high, self.width() - 2


def paint_placeholder(painter: QPainter, frame: QRectF, name: str) -> None:
    """A small made-up board for one that has no picture; the same name always gives the same one."""
    active = theme.current()
    seed = zlib.crc32(name.encode("utf-8", "surrogatepass"))
    left = 3 + seed % 2
    rows = [frame.top() + frame.height() * (i + 1) / (left + 1) for i in range(left)]
    right = [frame.top() + frame.height() * share for share in ((0.32, 0.68) if seed & 8 else (0.25, 0.5, 0.75))]
    x, y = frame.left() + frame.width() * 0.10, frame.left() + frame.width() * 0.66
    wide = frame.width() * 0.24
    for i, middle in enumerate(rows):
        goal = right[(seed >> (4 + i)) % len(right)]
        against = (seed >> (8 + i)) & 3 == 0
        curve = QPainterPath(QPointF(x + wide, middle))
        middle_x = (x + wide + y) / 2
        curve.cubicTo(QPointF(middle_x, middle), QPointF(middle_x, goal), QPointF(y, goal))
        pen = QPen(active.contra if against else active.support, 1.2)
        if against:
            pen.setDashPattern([3.5, 2.5])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve)
    for middle in rows:
        _paint_small(painter, QRectF(x, middle - 7, wide, 14), active.cardline, active.stmt)
    for middle in right:
        _paint_small(painter, QRectF(y, middle - 8, wide, 16), active.hyp, None)


def _paint_small(painter: QPainter, rect: QRectF, line: QColor, spine: QColor | None) -> None:
    painter.setPen(QPen(line, 1.2))
    painter.setBrush(theme.current().card)
    painter.drawRoundedRect(rect, 2, 2)
    if spine is not None:
        painter.fillRect(QRectF(rect.left(), rect.top(), 2.5, rect.height()), spine)


class WayIn(QAbstractButton):
    """A large button: icon, what it does, a word more, and its keys."""

    def __init__(self, icon: str, title: str, detail: str, keys: str, *, primary: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._title, self._detail, self._keys, self._primary = icon, title, detail, keys, primary
        self.setAccessibleName(f"{title}, {detail}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(56)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As wide as the column."""
        return QSize(247, 56)

    def set_detail(self, detail: str) -> None:
        """Changes the second line."""
        self._detail = detail
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the button."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground, line, ink, ink2 = self._colours()
            wide = 2 if self.hasFocus() else active.border
            painter.setPen(QPen(line, wide))
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 8, 8)
            icons.paint_icon(painter, self._icon, QRectF(15, 20, 16, 16), ink)
            painter.setFont(theme.interface_font(13, 600))
            painter.setPen(ink)
            draw_line(painter, QRectF(44, 11, self.width() - 50, 18), self._title)
            painter.setFont(theme.interface_font(12))
            painter.setPen(ink2)
            draw_line(painter, QRectF(44, 29, self.width() - 50, 16), self._detail)
            longest = QFontMetrics(theme.interface_font(12)).horizontalAdvance(self._detail)
            if self._keys and self.width() > 44 + longest + 12 + caps_width(self._keys) + 14:
                paint_caps(painter, self.width() - 14, 28, self._keys, ink if self._primary else None)

    def _colours(self) -> tuple[QColor, QColor, QColor, QColor]:
        active = theme.current()
        if self._primary:
            ground = theme.blend(active.accentink, active.accent, 0.1 if self.underMouse() else 0)
            line = active.ink if self.hasFocus() else ground
            return ground, line, active.accentink, active.accentink
        ground = theme.blend(active.ink, active.field, 0.04) if self.underMouse() else active.field
        return ground, active.accent if self.hasFocus() else active.ctl, active.ink, active.ink2
