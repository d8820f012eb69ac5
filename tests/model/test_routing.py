"""How edges run: ends at borders, around foreign cards, roundels apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from evidenceboard.model.geometry import Geometry
from evidenceboard.model.roundels import RADIUS
from evidenceboard.model.routing import REACH, route, unrouted


def routed(cards: list[tuple], edges: list[tuple]) -> Geometry:
    geometry = Geometry()
    geometry.load([(*card, 0) for card in cards], edges)
    route(geometry, np.arange(len(geometry.edges)))
    return geometry


def passes(geometry: Geometry, edge: str, card: str, by: float = 0.0) -> bool:
    """Whether an edge comes nearer to a card than `by`."""
    box = geometry.box_of(geometry.row[card]).grown(by - 0.01)
    path = geometry.paths[edge].points
    between = np.concatenate([path[:-1] + (path[1:] - path[:-1]) * share for share in np.linspace(0, 1, 20)])
    inside = (between[:, 0] > box.left) & (between[:, 0] < box.right)
    return bool((inside & (between[:, 1] > box.top) & (between[:, 1] < box.bottom)).any())


def test_cards_side_by_side_are_joined_left_to_right() -> None:
    geometry = routed(
        [("a", "claim", 0, 0, 200, 100), ("b", "claim", 500, 150, 200, 100)], [("e", "a", "b", False, False)]
    )
    path = geometry.paths["e"]
    assert path.points[0, 0] == 200 and 0 < path.points[0, 1] < 100
    assert path.points[-1, 0] == 500 and 150 < path.points[-1, 1] < 250
    assert path.end == (1.0, 0.0)
    assert path.points[1, 1] - path.points[0, 1] < 2  # level where it begins


def test_facing_cards_are_joined_by_a_straight_line() -> None:
    geometry = routed(
        [("a", "claim", 0, 0, 200, 100), ("b", "claim", 500, 30, 200, 100)], [("e", "a", "b", False, False)]
    )
    points = geometry.paths["e"].points
    assert len(points) == 2 and points[0, 1] == points[1, 1]


def test_stacked_cards_are_joined_top_to_bottom() -> None:
    geometry = routed(
        [("a", "claim", 0, 0, 200, 100), ("b", "claim", 40, 300, 200, 100)], [("e", "b", "a", False, False)]
    )
    path = geometry.paths["e"]
    assert path.points[0, 1] == 300 and path.points[-1, 1] == 100
    assert path.end == pytest.approx((0.0, -1.0))


def test_ends_on_one_side_are_apart_and_in_the_order_of_their_far_ends() -> None:
    cards = [("hub", "claim", 600, 200, 200, 120)]
    cards += [(f"s{n}", "reported", 0, n * 150, 200, 100) for n in range(4)]
    geometry = routed(cards, [(f"e{n}", f"s{n}", "hub", False, False) for n in (2, 0, 3, 1)])
    places = [geometry.paths[f"e{n}"].points[-1, 1] for n in range(4)]
    assert places == sorted(places)
    assert min(b - a for a, b in itertools.pairwise(places)) >= 14


def test_a_crowded_side_still_holds_all_ends() -> None:
    cards = [("hub", "claim", 600, 0, 200, 60)] + [(f"s{n}", "reported", 0, n * 80, 200, 60) for n in range(30)]
    geometry = routed(cards, [(f"e{n}", f"s{n}", "hub", False, False) for n in range(30)])
    for n in range(30):
        x, y = geometry.paths[f"e{n}"].points[-1]
        assert x in (600, 800) or y in (0, 60)
        assert -0.01 <= y <= 60.01 and 599.9 <= x <= 800.1


def test_parallel_and_two_way_edges_stay_apart() -> None:
    cards = [("a", "claim", 0, 0, 200, 100), ("b", "claim", 500, 0, 200, 100)]
    geometry = routed(
        cards, [("one", "a", "b", False, False), ("back", "b", "a", True, False), ("two", "a", "b", True, False)]
    )
    middles = sorted(geometry.paths[edge].points[:, 1].mean() for edge in ("one", "back", "two"))
    assert min(b - a for a, b in itertools.pairwise(middles)) >= 14


def test_a_path_bends_around_a_foreign_card() -> None:
    cards = [("a", "claim", 0, 0, 200, 100), ("wall", "claim", 450, -50, 200, 150), ("b", "claim", 900, 0, 200, 100)]
    geometry = routed(cards, [("e", "a", "b", False, False)])
    assert not passes(geometry, "e", "wall", 11.9)
    path = geometry.paths["e"].points
    assert path[:, 1].min() >= -REACH and path[:, 1].max() <= 100 + REACH
    assert path[0, 0] == 200 and path[-1, 0] == 900


def test_a_straight_line_steps_aside_where_that_is_enough() -> None:
    cards = [("a", "claim", 0, 0, 400, 100), ("wall", "claim", 150, 200, 100, 100), ("b", "claim", 0, 400, 400, 100)]
    geometry = routed(cards, [("e", "a", "b", False, False)])
    points = geometry.paths["e"].points
    assert len(points) == 2 and points[0, 0] == points[1, 0]
    assert not passes(geometry, "e", "wall", 11.9)


def test_upright_and_backward_paths_bend_too() -> None:
    cards = [("a", "claim", 900, 0, 200, 100), ("wall", "claim", 450, -50, 200, 150), ("b", "claim", 0, 0, 200, 100)]
    assert not passes(routed(cards, [("e", "a", "b", False, False)]), "e", "wall", 11.9)
    high = [("a", "claim", 0, 900, 200, 100), ("wall", "claim", -20, 450, 240, 100), ("b", "claim", 0, 0, 200, 100)]
    assert not passes(routed(high, [("e", "a", "b", False, False)]), "e", "wall", 11.9)


def test_where_nothing_is_free_the_path_goes_under() -> None:
    wall = [(f"w{n}", "claim", 400, -1200 + n * 110, 150, 100) for n in range(24)]
    geometry = routed(
        [("a", "claim", 0, 0, 200, 100), ("b", "claim", 800, 0, 200, 100), *wall], [("e", "a", "b", False, False)]
    )
    assert len(geometry.paths["e"].points) >= 2
    x, y = geometry.paths["e"].roundel
    assert all(not (400 < x < 550 and card[3] < y < card[3] + 100) for card in wall)


def test_an_undercut_ends_just_before_the_roundel() -> None:
    cards = [("a", "claim", 0, 0, 200, 100), ("b", "claim", 600, 0, 200, 100), ("g", "gap", 320, 300, 160, 80)]
    geometry = routed(cards, [("e", "a", "b", False, False), ("u", "g", "e", True, False)])
    end, (x, y) = geometry.paths["u"].points[-1], geometry.paths["e"].roundel
    assert np.hypot(end[0] - x, end[1] - y) == pytest.approx(11.0, abs=0.01)
    assert geometry.paths["u"].end == pytest.approx((0.0, -1.0))


def test_an_undercut_of_an_undercut_is_routed() -> None:
    cards = [("a", "claim", 0, 0, 200, 100), ("b", "claim", 600, 0, 200, 100), ("g", "gap", 320, 300, 160, 80),
             ("h", "gap", 700, 200, 160, 80)]  # fmt: skip
    edges = [("e", "a", "b", False, False), ("u", "g", "e", True, False), ("v", "h", "u", True, False)]
    assert set(routed(cards, edges).paths) == {"e", "u", "v"}


def test_roundels_keep_their_distance() -> None:
    cards = [("a", "claim", 0, 0, 200, 300), ("b", "claim", 700, 0, 200, 300)]
    edges = [(f"e{n}", "a", "b", bool(n % 2), False) for n in range(6)]
    geometry = routed(cards, edges)
    places = [geometry.paths[edge].roundel for edge in geometry.edges]
    for one, other in itertools.combinations(places, 2):
        assert np.hypot(one[0] - other[0], one[1] - other[1]) >= 2 * RADIUS + 12 - 0.01


def test_roundels_lie_on_their_paths() -> None:
    cards = [("a", "claim", 0, 0, 200, 100), ("b", "claim", 500, 400, 200, 100), ("c", "claim", 500, 0, 200, 100)]
    geometry = routed(
        cards, [("ab", "a", "b", False, False), ("ac", "a", "c", False, True), ("bc", "b", "c", False, False)]
    )
    for edge, path in geometry.paths.items():
        x, y = path.roundel
        assert geometry.line_at(x, y, 3.0) is not None, edge


def test_a_change_makes_only_the_paths_unsure_that_it_touches() -> None:
    cards = [("a", "claim", 0, 0, 200, 100), ("b", "claim", 500, 0, 200, 100), ("c", "claim", 0, 4000, 200, 100),
             ("d", "claim", 500, 4000, 200, 100)]  # fmt: skip
    geometry = routed(cards, [("ab", "a", "b", False, False), ("cd", "c", "d", False, False)])
    geometry.place("a", "claim", 0, 40, 200, 100)
    assert set(geometry.paths) == {"cd"}
    assert [geometry.edges[row] for row in unrouted(geometry, np.arange(2))] == ["ab"]
    route(geometry, np.arange(2))
    geometry.place("x", "claim", 300, 3990, 100, 100)  # a new card in the way of the other edge
    assert [geometry.edges[row] for row in unrouted(geometry, np.arange(2))] == ["cd"]
    assert "cd" in geometry.paths  # which is shown as it was until the new way is found
    route(geometry, np.arange(2))
    assert not passes(geometry, "cd", "x", 11.9)


def test_overlapping_cards_and_far_ends_do_no_harm() -> None:
    cards = [("a", "claim", 0, 0, 200, 100), ("b", "claim", 20, 10, 200, 100), ("c", "claim", 1e7, -1e7, 200, 100)]
    geometry = routed(
        cards, [("ab", "a", "b", False, False), ("ac", "a", "c", False, False), ("cb", "c", "b", True, True)]
    )
    assert all(np.isfinite(path.points).all() for path in geometry.paths.values())


def test_paths_stay_within_reach_of_their_ends() -> None:
    dice = np.random.default_rng(3)
    cards = [
        (f"c{n}", "claim", float(x), float(y), 264.0, 120.0) for n, (x, y) in enumerate(dice.uniform(0, 3000, (60, 2)))
    ]
    pairs = dice.integers(0, 60, (150, 2))
    edges = [(f"e{n}", f"c{a}", f"c{b}", bool(n % 2), False) for n, (a, b) in enumerate(pairs) if a != b]
    geometry = routed(cards, edges)
    for edge, path in geometry.paths.items():
        row = geometry.edge_row[edge]
        box = geometry.box_of(int(geometry.tail[row])).joined(geometry.box_of(int(geometry.head[row]))).grown(REACH)
        assert path.points[:, 0].min() >= box.left and path.points[:, 0].max() <= box.right
        assert path.points[:, 1].min() >= box.top and path.points[:, 1].max() <= box.bottom
