"""The row of sheets below the canvas: choose, rename in place, reorder by dragging, and a menu for the rest.

It shows itself only where there is more than one sheet, so that a board that needs one stays as calm as it was.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from evidenceboard.document import Committed
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.plain import cut
from evidenceboard.ui.sheet_hands import SheetHands
from evidenceboard.ui.widgets.buttons import IconButton, fill
from evidenceboard.ui.widgets.name_field import NameField
from evidenceboard.ui.widgets.word_tabs import WordTabs
from evidenceboard.ui.words import one_line

HEIGHT, WIDEST, NARROWEST = 30, 200, 64


class _Tabs(WordTabs):
    """The sheets by their names; the chosen one lies on the paper, the others on the bar."""

    lift = 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Sheets", 12, parent)
        self.setMovable(True)
        self.setUsesScrollButtons(True)

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the name, within limits."""
        return QSize(max(NARROWEST, min(WIDEST, self.words_width(index) + 28)), HEIGHT)

    def paint_ground(self, painter: QPainter, rect: QRect, index: int) -> None:
        """The chosen sheet is a piece of the paper above; between the others stand lines."""
        active = theme.current()
        if index == self.currentIndex():
            tab = QRectF(rect).adjusted(2, -8, -2, -3)
            painter.setPen(QPen(active.hair, active.border))
            painter.setBrush(active.canvas)
            painter.drawRoundedRect(tab.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            self.paint_focus(painter, QRectF(rect).adjusted(5, 3, -5, -6), 4)
        elif index + 1 != self.currentIndex():
            painter.fillRect(rect.right(), rect.top() + 9, active.border, rect.height() - 18, active.hair)


class SheetRow(QWidget):
    """The row; 30 px high."""

    def __init__(self, bridge: Bridge, hands: SheetHands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._hands = bridge, hands
        self.setFixedHeight(HEIGHT)
        self.tabs = _Tabs(self)
        self.plus = IconButton("plus", "New sheet", side=24, parent=self)
        self.field = NameField(self)
        self.field.setAccessibleName("Name of the sheet")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.tabs)
        row.addWidget(self.plus)
        row.addStretch(1)
        self.tabs.currentChanged.connect(self._choose)
        self.tabs.tabMoved.connect(self._note_move)
        self.tabs.tabBarDoubleClicked.connect(self._rename_at)
        self.plus.clicked.connect(self._offer_new)
        self._moved: RecordId | None = None
        self.tabs.installEventFilter(self)
        bridge.committed.connect(self._follow)
        bridge.sheet_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the sheets as the board has them now."""
        sheets, board = self._hands.sheets, self._bridge.document
        with QSignalBlocker(self.tabs):
            while self.tabs.count() > len(sheets):
                self.tabs.removeTab(self.tabs.count() - 1)
            for at, sheet in enumerate(sheets):
                if at == self.tabs.count():
                    self.tabs.addTab("")
                self.tabs.setTabText(at, cut(one_line(self._hands.name(sheet)), 100).replace("&", "&&"))
                self.tabs.setTabData(at, sheet)
            if self._bridge.sheet in sheets:
                self.tabs.setCurrentIndex(sheets.index(self._bridge.sheet))
        self.plus.setEnabled(not board.read_only)
        self.tabs.setMovable(not board.read_only)
        self.setVisible(len(sheets) != 1)
        self.tabs.updateGeometry()
        self.tabs.update()

    def rename(self, sheet: RecordId) -> None:
        """Write the name of a sheet on its tab."""
        if sheet in self._hands.sheets and not self._bridge.document.read_only:
            rect = self.tabs.tabRect(self._hands.sheets.index(sheet)).translated(self.tabs.pos())
            place = QRectF(rect.left(), 1, max(rect.width(), 140), HEIGHT - 2)
            self.field.open_over(place, self._hands.name(sheet), lambda name: self._hands.rename(sheet, name))

    def _follow(self, event: Committed) -> None:
        if any(kind_of(record) == "sheet" for record in event.records):
            self.refresh()

    def _sheet_at(self, index: int) -> RecordId | None:
        return self.tabs.tabData(index) if 0 <= index < self.tabs.count() else None

    def _choose(self, index: int) -> None:
        if (sheet := self._sheet_at(index)) is not None:
            self._bridge.show_sheet(sheet)

    def _rename_at(self, index: int) -> None:
        if (sheet := self._sheet_at(index)) is not None:
            self.rename(sheet)

    # Reordering: the tabs move under the pointer, the board learns of it once, when it is let go

    def _note_move(self, _start: int, _end: int) -> None:
        self._moved = self._sheet_at(self.tabs.currentIndex())

    def eventFilter(self, watched: object, event: object) -> bool:
        """A filter in place of overriding the bar's handlers, for the bar has to end its own drag first."""
        if isinstance(event, QMouseEvent) and event.type() == QMouseEvent.Type.MouseButtonRelease:
            moved, self._moved = self._moved, None
            if moved is not None:
                self._bar_released(event)
                order = [self._sheet_at(index) for index in range(self.tabs.count())]
                self._hands.put_at(moved, order.index(moved))
                self.refresh()
                return True
        return False

    def _bar_released(self, event: QMouseEvent) -> None:
        self.tabs.removeEventFilter(self)
        self.tabs.mouseReleaseEvent(event)
        self.tabs.installEventFilter(self)

    # Menus

    def _offer_new(self) -> None:
        menu = self._menu()
        menu.addAction("New sheet like this one", self._hands.new)
        menu.addAction("New empty sheet", lambda: self._hands.new(empty=True))
        menu.popup(self.plus.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the sheet under the pointer."""
        sheet = self._sheet_at(self.tabs.tabAt(self.tabs.mapFrom(self, event.pos())))
        if sheet is None or self._bridge.document.read_only:
            return
        self._bridge.show_sheet(sheet)
        at, last = self._hands.sheets.index(sheet), len(self._hands.sheets) - 1
        menu = self._menu()
        menu.addAction("Rename", lambda: self.rename(sheet))
        menu.addAction("To the left", lambda: self._hands.shift(-1)).setEnabled(at > 0)
        menu.addAction("To the right", lambda: self._hands.shift(1)).setEnabled(at < last)
        menu.addSeparator()
        menu.addAction("Remove", lambda: self._hands.remove(sheet)).setEnabled(last > 0)
        menu.popup(event.globalPos())

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground and the line to the canvas."""
        fill(self, theme.current().bar, line="hair", edge=Qt.Edge.TopEdge)
