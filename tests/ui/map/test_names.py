"""The board from far: names and titles."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.ui.canvas.names import EDGE
from evidenceboard.ui.canvas.zones import Zone
from tests.ui.map.sheets import A, B, C, faces_of, names_of, places_of, sheet


@st.composite
def boards(draw: st.DrawFn) -> tuple[Geometry, tuple[Zone, ...]]:
    dice = random.Random(draw(st.integers(0, 10_000)))
    count, spread = draw(st.integers(0, 60)), draw(st.sampled_from([300.0, 2_000.0, 9_000.0]))
    cards = [
        (f"c{n}", dice.choice(("claim", "hypothesis", "reported")), dice.uniform(0, spread), dice.uniform(0, spread),
         264.0, 120.0, 0)
        for n in range(count)
    ]  # fmt: skip
    edges = [(f"e{n}", *(f"c{end}" for end in dice.sample(range(count), 2)), dice.random() < 0.5, False)
             for n in range(3 * count if count > 1 else 0)]  # fmt: skip
    geometry = Geometry()
    geometry.load(cards, edges)
    zones = tuple(
        Zone(Box(x, y, x + 1_200, y + 900), f"Frame number {n}" * dice.randrange(1, 4))
        for n in range(draw(st.integers(0, 6)))
        for x, y in [(dice.uniform(0, spread), dice.uniform(0, spread))]
    )
    return geometry, zones


@settings(max_examples=60)
@given(
    boards(),
    st.sampled_from([0.02, 0.06, 0.12, 0.17]),
    st.sampled_from(["{}", "국가정보원 {}", "{} has a long name that goes on and on"]),
)
def test_names_never_overlap(case: tuple[Geometry, tuple[Zone, ...]], zoom: float, title: str) -> None:
    geometry, zones = case
    names = names_of(geometry, faces_of(geometry, title), places_of(geometry, *zones), zoom)
    boxes = names.boxes()
    assert len(boxes) == len(names.placed)
    for name, (left, top, right, bottom) in zip(names.placed, boxes, strict=True):
        assert (name.rect.left(), name.rect.top()) == (left, top)
        assert (name.rect.right(), name.rect.bottom()) == (right, bottom)
        assert name.words.width <= name.rect.width()
    sheet = geometry.bounds()
    for name in names.placed:  # a card's name is not cut off where the whole is fitted into the view
        if name.sort in ("hypothesis", "contested", "claim") and sheet is not None:
            assert (
                sheet.left * zoom - EDGE - 1 <= name.rect.left() and name.rect.right() <= sheet.right * zoom + EDGE + 1
            )
            assert (
                sheet.top * zoom - EDGE - 1 <= name.rect.top() and name.rect.bottom() <= sheet.bottom * zoom + EDGE + 1
            )
    for number, (left, top, right, bottom) in enumerate(boxes):
        others = np.delete(boxes, number, axis=0)
        met = (others[:, 0] < right) & (others[:, 2] > left) & (others[:, 1] < bottom) & (others[:, 3] > top)
        assert not met.any()


def test_frames_come_first_then_hypotheses_then_what_is_contested() -> None:
    geometry = sheet()
    names = names_of(geometry, faces_of(geometry), places_of(geometry, A, B, C), 0.1)
    sorts = list(dict.fromkeys(name.sort for name in names.placed))
    assert {name.words.lines[0].static.text() for name in names.placed[:3]} == {"Warheads", "Brokers", "Sea"}
    order = ["place", "hypothesis", "contested", "support", "contradict"]
    assert [sort for sort in sorts if sort in order] == [sort for sort in order if sort in sorts]
    assert {"support", "contradict"} <= set(sorts)


def test_pills_say_how_many() -> None:
    geometry = sheet()
    names = names_of(geometry, faces_of(geometry), places_of(geometry, A, B, C), 0.1)
    pills = {
        name.sort: name.words.lines[0].static.text() for name in names.placed if name.sort.startswith(("s", "con"))
    }
    assert pills["support"] == "+ 3" and pills["contradict"] == "× 2"


def test_a_name_gives_up_its_count_before_its_end() -> None:
    narrow = Geometry()
    close = [Zone(Box(x, 0, x + 900, 900), f"Material of source {n}") for n, x in enumerate((0, 1_400, 2_800))]
    narrow.load([("c", "claim", 100, 100, 264, 120, 0)], [])
    names = names_of(narrow, faces_of(narrow), places_of(narrow, *close), 0.12)
    first = next(name for name in names.placed if name.sort == "place")
    assert first.words.lines[0].static.text() == "Material of source 0" and first.count is not None
    names = names_of(narrow, faces_of(narrow), places_of(narrow, Zone(close[0].box, "long name " * 9)), 0.12)
    first = next(name for name in names.placed if name.sort == "place")
    assert first.words.lines[0].static.text().endswith("…") and first.count is None


def test_in_the_midst_of_cards_some_places_are_named_all_the_same() -> None:
    geometry = Geometry()
    cards = [
        (f"c{n}", "claim", n // 9 % 20 * 1_500 + n % 3 * 300, n // 180 * 1_200 + n // 3 % 3 * 250, 264.0, 200.0, 0)
        for n in range(20 * 9 * 20)
    ]
    geometry.load(cards, [])
    names = names_of(geometry, faces_of(geometry), places_of(geometry), 0.02)
    landmarks = [name for name in names.placed if name.sort == "landmark"]
    assert 3 < len(landmarks) < 60
