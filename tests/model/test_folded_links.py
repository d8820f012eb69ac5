"""Links counted by the groups of cards that their ends belong to."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.bundles import folded_links
from evidenceboard.model.geometry import Geometry


def sheet(cards: int, links: list[tuple[int, int, bool]], undercuts: list[tuple[int, int]] = ()) -> Geometry:  # type: ignore[assignment]
    """Cards, links (tail, head, contradict), and undercuts (tail, number of what is attacked, links first)."""
    geometry = Geometry()
    edges = [(f"e{n}", f"c{tail}", f"c{head}", against, False) for n, (tail, head, against) in enumerate(links)]
    for tail, onto in undercuts:
        edges.append((f"e{len(edges)}", f"c{tail}", f"e{onto}", True, False))
    geometry.load([(f"c{n}", "claim", n * 300.0, 0.0, 264.0, 80.0, 0) for n in range(cards)], edges)
    return geometry


def bundles(geometry: Geometry, group: list[int]) -> dict[tuple[int, int, int, bool], int]:
    found = folded_links(geometry, np.arange(len(geometry.edges)), np.array(group, np.intp)).links
    rows = list(zip(*(column.tolist() for column in found), strict=True))
    assert len({row[:4] for row in rows}) == len(rows)  # every bundle once
    return {row[:4]: row[4] for row in rows}


def test_links_are_counted_by_what_they_join_and_support_apart_from_contradiction() -> None:
    links = [(0, 2, False), (2, 1, False), (0, 3, True), (0, 1, False), (4, 5, False), (4, 0, False)]
    assert bundles(sheet(6, links), [0, 0, 1, 1, -1, -1]) == {
        (0, 1, -1, False): 2,
        (0, 1, -1, True): 1,
        (0, -1, 4, False): 1,
    }


def test_an_undercut_counts_as_a_link_to_the_card_that_is_attacked_through_it() -> None:
    geometry = sheet(4, [(1, 2, False)], [(0, 0), (3, 1)])  # 0 attacks 1 -> 2, and 3 attacks that attack
    assert bundles(geometry, [0, -1, -1, 0]) == {(0, -1, 2, True): 2}
    assert bundles(geometry, [0, -1, 0, -1]) == {(0, -1, 1, False): 1, (0, -1, 3, True): 1}


def test_no_groups_no_bundles() -> None:
    assert bundles(sheet(3, [(0, 1, False), (1, 2, True)]), [-1, -1, -1]) == {}
    assert bundles(sheet(0, []), []) == {}


@st.composite
def boards(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, bool]], list[int]]:
    cards = draw(st.integers(2, 9))
    ends = st.integers(0, cards - 1)
    pairs = draw(st.lists(st.tuples(ends, ends, st.booleans()), max_size=25))
    groups = draw(st.lists(st.integers(-1, 3), min_size=cards, max_size=cards))
    return cards, [pair for pair in pairs if pair[0] != pair[1]], groups


@given(boards())
def test_every_link_between_groups_is_in_one_bundle_and_no_other_link_in_any(board: object) -> None:
    cards, links, group = board  # type: ignore[misc]
    expected: Counter[tuple[object, ...]] = Counter()
    for tail, head, against in links:
        ends = [(group[end], -1) if group[end] >= 0 else (-1, end) for end in (tail, head)]
        if group[tail] != group[head]:
            expected[(frozenset(ends), against)] += 1
    found = {
        (frozenset([(one, -1), (other, card)]), against): count
        for (one, other, card, against), count in bundles(sheet(cards, links), group).items()
    }
    assert found == expected


@given(boards(), st.data())
def test_only_the_edges_asked_for_are_counted(board: object, data: st.DataObject) -> None:
    cards, links, group = board  # type: ignore[misc]
    rows = sorted(data.draw(st.sets(st.integers(0, len(links) - 1)))) if links else []
    geometry = sheet(cards, links)
    some = folded_links(geometry, np.array(rows, np.intp), np.array(group, np.intp)).links
    alone = bundles(sheet(cards, [links[row] for row in rows]), group)
    assert {tuple(r[:4]): r[4] for r in zip(*(c.tolist() for c in some), strict=True)} == alone


def attacks(geometry: Geometry, group: list[int]) -> list[tuple[int, int, tuple[int, int, int, bool], int]]:
    """Where each undercut of a bundle comes from, the bundle, and how many they are."""
    links, found, _of = folded_links(geometry, np.arange(len(geometry.edges)), np.array(group, np.intp))
    ends = list(zip(*(column.tolist() for column in links[:4]), strict=True))
    return [(g, card, ends[bundle], n) for g, card, bundle, n in zip(*(c.tolist() for c in found), strict=True)]


def test_an_undercut_of_a_link_in_a_bundle_ends_on_the_bundle() -> None:
    geometry = sheet(6, [(0, 2, False), (1, 2, False)], [(3, 0), (3, 1), (4, 0), (5, 2)])  # the last attacks one of 3
    bundle = (0, -1, 2, False)
    assert bundles(geometry, [0, 0, -1, -1, -1, -1]) == {bundle: 2}
    assert attacks(geometry, [0, 0, -1, -1, -1, -1]) == [(-1, 3, bundle, 2), (-1, 4, bundle, 1), (-1, 5, bundle, 1)]
    assert attacks(geometry, [0, 0, -1, 1, 1, -1]) == [(1, -1, bundle, 3), (-1, 5, bundle, 1)]


def test_an_undercut_from_an_end_of_the_bundle_is_counted_as_a_link_to_it() -> None:
    geometry = sheet(4, [(0, 2, False)], [(1, 0), (2, 0)])
    assert attacks(geometry, [0, 0, -1, -1]) == []
    assert bundles(geometry, [0, 0, -1, -1]) == {(0, -1, 2, False): 1, (0, -1, 2, True): 1}


@given(boards(), st.data())
def test_every_edge_is_counted_once_or_shown_or_hidden(board: object, data: st.DataObject) -> None:
    cards, links, group = board  # type: ignore[misc]
    undercuts: list[tuple[int, int]] = []
    for n in range(data.draw(st.integers(0, 6)) if links else 0):
        undercuts.append((data.draw(st.integers(0, cards - 1)), data.draw(st.integers(0, len(links) + n - 1))))
    geometry = sheet(cards, links, undercuts)
    found = folded_links(geometry, np.arange(len(geometry.edges)), np.array(group, np.intp))
    counted = found.of[found.of >= 0]
    sizes = np.concatenate([found.links.links, found.attacks.links])
    assert np.bincount(counted, minlength=len(sizes)).tolist() == sizes.tolist() and (sizes > 0).all()
    row = {f"e{n}": geometry.edge_row[f"e{n}"] for n in range(len(geometry.edges))}
    for number, (tail, onto) in enumerate(undercuts, len(links)):
        base, mine, own = found.of[row[f"e{onto}"]], found.of[row[f"e{number}"]], group[tail]
        if mine >= len(found.links.links):  # it ends on the bundle of what it attacks, as that does
            bundle = found.attacks.bundle[mine - len(found.links.links)]
            assert base in (bundle, *(np.flatnonzero(found.attacks.bundle == bundle) + len(found.links.links)))
            assert own < 0 or own not in (found.links.group[bundle], found.links.other[bundle])
