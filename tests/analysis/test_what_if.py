"""The layer of what-ifs: the same as judging otherwise on the board itself, and the board stays as it is."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from evidenceboard.analysis.graph import graph_of
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.standing import assess
from evidenceboard.analysis.what_if import WhatIf, applied
from tests.analysis.boards_in_words import Written, record

E1, E2, H1 = (record("card", name) for name in ("E1", "E2", "H1"))


def board() -> Written:
    made = Written().card("E1", "B3", origin="o1").card("E2", "C2", origin="o1").card("C1", role="claim")
    made.card("A1", role="assumption", assumption="solid").hypotheses("H1 H2")
    return made.edges("E1 + C1, C1 +! H1, E2 - H1, E2 + H2, A1 - C1>H1, A1 + H2")


def values(records: Written) -> dict[str, list[float]]:
    standing = assess(graph_of(records.records))
    return {method: standing.values[method].tolist() for method in METHODS}


def layered(what_if: WhatIf) -> dict[str, list[float]]:
    standing = assess(applied(graph_of(board().records), what_if))
    return {method: standing.values[method].tolist() for method in METHODS}


@pytest.mark.parametrize(
    ("what_if", "kind", "name", "fields"),
    [
        (WhatIf(credibility={E1: 1}), "card", "E1", {"credibility": 1}),
        (WhatIf(reliability={record("source", "E2"): "E"}), "source", "E2", {"reliability": "E"}),
        (WhatIf(bases={record("card", "C1"): 0.9}), "card", "C1", {"base": 0.9}),
        (WhatIf(edges_flipped=frozenset([record("edge", "E2>H1")])), "edge", "E2>H1", {"kind": "support"}),
        (WhatIf(strengths={record("edge", "E1>C1"): "strong"}), "edge", "E1>C1", {"strength": "strong"}),
        (WhatIf(edges_off=frozenset([record("edge", "A1>C1>H1")])), "edge", "A1>C1>H1", {"weight": 0.0}),
    ],
    ids=str,
)
def test_another_judgement(what_if: WhatIf, kind: str, name: str, fields: dict[str, object]) -> None:
    other = board().put(kind, name, **fields)
    assert layered(what_if) == values(other) != values(board())


@pytest.mark.parametrize(
    ("what_if", "gone"),
    [
        (WhatIf(cards_off=frozenset([E2])), ["E2"]),
        (WhatIf(sources_off=frozenset([record("source", "E1")])), ["E1"]),
        (WhatIf(origins_off=frozenset([record("origin", "o1")])), ["E1", "E2"]),
        (WhatIf(origins_off=frozenset([record("card", "A1")])), ["A1"]),
        (WhatIf(false=frozenset([record("card", "A1")])), ["A1"]),
    ],
    ids=str,
)
def test_what_is_taken_away_gives_nothing(what_if: WhatIf, gone: list[str]) -> None:
    other = board()
    for name in gone:
        for edge in [edge for edge, each in other.records("edge") if each["from"] == record("card", name)]:
            del other.held["edge"][edge]
    assert layered(what_if) == values(other) != values(board())


def test_the_graph_and_the_records_stay_as_they_were() -> None:
    records = board()
    before, graph = copy.deepcopy(records.held), graph_of(records.records)
    kept = [copy.deepcopy(part) for part in (graph.base, graph.gives, graph.weight, graph.sign, graph.rivals)]
    applied(graph, WhatIf(cards_off=frozenset([E1]), edges_flipped=frozenset(graph.edges), credibility={E2: 5}))
    assert records.held == before
    for part, was in zip((graph.base, graph.gives, graph.weight, graph.sign, graph.rivals), kept, strict=True):
        assert np.array_equal(np.array(part), np.array(was))


def test_nothing_changes_nothing_and_unknown_names_mean_nothing() -> None:
    assert not WhatIf() and WhatIf(cards_off=frozenset([E1]))
    unknown = WhatIf(
        cards_off=frozenset(["card:gone"]), credibility={"card:gone": 1}, edges_off=frozenset(["edge:gone"])
    )
    assert layered(WhatIf()) == layered(unknown) == values(board())


def test_a_hypothesis_that_is_taken_away_is_no_rival() -> None:
    other = applied(graph_of(board().records), WhatIf(cards_off=frozenset([H1])))
    assert [other.cards[row] for row in other.hypotheses] == [record("card", "H2")]
