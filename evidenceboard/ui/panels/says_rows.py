"""Rows of the panel that says what the standing hangs on: a title that leads somewhere, a sentence, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import Clickable, Section, empty
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import count

FIRST = 12  # rows that are shown at once
Do = tuple[str, Callable[[], object]]


class Meaning(QWidget):
    """What a number means and what it must not be taken for, small and grey below it."""

    def __init__(self, says: str, not_says: str = "") -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        words = f"{says} {not_says}".strip()
        rows.addWidget(plain_label(words, size=12, ink="ink3", wrap=True))


class SaysRow(QWidget):
    """One thing that is said.

    Signals:
        go: the title was clicked.
    """

    go = Signal()

    def __init__(self, title: str, words: str, doing: Sequence[Do] = (), *, bar: str = "", quiet: bool = False) -> None:
        """A row.

        Args:
            bar: token of the bar at its left, if it has one.
            quiet: somebody has dealt with it.
        """
        super().__init__()
        self._bar = bar
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10 if bar else 0, 0, 0, 6)
        self._rows.setSpacing(0)
        self.head = Clickable(f"Go to {title}")
        inside = QVBoxLayout(self.head)
        inside.setContentsMargins(6, 2, 6, 2)
        ink = "ink3" if quiet else "ink"
        inside.addWidget(plain_label(title, weight=600, ink=ink, wrap=True, max_lines=3))
        self.head.clicked.connect(self.go)
        self._rows.addWidget(self.head)
        self._add(plain_label(words, size=12, ink="ink3" if quiet else "ink2", wrap=True, max_lines=8))
        self.buttons: dict[str, QPushButton] = {}
        if doing:
            self._rows.addLayout(self._foot(doing))

    def _foot(self, doing: Sequence[Do]) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 6, 0)
        foot.setSpacing(4)
        for words, do in doing:
            button = push_button(words, "link")
            button.clicked.connect(lambda _checked=False, do=do: do())
            self.buttons[words] = button
            foot.addWidget(button)
        foot.addStretch()
        return foot

    def _add(self, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(widget)
        self._rows.addLayout(row)

    def add(self, widget: QWidget) -> None:
        """Something more below."""
        self._rows.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bar."""
        if self._bar:
            active = theme.current()
            painter = QPainter(self)
            painter.fillRect(2, 2, 3, self.height() - 8, active.color(self._bar))


class ReasonLine(LineField):
    """Asks for a reason in one line; Esc lets it be.

    Signals:
        given: a reason.
    """

    given = Signal(str)

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(name, placeholder)
        self.left.connect(self._give)
        self.hide()

    def ask(self) -> None:
        """Show itself and wait."""
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, text: str) -> None:
        if text:
            self.given.emit(text)


class SaysSection(Section):
    """A heading with its number, rows of which the first are shown, and a way to the rest."""

    def __init__(self, heading: str, make: Callable[[Any], QWidget]) -> None:
        super().__init__()
        self._heading_words, self._make = heading, make
        self._label = plain_label(heading, size=11, weight=600, ink="ink3")
        self.rows.addWidget(self._label)
        self.told = plain_label("", size=12, ink="ink3", wrap=True)
        self.rows.addWidget(self.told)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.rows.addLayout(self._list)
        self.more = push_button("", "link")
        self.more.setAccessibleName("Show more")
        self.more.clicked.connect(self._show_more)
        self.rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        for label in (self._label, self.told):
            label.setContentsMargins(6, 0, 6, 0)
        self._items: tuple[Any, ...] = ()
        self._shown = FIRST
        self.made: list[QWidget] = []

    def show_items(self, items: Sequence[Any], told: str, number: int | None = None) -> None:
        """Show these; what a row shows besides may have changed, too.

        Args:
            told: a sentence above them; "" for none.
            number: to stand in the heading; without it how many there are.
        """
        self._items = tuple(items)
        number = len(items) if number is None else number
        self._label.setText(f"{self._heading_words} · {number:,}" if number else self._heading_words)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self._build()

    def _build(self) -> None:
        empty(self._list)
        self.made = [self._make(item) for item in self._items[: self._shown]]
        for widget in self.made:
            self._list.addWidget(widget)
        rest = len(self._items) - self._shown
        self.more.setText(f"Show {count(min(rest, FIRST), 'more', 'more')} of {rest:,}")
        self.more.setVisible(rest > 0)

    def _show_more(self) -> None:
        self._shown += FIRST
        self._build()
