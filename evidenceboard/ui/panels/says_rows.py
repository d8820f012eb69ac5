"""Rows of the panel that says what the standing hangs on: a title that leads somewhere, a sentence, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.panels.bare import PASSING
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.parts import Clickable, Section
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import count, name_of, says_more, title_of

FIRST = 12  # rows that are shown at once
Do = tuple[str, Callable[[], object]]


def named(board: Board, record: RecordId) -> str:
    """A record as a title: "E5b · Same official: no signs of …"."""
    name, title = name_of(board, record), title_of(board, record)
    return f"{name} · {title}" if says_more(title, name) else name


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
        self.title = plain_label(title, weight=600, ink=ink, wrap=True, max_lines=3)
        self.words = plain_label(words, size=12, ink="ink3" if quiet else "ink2", wrap=True, max_lines=8)
        inside.addWidget(self.title)
        self.head.clicked.connect(self.go)
        self._rows.addWidget(self.head)
        self._add(self.words)
        self.buttons: dict[str, QPushButton] = {}
        self._above_foot = self._rows.count()
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

    def add_above_foot(self, widget: QWidget, *, inset: bool = False) -> None:
        """Something more above the buttons; a bare field stands in line with the words by itself."""
        row = QHBoxLayout()
        row.setContentsMargins(6 if inset else 0, 0, 6, 0)
        row.addWidget(widget)
        self._rows.insertLayout(self._above_foot, row)
        self._above_foot += 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bar."""
        if self._bar:
            active = theme.current()
            with QPainter(self) as painter:
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left without a word it goes again."""
        super().focusOutEvent(event)
        if not self.text() and event.reason() not in PASSING:
            self.hide()


class SaysSection(Section):
    """A heading with its number, rows of which the first are shown, and a way to the rest.

    A row in which somebody writes is never taken away under the hands: it stays until it is left.
    """

    def __init__(self, heading: str, make: Callable[[Any], QWidget], *, line: bool = True) -> None:
        super().__init__(line=line)
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
        self._rows_of: dict[Hashable, QWidget] = {}
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._build)

    @property
    def made(self) -> list[QWidget]:
        """The rows, from above."""
        return list(self._rows_of.values())

    def key(self, item: Any) -> Hashable:
        """What a row is known by from one time to the next."""
        return id(item)

    def refill(self, row: QWidget, item: Any) -> bool:
        """Show an item in the row it had before; False where it has to be made anew."""
        return False

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
        focus = self._focus_in()
        before, rows = self._rows_of, dict[Hashable, QWidget]()
        for item in self._items[: self._shown]:
            key = self.key(item)
            row = before.get(key)
            if row is None or not (self.refill(row, item) or is_written_in(row)):
                row = self._make(item)
            rows[key] = row
        kept = set(rows.values())
        written = {key: row for key, row in before.items() if key not in rows and is_written_in(row)}
        for field in (field for row in written.values() for field in fields_of(row)):
            field.installEventFilter(self)
        self._rows_of = written | rows
        for row in before.values():
            if row not in kept and row not in written.values():
                self._list.removeWidget(row)
                row.hide()
                row.deleteLater()
        for at, row in enumerate(self.made):
            if self._list.indexOf(row) != at:
                self._list.removeWidget(row)
                self._list.insertWidget(at, row)
        rest = len(self._items) - self._shown
        self.more.setText(f"Show {count(min(rest, FIRST), 'more', 'more')} of {rest:,}")
        self.more.setVisible(rest > 0)
        self._focus_again(*focus)

    def _focus_in(self) -> tuple[Hashable, int]:
        """The row with the focus, and which of its parts has it: -1 where none has."""
        for key, row in self._rows_of.items():
            parts = _stops(row)
            for at, part in enumerate(parts):
                if part.hasFocus():
                    return key, at
        return None, -1

    def _focus_again(self, key: Hashable, at: int) -> None:
        """A row that was made anew under the keys gets them back."""
        parts = _stops(self._rows_of[key]) if key in self._rows_of else []
        if 0 <= at < len(parts) and not parts[at].hasFocus():
            parts[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A row that only stays because somebody writes in it goes when it is left."""
        if event.type() == QEvent.Type.FocusOut:
            self._again.start()
        return super().eventFilter(watched, event)

    def _show_more(self) -> None:
        self._shown += FIRST
        self._build()


def fields_of(row: QWidget) -> list[LineField | TextField]:
    """The fields of a row that take words."""
    return [*row.findChildren(LineField), *row.findChildren(TextField)]


def is_written_in(row: QWidget) -> bool:
    """Whether a person writes in one of its fields, or has and has not left it."""
    return any(field.hasFocus() or field.is_typed for field in fields_of(row))


def _stops(row: QWidget) -> list[QWidget]:
    """What of a row the Tab key stops at."""
    return [part for part in row.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
