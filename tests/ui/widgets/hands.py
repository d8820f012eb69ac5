"""What is seen of a widget, and hands at it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from evidenceboard.ui.plain import PlainLabel

LEFT = Qt.MouseButton.LeftButton


Shown = Callable[[QWidget], None]


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    return {button.text().strip(): button for button in widget.findChildren(QPushButton) if button.isVisible()}


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()]


def compose(widget: QWidget, text: str) -> None:
    """Types what no key has alone, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
