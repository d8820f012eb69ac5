"""Every number of the flat fixture, to the printed digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from evidenceboard.analysis import ach
from evidenceboard.analysis.graph import Graph, graph_of
from evidenceboard.analysis.linchpins import Order, linchpins, order_in_words, sentence
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.standing import assess, disagreements
from tests.analysis.boards_in_words import record
from tests.analysis.flat_fixture import (
    DIAGNOSTICITY,
    HYPOTHESES,
    INCONSISTENCY,
    LINCHPINS,
    STANDINGS,
    WITHOUT_H0,
    flat_board,
)


def rows(graph: Graph, names: Sequence[str] = HYPOTHESES) -> list[int]:
    return [graph.row[record("card", name)] for name in names]


def written(order: Order) -> str:
    return order_in_words(order, lambda name: name.partition(":")[2].upper()).replace(" ", "")


@pytest.mark.parametrize("case", STANDINGS, ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_standings(case: tuple[int, str, str], method: str) -> None:
    graph = graph_of(flat_board(case[0], case[2]).records)
    found = assess(graph, case[1]).values[method][rows(graph)]
    np.testing.assert_allclose(found, STANDINGS[case][method], atol=0.0005)


@pytest.mark.parametrize(("at", "count"), [(0, 5), (1, 9)])
def test_inconsistency(at: int, count: int) -> None:
    graph = graph_of(flat_board(count).records)
    table = ach.matrix(graph, rows(graph))
    found = {
        "plain": ach.inconsistency(table.cells),
        "weighted": ach.weighted(table.cells, table.weights),
        "by origin": ach.by_origin(table.cells, table.weights, table.origins),
    }
    for name, expected in INCONSISTENCY.items():
        np.testing.assert_allclose(found[name], expected[at], atol=0.0051, err_msg=name)


def test_diagnosticity() -> None:
    graph = graph_of(flat_board(9).records)
    cells = ach.matrix(graph, rows(graph)).cells
    np.testing.assert_allclose(ach.diagnosticity(cells), DIAGNOSTICITY, atol=0.0051)
    without = ach.diagnosticity(cells[:3])
    np.testing.assert_allclose(without, WITHOUT_H0, atol=0.0051)
    assert [value == 0 for value in without] == [value == 0 for value in WITHOUT_H0]


def test_order_and_linchpins() -> None:
    graph = graph_of(flat_board(5).records)
    standing = assess(graph)
    assert {name.partition(":")[2].upper(): rank for name, rank in standing.ranks().items()} == {
        "H2": 1, "H3": 2, "H1": 3, "H0": 4,
    }  # fmt: skip
    assert disagreements(standing) == []
    found = {each.record.partition(":")[2]: each for each in linchpins(graph)}
    assert set(found) == {"o1", "o2", "e3"}
    for name, order in LINCHPINS.items():
        each = found[name.lower()]
        assert each.methods == METHODS
        assert {written(each.orders[method]) for method in METHODS} == {order}
    assert sentence(found["e3"], lambda name: name.partition(":")[2].upper()) == (
        "Without E3 the order is H2 = H3 > H1 > H0 (all three methods)."
    )
