"""A name written where it stands: Enter or a click elsewhere keeps it, Esc does not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from evidenceboard.ui import theme

LONGEST = 200
REST_MS = 500  # without a key, after which what was typed is kept as a draft


class NameField(QLineEdit):
    """One line over a part of its parent.

    Signals:
        rested: the text, after half a second without a key.
        given_up: it was closed by Esc.
    """

    rested = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(lambda: self.rested.emit(self.text()))
        self.textEdited.connect(lambda _text: self._rest.start())
        self._keep: Callable[[str], None] | None = None
        self.hide()

    @property
    def writing(self) -> bool:
        """Whether it is open."""
        return self._keep is not None

    def open_over(self, rect: QRectF, name: str, keep: Callable[[str], None]) -> None:
        """Lie over ``rect`` of the parent with this name selected; ``keep`` is given the new one, once."""
        self.leave()
        self._keep = keep
        self.setFont(theme.interface_font(13, 600))
        self.setText(name)
        self.setGeometry(rect.toAlignedRect())
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, kept: bool = True) -> None:
        """Close; what was written is kept or not."""
        keep, self._keep = self._keep, None
        if keep is None:
            return
        name, below = " ".join(self.text().split()), self.parentWidget()
        self._rest.stop()
        self.hide()
        if below is not None:
            below.setFocus(Qt.FocusReason.OtherFocusReason)
        if kept:
            keep(name)
        else:
            self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc leaves it as it was; no key goes on to the board below."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.leave(kept=event.key() != Qt.Key.Key_Escape)
        else:
            super().keyPressEvent(event)
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere keeps what was written."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave()
        elif self._rest.isActive():
            self._rest.stop()
            self.rested.emit(self.text())
