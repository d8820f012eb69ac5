"""How far links reach: against walking from card to card."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.excerpt import excerpt
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.neighbourhood import around

LINKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=14)
ATTACKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), max_size=5)


def sheet_of(links: list[tuple[int, int]], attacks: list[tuple[int, int]]) -> Geometry:
    cards = [(f"c{n}", "claim", n * 300.0, n * 40.0, 264.0, 80.0, n) for n in range(10)]
    edges = [(f"e{n}", f"c{tail}", f"c{head}", False, False) for n, (tail, head) in enumerate(links) if tail != head]
    for n, (tail, onto) in enumerate(attacks):
        if edges:
            edges.append((f"u{n}", f"c{tail}", edges[onto % len(edges)][0], True, True))
    sheet = Geometry()
    sheet.load(cards, edges)
    return sheet


def names(sheet: Geometry, found: tuple[np.ndarray, np.ndarray]) -> tuple[set[str], set[str]]:  # type: ignore[type-arg]
    return {sheet.cards[row] for row in np.flatnonzero(found[0])}, {sheet.edges[r] for r in np.flatnonzero(found[1])}


@given(LINKS, ATTACKS, st.sets(st.integers(0, 9), max_size=3), st.integers(0, 4))
def test_each_step_reaches_the_neighbours(
    links: list[tuple[int, int]], attacks: list[tuple[int, int]], start: set[int], depth: int
) -> None:
    sheet = sheet_of(links, attacks)
    cards, edges = {f"c{n}" for n in start}, set[str]()
    for _ in range(depth):
        edges |= {edge for card in cards for edge in sheet.edges_of(card)}
        cards |= {near for card in cards for near in sheet.neighbours(card)}
    assert names(sheet, around(sheet, [f"c{n}" for n in start], depth)) == (cards, edges)


def test_from_an_edge_its_ends_are_one_link_away() -> None:
    sheet = sheet_of([(0, 1), (1, 2)], [(3, 0)])
    assert names(sheet, around(sheet, ["e0"], 0)) == (set(), {"e0"})
    assert names(sheet, around(sheet, ["e0"], 1)) == ({"c0", "c1"}, {"e0"})
    assert names(sheet, around(sheet, ["u0"], 1)) == ({"c0", "c1", "c3"}, {"u0"})
    assert names(sheet, around(sheet, ["e0", "gone"], 2)) == ({"c0", "c1", "c2", "c3"}, {"e0", "e1", "u0"})
    assert names(Geometry(), around(Geometry(), ["e0"], 2)) == (set(), set())


@given(LINKS, ATTACKS, st.sets(st.integers(0, 12)))
def test_an_excerpt_holds_its_cards_and_the_links_between_them(
    links: list[tuple[int, int]], attacks: list[tuple[int, int]], kept: set[int]
) -> None:
    sheet = sheet_of(links, attacks)
    cards = {f"c{n}" for n in kept}
    part = excerpt(sheet, cards, range(len(sheet.edges)))
    assert set(part.cards) == cards & set(sheet.cards)
    assert set(part.edges) == {edge for edge in sheet.edges if set(sheet.ends_of(edge)) <= cards}
    for card in part.cards:
        assert part.box_of(part.row[card]) == sheet.box_of(sheet.row[card])
