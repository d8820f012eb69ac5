"""How every argument of a board stands: by three methods, in words, in rank, and in plain balance.

Standing is not probability: two rivals that exclude each other may both stand strong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.semantics import ALL, METHODS, QUADRATIC
from evidenceboard.analysis.solving import Solver
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress

Floats = NDArray[np.float64]

MANY = 40  # rivals of a set: beyond, not every pair is looked at
Order = tuple[tuple[tuple[RecordId, ...], ...], ...]  # of each set of rivals, from strong to weak, ties together

TIE = 1e-9  # values closer than this are equal
BELOW = ((0.2, "very weak"), (0.4, "weak"))
UP_TO = ((0.6, "even"), (0.8, "fair"))
ABOVE = "strong"
UNSETTLED = "does not settle"
BALANCES = ("open", "supported", "contradicted", "contested")
UNKNOWN = 2  # beside -1, 0, 1: one of the two does not settle


@dataclass(frozen=True)
class Standing:
    """How the arguments of a graph stand.

    Attributes:
        count: "origin" or "report".
        values: by method, n strengths from 0 to 1; NaN for what does not settle.
    """

    graph: Graph
    count: str
    values: Mapping[str, Floats]

    def of(self, card: RecordId) -> dict[str, float | None]:
        """The three strengths of a card; None where one does not settle."""
        row = self.graph.row[card]
        found = {method: float(values[row]) for method, values in self.values.items()}
        return {method: None if np.isnan(value) else value for method, value in found.items()}

    def word(self, card: RecordId) -> str:
        """How strong a card stands, in words: "fair"; both ends where the methods differ: "even to fair"."""
        return in_words(list(self.of(card).values()))

    def unsettled(self) -> dict[RecordId, tuple[str, ...]]:
        """The cards that do not settle, and by which methods."""
        lost = {method: np.isnan(values) for method, values in self.values.items()}
        rows = np.flatnonzero(np.logical_or.reduce(list(lost.values())))
        return {self.graph.cards[row]: tuple(name for name, flags in lost.items() if flags[row]) for row in rows}

    def ranks(self) -> dict[RecordId, int | None]:
        """The rank of each hypothesis in its set, by quadratic energy; those that tie share it. None: unsettled."""
        ranks, cards = self.rank_rows().tolist(), self.graph.cards
        return {cards[row]: ranks[row] or None for rivals in self.graph.rivals for row in rivals}

    def rank_rows(self) -> NDArray[np.int64]:
        """The same of all arguments; 0 for what is no rival or does not settle."""
        found, values = np.zeros(len(self.graph.cards), np.int64), self.values[QUADRATIC.name]
        for rivals in self.graph.rivals:
            rows = np.array(rivals, np.int64)
            rows = rows[~np.isnan(values[rows])]
            rows = rows[np.argsort(-values[rows], kind="stable")]
            apart = np.append(True, values[rows][:-1] - values[rows][1:] >= TIE)[: len(rows)]
            first = np.flatnonzero(apart)
            found[rows] = np.repeat(first + 1, np.diff(np.append(first, len(rows))))
        return found

    def leaders(self, rivals: Sequence[int], count: int = 2) -> tuple[int, ...]:
        """The first rows of a set by quadratic energy; of those that tie the one with the lesser id first."""
        rows, group = _from_strong(self.values[QUADRATIC.name], rivals)
        return tuple(rows[np.lexsort((rows, group))][:count].tolist())

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """The order of each set of rivals by each of the methods; of thousands of rivals it takes a while."""
        return tuple(order_of(self.graph, self.values[method]) for method in METHODS)

    @cached_property
    def apart(self) -> tuple[Disagreement, ...]:
        """The pairs of rivals whom the methods order differently (see `pairs_of_rivals`); it takes a while likewise."""
        pairs = pairs_of_rivals(self.graph, np.stack([self.values[method] for method in METHODS], axis=1))
        signs = {method: order_signs(values, pairs) for method, values in self.values.items()}
        cards = self.graph.cards
        return tuple(
            Disagreement(cards[first], cards[second], {method: int(signs[method][at]) for method in METHODS})
            for at, (first, second) in enumerate(pairs)
            if len({int(signs[method][at]) for method in METHODS}) > 1
        )

    def work_ahead(self) -> None:
        """Work out now what else is asked of it."""
        _ = self.orders, self.apart, self.graph.claims

    def balance(self) -> dict[RecordId, str]:
        """Of each card: supported, contradicted, contested (both) or open (neither), by its direct live links."""
        return {card: BALANCES[code] for card, code in zip(self.graph.cards, self.balances().tolist(), strict=True)}

    def balances(self) -> NDArray[np.int8]:
        """The same as n indexes of `BALANCES`."""
        graph, count = self.graph, len(self.graph.cards)
        live = (graph.carried() > 0) & (graph.head < count)
        found = np.zeros(count, np.int8)
        found[graph.head[live & (graph.sign > 0)]] |= 1
        found[graph.head[live & (graph.sign < 0)]] |= 2
        return found


@dataclass(frozen=True)
class Disagreement:
    """Two rivals whom the methods put in different orders.

    Attributes:
        first, second: the two.
        says: by method, 1 where the first stands stronger, -1 the second, 0 for a tie, 2 where one does not settle.
    """

    first: RecordId
    second: RecordId
    says: Mapping[str, int]


def assess(graph: Graph, count: str = "origin", progress: Progress | None = None) -> Standing:
    """How the arguments stand, by all three methods.

    Raises:
        Stopped: a person stopped it.
    """
    values = Solver(graph, count).solve(progress=progress)
    return Standing(graph, count, {each.name: values[:, at, 0] for at, each in enumerate(ALL)})


def disagreements(standing: Standing) -> list[Disagreement]:
    """The pairs of rivals whom the methods order differently; none where all agree."""
    return list(standing.apart)


def pairs_of_rivals(graph: Graph, values: Floats) -> list[tuple[int, int]]:
    """Pairs of hypotheses within their sets, as rows, whose order decides the order of all.

    Args:
        values: n × methods. Of a set of more than `MANY` only those pairs count that stand side by side by one of the
            methods: if these keep their order, so does the whole.
    """
    found: list[tuple[int, int]] = []
    for rivals in graph.rivals:
        if len(rivals) <= MANY:
            found += combinations(rivals, 2)
            continue
        near: set[tuple[int, int]] = set()
        for column in np.nan_to_num(values[list(rivals)], nan=-1.0).T:
            order = [rivals[at] for at in np.argsort(-column, kind="stable")]
            near.update((min(pair), max(pair)) for pair in pairwise(order))
        found += sorted(near)
    return found


def order_signs(values: Floats, pairs: Sequence[tuple[int, int]]) -> NDArray[np.int8]:
    """Who of each pair stands stronger: 1 the first, -1 the second, 0 a tie, 2 unknown.

    Args:
        values: a row for each argument, and any further axes; the result has a row for each pair.
    """
    first, second = (np.array([pair[at] for pair in pairs], np.int64) for at in (0, 1))
    apart = values[first] - values[second]
    found = np.where(np.abs(apart) < TIE, 0, np.sign(apart))
    return np.where(np.isnan(apart), UNKNOWN, found).astype(np.int8)


def in_order(values: Floats, rows: Sequence[int]) -> list[tuple[int, ...]]:
    """Rows from strong to weak, those that tie together; what does not settle is left out.

    >>> in_order(np.array([0.5, 0.7, 0.5]), (0, 1, 2))
    [(1,), (0, 2)]
    """
    found, group = _from_strong(values, rows)
    parts = np.split(found, np.flatnonzero(np.diff(group)) + 1) if len(found) else []
    return [tuple(sorted(part.tolist())) for part in parts]


def _from_strong(values: Floats, rows: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows from strong to weak, without what does not settle, and the place of each: those that tie share it."""
    found = np.array(rows, np.int64)
    found = found[~np.isnan(values[found])]
    found = found[np.lexsort((found, -values[found]))]
    apart = values[found][:-1] - values[found][1:] >= TIE
    return found, np.append(0, np.cumsum(apart))[: len(found)]


def order_of(graph: Graph, values: Floats) -> Order:
    """The order of each set of rivals."""
    return tuple(
        tuple(tuple(graph.cards[row] for row in group) for group in in_order(values, rivals)) for rivals in graph.rivals
    )


def word(value: float) -> str:
    """One strength in words.

    >>> [word(value) for value in (0.19, 0.2, 0.4, 0.6, 0.8, 0.81)]
    ['very weak', 'weak', 'even', 'even', 'fair', 'strong']
    """
    below = (name for limit, name in BELOW if value < limit)
    up_to = (name for limit, name in UP_TO if value <= limit)
    return next(below, None) or next(up_to, ABOVE)


def in_words(values: Sequence[float | None]) -> str:
    """Several strengths in words, from the weakest to the strongest; none for who does not settle by each of them.

    Args:
        values: None and NaN do not settle.

    >>> in_words([0.55, 0.62, 0.58]), in_words([0.55, None, 0.58])
    ('even to fair', 'does not settle')
    """
    known = [value for value in values if value is not None and not np.isnan(value)]
    if not known or len(known) < len(values):
        return UNSETTLED
    low, high = word(min(known)), word(max(known))
    return low if low == high else f"{low} to {high}"
