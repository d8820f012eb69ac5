"""What of a board's records bears on reasoning, held small: it follows every change without the records themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from sys import intern
from typing import NamedTuple

from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId

Values = Mapping[str, Value]
Records = Callable[[str], Iterable[tuple[RecordId, Values]]]

Pages = Callable[[str, Sequence[str]], Iterable[Sequence[tuple[RecordId, Values]]]]

KINDS = ("source", "origin", "rivals", "region", "card", "edge")  # the kinds of records that are read

FIELDS: Mapping[str, Sequence[str]] = {
    "source": ("name", "reliability"),
    "origin": ("name",),
    "rivals": ("name",),
    "region": ("card",),
    "card": ("kind", "role", "source", "status", "credibility", "assumption", "base", "derives_from", "rivals"),
    "edge": ("from", "to", "kind", "strength", "weight"),
}  # that have columns of their own; the others come along

CREDIBILITY_STRENGTH = {1: 0.90, 2: 0.75, 3: 0.60, 4: 0.35, 5: 0.20, 6: 0.50}
RELIABILITY_STRENGTH = {"A": 1.0, "B": 0.9, "C": 0.75, "D": 0.5, "E": 0.3, "F": 0.6}
ASSUMPTION_STRENGTH = {"solid": 0.80, "caveated": 0.50, "unsupported": 0.20}
EVEN = 0.50  # hypotheses and gaps
CLAIM = 0.25  # a claim of our own must earn its standing; not 0, which Euler-based strength would never leave

NORMAL, STRONG = 0.5, 1.0  # of a link


class CardFacts(NamedTuple):
    """What a card brings to the reasoning; "" and None where nothing is set.

    A part of a statement that has a source is a claim by its role, but not of our making: it is graded as a report.
    """

    kind: str
    role: str
    status: str
    source: str
    credibility: int | None
    assumption: str
    base: float | None
    derives_from: str
    rivals: str
    caption_unseen: bool
    is_part: bool

    @property
    def graded(self) -> bool:
        """Whether its base follows from grades, where it is not set by hand."""
        return self.kind == "photo" or self.role == "reported" or (self.is_part and bool(self.source))

    @property
    def argues(self) -> bool:
        """Whether it is an argument at all: a question is none."""
        return self.role != "question" or self.kind != "statement"

    @property
    def gives(self) -> bool:
        """Whether what it says still counts: what was retracted does not."""
        return self.status != "retracted"


class EdgeFacts(NamedTuple):
    """What a link brings: where from (a card or a region), where to (a card or a link), and how it counts."""

    tail: RecordId
    head: RecordId
    contradict: bool
    strong: bool
    weight: float | None
    joint: str
    on_caption: bool

    @property
    def strength(self) -> float:
        """0 to 1."""
        return self.weight if self.weight is not None else STRONG if self.strong else NORMAL


def card_facts(values: Values) -> CardFacts:
    """The facts of a card's shown values."""
    kind, source = _text(values, "kind"), _text(values, "source")
    role = _text(values, "role") if kind == "statement" else ""
    if kind == "statement" and not role:
        role = "reported" if source else "claim"  # as a table without roles is read
    credibility, base = values.get("credibility"), values.get("base")
    return CardFacts(
        kind,
        role,
        _text(values, "status"),
        source,
        credibility if isinstance(credibility, int) else None,
        _text(values, "assumption"),
        float(base) if isinstance(base, int | float) else None,
        _text(values, "derives_from"),
        _text(values, "rivals"),
        values.get("caption_unseen") is True,
        bool(_text(values, "split_from")),
    )


def edge_facts(values: Values) -> EdgeFacts:
    """The facts of a link's shown values."""
    weight = values.get("weight")
    return EdgeFacts(
        _text(values, "from"),
        _text(values, "to"),
        values.get("kind") == "contradict",
        values.get("strength") == "strong",
        float(weight) if isinstance(weight, int | float) else None,
        _text(values, "joint"),
        values.get("rests_on") == "caption",
    )


def base_strength(card: CardFacts, reliability: str | None) -> float:
    """How strong a card stands before anything bears on it, 0 to 1.

    Args:
        reliability: of the card's source; None where it has none, which counts as F.
    """
    if not card.gives:
        return 0.0
    if card.base is not None:
        return card.base
    if card.kind == "hypothesis" or card.role == "gap":
        return EVEN
    if card.role == "claim" and not card.graded:
        return CLAIM
    if card.role == "assumption":
        return ASSUMPTION_STRENGTH.get(card.assumption, ASSUMPTION_STRENGTH["unsupported"])
    item = CREDIBILITY_STRENGTH.get(card.credibility or 6, CREDIBILITY_STRENGTH[6])
    return item * RELIABILITY_STRENGTH.get(reliability or "F", RELIABILITY_STRENGTH["F"])


class Facts:
    """The facts of a whole board, to be put together once and to follow every change.

    Attributes:
        cards, edges: by id, also those that are no arguments.
        sources: reliability by source, "" where none is set.
        regions: the card of each region.
        names: of sources, origins and rival sets.
    """

    def __init__(self) -> None:
        self.cards: dict[RecordId, CardFacts] = {}
        self.edges: dict[RecordId, EdgeFacts] = {}
        self.sources: dict[RecordId, str] = {}
        self.regions: dict[RecordId, RecordId] = {}
        self.names: dict[RecordId, str] = {}
        self.origins: set[RecordId] = set()

    def copy(self) -> Facts:
        """The same, for another thread."""
        other = Facts()
        for name, held in vars(self).items():
            setattr(other, name, held.copy())
        return other

    def weighs(self, record: RecordId) -> tuple[object, ...]:
        """All of a record that bears on a standing; a name does not."""
        held = (self.cards, self.edges, self.sources, self.regions)
        return (*(each.get(record) for each in held), record in self.origins)

    def put(self, kind: str, record: RecordId, values: Values) -> None:
        """Take in a record, new or changed."""
        if kind == "card":
            self.cards[intern(record)] = card_facts(values)
        elif kind == "edge":
            self.edges[intern(record)] = edge_facts(values)
        elif kind == "region":
            self.regions[intern(record)] = _text(values, "card")
        elif kind in KINDS:
            self.names[record] = _text(values, "name")
            if kind == "source":
                self.sources[record] = _text(values, "reliability")
            elif kind == "origin":
                self.origins.add(record)

    def take_out(self, record: RecordId) -> None:
        """A record is gone."""
        for held in (self.cards, self.edges, self.sources, self.regions, self.names):
            held.pop(record, None)
        self.origins.discard(record)


def facts_of(records: Records) -> Facts:
    """The facts of a board, from its live records.

    Args:
        records: the live records of a kind with their shown values, as `Document.records` gives them.
    """
    facts = Facts()
    for kind in KINDS:
        for record, values in records(kind):
            facts.put(kind, record, values)
    return facts


def facts_of_pages(pages: Pages) -> Facts:
    """The same, from pages of some fields of the records."""
    facts = Facts()
    for kind in KINDS:
        for page in pages(kind, FIELDS[kind]):
            for record, values in page:
                facts.put(kind, record, values)
    return facts


def _text(values: Values, field: str) -> str:
    value = values.get(field)
    return intern(value) if isinstance(value, str) else ""
