"""What if: other judgements laid over a graph. The board itself is never touched."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from evidenceboard.analysis.facts import NORMAL, STRONG, base_strength
from evidenceboard.analysis.graph import Graph
from evidenceboard.model.ids import RecordId

NOTHING: frozenset[RecordId] = frozenset()
SETS = {"card": "cards_off", "source": "sources_off", "origin": "origins_off", "link": "edges_off", "false": "false"}
GRADES = ("credibility", "reliability", "strengths", "bases")


@dataclass(frozen=True)
class WhatIf:
    """Other judgements. Ids that the graph does not hold mean nothing.

    Attributes:
        cards_off, sources_off, origins_off: what is taken away: it gives nothing, and a hypothesis is no rival.
        false: assumptions that do not hold; they give nothing.
        edges_off: links that count for nothing.
        edges_flipped: links whose kind is the other one.
        strengths: of links, "normal" or "strong".
        credibility: of cards, 1 to 6.
        reliability: of sources, A to F.
        bases: of cards, 0 to 1.
    """

    cards_off: frozenset[RecordId] = NOTHING
    sources_off: frozenset[RecordId] = NOTHING
    origins_off: frozenset[RecordId] = NOTHING
    false: frozenset[RecordId] = NOTHING
    edges_off: frozenset[RecordId] = NOTHING
    edges_flipped: frozenset[RecordId] = NOTHING
    strengths: Mapping[RecordId, str] = field(default_factory=dict)
    credibility: Mapping[RecordId, int] = field(default_factory=dict)
    reliability: Mapping[RecordId, str] = field(default_factory=dict)
    bases: Mapping[RecordId, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is other than on the board."""
        return self != WhatIf()

    def taken(self) -> list[tuple[str, RecordId]]:
        """What is taken away, as keys of `SETS` and records: origins and sources first."""
        order = ("origin", "source", "card", "false", "link")
        return [(what, record) for what in order for record in sorted(getattr(self, SETS[what]))]

    def without(self, what: str, *records: RecordId) -> WhatIf:
        """The same and these taken away, too."""
        return self._with(what, getattr(self, SETS[what]) | frozenset(records))

    def again_with(self, what: str, *records: RecordId) -> WhatIf:
        """The same with these put back."""
        return self._with(what, getattr(self, SETS[what]) - frozenset(records))

    def graded(self, field_name: str, record: RecordId, value: str | float | None) -> WhatIf:
        """The same with another grade or strength of a record; None takes the board's own again.

        Args:
            field_name: one of `GRADES`.
        """
        held = {name: kept for name, kept in getattr(self, field_name).items() if name != record}
        changes: dict[str, Any] = {field_name: held if value is None else {**held, record: value}}
        return replace(self, **changes)

    def turned(self, edge: RecordId, turned: bool = True) -> WhatIf:
        """The same with a link of the other kind, or of its own again."""
        flipped = self.edges_flipped - {edge}
        return replace(self, edges_flipped=flipped | {edge} if turned else flipped)

    @property
    def records(self) -> frozenset[RecordId]:
        """All that is judged otherwise."""
        sets = [getattr(self, name) for name in (*SETS.values(), "edges_flipped", *GRADES)]
        return frozenset().union(*sets)

    def as_drawn(self, records: Collection[RecordId]) -> WhatIf:
        """The same with these as they are on the board."""
        changes: dict[str, Any] = {
            name: getattr(self, name).difference(records) for name in (*SETS.values(), "edges_flipped")
        }
        for name in GRADES:
            changes[name] = {record: value for record, value in getattr(self, name).items() if record not in records}
        return replace(self, **changes)

    def _with(self, what: str, records: frozenset[RecordId]) -> WhatIf:
        changes: dict[str, Any] = {SETS[what]: records}
        return replace(self, **changes)

    def rows_off(self, graph: Graph) -> list[int]:
        """The arguments that are taken away."""
        ends = [graph.origins[origin] for origin in graph.origin]
        return [
            row
            for row, (card, facts) in enumerate(zip(graph.cards, graph.facts, strict=True))
            if card in self.cards_off
            or facts.source in self.sources_off
            or ends[row] in self.origins_off
            or card in self.origins_off
        ]


def applied(graph: Graph, what_if: WhatIf) -> Graph:
    """The graph with these judgements in place of its own. It keeps every row, so that both can be compared."""
    off = what_if.rows_off(graph)
    gives = graph.gives.copy()
    gives[off] = 0.0
    gives[[graph.row[card] for card in what_if.false if card in graph.row]] = 0.0
    gone = set(off)
    rivals = tuple(tuple(row for row in rivals if row not in gone) for rivals in graph.rivals)
    return replace(_relinked(_regraded(graph, what_if), what_if), gives=gives, rivals=rivals)


def _regraded(graph: Graph, what_if: WhatIf) -> Graph:
    reliability = {**graph.reliability, **what_if.reliability}
    facts, base = list(graph.facts), graph.base.copy()
    for row, (card, known) in enumerate(zip(graph.cards, graph.facts, strict=True)):
        other = card in what_if.credibility or card in what_if.bases
        if other:
            known = known._replace(
                credibility=what_if.credibility.get(card, known.credibility),
                base=what_if.bases.get(card, known.base),
            )
        if other or known.source in what_if.reliability:
            facts[row], base[row] = known, base_strength(known, reliability.get(known.source))
    return replace(graph, facts=tuple(facts), base=base, reliability=reliability)


def _relinked(graph: Graph, what_if: WhatIf) -> Graph:
    weight, sign, strong = graph.weight.copy(), graph.sign.copy(), graph.strong.copy()
    for edge, strength in what_if.strengths.items():
        if (at := graph.edge_row.get(edge)) is not None:
            strong[at] = strength == "strong"
            weight[at] = (STRONG if strong[at] else NORMAL) if weight[at] > 0 else 0.0
    for edge in what_if.edges_flipped & graph.edge_row.keys():
        sign[graph.edge_row[edge]] *= -1.0
    for edge in what_if.edges_off & graph.edge_row.keys():
        weight[graph.edge_row[edge]] = 0.0
    return replace(graph, weight=weight, sign=sign, strong=strong)
