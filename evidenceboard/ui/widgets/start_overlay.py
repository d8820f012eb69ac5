"""The start page above an empty board: ways in, recent boards, and what a crash left to save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.ui import app_icon, theme
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.keycap import Keycap
from evidenceboard.ui.widgets.start_cards import BoardCard, RecentBoard, WayIn
from evidenceboard.ui.widgets.start_recent import CrashOffer, RecentBoards
from evidenceboard.ui.widgets.surface import SHADOW, paint_panel

__all__ = ["BoardCard", "CrashOffer", "RecentBoard", "StartOverlay"]

_WIDTH = 1040
_HINTS = (
    ("double click", "writes a statement"),
    ("drop", "puts a photo on the board"),
    ("?", "shows every shortcut"),
    ("Ctrl+K", "finds every command"),
)


class StartOverlay(QWidget):
    """Stands in the middle of its parent and follows its size; what lies beside it stays usable.

    Esc emits `dismissed`. A dropped file ending in .board comes as `file_dropped(path)`; other drops go on to the
    parent.
    """

    new_requested = Signal()
    open_requested = Signal()
    sample_requested = Signal()
    board_chosen = Signal(str)
    forget_requested = Signal(str)
    clear_requested = Signal()
    recover_requested = Signal(str)
    file_dropped = Signal(str)
    dismissed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setAcceptDrops(True)
        self.setAccessibleName("Start page")
        self.ways = _WaysIn(self)
        self.recent = RecentBoards(self)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        columns.setSpacing(0)
        columns.addWidget(self.ways)
        columns.addWidget(self.recent, 1)
        self._connect()
        host.installEventFilter(self)
        self.place()

    def _connect(self) -> None:
        self.ways.new.clicked.connect(self.new_requested)
        self.ways.open.clicked.connect(self.open_requested)
        self.ways.sample.clicked.connect(self.sample_requested)
        self.recent.board_chosen.connect(self.board_chosen)
        self.recent.forget_requested.connect(self.forget_requested)
        self.recent.clear_requested.connect(self.clear_requested)
        self.recent.recover_requested.connect(self.recover_requested)

    def show_boards(self, boards: Sequence[RecentBoard], crashes: Sequence[CrashOffer] = ()) -> None:
        """Fills the page; drafts are boards like others, usually first."""
        self.recent.show_boards(boards, crashes)
        self.place()
        first: list[QWidget] = [*self.recent.cards(), self.ways.new]
        first[0].setFocus()

    def describe_sample(self, words: str) -> None:
        """The second line of the sample's button: "16 cards to learn from"."""
        self.ways.sample.set_detail(words)

    def place(self) -> None:
        """Moves into the middle of the parent."""
        room = self._host.size() - QSize(48, 32)
        size = QSize(_WIDTH, self.recent.height_wanted()).boundedTo(room)
        rect = self._host.rect()
        rect.setSize(size)
        rect.moveCenter(self._host.rect().center())
        self.setGeometry(rect.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW))
        self.ways.fit(size)

    def _panel(self) -> QRectF:
        return QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the parent."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The shadow is part of the widget."""
        super().resizeEvent(event)
        self.update()

    def _beside(self, at: QPointF) -> bool:
        return not self._panel().contains(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is pressed on the shadow goes to what lies below."""
        event.setAccepted(not self._beside(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As a press."""
        event.setAccepted(not self._beside(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes a board file; photos are for the canvas below."""
        event.setAccepted(_board_file(event) is not None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Says which file was dropped."""
        if (path := _board_file(event)) is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the page: the ways in stand on the colour of bars."""
        active = theme.current()
        with QPainter(self) as painter:
            rect = self._panel()
            paint_panel(painter, rect, active.panel)
            inset = active.border
            shape, left = QPainterPath(), QPainterPath()
            shape.addRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 16 - inset, 16 - inset)
            edge = self.ways.geometry().right() + 1
            left.addRect(QRectF(rect.left(), rect.top(), edge - rect.left(), rect.height()))
            painter.fillPath(shape.intersected(left), active.bar)
            painter.fillRect(QRectF(edge - inset, rect.top() + inset, inset, rect.height() - 2 * inset), active.hair)


def _board_file(event: QDropEvent) -> str | None:
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.endswith(".board")), None)


class _WaysIn(QWidget):
    """Mark, name, three buttons and four hints."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.new = WayIn("plus", "New board", "saved by itself", "Ctrl+N", primary=True, parent=self)
        self.open = WayIn("folder", "Open a board", "or drop the file here", "Ctrl+O", primary=False, parent=self)
        self.sample = WayIn("board", "The founding case", "a case to learn from", "", primary=False, parent=self)
        self._hints = QWidget(self)
        self._tagline = plain_label(
            "What do we know, from whom, and what does it carry?", ink="ink2", wrap=True, parent=self
        )
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(0)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = self._rows
        rows.addWidget(_Mark(self))
        rows.addSpacing(20)
        rows.addWidget(plain_label("Evidence Board", size=24, weight=600, parent=self))
        rows.addSpacing(4)
        rows.addWidget(self._tagline)
        rows.addSpacing(28)
        for button in (self.new, self.open, self.sample):
            rows.addWidget(button)
            rows.addSpacing(8)
        rows.addStretch(1)
        hints = QVBoxLayout(self._hints)
        hints.setContentsMargins(0, 12, 0, 0)
        hints.setSpacing(6)
        for keys, words in _HINTS:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Keycap(keys, self._hints))
            line.addWidget(plain_label(words, size=12, ink="ink2", parent=self._hints), 1)
            hints.addLayout(line)
        rows.addWidget(self._hints)

    def fit(self, size: QSize) -> None:
        """Becomes narrower and lets the hints go where the page is small."""
        narrow = size.width() < 860
        side = 20 if narrow else 32
        self.setFixedWidth(252 if narrow else 312)
        self._rows.setContentsMargins(side, 40 if size.height() > 520 else 24, side, 32)
        self._hints.setVisible(size.height() >= 560)


class _Mark(QWidget):
    """The program's mark."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(48, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            app_icon.paint_mark(painter, QRectF(0, 0, 48, 48))
