"""Text of a record, edited where it stands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from evidenceboard.ui import theme
from evidenceboard.ui.panels.bare import LONGEST, PASSING, bare_style, follow_theme

REST_MS = 500  # without a key, after which what was typed is kept as a draft
HIGHEST = 12  # lines, before a text scrolls
PIECE = "Make a claim of this"


class TextField(QPlainTextEdit):
    """Words of a record: they look like print until the pointer or the focus comes.

    Esc gives back what was there; leaving the field keeps what was typed.

    Signals:
        rested: the text, after half a second without a key.
        left: the text, where it is another than was shown.
        restored: it was taken back by Esc.
        piece_wanted: selected words of which a claim should be made.

    Attributes:
        offers_pieces: its menu offers to make a claim of what is selected.
    """

    rested = Signal(str)
    left = Signal(str)
    restored = Signal()
    piece_wanted = Signal(str)

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
        self._echo = ""  # what is shown, as this field gives it back: it knows some characters only as others
        self.offers_pieces = False
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
        typed, before = self.toPlainText() != self._echo, self._shown
        self._shown = text
        if typed and self.hasFocus():
            return
        if typed or text != before:
            self._write(text[:LONGEST] + "…" if len(text) > LONGEST else text)
        self._rest.stop()
        self.setReadOnly(len(text) > LONGEST)
        self._fit()

    def _write(self, text: str) -> None:
        self.setPlainText(text)
        self._echo = self.toPlainText()

    @property
    def shown(self) -> str:
        """What the record holds, whatever has been typed since."""
        return self._shown

    @property
    def is_typed(self) -> bool:
        """Whether something was typed that nobody was told of."""
        return self.toPlainText() != self._echo and not self.isReadOnly()

    @property
    def keeps_lines(self) -> bool:
        """Whether it may hold several paragraphs."""
        return self._lines

    def leave(self) -> None:
        """Tells what was typed, if it is something new."""
        self._rest.stop()
        text = self.toPlainText()
        if text != self._echo and not self.isReadOnly():
            self.left.emit(text)

    def let_go(self) -> None:
        """Tells what was typed; from now on the next text may be shown over it, even while the focus is here."""
        self.leave()
        if self.toPlainText() != self._echo:
            self._shown = self._echo = self.toPlainText()

    def restore(self) -> None:
        """Gives back what was there."""
        self._write(self._shown)
        self._rest.stop()
        self.restored.emit()

    def _typed(self) -> None:
        if self.hasFocus():
            self._rest.start()
        self._fit()

    def _tell_rested(self) -> None:
        if self.toPlainText() != self._echo:
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What every text offers and, of a statement, to make a claim of a piece of it."""
        menu = self.createStandardContextMenu()
        if self.offers_pieces:
            menu.addSeparator()
            piece = menu.addAction(PIECE, self._want_piece)
            piece.setEnabled(self.textCursor().hasSelection())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _want_piece(self) -> None:
        words = self.textCursor().selection().toPlainText()
        self.leave()
        self.piece_wanted.emit(words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what was typed; a menu or another window is no leaving."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING:
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
