"""How a photo is shown: where its parts come to lie, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.changes import Value
from evidenceboard.model.photo_view import (
    AS_IT_CAME,
    WHOLE,
    PhotoView,
    Rect,
    clipped,
    filling,
    shares,
    view_of,
    within,
)
from evidenceboard.model.records import clean_values

share = st.floats(0, 1)
turns = st.sampled_from((0, 90, 180, 270))


@st.composite
def rects(draw: st.DrawFn, least: float = 0.01) -> Rect:
    x, y = draw(st.floats(0, 1 - least)), draw(st.floats(0, 1 - least))
    return x, y, draw(st.floats(least, 1 - x)), draw(st.floats(least, 1 - y))


views = st.builds(PhotoView, crop=rects(), turn=turns)


@given(views, rects())
def test_a_part_comes_back_from_where_it_is_shown(view: PhotoView, rect: Rect) -> None:
    assert view.upright(view.shown(rect)) == pytest.approx(rect, abs=1e-9)
    assert view.shown(view.upright(rect)) == pytest.approx(rect, abs=1e-9)


@given(views)
def test_the_crop_fills_what_is_shown(view: PhotoView) -> None:
    assert view.shown(view.crop) == pytest.approx(WHOLE, abs=1e-9)


@given(views, rects())
def test_sizes_keep_their_proportions(view: PhotoView, rect: Rect) -> None:
    """A part is as many pixels large where it is shown as in the photo, but for a quarter turn."""
    width, height = view.size(1600, 900)
    x, y, w, h = view.shown(rect)
    pixels = (rect[2] * 1600, rect[3] * 900)
    assert (w * width, h * height) == pytest.approx(pixels[::-1] if view.turn % 180 else pixels)


@pytest.mark.parametrize(("turn", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_the_upper_left_corner_goes_round_clockwise(turn: int, corner: tuple[int, int]) -> None:
    x, y, w, h = PhotoView(turn=turn).shown((0.0, 0.0, 0.25, 0.25))
    assert (x, y) == pytest.approx((corner[0] * 0.75, corner[1] * 0.75))


@given(views, rects(), st.floats(0.2, 5), st.floats(40, 400), st.floats(40, 400))
def test_on_a_card_and_back(view: PhotoView, rect: Rect, aspect: float, width: float, height: float) -> None:
    width_shown, height_shown = view.size(aspect, 1)
    room = filling(width_shown / height_shown, width, height)
    assert room[2] >= width - 1e-6 and room[3] >= height - 1e-6  # no bare ground
    assert room[0] + room[2] / 2 == pytest.approx(width / 2) and room[1] + room[3] / 2 == pytest.approx(height / 2)
    assert view.upright(shares(within(view.shown(rect), room), room)) == pytest.approx(rect, abs=1e-6)


@given(rects(0.05), turns, st.lists(rects(), max_size=4))
def test_fields_say_the_view_again(crop: Rect, turn: int, blackouts: list[Rect]) -> None:
    view = PhotoView(crop, turn, tuple(blackouts))
    again = view_of(view.fields())
    assert again.turn == turn
    assert again.crop == pytest.approx(view.crop) and len(again.blackouts) == len(blackouts)
    for one, other in zip(again.blackouts, blackouts, strict=True):
        assert one == pytest.approx(other)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"crop": "all of it"},
        {"crop": [0.2, 0.2, 0.0, 0.5]},
        {"crop": [1, 1, 1, 1]},
        {"crop": [0.1, 0.1]},
        {"turn": 45},
        {"turn": "90"},
        {"blackouts": [[1, 1, 1, 1]]},
    ],
)
def test_what_makes_no_sense_shows_the_photo_as_it_came(values: dict[str, object]) -> None:
    assert view_of(values) == AS_IT_CAME


@given(rects(), rects())
def test_what_is_clipped_lies_in_both(one: Rect, other: Rect) -> None:
    both = clipped(one, other)
    if both is not None:
        for rect in (one, other):
            assert both[0] >= rect[0] and both[1] >= rect[1]
            assert both[0] + both[2] <= rect[0] + rect[2] + 1e-12
            assert both[1] + both[3] <= rect[1] + rect[3] + 1e-12


@pytest.mark.parametrize("value", ["all", {"x": 1}, [[0.1, 0.1, 0.2]], [[0.1, 0.1, 0.2, "b"]], [None], 7, True])
def test_a_blackout_that_cannot_be_read_hides_everything(value: Value) -> None:
    view = view_of(clean_values("card", {"kind": "photo", "blackouts": value}))
    assert [tuple(each) for each in view.blackouts] == [(0.0, 0.0, 1.0, 1.0)]
