"""Single changes of judgement that might swap two hypotheses, and how many of them look together.

A change is of a grade (credibility of a card, reliability of a source) or of a link (off, the other kind, the other
strength). Texts, bases set by hand, and what a card is are no judgements of this kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.facts import CREDIBILITY_STRENGTH, NORMAL, RELIABILITY_STRENGTH, STRONG, CardFacts
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.variation import Variation
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

ARRAYS = ("item", "factor", "weight", "sign")
SIGN = ARRAYS.index("sign")
CREDIBILITY, RELIABILITY, OFF, FLIP, STRENGTH = "credibility", "reliability", "off", "flip", "strength"


@dataclass(frozen=True, order=True)
class Edit:
    """One change.

    Attributes:
        kind: "credibility", "reliability", "off", "flip" or "strength".
        record: the card, source or link.
        value: the new grade or strength; "" for off and flip.
    """

    kind: str
    record: RecordId
    value: str = ""

    def excludes(self, other: Edit) -> bool:
        """Whether the two cannot go together: two values of one field, or a link that is off and something else."""
        return self.record == other.record and (self.kind == other.kind or OFF in (self.kind, other.kind))


def what_if(edits: Sequence[Edit]) -> WhatIf:
    """These changes as a layer over the board."""
    return WhatIf(
        credibility={each.record: int(each.value) for each in edits if each.kind == CREDIBILITY},
        reliability={each.record: each.value for each in edits if each.kind == RELIABILITY},
        edges_off=frozenset(each.record for each in edits if each.kind == OFF),
        edges_flipped=frozenset(each.record for each in edits if each.kind == FLIP),
        strengths={each.record: each.value for each in edits if each.kind == STRENGTH},
    )


def records_of(graph: Graph, edits: Sequence[Edit]) -> set[RecordId]:
    """The cards and links that these changes are about; of a source its cards."""
    found = {each.record for each in edits if each.kind != RELIABILITY}
    sources = {each.record for each in edits if each.kind == RELIABILITY}
    rows = zip(graph.cards, graph.facts, strict=True)
    return found | {card for card, facts in rows if facts.source in sources and graded(facts)}


def graded(card: CardFacts) -> bool:
    """Whether its base follows from its grades."""
    return card.base is None and card.gives and card.graded


def regraded(graph: Graph, what_if: WhatIf) -> Iterator[RecordId]:
    """The graded cards whose sources a what-if grades otherwise."""
    sources = what_if.reliability
    rows = zip(graph.cards, graph.facts, strict=True) if sources else ()
    return (card for card, facts in rows if facts.source in sources and graded(facts))


def grade_edits(graph: Graph) -> Iterator[Edit]:
    """Every other grade of every graded card and of every source that it has."""
    sources: dict[RecordId, None] = {}
    for card, facts in zip(graph.cards, graph.facts, strict=True):
        if graded(facts):
            for digit in CREDIBILITY_STRENGTH:
                if digit != (facts.credibility or 6):
                    yield Edit(CREDIBILITY, card, str(digit))
            if facts.source:
                sources[facts.source] = None
    for source in sorted(sources):
        for letter in RELIABILITY_STRENGTH:
            if letter != (graph.reliability.get(source) or "F"):
                yield Edit(RELIABILITY, source, letter)


def edge_edits(graph: Graph, at: int) -> Iterator[Edit]:
    """What can be done to one link that counts: only contradictions end on links, and a weight set by hand stays."""
    edge = graph.edges[at]
    yield Edit(OFF, edge)
    if graph.head[at] < len(graph.cards):
        yield Edit(FLIP, edge)
    if graph.weight[at] == (STRONG if graph.strong[at] else NORMAL):
        yield Edit(STRENGTH, edge, "normal" if graph.strong[at] else "strong")


def excluded(edits: Sequence[Edit]) -> NDArray[np.bool_]:
    """Which two cannot go together, as a square table."""
    found = np.zeros((len(edits), len(edits)), np.bool_)
    of_record: dict[RecordId, list[int]] = {}
    for at, each in enumerate(edits):
        for other in of_record.setdefault(each.record, []):
            found[at, other] = found[other, at] = each.excludes(edits[other])
        of_record[each.record].append(at)
    return found


class Laying:
    """Lays sets of edits over a graph, many side by side."""

    def __init__(self, graph: Graph, edits: Sequence[Edit]) -> None:
        self._graph, self.edits = graph, edits
        plain = Variation.none(graph)
        graded_rows = [row for row, card in enumerate(graph.facts) if graded(card)]
        self._item, self._factor = plain.base.copy(), np.ones_like(plain.base)
        for row in graded_rows:
            card = graph.facts[row]
            self._item[row] = CREDIBILITY_STRENGTH[card.credibility or 6]
            self._factor[row] = RELIABILITY_STRENGTH[graph.reliability.get(card.source) or "F"]
        self._weight, self._sign = plain.weight, plain.sign
        self._of_source: dict[RecordId, list[int]] = {}
        for row in graded_rows:
            self._of_source.setdefault(graph.facts[row].source, []).append(row)
        changes = [self._change(each) for each in edits]
        self._rows = np.array([row for _, rows, _ in changes for row in rows], np.int64)
        self._begin = np.cumsum([0, *(len(rows) for _, rows, _ in changes)])
        self._array = np.array([ARRAYS.index(name) for name, _, _ in changes], np.int64)
        self._value = np.array([value for _, _, value in changes])

    def _change(self, edit: Edit) -> tuple[str, list[int], float]:
        """Which array, which rows, and the new value; signs are multiplied."""
        graph = self._graph
        if edit.kind == CREDIBILITY:
            return "item", [graph.row[edit.record]], CREDIBILITY_STRENGTH[int(edit.value)]
        if edit.kind == RELIABILITY:
            return "factor", self._of_source[edit.record], RELIABILITY_STRENGTH[edit.value]
        at = graph.edge_row[edit.record]
        if edit.kind == FLIP:
            return "sign", [at], -1.0
        strength = 0.0 if edit.kind == OFF else STRONG if edit.value == "strong" else NORMAL
        return "weight", [at], strength * float(graph.gives[graph.tail[at]])

    def variation(self, sets: Rows) -> Variation:
        """One column for each set.

        Args:
            sets: B × k indexes of `edits`; -1 for none.
        """
        plain = (self._item, self._factor, self._weight, self._sign)
        arrays = [np.repeat(each, len(sets), axis=1) if at in self._array else each for at, each in enumerate(plain)]
        for members in sets.T:
            for at, array in enumerate(arrays):
                columns = np.flatnonzero((members >= 0) & (self._array[members] == at))
                rows, columns = self._places(members[columns], columns)
                value = self._value[members[columns]]
                array[rows, columns] = value * array[rows, columns] if at == SIGN else value
        item, factor, weight, sign = arrays
        return Variation(item * factor, weight, sign)

    def _places(self, edits: Rows, columns: Rows) -> tuple[Rows, Rows]:
        """Rows and columns that these edits change."""
        count = self._begin[edits + 1] - self._begin[edits]
        first = np.repeat(self._begin[edits] - np.cumsum(count) + count, count)
        return self._rows[first + np.arange(len(first))], np.repeat(columns, count)


def in_words(edit: Edit, name: Callable[[RecordId], str]) -> str:
    """A change as a person would be told to make it: "set the credibility of E1 to 5".

    Args:
        name: what people call a card, a source or a link.
    """
    called = name(edit.record)
    if edit.kind == OFF:
        return f"take away the link {called}"
    if edit.kind == FLIP:
        return f"turn the link {called} to the other kind"
    if edit.kind == STRENGTH:
        return f"make the link {called} {edit.value}"
    return f"set the {edit.kind} of {called} to {edit.value}"
