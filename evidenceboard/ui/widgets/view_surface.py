"""The surface on which a photo is cut and blacked out: the whole photo, turned, with the boxes over it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidenceboard.model.photo_view import AS_IT_CAME, WHOLE, PhotoView, Rect, clipped, shares, within
from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line

MARGIN = 20.0  # px around the photo
REACH = 8.0  # px around a corner or a side
LEAST = 6.0  # px of a box
STEP, FAST = 0.005, 0.05  # of the photo, for an arrow
CROP, BLACK = "crop", "black"
SIDES = ("n", "e", "s", "w")
CURSORS = {
    "": Qt.CursorShape.SizeAllCursor, "n": Qt.CursorShape.SizeVerCursor, "s": Qt.CursorShape.SizeVerCursor,
    "e": Qt.CursorShape.SizeHorCursor, "w": Qt.CursorShape.SizeHorCursor, "nw": Qt.CursorShape.SizeFDiagCursor,
    "se": Qt.CursorShape.SizeFDiagCursor, "ne": Qt.CursorShape.SizeBDiagCursor, "sw": Qt.CursorShape.SizeBDiagCursor,
}  # fmt: skip
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class ViewSurface(QWidget):
    """Holds a view of a photo in the hand; nothing of it is on the board before it is taken from here.

    Signals:
        changed: the view, the tool, or the chosen box is another now.

    Attributes:
        view: as it is in the hand.
        tool: what a drag draws: "crop" or "black".
        chosen: the number of the black box that keys move; None is the cut.
    """

    changed = Signal()

    def __init__(self, view: PhotoView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self.tool = view, CROP
        self.chosen: int | None = None
        self._image = QImage()
        self._shown: tuple[int, QImage] | None = None  # the photo after that turn
        self._words = "The photo is being read …"
        self._drag: tuple[str, QPointF, Rect] | None = None  # sides or "new", where it began, the box then
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(360, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The photo. C crops, B blacks out, brackets turn, Tab chooses a box, arrows move it")

    def show_image(self, image: QImage | None, words: str = "") -> None:
        """Show the upright photo, or say why there is none."""
        self._image, self._words = image or QImage(), words or self._words
        self._shown = None
        self.update()

    def choose_tool(self, tool: str) -> None:
        self.tool = tool
        self.chosen = None if tool == CROP else self.chosen
        self._tell()

    def turn(self, by: int) -> None:
        """Turn by degrees clockwise."""
        self.view = replace(self.view, turn=(self.view.turn + by) % 360)
        self._tell()

    def reset(self) -> None:
        """Show the photo as it came."""
        self.view, self.chosen = AS_IT_CAME, None
        self._tell()

    def remove_chosen(self) -> None:
        """Take the chosen black box away; without one the cut."""
        if self.chosen is None:
            self.view = replace(self.view, crop=WHOLE)
        else:
            kept = [box for number, box in enumerate(self.view.blackouts) if number != self.chosen]
            self.view = replace(self.view, blackouts=tuple(kept))
            self.chosen = None
        self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # Places

    def _room(self) -> QRectF:
        """Where the whole turned photo lies."""
        image, room = self._turned(), QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if image.isNull() or room.isEmpty():
            return QRectF()
        share = min(room.width() / image.width(), room.height() / image.height())
        place = QRectF(0, 0, image.width() * share, image.height() * share)
        place.moveCenter(room.center())
        return place

    def _turned(self) -> QImage:
        if self._shown is None or self._shown[0] != self.view.turn:
            self._shown = self.view.turn, self._image.transformed(QTransform().rotate(self.view.turn))
        return self._shown[1]

    def _whole(self) -> PhotoView:
        """The photo with its turn alone: how it lies here."""
        return PhotoView(turn=self.view.turn)

    def box_of(self, rect: Rect) -> QRectF:
        """Where a part of the upright photo lies on the surface."""
        room = self._room()
        return QRectF(*within(self._whole().shown(rect), (room.x(), room.y(), room.width(), room.height())))

    def _rect_of(self, box: QRectF) -> Rect | None:
        room = self._room()
        if room.isEmpty():
            return None
        place = shares((box.x(), box.y(), box.width(), box.height()), (room.x(), room.y(), room.width(), room.height()))
        found = clipped(self._whole().upright(place))
        return None if found is None else tuple(round(part, 6) for part in found)  # type: ignore[return-value]

    def _current(self) -> Rect:
        return self.view.crop if self.chosen is None else self.view.blackouts[self.chosen]

    def _put(self, rect: Rect | None) -> None:
        if rect is None:
            return
        if self.chosen is None:
            whole = rect[2] > 0.9995 and rect[3] > 0.9995
            self.view = replace(self.view, crop=WHOLE if whole else rect)
        else:
            boxes = list(self.view.blackouts)
            boxes[self.chosen] = rect
            self.view = replace(self.view, blackouts=tuple(boxes))
        self._tell()

    def _under(self, at: QPointF) -> tuple[int | None, str] | None:
        """The box under the pointer and the sides of it that a drag pulls; "" moves it."""
        if self.tool == BLACK:
            order: list[int | None] = [*([self.chosen] if self.chosen is not None else []),
                                       *reversed(range(len(self.view.blackouts)))]  # fmt: skip
        else:
            order = [None] if self.view.crop != WHOLE else []
        for number in order:
            box = self.box_of(self.view.crop if number is None else self.view.blackouts[number])
            if not box.adjusted(-REACH, -REACH, REACH, REACH).contains(at):
                continue
            near = (abs(at.y() - box.top()), abs(at.x() - box.right()), abs(at.y() - box.bottom()),
                    abs(at.x() - box.left()))  # fmt: skip
            sides = "".join(side for side, away in zip(SIDES, near, strict=True) if away <= REACH)
            return number, "".join(side for side in "nswe" if side in sides)
        return None

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            return
        found = self._under(event.position())
        if found is not None:
            self.chosen = found[0]
            self._drag = found[1], event.position(), self._current()
        else:
            self._drag = "new", event.position(), self.view.crop
            self.chosen = None
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            found = self._under(event.position())
            self.setCursor(Qt.CursorShape.CrossCursor if found is None else CURSORS[found[1]])
            return
        sides, start, was = self._drag
        if sides == "new":
            self._draw(start, event.position())
        else:
            self._pull(sides, event.position() - start, self.box_of(was))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def _draw(self, start: QPointF, end: QPointF) -> None:
        """A new box from corner to corner."""
        box = QRectF(start, end).normalized() & self._room()
        if min(box.width(), box.height()) < LEAST:
            return
        if self.tool == BLACK and self.chosen is None:
            self.view = replace(self.view, blackouts=(*self.view.blackouts, WHOLE))
            self.chosen = len(self.view.blackouts) - 1
        self._put(self._rect_of(box))

    def _pull(self, sides: str, by: QPointF, box: QRectF) -> None:
        room = self._room()
        if not sides:
            box.translate(by)
            box.moveLeft(min(max(box.left(), room.left()), room.right() - box.width()))
            box.moveTop(min(max(box.top(), room.top()), room.bottom() - box.height()))
        if "w" in sides:
            box.setLeft(min(box.left() + by.x(), box.right() - LEAST))
        if "e" in sides:
            box.setRight(max(box.right() + by.x(), box.left() + LEAST))
        if "n" in sides:
            box.setTop(min(box.top() + by.y(), box.bottom() - LEAST))
        if "s" in sides:
            box.setBottom(max(box.bottom() + by.y(), box.top() + LEAST))
        self._put(self._rect_of(box & room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in ARROWS:
            self._move_by_key(*ARROWS[key], shift, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_C:
            self.choose_tool(CROP)
        elif key == Qt.Key.Key_B:
            self._black_by_key()
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.turn(90 if key == Qt.Key.Key_BracketRight else 270)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_chosen()
        else:
            super().keyPressEvent(event)

    def _black_by_key(self) -> None:
        """A new black box in the middle of what is shown, to be moved by arrows."""
        self.tool = BLACK
        x, y, w, h = self.view.crop
        self.view = replace(self.view, blackouts=(*self.view.blackouts, (x + w * 0.4, y + h * 0.4, w * 0.2, h * 0.2)))
        self.chosen = len(self.view.blackouts) - 1
        self._tell()

    def _move_by_key(self, across: int, down: int, sized: bool, far: bool) -> None:
        room, step = self._room(), FAST if far else STEP
        box = self.box_of(self._current())
        by = QPointF(across * step * room.width(), down * step * room.height())
        if sized:
            self._pull("se", by, box)
        elif self._current() != WHOLE:
            self._pull("", by, box)

    def choose_next(self, by: int) -> bool:
        """Choose the next of the cut and the black boxes; False beyond the last."""
        order: list[int | None] = [None, *range(len(self.view.blackouts))]
        at = order.index(self.chosen) + by
        if not 0 <= at < len(order):
            return False
        self.chosen = order[at]
        self.tool = CROP if self.chosen is None else BLACK
        self._tell()
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from box to box, then on to the buttons."""
        return self.choose_next(1 if forward else -1) or super().focusNextPrevChild(forward)

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        room = self._room()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.window)
            if room.isEmpty():
                painter.setPen(colours.ink2)
                painter.setFont(theme.interface_font(13))
                draw_line(painter, QRectF(self.rect()), self._words, Qt.AlignmentFlag.AlignCenter)
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(room, self._turned())
            for number, rect in enumerate(self.view.blackouts):
                self._paint_black(painter, self.box_of(rect), number == self.chosen)
            self._paint_cut(painter, room, self.box_of(self.view.crop))

    def _paint_black(self, painter: QPainter, box: QRectF, chosen: bool) -> None:
        painter.fillRect(box, Qt.GlobalColor.black)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.current().accent if chosen else QColor(128, 128, 128), 2 if chosen else 1))
        painter.drawRect(box)

    def _paint_cut(self, painter: QPainter, room: QRectF, box: QRectF) -> None:
        """What is cut away stands back; the cut has its border and corners."""
        veil = QColor(theme.current().window)
        veil.setAlphaF(0.72)
        for part in (
            QRectF(room.left(), room.top(), room.width(), box.top() - room.top()),
            QRectF(room.left(), box.bottom(), room.width(), room.bottom() - box.bottom()),
            QRectF(room.left(), box.top(), box.left() - room.left(), box.height()),
            QRectF(box.right(), box.top(), room.right() - box.right(), box.height()),
        ):
            painter.fillRect(part, veil)
        accent = theme.current().accent if self.chosen is None and self.tool == CROP else theme.current().ctl
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 1.5))
        painter.drawRect(box)
        if self.tool == CROP:
            long = min(18.0, box.width() / 3, box.height() / 3)
            painter.setPen(QPen(accent, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
            for corner, x, y in ((box.topLeft(), 1, 1), (box.topRight(), -1, 1), (box.bottomLeft(), 1, -1),
                                 (box.bottomRight(), -1, -1)):  # fmt: skip
                painter.drawLine(corner, corner + QPointF(x * long, 0))
                painter.drawLine(corner, corner + QPointF(0, y * long))
