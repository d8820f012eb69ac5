"""How sources, cards, hypotheses and origins look in the lists of the view of sources."""

from __future__ import annotations

from collections.abc import Mapping

from evidenceboard.analysis.grades import RELIABILITY, grade
from evidenceboard.analysis.origins import NOBODY, Voices, voices_of
from evidenceboard.finding.who_says import WhoSays
from evidenceboard.model.changes import Value
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.views.sources_rows import Look
from evidenceboard.ui.voices_of import reports_in_words, voices_in_words
from evidenceboard.ui.words import card_icon, card_ink, count, one_line, title_in


class Looks:
    """Makes the rows."""

    def __init__(self, bridge: Bridge, said: WhoSays) -> None:
        self._bridge, self._said = bridge, said
        self.source: RecordId = ""  # the one that is selected: its cards stand out in the trees,
        self.every = False  # unless those of all sources are asked for
        self.found: Mapping[RecordId, int] | None = None  # how many cards of each source a filter finds
        self._lit: frozenset[RecordId] | None = None

    def narrow(self, found: Mapping[RecordId, int] | None, lit: frozenset[RecordId] | None) -> None:
        """A filter finds so many cards of each source, and these; None where nothing is filtered."""
        self.found, self._lit = found, lit

    def of_source(self, source: RecordId) -> Look:
        """ "B · VOA / outlet · usually reliable", with how many cards and links."""
        values = self._bridge.reading.values(source)
        letter = str(values.get("reliability") or "")
        kind = str(values.get("kind") or "source").capitalize()
        cards, links = len(self._said.of_source(source)), self._said.links_of(source)
        some = "" if self.found is None else f"{self.found.get(source, 0):,} of "
        detail = f"{kind} · {RELIABILITY.get(letter, 'not graded yet')}"
        return Look(
            title=one_line(str(values.get("name") or ""), 200) or "without a name",
            chip=letter or "–",
            lines=((detail, "ink3"),),
            right=(f"{some}{count(cards, 'card')} · {count(links, 'link')}", "ink3"),
        )

    def of_card(self, card: RecordId) -> Look:
        """What a source says: date, words, grade, certainty, status, origin."""
        values = self._values(card)
        date = str(values.get("said") or values.get("happened") or "")
        status = str(values.get("status") or "live")
        words = [self._grade(values), str(values.get("certainty") or ""), "" if status == "live" else status]
        words += [self._other_part(values), self._derived(values)]
        return Look(
            title=one_line(title_in(values), 300) or "without words",
            key=one_line(str(values.get("key") or ""), 24),
            left=in_words(date) if date else "no date",
            lines=((" · ".join(part for part in words if part) or "no grade yet", "ink3"),),
            icon=(card_icon(values), card_ink(values)),
            struck=status == "retracted",
        )

    def of_hypothesis(self, card: RecordId) -> Look:
        """Who speaks for it and against it, directly and in all; whether that hangs on one origin."""
        values, voices, behind = self._values(card), self._said.voices(card), self._said.reached(card)
        lines = [
            (f"{word}: {voices_in_words(voices[side])}", ink if voices[side] != NOBODY else "ink3")
            for word, side, ink in (("For", "support", "supink"), ("Against", "contradict", "conink"))
        ]
        return Look(
            title=one_line(title_in(values), 300) or "without words",
            key=one_line(str(values.get("key") or ""), 24),
            lines=(*lines, self._mark(behind)),
            icon=(card_icon(values), card_ink(values)),
            struck=values.get("status") == "retracted",
            strong=self._is_lit(card),
        )

    def of_node(self, record: RecordId) -> Look:
        """A card or an origin in the trees: how many reports repeat it, or who says it."""
        if kind_of(record) == "origin" or not self._bridge.reading.is_live(record):
            name = one_line(str(self._bridge.reading.value(record, "name") or ""), 200)
            return Look(title=name or "Not on the board any more", right=(self._beneath(record), "ink3"))
        values = self._values(record)
        source = values.get("source")
        by = one_line(str(self._bridge.reading.value(source, "name") or ""), 60) if source else ""
        said = " · ".join(part for part in (by, self._grade(values)) if part)
        beneath = self._beneath(record) if record in self._said.deriving and not values.get("derives_from") else ""
        return Look(
            title=one_line(title_in(values), 300) or "without words",
            key=one_line(str(values.get("key") or ""), 24),
            right=(beneath or said, "ink3"),
            icon=(card_icon(values), card_ink(values)),
            struck=values.get("status") == "retracted",
            strong=self._is_lit(record)
            and (self.every or not self.source or self.source in (source, values.get("outlet"))),
        )

    def _is_lit(self, card: RecordId) -> bool:
        return self._lit is None or card in self._lit

    def _beneath(self, record: RecordId) -> str:
        """ "3 reports, 1 origin": all that goes back to it, itself among them."""
        cards, waiting = set[RecordId](), [record]
        while waiting:
            each = waiting.pop()
            if each not in cards:
                cards.add(each)
                waiting += self._said.deriving.get(each, ())
        told = {card for card in cards if card in self._said.cards and self._said.cards[card].report}
        return reports_in_words(voices_of(told, dict.fromkeys(told, record), told)) if told else "no report"

    def _mark(self, behind: Mapping[str, set[RecordId]]) -> tuple[str, str]:
        """All reports that speak for it and against it, through claims too; whether one origin bears it alone."""
        ends = self._said.ends_of(behind["support"])
        if len(ends) == 1:
            return f"Hangs on one origin: {self.name(next(iter(ends)))}", "warn"
        sides = []
        for word, cards in (("for", behind["support"]), ("against", behind["contradict"])):
            voices = Voices(len(cards), len(self._said.ends_of(cards)))
            sides.append(f"{reports_in_words(voices)} {word}" if cards else f"no report {word}")
        return "In all: " + " · ".join(sides), "ink2"

    def name(self, record: RecordId) -> str:
        """A card's key, else its words; the name of an origin."""
        values = self._bridge.reading.values(record)
        return one_line(str(values.get("name") or values.get("key") or ""), 80) or one_line(title_in(values), 80)

    def _derived(self, values: Mapping[str, Value]) -> str:
        origin = values.get("derives_from")
        if not origin:
            return ""
        return self.name(origin) if kind_of(origin) == "origin" else f"repeats {self.name(origin)}"

    def _other_part(self, values: Mapping[str, Value]) -> str:
        """The outlet in the list of a speaker, the speaker in that of an outlet."""
        source, outlet = values.get("source"), values.get("outlet")
        if outlet == self.source and source and source != outlet:
            return f"said by {self.name(source)}"
        return f"in {self.name(outlet)}" if outlet and outlet != source else ""

    def _grade(self, values: Mapping[str, Value]) -> str:
        source = values.get("source")
        return grade(self._bridge.reading.value(source, "reliability") if source else None, values.get("credibility"))

    def _values(self, card: RecordId) -> Mapping[str, Value]:
        return self._bridge.reading.named("card", [card]).get(card, {})
