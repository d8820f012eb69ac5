"""Bundles as edges around cards, after any changes of the sheet and of what is folded."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model import folded_ways
from evidenceboard.model.columns import Box
from evidenceboard.model.curves import pass_through
from evidenceboard.model.folded_ways import FoldedWays
from evidenceboard.model.folding import Folding
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.routing import route
from tests.model.test_folding import change, content, geometry_of, some_boxes


def plates_of(boxes: list[Box]) -> dict[str, Box]:
    return {f"frame:{box.left:.3f}": Box(box.left, box.top, box.left + 60, box.top + 20) for box in boxes}


@pytest.mark.parametrize("many", (0, 10_000), ids=("loaded anew", "patched"))
@given(seed=st.integers(0, 10**6))
def test_they_follow_every_change(many: int, seed: int) -> None:
    dice, kept = random.Random(seed), folded_ways.MANY
    whole, boxes = geometry_of(dice), some_boxes(dice)
    seen, ways = Folding(whole), FoldedWays()
    try:
        folded_ways.MANY = many
        for number in range(8):
            changed = seen.follow(boxes, change(dice, whole, number))
            if boxes:
                found, fresh = seen.bundles(), FoldedWays()
                ways.follow(whole, seen.shown, changed, plates_of(boxes), found)
                fresh.follow(whole, seen.shown, None, plates_of(boxes), found)
                assert content(ways.sheet) == content(fresh.sheet)
                assert [ways.sheet.edges[row] for row in ways.rows] == [fresh.sheet.edges[row] for row in fresh.rows]
                assert len(ways.rows) == len(ways.sheet.edges) == len(found.links.links) + len(found.attacks.links)
            if dice.random() < 0.4:
                boxes = some_boxes(dice)
    finally:
        folded_ways.MANY = kept


def three(undercut: bool = False) -> tuple[Geometry, FoldedWays]:
    """A folded frame at the left, a card right behind another at the right, which the bundle has to go around."""
    whole = Geometry()
    cards = [("a", 0.0, 100.0), ("b", 0.0, 300.0), ("wall", 700.0, 50.0), ("c", 1400.0, 100.0), ("d", 700.0, 600.0)]
    edges = [("e1", "a", "c", False, False), ("e2", "b", "c", False, False)]
    whole.load(
        [(name, "claim", x, y, 264.0, 160.0, 0) for name, x, y in cards],
        [*edges, *([("u", "d", "e1", True, False)] if undercut else [])],
    )
    seen, ways, rooms = Folding(whole), FoldedWays(), [Box(-20, 60, 300, 500)]
    changed = seen.follow(rooms, frozenset())
    ways.follow(whole, seen.shown, changed, {"frame": Box(-20, 60, 244, 120)}, seen.bundles())
    return whole, ways


def test_a_bundle_goes_around_a_card_that_it_does_not_belong_to() -> None:
    _whole, ways = three()
    (edge,) = ways.sheet.edges
    wall = np.array([ways.sheet.box_of(ways.sheet.row["wall"])])
    straight = ways.sheet.straight(0)
    assert pass_through(*straight.T, wall)
    route(ways.sheet, np.arange(1))
    points = ways.sheet.paths[edge].points
    assert not pass_through(points[:, 0], points[:, 1], wall + (-11, -11, 11, 11))
    for end, box in (
        (points[0], ways.sheet.box_of(ways.sheet.row["frame"])),
        (points[-1], ways.sheet.box_of(ways.sheet.row["c"])),
    ):
        assert box.grown(1e-6).meets(Box(*end, *end))


def test_an_undercut_of_a_link_in_a_bundle_ends_before_the_sign_of_the_bundle() -> None:
    _whole, ways = three(undercut=True)
    bundle, attack = ways.rows
    assert ways.sheet.onto[attack] == bundle
    assert ways.sheet.cards[ways.sheet.tail[attack]] == "d"
    route(ways.sheet, np.arange(2))
    end = ways.sheet.points(attack)[-1]
    assert 9 < np.hypot(*(end - np.array(ways.sheet.roundel(bundle)))) < 16
