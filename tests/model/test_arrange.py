"""Lining up and spreading: what shares a line, what stays, equal gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.arrange import SIDES, Point, Rect, align, distribute, refit

NUMBER = st.integers(-4000, 4000).map(float)
RECTS = st.dictionaries(
    st.integers(0, 30).map(lambda n: f"card:{n}"),
    st.tuples(NUMBER, NUMBER, st.integers(24, 480).map(float), st.integers(24, 480).map(float)),
    min_size=1,
    max_size=12,
)


def after(cards: dict[str, Rect], moves: dict[str, Point]) -> dict[str, Rect]:
    return {card: (*moves.get(card, rect[:2]), *rect[2:]) for card, rect in cards.items()}


@given(RECTS, st.sampled_from(sorted(SIDES)), st.data())
def test_aligned_cards_share_a_line_and_keep_the_other_axis(cards: dict[str, Rect], side: str, data) -> None:  # type: ignore[no-untyped-def]
    held = data.draw(st.sets(st.sampled_from(sorted(cards)), max_size=1))
    axis, share = SIDES[side]
    moves = align(cards, side, held)
    placed = after(cards, moves)
    lines = [rect[axis] + rect[axis + 2] * share for rect in placed.values()]
    assert max(lines) - min(lines) < 0.02
    assert all(placed[card][1 - axis] == cards[card][1 - axis] for card in cards)
    assert held.isdisjoint(moves)
    low, high = min(r[axis] for r in cards.values()), max(r[axis] + r[axis + 2] for r in cards.values())
    assert low - 0.01 <= lines[0] <= high + 0.01
    assert align(placed, side, held) == {}


@given(RECTS, st.sampled_from((0, 1)), st.data())
def test_gaps_are_equal_between_what_stays(cards: dict[str, Rect], axis: int, data) -> None:  # type: ignore[no-untyped-def]
    held = data.draw(st.sets(st.sampled_from(sorted(cards)), max_size=2))
    moves = distribute(cards, axis, held)
    placed = after(cards, moves)
    order = sorted(cards, key=lambda card: (cards[card][axis] + cards[card][axis + 2] / 2, card))
    stays = {order[0], order[-1], *held}
    assert stays.isdisjoint(moves)
    assert all(placed[card][1 - axis] == cards[card][1 - axis] for card in cards)
    gaps: list[list[float]] = [[]]
    for before, card in zip(order, order[1:], strict=False):
        gaps[-1].append(placed[card][axis] - placed[before][axis] - placed[before][axis + 2])
        if card in stays:
            gaps.append([])
    assert all(max(run) - min(run) < 0.05 for run in gaps if run)


def test_a_frame_goes_with_its_cards_and_keeps_room_for_its_name() -> None:
    frame, before = (0.0, 0.0, 400.0, 900.0), [(20.0, 60.0, 264.0, 80.0), (20.0, 200.0, 264.0, 80.0)]
    x, y, w, h = refit(frame, before, [(1000.0, 500.0, 264.0, 80.0), (1000.0, 620.0, 264.0, 80.0)])
    assert (x, y) == (980.0, 440.0), "as far from the cards as it was"
    assert (w, h) == (20 + 264 + 24, 60 + 200 + 24), "and no wider than it has to be"
    tight = refit((20.0, 60.0, 264.0, 220.0), before, before)
    assert tight[1] <= 60 - 36 and tight[0] < 20 and tight[0] + tight[2] > 284


def test_the_line_is_that_of_the_held_card() -> None:
    cards = {"a": (0.0, 0.0, 100.0, 50.0), "b": (300.0, 90.0, 60.0, 50.0), "c": (700.0, 10.0, 80.0, 20.0)}
    assert align(cards, "left", {"b"}) == {"a": (300.0, 0.0), "c": (300.0, 10.0)}
    assert align(cards, "bottom") == {"a": (0.0, 90.0), "c": (700.0, 120.0)}
    assert align({}, "left") == {}


@pytest.mark.parametrize("axis", [0, 1])
def test_two_cards_have_nothing_between_them(axis: int) -> None:
    assert distribute({"a": (0.0, 0.0, 10.0, 10.0), "b": (90.0, 90.0, 10.0, 10.0)}, axis) == {}
    assert distribute({}, axis) == {}
