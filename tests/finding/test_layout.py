"""Places for imported cards: left to right, nothing overlaps, fast at any size."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.finding.layout import Shape, lay_out

LOOKS = ("photo", "reported", "claim", "assumption", "gap", "hypothesis")
SHAPES = st.lists(
    st.tuples(st.sampled_from(LOOKS), st.floats(24, 500), st.floats(24, 900)), max_size=40
).map(lambda each: [Shape(f"card:{n}", *values) for n, values in enumerate(each)])  # fmt: skip


def overlapping(shapes: list[Shape], places: dict[str, tuple[float, float]]) -> bool:
    """Whether two cards overlap; a sweep from left to right."""
    boxes = sorted((*places[s.card], s.width, s.height) for s in shapes)
    for index, (x, y, w, h) in enumerate(boxes):
        for left, top, _, high in boxes[index + 1 :]:
            if left >= x + w:
                break
            if top < y + h and y < top + high:
                return True
    return False


@given(SHAPES, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=80))
def test_nothing_overlaps_whatever_the_links(shapes: list[Shape], links: list[tuple[int, int]]) -> None:
    edges = [(f"card:{tail}", f"card:{head}") for tail, head in links]
    taken = [(-50.0, -900.0, 300.0, 800.0), (400.0, 0.0, 10.0, 10.0)]
    places = lay_out(shapes, edges, taken)
    assert places.keys() == {shape.card for shape in shapes}
    assert not overlapping(shapes, places)
    assert all(y >= 10 for _, y in places.values())
    assert lay_out(shapes, edges, taken) == places


def test_evidence_stands_before_claims_and_these_before_hypotheses() -> None:
    looks = {"E": "reported", "C1": "claim", "C2": "claim", "H": "hypothesis", "A": "assumption"}
    shapes = [Shape(card, look, 264, 80) for card, look in looks.items()]
    places = lay_out(shapes, [("E", "C1"), ("C1", "C2"), ("C2", "H"), ("C1", "H"), ("A", "C2"), ("H", "H"), ("E", "?")])
    x = {card: place[0] for card, place in places.items()}
    assert x["E"] == x["A"] < x["C1"] < x["C2"] < x["H"]
    assert lay_out([], []) == {}


def test_links_do_not_cross_without_need() -> None:
    shapes = [Shape(f"E{n}", "reported", 264, 80) for n in range(4)] + [
        Shape(f"H{n}", "hypothesis", 264, 80) for n in range(4)
    ]
    places = lay_out(shapes, [(f"E{n}", f"H{3 - n}") for n in range(4)])
    order = sorted(range(4), key=lambda n: places[f"E{n}"][1])
    assert [3 - n for n in order] == sorted(range(4), key=lambda n: places[f"H{n}"][1])


def test_ten_thousand_cards_are_laid_out_in_bounds() -> None:
    dice = random.Random(1)
    shapes = [Shape(f"card:{n}", dice.choice(LOOKS), 264, dice.choice([74, 98, 130, 200])) for n in range(10_000)]
    edges = [(f"card:{dice.randrange(10_000)}", f"card:{dice.randrange(10_000)}") for _ in range(20_000)]
    places = lay_out(shapes, edges)
    assert not overlapping(shapes, places)
    wide = max(x for x, _ in places.values())
    high = max(y for _, y in places.values())
    assert 0.2 < wide / high < 20


def test_a_card_higher_than_any_column_should_be_has_one_of_its_own() -> None:
    tall = Shape("card:tall", "claim", 264.0, 5_000.0)
    low = Shape("card:low", "claim", 264.0, 100.0)
    places = lay_out([tall, low], [])
    assert places.keys() == {"card:tall", "card:low"} and len(set(places.values())) == 2
    assert lay_out([tall], []).keys() == {"card:tall"}
