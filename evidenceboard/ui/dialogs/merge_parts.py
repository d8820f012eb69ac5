"""What the preview of a merge is set from: tags, counted rows, a conflict with its choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.board import Board, Conflict, Head
from evidenceboard.model.commands import Action, decide
from evidenceboard.model.ids import ChangesetId, kind_of
from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline
from evidenceboard.ui.widgets.choice import ChoiceBox
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import RECORDS, field_words, name_of, says_more, title_of, value_words

#: Sign, colour and whether the frame is dashed.
TAGS = {
    "conflict": ("!", "warn", False),
    "added": ("+", "support", False),
    "changed": ("~", "stmt", False),
    "moved": (">", "ctl", False),
    "removed": ("-", "danger", True),
    "kept": ("!", "warn", False),
}
Authored = Callable[[Head], tuple[str, str]]


class Tag(QWidget):
    """The square sign of a sort of change: plus, wave, arrow, minus, exclamation mark."""

    def __init__(self, sort: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._token, self._dashed = TAGS[sort]
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws frame and sign."""
        ink = theme.current().color(self._token)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(ink, 1.4)
            if self._dashed:
                pen.setDashPattern([2.4, 1.8])
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(1, 1, 16, 16), 4, 4)
            painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            match self._sign:
                case "+":
                    painter.drawLine(QPointF(5.5, 9), QPointF(12.5, 9))
                    painter.drawLine(QPointF(9, 5.5), QPointF(9, 12.5))
                case "-":
                    painter.drawLine(QPointF(5.5, 9), QPointF(12.5, 9))
                case ">":
                    painter.drawPolyline([QPointF(9.5, 5.8), QPointF(12.7, 9), QPointF(9.5, 12.2)])
                    painter.drawLine(QPointF(5.3, 9), QPointF(12.4, 9))
                case "~":
                    wave = [QPointF(5, 9.8), QPointF(6.6, 7.8), QPointF(8.2, 8), QPointF(9.8, 10), QPointF(11.4, 10.2),
                            QPointF(13, 8.2)]  # fmt: skip
                    painter.drawPolyline(wave)
                case _:
                    painter.drawLine(QPointF(9, 5), QPointF(9, 9.6))
                    painter.drawPoint(QPointF(9, 12.6))


class CountRow(QWidget):
    """A sort of change with its number: tag, "4", "added", "1 card, 3 links"."""

    def __init__(self, sort: str, number: int, words: str, detail: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        row.addWidget(Tag(sort, self))
        figure = plain_label(str(number), weight=600, tabular=True)
        figure.setMinimumWidth(26)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(figure)
        row.addWidget(plain_label(words))
        said = plain_label(detail, size=12, ink="ink3", elide=True)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(said, 1)


class Side(NamedTuple):
    """One value of a conflict."""

    box: ChoiceBox
    head: Head
    mine: bool


class ConflictBlock(QWidget):
    """One conflict; one of its values can be chosen, or none.

    Signals:
        chosen: the choice is another.
    """

    chosen = Signal()

    def __init__(
        self, board: Board, conflict: Conflict, place: str, theirs: frozenset[ChangesetId], authored: Authored
    ) -> None:
        """A block.

        Args:
            board: as it would be after the merge.
            place: which it is of how many.
            theirs: the changesets that the merge brings.
            authored: who wrote a value, and when.
        """
        super().__init__()
        self._conflict = conflict
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(self._heading(board, place))
        self.sides: list[Side] = []
        values: set[str] = set()
        for head in sorted(conflict.heads, key=lambda head: head.changeset in theirs):
            if repr(head.value) not in values:
                values.add(repr(head.value))
                box = ChoiceBox(value_words(board, conflict.field, head.value), *authored(head))
                box.clicked.connect(lambda _=False, box=box: self._toggle(box))
                self.sides.append(Side(box, head, head.changeset not in theirs))
                rows.addWidget(box)

    def _heading(self, board: Board, place: str) -> QVBoxLayout:
        record = self._conflict.record
        kind = "" if kind_of(record) in ("card", "edge", "board") else RECORDS.get(kind_of(record), "") + " "
        name, title = name_of(board, record), title_of(board, record)
        spans = [Span(f"{kind}{name} · {field_words(self._conflict.field)}", weight=600)]
        heading = QVBoxLayout()
        heading.setSpacing(2)
        line = QHBoxLayout()
        line.addWidget(SpanLabel(spans, size=13, line=18, max_lines=2), 1)
        line.addWidget(plain_label(place, size=11, ink="warn"), alignment=Qt.AlignmentFlag.AlignTop)
        heading.addLayout(line)
        if says_more(title, name) and self._conflict.field != "title":
            heading.addWidget(plain_label(title, size=12, ink="ink2", elide=True))
        return heading

    def _toggle(self, box: ChoiceBox) -> None:
        for side in self.sides:
            if side.box is not box:
                side.box.setChecked(False)
        self.chosen.emit()

    def choose(self, mine: bool | None) -> None:
        """Chooses our value or theirs; None leaves it open."""
        wanted = next((side for side in self.sides if side.mine is mine), None)
        for side in self.sides:
            side.box.setChecked(side is wanted)

    def decision(self) -> Action | None:
        """What the choice writes, or None where it is left open."""
        chosen = next((side for side in self.sides if side.box.isChecked()), None)
        return decide(self._conflict.record, self._conflict.field, chosen.head.value) if chosen else None


class Icon(QWidget):
    """One icon of the theme, beside a line of words."""

    def __init__(self, name: str, token: str = "ink2") -> None:
        super().__init__()
        self._name, self._token = name, token
        self.setFixedSize(18, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        with QPainter(self) as painter:
            icons.paint_icon(painter, self._name, QRectF(1, 2, 16, 16), theme.current().color(self._token))


def ruled(rows: QVBoxLayout, heading: str = "") -> None:
    """A hairline between two parts of a column, and a heading below it."""
    rows.addSpacing(8)
    rows.addWidget(Hairline())
    rows.addSpacing(8)
    if heading:
        rows.addWidget(plain_label(heading, size=11, weight=600, ink="ink3"))
