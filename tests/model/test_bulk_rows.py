"""Many rows at once come out as one by one: the same rows in the same order, the same lines, nothing left behind."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidenceboard.model.columns import CardRow, EdgeRow
from evidenceboard.model.geometry import Geometry


def sheet(dice: random.Random, cards: int, edges: int) -> tuple[list[CardRow], list[EdgeRow]]:
    """Cards, and edges among them, some of which end on edges that came before."""
    places = [(f"c{n}", "claim", dice.uniform(0, 900), dice.uniform(0, 900), 80.0, 40.0, n) for n in range(cards)]
    made: list[EdgeRow] = []
    for n in range(edges if cards > 1 else 0):
        tail, head = dice.sample(range(cards), 2)
        on_edge = bool(made) and dice.random() < 0.4
        end = dice.choice(made)[0] if on_edge else f"c{head}"
        made.append((f"e{n}", f"c{tail}", end, dice.random() < 0.5, dice.random() < 0.5))
    return places, made


def loaded(cards: list[CardRow], edges: list[EdgeRow], known_lines: bool) -> Geometry:
    geometry = Geometry()
    geometry.load(cards, edges)
    if known_lines:
        geometry.lines()
    return geometry


def one_by_one(geometry: Geometry, edges: list[str], cards: list[str]) -> list[str]:
    """What taking out rows means, said with no thought of speed."""
    dropped: list[str] = []

    def unlink(edge: str) -> None:
        if edge not in geometry.edge_row:
            return
        for attack in [geometry.edges[row] for row in np.flatnonzero(geometry.onto == geometry.edge_row[edge])]:
            unlink(attack)
        assert geometry.unlink(edge) == [edge]
        dropped.append(edge)

    for edge in edges:
        unlink(edge)
    for card in cards:
        if card in geometry.row:
            row = geometry.row[card]
            for edge in [geometry.edges[e] for e in np.flatnonzero((geometry.tail == row) | (geometry.head == row))]:
                unlink(edge)
            assert geometry.drop(card) == []
    return dropped


def check_same(one: Geometry, other: Geometry) -> None:
    first, second = one.pack(), other.pack()
    assert first.keys() == second.keys()
    for name in first:
        assert np.array_equal(first[name], second[name]), name
    assert one.row == other.row == {card: row for row, card in enumerate(one.cards)}
    assert one.edge_row == other.edge_row == {edge: row for row, edge in enumerate(one.edges)}
    for name in ("ax", "ay", "bx", "by", "nx", "ny", "level", "left", "top", "right", "bottom"):
        assert np.allclose(one.lines()[name], other.lines()[name]), name
    for row in range(len(one.cards)):
        assert one.edges_of_row(row).tolist() == other.edges_of_row(row).tolist()


@settings(deadline=None, max_examples=150)
@given(st.randoms(use_true_random=False), st.integers(0, 40), st.integers(0, 90), st.booleans())
def test_removing_many_is_removing_one_by_one(dice: random.Random, cards: int, edges: int, lines: bool) -> None:
    held = sheet(dice, cards, edges)
    bulk, single = loaded(*held, lines), loaded(*held, lines)
    loose = [edge[0] for edge in held[1] if dice.random() < 0.2] + ["unknown"]
    off = [card[0] for card in held[0] if dice.random() < 0.3] + ["unknown"]
    dice.shuffle(loose)
    dice.shuffle(off)
    before = bulk.version
    dropped = bulk.remove_many(loose, off)
    assert dropped == one_by_one(single, loose, off)
    assert (bulk.version > before) == (len(loose) > 1 or len(off) > 1)
    check_same(bulk, single)
    fresh = Geometry()
    fresh.load([card for card in held[0] if card[0] in bulk.row], [e for e in held[1] if e[0] in bulk.edge_row])
    assert set(fresh.edges) == set(bulk.edges)  # nothing hangs in the air


@settings(deadline=None, max_examples=150)
@given(st.randoms(use_true_random=False), st.integers(2, 40), st.integers(0, 90), st.booleans())
def test_adding_many_is_adding_one_by_one(dice: random.Random, cards: int, edges: int, lines: bool) -> None:
    places, links = sheet(dice, cards, edges)
    some = dice.randrange(len(places) + 1)
    few = [link for link in links if dice.random() < 0.5]
    bulk, single = loaded(places[:some], few, lines), loaded(places[:some], few, lines)
    moved = [(*card[:2], dice.uniform(0, 900), dice.uniform(0, 900), *card[4:]) for card in places]
    bulk.place_many(moved)
    for card in moved:
        single.place(*card)
    turned = [(name, tail, head, not contradict, strong) for name, tail, head, contradict, strong in links]
    turned += [("loop", "c0", "loop", False, False), ("nowhere", "c0", "c-1", False, False)]
    before = bulk.version
    assert bulk.link_many(turned) == [link[0] for link in turned if single.link(*link)]
    assert (bulk.version > before) == bool(links)
    check_same(bulk, single)


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_so_many_that_all_paths_are_forgotten(seed: int, lines: bool) -> None:
    dice = random.Random(seed)
    held = sheet(dice, 120, 900)
    bulk, single = loaded(*held, lines), loaded(*held, lines)
    loose, off = [edge[0] for edge in held[1][::3]], [card[0] for card in held[0][::2]]
    assert bulk.remove_many(loose, off) == one_by_one(single, loose, off)
    check_same(bulk, single)
    bulk.place_many(held[0])
    for card in held[0]:
        single.place(*card)
    assert bulk.link_many(held[1]) == [link[0] for link in held[1] if single.link(*link)]
    check_same(bulk, single)
