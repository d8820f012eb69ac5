"""How a card bears on a hypothesis: every chain of links, in words, with its strength and its sign."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.paths import MOST, Path
from evidenceboard.document import Committed
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.label import wrap_text
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.list_panel import ListPanel, RowDelegate
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.plain import cut, draw_line, plain_label
from evidenceboard.ui.searching import Query
from evidenceboard.ui.ways_between import Ways, cards_of, in_words, undercutters, ways, weight_words
from evidenceboard.ui.widgets.buttons import Hairline
from evidenceboard.ui.words import count, name_of, names_in_words, title_of

LINE = 17  # px
LEFT, RIGHT = 16, 16
FEW = 3  # links of a path whose words take two lines
NAMED = 36  # characters of a hypothesis: as many as the choice has room for
OFFERED = 200  # hypotheses
PATH = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class PathModel(QAbstractListModel):
    """The paths; their words are made when they are seen."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.paths: tuple[Path, ...] = ()
        self._said: dict[int, tuple[str, str]] = {}

    def show_paths(self, paths: tuple[Path, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.paths = paths
        self._said.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.paths)

    @property
    def lines(self) -> int:
        """How many lines the words of a path take at most: all rows are as high as the longest needs."""
        return 2 + (max((len(path.links) for path in self.paths), default=0) > FEW)

    def said(self, row: int) -> tuple[str, str]:
        """The chain, and what weakens it."""
        if row not in self._said:
            document, path = self._bridge.document, self.paths[row]
            names = undercutters(document, path)
            self._said[row] = in_words(document, path), f"undercut by {names_in_words(names, 3)}" if names else ""
        return self._said[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        path = self.paths[index.row()]
        if role == PATH:
            return path
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            chain, weak = self.said(index.row())
            return f"{chain}: {weight_words(path)}" + (f"; {weak}" if weak else "")
        return None


class PathDelegate(RowDelegate):
    """Paints a path: its chain, then strength and sign."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, PathModel)
        return QSize(200, model.lines * LINE + LINE + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, active, rect = index.model(), theme.current(), QRect(option.rect)
        assert isinstance(model, PathModel)
        most = model.lines
        painter.save()
        self.paint_ground(painter, rect, option)
        chain, weak = model.said(index.row())
        path, room = model.paths[index.row()], QRectF(rect).adjusted(LEFT, 8, -RIGHT, 0)
        font = theme.interface_font(13)
        lines = wrap_text(chain, font, room.width())
        if len(lines) > most:
            lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
        painter.setFont(font)
        painter.setPen(active.ink)
        for at, words in enumerate(lines):
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            draw_line(painter, QRectF(room.left(), room.top() + at * LINE, room.width(), LINE), shown)
        below = QRectF(room.left(), room.top() + len(lines) * LINE + 2, room.width(), LINE)
        painter.setFont(theme.interface_font(12, 600))
        painter.setPen(active.conink if path.against else active.supink)
        draw_line(painter, below, weight_words(path))
        below.setLeft(below.left() + painter.fontMetrics().horizontalAdvance(weight_words(path)) + 8)
        painter.setFont(theme.interface_font(12))
        painter.setPen(active.ink3)
        weak = painter.fontMetrics().elidedText(weak, Qt.TextElideMode.ElideRight, int(below.width()))
        draw_line(painter, below, weak)
        painter.setPen(active.hair)
        painter.drawLine(rect.left() + LEFT, rect.bottom(), rect.right() - RIGHT, rect.bottom())
        painter.restore()


class PathsPanel(ListPanel):
    """The paths of one card to one hypothesis at a time.

    Signals:
        go_to: a card; nothing of it is emitted by a click on a path.
        shown: a `Pick` of the path that is looked at; None for none.
        fly: all records of a path that shall be brought into view.
    """

    go_to = Signal(str)
    shown = Signal(object)
    fly = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        model = PathModel(bridge)
        super().__init__(bridge, "link", "Paths", "Paths", model, parent)
        self.model = model
        self.card: RecordId = ""
        self._query: Query | None = None
        self._stale = False
        self.list.setItemDelegate(PathDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.selectionModel().currentChanged.connect(self._look)
        self.list.clicked.connect(self._look)
        self.goal = Choice("Hypothesis", (), none="")
        self.goal.chosen.connect(lambda _value: self.refresh())
        self.told = plain_label("", size=12, ink="ink3", wrap=True)
        meaning = MEANINGS["chain"]
        self.meaning = plain_label(f"{meaning.says} {meaning.not_says}", size=12, ink="ink3", wrap=True)
        self._lay_out()
        bridge.committed.connect(self._follow)

    def _lay_out(self) -> None:
        choice = QVBoxLayout()
        choice.setContentsMargins(16, 12, 16, 12)
        choice.setSpacing(8)
        choice.addWidget(self.goal)
        choice.addWidget(self.told)
        choice.addWidget(self.meaning)
        self.above.addLayout(choice)
        self.above.addWidget(Hairline())

    def show_card(self, card: RecordId) -> None:
        """Show how a card bears on the hypothesis that was chosen last, or on the first."""
        self.card = card
        if self._query is not None:
            self._query.drop()
        self._query = self.bridge.searching.run(self._hypotheses(), self._offer)

    def _hypotheses(self) -> Generator[None, None, dict[RecordId, str]]:
        found: dict[RecordId, str] = {}
        for page in self.bridge.document.log.pages("card", ("kind", "key")):
            found |= {card: str(values.get("key") or "") for card, values in page if values.get("kind") == "hypothesis"}
            yield
        return found

    def _offer(self, found: dict[RecordId, str]) -> None:
        board, before = self.bridge.document.board, self.goal.value()
        ordered = [card for card in sorted(found, key=lambda card: (natural(found[card]), card)) if card != self.card]
        names = {card: f"To {name_of(board, card)}  {title_of(board, card)}" for card in ordered[:OFFERED]}
        self.goal.offer({card: cut(name, NAMED) for card, name in names.items()})
        self.goal.set_value(before if before in names else next(iter(names), ""))
        self.refresh()

    def refresh(self) -> None:
        """Look for the paths anew."""
        self._stale = False
        if self._query is not None:
            self._query.drop()
        document, goal = self.bridge.document, self.goal.value()
        live = document.board.is_live
        self.shown.emit(None)
        self.model.show_paths(())
        if not (self.card and goal and live(self.card) and live(goal)):
            self.meaning.hide()
            self.told.setText("There is no hypothesis to lead to." if self.card else "Select a card first.")
            return
        self.heading.setText(f"Paths from {name_of(document.board, self.card)}")
        self.told.setText("Looking …")
        self._query = self.bridge.searching.run(ways(document, self.card, goal), self._take)

    def _take(self, found: Ways) -> None:
        self.model.show_paths(found.paths)
        number = len(found.paths)
        self.meaning.setVisible(bool(number))
        if not number:
            words = "No chain of up to six links leads there" if found.whole else "None found; not all were looked at"
        elif found.whole:
            words = f"{count(number, 'path')} of up to six links, strongest first"
        elif number >= MOST:
            words = f"The {number:,} strongest paths; there are more"
        else:
            words = f"{count(number, 'path')} found, strongest first; not all were looked at"
        self.told.setText(words)

    def _follow(self, event: Committed) -> None:
        if {kind_of(record) for record in event.records} & {"card", "edge", "region"} and self.card:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def _look(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if index.isValid():
            path: Path = index.data(PATH)
            self.shown.emit(Pick(cards_of(self.bridge.document, path), frozenset(path.links), self._words(path)))

    def _words(self, path: Path) -> str:
        return f"A path: {weight_words(path)}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter flies to the path."""
        index = self.list.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.fly.emit(cards_of(self.bridge.document, index.data(PATH)))
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A path is lit only while its list is seen."""
        super().hideEvent(event)
        self.shown.emit(None)
