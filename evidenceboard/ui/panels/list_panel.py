"""A panel that is one list under a heading, as the history, the paths and what is left to do are."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import WIDTH, IconLabel
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, fill

HEADER = 44  # px


class ListPanel(QWidget):
    """A heading with an icon, what a panel has to say below it, and the rows of a model.

    Attributes:
        heading: the words above.
        header: the row of the heading; a panel adds its own at the end.
        above: what stands between them and the list; a panel adds its own.
        list: the rows.
    """

    def __init__(
        self, bridge: Bridge, icon: str, words: str, name: str, model: QAbstractListModel, parent: QWidget | None = None
    ) -> None:
        """A list that a screen reader calls `name`."""
        super().__init__(parent)
        self.bridge = bridge
        self.heading = plain_label(words, weight=600, elide=True)
        model.setParent(self)
        self.list = made = QListView()
        made.setModel(model)
        made.setMouseTracking(True)
        made.setAccessibleName(name)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QWidget()
        top.setFixedHeight(HEADER)
        self.header = header = QHBoxLayout(top)
        header.setContentsMargins(16, 0, 16, 0)
        header.setSpacing(8)
        header.addWidget(IconLabel(icon, "ink2"))
        header.addWidget(self.heading, 1)
        self.above = QVBoxLayout()
        self.above.setContentsMargins(0, 0, 0, 0)
        self.above.setSpacing(0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(top)
        rows.addWidget(Hairline())
        rows.addLayout(self.above)
        rows.addWidget(made, 1)

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)


class RowDelegate(QStyledItemDelegate):
    """What the rows of such lists have in common."""

    def paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem) -> None:
        """The ground of a row that is selected or under the pointer."""
        active = theme.current()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, active.selbg)
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), active.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.blend(active.ink, active.panel, 0.05))
