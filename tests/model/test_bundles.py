"""Bundles: the links between two groups, counted."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.bundles import bundle_keys, bundles
from evidenceboard.model.geometry import Geometry


@st.composite
def linked(draw: st.DrawFn) -> tuple[Geometry, np.ndarray]:
    """A sheet of up to ten cards with links and undercuts, some of them of undercuts, and a group for each card."""
    count = draw(st.integers(1, 10))
    cards = [(f"c{n}", "claim", n * 300.0, 0.0, 264.0, 100.0, 0) for n in range(count)]
    edges: list[tuple[str, str, str, bool, bool]] = []
    for n in range(draw(st.integers(0, 30))):
        heads = [f"c{m}" for m in range(count)] + [edge[0] for edge in edges]
        tail, head = f"c{draw(st.integers(0, count - 1))}", draw(st.sampled_from(heads))
        if tail != head:
            edges.append((f"e{n}", tail, head, draw(st.booleans()), False))
    geometry = Geometry()
    geometry.load(cards, edges)
    return geometry, np.array(draw(st.lists(st.integers(-1, 3), min_size=count, max_size=count)), np.intp)


def card_met(geometry: Geometry, row: int) -> int:
    while geometry.head[row] < 0:
        row = int(geometry.onto[row])
    return int(geometry.head[row])


@given(linked())
def test_counts_are_those_of_the_links_between_groups(case: tuple[Geometry, np.ndarray]) -> None:
    geometry, group = case
    expected: Counter[tuple[int, int, bool]] = Counter()
    for row in range(len(geometry.edges)):
        a, b = int(group[geometry.tail[row]]), int(group[card_met(geometry, row)])
        if a >= 0 and b >= 0 and a != b:
            expected[a, b, bool(geometry.contradict[row])] += 1
    found = bundles(geometry, np.arange(len(geometry.edges)), group)
    rows = list(zip(*(column.tolist() for column in found), strict=True))
    assert {row[:3]: row[3] for row in rows} == expected
    assert [row[:3] for row in rows] == sorted(expected)


@given(linked(), st.data())
def test_edges_with_one_key_are_one_bundle(case: tuple[Geometry, np.ndarray], data: st.DataObject) -> None:
    geometry, group = case
    some = data.draw(st.lists(st.sampled_from(range(len(geometry.edges))), unique=True)) if geometry.edges else []
    rows = np.array(some, np.intp)
    keys = bundle_keys(geometry, rows, group)
    assert sorted(Counter(keys[keys >= 0].tolist()).values()) == sorted(bundles(geometry, rows, group).links.tolist())
    for row, key in zip(rows, keys, strict=True):
        a, b = group[geometry.tail[row]], group[card_met(geometry, int(row))]
        assert (key >= 0) == (a >= 0 and b >= 0 and a != b)
