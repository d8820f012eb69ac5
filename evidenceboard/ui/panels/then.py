"""What a replayed change did, and what is selected as it was then: to be read, not to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.changes import Value
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import WIDTH, IconLabel, Scroll, Section, empty
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.readings import Now
from evidenceboard.ui.widgets.buttons import Hairline, fill, push_button
from evidenceboard.ui.words import capital, card_kind, count, link_word, one_line

MOST = 12  # of what was touched, that is named
LONGEST = 4_000  # characters of a text that is shown here
NOT_THEN = "It was not there then."
DATES = {"said": "Said", "happened": "Happened", "captured": "Captured"}


class ThenPanel(QWidget):
    """Shown instead of the inspector, which says how things are now.

    Signals:
        go_to: a record that a person wants to see.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = Now(bridge.document)
        self._records: Sequence[RecordId] = ()
        scroll = Scroll(self)
        form = QWidget(scroll.viewport())
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._step, self._touched = Section("This change", line=False), Section("What it touched")
        self._chosen = Section("As it was then")
        for section in (self._step, self._touched, self._chosen):
            rows.addWidget(section)
        rows.addStretch()
        self._lists = []
        for section in (self._step, self._touched, self._chosen):
            held = QVBoxLayout()
            held.setSpacing(6)
            section.rows.addLayout(held)
            self._lists.append(held)
        scroll.hold(form)
        self._lay_out(scroll)

    def _lay_out(self, scroll: Scroll) -> None:
        top = QWidget()
        top.setFixedHeight(44)
        header = QHBoxLayout(top)
        header.setContentsMargins(16, 0, 16, 0)
        header.setSpacing(8)
        header.addWidget(IconLabel("history", "ink2"))
        header.addWidget(plain_label("Replay", weight=600), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(Hairline())
        whole.addWidget(scroll, 1)

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    def show_step(self, when: str, what: str, why: str, touched: Mapping[RecordId, str], reading: Now) -> None:
        """Show a change, and what is selected as it was after it."""
        self._reading = reading
        step, list_, _ = self._lists
        empty(step)
        self._put(step, what, size=15, weight=600)
        self._put(step, when, size=12, ink="ink3")
        self._put(step, why, ink="ink2")
        empty(list_)
        for record, how in list(touched.items())[:MOST]:
            button = push_button(one_line(f"{self.name(record)} {how}", 60), "link")
            button.clicked.connect(partial(self.go_to.emit, record))
            list_.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if len(touched) > MOST:
            self._put(list_, f"and {count(len(touched) - MOST, 'other')}", size=12, ink="ink3")
        self._touched.setVisible(bool(touched))
        self.show_records(self._records)

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Show one selected card or link as it was."""
        self._records = records
        held = self._lists[2]
        empty(held)
        shown = [record for record in records if kind_of(record) in ("card", "edge")]
        self._chosen.setVisible(len(shown) == 1)
        if len(shown) != 1:
            return
        values = self._reading.named(kind_of(shown[0]), shown).get(shown[0])
        if values is None:
            self._put(held, NOT_THEN, ink="ink3")
        elif kind_of(shown[0]) == "edge":
            self._put(held, self.name(shown[0]), weight=600)
            undercut = kind_of(str(values.get("to"))) == "edge"
            words = capital(link_word(str(values.get("kind")), undercut=undercut))
            self._put(held, f"{words}, {values.get('strength') or 'normal'}", ink="ink3", size=12)
            self._put(held, str(values.get("reason") or ""))
        else:
            self._put_card(held, values)

    def _put_card(self, held: QVBoxLayout, values: Mapping[str, Value]) -> None:
        kind = " · ".join(part for part in (str(values.get("key") or ""), card_kind(values)) if part)
        self._put(held, kind, size=12, ink="ink3")
        self._put(held, str(values.get("title") or ""), size=15, weight=600)
        self._put(held, str(values.get("text") or values.get("original") or ""))
        source = values.get("source")
        name = self._reading.value(str(source), "name") if source else None
        self._put(held, f"Source: {name}" if name else "", size=12, ink="ink2")
        for field, word in DATES.items():
            date = values.get(field)
            self._put(held, f"{word}: {in_words(date)}" if isinstance(date, str) else "", size=12, ink="ink2")

    def _put(self, held: QVBoxLayout, words: str, *, size: int = 13, weight: int = 400, ink: str = "ink") -> None:
        if words:
            label = plain_label(words[:LONGEST], size=size, weight=weight, ink=ink, wrap=True)
            label.setContentsMargins(6, 0, 6, 0)
            held.addWidget(label)

    def name(self, record: RecordId) -> str:
        """The shortest good name that a record had then; of one that was removed, what it is."""
        reading = self._reading
        if kind_of(record) == "edge":
            ends = reading.ends(record)
            names = ("a link" if kind_of(end) == "edge" else self.name(end) for end in ends)
            return " → ".join(names) or "A link"
        if kind_of(record) == "region":
            ends = reading.ends(record)
            return self.name(ends[0]) if ends else "A part of a photo"
        values = reading.named(kind_of(record), [record]).get(record, {})
        return one_line(str(values.get("key") or values.get("title") or values.get("text") or "A card"), 40)

    def words(self) -> list[str]:
        """All that it says."""
        found = self.findChildren(QWidget)
        return [str(each.text()) for each in found if hasattr(each, "text") and not each.isHidden()]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)
