"""The parts marked on a photo: number, note, how many links begin there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.model.photo_parts import Part
from evidenceboard.model.photo_view import PhotoView, clipped, view_of
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Clickable, Section
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import draw_line, plain_label
from evidenceboard.ui.words import count

CHIP = QSize(22, 20)
NOTE_LABEL = "Write the note of a part"


class PartChip(Clickable):
    """The number of a part, in the box that it has on the photo; a click goes there."""

    def __init__(self) -> None:
        super().__init__("Go to this part")
        self._words = ""
        self.setFixedSize(CHIP)

    def show_number(self, number: int) -> None:
        self._words = str(number)
        self.setAccessibleName(f"Go to part {number}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws box and number."""
        super().paintEvent(event)
        light = theme.THEMES["light"]
        with QPainter(self) as painter:
            painter.setPen(theme.current().ctl)
            painter.setBrush(light.ink)
            painter.drawRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5))
            painter.setPen(light.card)
            painter.setFont(theme.interface_font(11, 600, tabular=True))
            draw_line(painter, QRectF(self.rect()), self._words, Qt.AlignmentFlag.AlignCenter)


class PartRow(QWidget):
    """One part: its number, its note, and how many links begin in it."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self.part = bridge, ""
        self.chip = PartChip()
        self.chip.clicked.connect(lambda: self.go_to.emit(self.part))
        self.note = TextField("Note of the part", "What is this?", ink="ink2")
        self._links = plain_label("", size=11, ink="ink3")
        Writing(bridge).bind(self.note, lambda: self.part, "note", NOTE_LABEL)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.note)
        links = QHBoxLayout()
        links.setContentsMargins(6, 0, 6, 0)
        links.addWidget(self._links)
        words.addLayout(links)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 4)
        row.setSpacing(4)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_part(self, part: Part, view: PhotoView) -> None:
        """Shows a part as the board has it now."""
        if self.part != part.id:
            self.note.let_go()
        self.part = part.id
        self.chip.show_number(part.number)
        self.note.show_text(part.note)
        document = self._bridge.document
        links = sum(document.board.is_live(link) for link in document.parts.links_from(part.id))
        said = [f"{count(links, 'link')} from here"] if links else []
        said += ["cropped away"] if clipped(part.rect, view.crop) is None else []
        self._links.setText(" · ".join(said))
        self._links.setVisible(bool(said))
        self.note.setEnabled(not document.read_only)


class PhotoParts(Section):
    """The list of them; a row stays the same widget as long as its part stands in the list.

    Signals:
        go_to: a part that should be shown.
        mark_wanted: the person wants to mark another one.
    """

    go_to = Signal(str)
    mark_wanted = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Parts of the photo")
        self._bridge = bridge
        self._rows: dict[RecordId, PartRow] = {}
        self.mark = self.add_tool("plus", "Mark a part of the photo")
        self.mark.clicked.connect(self.mark_wanted)
        self._nothing = plain_label("Nothing is marked on it yet.", size=12, ink="ink3", wrap=True)
        self.add(self._nothing)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.rows.addLayout(self._list)

    def show_card(self, card: RecordId) -> None:
        """The parts of a card's photo; nothing where it has none."""
        document = self._bridge.document
        self.setVisible(bool(document.board.value(card, "photo")))
        self.mark.setVisible(not document.read_only)
        self._show(document.parts.of(card), view_of(document.board.record(card).shown_values()))

    def row(self, part: RecordId) -> PartRow | None:
        """The row of a part, if it is listed."""
        return self._rows.get(part)

    def _show(self, parts: Sequence[Part], view: PhotoView) -> None:
        wanted = {part.id: part for part in parts}
        free = [self._rows.pop(part) for part in list(self._rows) if part not in wanted]
        for at, part in enumerate(parts):
            if part.id not in self._rows:
                self._rows[part.id] = free.pop() if free else self._make_row()
            if self._list.indexOf(self._rows[part.id]) != at:
                self._list.insertWidget(at, self._rows[part.id])
            self._rows[part.id].show_part(part, view)
        for row in free:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._nothing.setVisible(not wanted)
        stops = [widget for part in parts for widget in (self._rows[part.id].chip, self._rows[part.id].note)]
        before: QWidget = self.mark
        for widget in stops:  # Tab reaches the rows where they stand
            QWidget.setTabOrder(before, widget)
            before = widget

    def _make_row(self) -> PartRow:
        row = PartRow(self._bridge, self)
        row.go_to.connect(self.go_to)
        return row
