"""Needs you: what people differ on, what was removed and changed at once, links to cards that are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.document import Committed
from evidenceboard.model.board import Conflict
from evidenceboard.model.commands import Action, keep, remove, together
from evidenceboard.model.ids import ChangesetId, RecordId, kind_of
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.conflict_box import ConflictChoices
from evidenceboard.ui.panels.parts import WIDTH, Clickable, IconLabel, Scroll, Section, empty
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, fill, push_button
from evidenceboard.ui.widgets.choice import ChoiceBox
from evidenceboard.ui.widgets.spans import Span, SpanLabel
from evidenceboard.ui.words import (
    RECORDS,
    card_icon,
    card_ink,
    count,
    link_word,
    name_of,
    one_line,
    says_more,
    title_of,
)

LISTED = 50  # of each sort


class ConflictsPanel(QWidget):
    """Everything on which a person's word is wanted; nothing is forced, nothing is hidden.

    Signals:
        go_to: a record that should be shown on the canvas.
        count_changed: how many things there are.
    """

    go_to = Signal(str)
    count_changed = Signal(int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setAccessibleName("Needs you")
        self._loose: list[RecordId] = []
        self._stale = True
        self.count = 0
        self.blocks: dict[RecordId, Section] = {}
        self._heading = plain_label("", weight=600)
        header = QHBoxLayout()
        header.setContentsMargins(16, 0, 16, 0)
        header.setSpacing(8)
        header.addWidget(IconLabel("conflict", "warn"))
        header.addWidget(self._heading, 1)
        scroll = Scroll(self)
        form = QWidget(scroll.viewport())
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._list)
        column.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        top = QWidget()
        top.setFixedHeight(44)
        top.setLayout(header)
        rows.addWidget(top)
        rows.addWidget(Hairline())
        scroll.hold(form)
        rows.addWidget(scroll, 1)
        self._refreshing = QTimer(self, singleShot=True, interval=0)
        self._refreshing.timeout.connect(self.refresh)
        bridge.committed.connect(self._follow)
        bridge.index_read.connect(self._look_at_all)
        if bridge.document.index_is_ready:
            self._look_at_all()

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    def _follow(self, event: Committed) -> None:
        """Loose links are looked for only where some may have come or gone: it takes a look at all."""
        if not self.bridge.document.index_is_ready:
            return
        said = [c.values["removed"] for each in event.changesets for c in each.changes if "removed" in c.values]
        if any(said) or (said and (self._loose or event.cause != "commit")):
            self._loose = self.bridge.document.board.loose_edges()
        self._show_soon()

    def _look_at_all(self) -> None:
        """What joins what has just become known; before that a look would hold up the first frame."""
        self._loose = self.bridge.document.board.loose_edges()
        self._show_soon()

    def _show_soon(self) -> None:
        self._stale = True
        self._count()
        if self.isVisible():
            self._refreshing.start()

    def _count(self) -> None:
        board = self.bridge.document.board
        now = len(board.conflicts()) + len(board.kept()) + len(self._loose)
        if now != self.count:
            self.count = now
            self.count_changed.emit(now)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while it was hidden is caught up with."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Shows what there is now."""
        board = self.bridge.document.board
        self._stale = False
        empty(self._list)
        self.blocks.clear()
        self._heading.setText(f"{count(self.count, 'thing needs', 'things need')} you" if self.count else "Needs you")
        by_record: dict[RecordId, list[Conflict]] = {}
        for conflict in board.conflicts():
            by_record.setdefault(conflict.record, []).append(conflict)
        for record, conflicts in list(by_record.items())[:LISTED]:
            self._add(record, [ConflictChoices(self.bridge, conflict) for conflict in conflicts])
        for record in board.kept()[:LISTED]:
            self._add(record, self._kept(record))
        for edge in self._loose[:LISTED]:
            self._add(edge, self._loose_link(edge))
        if self.count > len(self.blocks):
            self._rest()
        elif not self.count:
            self._nothing()

    def _add(self, record: RecordId, parts: Iterable[QWidget]) -> None:
        section = Section(line=bool(self.blocks))
        section.rows.setSpacing(8)
        section.rows.addWidget(self._title(record))
        for part in parts:
            section.add(part)
        self.blocks[record] = section
        self._list.addWidget(section)

    def _title(self, record: RecordId) -> Clickable:
        board = self.bridge.document.board
        values = board.record(record).shown_values()
        kind = kind_of(record)
        icon, token = (card_icon(values), card_ink(values)) if kind == "card" else ("link", "ink2")
        if kind not in ("card", "edge"):
            icon = {"source": "source", "board": "board", "frame": "frame"}.get(kind, "info")
        name, title = name_of(board, record), "" if kind == "edge" else title_of(board, record)
        spans = [] if kind == "card" else [Span(RECORDS.get(kind, "Board") + " ", "ink3")]
        spans.append(Span(name, weight=600))
        if says_more(title, name):
            spans.append(Span(f" {title}", "ink2"))
        words = SpanLabel(spans, size=13, line=18, max_lines=2)
        row = Clickable(words.text())
        row.clicked.connect(lambda: self.go_to.emit(record))
        line = QHBoxLayout(row)
        line.setContentsMargins(6, 3, 6, 3)
        line.setSpacing(8)
        line.addWidget(IconLabel(icon, token), alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return row

    def choices(self) -> list[ChoiceBox]:
        """The values that can be chosen, from the top."""
        return [box for section in self.blocks.values() for box in section.findChildren(ChoiceBox)]

    def _kept(self, record: RecordId) -> list[QWidget]:
        document = self.bridge.document
        found = document.board.record(record)
        removers = self._authors(head.changeset for head in found.heads("removed"))
        changers = self._authors(found.unseen_by_removers)
        words = f"{_sentence(removers)} removed it; {changers} changed it without knowing of that. It is still here."
        return [
            plain_label(words, size=12, ink="ink2", wrap=True),
            self._buttons(
                ("Keep it", lambda: keep(record)),
                ("Remove it again", lambda: remove(document.board, [record])),
            ),
        ]

    def _loose_link(self, edge: RecordId) -> list[QWidget]:
        document = self.bridge.document
        board = document.board
        values = board.record(edge).shown_values()
        gone = [end for end in board.index.ends(edge) if board.index.is_gone(end)]
        drawers = self._authors(head.changeset for head in board.record(edge).heads("removed"))
        removers = self._authors(head.changeset for end in gone for head in board.record(end).heads("removed"))
        verb = link_word(values.get("kind"), undercut=kind_of(values["to"]) == "edge").lower()
        ends = f"{name_of(board, values['from'])} {verb} {name_of(board, values['to'])}"
        names = " and ".join(name_of(board, end) for end in gone)
        words = f"“{ends}” was drawn by {drawers}, but {removers} removed {names}. The link is not shown."
        back = f"Bring {names} back" if len(names) <= 18 else "Bring the card back"
        return [
            plain_label(words, size=12, ink="ink2", wrap=True),
            self._buttons(
                (back, lambda: together("Bring back what a link needs", [keep(end) for end in gone])),
                ("Remove the link", lambda: remove(board, [edge])),
            ),
        ]

    def _authors(self, changesets: Iterable[ChangesetId]) -> str:
        document = self.bridge.document
        mine = document.installation.my_actors(document.board_id)
        names: dict[str, None] = {}
        for name in changesets:
            changeset = document.log.changeset(name)
            if changeset is not None:
                names["you" if changeset.actor in mine else one_line(changeset.author, 40) or "somebody"] = None
        return " and ".join(names) or "somebody"

    def _buttons(self, *offers: tuple[str, Callable[[], Action]]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for words, make in offers:
            button = push_button(words)
            button.setEnabled(not self.bridge.document.read_only)
            button.clicked.connect(lambda _=False, make=make: self.bridge.attempt(make))
            row.addWidget(button)
        row.addStretch()
        return holder

    def _rest(self) -> None:
        rest = Section()
        rest.add(plain_label("There are more: they come when these are done.", size=12, ink="ink3", wrap=True))
        self._list.addWidget(rest)

    def _nothing(self) -> None:
        calm = Section(line=False)
        words = "Nothing needs you. When a merge brings two values for one field, both stand here until you choose."
        calm.add(plain_label(words, size=12, ink="ink3", wrap=True))
        self._list.addWidget(calm)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
