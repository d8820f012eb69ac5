"""Ctrl+K: every command by a few letters of its name, and what is on the board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import cut, plain_label
from evidenceboard.ui.widgets.buttons import Hairline
from evidenceboard.ui.widgets.fuzzy import rank
from evidenceboard.ui.widgets.palette_rows import ROW, Row, RowDelegate, row_height
from evidenceboard.ui.widgets.surface import Veil

WIDTH, TOP, MOST_COMMANDS, MOST_HITS = 600, 64, 8, 8

Hit = tuple[str, str, Callable[[], object]]
Finder = Callable[[str, Callable[[Sequence[Hit]], None]], None]


def _always() -> str | None:
    return None


@dataclass(frozen=True)
class Command:
    """Something the program can do; `enabled` returns None, or the reason why it cannot be done now."""

    name: str
    shortcut: str
    run: Callable[[], object]
    enabled: Callable[[], str | None] = _always
    section: str = ""


class CommandPalette(Veil):
    """A field and a list above the window: arrows choose, Enter runs, Esc closes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._commands: Sequence[Command] = ()
        self._finder: Finder | None = None
        self._looking = False  # what is on the board of what was typed is not known yet
        self.field = QLineEdit(self.panel)
        self.list = QListWidget(self.panel)
        self._wait = QTimer(self, singleShot=True, interval=60)
        self._wait.timeout.connect(self._add_hits)
        self._build()
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._run_item)

    def _build(self) -> None:
        self.field.setProperty("bare", "true")
        self.field.setFont(theme.interface_font(15))
        self.field.setPlaceholderText("Find, or run a command")
        self.field.setAccessibleName("Find, or run a command")
        row = QHBoxLayout()
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(10)
        row.addWidget(_Glass(self.panel))
        row.addWidget(self.field)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("Commands and finds")
        self.list.itemEntered.connect(self._choose_item)
        foot = plain_label("↑ ↓ choose     Enter runs     Esc closes", size=11, ink="ink3", parent=self.panel)
        foot.setContentsMargins(20, 6, 20, 7)
        for each in (row, None, self.list, None, foot):
            if isinstance(each, QHBoxLayout):
                self.rows.addLayout(each)
            else:
                self.rows.addWidget(each or Hairline(parent=self.panel))

    def set_commands(self, commands: Sequence[Command]) -> None:
        """What the program can do, in the order in which it is listed while nothing is typed."""
        self._commands = tuple(commands)

    def set_finder(self, finder: Finder | None) -> None:
        """Called with what was typed, and with what takes, now or later, title, subtitle and action of what is found
        on the board."""
        self._finder = finder

    def open(self, query: str = "") -> None:
        """Shows the palette, ready to type."""
        super().open()
        self.field.setText(query)
        self._typed(query)
        self.field.setFocus()

    def panel_rect(self) -> QRect:
        """Near the top, as high as its list needs."""
        wide = min(WIDTH, self.width() - 32)
        rows = sum(row_height(row) for row in self.shown())
        high = min(rows + 90, 480, self.height() - TOP - 24)
        return QRect((self.width() - wide) // 2, TOP, wide, max(high, 130))

    def shown(self) -> list[Row]:
        """The rows of the list from top to bottom."""
        return [self.list.item(at).data(ROW) for at in range(self.list.count())]

    def chosen(self) -> Row | None:
        """The row that Enter would run."""
        at = self.list.currentRow()
        return self.shown()[at] if at >= 0 else None

    def _typed(self, query: str) -> None:
        self._wait.stop()
        typed = query.strip()
        self._looking = bool(typed) and self._finder is not None
        self._show(self._matching(typed) if typed else self._everything())
        if self._looking:
            self._wait.start()

    def _everything(self) -> list[Row]:
        rows: list[Row] = []
        for section in dict.fromkeys(command.section for command in self._commands):
            rows += [Row(section)] if section else []
            rows += [_row(command) for command in self._commands if command.section == section]
        return rows

    def _matching(self, typed: str) -> list[Row]:
        best = rank(typed, [command.name for command in self._commands])[:MOST_COMMANDS]
        return [_row(self._commands[at], with_section=True) for at in best]

    def _add_hits(self) -> None:
        typed = self.field.text().strip()
        if typed and self._finder is not None:
            self._finder(typed, partial(self._take_hits, typed))

    def _take_hits(self, asked: str, hits: Sequence[Hit]) -> None:
        if not self.isVisible() or self.field.text().strip() != asked:
            return
        self._looking = False
        rows = [row for row in self.shown() if row.run]
        if hits:
            rows += [Row("On the board")]
            rows += [Row(cut(title, 300), cut(where, 200), run=run) for title, where, run in hits[:MOST_HITS]]
        self._show(rows, self.chosen())

    def _show(self, rows: list[Row], before: Row | None = None) -> None:
        """Fills the list; what was chosen before the finds came stays chosen."""
        self.list.clear()
        for row in rows or [Row("Looking…" if self._looking else "Nothing found")]:
            item = QListWidgetItem(" ".join((row.title, row.reason or row.detail)), self.list)
            item.setData(ROW, row)
            if row.run is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        runnable = [at for at, row in enumerate(rows) if row.run]
        if runnable:
            self.list.setCurrentRow(rows.index(before) if before in rows else runnable[0])
        self.list.scrollToTop()
        self.place()

    def _choose_item(self, item: QListWidgetItem) -> None:
        if item.data(ROW).run:
            self.list.setCurrentItem(item)

    def _step(self, by: int) -> None:
        runnable = [at for at, row in enumerate(self.shown()) if row.run]
        if not runnable:
            return
        here = runnable.index(self.list.currentRow()) if self.list.currentRow() in runnable else -1
        at = (here + by) % len(runnable) if abs(by) == 1 else max(0, min(here + by, len(runnable) - 1))
        self.list.setCurrentRow(runnable[at])

    def _run_item(self, item: QListWidgetItem) -> None:
        row: Row = item.data(ROW)
        if row.run is None or row.reason:
            return
        self.dismiss()
        row.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that belong to the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (item := self.list.currentItem()) is not None:
                self._run_item(item)
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True


def _row(command: Command, *, with_section: bool = False) -> Row:
    reason = command.enabled() or ""
    detail = command.section if with_section else ""
    return Row(command.name, detail, command.shortcut, reason, command.run)


class _Glass(QWidget):
    """The magnifying glass before the field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(18, 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            icons.paint_icon(painter, "search", QRectF(1, 6, 16, 16), theme.current().ink2)
