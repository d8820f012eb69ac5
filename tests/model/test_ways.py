"""On whole boards: no line crosses a foreign card, roundels lie apart, and nothing depends on what was asked before."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidenceboard.finding.layout import Shape, lay_out
from evidenceboard.model.columns import CardRow, EdgeRow
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.roundels import BETWEEN, FREE, SHARE, radii_of
from evidenceboard.model.routing import REACH, route

Board = tuple[list[CardRow], list[EdgeRow]]
CARDS, EDGES, UNDERCUTS = 150, 288, 12


def board(dice: random.Random, places: list[tuple[float, float]], sizes: list[tuple[float, float]]) -> Board:
    """Cards at these places; half the edges go to one of the next cards, the others anywhere; some undercuts."""
    cards = [(f"c{n}", "claim", *at, *size, 0) for n, (at, size) in enumerate(zip(places, sizes, strict=True))]
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < EDGES * len(cards) // CARDS:
        tail, head = dice.sample(range(len(cards)), 2)
        if dice.random() < 0.5:
            x, y = places[tail]
            near = sorted(range(len(cards)), key=lambda n: (places[n][0] - x) ** 2 + (places[n][1] - y) ** 2)
            head = dice.choice(near[1:9])
        pairs[tail, head] = None
    edges = [(f"e{n}", f"c{a}", f"c{b}", dice.random() < 0.4, dice.random() < 0.2) for n, (a, b) in enumerate(pairs)]
    undercuts = [(f"u{n}", dice.choice(cards)[0], dice.choice(edges)[0], True, False) for n in range(UNDERCUTS)]
    return cards, edges + undercuts


def scatter(seed: int, count: int = CARDS) -> Board:
    """Anywhere, at least 40 apart."""
    dice = random.Random(seed)
    sizes = [(264.0, float(dice.choice((80, 112, 152, 176)))) for _ in range(count)]
    side = (sum((width + 40) * (height + 40) for width, height in sizes) / 0.35) ** 0.5
    places: list[tuple[float, float]] = []
    while len(places) < count:
        x, y, (w, h) = dice.randrange(int(side * 1.3)), dice.randrange(int(side / 1.3)), sizes[len(places)]
        there = zip(places, sizes, strict=False)
        if all(x + w + 40 <= left or left + wide + 40 <= x or y + h + 40 <= top or top + high + 40 <= y
               for (left, top), (wide, high) in there):  # fmt: skip
            places.append((float(x), float(y)))
    return board(dice, places, sizes)


def grid(seed: int) -> Board:
    """In rows of 15, 48 apart."""
    places = [(n % 15 * 312.0, n // 15 * 168.0) for n in range(CARDS)]
    return board(random.Random(seed), places, [(264.0, 120.0)] * CARDS)


def laid_out(seed: int) -> Board:
    """As the board itself lays them out."""
    cards, edges = scatter(seed)
    looks = random.Random(seed).choices(("reported", "claim", "hypothesis"), (5, 2, 1), k=len(cards))
    shapes = [Shape(card[0], look, card[4], card[5]) for card, look in zip(cards, looks, strict=True)]
    places = lay_out(shapes, [(tail, head) for _, tail, head, *_ in edges])
    return [(card[0], card[1], *places[card[0]], *card[4:]) for card in cards], edges


def loaded(made: Board) -> Geometry:
    geometry = Geometry()
    geometry.load(*made)
    return geometry


def routed(made: Board) -> Geometry:
    geometry = loaded(made)
    route(geometry, np.arange(len(geometry.edges)))
    return geometry


def between(points: np.ndarray) -> np.ndarray:
    """Places along a line, no two further apart than 2."""
    run = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(run)])
    at = np.linspace(0.0, along[-1], int(along[-1] / 2) + 2)
    return np.column_stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)])


def clearances(geometry: Geometry, places: np.ndarray) -> np.ndarray:
    """How far each of some places is from each card; 0 is in it."""
    x, y = places[:, :1], places[:, 1:]
    out_x = np.maximum(np.maximum(geometry.x - x, x - geometry.x - geometry.w), 0.0)
    out_y = np.maximum(np.maximum(geometry.y - y, y - geometry.y - geometry.h), 0.0)
    return np.hypot(out_x, out_y)


def foreign(geometry: Geometry, edge: str) -> np.ndarray:
    row = geometry.edge_row[edge]
    return ~np.isin(np.arange(len(geometry.cards)), (geometry.tail[row], geometry.head[row]))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("make", [scatter, grid, laid_out])
def test_no_line_crosses_a_foreign_card(make: Callable[[int], Board], seed: int) -> None:
    geometry = routed(make(seed))
    assert len(geometry.paths) == EDGES + UNDERCUTS
    close = 0
    for edge, path in geometry.paths.items():
        nearest = clearances(geometry, between(path.points))[:, foreign(geometry, edge)].min()
        assert nearest > 0, edge
        close += nearest < 11.5
    assert close <= len(geometry.paths) * 0.03  # the roundel of an undercut may leave no more room


@pytest.mark.parametrize("make", [scatter, grid, laid_out])
def test_lines_leave_their_own_cards_and_stay_in_reach(make: Callable[[int], Board]) -> None:
    geometry = routed(make(3))
    for edge, path in geometry.paths.items():
        own = ~foreign(geometry, edge)
        inside = clearances(geometry, between(path.points)[3:-3])[:, own].min(axis=1) <= 0
        assert not inside.any(), edge
        ends = path.points[[0, -1]]
        assert (path.points >= ends.min(axis=0) - REACH).all() and (path.points <= ends.max(axis=0) + REACH).all()


def test_lines_have_no_kinks() -> None:
    geometry = routed(scatter(1))
    for edge, path in geometry.paths.items():
        run = np.diff(path.points, axis=0)
        way = run / np.hypot(*run.T)[:, None]
        turn = (way[1:] * way[:-1]).sum(axis=1).clip(-1, 1)
        assert np.degrees(np.arccos(turn)).max(initial=0.0) < 30, edge


def test_few_bends_where_few_are_enough() -> None:
    """Past a single wall there is no reason for more than two bends, and none at all beside it."""
    wall = ("wall", "claim", 500.0, -100.0, 200.0, 300.0, 0)
    ends = [("a", "claim", 0.0, 0.0, 200.0, 100.0, 0), ("b", "claim", 1000.0, 0.0, 200.0, 100.0, 0)]
    path = routed(([*ends, wall], [("e", "a", "b", False, False)])).paths["e"].points
    turns = np.diff(np.sign(np.diff(path[:, 1])))
    assert len(np.unique(np.sign(np.diff(path[:, 1])))) == 3 and (turns != 0).sum() <= 4
    free = routed((ends, [("e", "a", "b", False, False)])).paths["e"].points
    assert len(free) == 2


def test_a_gutter_that_bends_back_is_found() -> None:
    """From a card in a pocket that is open at the back only."""
    walls = [("top", "claim", 150.0, -160.0, 500.0, 100.0, 0), ("low", "claim", 150.0, 160.0, 500.0, 100.0, 0),
             ("end", "claim", 550.0, -40.0, 100.0, 180.0, 0)]  # fmt: skip
    ends = [("a", "claim", 200.0, 0.0, 200.0, 100.0, 0), ("b", "claim", 900.0, 0.0, 200.0, 100.0, 0)]
    geometry = routed(([*ends, *walls], [("e", "a", "b", False, False)]))
    assert clearances(geometry, between(geometry.paths["e"].points))[:, foreign(geometry, "e")].min() >= 4.9


def test_without_a_way_the_line_is_straight() -> None:
    boxes = [(-300, -300, 700, 200), (-300, 200, 700, 200), (-300, -101, 250, 302), (150, -101, 250, 302)]
    ring = [(f"w{n}", "claim", *map(float, box), 0) for n, box in enumerate(boxes)]
    ends = [("a", "claim", 0.0, 0.0, 100.0, 100.0, 0), ("b", "claim", 900.0, 0.0, 100.0, 100.0, 0)]
    geometry = routed(([*ends, *ring], [("e", "a", "b", False, False)]))
    assert len(geometry.paths["e"].points) == 2


# --- roundels ----------------------------------------------------------------------------------------------


def lacking(geometry: Geometry, gap: float) -> list[str]:
    """Edges whose roundels are too close to another, although their lines have room not far away."""
    found = []
    places = np.array([geometry.paths[edge].roundel for edge in geometry.edges])
    radii = radii_of(geometry, np.arange(len(places)))
    for row, edge in enumerate(geometry.edges):
        others, theirs = np.delete(places, row, axis=0), np.delete(radii, row) + radii[row]
        if (np.hypot(*(others - places[row]).T) - theirs).min() < gap - 0.1:
            track = between(geometry.paths[edge].points)
            track = track[int(len(track) * (0.5 - SHARE)) : int(len(track) * (0.5 + SHARE)) + 1]
            track = track[np.hypot(*(track - places[row]).T) < 100]
            away = np.hypot(*(track[:, None] - others[None]).transpose(2, 0, 1)) - theirs
            free = away.min(axis=1, initial=np.inf) >= gap
            if (free & (clearances(geometry, track).min(axis=1) >= FREE)).any():
                found.append(edge)
    return found


@pytest.mark.parametrize("make", [scatter, laid_out])
def test_roundels_keep_apart_where_there_is_room(make: Callable[[int], Board]) -> None:
    """A few far detours do not know of each other, so that what depends on what stays near."""
    geometry = routed(make(0))
    assert len(lacking(geometry, BETWEEN)) <= len(geometry.edges) * 0.05
    assert len(lacking(geometry, -8.0)) <= len(geometry.edges) * 0.01


def test_parallel_lines_and_those_both_ways_have_roundels_apart() -> None:
    cards = [("a", "claim", 0.0, 0.0, 264.0, 120.0, 0), ("b", "claim", 40.0, 168.0, 264.0, 120.0, 0)]
    geometry = routed((cards, [("there", "a", "b", False, False), ("back", "b", "a", True, False)]))
    there, back = geometry.paths["there"], geometry.paths["back"]
    assert abs(there.points[0, 0] - back.points[0, 0]) >= 28
    assert np.hypot(*np.subtract(there.roundel, back.roundel)) >= 28


def test_undercuts_end_at_the_roundel_they_attack() -> None:
    for make in (scatter, grid):
        geometry = routed(make(1))
        for edge in (edge for edge in geometry.edges if edge.startswith("u")):
            row = geometry.edge_row[edge]
            attacked = geometry.paths[geometry.edges[geometry.onto[row]]]
            strong = bool(geometry.strong[geometry.onto[row]])
            end = geometry.paths[edge].points[-1]
            away = np.subtract(attacked.roundel, end)
            assert np.hypot(*away) == pytest.approx(13.0 if strong else 11.0, abs=0.01)
            assert np.dot(away, geometry.paths[edge].end) > 0.99 * np.hypot(*away)  # its bar lies across


def test_an_undercut_comes_across_the_line_it_attacks() -> None:
    """Not along it, where its end could not be told from the line, though its card lies far to the side."""
    cards = [("a", "claim", 0.0, 0.0, 200.0, 100.0, 0), ("b", "claim", 900.0, 0.0, 200.0, 100.0, 0),
             ("g", "gap", 760.0, 200.0, 160.0, 80.0, 0)]  # fmt: skip
    geometry = routed((cards, [("e", "a", "b", False, False), ("u", "g", "e", True, False)]))
    assert geometry.paths["u"].end == (0.0, -1.0)


# --- nothing depends on what was asked before --------------------------------------------------------------


def differences(one: Geometry, other: Geometry, edges: list[str]) -> list[str]:
    def same(edge: str) -> bool:
        mine, theirs = one.paths[edge], other.paths[edge]
        return np.array_equal(mine.points, theirs.points) and mine[1:] == theirs[1:]

    return [edge for edge in edges if not same(edge)]


def chunks(dice: random.Random, rows: list[int]) -> Iterator[np.ndarray]:
    dice.shuffle(rows)
    while rows:
        size = dice.choice((1, 3, 10, 40))
        yield np.array(rows[:size])
        del rows[:size]


@cache
def whole(make: Callable[[int], Board]) -> Geometry:
    """A board all of whose edges were routed at once."""
    return routed(make(5))


@given(st.sampled_from([scatter, grid]), st.randoms(use_true_random=False), st.integers(20, EDGES))
@settings(max_examples=4, deadline=None)
def test_the_order_in_which_paths_are_asked_for_does_not_matter(
    make: Callable[[int], Board], dice: random.Random, count: int
) -> None:
    geometry = loaded(make(5))
    for rows in chunks(dice, dice.sample(range(len(geometry.edges)), count)):
        route(geometry, rows)
    known = np.flatnonzero(geometry.lines()["routed"])
    assert len(known) >= count
    assert not differences(geometry, whole(make), [geometry.edges[row] for row in known])


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_after_any_changes_all_is_as_on_a_fresh_sheet(dice: random.Random) -> None:
    cards, edges = scatter(2, 40)
    there = {card[0]: card for card in cards}
    geometry = routed((cards, edges))
    for number in range(12):
        what = dice.randrange(5)
        if what < 2:
            name, kind, x, y, *rest = there[dice.choice(list(there))]
            there[name] = (name, kind, x + dice.randint(-300, 300), y + dice.randint(-300, 300), *rest)
            geometry.place(*there[name])
        elif what == 2:
            tail, head = dice.sample(list(there), 2)
            edges.append((f"n{number}", tail, dice.choice([head, dice.choice(edges)[0]]), True, dice.random() < 0.5))
            geometry.link(*edges[-1])
        elif what == 3:
            gone = geometry.unlink(dice.choice(edges)[0])
            edges = [edge for edge in edges if edge[0] not in gone]
        else:
            card = dice.choice(list(there))
            del there[card]
            gone = geometry.drop(card)
            edges = [edge for edge in edges if edge[0] not in gone]
        if dice.random() < 0.5:
            route(geometry, np.array(dice.sample(range(len(geometry.edges)), len(geometry.edges) // 3)))
    route(geometry, np.arange(len(geometry.edges)))
    assert not differences(geometry, routed((list(there.values()), edges)), geometry.edges)
