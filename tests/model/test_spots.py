"""Edges that begin in parts of photos: where they begin, what follows a move, what is let go."""

from __future__ import annotations

import random

import numpy as np
import pytest

from evidenceboard.model.columns import Box
from evidenceboard.model.excerpt import excerpt
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.routing import route
from evidenceboard.model.spots import Spot

FUZE = Spot("p", 40, 30, 80, 60)


def sheet() -> Geometry:
    """A photo at the left, a claim at the right, one below; an edge from the fuze to each, one from the whole photo."""
    geometry = Geometry()
    geometry.load(
        [("p", "photo", 0, 0, 264, 160, 0), ("c", "claim", 600, 20, 200, 100, 0), ("d", "claim", 0, 500, 200, 100, 0)],
        [("pc", "p", "c", False, False), ("fc", "p", "c", True, False), ("fd", "p", "d", False, True)],
    )
    geometry.put_spots(["p"], {"fuze": FUZE}, {"fc": "fuze", "fd": "fuze"})
    return geometry


def start(geometry: Geometry, edge: str) -> tuple[float, float]:
    route(geometry, np.arange(len(geometry.edges)))
    x, y = geometry.paths[edge].points[0].tolist()
    return x, y


def on_border(box: Box, x: float, y: float) -> bool:
    inside = box.left <= x <= box.right and box.top <= y <= box.bottom
    return inside and (x in (box.left, box.right) or y in (box.top, box.bottom))


def test_edges_begin_at_the_border_of_their_spot() -> None:
    geometry = sheet()
    for edge in ("fc", "fd"):
        assert on_border(geometry.spot_box("fuze"), *start(geometry, edge)), edge
    assert start(geometry, "pc")[0] == 264.0
    assert start(geometry, "fc")[0] == 80.0 and start(geometry, "fd")[1] == 60.0


def test_lines_on_their_card_are_level_or_upright() -> None:
    geometry = sheet()
    route(geometry, np.arange(3))
    (x0, y0), (x1, y1) = geometry.paths["fc"].points[:2]
    assert y0 == y1 and x1 == 264.0
    (x0, y0), (x1, y1) = geometry.paths["fd"].points[:2]
    assert x0 == x1 and y1 == 160.0


def test_a_spot_goes_with_its_card() -> None:
    geometry = sheet()
    route(geometry, np.arange(3))
    geometry.place("p", "photo", 100, 40, 264, 160)
    assert geometry.spot_box("fuze") == Box(140, 70, 180, 100)
    assert on_border(geometry.spot_box("fuze"), *start(geometry, "fc"))


def test_a_straight_line_begins_there_too() -> None:
    geometry = sheet()
    row = geometry.edge_row["fc"]
    assert on_border(geometry.spot_box("fuze"), *map(float, geometry.straight(row)[0].round(3)))


def test_another_place_of_the_spot_unsettles_its_edges() -> None:
    geometry = sheet()
    route(geometry, np.arange(3))
    geometry.put_spots(["p"], {"fuze": Spot("p", 150, 90, 200, 120)}, {"fc": "fuze", "fd": "fuze"})
    assert not geometry.lines()["shaped"][geometry.edge_row["fc"]]
    assert start(geometry, "fc")[0] == 200.0


def test_without_its_spot_an_edge_begins_at_its_card() -> None:
    geometry = sheet()
    geometry.put_spots(["p"], {}, {})
    assert not geometry.spots and not geometry.begins
    assert start(geometry, "fc")[0] == 264.0


def test_the_same_again_changes_nothing() -> None:
    geometry = sheet()
    route(geometry, np.arange(3))
    version = geometry.version
    geometry.put_spots(["p"], {"fuze": FUZE}, {"fc": "fuze", "fd": "fuze"})
    assert geometry.version == version and len(geometry.paths) == 3


def test_what_is_joined_to_what_stays_with_the_card() -> None:
    geometry = sheet()
    assert sorted(geometry.edges_of("p")) == ["fc", "fd", "pc"]
    assert geometry.neighbours("c") == ["p"]


def test_an_undercut_may_begin_in_a_spot() -> None:
    geometry = sheet()
    geometry.link("u", "p", "fd", True, False)
    geometry.put_spots(["p"], {"fuze": FUZE}, {"fc": "fuze", "fd": "fuze", "u": "fuze"})
    assert on_border(geometry.spot_box("fuze"), *start(geometry, "u"))


def test_removed_edges_and_cards_leave_nothing_that_harms() -> None:
    geometry = sheet()
    geometry.unlink("fc")
    route(geometry, np.arange(len(geometry.edges)))
    assert geometry.edges_from("fuze") == {"fd"}
    geometry.drop("p")
    geometry.put_spots(["p"], {}, {})
    assert geometry.edges == [] and not geometry.spots
    route(geometry, np.arange(0))


def test_an_excerpt_takes_its_spots_along() -> None:
    geometry = sheet()
    part = excerpt(geometry, ["p", "c"], [geometry.edge_row["fc"]])
    assert part.spots == {"fuze": FUZE} and part.begins == {"fc": "fuze"}
    assert part.spot_box("fuze") == geometry.spot_box("fuze")


def test_the_smallest_spot_is_hit() -> None:
    geometry = sheet()
    geometry.put_spots(["p"], {"fuze": FUZE, "all": Spot("p", 4, 1, 263, 95)}, {})
    assert geometry.spot_at("p", 60, 40) == "fuze"
    assert geometry.spot_at("p", 200, 40) == "all"
    assert geometry.spot_at("p", 200, 150) is None and geometry.spot_at("c", 60, 40) is None


@pytest.mark.parametrize("seed", range(6))
def test_what_follows_changes_is_what_is_worked_out_anew(seed: int) -> None:
    """Paths after moves, links and other spots are those of a sheet that was never anything else."""
    dice = random.Random(seed)
    names = [f"p{n}" for n in range(6)]
    places = {name: [dice.randrange(0, 1500, 10), dice.randrange(0, 900, 10)] for name in names}
    edges = [(f"e{n}", *dice.sample(names, 2), n % 2 == 0, False) for n in range(9)]
    spots, begins = {}, {}

    def turn() -> None:
        for name in names:
            left, top = dice.randrange(5, 150), dice.randrange(2, 60)
            spots[f"s{name}"] = Spot(name, left, top, left + dice.randrange(10, 100), top + dice.randrange(8, 40))
        begins.update({edge[0]: f"s{edge[1]}" for edge in edges if dice.random() < 0.6})

    def made() -> Geometry:
        geometry = Geometry()
        geometry.load([(name, "photo", *places[name], 264, 160, 0) for name in names], edges)
        geometry.put_spots(names, spots, begins)
        return geometry

    turn()
    held = made()
    for _ in range(8):
        route(held, np.arange(len(held.edges)))
        if dice.random() < 0.5:
            name = dice.choice(names)
            places[name] = [dice.randrange(0, 1500, 10), dice.randrange(0, 900, 10)]
            held.place(name, "photo", *places[name], 264, 160)
        else:
            begins.clear()
            turn()
            held.put_spots(names, spots, begins)
    fresh = made()
    for geometry in (held, fresh):
        route(geometry, np.arange(len(geometry.edges)))
    for edge in fresh.edges:
        assert held.points(held.edge_row[edge]) == pytest.approx(fresh.points(fresh.edge_row[edge])), edge
