"""How the matrix is painted: its cells, the bands around them, and the current cell."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from evidenceboard.analysis.ach_table import Group, Table
from evidenceboard.ui.canvas.text import Type, block
from evidenceboard.ui.icons import paint_icon
from evidenceboard.ui.theme import Theme
from evidenceboard.ui.views.matrix_cells import RADIUS, Cells, Look
from evidenceboard.ui.views.matrix_faces import Face, Faces
from evidenceboard.ui.views.matrix_layout import GAP, GROUP_BAR, Layout
from evidenceboard.ui.views.matrix_scores import Scores
from evidenceboard.ui.words import count

KEY, TITLE, NAME, SMALL = Type(13, 600), Type(12), Type(13, 600), Type(11)
GROUP = Type(12, 600)
REPORTS = "statement", "photo"  # the icons of what was reported
GLANCE = 40  # items of an origin
AT_ONCE = 40  # cells that are painted in one step


class Picture:
    """One painting of a matrix as it is scrolled now; `lines` on a device without pixels."""

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        table: Table,
        layout: Layout,
        faces: Faces,
        scroll: tuple[int, int],
        lines: bool = False,
    ) -> None:
        self.painter, self.theme = painter, theme
        self.table, self.layout, self.faces, self.scroll = table, layout, faces, scroll
        left, top = scroll
        self.cells = Cells(theme, 0.0 if lines else painter.device().devicePixelRatioF())
        self.columns = layout.across.seen(left, left + int(layout.cells.width()))
        self.rows = layout.down.seen(top, top + int(layout.cells.height()))

    def paint(self, current: tuple[int, int] | None, hovered: tuple[int, int] | None, focused: bool) -> None:
        """Paint all of it.

        Args:
            current: the cell that keys rate, as (down, across); None where there is none.
            hovered: the cell under the pointer.
            focused: whether keys come here.
        """
        for _ in self.steps():
            pass
        cells = self.layout.cells.adjusted(-3, 0, 0 if self.layout.range[0] else 3, 0)
        self._clipped(cells, lambda: self._rings(current, hovered, focused))

    def steps(self) -> Generator[None, None, None]:
        """Paint all but the current cell, a part in each step."""
        layout, cells = self.layout, self.layout.cells
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._clipped(QRectF(0, layout.head, layout.side + cells.width(), cells.height()), self._lines)
        inside = cells.adjusted(-3, 0, 0 if layout.range[0] else 3, 0)
        for down in self.rows:
            for first in range(self.columns.start, self.columns.stop, AT_ONCE):
                some = range(first, min(first + AT_ONCE, self.columns.stop))
                self._clipped(inside, partial(self._cells, down, some))
                yield
        heads = QRectF(layout.side, 0, cells.width(), layout.head)
        if not layout.transposed:
            self._clipped(heads, self._groups_above)
            yield
        for across in self.columns:
            self._clipped(heads, partial(self._head, across))
            yield
        for down in self.rows:
            self._clipped(QRectF(0, layout.head, layout.side, cells.height()), partial(self._side, down))
            yield
        if layout.transposed:
            self._clipped(QRectF(0, layout.head, layout.side, cells.height()), self._groups_beside)
            yield
        yield from Scores(self).steps()
        self._frame()

    def _clipped(self, rect: QRectF, work: Callable[[], None]) -> None:
        self.painter.save()
        self.painter.setClipRect(rect)
        work()
        self.painter.restore()

    def rival_item(self, down: int, across: int) -> tuple[int, int]:
        """Row and column of the matrix."""
        return (across, down) if self.layout.transposed else (down, across)

    # Cells

    def _cells(self, down: int, some: range) -> None:
        for across in some:
            self._cell(self.layout.cell(down, across, self.scroll), *self.rival_item(down, across))

    def _rings(self, current: tuple[int, int] | None, hovered: tuple[int, int] | None, focused: bool) -> None:
        if hovered is not None and hovered != current:
            self._ring(hovered, QPen(self.theme.ctl, 1.0), 0.0)
        if current is not None:
            self._ring(current, QPen(self.theme.accent if focused else self.theme.ctl, 2.0), 2.0)

    def _ring(self, cell: tuple[int, int], pen: QPen, out: float) -> None:
        down, across = cell
        if down not in self.rows or across not in self.columns:
            return
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        rect = self.layout.cell(down, across, self.scroll).adjusted(-out, -out, out, out)
        self.painter.drawRoundedRect(rect, RADIUS + out, RADIUS + out)

    def _cell(self, rect: QRectF, row: int, column: int) -> None:
        matrix = self.table.matrix
        value, rated = int(matrix.cells[row, column]), bool(matrix.rated[row, column])
        through = 0 if rated else int(matrix.through[row, column])
        look = Look(rated, value, through, not rated and (row, column) in self.table.edges)
        self.cells.paint(self.painter, look, rect)

    def _lines(self) -> None:
        """Hairlines between rows."""
        self.painter.setPen(QPen(self.theme.hair, self.theme.border))
        wide = self.layout.side + self.layout.cells.width()
        for down in self.rows:
            if down:
                y = round(self.layout.line(down, self.scroll).top() - GAP / 2) + 0.5
                self.painter.drawLine(QPointF(16, y), QPointF(wide, y))

    def _frame(self) -> None:
        layout = self.layout
        self.painter.setPen(QPen(self.theme.ctl, self.theme.border))
        for y in (layout.head, layout.foot):
            self.painter.drawLine(QPointF(16, y + 0.5), QPointF(layout.right + layout.after - 16, y + 0.5))

        self.painter.setPen(QPen(self.theme.hair, self.theme.border))
        if layout.range[0]:
            x = layout.right + 0.5
            self.painter.drawLine(QPointF(x, 6), QPointF(x, layout.foot + layout.under))

    # Heads

    def _head(self, across: int) -> None:
        rect = self._column(across)
        if self.layout.transposed:
            self._rival(rect.adjusted(0, 12, 0, 0), across, 3)
        else:
            self._item(rect.adjusted(2, 12 + GROUP_BAR, 0, -8), across, 3)

    def _groups_above(self) -> None:
        for group in self.table.groups:
            self._group_above(group)

    def _column(self, across: int) -> QRectF:
        x = self.layout.side + int(self.layout.across.starts[across]) - self.scroll[0]
        return QRectF(x, 0, self.layout.across.pitch - GAP, self.layout.head)

    def _group_above(self, group: Group) -> None:
        last = group.first + group.count - 1
        if last < self.columns.start or group.first >= self.columns.stop:
            return
        rect = self._column(group.first).united(self._column(last))
        rect = QRectF(rect.left(), 6, rect.width(), GROUP_BAR - 2)
        self._ground(rect)
        seen = rect.intersected(QRectF(self.layout.side, 0, self.layout.cells.width(), self.layout.head))
        self._group_words(seen.adjusted(8, 0, -6, 0), group)

    def _ground(self, rect: QRectF) -> None:
        """The ground of an origin: darker than the panel where that is light, lighter where it is dark."""
        theme = self.theme
        outlined = theme.border > 1  # such a theme has no tints
        self.painter.setPen(QPen(theme.hair, 1) if outlined else Qt.PenStyle.NoPen)
        self.painter.setBrush(theme.hair if theme.dark and not outlined else theme.zone)
        self.painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if outlined else rect, 4, 4)

    def _group_words(self, rect: QRectF, group: Group) -> None:
        name = block(self.faces.origin(group.origin), GROUP, rect.width())
        said = f"{count(group.count, self._kind(group))}, 1 origin" if group.count > 1 else ""
        more = block(said, TITLE, rect.width() - name.width - 8)
        self.painter.setPen(self.theme.ink)
        name.paint(self.painter, rect.left(), rect.top(), rect.height())
        if more.lines and more.width > 40:
            self.painter.setPen(self.theme.ink3)
            more.paint(self.painter, rect.left() + name.width + 8, rect.top(), rect.height())

    def _kind(self, group: Group) -> str:
        """What the items of an origin are: reports where all are, as far as a glance goes."""
        columns = self.table.matrix.columns[group.first : group.first + min(group.count, GLANCE)]
        return "report" if all(self.faces.card(card).icon in REPORTS for card in columns) else "item"

    def _side(self, down: int) -> None:
        rect = self.layout.line(down, self.scroll)
        rect = QRectF(16, rect.top(), self.layout.side - 32, rect.height())
        if self.layout.transposed:
            self._item(rect.adjusted(0, -2, 0, 2), down, 1)
        else:
            self._rival(rect.adjusted(0, 4, 0, 0), down, 3)

    def _groups_beside(self) -> None:
        for group in self.table.groups:
            if group.first in self.rows or group.first == self.rows.stop:
                y = self.layout.head + int(self.layout.down.starts[group.first]) - self.scroll[1] - GROUP_BAR
                rect = QRectF(16, y - 2, self.layout.side - 32, GROUP_BAR - 4)
                self._ground(rect)
                self._group_words(rect.adjusted(8, 0, -6, 0), group)

    def _rival(self, rect: QRectF, row: int, most: int) -> None:
        face, theme = self.faces.card(self.table.matrix.rows[row]), self.theme
        known, before = self.table.standings[row], self.table.before[row]
        paint_icon(self.painter, "hypothesis", QRectF(rect.left(), rect.top() + 1, 16, 16), theme.hyp)
        key = block(face.key, KEY, 60)
        self.painter.setPen(theme.ink)
        key.paint(self.painter, rect.left() + 24, rect.top(), 18)
        place = known.place if known and known.rivals > 1 else ""
        if known and before and before.rank and before.rank != known.rank:
            place += f", was {before.place.split(' ')[0]}"
        left = rect.left() + 24 + (key.width + 8 if key.lines else 0)
        self.painter.setPen(theme.hyp)
        block(place, Type(12, 600), rect.right() - left).paint(self.painter, left, rect.top(), 18)
        self.painter.setPen(theme.ink)
        indent = 24 if rect.width() > 160 else 0
        title = block(face.title, NAME, rect.width() - indent, most)
        title.paint(self.painter, rect.left() + indent, rect.top() + 20, 17)

    def _item(self, rect: QRectF, column: int, most: int) -> None:
        face, theme = self.faces.card(self.table.matrix.columns[column]), self.theme
        paint_icon(self.painter, face.icon, QRectF(rect.left(), rect.top() + 2, 14, 14), theme.color(face.ink))
        self.painter.setPen(theme.ink)
        chip = self._chip(face, rect)
        key = block(face.key, KEY, rect.width() - 20 - chip)
        key.paint(self.painter, rect.left() + 20, rect.top(), 18)
        self.painter.setPen(theme.ink2)
        title = block(face.title, TITLE, rect.width(), most)
        title.paint(self.painter, rect.left(), rect.top() + 20, 16)
        self.painter.setPen(theme.ink3)
        foot = rect.top() + 20 + 16 * most + 2
        block(face.source, SMALL, rect.width()).paint(self.painter, rect.left(), foot, 16)

    def _chip(self, face: Face, rect: QRectF) -> float:
        if not face.grade:
            return 0.0
        words = block(face.grade, Type(10, 600), 40)
        wide = words.width + 8
        chip = QRectF(rect.right() - wide - 0.5, rect.top() + 1.5, wide, 15)
        self.painter.setPen(QPen(self.theme.ctl, 1))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(chip, 4, 4)
        self.painter.setPen(self.theme.ink)
        words.paint(self.painter, chip.left() + 4, chip.top(), 15)
        return wide + 4
