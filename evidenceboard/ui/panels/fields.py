"""Fields that show what a record holds and are edited where they stand: text, a line, a choice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.plain import cut

REST_MS = 500  # without a key, after which what was typed is kept as a draft
LONGEST = 20_000  # characters; a longer text is shown in part, and only read
HIGHEST = 12  # lines, before a text scrolls
#: Px by which a bare field stands out to the left and right, so that its words stand in line with the others.
OVERHANG = 6
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class TextField(QPlainTextEdit):
    """Words of a record: they look like print until the pointer or the focus comes.

    Esc gives back what was there; leaving the field keeps what was typed.

    Signals:
        rested: the text, after half a second without a key.
        left: the text, where it is another than was shown.
        restored: it was taken back by Esc.
    """

    rested = Signal(str)
    left = Signal(str)
    restored = Signal()

    def __init__(
        self,
        name: str,
        placeholder: str = "",
        *,
        size: int = 13,
        weight: int = 400,
        ink: str = "ink",
        lines: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """A field called `name`; without `lines` Enter leaves it instead of beginning a new line."""
        super().__init__(parent)
        self._ink, self._lines, self._shown = ink, lines, ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.interface_font(size, weight))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._tell_rested)
        self.textChanged.connect(self._typed)
        follow_theme(self._dress)

    def _dress(self) -> None:
        self.setStyleSheet(bare_style("QPlainTextEdit", self._ink, self.font().pixelSize(), self.font().weight(), 1, 5))

    def show_text(self, text: str) -> None:
        """Shows what the record holds, but never over what is being typed."""
        if self.hasFocus() and self.toPlainText() != self._shown:
            self._shown = text
            return
        self._shown = text
        if self.toPlainText() != text:
            self.setPlainText(text[:LONGEST] + "…" if len(text) > LONGEST else text)
        self._rest.stop()
        self.setReadOnly(len(text) > LONGEST)
        self._fit()

    @property
    def shown(self) -> str:
        """What the record holds, whatever has been typed since."""
        return self._shown

    @property
    def keeps_lines(self) -> bool:
        """Whether it may hold several paragraphs."""
        return self._lines

    def leave(self) -> None:
        """Tells what was typed, if it is something new."""
        self._rest.stop()
        text = self.toPlainText()
        if text != self._shown and not self.isReadOnly():
            self.left.emit(text)

    def restore(self) -> None:
        """Gives back what was there."""
        self.setPlainText(self._shown)
        self._rest.stop()
        self.restored.emit()

    def _typed(self) -> None:
        if self.hasFocus():
            self._rest.start()
        self._fit()

    def _tell_rested(self) -> None:
        if self.toPlainText() != self._shown:
            self.rested.emit(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc restores and leaves; Ctrl+Enter, or Enter where there is one paragraph, leaves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.restore()
            self.clearFocus()
        elif enter and (control or not self._lines):
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what was typed; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.leave()
        elif self._rest.isActive():
            self._rest.stop()
            self._tell_rested()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The style, and with it the room for words, is only known when it is shown."""
        super().showEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls the panel unless this text itself scrolls."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """As high as it was fitted."""
        return QSize(120, self.minimumHeight())

    def _fit(self) -> None:
        layout, block = self.document().documentLayout(), self.document().begin()
        height, line = 0.0, self.fontMetrics().lineSpacing()
        while block.isValid() and height <= (HIGHEST + 1) * line:
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        scrolls = height > HIGHEST * line
        on, off = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(on if scrolls else off)
        wanted = round(min(height, HIGHEST * line)) + 2 * 4 + 1
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)


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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From now on what was typed is shown."""
        if not self._edited:
            self._write()
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what was typed; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
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
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self._fill(())
        self.activated.connect(lambda at: self.chosen.emit(str(self.itemData(at) or "")))

    def _fill(self, further: tuple[str, ...]) -> None:
        self.clear()
        if self._none:
            self.addItem(self._none, "")
        for value in (*self._values, *further):
            self.addItem(value[:80], value)

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel and changes nothing in passing."""
        event.ignore()


def follow_theme(dress: Callable[[], None]) -> None:
    """Dresses a widget now and whenever the theme changes; `dress` is one of its own methods."""
    theme.signals.theme_changed.connect(dress)
    dress()


def bare_style(kind: str, ink: str, pixels: int, weight: int, above: int, beside: int) -> str:
    """The style of a field that shows its frame only under the pointer and in focus."""
    active = theme.current()
    thin, colour = active.border, active.color
    room = f"padding: {above + 2 - thin}px {beside + 1 - thin}px;"
    return f"""
        {kind} {{ border: {thin}px solid transparent; border-radius: 6px; background: transparent;
          color: {colour(ink).name()}; min-height: 0; font-size: {pixels}px; font-weight: {int(weight)}; {room}
          placeholder-text-color: {active.ink3.name()}; }}
        {kind}:hover {{ border-color: {active.hair.name()}; background: {active.field.name()}; }}
        {kind}:focus {{ border: 2px solid {active.accent.name()}; background: {active.field.name()};
          padding: {above}px {beside - 1}px; min-height: 0; }}
        {kind}:disabled {{ color: {theme.disabled_ink(active).name()}; }}
        {kind}[readOnly="true"]:hover {{ border-color: transparent; background: transparent; }}
    """
