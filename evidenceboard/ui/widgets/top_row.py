"""The row above the canvas: menu, undo and redo, the tabs of the views, the way to every command, Present."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import draw_line, plain_tooltip
from evidenceboard.ui.widgets.buttons import Hairline, IconButton, fill, push_button
from evidenceboard.ui.widgets.keycap import caps_width, paint_caps
from evidenceboard.ui.widgets.word_tabs import WordTabs

HEIGHT = 44


class _Tabs(WordTabs):
    """The views; the current one is semibold above a bar of the accent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Views", 13, parent)
        self.setUsesScrollButtons(False)

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the words."""
        return QSize(self.words_width(index) + 32, HEIGHT)

    def paint_ground(self, painter: QPainter, rect: QRect, index: int) -> None:
        """The bar below the current view."""
        if index == self.currentIndex():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().accent)
            painter.drawRoundedRect(QRectF(rect.left() + 12, HEIGHT - 3, rect.width() - 24, 3), 1, 1)
            self.paint_focus(painter, QRectF(rect).adjusted(5, 8, -5, -8), 6)


class _SearchField(QAbstractButton):
    """Looks like a field; a click opens the palette, which has the real one."""

    WORDS = "Find, or run a command"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self.setMinimumWidth(72)
        self.setMaximumWidth(248)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(self.WORDS)

    def sizeHint(self) -> QSize:
        """Its full width."""
        return QSize(248, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the field."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = active.accent if self.hasFocus() else active.ctl if self.underMouse() else active.cardline
            wide = 2 if self.hasFocus() else active.border
            painter.setPen(QPen(line, wide))
            painter.setBrush(active.field)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 6, 6)
            icons.paint_icon(painter, "search", QRectF(9, 7, 14, 14), active.ink2, 1.4)
            caps = caps_width("Ctrl+K")
            if fits := self.width() >= 140:
                paint_caps(painter, self.width() - 8, 14, "Ctrl+K")
            font = theme.interface_font(12)
            painter.setFont(font)
            painter.setPen(active.ink3)
            room = self.width() - 30 - (caps + 14 if fits else 6)
            words = QFontMetrics(font).elidedText(self.WORDS, Qt.TextElideMode.ElideRight, room)
            draw_line(painter, QRectF(30, 0, room, 28), words)


class TopRow(QWidget):
    """The row; 44 px high."""

    undo_requested = Signal()
    redo_requested = Signal()
    search_requested = Signal()
    present_requested = Signal()
    tab_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._menu: QMenu | None = None
        self.menu_button = IconButton("menu", "Menu", parent=self)
        self.undo_button = IconButton("undo", "Undo", parent=self)
        self.redo_button = IconButton("redo", "Redo", parent=self)
        self.tabs = _Tabs(self)
        self.search = _SearchField(self)
        self.present_button = push_button("Present", icon="present", parent=self)
        plain_tooltip(self.present_button, "Present  F5")
        self._lay_out()
        self._connect()
        self.set_history(None, None)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.menu_button)
        self._separate(row)
        row.addWidget(self.undo_button)
        row.addWidget(self.redo_button)
        self._separate(row)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.search, 10)
        row.addSpacing(12)
        row.addWidget(self.present_button)

    def _separate(self, row: QHBoxLayout) -> None:
        row.addSpacing(5)
        row.addWidget(Hairline(upright=True, length=20, parent=self))
        row.addSpacing(5)

    def _connect(self) -> None:
        self.menu_button.clicked.connect(self.open_menu)
        self.undo_button.clicked.connect(self.undo_requested)
        self.redo_button.clicked.connect(self.redo_requested)
        self.search.clicked.connect(self.search_requested)
        self.present_button.clicked.connect(self.present_requested)
        self.tabs.currentChanged.connect(lambda at: self.tab_chosen.emit(self.tabs.tabText(at)))

    def add_tab(self, name: str) -> None:
        """Adds a view at the end."""
        with QSignalBlocker(self.tabs):
            self.tabs.addTab(name)

    def set_tab(self, name: str) -> None:
        """Shows a view as the current one without telling anybody."""
        for index in range(self.tabs.count()):
            if self.tabs.tabText(index) == name:
                with QSignalBlocker(self.tabs):
                    self.tabs.setCurrentIndex(index)

    def set_menu(self, menu: QMenu) -> None:
        """The menu of the menu button."""
        self._menu = menu

    def open_menu(self) -> None:
        """Opens the menu below its button."""
        if self._menu is not None:
            self._menu.popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height() + 4)))

    def set_history(self, undo: str | None, redo: str | None) -> None:
        """Names what would be undone and redone; None where there is nothing."""
        for button, word, what, keys in (
            (self.undo_button, "Undo", undo, "Ctrl+Z"),
            (self.redo_button, "Redo", redo, "Ctrl+Shift+Z"),
        ):
            button.setEnabled(what is not None)
            button.rename(f"{word} “{what}”  {keys}" if what else f"Nothing to {word.lower()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground and the line to the canvas."""
        fill(self, theme.current().bar, line="hair")
