"""A person at the view of sources."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QMenu

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.views.sources import SourcesView
from evidenceboard.ui.views.sources_rows import LOOK, LookDelegate, Rows
from tests.journeys.hands import Hands, command


class Sources:
    """The view of sources of a window, shown."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        command(hands, "Sources view")
        assert hands.window.shown is not None
        view = hands.window.shown.views.view
        assert isinstance(view, SourcesView)
        self.view = view
        hands.settle()

    def named(self, name: str) -> RecordId:
        board = self.hands.board
        return next(source for source in board.live("source") if name in str(board.value(source, "name")))

    def click(self, name: str, *, grade: bool = False) -> None:
        """Click a source, or its grade."""
        seen = self.view.sources
        rows, delegate = seen.model(), seen.itemDelegate()
        assert isinstance(rows, Rows) and isinstance(delegate, LookDelegate)
        rect = seen.visualRect(rows.at(self.named(name)))
        at = delegate.chip_rect(rect).center() if grade else QPoint(rect.left() + 120, rect.center().y())
        QTest.mouseClick(seen.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.hands.settle()

    def grade(self, name: str, letter: str) -> None:
        """Click the grade of a source and choose another."""
        self.click(name, grade=True)
        menu = next(each for each in self.view.findChildren(QMenu) if each.isVisible())
        entry = next(each for each in menu.actions() if each.text().startswith(letter))
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
        self.hands.settle()

    def lines(self, seen: QAbstractItemView) -> list[str]:
        """The rows of a list, in words."""
        rows = seen.model()
        return [rows.index(row, 0).data(LOOK).words() for row in range(rows.rowCount())]

    def tree(self) -> list[tuple[int, str]]:
        """The rows of the trees that are open, with how deep they stand."""
        found, index = [], self.view.origins.tree.index(0, 0)
        while index.isValid():
            depth, above = 0, index.parent()
            while above.isValid():
                depth, above = depth + 1, above.parent()
            look = index.data(LOOK)
            found.append((depth, look.key or look.title))
            index = self.view.origins.indexBelow(index)
        return found
