"""Tidying: in layers, in place, over nothing that stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.finding.layout import Shape
from evidenceboard.finding.tidying import tidy
from tests.finding.test_layout import SHAPES, overlapping

NOTHING = np.empty((0, 4))
LINKS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=80)
PLACE = st.integers(-1500, 1500).map(float)
FIXED = st.lists(st.tuples(PLACE, PLACE, st.floats(24, 600), st.floats(24, 600)), max_size=6)


def named(links: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    return [(f"card:{tail}", f"card:{head}") for tail, head in links]


def box(shapes: Sequence[Shape], places: Mapping[str, tuple[float, float]]) -> tuple[float, float, float, float]:
    rects = [(*places[s.card], s.width, s.height) for s in shapes]
    right, bottom = max(x + w for x, _, w, _ in rects), max(y + h for _, y, _, h in rects)
    return min(r[0] for r in rects), min(r[1] for r in rects), right, bottom


@given(SHAPES, LINKS, FIXED)
def test_nothing_is_laid_over_another_card(
    shapes: list[Shape], links: list[tuple[int, int]], fixed: list[tuple[float, float, float, float]]
) -> None:
    stays = np.array([(x, y, x + w, y + h) for x, y, w, h in fixed]).reshape(-1, 4)
    places = tidy(shapes, named(links), (100.0, -40.0), stays)
    assert places.keys() == {shape.card for shape in shapes}
    assert not overlapping(shapes, places)
    for shape in shapes:
        x, y = places[shape.card]
        for left, top, right, bottom in stays:
            assert x >= right or y >= bottom or x + shape.width <= left or y + shape.height <= top
    assert tidy(shapes, named(links), (100.0, -40.0), stays) == places


@given(SHAPES.filter(bool), LINKS, PLACE, PLACE)
def test_the_middle_stays_where_nothing_is_in_the_way(
    shapes: list[Shape], links: list[tuple[int, int]], across: float, down: float
) -> None:
    left, top, right, bottom = box(shapes, tidy(shapes, named(links), (across, down), NOTHING))
    assert abs((left + right) / 2 - across) <= 60  # columns begin on the grid, and each rounds
    assert abs((top + bottom) / 2 - down) <= 8


def test_chains_run_level_from_left_to_right() -> None:
    looks = {"E": "reported", "F": "reported", "C": "claim", "D": "claim", "H": "hypothesis", "I": "hypothesis"}
    shapes = [Shape(card, look, 264, 80 if card in "EFH" else 120) for card, look in looks.items()]
    places = tidy(shapes, [("E", "D"), ("D", "H"), ("F", "C"), ("C", "I")], (0, 0), NOTHING)
    middle = {shape.card: places[shape.card][1] + shape.height / 2 for shape in shapes}
    for chain in ("EDH", "FCI"):
        assert [places[card][0] for card in chain] == sorted(places[card][0] for card in chain)
        assert max(middle[card] for card in chain) - min(middle[card] for card in chain) <= 8
    assert tidy([], [], (0, 0), NOTHING) == {}


def test_a_column_steps_aside_the_shorter_way() -> None:
    shapes = [Shape("a", "reported", 264, 80), Shape("b", "reported", 264, 80)]
    above = np.array([[-200.0, -900.0, 200.0, -90.0]])
    below = np.array([[-200.0, 90.0, 200.0, 900.0]])
    assert min(y for _, y in tidy(shapes, [], (0, 0), above).values()) >= -50
    assert max(y for _, y in tidy(shapes, [], (0, 0), below).values()) <= 50 - 80
