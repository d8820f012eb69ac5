"""Why the order is as it is: whether the methods agree, how firmly it stands, and what it hangs on."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.agreement import agreement
from evidenceboard.analysis.linchpins import Linchpin, effort, has_rivals, linchpins, sentence
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.standing import UNSETTLED, Standing
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Section
from evidenceboard.ui.panels.says_robust import RobustPart
from evidenceboard.ui.panels.says_rows import Do, Meaning, SaysRow, SaysSection, named
from evidenceboard.ui.panels.worked_out import WorkedOut, how_far
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.words import name_of

LARGE = "This board is large: they are worked out when you ask."
NONE = "Nothing alone changes the order: it hangs on no single card, source or origin."
FEW = 4  # cards that are named
WORDS = (
    "standing", "df_quad", "quadratic", "euler", "rank", "word", "by origin", "by report", "unsettled", "base",
    "balance", "linchpin", "inconsistency", "weighted", "inconsistency by origin", "diagnosticity",
    "diagnosticity of leaders", "competing", "open synthesis",
)  # fmt: skip


class Badge(QWidget):
    """The marks of the three methods in a disc: whole where they agree."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(40, 40)
        self._whole = True

    def show_whole(self, whole: bool) -> None:
        """Whether all agree."""
        self._whole = whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws disc and marks."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(active.support if self._whole else active.warn, 1.5))
            painter.setBrush(active.supbg if self._whole else active.warnbg)
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
            painter.setPen(QPen(active.hyp, 0))
            painter.setBrush(active.hyp)
            painter.drawPolygon(QPolygonF([QPointF(16, 11), QPointF(24, 11), QPointF(20, 18)]))
            painter.drawEllipse(QRectF(11, 20, 8, 8))
            painter.drawRect(QRectF(21.5, 20.5, 7, 7))


class AgreementPart(Section):
    """Whether the methods agree, and on what."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(line=False)
        self._bridge = bridge
        self.badge = Badge()
        self.title = plain_label("", weight=600, wrap=True)
        self.says = plain_label("", size=12, ink="ink2", wrap=True)
        self.swings = plain_label("", size=12, ink="warn", wrap=True)
        self.meaning = plain_label(MEANINGS["agreement"].not_says, size=12, ink="ink3", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.title, self.says, self.swings):
            words.addWidget(label)
        words.addStretch()
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.addWidget(self.badge)
        column.addStretch()
        row.addLayout(column)
        row.addLayout(words, 1)
        self.rows.addLayout(row)
        self.add(self.meaning)

    def show_standing(self, standing: Standing, *, what_if: bool) -> None:
        """Say it of a standing."""
        board = self._bridge.document.board
        found = agreement(standing, lambda record: name_of(board, record))
        swings = list(standing.unsettled())
        self.swings.setText(self._swinging(swings))
        self.swings.setVisible(bool(swings))
        self.badge.setVisible(found is not None)
        self.meaning.setVisible(found is not None)
        if found is None:
            self.title.setText("No rivals")
            self.says.setText("Two hypotheses or more have an order. Write another that could be true instead.")
            return
        self.badge.show_whole(found.whole)
        self.title.setText(f"{'In the what-if: ' if what_if else ''}{found.title}")
        self.says.setText(found.says)

    def _swinging(self, cards: Sequence[RecordId]) -> str:
        named = ", ".join(name_of(self._bridge.document.board, card) for card in cards[:FEW])
        rest = f" and {len(cards) - FEW:,} more" if len(cards) > FEW else ""
        return f"{UNSETTLED.capitalize()}: {named}{rest}. {MEANINGS['unsettled'].says}" if cards else ""


class LinchpinsPart(SaysSection):
    """What the order hangs on."""

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Linchpins", self._row)
        self._bridge = bridge
        self.work = WorkedOut(bridge, "the linchpins", linchpins, effort)
        self.work.changed.connect(self.show_found)
        self.work.tell_in(self.told)
        self.rows.insertWidget(2, self.work.button, 0, Qt.AlignmentFlag.AlignLeft)
        bridge.standings.what_if_changed.connect(self.show_found)

    def show_found(self) -> None:
        """Show what was found, and what of it is laid aside now."""
        if self._bridge.document.closed:
            return
        graph, live = self._bridge.standings.graph, self._bridge.document.board.is_live
        rivals = graph is not None and has_rivals(graph)
        self.setVisible(rivals)
        found: Sequence[Linchpin] = self.work.found or ()
        if not rivals:
            self.work.button.hide()
            told = ""
        elif self.work.running:
            told = how_far(0, 0)
        else:
            told = self.work.about(LARGE if self.work.found is None else "" if found else NONE)
        self.show_items([each for each in found if live(each.record)], told)

    def key(self, item: Linchpin) -> Hashable:
        return item.kind, item.record

    def _row(self, linchpin: Linchpin) -> QWidget:
        board, standings = self._bridge.document.board, self._bridge.standings
        what, record = linchpin.kind, linchpin.record
        title = named(board, record) if what == "card" else f"{name_of(board, record)} ({what})"
        off = (what, record) in standings.what_if.taken()
        turn = standings.what_if.again_with if off else standings.what_if.without
        do: Do = ("Look with it again" if off else "Look without it", lambda: standings.set_what_if(turn(what, record)))
        words = sentence(linchpin, lambda each: name_of(board, each))
        row = SaysRow(title, words, [do], bar="warn")
        row.go.connect(lambda: self.go_to.emit(record if what == "card" else linchpin.cards[0]))
        return row


class StandingPage(QWidget):
    """The first page of the panel.

    Signals:
        go_to: a card.
    """

    go_to = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.agreement = AgreementPart(bridge)
        self.robust = RobustPart(bridge)
        self.linchpins = LinchpinsPart(bridge)
        self.linchpins.go_to.connect(self.go_to)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.agreement, self.linchpins, self.robust, self._meanings()):
            rows.addWidget(part)
        rows.addStretch()
        bridge.standings.assessed.connect(self._follow)

    def _meanings(self) -> Section:
        section = Section("What the words mean")
        for key in WORDS:
            meaning = MEANINGS[key]
            section.add(plain_label(meaning.title, size=12, weight=600))
            section.add(Meaning(meaning.says, meaning.not_says))
        return section

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is caught up with."""
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        now = self._bridge.standings.now
        if now is None or not self.isVisible():
            return
        self.agreement.show_standing(now.shown, what_if=bool(self._bridge.standings.what_if))
        self.linchpins.work.follow()
        self.linchpins.show_found()
        self.robust.work.follow()
        self.robust.show_found()
