"""Who speaks for a card and against it, read from the document and said in words: "3 reports, 1 origin"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evidenceboard.analysis.origins import NOBODY, Voices, origins, voices_of
from evidenceboard.document import Document
from evidenceboard.finding.who_says import is_report
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.store import lookups
from evidenceboard.ui.readings import Now
from evidenceboard.ui.words import count

STEPS = 8  # of chains that are read card by card; longer ones are looked up in all cards at once


@dataclass(frozen=True)
class Told:
    """Who speaks directly for a card, and who against it.

    Attributes:
        retracted: how many cards besides are retracted and not counted.
        alike: of each report those others on its side that go back to the same origin.
    """

    support: Voices = NOBODY
    contradict: Voices = NOBODY
    retracted: int = 0
    alike: Mapping[RecordId, tuple[RecordId, ...]] = field(default_factory=dict)


def told_of(reading: Now, card: RecordId) -> Told:
    """Who speaks for a card; nobody as long as what joins what is being read."""
    ends = {}
    for edge in reading.edges_of(card) if reading.is_ready else ():
        tail, head = reading.ends(edge)
        if head == card:
            ends[edge] = reading.ends(tail)[0] if kind_of(tail) == "region" else tail
    kinds = reading.named("edge", [*ends])
    givers = reading.named("card", sorted(set(ends.values())))
    reports = {giver for giver, values in givers.items() if is_report(values)}
    gone = {giver for giver, values in givers.items() if values.get("status") == "retracted"}
    origin = origins(_chains(reading.document, givers), givers)
    sides: dict[str, set[RecordId]] = {"support": set(), "contradict": set()}
    for edge, giver in ends.items():
        if giver not in gone and edge in kinds:
            sides.setdefault(str(kinds[edge].get("kind")), set()).add(giver)
    support, contradict = (voices_of(sides[kind], origin, reports) for kind in ("support", "contradict"))
    alike: dict[RecordId, tuple[RecordId, ...]] = {}
    for side in sides.values():
        alike |= _alike(side & reports, origin)
    return Told(support, contradict, len(gone), alike)


def _alike(reports: Iterable[RecordId], origin: Mapping[RecordId, RecordId]) -> dict[RecordId, tuple[RecordId, ...]]:
    """Of each of these reports the others with its origin."""
    groups: dict[RecordId, list[RecordId]] = {}
    for card in sorted(reports):
        groups.setdefault(origin.get(card, card), []).append(card)
    return {card: tuple(other for other in group if other != card) for group in groups.values() for card in group}


def _chains(document: Document, cards: Mapping[RecordId, Mapping[str, Value]]) -> dict[RecordId, RecordId]:
    """What these cards derive from, and what that derives from, up to the ends."""
    found: dict[RecordId, RecordId] = {}
    now = cards
    for _ in range(STEPS):
        new = {card: str(values["derives_from"]) for card, values in now.items() if values.get("derives_from")}
        found |= new
        ahead = sorted({end for end in new.values() if kind_of(end) == "card" and end not in found})
        if not ahead:
            return found
        now = document.log.records_named("card", ahead)
    for end, deriving in lookups.derivations(document.log).items():
        found |= dict.fromkeys(deriving, end)
    return found


def told_in_words(told: Told) -> str:
    """ "Supported by 3 reports, 1 origin · contradicted by 2 reports, 1 origin"; nothing where nobody speaks."""
    sides = (("supported", told.support), ("contradicted", told.contradict))
    words = " · ".join(f"{verb} by {voices_in_words(side)}" for verb, side in sides if side != NOBODY)
    if told.retracted:
        words += f" · {count(told.retracted, 'retracted card')} not counted"
    return words[:1].upper() + words[1:] if words and not words.startswith(" ·") else words.removeprefix(" · ")


def voices_in_words(voices: Voices) -> str:
    """ "3 reports, 1 origin", "1 report, 1 origin, and 2 cards of our own"; "nobody"."""
    told = f"{reports_in_words(voices)}" if voices.reports else ""
    own = f"{count(voices.own, 'card')} of our own" if voices.own else ""
    return ", and ".join(part for part in (told, own) if part) or "nobody"


def reports_in_words(voices: Voices) -> str:
    """ "3 reports, 1 origin"."""
    return f"{count(voices.reports, 'report')}, {count(voices.origins, 'origin')}"


def all_of_one_origin(voices: Iterable[Voices]) -> bool:
    """Whether several reports are one voice."""
    return any(each.reports > 1 and each.origins == 1 for each in voices)
