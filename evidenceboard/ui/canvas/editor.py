"""Text in place: what is written stands where the card will show it, in the same type, and the card grows along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPen,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame

from evidenceboard.model.geometry import Box
from evidenceboard.ui import theme
from evidenceboard.ui.canvas import anatomy
from evidenceboard.ui.canvas.anatomy import FORMS
from evidenceboard.ui.canvas.card_pen import SMALLEST
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.text import Type
from evidenceboard.ui.canvas.text import font as font_of
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.plain import PlainWriting

REST_MS = 500  # of rest after which what was typed is kept as a draft
RING_GAP, RING = 3.0, 2.0  # px
HeightOf = Callable[[str, str], float]


class CardEditor(PlainWriting):
    """Writes on a card: the first line is its title, the rest its text.

    Leaving the field in any way (Esc, Ctrl+Enter, a click elsewhere) keeps what was typed. While it is open the
    view draws the card below it as high as the words need; nothing of that is on the board before it is left.

    Signals:
        rested: the text, after half a second without a key.
        left: the text, once.
    """

    rested = Signal(str)
    left = Signal(str)

    def __init__(self, view: BoardView) -> None:
        super().__init__(view)
        self._view = view
        self._face = CardFace("", "claim")
        self._box = Box(0, 0, 0, 0)
        self._height_of: HeightOf = lambda title, text: 0.0
        self._looks = _Looks(self.document())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Text of the card: the first line is its title")
        self.document().setDocumentMargin(0)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(lambda: self.rested.emit(self.toPlainText()))
        self.textChanged.connect(self._typed)
        view.overlays.append(self._paint_card)
        theme.signals.theme_changed.connect(self._dress)
        self.hide()

    @property
    def writing(self) -> bool:
        """Whether it is open."""
        return not self.isHidden()

    @property
    def box(self) -> Box:
        """The card as it is drawn while it is written on, in scene units."""
        return self._box

    def open_over(self, box: Box, face: CardFace, text: str, height_of: HeightOf) -> None:
        """Write on a card that lies in `box`, with all of this text selected.

        Args:
            height_of: how high the card will be with a title and a text.
        """
        self._face, self._box, self._height_of = face, box, height_of
        self._dress()
        self.setPlainText(text)
        self._rest.stop()
        self.selectAll()
        self.show()
        self._view.set_written(True)
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._typed()
        self._rest.stop()

    def leave(self) -> None:
        """Close, and say what was written."""
        if self.writing:
            self._rest.stop()
            text = self.toPlainText()
            self.hide()
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._view.set_written(False)
            self.left.emit(text)

    # How it looks

    def _dress(self) -> None:
        colours = theme.current()
        self.setStyleSheet(
            f"QTextEdit {{ background: transparent; border: none; padding: 0; color: {colours.ink2.name()};"
            f" selection-background-color: {colours.accent.name()}; selection-color: {colours.accentink.name()}; }}"
        )
        self.viewport().setAutoFillBackground(False)
        form = FORMS[self._face.kind]
        self.setFont(self._font(anatomy.TEXT))
        self._looks.show(self._font(form.title), colours.ink, self._font(anatomy.TEXT), colours.ink2)

    def _font(self, type: Type) -> QFont:
        """The type of the card at the zoom of the view. Fonts come in whole pixels: what that takes from the width of
        the letters is given back between them, so that lines break where they break on the card."""
        made = QFont(font_of(type))
        pixels = max(type.size * self._view.zoom, SMALLEST)
        made.setPixelSize(round(pixels))
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 * pixels / round(pixels))
        return made

    def _drop(self, type: Type, line: float) -> int:
        """How many pixels lower than on the card a line stands in a text document, which puts most of the spare
        height above it."""
        metrics = QFontMetricsF(self._font(type))
        spare = line * self._view.zoom - metrics.ascent() - metrics.descent()
        share = metrics.ascent() / (metrics.ascent() + metrics.descent())
        return round(spare * share + metrics.ascent()) - round(spare / 2 + metrics.ascent())

    def _typed(self) -> None:
        self._rest.start()
        if self.writing:
            self._space_lines()
            self._fit()

    def _space_lines(self) -> None:
        """Lines stand as far apart as on the card."""
        form, zoom = FORMS[self._face.kind], self._view.zoom
        lower = self._drop(anatomy.TEXT, anatomy.TEXT_LINE) - self._drop(form.title, form.title_line)
        block = self.document().begin()
        while block.isValid():
            first = block.blockNumber() == 0
            line = (form.title_line if first else anatomy.TEXT_LINE) * zoom
            over = anatomy.OVER_TEXT * zoom - lower if block.blockNumber() == 1 else 0.0
            now = block.blockFormat()
            if abs(now.lineHeight() - line) > 0.01 or now.topMargin() != over:
                wanted = QTextBlockFormat(now)
                wanted.setLineHeight(line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
                wanted.setTopMargin(over)
                cursor = QTextCursor(block)
                cursor.joinPreviousEditBlock()
                cursor.setBlockFormat(wanted)
                cursor.endEditBlock()
            block = block.next()

    def _fit(self) -> None:
        """Let the card grow with the words, and lie where its words stand."""
        form, zoom = FORMS[self._face.kind], self._view.zoom
        title, text = split_text(self.toPlainText())
        self._face = replace(self._face, title=title, text=text)
        cards, lens = self._view.full_cards()
        left, top, right, _ = self._box
        width = right - left
        height = self._height_of(title, text)
        above = cards.words_top(self._face, width, height)
        x, y, wide, _high = lens.pixels(self._box)
        room = (wide / lens.scale - form.left - form.right) * zoom
        upper = round(y / lens.dpr + above * zoom) - self._drop(form.title, form.title_line)
        area = QRect(round(x / lens.dpr + form.left * zoom), upper, int(room + 0.999), self.height())
        self.setGeometry(area)
        words = self.document().size().height()
        most = max(self._view.height() - area.top() - 8.0, 40.0)
        scrolls = words > most
        on, off = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(on if scrolls else off)
        area.setHeight(int(min(words, most)) + 2)
        self.setGeometry(area)
        self._box = Box(left, top, right, top + max(height, above + words / zoom + anatomy.below_title(self._face)))
        self._view.update()

    def _paint_card(self, painter: QPainter, view: BoardView) -> None:
        """The card without its words, over the one that is on the board, with the ring of what is selected."""
        if not self.writing:
            return
        cards, lens = view.full_cards()
        x, y, width, height = lens.pixels(self._box)
        painter.scale(1 / lens.dpr, 1 / lens.dpr)
        gap = (RING_GAP + RING) * lens.dpr
        ring = QRectF(x, y, width, height).adjusted(-gap, -gap, gap, gap)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().canvas)
        radius = anatomy.RADIUS * lens.scale
        painter.drawRoundedRect(ring, radius + gap, radius + gap)
        cards.paint(painter, self._face, x, y, width, height, written=False)
        inset = RING * lens.dpr / 2
        painter.setPen(QPen(theme.current().accent, RING * lens.dpr))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring.adjusted(inset, inset, -inset, -inset), radius + gap, radius + gap)

    # Keys and focus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and control):
            self.leave()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave()


class _Looks(QSyntaxHighlighter):
    """The first line in the type of the title, the others in that of the text; no part of what can be undone."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._title, self._text = QTextCharFormat(), QTextCharFormat()

    def show(self, title: QFont, ink: QColor, text: QFont, ink2: QColor) -> None:
        for looks, font, colour in ((self._title, title, ink), (self._text, text, ink2)):
            looks.setFont(font)
            looks.setForeground(colour)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        self.setFormat(0, len(text), self._title if self.currentBlock().blockNumber() == 0 else self._text)


def split_text(text: str) -> tuple[str, str]:
    """Title and text of what was typed on a card."""
    title, _, rest = text.strip("\n").partition("\n")
    return title.strip(), rest.strip("\n")
