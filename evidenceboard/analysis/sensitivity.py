"""Why a card stands as it does, and what breaks where an assumption is false."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.graph import Graph, part_of
from evidenceboard.analysis.levels import before
from evidenceboard.analysis.linchpins import LARGE
from evidenceboard.analysis.removing import removed
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import TIE, Order, order_of, order_signs, pairs_of_rivals
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress, standing_at

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contribution:
    """What a card gives to the standing of another: what that loses when it is taken away.

    Attributes:
        change: by method; above 0 it lifts the other. NaN where one of the two standings does not settle.
    """

    card: RecordId
    change: Mapping[str, float]


@dataclass(frozen=True)
class Broken:
    """What is otherwise where one assumption is false.

    Attributes:
        before, after: of each card whose standing changes by any method, by method; NaN where it does not settle.
        methods: by which the order of the rivals changes.
        orders: by method, the order then.
    """

    assumption: RecordId
    before: Mapping[RecordId, Mapping[str, float]]
    after: Mapping[RecordId, Mapping[str, float]]
    methods: tuple[str, ...]
    orders: Mapping[str, Order]


def contributions(
    graph: Graph, card: RecordId, count: str = "origin", progress: Progress | None = None
) -> list[Contribution]:
    """What each card gives to the standing of one: by removal, the greatest by quadratic energy first.

    Returns:
        Only cards that bear on it and change it by any method.

    Raises:
        Stopped: a person stopped it.

    Source: removal-based attribution, as in Kampik and others, "Contribution functions for quantitative bipolar
    argumentation graphs" (2024).
    """
    part = part_of(graph, before(graph, np.array([graph.row[card]])))
    solver, target = Solver(part, count), part.row[card]
    usual = solver.solve()[target, :, 0]
    rows = [row for row in range(len(part.cards)) if row != target and part.gives[row]]
    found: list[Contribution] = []
    done = 0
    for some, way in removed(part, [(row,) for row in rows], solver.effort, progress):
        changes = usual[:, None] - solver.solve(way, progress=standing_at(progress, done, len(rows)))[target]
        done += len(some)
        for at, (row,) in enumerate(some):
            change = dict(zip(METHODS, changes[:, at].tolist(), strict=True))
            if any(not abs(value) < TIE for value in change.values()):
                found.append(Contribution(part.cards[row], change))
    return sorted(found, key=lambda each: (-abs(np.nan_to_num(each.change["quadratic"])), each.card))


def key_assumptions(graph: Graph, count: str = "origin", progress: Progress | None = None) -> list[Broken]:
    """Of each assumption what breaks if it is false: those first that change the order of the rivals.

    Raises:
        Stopped: a person stopped it.
    """
    rows = [row for row, card in enumerate(graph.facts) if card.role == "assumption" and graph.gives[row]]
    solver = Solver(graph, count)
    usual = solver.solve()[:, :, 0]
    pairs = pairs_of_rivals(graph, usual)
    found: list[Broken] = []
    for some, way in removed(graph, [(row,) for row in rows], solver.effort, progress):
        values = solver.solve(way, progress=standing_at(progress, len(found), len(rows)))
        for at, (row,) in enumerate(some):
            found.append(_broken(graph, row, usual, values[:, :, at], pairs))
    return sorted(found, key=lambda each: (-len(each.methods), -len(each.after), each.assumption))


def _broken(graph: Graph, row: int, usual: Floats, values: Floats, pairs: Sequence[tuple[int, int]]) -> Broken:
    other = ~(np.abs(values - usual) < TIE) & ~(np.isnan(values) & np.isnan(usual))
    other[row] = False
    changed = np.flatnonzero(other.any(axis=1)).tolist()
    turned = (order_signs(values, pairs) != order_signs(usual, pairs)).any(axis=0)
    return Broken(
        graph.cards[row],
        {graph.cards[each]: dict(zip(METHODS, usual[each].tolist(), strict=True)) for each in changed},
        {graph.cards[each]: dict(zip(METHODS, values[each].tolist(), strict=True)) for each in changed},
        tuple(method for method, turns in zip(METHODS, turned, strict=True) if turns),
        {method: order_of(graph, values[:, by]) for by, method in enumerate(METHODS)},
    )


def effort(graph: Graph) -> int:
    """About how many links are worked out to check all assumptions; some ten million take a second."""
    assumptions = sum(card.role == "assumption" for card in graph.facts)
    return assumptions * (Solver(graph).effort if len(graph.edges) <= LARGE else len(graph.edges))
