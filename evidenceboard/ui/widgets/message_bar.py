"""Bars inside the window that tell of trouble or news, with advice and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import plain_label, visible_controls
from evidenceboard.ui.widgets.buttons import IconButton, push_button
from evidenceboard.ui.words import visible_controls_in_lines

#: Icon, ink and ground of each kind of bar.
KINDS = {
    "info": ("info", "stmt", "stmtbg"),
    "warn": ("warning", "warn", "warnbg"),
    "danger": ("warning", "danger", "dangerbg"),
}

Action = tuple[str, Callable[[], object]]


class _Sign(QWidget):
    """The icon of a bar."""

    def __init__(self, icon: str, token: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            icons.paint_icon(painter, self._icon, QRectF(1, 1, 16, 16), theme.current().color(self._token))


class MessageBar(QWidget):
    """One message: title, advice, buttons, and a cross unless it must stay."""

    closed = Signal()

    def __init__(
        self,
        kind: str,
        title: str,
        advice: str = "",
        actions: Sequence[Action] = (),
        *,
        permanent: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """A bar.

        Args:
            kind: "info", "warn" or "danger".
            actions: Words of a button and what it calls.
            permanent: Without a cross: only the one who showed it takes it away.
        """
        super().__init__(parent)
        self.kind, self.permanent = kind, permanent
        icon, ink, self._ground = KINDS[kind]
        self._ink = ink
        self.setAccessibleName(f"{title} {advice}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8 if not permanent else 12, 9)
        row.setSpacing(12)
        row.addWidget(_Sign(icon, ink, self), alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._words(title, advice), 1)
        for words, call in actions:
            row.addWidget(self._button(words, call), alignment=Qt.AlignmentFlag.AlignVCenter)
        if not permanent:
            self._add_cross(row)

    def _words(self, title: str, advice: str) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addStretch()
        rows.addWidget(plain_label(title, weight=600, wrap=True, max_lines=3, parent=self))
        if advice:
            rows.addWidget(plain_label(advice, size=12, ink="ink2", wrap=True, max_lines=4, parent=self))
        rows.addStretch()
        return rows

    def _button(self, words: str, call: Callable[[], object]) -> QWidget:
        button = push_button(words, parent=self)
        button.clicked.connect(lambda: call())
        return button

    def _add_cross(self, row: QHBoxLayout) -> None:
        cross = IconButton("close", "Close", side=28, parent=self)
        cross.clicked.connect(self.closed)
        row.addWidget(cross, alignment=Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the tint; a border where the theme has no tints."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), active.color(self._ground))
            ink = active.color(self._ink)
            painter.fillRect(0, 0, 3, self.height(), ink)
            line = ink if active.border > 1 else theme.blend(ink, active.color(self._ground), 0.22)
            painter.fillRect(0, self.height() - active.border, self.width(), active.border, line)


class MessageStack(QWidget):
    """The bars that are shown now, the newest on top; as high as they need and nothing when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: dict[str, MessageBar] = {}
        self._count = 0
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def tell(
        self,
        kind: str,
        title: str,
        advice: str = "",
        actions: Sequence[Action] = (),
        *,
        permanent: bool = False,
        key: str = "",
    ) -> str:
        """Shows a message on top of the others.

        Args:
            key: A message of the same key is replaced; without one every message stands for itself.

        Returns:
            The key, for `dismiss`. Other arguments as for `MessageBar`.
        """
        self._count += 1
        key = key or f"message-{self._count}"
        self.dismiss(key)
        title, advice = visible_controls_in_lines(title), visible_controls_in_lines(advice)  # they name files
        actions = [(visible_controls(words), do) for words, do in actions]
        bar = MessageBar(kind, title, advice, actions, permanent=permanent, parent=self)
        bar.closed.connect(lambda: self.dismiss(key))
        self._bars[key] = bar
        self._rows.insertWidget(0, bar)
        bar.show()
        self.show()
        return key

    def dismiss(self, key: str) -> None:
        """Takes a message away, if it is there."""
        if (bar := self._bars.pop(key, None)) is not None:
            self._rows.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self._bars))

    def keys(self) -> list[str]:
        """The messages shown now, oldest first."""
        return list(self._bars)

    def bar(self, key: str) -> MessageBar:
        """The bar of a message."""
        return self._bars[key]

    def sizeHint(self) -> QSize:
        """What the bars need."""
        return self._rows.sizeHint()
