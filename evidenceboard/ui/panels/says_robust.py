"""How firmly the leader stands: how often it would come first if all judgements were a little different."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.linchpins import has_rivals
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.robustness import (
    CHANCE,
    DRAWS,
    Robustness,
    effort,
    in_per_cent,
    leader,
    robustness,
    sentence,
)
from evidenceboard.analysis.semantics import QUADRATIC
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Section, empty
from evidenceboard.ui.panels.worked_out import WorkedOut, how_far
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.words import name_of, names_in_words

LARGE = "This board is large: it is worked out when you ask."
OTHERS = 4  # hypotheses beside the leader that are told of
SETS = 8  # of rivals that are told of
DRAWN = (
    f"In each of {DRAWS:,} draws every grade moves one step up or down, and every link changes between normal and "
    f"strong, with a chance of {CHANCE:.0%} each; the draws are the same on every machine."
)


class Share(QWidget):
    """A share as a bar."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedHeight(6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws track and bar."""
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            rect = QRectF(self.rect())
            painter.setBrush(active.track)
            painter.drawRoundedRect(rect, 3, 3)
            rect.setWidth(max(6.0, rect.width() * self._share))
            painter.setBrush(active.hyp)
            painter.drawRoundedRect(rect, 3, 3)


class RobustPart(Section):
    """The share, a bar, the sentence, and what it is not."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Robustness")
        self._bridge = bridge
        self.work = WorkedOut(bridge, "the robustness", _all_sets, effort)
        self.told = plain_label("", size=12, ink="ink3", wrap=True)
        self.add(self.told)
        self.rows.addWidget(self.work.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._sets = QVBoxLayout()
        self._sets.setContentsMargins(6, 0, 6, 0)
        self._sets.setSpacing(6)
        self.rows.addLayout(self._sets)
        meaning = MEANINGS["robustness"]
        self.meaning = plain_label(f"{DRAWN} {meaning.not_says}", size=12, ink="ink3", wrap=True)
        self.add(self.meaning)
        self.work.changed.connect(self.show_found)
        self.work.tell_in(self.told)

    def show_found(self) -> None:
        """Show what was found."""
        if self._bridge.document.closed:
            return
        graph = self._bridge.standings.graph
        self.setVisible(graph is not None and has_rivals(graph))
        told = self.work.about(LARGE if self.work.found is None else "")
        self.told.setText(how_far(0, 0) if self.work.running else told)
        self.told.setVisible(bool(self.told.text()))
        self.meaning.setVisible(self.work.found is not None)
        empty(self._sets)
        for found in (self.work.found or ())[:SETS]:
            self._sets.addWidget(self._set(found))

    def _set(self, found: Robustness) -> QWidget:
        made, first = QWidget(), leader(found)
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        share = found.first[QUADRATIC.name][first]
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(plain_label(in_per_cent(share), size=18, weight=600, tabular=True))
        top.addWidget(Share(share), 1)
        rows.addLayout(top)
        rows.addWidget(plain_label(sentence(found, first, self._name), size=12, ink="ink2", wrap=True))
        if others := self._others(found, first):
            rows.addWidget(plain_label(others, size=12, ink="ink2", wrap=True))
        return made

    def _others(self, found: Robustness, first: RecordId) -> str:
        shares = found.first[QUADRATIC.name]
        if not shares[first]:
            return ""
        there = sorted((each for each in shares if each != first and shares[each] > 0), key=lambda each: -shares[each])
        said = [f"{self._name(each)} in {in_per_cent(shares[each])}" for each in there]
        if not there:
            return "No other ever comes first."
        never = len(shares) - 1 - len(there)
        return f"{names_in_words(said, OTHERS)}{'; the rest never' if never else ''}."

    def _name(self, card: RecordId) -> str:
        return name_of(self._bridge.document.board, card)


def _all_sets(graph: Graph, count: str, progress: Progress) -> list[Robustness]:
    return [robustness(graph, rivals, count, progress=progress) for rivals in graph.rivals if len(rivals) > 1]
