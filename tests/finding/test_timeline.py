"""Where dates lie on a time line: extents, rows, ticks."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from evidenceboard.finding import timeline as layout
from evidenceboard.model.dates import bounds

DAY = layout.DAY


def dated(*texts: str) -> layout.Dated:
    found = [bounds(text) for text in texts]
    assert all(found)
    return layout.columns([each for each in found if each is not None])


def test_what_is_open_is_drawn_for_a_while_and_fades_all_along() -> None:
    one = dated("before 2024-01-08", "2024-01-08/..")
    left, right = layout.extents(one, 1 / 3600)
    at = layout.seconds(datetime(2024, 1, 8)) / 3600
    assert abs(right[0] - at) < 0.01 and abs(right[0] - left[0] - layout.OPEN) < 0.01
    assert abs(left[1] - at) < 0.01 and abs(right[1] - left[1] - layout.OPEN) < 0.01
    first, last = layout.fades(one, left, right)
    assert first[0] == right[0] - left[0] and last[0] == 0
    assert first[1] == 0 and last[1] == right[1] - left[1]


def test_a_soft_end_fades_over_24_px_at_any_scale() -> None:
    one = dated("2023-10-11~/2023-10-20~", "2014~", "2023-10")
    for scale in (1e-9, 1e-6, 1e-4, 1e-2):
        left, right = layout.extents(one, scale)
        first, last = layout.fades(one, left, right)
        assert (first[:2] >= 24).all() and (last[:2] >= 24).all() and first[2] == last[2] == 0
        assert (right - left >= layout.POINT - 1e-3).all()


extents = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(1, 400)), max_size=60)


@given(extents, st.integers(1, 8))
def test_no_two_in_a_row_overlap_and_none_is_left_out_where_there_is_room(
    pairs: list[tuple[float, float]], most: int
) -> None:
    left = np.array([pair[0] for pair in pairs])
    right = left + np.array([pair[1] for pair in pairs])
    rows = layout.pack(left, right, most)
    for row in range(most):
        mine = sorted((float(left[at]), float(right[at])) for at in np.flatnonzero(rows == row))
        assert all(low[1] + 8 <= high[0] for low, high in zip(mine, mine[1:], strict=False))
    for out in np.flatnonzero(rows < 0):  # every row is taken where it begins
        over = (left <= left[out]) & (right + 8 > left[out]) & (rows >= 0)
        assert len(set(rows[over].tolist())) == most
    if layout.have_no_room(left, right, most, 8):
        assert (rows < 0).any()


def test_what_was_before_a_day_does_not_fall_on_it() -> None:
    one = dated("before 2024-01-08", "2024-01-08", "../2024-01-08", "2024", "after 2024-01-08")
    day = layout.seconds(datetime(2024, 1, 8))
    assert layout.within(one, day, day + DAY).tolist() == [False, True, True, True, True]
    assert layout.within(one, day + 2 * DAY, day + 3 * DAY).tolist() == [False, False, False, True, True]


@given(st.floats(0, layout.LAST), st.floats(60, 4e11), st.floats(100, 4000))
@example(5e-324, 60.0, 100.0)  # a hair past the beginning of the calendar
@example(float(np.nextafter(DAY, np.inf)), 60.0, 100.0)
@example(float(np.nextafter(31 * DAY, 0)), 31 * DAY, 100.0)
def test_ticks_stand_in_the_stretch_with_room_for_their_words(first: float, span: float, width: float) -> None:
    made = layout.ticks(first, first + span, width)
    assert all(first <= tick.at <= first + span for tick in made)
    named = sorted(tick.at for tick in made if tick.label)
    shortest = span / width * 92 * 0.9  # months and years differ in length
    assert all(
        high - low >= min(shortest, 1000 * 12 * layout.MONTH * 0.9) for low, high in zip(named, named[1:], strict=False)
    )
    assert len(made) < width


def test_a_stretch_in_words() -> None:
    at = layout.seconds(datetime(2024, 1, 8))
    assert layout.stretch(at, at + 3 * DAY) == "8 Jan 2024 to 10 Jan 2024"
    assert layout.stretch(at + 3600, at + 2 * 3600) == "8 Jan 2024 01:00 to 01:59"
    assert layout.stretch(-5.0, layout.LAST * 2) == "1 Jan 1 to 31 Dec 9999"


def test_the_axis_goes_from_minutes_to_decades() -> None:
    at = layout.seconds(datetime(2024, 1, 8, 14))

    def labels(span: float) -> list[str]:
        return [tick.label for tick in layout.ticks(at, at + span, 1000) if tick.label]

    assert labels(600)[:2] == ["14:00", "14:01"]
    assert labels(DAY)[0] == "15:00"
    assert labels(10 * DAY)[0] == "9 Jan"
    assert labels(300 * DAY)[:2] == ["Feb", "Mar"]
    assert labels(3650 * DAY)[:2] == ["2025", "2026"]
    assert labels(36500 * DAY)[:2] == ["2030", "2040"]
