"""The card without its words: shadow, face, border, spine and picture."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from evidenceboard.ui import icons
from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.canvas.anatomy import FORMS
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.part_marks import box_on, paint_part
from evidenceboard.ui.canvas.shadow import shadow
from evidenceboard.ui.canvas.text import block
from evidenceboard.ui.canvas.thumbnails import ALTERED, BROKEN, MISSING, Thumbnails
from evidenceboard.ui.theme import THEMES, Theme, blend

SHORT = {MISSING: "Missing", BROKEN: "Unreadable", ALTERED: "Altered"}


class Plates:
    """Paints the bodies of cards at one zoom and in one theme, in device pixels."""

    def __init__(self, theme: Theme, lens: Lens, thumbnails: Thumbnails, small: bool = False) -> None:
        self._theme = theme
        self._zoom, self._dpr, self._scale = lens.zoom, lens.dpr, lens.scale
        self._thumbnails = thumbnails
        self._radius = anatomy.RADIUS * lens.scale
        self._thin = max(1.0, float(round(lens.dpr))) * theme.border
        self._small = small
        self._shadow = None if small else shadow(theme, lens.scale)

    def plate(self, painter: QPainter, face: CardFace, rect: QRect) -> None:
        """Everything under the words but the picture."""
        open_ = face.kind == "gap" or face.retracted
        if self._shadow is not None and not open_:
            self._shadow.draw(painter, rect.x(), rect.y(), rect.width(), rect.height())
        if face.kind == "gap":
            self._gap(painter, face, rect)
        elif face.kind == "hypothesis":
            self._hypothesis(painter, face, rect)
        else:
            fill = self._theme.zone if face.retracted else self._theme.card
            self._rounded(painter, rect, fill, self._theme.cardline, self._thin)
        self._spine(painter, face, rect)
        if face.conflict:
            self._conflict(painter, rect)

    def picture(self, painter: QPainter, face: CardFace, rect: QRect, height: int) -> None:
        """The photo of a card, cut to fill the upper `height` pixels from the spine to the right border."""
        spine = max(3, round(4 * self._scale))
        thin = round(self._thin)
        area = QRect(rect.x() + spine, rect.y() + thin, rect.width() - spine - thin, height - thin)
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        fitted = self._thumbnails.fitted(face.photo, area.width(), area.height(), face.retracted, face.view)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.photobg if fitted is None else QBrush(fitted))
        painter.setBrushOrigin(area.topLeft())
        if face.retracted:
            painter.setOpacity(0.45)
        inner = self._radius - thin
        beyond = QRectF(area.adjusted(-round(2 * inner), 0, 0, round(2 * inner)))  # only one corner shows
        painter.drawRoundedRect(beyond, inner, inner)
        painter.setOpacity(1.0)
        problem = self._thumbnails.problem(face.photo)
        if problem:
            self._problem(painter, area, face, problem)
        elif face.parts and fitted is not None:
            self._parts(painter, face, area)
        painter.restore()
        if face.photo_label and not problem:
            self._label(painter, area, face.photo_label)

    def _parts(self, painter: QPainter, face: CardFace, area: QRect) -> None:
        aspect = self._thumbnails.aspect(face.photo, face.view)
        for part in face.parts if aspect else ():
            box = box_on(part.rect, face.view, aspect or 1.0, QRectF(area))
            if box is not None:
                paint_part(painter, box, part.number, self._zoom, self._dpr, numbered=not self._small)

    def icon(self, name: str, colour: QColor) -> QPixmap:
        """A card's icon, 14 px at 100 %."""
        return _icon(name, colour.rgba(), max(10, round(14 * self._scale)), self._scale)

    def _rounded(self, painter: QPainter, rect: QRect, fill: QColor, border: QColor, width: float) -> None:
        painter.setPen(QPen(border, width))
        painter.setBrush(fill)
        self._outline(painter, rect, width / 2)

    def _outline(self, painter: QPainter, rect: QRect, inset: float) -> None:
        box = QRectF(rect).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, self._radius - inset, self._radius - inset)

    def _gap(self, painter: QPainter, face: CardFace, rect: QRect) -> None:
        width = max(1.0, 1.5 * self._scale)
        border = QPen(self._theme.ctl, width)
        border.setDashPattern([2.6, 2.0])
        border.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(border)
        painter.setBrush(self._theme.zone if face.retracted else self._theme.canvas)
        self._outline(painter, rect, width / 2)

    def _hypothesis(self, painter: QPainter, face: CardFace, rect: QRect) -> None:
        theme = self._theme
        outer, inner = (theme.ctl, theme.ctl) if face.retracted else (theme.hyp, theme.hypin)
        fill = theme.zone if face.retracted else theme.card
        width = max(1.0, 1.5 * self._scale) * theme.border
        self._rounded(painter, rect, fill, outer, width)
        apart = width + 3 * self._scale
        box = QRectF(rect).adjusted(4 * self._scale + 3 * self._scale, apart, -apart, -apart)
        snapped = QRectF(round(box.x()) + 0.5, round(box.y()) + 0.5, round(box.width()) - 1, round(box.height()) - 1)
        painter.setPen(QPen(inner, self._thin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(snapped, self._radius - apart, self._radius - apart)

    def _spine(self, painter: QPainter, face: CardFace, rect: QRect) -> None:
        theme, form = self._theme, FORMS[face.kind]
        colour = theme.ctl if face.retracted else theme.color(form.token)
        if face.kind == "gap":
            self._dots(painter, rect, colour)
        elif face.kind == "claim":
            bar, free = max(2, round(3 * self._scale)), max(1, round(2 * self._scale))
            self._strip(painter, rect, 0, bar, QBrush(colour))
            self._strip(painter, rect, bar + free, bar, QBrush(colour))
        elif face.kind == "assumption":
            brush = QBrush(_hatch(colour.rgba(), max(6, round(6 * 1.41421 * self._scale))))
            self._strip(painter, rect, 0, max(4, round(6 * self._scale)), brush)
        else:
            self._strip(painter, rect, 0, max(3, round(form.spine * self._scale)), QBrush(colour))

    def _strip(self, painter: QPainter, rect: QRect, left: int, width: int, brush: QBrush) -> None:
        """An upright strip of the card's own rounded shape."""
        painter.save()
        strip = QRect(rect.x() + left, rect.y(), max(1, width), rect.height())
        painter.setClipRect(strip, Qt.ClipOperation.IntersectClip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.setBrushOrigin(rect.topLeft())
        painter.drawRoundedRect(QRectF(rect), self._radius, self._radius)
        painter.restore()

    def _dots(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        side = max(1, round(3 * self._scale))
        left, top = rect.x() + round(4 * self._scale), rect.y() + round(10 * self._scale)
        count = max(0, (rect.height() - 2 * round(10 * self._scale)) // (2 * side))
        for number in range(count + 1):
            painter.fillRect(left, top + number * 2 * side, side, side, colour)

    def _conflict(self, painter: QPainter, rect: QRect) -> None:
        theme = self._theme
        if not self._small:
            band = round(anatomy.BAND * self._scale)
            painter.save()
            foot = QRect(rect.x(), rect.bottom() + 1 - band, rect.width(), band)
            painter.setClipRect(foot, Qt.ClipOperation.IntersectClip)
            self._rounded(painter, rect, theme.warnbg, theme.warn, 0.0)
            painter.restore()
        width = max(1.0, 1.5 * self._scale)
        painter.setPen(QPen(theme.warn, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._outline(painter, rect, width / 2)

    def _problem(self, painter: QPainter, area: QRect, face: CardFace, words: str) -> None:
        """A photo that cannot be shown: hatched, with a plate that says so and why, or names it."""
        theme, size = self._theme, self._dpr
        tint = blend(theme.photo, theme.photobg, 0.25)
        painter.fillRect(area, QBrush(_hatch(tint.rgba(), max(8, round(20 * self._scale)), 0.12)))
        grow = max(1.0, self._scale / size) * size
        room, tall = area.width() / grow - 28, area.height() >= 60 * grow
        name = f"SHA-256 {face.photo[:4]}…{face.photo[-4:]}" if face.photo and tall else ""
        name = self._thumbnails.reason(face.photo) or name if tall else ""
        words = SHORT[words] if self._small else words
        first, second = block(words, anatomy.KEY, room), block(name, anatomy.WORD, room)
        plate = QRectF(0, 0, (max(first.width, second.width) + 16) * grow, (44 if name else 24) * grow)
        if area.height() < plate.height() or room < 60:
            return
        plate.moveCenter(QRectF(area).center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.card)
        painter.drawRoundedRect(plate, 6 * grow, 6 * grow)
        painter.save()
        painter.translate(plate.center().x(), plate.top() + 4 * grow)
        painter.scale(grow, grow)
        painter.setPen(theme.danger)
        first.paint(painter, -first.width / 2, 0, 16)
        painter.setPen(theme.ink2)
        second.paint(painter, -second.width / 2, 17, 16)
        painter.restore()

    def _label(self, painter: QPainter, area: QRect, words: str) -> None:
        """The chip over a picture that says what it is. Half of it is better than none: a drawing is no photo."""
        light = THEMES["light"]
        grow = max(self._scale, 10 * self._dpr / anatomy.LABEL.size)
        line = block(words, anatomy.LABEL, area.width() / grow - 28)
        chip = QRectF(0, 0, (line.width + 12) * grow, 18 * grow)
        chip.moveBottomLeft(QPointF(area.x() + round(8 * self._scale), area.bottom() + 1 - round(8 * self._scale)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(light.ink)
        painter.drawRoundedRect(chip, 4 * grow, 4 * grow)
        painter.save()
        painter.translate(chip.x() + 6 * grow, chip.y())
        painter.scale(grow, grow)
        painter.setPen(light.card)
        line.paint(painter, 0, 0, 18)
        painter.restore()


@lru_cache(maxsize=200)
def _icon(name: str, rgba: int, size: int, scale: float) -> QPixmap:
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        icons.paint_icon(painter, name, QRectF(0, 0, size, size), QColor.fromRgba(rgba), max(1.0, 1.5 * size / 16))
    return made


@lru_cache(maxsize=60)
def _hatch(rgba: int, side: int, share: float = 0.5) -> QPixmap:
    """A tile of stripes at 45 degrees; `share` of it is coloured."""
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(QColor.fromRgba(rgba), side / 1.41421 * share, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
        )
        for shift in (-side, 0, side):
            painter.drawLine(QPointF(shift, side), QPointF(shift + side, 0))
    return made
