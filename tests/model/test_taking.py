"""A part of a sheet that is taken by columns is the part that is taken card by card, and its lines run as before."""

from __future__ import annotations

import random

import numpy as np
import pytest

from evidenceboard.model import columns, lines
from evidenceboard.model.excerpt import excerpt
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.routing import route
from evidenceboard.model.spots import Spot


def sheet(dice: random.Random) -> Geometry:
    """Cards with links, undercuts, and undercuts of those; some links begin in a part of a photo."""
    cards = [f"card:{number}" for number in range(30)]
    made = Geometry()
    made.load(
        [
            (card, "claim", dice.uniform(0, 3000), dice.uniform(0, 3000), 264.0, 90.0, at)
            for at, card in enumerate(cards)
        ],
        [(f"edge:{at}", *dice.sample(cards, 2), dice.random() < 0.5, dice.random() < 0.5) for at in range(50)],
    )
    for at in range(50, 70):
        made.link(f"edge:{at}", dice.choice(cards), f"edge:{dice.randrange(at)}", True, False)
    first = next(edge for edge in made.edges if made.tail[made.edge_row[edge]] == 0)
    made.put_spots(["card:0"], {"region:1": Spot("card:0", 10, 10, 60, 40)}, {first: "region:1"})
    route(made, np.arange(len(made.edges)))
    return made


def taken(whole: Geometry, there: columns.Flags, besides: columns.Flags) -> Geometry:
    part = Geometry()
    for _ in part.taking(whole, there, besides):
        pass
    return part


@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_is_taken_card_by_card(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "AT_ONCE", 7)
    dice, draw = random.Random(seed), np.random.default_rng(seed)
    whole = sheet(dice)
    there, besides = draw.random(len(whole.cards)) < 0.7, draw.random(len(whole.edges)) < 0.9
    part = taken(whole, there, besides)
    rows = [row for row in range(len(whole.edges)) if besides[row]]
    expected = excerpt(whole, [card for card, held in zip(whole.cards, there, strict=True) if held], rows)
    assert part.cards == expected.cards and set(part.edges) == set(expected.edges)
    assert part.spots == expected.spots and part.begins == expected.begins
    for name in ("x", "y", "w", "h", "z", "kind"):
        assert np.array_equal(getattr(part, name), getattr(expected, name))
    for edge, row in part.edge_row.items():
        other = expected.edge_row[edge]
        assert part.ends_of(edge) == expected.ends_of(edge)
        assert (part.contradict[row], part.strong[row]) == (expected.contradict[other], expected.strong[other])
        assert np.array_equal(part.points(row), whole.points(whole.edge_row[edge]))  # nothing jumps
        assert part.roundel(row) == whole.roundel(whole.edge_row[edge])
    assert (
        part.lines()["routed"].all() and not part.edges_without_path(part.bounds() or columns.Box(0, 0, 1, 1), 9e9).size
    )


def test_it_can_be_changed_and_the_whole_stays_as_it_is() -> None:
    whole = sheet(random.Random(1))
    there, besides = np.ones(len(whole.cards), np.bool_), np.ones(len(whole.edges), np.bool_)
    there[3] = False
    before, part = whole.pack(), taken(whole, there, besides)
    part.place("card:5", "gap", 1.0, 2.0, 200.0, 80.0)
    part.drop("card:7")
    part.link("edge:new", "card:5", "card:8", False, True)
    assert all(np.array_equal(whole.pack()[name], column) for name, column in before.items())
    assert "card:7" in whole.row and part.card_at(2.0, 3.0) == "card:5" and "edge:new" in part.edge_row
    nothing = taken(whole, np.zeros(len(whole.cards), np.bool_), besides)
    assert nothing.cards == [] and nothing.edges == []
    nothing.place("card:9", "claim", 0.0, 0.0, 10.0, 10.0)
    assert nothing.card_at(5, 5) == "card:9"


@pytest.mark.parametrize("seed", range(4))
def test_lines_that_are_worked_out_in_steps_run_as_those_worked_out_at_once(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "AT_ONCE", 7)
    at_once, in_steps = sheet(random.Random(seed)), sheet(random.Random(seed))
    for made in (at_once, in_steps):
        made.shift(np.arange(10), made.x[:10] + 400.0, made.y[:10])  # nothing is known of any line now
    for _ in in_steps.deriving():
        pass
    held = in_steps._line
    assert in_steps.lines() is held and not list(in_steps.deriving())
    for name in lines.FORMS:
        assert np.array_equal(held[name], at_once.lines()[name]), name
