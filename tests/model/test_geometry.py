"""The columns of a sheet: what they hold after changes, and what they answer."""

from __future__ import annotations

import random

import numpy as np
import pytest

from evidenceboard.model.adjacency import FEW
from evidenceboard.model.geometry import KIND_CODE, Box, Geometry
from evidenceboard.model.routing import route


def sheet() -> Geometry:
    """Three cards in a row, a fourth below the first; two links and an undercut of the first."""
    geometry = Geometry()
    geometry.load(
        [
            ("a", "reported", 0, 0, 200, 100, 0),
            ("b", "claim", 400, 0, 200, 100, 0),
            ("c", "hypothesis", 800, 0, 200, 100, 0),
            ("d", "gap", 0, 300, 200, 100, 0),
        ],
        [("u", "d", "ab", True, True), ("ab", "a", "b", False, False), ("bc", "b", "c", True, False)],
    )
    return geometry


def test_load_holds_an_undercut_named_before_its_edge() -> None:
    geometry = sheet()
    assert sorted(geometry.edges) == ["ab", "bc", "u"]
    row = geometry.edge_row["u"]
    assert geometry.head[row] == -1
    assert geometry.edges[geometry.onto[row]] == "ab"
    assert bool(geometry.contradict[row]) and bool(geometry.strong[row])
    assert geometry.kind[geometry.row["d"]] == KIND_CODE["gap"]


def test_an_edge_without_both_ends_is_not_held() -> None:
    geometry = sheet()
    assert not geometry.link("x", "a", "nowhere", False, False)
    geometry.load([("a", "claim", 0, 0, 10, 10, 0)], [("e", "a", "b", False, False), ("f", "a", "e", True, False)])
    assert geometry.edges == []


def test_dropping_a_card_takes_its_edges_and_their_undercuts() -> None:
    geometry = sheet()
    assert sorted(geometry.drop("a")) == ["ab", "u"]
    assert geometry.edges == ["bc"]
    assert sorted(geometry.cards) == ["b", "c", "d"]
    row = geometry.edge_row["bc"]
    assert (geometry.cards[geometry.tail[row]], geometry.cards[geometry.head[row]]) == ("b", "c")
    assert geometry.drop("a") == []


def test_bounds_and_empty_sheet() -> None:
    assert sheet().bounds() == Box(0, 0, 1000, 400)
    assert Geometry().bounds() is None
    assert Geometry().card_at(0, 0) is None
    assert Geometry().edge_at(0, 0, 10) is None
    assert Geometry().reading_order() == []


def test_topmost_card_is_hit_by_z_then_by_order() -> None:
    geometry = sheet()
    geometry.place("over", "claim", 50, 50, 100, 100, 5)
    geometry.place("later", "claim", 50, 50, 100, 100, 0)
    assert geometry.card_at(100, 75) == "over"
    assert geometry.card_at(10, 10) == "a"
    geometry.drop("over")
    assert geometry.card_at(100, 75) == "later"
    assert geometry.card_at(300, 50) is None


def test_cards_in_a_rectangle() -> None:
    geometry = sheet()
    assert {geometry.cards[row] for row in geometry.cards_in(Box(150, 50, 450, 60))} == {"a", "b"}


def test_edges_are_hit_by_roundel_first_then_by_line() -> None:
    geometry = sheet()
    x, y = geometry.roundel(geometry.edge_row["bc"])
    assert (x, y) == (700.0, 50.0)
    assert geometry.edge_at(705, 55, 14) == "bc"
    assert geometry.edge_at(640, 53, 14) == "bc"
    assert geometry.edge_at(640, 75, 14) is None


def test_moving_a_card_moves_its_lines_and_those_that_attack_them() -> None:
    geometry = sheet()
    geometry.lines()
    before = geometry.points(geometry.edge_row["u"]).copy()
    geometry.place("b", "claim", 400, 600, 200, 100)
    assert not np.allclose(geometry.points(geometry.edge_row["u"]), before)
    fresh = sheet()
    fresh.place("b", "claim", 400, 600, 200, 100)
    assert np.allclose(geometry.lines()["ax"], fresh.lines()["ax"])
    assert np.allclose(geometry.lines()["ry"], fresh.lines()["ry"])


def test_the_roundel_of_an_attacked_edge_faces_its_attacker() -> None:
    geometry = sheet()
    geometry.place("d", "gap", 190, 300, 100, 100)
    x, _ = geometry.roundel(geometry.edge_row["ab"])
    assert x == pytest.approx(240, abs=1)


def test_neighbours_reach_over_undercuts() -> None:
    geometry = sheet()
    assert set(geometry.neighbours("a")) == {"b", "d"}
    assert set(geometry.neighbours("d")) == {"a", "b"}
    assert set(geometry.edges_of("a")) == {"ab", "u"}
    assert geometry.neighbours("nobody") == []


def test_next_card_lies_in_the_direction() -> None:
    geometry = sheet()
    assert geometry.next_card("a", "right") == "b"
    assert geometry.next_card("a", "down") == "d"
    assert geometry.next_card("a", "left") is None
    assert geometry.next_card("d", "up") == "a"


def test_reading_order_goes_by_lines() -> None:
    geometry = sheet()
    geometry.place("e", "claim", 500, 310, 50, 50)
    geometry.place("b", "claim", 400, 20, 200, 100)
    assert geometry.reading_order() == ["a", "b", "c", "d", "e"]


def test_version_counts_every_change() -> None:
    geometry = sheet()
    seen = [geometry.version]
    geometry.place("a", "claim", 1, 1, 10, 10)
    seen.append(geometry.version)
    geometry.link("ac", "a", "c", False, False)
    seen.append(geometry.version)
    geometry.unlink("ac")
    seen.append(geometry.version)
    geometry.drop("d")
    seen.append(geometry.version)
    assert seen == sorted(set(seen))


def test_a_link_drawn_again_changes_the_one_that_is_there() -> None:
    geometry = sheet()
    assert geometry.link("ab", "a", "b", True, True)
    assert len(geometry.edges) == 3
    assert bool(geometry.contradict[geometry.edge_row["ab"]])


def test_the_links_of_a_card_are_the_same_one_by_one_and_of_all_at_once() -> None:
    dice, geometry = random.Random(4), Geometry()
    names = [f"card {number}" for number in range(60)]
    geometry.load([(name, "claim", at * 300, 0, 200, 100, 0) for at, name in enumerate(names)], [])
    for number in range(200):
        tail, head = dice.sample(names, 2)
        geometry.link(f"edge {number}", tail, head, dice.random() < 0.5, False)
    one_by_one = [geometry.edges_of_row(row).tolist() for row in range(FEW)]
    whole = [geometry.edges_of_row(row).tolist() for row in range(len(names))]
    assert geometry._adjacent is not None and whole[:FEW] == one_by_one
    assert sum(map(len, whole)) == 400


def test_random_changes_leave_the_same_as_loading_afresh() -> None:
    dice = random.Random(7)
    geometry, cards, edges = Geometry(), {}, {}
    for step in range(600):
        choice = dice.random()
        if choice < 0.45 or len(cards) < 3:
            card = f"c{dice.randrange(60)}"
            cards[card] = (card, "claim", dice.uniform(0, 4000), dice.uniform(0, 4000), 200.0, 90.0, dice.randrange(3))
            geometry.place(*cards[card])
        elif choice < 0.8:
            edge = f"e{step}"
            tail, head = dice.sample(sorted(cards), 2)
            if edges and dice.random() < 0.2:
                head = dice.choice(sorted(edges))
            if geometry.link(edge, tail, head, dice.random() < 0.5, False):
                edges[edge] = (edge, tail, head, bool(geometry.contradict[geometry.edge_row[edge]]), False)
        elif choice < 0.9 and edges:
            for gone in geometry.unlink(dice.choice(sorted(edges))):
                del edges[gone]
        elif len(cards) > 5:
            card = dice.choice(sorted(cards))
            for gone in geometry.drop(card):
                del edges[gone]
            del cards[card]
        if step % 40 == 0 and edges:
            route(geometry, np.arange(len(geometry.edges)))
        if step % 25 == 0:
            _assert_same(geometry, cards, edges)
    _assert_same(geometry, cards, edges)


def _assert_same(geometry: Geometry, cards: dict, edges: dict) -> None:
    fresh = Geometry()
    fresh.load(cards.values(), edges.values())
    assert sorted(geometry.cards) == sorted(fresh.cards)
    assert sorted(geometry.edges) == sorted(fresh.edges)
    assert geometry.row == {card: row for row, card in enumerate(geometry.cards)}
    assert geometry.edge_row == {edge: row for row, edge in enumerate(geometry.edges)}
    assert set(geometry.paths) <= set(geometry.edges)
    mine, theirs = geometry.lines(), fresh.lines()
    for edge in fresh.edges:
        row, other = geometry.edge_row[edge], fresh.edge_row[edge]
        for name in ("ax", "ay", "bx", "by"):
            assert mine[name][row] == pytest.approx(theirs[name][other], abs=0.01)
    for card in fresh.cards:
        assert geometry.box_of(geometry.row[card]) == fresh.box_of(fresh.row[card])
        assert set(geometry.neighbours(card)) == set(fresh.neighbours(card))


def test_moving_many_cards_at_once() -> None:
    geometry = Geometry()
    geometry.load([(f"c{n}", "claim", n * 300.0, 0, 200, 100, 0) for n in range(100)],
                  [(f"e{n}", f"c{n}", f"c{n + 1}", False, False) for n in range(99)])  # fmt: skip
    route(geometry, np.arange(99))
    assert len(geometry.paths) == 99
    geometry.place_many([(f"c{n}", "claim", n * 300.0, 500, 200, 100, 0) for n in range(100)])
    assert geometry.paths == {}
    assert geometry.lines()["ry"].max() == pytest.approx(550)


def test_the_card_under_a_point_is_found_among_100_000() -> None:
    rng = np.random.default_rng(1)
    count = 100_000
    places = rng.uniform(0, 200_000, (count, 2))
    geometry = Geometry()
    geometry.load(((f"c{n}", "claim", x, y, 264.0, 100.0, 0) for n, (x, y) in enumerate(places.tolist())),
                  ((f"e{n}", f"c{n}", f"c{(n + 1) % count}", False, False) for n in range(count)))  # fmt: skip
    geometry.lines()
    for row, (x, y) in enumerate(places[:50]):
        over = (places >= (x - 263, y - 99)) & (places <= (x + 1, y + 1))
        assert geometry.card_at(x + 1, y + 1) == f"c{np.flatnonzero(over.all(axis=1)).max()}", row


def test_what_was_packed_is_the_same_unpacked() -> None:
    geometry = Geometry()
    geometry.load(
        [("a", "claim", 0.5, 1, 200, 100, 2), ("b", "photo", 300, 1, 264, 90, 1), ("c", "gap", 9, 400, 200, 80, 0)],
        [("e", "a", "b", True, False), ("u", "c", "e", True, True)],
    )
    other = Geometry()
    other.unpack(geometry.pack())
    assert (other.cards, other.row, other.edges, other.edge_row) == (
        geometry.cards, geometry.row, geometry.edges, geometry.edge_row,
    )  # fmt: skip
    for name in ("x", "y", "w", "h", "z", "kind", "tail", "head", "onto", "contradict", "strong"):
        assert np.array_equal(getattr(other, name), getattr(geometry, name)), name
    other.place("a", "claim", 50, 50, 200, 100, 0)
    assert geometry.x[0] == 0.5 and other.x[0] == 50


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x", np.zeros(2)),
        ("x", np.zeros(3, "f4")),
        ("tail", np.array([0, 3], "i4")),
        ("head", np.array([-2, 1], "i4")),
        ("onto", np.array([-1, 2], "i4")),
        ("kind", np.array([0, 1, 99], "u1")),
        ("cards", np.frombuffer(b"a\nb\na", np.uint8)),
        ("edges", np.frombuffer(b"e", np.uint8)),
        ("edges", np.frombuffer(b"\xff\n\xff", np.uint8)),
    ],
)
def test_what_does_not_fit_is_not_unpacked(name: str, value: np.ndarray) -> None:
    geometry = Geometry()
    geometry.load(
        [("a", "claim", 0.5, 1, 200, 100, 2), ("b", "photo", 300, 1, 264, 90, 1), ("c", "gap", 9, 400, 200, 80, 0)],
        [("e", "a", "b", True, False), ("u", "c", "e", True, True)],
    )
    other = Geometry()
    with pytest.raises(ValueError):
        other.unpack(geometry.pack() | {name: value})
    assert other.cards == [] and other.row == {} and len(other.x) == 0
    with pytest.raises(ValueError):
        other.unpack({})
