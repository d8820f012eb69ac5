"""Content of a board in Qt's widgets: always plain text, never parsed, never loaded from anywhere.

Qt's labels, tooltips and message boxes take text that looks like HTML for HTML: a few hundred bytes of nested
tables stop the program for half a minute, and an image in it is read from the disk. Everything that may show
words of a board goes through here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextEdit, QToolBar, QVBoxLayout, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.label import LONGEST, PlainLabel, cut, draw_line, wrap_text

__all__ = [
    "LONGEST",
    "PlainDialog",
    "PlainLabel",
    "PlainWriting",
    "cut",
    "draw_line",
    "plain_label",
    "plain_message",
    "hide_tooltip",
    "plain_tooltip",
    "visible_controls",
    "wrap_text",
]


def plain_label(
    text: str = "",
    *,
    size: int = 13,
    weight: int = 400,
    ink: str = "ink",
    wrap: bool = False,
    elide: bool = False,
    max_lines: int = 0,
    tabular: bool = False,
    parent: QWidget | None = None,
) -> PlainLabel:
    """A label for the board's words and ours alike.

    Args:
        size: Height of the font in px.
        weight: 400, 500 or 600.
        ink: Token of the theme's colour.
        wrap: Breaks into lines, inside of words where it must.
        elide: One line, cut with an ellipsis where it is too long.
        max_lines: At most so many lines when wrapped, 0 for all.
        tabular: Figures of equal width.
    """
    return PlainLabel(
        text, size=size, weight=weight, ink=ink, wrap=wrap, elide=elide, max_lines=max_lines, tabular=tabular,
        parent=parent,
    )  # fmt: skip


def visible_controls(text: str) -> str:
    """The text with characters that cannot be seen written out: an override of direction becomes ‹U+202E›.

    For names of people, sources and files, where such characters make one name look like another. A joiner
    inside an emoji stays.
    """
    made = []
    for at, char in enumerate(text):
        hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        if hidden and not (char == "\u200d" and at and _joins_emoji(text[at - 1])):
            made.append(f"‹U+{ord(char):04X}›")
        else:
            made.append(char)
    return "".join(made)


def _joins_emoji(before: str) -> bool:
    return unicodedata.category(before) in ("So", "Sk") or before == "\ufe0f"


_TIP = "plain_tip"


class _Tip(QWidget):
    """The popup of all tooltips in one window: a dark label."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines: list[str] = []

    def show_beside(self, widget: QWidget, text: str, cursor: QPoint) -> None:
        """Shows the text under `widget`, above it where the screen ends."""
        font = theme.interface_font(12)
        self.setFont(font)
        metrics = self.fontMetrics()
        self._lines = [row for part in cut(text).split("\n") for row in wrap_text(part, font, 320)]
        width = max(metrics.horizontalAdvance(row) for row in self._lines) + 18
        self.resize(width, 17 * len(self._lines) + 10)
        self.move(self._place(widget, cursor))
        self.show()
        self.update()

    def _place(self, widget: QWidget, cursor: QPoint) -> QPoint:
        corner = widget.mapToGlobal(QPoint(0, 0))
        screen = QGuiApplication.screenAt(cursor) or widget.screen()
        free = screen.availableGeometry()
        x = corner.x() if widget.width() <= 240 else cursor.x()
        y = corner.y() + widget.height() + 6
        if y + self.height() > free.bottom():
            y = corner.y() - self.height() - 6
        return QPoint(max(free.left() + 4, min(x, free.right() - self.width() - 4)), max(free.top(), y))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the label."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(active.ctl if active.dark else active.ink, 1))
            painter.setBrush(active.card if active.dark else active.ink)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setPen(active.ink if active.dark else active.card)
            painter.setFont(self.font())
            for row, text in enumerate(self._lines):
                draw_line(painter, QRectF(9, 5 + 17 * row, self.width() - 9, 17), text)


def _tip_of(widget: QWidget) -> _Tip | None:
    here = Qt.FindChildOption.FindDirectChildrenOnly
    return next(iter(widget.window().findChildren(_Tip, options=here)), None)


class _Hover(QObject):
    """Shows and hides the tooltip of every widget that has a text of ours."""

    _HIDING = {
        QEvent.Type.Leave, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.KeyPress,
        QEvent.Type.Hide, QEvent.Type.WindowDeactivate,
    }  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ToolTip
        if asked and isinstance(watched, QWidget) and isinstance(event, QHelpEvent):
            self._show(watched, event.globalPos())
            return True  # Qt's own tooltip must never see the text
        if event.type() in self._HIDING and isinstance(watched, QWidget) and (tip := _tip_of(watched)):
            tip.hide()
        return False

    def _show(self, widget: QWidget, cursor: QPoint) -> None:
        text = widget.property(_TIP)
        if text:
            tip = _tip_of(widget) or _Tip(widget.window())
            tip.show_beside(widget, str(text), cursor)


_hover = _Hover()


def plain_tooltip(target: QWidget | QAction, text: str) -> None:
    """Shows `text` while the pointer rests on a widget, or on the toolbar buttons that an action has now.

    The name that a screen reader says is set, too, where the widget has none.
    """
    if isinstance(target, QAction):
        for widget in _buttons(target):
            plain_tooltip(widget, text)
        return
    target.setProperty(_TIP, text)
    target.removeEventFilter(_hover)
    target.installEventFilter(_hover)
    if not target.accessibleName():
        target.setAccessibleName(cut(text, 200))


def hide_tooltip(widget: QWidget) -> None:
    """Takes away what is being said about a widget: it is about something else now."""
    if tip := _tip_of(widget):
        tip.hide()


def _buttons(action: QAction) -> list[QWidget]:
    found = []
    for owner in action.associatedObjects():
        widget = owner.widgetForAction(action) if isinstance(owner, QToolBar) else owner
        if isinstance(widget, QWidget):
            found.append(widget)
    return found


#: Characters that are pasted into a card at most: Qt lays all of it out at once. More is pasted onto the board.
LARGEST_PASTE = 20_000


class PlainWriting(QTextEdit):
    """A field for plain text whose lines may differ in looks; whatever is pasted or dropped loses its own.

    Signals:
        cut_off: so many characters were too many and were not pasted.
    """

    cut_off = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        self.insertPlainText(text[:LARGEST_PASTE])
        if len(text) > LARGEST_PASTE:
            self.cut_off.emit(len(text) - LARGEST_PASTE)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data


class PlainDialog(QDialog):
    """A dialog of a fixed width that is exactly as high as its words need."""

    def __init__(self, parent: QWidget | None, title: str, width: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(cut(title, 80))
        self.setFixedWidth(width)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the style is known, and with it how the words are broken."""
        super().showEvent(event)
        if (layout := self.layout()) is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))


class _Message(PlainDialog):
    """A small dialog with a title, a text and buttons."""

    def __init__(self, parent: QWidget | None, title: str, text: str, buttons: Sequence[str], lines: int) -> None:
        super().__init__(parent, title, 420)
        self.chosen = ""
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 22, 24, 20)
        rows.setSpacing(8)
        rows.addWidget(plain_label(title, size=15, weight=600, wrap=True))
        rows.addWidget(plain_label(text, ink="ink2", wrap=True, max_lines=lines))
        rows.addSpacing(10)
        rows.addLayout(self._button_row(buttons))

    def _button_row(self, buttons: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for at, name in reversed(list(enumerate(buttons))):
            button = QPushButton(name.replace("&", "&&"))
            button.setProperty("kind", "primary" if at == 0 else "")
            button.setDefault(at == 0)
            button.clicked.connect(lambda _=False, chosen=name: self._choose(chosen))
            row.addWidget(button)
            if at == 0:
                button.setFocus()
        return row

    def _choose(self, name: str) -> None:
        self.chosen = name
        self.accept()


def plain_message(
    parent: QWidget | None, title: str, text: str, buttons: Sequence[str] = ("OK",), lines: int = 16
) -> str:
    """Asks or tells in a small dialog of its own, and waits.

    Args:
        buttons: The first one stands rightmost, is the default and answers to Enter.
        lines: At most so many of the text are shown.

    Returns:
        The words of the chosen button; "" where the dialog was closed or left with Esc.
    """
    dialog = _Message(parent, title, text, buttons, lines)
    dialog.exec()
    chosen = dialog.chosen
    dialog.deleteLater()
    return chosen
