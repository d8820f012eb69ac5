"""One card in full, as it is seen at 75 % and more."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.canvas.anatomy import FORMS, Form
from evidenceboard.ui.canvas.card_pen import CardPen
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.lens import Lens
from evidenceboard.ui.canvas.plates import Plates
from evidenceboard.ui.canvas.text import Type, count_lines
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.theme import Theme, mark

LEAST_TITLE = 3  # lines of a hypothesis that come before its standing
SQUEEZE = 4.0  # scene units of the room over the footer that a last line may take


class FullCards:
    """Paints cards with all their text, at one zoom and in one theme."""

    def __init__(self, theme: Theme, lens: Lens, thumbnails: Thumbnails) -> None:
        self._theme = theme
        self._scale = lens.scale
        self._zoom = lens.zoom
        self._plates = Plates(theme, lens, thumbnails)

    def paint(
        self, painter: QPainter, face: CardFace, x: int, y: int, width: int, height: int, written: bool = True
    ) -> None:
        """Paint a card into a rectangle of device pixels, whole with its shadow; title and text only if `written`."""
        form, rect = FORMS[face.kind], QRect(x, y, width, height)
        self._plates.plate(painter, face, rect)
        top = self._picture(painter, face, rect) if face.kind == "photo" else 0.0
        pen = CardPen(painter, rect, self._scale, self._zoom)
        right = width / self._scale - form.right
        bottom = height / self._scale - form.edge - (anatomy.BAND if face.conflict else 0.0)
        if bottom - top < form.edge + anatomy.HEADER + anatomy.UNDER_HEADER + form.title_line:
            top = (top + bottom + form.edge - form.title_line) / 2  # a sliver of a card: its title alone
            foot = top + form.title_line
        else:
            top = self._header(pen, face, form, top + form.edge, right)
            foot = self._footer(pen, face, form, top, right, bottom)
            if face.rank:
                foot = self._standing(pen, face, form, top, right, foot)
        if written:
            self._words(pen, face, form, top, right, foot)
        if face.conflict:
            self._band(pen, face, rect, form)
        pen.done()

    def words_top(self, face: CardFace, width: float, height: float) -> float:
        """Where the title of a card begins, in scene units from its upper border."""
        picture = anatomy.picture_height(face, width, height) if face.kind == "photo" else 0.0
        return picture + FORMS[face.kind].edge + anatomy.HEADER + anatomy.UNDER_HEADER

    def _picture(self, painter: QPainter, face: CardFace, rect: QRect) -> float:
        """The picture from the spine to the right border; gives how high it is."""
        shown = anatomy.picture_height(face, rect.width() / self._scale, rect.height() / self._scale)
        if shown:
            self._plates.picture(painter, face, rect, round(shown * self._scale))
        return shown

    def _header(self, pen: CardPen, face: CardFace, form: Form, top: float, right: float) -> float:
        theme, left = self._theme, form.left
        colour = theme.ctl if face.retracted else theme.color(form.token)
        pen.pixmap(self._plates.icon(form.icon, colour), left, top + 1)
        left += 14 + 6
        marked = mark(theme, face.colour)
        if marked is not None:
            right -= 14
            pen.disc(marked, right + 9, top + 8, 5)
        if face.pinned:
            right -= 18
            pen.pixmap(self._plates.icon("pin", theme.ink3), right + 4, top + 1)
        if face.pill:
            right -= pen.pill(face.pill, right, top, *_pill_colours(theme, face.pill)) + 6
        if face.unseen:
            right -= 18
            pen.pixmap(self._plates.icon("warning", theme.warn), right + 4, top + 1)
        if face.key:
            left += pen.words(face.key, anatomy.KEY, left, top, right - left, theme.ink2) + 6
        if face.header_word:
            pen.words(face.header_word, anatomy.WORD, left, top, right - left, theme.ink3)
        return top + anatomy.HEADER + anatomy.UNDER_HEADER

    def _footer(self, pen: CardPen, face: CardFace, form: Form, top: float, right: float, bottom: float) -> float:
        """Source, date and grade at the foot, where there is room under one line of the title; gives where the
        text has to end."""
        line = bottom - anatomy.HEADER
        if not anatomy.has_footer(face) or line < top + form.title_line:
            return bottom
        if face.grade and not face.retracted:
            right -= pen.chip(face.grade, anatomy.GRADE, right, line, self._theme.ink2, self._theme.ctl) + 8
        pen.words(face.footer_left, anatomy.FOOTER, form.left, line, right - form.left, self._theme.ink3)
        return line - anatomy.OVER_FOOTER

    def _standing(self, pen: CardPen, face: CardFace, form: Form, top: float, right: float, foot: float) -> float:
        """Rank, word and bar over the footer, as far as there is room under the title."""
        title = count_lines(face.title, form.title, right - form.left, LEAST_TITLE) * form.title_line
        theme, room = self._theme, foot - top - title + SQUEEZE
        if room < anatomy.RANK_LINE:
            return foot
        whole = room >= anatomy.STANDING and face.marks is not None
        line = foot - (anatomy.STANDING if whole else anatomy.RANK_LINE)
        left = form.left + pen.words(face.rank, anatomy.RANK, form.left, line, right - form.left, theme.hyp) + 8
        left += pen.words(face.word, anatomy.STANDING_WORD, left, line, right - left, theme.ink) + 8
        pen.words(face.before, anatomy.STANDING_WORD, left, line, right - left, theme.ink3)
        if whole and face.marks is not None:
            pen.bar(theme, form.left, line + anatomy.RANK_LINE, right - form.left, face)
        return line

    def _words(self, pen: CardPen, face: CardFace, form: Form, top: float, right: float, foot: float) -> None:
        theme, type = self._theme, form.title
        if face.retracted:
            type = Type(type.size, type.weight, struck=True)
        room, most = right - form.left, max(1, int((foot - top + SQUEEZE) // form.title_line))
        colour = theme.ink3 if face.retracted else theme.ink
        used = pen.lines(face.title, type, form.left, top, room, form.title_line, most, colour)
        top += max(used, 1) * form.title_line + anatomy.OVER_TEXT
        most = int((foot - top + SQUEEZE) // anatomy.TEXT_LINE)
        colour = theme.ink3 if face.retracted else theme.ink2
        pen.lines(face.text, anatomy.TEXT, form.left, top, room, anatomy.TEXT_LINE, most, colour)

    def _band(self, pen: CardPen, face: CardFace, rect: QRect, form: Form) -> None:
        """What differs, at the foot, with the values as chips."""
        theme = self._theme
        width, top = rect.width() / self._scale, rect.height() / self._scale - anatomy.BAND
        right = width - 10
        for value in reversed(face.conflict_values):
            right -= pen.chip(value, anatomy.GRADE, right, top + 5, theme.warn, theme.warn, theme.card) + 6
        pen.pixmap(self._plates.icon("warning", theme.warn), form.left, top + 6)
        left = form.left + 20
        pen.words(face.conflict, anatomy.GRADE, left, top + 5, right - left, theme.warn)


def _pill_colours(theme: Theme, balance: str) -> tuple[QColor, QColor, QColor | None]:
    """Ink, ground and border of the word for a balance."""
    if balance == "contested":
        return theme.warn, theme.warnbg, theme.warn
    ink, ground = theme.ink3, theme.zone
    if balance == "supported":
        ink, ground = theme.supink, theme.supbg
    elif balance == "contradicted":
        ink, ground = theme.conink, theme.conbg
    return ink, ground, ink if ground == theme.card else None  # a theme without tints has borders
