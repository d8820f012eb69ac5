"""The right side of the start page: recent boards as cards, what a crash left to save, the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import cut, plain_label, visible_controls
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.widgets.fuzzy import rank
from evidenceboard.ui.widgets.start_cards import BoardCard, RecentBoard
from evidenceboard.ui.widgets.start_parts import Empty, FindField, Lock

_GAP, _ROW_GAP, _NARROWEST = 14, 22, 168


@dataclass(frozen=True)
class CrashOffer:
    """A board that was open when the program or the machine stopped.

    `when` completes "… was not closed properly on"; `detail` says what is safe; `closed` that it was closed, but
    could not be saved.
    """

    key: str
    name: str
    when: str
    detail: str
    closed: bool = False


class RecentBoards(QWidget):
    """Cards in as many columns as there is room for, with a field that filters them."""

    board_chosen = Signal(str)
    forget_requested = Signal(str)
    clear_requested = Signal()
    recover_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._boards: list[RecentBoard] = []
        self._cards: list[BoardCard] = []
        self._columns = 0
        self.field = FindField(self)
        self._scroll, self._grid = QScrollArea(self), QGridLayout()
        self._empty = Empty(self)
        self._crashes = QVBoxLayout()
        self.clear_button = push_button("Clear this list", "link", parent=self)
        self._lay_out()
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._open_first)
        self.clear_button.clicked.connect(self.clear_requested)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(32, 36, 32, 24)
        rows.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(plain_label("Recent boards", size=18, weight=600, parent=self), 1)
        head.addWidget(self.field)
        rows.addLayout(head)
        rows.addSpacing(14)
        rows.addWidget(self._empty)
        rows.addWidget(self._make_scroll(), 1)
        self._line = Hairline(parent=self)
        rows.addWidget(self._line)
        self._crashes.setContentsMargins(0, 16, 0, 0)
        self._crashes.setSpacing(8)
        rows.addLayout(self._crashes)
        rows.addSpacing(16)
        rows.addLayout(self._foot())

    def _make_scroll(self) -> QScrollArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 2, 16)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_ROW_GAP)
        column.addLayout(self._grid)
        column.addStretch()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        self._scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        return self._scroll

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Lock(self))
        words = "Works offline. Your boards stay in your files."
        row.addWidget(plain_label(words, size=12, ink="ink2", elide=True, parent=self), 1)
        row.addWidget(self.clear_button)
        return row

    def show_boards(self, boards: Sequence[RecentBoard], crashes: Sequence[CrashOffer]) -> None:
        """Replaces what is shown."""
        self._boards = list(boards)
        self._filter()
        while self._crashes.count():
            item = self._crashes.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for offer in crashes:
            row = _CrashRow(offer, self)
            row.button.clicked.connect(lambda _=False, key=offer.key: self.recover_requested.emit(key))
            self._crashes.addWidget(row)
        self._line.setVisible(bool(crashes))
        self._crashes.setContentsMargins(0, 16 if crashes else 0, 0, 0)
        self.clear_button.setVisible(bool(boards))
        self.field.setVisible(len(boards) > 3)

    def height_wanted(self) -> int:
        """How high the page should be to show two rows of cards, or what there is."""
        rows = 1 if len(self._boards) <= 3 else 2
        return 344 + 200 * rows + (92 if self._crashes.count() else 0) - (0 if rows == 1 else 132)

    def cards(self) -> list[BoardCard]:
        """The cards shown now, in reading order."""
        return list(self._cards)

    def _filter(self) -> None:
        typed = self.field.text().strip()
        fitting = rank(typed, [board.name for board in self._boards]) if typed else range(len(self._boards))
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(self._boards[at]) for at in fitting]
        self._arrange()
        self._empty.tell(self._when_empty(typed))
        self._empty.setVisible(not self._cards)

    def _when_empty(self, typed: str) -> str:
        if typed:
            return f"No board is called “{cut(typed, 60)}”."
        return "A board that you make or open is shown here, with its picture."

    def _card(self, board: RecentBoard) -> BoardCard:
        card = BoardCard(board, self._scroll)
        card.clicked.connect(lambda: self.board_chosen.emit(board.key))
        card.forgotten.connect(lambda: self.forget_requested.emit(board.key))
        card.stepped.connect(lambda dx, dy: self._step(card, dx, dy))
        card.installEventFilter(self)
        card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        card.customContextMenuRequested.connect(lambda at: self._menu(card, card.mapToGlobal(at)))
        return card

    def _menu(self, card: BoardCard, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open", card.click)
        menu.addAction("Delete this draft…" if card.board.draft else "Take off this list", card.forgotten.emit)
        menu.popup(at)

    def _room(self) -> int:
        return self.width() - 64 - 2

    def _arrange(self) -> None:
        self._columns = max(1, min(3, (self._room() + _GAP) // (_NARROWEST + _GAP)))
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // self._columns, at % self._columns)
            card.show()
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        # Few cards do not become broad: they keep the width of a third.
        third = (self._room() - _GAP * (self._columns - 1)) // self._columns
        for card in self._cards:
            card.setMaximumWidth(max(_NARROWEST, third))

    def _step(self, card: BoardCard, dx: int, dy: int) -> None:
        at = self._cards.index(card) + dx + dy * self._columns
        if 0 <= at < len(self._cards):
            self._cards[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _open_first(self) -> None:
        if self._cards:
            self._cards[0].click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps the card with the focus in view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, BoardCard):
            self._scroll.ensureWidgetVisible(watched, 0, 12)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for another column."""
        super().resizeEvent(event)
        self._arrange()


class _CrashRow(QWidget):
    """Tells calmly of a board that was not closed, and offers to look at it."""

    def __init__(self, offer: CrashOffer, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = push_button("Show me", parent=self)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = cut(visible_controls(offer.name), 120)
        row = QHBoxLayout(self)
        row.setContentsMargins(48, 12, 16, 13)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(0)
        how = "could not be saved when it was closed" if offer.closed else "was not closed properly on"
        title = f"{name} {how}, {offer.when}" if offer.closed else f"{name} {how} {offer.when}"
        words.addWidget(plain_label(title, weight=600, wrap=True, max_lines=2, parent=self))
        words.addWidget(plain_label(offer.detail, size=12, ink="ink2", wrap=True, max_lines=3, parent=self))
        row.addLayout(words, 1)
        row.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the tint and the sign."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(active.warn, 2) if active.border > 1 else Qt.PenStyle.NoPen)
            painter.setBrush(active.warnbg)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
            icons.paint_icon(painter, "warning", QRectF(17, self.height() / 2 - 8, 16, 16), active.warn)
