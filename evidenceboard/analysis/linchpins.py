"""What the order of rival hypotheses hangs on: cards, sources and origins without which it would be another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph, part_of
from evidenceboard.analysis.levels import before
from evidenceboard.analysis.semantics import METHODS, TITLES
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import in_order, order_signs, pairs_of_rivals
from evidenceboard.analysis.variation import Variation
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress, report

Floats = NDArray[np.float64]
Order = tuple[tuple[tuple[RecordId, ...], ...], ...]  # of each set of rivals, from strong to weak, ties together

AT_ONCE = 400_000  # links times variations


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
        orders: by method, the order without it.
    """

    kind: str
    record: RecordId
    also: tuple[tuple[str, RecordId], ...]
    cards: tuple[RecordId, ...]
    methods: tuple[str, ...]
    orders: Mapping[str, Order]


def linchpins(graph: Graph, count: str = "origin", progress: Progress | None = None) -> list[Linchpin]:
    """What the order of the rivals hangs on, by any method; one that ties or is untied changes the order, too.

    Returns:
        Origins and sources that are more than one card, then single cards; of each, first what changes the order by
        more methods, then what puts another first by more of them.

    Raises:
        Stopped: a person stopped it.
    """
    pairs = pairs_of_rivals(graph)
    if not pairs:
        return []
    part = part_of(graph, before(graph, np.array(graph.hypotheses)))
    removals = removals_of(part)
    solver, inner = Solver(part, count), pairs_of_rivals(part)
    found: list[Linchpin] = []
    plain = solver.solve()[:, :, 0]
    usual = order_signs(plain, inner)
    for begin, way in _ways(part, removals):
        report(progress, begin, len(removals))
        values = solver.solve(way)
        changed = (order_signs(values, inner) != usual[:, :, None]).any(axis=0)
        for at in np.flatnonzero(changed.any(axis=0)).tolist():
            methods = tuple(name for name, other in zip(METHODS, changed[:, at], strict=True) if other)
            orders = {name: order_of(part, values[:, by, at]) for by, name in enumerate(METHODS)}
            found.append(_linchpin(part, removals[begin + at], methods, orders))
    report(progress, len(removals), len(removals))
    first = {name: _first(order_of(part, plain[:, by])) for by, name in enumerate(METHODS)}
    return sorted(found, key=lambda each: _weight(each, first))


def _first(order: Order) -> tuple[tuple[RecordId, ...], ...]:
    return tuple(groups[0] if groups else () for groups in order)


def _weight(linchpin: Linchpin, first: Mapping[str, tuple[tuple[RecordId, ...], ...]]) -> tuple[object, ...]:
    led = sum(_first(order) != first[method] for method, order in linchpin.orders.items())
    return _RANK[linchpin.kind], -len(linchpin.methods), -led, linchpin.record


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


_RANK = {"origin": 0, "source": 1, "card": 2}


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


def _ways(graph: Graph, removals: Sequence[Removal]) -> Iterator[tuple[int, Variation]]:
    """Variations without each of these, so many at once as memory likes."""
    plain = Variation.none(graph)
    size = max(1, AT_ONCE // max(1, len(graph.edges)))
    for begin in range(0, len(removals), size):
        some = removals[begin : begin + size]
        gives = np.ones((len(graph.cards), len(some)))
        for at, each in enumerate(some):
            gives[list(each.rows), at] = 0.0
        yield begin, Variation(plain.base, plain.weight * gives[graph.tail], plain.sign)


def _linchpin(graph: Graph, removal: Removal, methods: tuple[str, ...], orders: Mapping[str, Order]) -> Linchpin:
    cards = tuple(graph.cards[row] for row in removal.rows)
    return Linchpin(removal.kind, removal.record, removal.also, cards, methods, orders)


def order_of(graph: Graph, values: Floats) -> Order:
    """The order of each set of rivals."""
    return tuple(
        tuple(tuple(graph.cards[row] for row in group) for group in in_order(values, rivals)) for rivals in graph.rivals
    )


def sentence(linchpin: Linchpin, name: Callable[[RecordId], str]) -> str:
    """A linchpin in one sentence.

    Args:
        name: what people call a record.
    """
    said = {method: order_in_words(linchpin.orders[method], name) for method in linchpin.methods}
    if len(set(said.values())) == 1:
        by = "all three methods" if len(said) == len(METHODS) else " and ".join(TITLES[each] for each in said)
        return f"Without {name(linchpin.record)} the order is {next(iter(said.values()))} ({by})."
    parts = "; ".join(f"{order} ({TITLES[method]})" for method, order in said.items())
    return f"Without {name(linchpin.record)} the order is {parts}."


def order_in_words(order: Order, name: Callable[[RecordId], str]) -> str:
    """An order of rivals as it is read: "H2 > H1 = H3"."""
    return ", and ".join(" > ".join(" = ".join(map(name, group)) for group in groups) for groups in order if groups)
