"""The numbers beside and below the cells: inconsistency and standing of each rival, diagnosticity of each item."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from evidenceboard.analysis.ach_scoring import COMPETING, OPEN, PARC, SCHEMES
from evidenceboard.ui.canvas.standing_bar import paint_bar
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.theme import interface_font
from evidenceboard.ui.views.matrix_numbers import STANDING_TOP, columns_of, lines_of
from evidenceboard.ui.views.matrix_words import figure, power
from evidenceboard.ui.words import names_in_words

if TYPE_CHECKING:
    from evidenceboard.ui.views.matrix_painting import Picture

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
FULL = 1.25  # the diagnosticity at which a bar is full
SIZES = (13, 400), (17, 600)  # of a score, and of the one that decides
METHODS = "▼ DF-QuAD · ● quadratic · ■ Euler"
LETTERS = {
    PARC: "C consistent, counts 0 · I inconsistent, −1 · II strongly, −2 · N no link",
    COMPETING: "C consistent, counts 0 · I inconsistent, 1 · II strongly, 2 · N no link",
    OPEN: "C and I are 1 away from neutral, CC and II 2, and count squared · N no link",
}
HOLLOW = "Hollow: it bears on it only through claims, and is {}."


class Scores:
    """Paints what stands in the bands after the cells."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._painter, self._theme = picture.painter, picture.theme
        self._table, self._layout = picture.table, picture.layout

    def steps(self) -> Generator[None, None, None]:
        """Paint a band in each step."""
        layout, cells = self._layout, self._layout.cells
        band = QRectF(layout.right, layout.head, layout.after, cells.height())
        foot = QRectF(layout.side, layout.foot, cells.width(), layout.under)
        if layout.transposed:
            self._rivals_below(foot)
            yield
            self._items_right(band)
        else:
            self._rivals_right(band)
            yield
            self._items_below(foot)
            yield
            self._legend(QRectF(layout.right + 16, layout.foot + 10, layout.after - 32, layout.under - 12))

    def _text(
        self, rect: QRectF, words: str, ink: QColor, size: int, weight: int = 400,
        flags: Qt.AlignmentFlag = LEFT, tabular: bool = False,
    ) -> None:  # fmt: skip
        self._painter.setPen(ink)
        self._painter.setFont(interface_font(size, weight, tabular=tabular))
        self._painter.drawText(rect, flags, words)

    def _scores(self, row: int) -> list[str]:
        return [figure(score.values[row]) for score in self._table.scores]

    def _decides(self, at: int) -> bool:
        """Whether it is the last score, by which hypotheses are told apart."""
        return at == len(self._table.scores) - 1

    def _heading_of_scores(self) -> str:
        scheme = self._table.wish.scheme
        return "Inconsistency" if scheme == PARC else SCHEMES[scheme].title

    def _legend(self, rect: QRectF) -> None:
        """What the letters and marks mean."""
        top = rect.top()
        self._painter.setPen(self._theme.ink3)
        wish = self._table.wish
        hollow = HOLLOW.format("counted like a normal link" if wish.through else "not counted")
        for words in (METHODS, LETTERS[wish.scheme], hollow):
            said = block(words, Type(12), rect.width(), 2)
            said.paint(self._painter, rect.left(), top, 16)
            top += 16 * len(said.lines) + 6

    # Rivals

    def _rivals_right(self, band: QRectF) -> None:
        theme, columns = self._theme, columns_of(self._layout, len(self._table.scores))
        head, standing = self._layout.head, columns[-1].left()
        room = standing - columns[0].left() - 12
        self._text(QRectF(columns[0].left(), 6, room, 26), self._heading_of_scores(), theme.ink, 12, 600)
        self._text(QRectF(standing, 6, 200, 26), "Standing", theme.ink, 12, 600)
        for at, score in enumerate(self._table.scores):
            strong = self._decides(at)
            rect = QRectF(columns[at].left(), head - 30, columns[at].width(), 20)
            self._text(rect, score.name, theme.ink if strong else theme.ink3, 12, 600 if strong else 400, RIGHT)
        hint = block(SCHEMES[self._table.wish.scheme].hint, Type(12), room, 2)
        self._painter.setPen(theme.ink3)
        hint.paint(self._painter, columns[0].left(), 32, 16)
        self._painter.save()
        self._painter.setClipRect(band)
        for row in self._picture.rows:
            place = self._layout.line(row, self._picture.scroll)
            self._rival_row(row, place.top(), place.height(), columns)
        self._painter.restore()

    def _rival_row(self, row: int, top: float, height: float, columns: list[QRectF]) -> None:
        theme = self._theme
        if row:
            y = round(top - 4) + 0.5
            self._painter.setPen(QPen(theme.hair, theme.border))
            self._painter.drawLine(
                int(self._layout.right), int(y), int(self._layout.right + self._layout.after - 16), int(y)
            )
        for at, words in enumerate(self._scores(row)):
            rect = QRectF(columns[at].left(), top, columns[at].width(), height)
            size, weight = SIZES[self._decides(at)]
            ink = theme.ink if self._decides(at) else theme.ink2
            self._text(rect, words, ink, size, weight, RIGHT, tabular=True)
        self._standing(row, columns[-1].left(), top + height / 2 - 26, columns[-1].width())

    def _standing(self, row: int, left: float, top: float, width: float) -> None:
        known, before = self._table.standings[row], self._table.before[row]
        if known is None:
            return
        self._text(QRectF(left, top, width, 20), known.word, self._theme.ink, 12, 500)
        if known.strengths is not None:
            marks = before.strengths if before else None
            paint_bar(self._painter, self._theme, left + 5, top + 22, width - 10, known.strengths, marks)

    def _rivals_below(self, band: QRectF) -> None:
        theme = self._theme
        names, lines = [score.name for score in self._table.scores], lines_of(len(self._table.scores))
        for at, (top, height) in enumerate(lines):
            rect, strong = QRectF(16, band.top() + top, self._layout.side - 28, height), self._decides(at)
            words = f"{self._heading_of_scores()} {names[at]}" if strong or at == 0 else names[at]
            self._text(rect, words, theme.ink if strong else theme.ink3, 12, 600 if strong else 400, RIGHT)
        self._text(QRectF(16, band.top() + 84, self._layout.side - 28, 20), "Standing", theme.ink, 12, 600, RIGHT)
        self._painter.save()
        self._painter.setClipRect(band)
        for row in self._picture.columns:
            left = self._layout.side + int(self._layout.across.starts[row]) - self._picture.scroll[0]
            width = self._layout.across.pitch - 8
            for at, words in enumerate(self._scores(row)):
                top, height = lines[at]
                size, weight = SIZES[self._decides(at)]
                ink = theme.ink if self._decides(at) else theme.ink2
                rect = QRectF(left, band.top() + top, width, height)
                self._text(rect, words, ink, size, weight, CENTRE, tabular=True)
            self._standing(row, left, band.top() + STANDING_TOP, width)
        self._painter.restore()

    # Items

    def _kinds(self) -> list[tuple[str, str, tuple[float, ...], tuple[float, ...]]]:
        """Heading, what it says, values, and the values where what bears through claims counts."""
        table = self._table
        found = [
            (f"Diagnosticity, all {len(table.matrix.rows)}", SCHEMES[table.wish.scheme].items,
             table.power, table.power_through)
        ]  # fmt: skip
        if table.power_leading is not None and table.leading_through is not None:
            faces = self._picture.faces
            names = [faces.card(table.matrix.rows[row]).key for row in table.leaders]
            two = names_in_words(names) if all(names) else ""
            heading = f"The two leaders, {two}" if two else "The two leaders"
            found.append((heading, "what tells first from second", table.power_leading, table.leading_through))
        return found

    def _items_below(self, band: QRectF) -> None:
        for at, (heading, hint, values, through) in enumerate(self._kinds()):
            top = band.top() + 4 + at * (band.height() - 8) / 2
            self._heading(QRectF(16, top + 8, self._layout.side - 28, 36), heading, hint)
            self._painter.save()
            self._painter.setClipRect(band)
            for column in self._picture.columns:
                left = self._layout.side + int(self._layout.across.starts[column]) - self._picture.scroll[0]
                rect = QRectF(left, top + 4, self._layout.across.pitch - 8, 52)
                self._power(rect, values[column], through[column])
            self._painter.restore()

    def _heading(self, rect: QRectF, heading: str, hint: str) -> None:
        self._painter.setPen(self._theme.ink)
        block(heading, Type(13, 600), rect.width()).paint(self._painter, rect.left(), rect.top(), 18)
        self._painter.setPen(self._theme.ink3)
        block(hint, Type(12), rect.width(), 2).paint(self._painter, rect.left(), rect.top() + 19, 16)

    def _items_right(self, band: QRectF) -> None:
        width = (band.width() - 24) / 2
        for at, (heading, hint, values, through) in enumerate(self._kinds()):
            left = band.left() + 16 + at * width
            self._painter.setPen(self._theme.ink)
            block(heading, Type(12, 600), width - 12, 2).paint(self._painter, left, 10, 16)
            self._painter.setPen(self._theme.ink3)
            block(hint, Type(12), width - 12, 2).paint(self._painter, left, 48, 16)
            self._painter.save()
            self._painter.setClipRect(band)
            for column in self._picture.rows:
                place = self._layout.line(column, self._picture.scroll)
                rect = QRectF(left, place.center().y() - 26, min(88, width - 12), 52)
                self._power(rect, values[column], through[column])
            self._painter.restore()

    def _power(self, rect: QRectF, value: float, through: float) -> None:
        """A figure with its bar; a dashed box where an item separates nothing, also through claims."""
        theme = self._theme
        if value == 0 and through == 0:
            self._nothing(rect)
            return
        middle = QRectF(rect.left(), rect.top() + 8, rect.width(), 20)
        self._text(middle, power(value), theme.ink, 13, 600, CENTRE, tabular=True)
        if value == 0:
            words = QRectF(rect.left(), rect.top() + 28, rect.width(), 16)
            self._text(words, f"{power(through)} by claims", theme.ink3, 11, 400, CENTRE)
            return
        track = QRectF(rect.left() + 12, rect.top() + 34, rect.width() - 24, 4)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.track)
        self._painter.drawRoundedRect(track, 2, 2)
        self._painter.setBrush(theme.ink2)
        track.setWidth(track.width() * min(1.0, value / FULL))
        self._painter.drawRoundedRect(track, 2, 2)

    def _nothing(self, rect: QRectF) -> None:
        theme = self._theme
        pen = QPen(theme.ctl, theme.border)
        pen.setDashPattern([3, 3])
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._text(QRectF(rect.left(), rect.top() + 4, rect.width(), 16), "0", theme.ink2, 12, 600, CENTRE)
        for at, words in enumerate(("separates", "nothing")):
            self._text(
                QRectF(rect.left(), rect.top() + 20 + 13 * at, rect.width(), 13), words, theme.ink3, 11, 400, CENTRE
            )
