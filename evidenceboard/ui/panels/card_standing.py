"""How a hypothesis stands, and beside it, never joined with it, what the analyst says of likelihood and confidence."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.analysis.card_standing import CardStanding
from evidenceboard.analysis.likelihoods import SCALES
from evidenceboard.analysis.meanings import MEANINGS, Meaning
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import CONFIDENCES
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.fields import Choice
from evidenceboard.ui.panels.parts import Section, empty
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label


class CardStandingPart(QWidget):
    """Two sections of a hypothesis: what is computed, and what only a person may say."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._card = bridge, ""
        self.computed = Computed(bridge)
        self.judged = Judged(bridge)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.computed)
        rows.addWidget(self.judged)
        bridge.standings.assessed.connect(self._follow)

    def show_card(self, card: RecordId) -> None:
        """Shows a card as the board has it now."""
        self._card = card
        hypothesis = self._bridge.document.board.value(card, "kind") == "hypothesis"
        self.setVisible(hypothesis)
        if hypothesis:
            self.judged.show_card(card)
            self._follow()

    def _follow(self) -> None:
        if self._card and not self.isHidden():
            now, before = self._bridge.standings.of(self._card)
            self.computed.show_standing(now, before)


class Computed(Section):
    """Place, word and the three values, each with what it means."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Standing")
        self.place = plain_label("", weight=600, wrap=True)
        self.before = plain_label("", size=12, ink="ink3", wrap=True)
        self._values = QVBoxLayout()
        self._values.setSpacing(0)
        self.meaning = plain_label("", size=12, ink="ink3", wrap=True)
        self.add(self.place)
        self.add(self.before)
        self.rows.addLayout(self._values)
        self.add(self.meaning)

    def show_standing(self, now: CardStanding | None, before: CardStanding | None) -> None:
        """Shows a standing, and what it was without the what-if."""
        empty(self._values)
        if now is None or now.strengths is None:
            self.place.setText("Not worked out yet" if now is None else "Not among the rivals now")
            self.before.hide()
            self.meaning.hide()
            return
        self.place.setText(" · ".join(part for part in (now.place, now.word) if part))
        changed = before is not None and before != now
        self.before.setText(f"In the what-if; without it {before.place} · {before.word}" if changed and before else "")
        self.before.setVisible(changed)
        for method, value in zip(METHODS, now.strengths, strict=True):
            self._add_value(MEANINGS[method], value)
        meaning = MEANINGS["standing"]
        self.meaning.setText(f"{meaning.says} {meaning.not_says}")
        self.meaning.show()

    def _add_value(self, meaning: Meaning, value: float | None) -> None:
        figure = "does not settle" if value is None else f"{value:.2f}".removeprefix("0")
        unsettled = MEANINGS["unsettled"]
        says = f"{meaning.says} {meaning.not_says}" if value is not None else f"{unsettled.says} {unsettled.not_says}"
        for label in (
            plain_label(f"{meaning.title} {figure}", size=12, weight=500, tabular=True),
            plain_label(says, size=12, ink="ink3", wrap=True),
        ):
            label.setContentsMargins(6, 0 if label.text() == says else 4, 6, 0)
            self._values.addWidget(label)


class Judged(Section):
    """Likelihood and confidence: two choices, each with its own sentence, neither ever computed."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Your judgement")
        self._bridge, self._card = bridge, ""
        self._writing = Writing(bridge)
        self.scale = Choice("Scale of the likelihood", tuple(SCALES), none="no scale")
        self.likelihood = Choice("Likelihood", ())
        self.likelihood_says = plain_label("", size=12, ink="ink3", wrap=True)
        self.confidence = Choice("Confidence", CONFIDENCES)
        self.confidence_says = plain_label(
            "How good the basis of your judgement is: sources, evidence, reasoning.", size=12, ink="ink3", wrap=True
        )
        self.add_row("Scale", self.scale)
        self._likelihood_row = self.add_row("Likelihood", self.likelihood)
        self.add(self.likelihood_says)
        self.add_row("Confidence", self.confidence)
        self.add(self.confidence_says)
        self.scale.chosen.connect(self._set_scale)
        self.likelihood.chosen.connect(lambda word: self._put({"likelihood": word}, "Change likelihood"))
        self.confidence.chosen.connect(lambda word: self._put({"confidence": word}, "Change confidence"))

    def show_card(self, card: RecordId) -> None:
        """Shows what a person said of a hypothesis."""
        self._card = card
        record = self._bridge.document.board.record(card)
        scale, word = record.shown("likelihood_scale") or "", record.shown("likelihood") or ""
        words = SCALES.get(scale, {})
        self.scale.set_value(scale)
        self.likelihood.offer({each: f"{each} ({span})" for each, span in words.items()})
        if word and word not in words:
            self.likelihood.addItem(word[:80], word)
        self.likelihood.set_value(word)
        self.likelihood.setEnabled(bool(words))
        says = "How probable you hold it to be; no number on this board says so."
        self.likelihood_says.setText(says if words else "Choose a scale first: its words have published ranges.")
        self.confidence.set_value(record.shown("confidence") or "")
        self.setEnabled(not self._bridge.document.read_only)

    def _set_scale(self, scale: str) -> None:
        """Words of one scale are not words of another: the word goes with it."""
        word = self._bridge.document.board.value(self._card, "likelihood")
        values = {"likelihood_scale": scale}
        if word not in SCALES.get(scale, {}):
            values["likelihood"] = ""
        self._put(values, "Change the scale of the likelihood")

    def _put(self, values: dict[str, str], label: str) -> None:
        board = self._bridge.document.board
        new = {field: value for field, value in values.items() if value != (board.value(self._card, field) or "")}
        if new:
            self._writing.put(self._card, new, label)
