"""`?`: every shortcut on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import IconButton
from evidenceboard.ui.widgets.keycap import Keycap
from evidenceboard.ui.widgets.surface import Veil

#: What is done and the keys or gesture that do it: ("Redo", "Ctrl+Shift+Z / Ctrl+Y").
Shortcut = tuple[str, str]

_COLUMN, _WIDEST, _GAP, _PADDING, _LINE, _HEAD = 268, 340, 40, 32, 26, 42


class ShortcutOverview(Veil):
    """The page, in as many columns as the window has room for; Esc or a click beside it closes it."""

    def __init__(self, window: QWidget, sections: Mapping[str, Sequence[Shortcut]]) -> None:
        super().__init__(window, dim=0.18, radius=16)
        self._sections = dict(sections)
        self._columns_shown = 0
        self._body = QWidget(self.panel)
        self._scroll = QScrollArea(self.panel)
        self._scroll.setAccessibleName("Every shortcut")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._close = IconButton("close", "Close", parent=self.panel)
        self._close.clicked.connect(self.dismiss)
        top = QHBoxLayout()
        top.setContentsMargins(_PADDING, 20, 18, 0)
        top.addWidget(plain_label("Shortcuts", size=18, weight=600, parent=self.panel), 1)
        top.addWidget(self._close)
        self.rows.addLayout(top)
        self.rows.addWidget(self._scroll, 1)

    def open(self) -> None:
        """Shows the page."""
        super().open()
        self._scroll.setFocus()

    def panel_rect(self) -> QRect:
        """In the middle, as large as the columns need and the window allows."""
        count = max(1, min(3, (self.width() - 2 * _PADDING - 48 + _GAP) // (_COLUMN + _GAP)))
        if count != self._columns_shown:
            self._fill(count)
        wide = min(count * (_WIDEST + _GAP) - _GAP + 2 * _PADDING, self.width() - 48)
        high = min(self._body.sizeHint().height() + 66, self.height() - 48)
        return QRect((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def _fill(self, count: int) -> None:
        """Lays the sections out in columns of about equal height, in their order."""
        self._columns_shown = count
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(_PADDING, 4, _PADDING, 28)
        row.setSpacing(_GAP)
        for names in _columns({name: len(lines) for name, lines in self._sections.items()}, count):
            column = QVBoxLayout()
            column.setSpacing(0)
            for name in names:
                self._add_section(column, name, body)
            column.addStretch()
            row.addLayout(column, 1)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)  # the scroll area has just asked for one
        self._body = body

    def _add_section(self, column: QVBoxLayout, name: str, body: QWidget) -> None:
        head = plain_label(name, size=11, weight=600, ink="ink3", parent=body)
        head.setContentsMargins(0, 14, 0, 6)
        column.addWidget(head)
        for words, keys in self._sections[name]:
            line = QHBoxLayout()
            line.setContentsMargins(0, 4, 0, 4)
            line.setSpacing(12)
            line.addWidget(plain_label(words, ink="ink2", elide=True, parent=body), 1)
            line.addWidget(Keycap(keys, body))
            column.addLayout(line)


def _columns(lengths: Mapping[str, int], count: int) -> list[list[str]]:
    """Splits names into `count` runs such that the longest run is as short as can be.

    >>> _columns({"a": 5, "b": 5, "c": 5, "d": 1}, 2)
    [['a', 'b'], ['c', 'd']]
    """
    heights = {name: _HEAD + _LINE * length for name, length in lengths.items()}
    for limit in range(max(heights.values(), default=0), sum(heights.values()) + 1):
        runs: list[list[str]] = [[]]
        used = 0
        for name, height in heights.items():
            if used + height > limit:
                runs.append([])
                used = 0
            runs[-1].append(name)
            used += height
        if len(runs) <= count:
            return runs
    return [list(heights)]
