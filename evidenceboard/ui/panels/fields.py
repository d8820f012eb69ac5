"""Fields of one line that show what a record holds: a text, a choice."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.panels.bare import LONGEST, OVERHANG, PASSING, bare_style, follow_theme
from evidenceboard.ui.plain import cut

BESIDE_TEXT = 4  # px that a style keeps free at both sides of the words of a choice


class LineField(QLineEdit):
    """One line of a record, like print until the pointer or the focus comes.

    Signals:
        left: the text, where it is another than was shown.
        entered: the focus came.
    """

    left = Signal(str)
    entered = Signal()

    def __init__(
        self, name: str, placeholder: str = "", *, size: int = 13, weight: int = 400, ink: str = "ink",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._ink, self._shown, self._print, self._edited = ink, "", "", False
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFont(theme.interface_font(size, weight))
        self.setMaxLength(LONGEST)
        self.textEdited.connect(self._note_edit)
        follow_theme(self._dress)

    def _dress(self) -> None:
        font = self.font()
        self.setStyleSheet(bare_style("QLineEdit", self._ink, font.pixelSize(), font.weight(), 0, 3))
        self.setFixedHeight(26)

    def _note_edit(self) -> None:
        self._edited = True

    def show_text(self, text: str, printed: str | None = None) -> None:
        """Shows what the record holds; `printed` is how it is written while nobody edits it."""
        self._shown, self._print = text, text if printed is None else printed
        if not (self._edited and self.hasFocus()):
            self._write()

    @property
    def shown(self) -> str:
        """What the record holds."""
        return self._shown

    @property
    def is_typed(self) -> bool:
        """Whether something was typed that nobody was told of."""
        return self._edited

    def _write(self) -> None:
        """What is edited is what was typed; what is only read is printed, and cut where there is no room."""
        self._edited = False
        text = self._shown
        if not self.hasFocus():
            room = self.width() - 2 * OVERHANG
            text = self.fontMetrics().elidedText(cut(self._print, 400), Qt.TextElideMode.ElideRight, room)
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def show_nothing_new(self) -> None:
        """Forgets what was typed."""
        self._edited = False
        self._write()

    def leave(self) -> None:
        """Tells what was typed, if it is something new."""
        text, edited = self.text().strip(), self._edited
        self._edited = False
        if edited and text != self._shown:
            self.left.emit(text)
        elif not self.hasFocus():
            self._write()

    def let_go(self) -> None:
        """Tells what was typed; the next text may be shown over it."""
        self.leave()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From now on what was typed is shown."""
        if not self._edited:
            self._write()
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what was typed; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
            self.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other words."""
        super().resizeEvent(event)
        if not self._edited:
            self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc restores, Enter keeps; both leave."""
        if event.key() == Qt.Key.Key_Escape:
            self._write()
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class Choice(QComboBox):
    """One of some values, or none.

    Signals:
        chosen: the value, "" for none. Only what a person chooses is told.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, values: tuple[str, ...], none: str = "not set", parent: QWidget | None = None
    ) -> None:
        """A choice called `name`; `none` is what the empty value is called, "" where there is none."""
        super().__init__(parent)
        self._values = values
        self._none = none
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self._fill(())
        self.installEventFilter(self)
        self.activated.connect(lambda at: self.chosen.emit(str(self.itemData(at) or "")))

    def _fill(self, further: tuple[str, ...]) -> None:
        self.clear()
        if self._none:
            self.addItem(self._none, "")
        for value in (*self._values, *further):
            self.addItem(value[:80], value)

    def offer(self, names: Mapping[str, str]) -> None:
        """Offers other values from now on, each under a name."""
        self.clear()
        if self._none:
            self.addItem(self._none, "")
        for value, name in names.items():
            self.addItem(name[:80], value)

    def set_value(self, value: str) -> None:
        """Shows a value without telling anybody; one that is not among the choices is added."""
        at = self.findData(value)
        if at < 0:
            self._fill((value,) if value else ())
            at = self.findData(value)
        self.setCurrentIndex(at)

    def value(self) -> str:
        """The value shown, "" for none."""
        return str(self.currentData() or "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what is chosen; where it is longer than the field its end is left out, and three dots say so."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.words_shown()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def words_shown(self) -> str:
        """What is chosen, as far as the field has room for it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room - BESIDE_TEXT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A letter looks for a choice; it is no shortcut of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and event.text().strip() and event.text().isprintable():
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel and changes nothing in passing."""
        event.ignore()
