"""What the order of rival hypotheses hangs on: cards, sources and origins without which it would be another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph, part_of
from evidenceboard.analysis.levels import before
from evidenceboard.analysis.removing import removed
from evidenceboard.analysis.semantics import METHODS, TITLES
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import Order, order_of, order_signs, pairs_of_rivals
from evidenceboard.model.ids import RecordId
from evidenceboard.model.text_folding import natural
from evidenceboard.progress import Progress, standing_at

Floats = NDArray[np.float64]
_RANK = {"origin": 0, "source": 1, "card": 2}
LARGE = 20_000  # links of a board of which nobody looks closer how long it takes
MANY_NAMES = 8  # rivals: a sentence does not name more


@dataclass(frozen=True)
class Removal:
    """Something that is taken away as a whole.

    Attributes:
        kind: "card", "source" or "origin".
        record: which.
        rows: the arguments that go with it.
        also: what else means the same arguments.
    """

    kind: str
    record: RecordId
    rows: tuple[int, ...]
    also: tuple[tuple[str, RecordId], ...] = ()


@dataclass(frozen=True)
class Linchpin:
    """Something without which the order of rivals is another.

    Attributes:
        kind, record, also: as in `Removal`.
        cards: the cards that go with it.
        methods: by which the order changes.
        leads: by how many of them another hypothesis comes first.
        orders: by method, the order without it.
    """

    kind: str
    record: RecordId
    also: tuple[tuple[str, RecordId], ...]
    cards: tuple[RecordId, ...]
    methods: tuple[str, ...]
    leads: int
    orders: Mapping[str, Order]

    @property
    def weight(self) -> tuple[int, int, int]:
        """Sorts linchpins: several cards before single ones, then by how much hangs on it."""
        return _RANK[self.kind], -len(self.methods), -self.leads


def linchpins(graph: Graph, count: str = "origin", progress: Progress | None = None) -> list[Linchpin]:
    """What the order of the rivals hangs on, by any method; one that ties or is untied changes the order, too.

    Returns:
        Origins and sources that are more than one card, then single cards; of each, first what changes the order by
        more methods, then what puts another first by more of them.

    Raises:
        Stopped: a person stopped it.
    """
    if not has_rivals(graph):
        return []
    part = part_of(graph, before(graph, np.array(graph.hypotheses)))
    removals = removals_of(part)
    solver = Solver(part, count)
    found: list[Linchpin] = []
    plain = solver.solve()[:, :, 0]
    inner = pairs_of_rivals(part, plain)
    usual = order_signs(plain, inner)
    first = {name: _first(order_of(part, plain[:, by])) for by, name in enumerate(METHODS)}
    waiting, done = iter(removals), 0
    for some, way in removed(part, [each.rows for each in removals], solver.effort, progress):
        values = solver.solve(way, progress=standing_at(progress, done, len(removals)))
        those, done = list(islice(waiting, len(some))), done + len(some)
        changed = (order_signs(values, inner) != usual[:, :, None]).any(axis=0)
        for at in np.flatnonzero(changed.any(axis=0)).tolist():
            methods = tuple(name for name, other in zip(METHODS, changed[:, at], strict=True) if other)
            orders = {name: order_of(part, values[:, by, at]) for by, name in enumerate(METHODS)}
            leads = sum(_first(orders[name]) != first[name] for name in METHODS)
            cards = tuple(part.cards[row] for row in those[at].rows)
            found.append(Linchpin(those[at].kind, those[at].record, those[at].also, cards, methods, leads, orders))
    return sorted(found, key=lambda each: (each.weight, each.record))


def has_rivals(graph: Graph) -> bool:
    """Whether there is any order to speak of."""
    return any(len(rivals) > 1 for rivals in graph.rivals)


def effort(graph: Graph) -> int:
    """About how many links are worked out to find the linchpins; some ten million take a second."""
    if not has_rivals(graph):
        return 0
    if len(graph.edges) > LARGE:
        return len(graph.cards) * len(graph.edges)
    part = part_of(graph, before(graph, np.array(graph.hypotheses)))
    return len(removals_of(part)) * Solver(part).effort


def _first(order: Order) -> tuple[tuple[RecordId, ...], ...]:
    return tuple(groups[0] if groups else () for groups in order)


def removals_of(graph: Graph) -> list[Removal]:
    """All that may be taken away: origins and sources of several cards, then cards that are no hypotheses."""
    sets: dict[tuple[int, ...], list[tuple[str, RecordId]]] = {}
    for kind, record, rows in _named(graph):
        sets.setdefault(rows, []).append((kind, record))
    found = []
    for rows, names in sets.items():
        names.sort(key=lambda name: _RANK[name[0]] if len(rows) > 1 else -_RANK[name[0]])
        (kind, record), *also = names
        found.append(Removal(kind, record, rows, tuple(also)))
    return sorted(found, key=lambda each: (_RANK[each.kind], each.record))


def _named(graph: Graph) -> Iterator[tuple[str, RecordId, tuple[int, ...]]]:
    rows = [row for row, card in enumerate(graph.facts) if card.kind != "hypothesis" and card.gives]
    for row in rows:
        yield "card", graph.cards[row], (row,)
    for kind, name in (("source", _source), ("origin", _origin)):
        names = {row: name(graph, row) for row in rows}
        held = sorted((record, row) for row, record in names.items() if record and record != graph.cards[row])
        for record, members in groupby(held, key=lambda each: each[0]):
            yield kind, record, tuple(row for _, row in members)


def _source(graph: Graph, row: int) -> RecordId:
    return graph.facts[row].source


def _origin(graph: Graph, row: int) -> RecordId:
    return graph.origins[int(graph.origin[row])]


def sentence(linchpin: Linchpin, name: Callable[[RecordId], str]) -> str:
    """A linchpin in one sentence.

    Args:
        name: what people call a record.
    """
    methods = linchpin.methods
    by = "all three methods" if len(methods) == len(METHODS) else " and ".join(TITLES[each] for each in methods)
    if sum(len(group) for groups in linchpin.orders[methods[0]] for group in groups) > MANY_NAMES:
        return f"Without {name(linchpin.record)} the order of the rivals is another ({by})."
    said = {method: order_in_words(linchpin.orders[method], name) for method in linchpin.methods}
    if len(set(said.values())) == 1:
        return f"Without {name(linchpin.record)} the order is {next(iter(said.values()))} ({by})."
    parts = "; ".join(f"{order} ({TITLES[method]})" for method, order in said.items())
    return f"Without {name(linchpin.record)} the order is {parts}."


def order_in_words(order: Order, name: Callable[[RecordId], str]) -> str:
    """An order of rivals as it is read: "H2 > H1 = H3"."""
    return ", and ".join(
        " > ".join(" = ".join(sorted(map(name, group), key=natural)) for group in groups) for groups in order if groups
    )
