"""Clusters: what lies close together hangs together, whatever its order."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.clusters import LEAST, find_clusters
from evidenceboard.model.geometry import Geometry

WIDTH = 250.0
CELL = 0.38 * WIDTH
Place = tuple[float, float]


def clusters(places: Sequence[Place]) -> list[int]:
    geometry = Geometry()
    geometry.load([(f"c{n}", "claim", x, y, WIDTH, 100.0, 0) for n, (x, y) in enumerate(places)], [])
    search = find_clusters(geometry)
    while True:
        try:
            next(search)
        except StopIteration as found:
            return [int(number) for number in found.value]


def blob(x: float, y: float, across: int = 3, down: int = 3) -> list[Place]:
    return [(x + column * 300.0, y + row * 150.0) for column in range(across) for row in range(down)]


places = st.lists(st.tuples(st.floats(-5_000, 5_000), st.floats(-5_000, 5_000)), max_size=60)


@given(places)
def test_near_cards_are_in_one_cluster_and_clusters_are_apart(at: list[Place]) -> None:
    found = clusters(at)
    sizes = {number: found.count(number) for number in found if number >= 0}
    assert sorted(sizes) == list(range(len(sizes)))
    assert all(size >= LEAST for size in sizes.values())
    for one, (x, y) in enumerate(at):
        for other, (u, v) in enumerate(at):
            if max(abs(x - u), abs(y - v)) <= 4 * CELL:
                assert found[one] == found[other]


@given(places, st.randoms())
def test_order_and_place_of_the_whole_do_not_matter(at: list[Place], dice: random.Random) -> None:
    order = list(range(len(at)))
    dice.shuffle(order)
    mixed = clusters([at[n] for n in order])
    assert [mixed[order.index(n)] for n in range(len(at))] == clusters(at)


def test_two_heaps_are_two_clusters_counted_from_the_upper_left() -> None:
    gap = 6 * CELL
    assert clusters(blob(0, 0) + blob(600 + gap, 0)) == [0] * 9 + [1] * 9
    assert clusters(blob(0, 400 + gap) + blob(0, 0)) == [1] * 9 + [0] * 9


def test_a_ring_hangs_together_and_so_does_a_snake() -> None:
    ring = [(x, y) for x, y in blob(0, 0, 12, 24) if not (600 < x < 2700 and 600 < y < 2800)]
    assert clusters(ring) == [0] * len(ring)
    snake = [(300.0 * n, 900.0 * line) for line in range(9) for n in range(12)]
    snake += [(0.0 if line % 2 else 3300.0, 900.0 * line + step) for line in range(8) for step in (300.0, 600.0)]
    assert clusters(snake) == [0] * len(snake)


def test_few_cards_and_strays_are_no_place() -> None:
    assert clusters([]) == []
    assert clusters([(0, 0), (50, 50), (90, 0)]) == [-1] * 3
    heap = blob(0, 0, 10, 10)
    assert clusters([*heap, (1e9, -1e9)]) == [0] * 100 + [-1]
