"""What is seen of a sheet while frames are folded, after any changes of cards, links and frames."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model import folding
from evidenceboard.model.columns import KINDS
from evidenceboard.model.folding import Folding
from evidenceboard.model.frames import cards_inside, groups_of
from evidenceboard.model.geometry import Box, Geometry


def geometry_of(dice: random.Random, cards: int = 12, links: int = 20) -> Geometry:
    geometry = Geometry()
    held = [
        (f"c{n}", dice.choice(KINDS), dice.uniform(0, 1000), dice.uniform(0, 1000), 80.0, 40.0, n) for n in range(cards)
    ]
    edges = []
    for n in range(links):
        tail, head = dice.sample(range(cards), 2)
        onto = f"e{dice.randrange(n)}" if n and dice.random() < 0.3 else f"c{head}"
        edges.append((f"e{n}", f"c{tail}", onto, dice.random() < 0.5, dice.random() < 0.5))
    geometry.load(held, edges)
    return geometry


def content(geometry: Geometry) -> tuple[dict[str, object], dict[str, object]]:
    cards = {card: (geometry.box_of(row), int(geometry.kind[row])) for card, row in geometry.row.items()}
    edges = {}
    for edge, row in geometry.edge_row.items():
        head = geometry.cards[geometry.head[row]] if geometry.head[row] >= 0 else geometry.edges[geometry.onto[row]]
        edges[edge] = geometry.cards[geometry.tail[row]], head, bool(geometry.contradict[row])
    return cards, edges


def expected(whole: Geometry, boxes: list[Box]) -> tuple[dict[str, object], dict[str, object]]:
    """By the words of the promise: not seen are cards whose middle lies in a folded frame, and links that need them."""
    cards, edges = content(whole)

    def middle_in(box: Box) -> bool:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return any(f.left <= x <= f.right and f.top <= y <= f.bottom for f in boxes)

    seen = {card: what for card, what in cards.items() if not middle_in(what[0])}  # type: ignore[index]
    shown: dict[str, object] = {}
    while rest := {
        e: w for e, w in edges.items() if e not in shown and w[0] in seen and (w[1] in seen or w[1] in shown)
    }:  # type: ignore[index]
        shown |= rest
    return seen, shown


def some_boxes(dice: random.Random) -> list[Box]:
    found = []
    for _ in range(dice.randrange(4)):
        x, y = dice.uniform(-100, 900), dice.uniform(-100, 900)
        found.append(Box(x, y, x + dice.uniform(50, 600), y + dice.uniform(50, 600)))
    return sorted(found, key=lambda box: -(box.right - box.left) * (box.bottom - box.top))


def change(dice: random.Random, whole: Geometry, number: int) -> set[str]:
    """One change of the sheet, as `follow_sheet` makes them; gives what it touched."""
    card = dice.choice(whole.cards) if whole.cards else "c0"
    match dice.randrange(5):
        case 0:
            return {card, *whole.drop(card)}
        case 1 if whole.edges:
            return {*whole.unlink(dice.choice(whole.edges))}
        case 2 if len(whole.cards) > 1:
            tail, head = dice.sample(whole.cards, 2)
            whole.link(f"n{number}", tail, head, dice.random() < 0.5, False)
            return {f"n{number}"}
        case 3 if whole.edges:
            edge = dice.choice(whole.edges)
            row = whole.edge_row[edge]
            head = whole.cards[whole.head[row]] if whole.head[row] >= 0 else whole.edges[whole.onto[row]]
            whole.link(edge, whole.cards[whole.tail[row]], head, not whole.contradict[row], True)
            return {edge}
    whole.place(card, "claim", dice.uniform(0, 1000), dice.uniform(0, 1000), 80.0, 40.0, 1)
    return {card}


@pytest.mark.parametrize("many", (0, 200), ids=("loaded anew", "patched"))
@given(seed=st.integers(0, 10**6))
def test_what_is_seen_follows_every_change(many: int, seed: int) -> None:
    dice, kept = random.Random(seed), folding.MANY
    whole, boxes = geometry_of(dice), some_boxes(dice)
    try:
        folding.MANY = many
        seen = Folding(whole)
        seen.follow(boxes, frozenset())
        for number in range(12):
            touched = change(dice, whole, number)
            if dice.random() < 0.3:
                boxes = some_boxes(dice)
            before = seen.shown
            changed = seen.follow(boxes, touched)
            assert content(seen.shown) == expected(whole, boxes)
            assert (changed is None) == (seen.shown is not before)
            assert (seen.shown is whole) == (not boxes)
    finally:
        folding.MANY = kept


@given(seed=st.integers(0, 10**6))
def test_what_must_be_drawn_anew_holds_all_that_looks_different(seed: int) -> None:
    dice = random.Random(seed)
    whole, boxes = geometry_of(dice), some_boxes(dice)
    seen = Folding(whole)
    seen.follow(boxes, frozenset())
    before = content(seen.shown)
    touched = change(dice, whole, 0)
    changed = seen.follow(boxes, touched)
    if changed is not None:
        for old, new in zip(before, content(seen.shown), strict=True):
            assert {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)} <= changed


@given(seed=st.integers(0, 10**6))
def test_every_card_belongs_to_the_first_frame_that_holds_its_middle(seed: int) -> None:
    dice = random.Random(seed)
    whole, boxes = geometry_of(dice), some_boxes(dice)
    groups = groups_of(whole, boxes)
    for card, row in whole.row.items():
        left, top, right, bottom = whole.box_of(row)
        x, y = (left + right) / 2, (top + bottom) / 2
        holding = [n for n, b in enumerate(boxes) if b.left <= x <= b.right and b.top <= y <= b.bottom]
        assert groups[row] == (holding[0] if holding else -1), card
    assert cards_inside(whole, boxes).tolist() == np.flatnonzero(groups >= 0).tolist()


def test_a_folded_frame_says_what_it_holds() -> None:
    geometry = Geometry()
    geometry.load([(f"c{n}", kind, 0.0, 0.0, 80.0, 40.0, 0) for n, kind in enumerate(("photo", "gap", "gap"))], [])
    seen = Folding(geometry)
    seen.follow([Box(-10, -10, 100, 100)], frozenset())
    assert seen.counts(0) == {"photo": 1, "gap": 2} and seen.hidden == {"c0", "c1", "c2"}
