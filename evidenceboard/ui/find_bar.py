"""Find on the board: hits light up, the rest dims, Enter flies to the next."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.searching import Query
from evidenceboard.ui.widgets.buttons import IconButton, fill, push_button

REST_MS = 60
AT_ONCE = 1_000  # hits that are looked at in one step


class FindBar(QWidget):
    """The field, how many hits there are, and the way from one to the next.

    Signals:
        found: the cards that are hit; None while nothing is looked for.
        chosen: the card to fly to.
        wanted_here: a card that is not on the sheet that is shown, and should be.
        closed: the person is done with it.
    """

    found = Signal(object)
    chosen = Signal(str)
    wanted_here = Signal(str)
    closed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._hits: list[RecordId] = []
        self._at = -1
        self._absent = 0  # hits that are not on the sheet that is shown
        self._query: Query | None = None
        self._counting: Query | None = None
        self._wanted = 0  # steps that were asked for before the hits were there
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find on this board")
        self.field.setAccessibleName("Find on this board")
        self.field.setClearButtonEnabled(True)
        self.count = plain_label("", size=12, ink="ink2", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        self.put_here = push_button("Put it here", "link", parent=self)
        self.put_here.clicked.connect(self._put)
        row.addWidget(self.count)
        row.addWidget(self.put_here)
        for icon, name, step in (("chevron-left", "Previous hit", -1), ("chevron-right", "Next hit", 1)):
            button = IconButton(icon, name, side=28, parent=self)
            button.clicked.connect(lambda _=False, by=step: self.step(by))
            row.addWidget(button)
        close = IconButton("close", "Close", side=28, parent=self)
        close.clicked.connect(self.leave)
        row.addWidget(close)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.search)
        self.field.textChanged.connect(self._rest.start)
        bridge.committed.connect(self._look_around)
        bridge.sheet_changed.connect(self._look_around)
        self.hide()

    def open(self) -> None:
        """Show it with the last words selected."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.search()

    def leave(self) -> None:
        """Close it, and let the whole board light up again."""
        self.hide()
        self._rest.stop()
        self._drop()
        self.found.emit(None)
        self.closed.emit()

    def search(self) -> None:
        """Look for the words now, and no longer for others; what was found before stays lit until they are found."""
        self._rest.stop()
        self._drop()
        if words := self.field.text().strip():
            self._query = self._bridge.searching.run(self._find(words), lambda found: self._take(*found))
            self._say()
        else:
            self._take([], None, 0)

    def _find(self, words: str) -> Generator[None, None, tuple[list[RecordId], frozenset[RecordId], int]]:
        """The cards that are hit, the same as a set, and how many of them are elsewhere."""
        found = yield from self._bridge.searching.steps(words)
        hits: set[RecordId] = set()
        for part in _parts(found.cards):
            hits.update(part)
            yield
        absent = yield from self._count(found.cards)
        lit = frozenset(hits)
        yield
        return found.cards, lit, absent

    def _count(self, hits: list[RecordId]) -> Generator[None, None, int]:
        absent = 0
        for part in _parts(hits):
            absent += self._elsewhere(part)
            yield
        return absent

    def _drop(self) -> None:
        self._wanted = 0
        if self._query is not None:
            self._query.drop()

    def _take(self, hits: list[RecordId], lit: frozenset[RecordId] | None, absent: int) -> None:
        self._hits, self._at = hits, -1
        self.found.emit(lit)
        self._take_count(absent)
        if wanted := self._wanted:
            self._wanted = 0
            self.step(wanted)

    def step(self, by: int) -> None:
        """Fly to the next hit, or back."""
        if self._rest.isActive():
            self.search()
        if self._looking:
            self._wanted += by
        elif self._hits:
            self._at = (self._at + by) % len(self._hits)
            if not self._elsewhere([self._hits[self._at]]):
                self.chosen.emit(self._hits[self._at])
        self._say()

    @property
    def _looking(self) -> bool:
        """Whether the words are still being looked for."""
        return self._query is not None and self._query.waiting

    def _look_around(self, _event: object = None) -> None:
        """The board or the sheet is another now."""
        if self._counting is not None:
            self._counting.drop()
        if self.isVisible():
            self._counting = self._bridge.searching.run(self._count(self._hits), self._take_count)

    def _take_count(self, absent: int) -> None:
        self._absent = absent
        self._say()

    def _elsewhere(self, cards: Sequence[RecordId]) -> int:
        """How many of these cards of the board are not on the sheet that is shown."""
        document = self._bridge.document
        here = document.geometry(self._bridge.sheet).row
        return sum(card not in here and document.board.is_live(card) for card in cards)

    def _put(self) -> None:
        self.wanted_here.emit(self._hits[self._at])
        self._say()

    def _say(self) -> None:
        at_one = self._at >= 0 and self._elsewhere([self._hits[self._at]]) > 0
        self.put_here.setVisible(at_one and not self._bridge.document.read_only)
        if not self.field.text().strip():
            words = ""
        elif self._looking:
            words = "looking…"
        elif not self._hits:
            words = "nothing found"
        elif self._at < 0:
            words = f"{len(self._hits)} found"
            words += f", {self._absent} not on this sheet" if self._absent else ""
        else:
            words = f"{self._at + 1} of {len(self._hits)}"
            words += ", not on this sheet" if at_one else ""
        self.count.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(self, theme.current().panel)


def _parts(hits: Sequence[RecordId]) -> Iterator[Sequence[RecordId]]:
    """Some of them at a time."""
    return (hits[start : start + AT_ONCE] for start in range(0, len(hits), AT_ONCE))
