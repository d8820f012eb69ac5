"""Snapping: never further than allowed, always onto a line that is there, never past a nearer one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.geometry import Box
from evidenceboard.model.snapping import Guide, Others

REACH = 6.0
NUMBER = st.integers(-300, 300).map(float)
SIZE = st.integers(20, 200).map(float)
BOX = st.tuples(NUMBER, NUMBER, SIZE, SIZE).map(lambda r: Box(r[0], r[1], r[0] + r[2], r[1] + r[3]))
FINE = st.tuples(BOX, st.floats(-8, 8), st.floats(-8, 8)).map(
    lambda each: Box(each[0].left + each[1], each[0].top + each[2], each[0].right + each[1], each[0].bottom + each[2])
)


def others(boxes: list[Box]) -> Others:
    return Others(np.array(boxes, np.float64).reshape(-1, 4))


def lines(box: Box, axis: int) -> tuple[float, float, float]:
    return box[axis], box[axis + 2], (box[axis] + box[axis + 2]) / 2


def distances(box: Box, boxes: list[Box], axis: int) -> list[float]:
    """How far the box's edges are from others' edges, and its middle from their middles."""
    low, high, middle = lines(box, axis)
    edges = [abs(mine - theirs) for each in boxes for theirs in lines(each, axis)[:2] for mine in (low, high)]
    return edges + [abs(middle - lines(each, axis)[2]) for each in boxes]


def shifted(box: Box, dx: float, dy: float) -> Box:
    return Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy)


@given(FINE, st.lists(BOX, max_size=6), st.sampled_from([(0, 1), (0,), (1,), ()]))
def test_a_snap_lands_on_the_nearest_line_and_moves_no_other_axis(
    box: Box, boxes: list[Box], axes: tuple[int, ...]
) -> None:
    snapped = others(boxes).snap(box, REACH, axes)
    moved = shifted(box, snapped.dx, snapped.dy)
    for axis, by in enumerate((snapped.dx, snapped.dy)):
        assert abs(by) <= REACH and (by == 0.0 or axis in axes)
        nearest = min(distances(box, boxes, axis), default=np.inf)
        if axis in axes and nearest <= REACH:
            assert abs(by) <= nearest + 1e-9
            rests = [guide for guide in snapped.guides if guide.axis == axis]
            assert rests, "a box that lines up shows why"
            assert any(guide.gap for guide in rests) or min(distances(moved, boxes, axis)) < 1e-6


@given(FINE, st.lists(BOX, max_size=6))
def test_a_guide_lies_on_the_box_and_on_another_and_spans_both(box: Box, boxes: list[Box]) -> None:
    snapped = others(boxes).snap(box, REACH)
    moved = shifted(box, snapped.dx, snapped.dy)
    for guide in (each for each in snapped.guides if not each.gap):
        assert min(abs(guide.at - line) for line in lines(moved, guide.axis)) < 0.05
        theirs = [each for each in boxes if min(abs(guide.at - line) for line in lines(each, guide.axis)) < 0.05]
        assert theirs
        assert guide.low <= moved[1 - guide.axis] and moved[3 - guide.axis] <= guide.high
        assert guide.low == min([moved[1 - guide.axis], *(each[1 - guide.axis] for each in theirs)]) or len(theirs) > 1


@given(FINE, st.lists(BOX, max_size=6))
def test_what_has_snapped_stays(box: Box, boxes: list[Box]) -> None:
    snapped = others(boxes).snap(box, REACH)
    again = others(boxes).snap(shifted(box, snapped.dx, snapped.dy), REACH)
    assert abs(again.dx) < 1e-6 and abs(again.dy) < 1e-6


@given(FINE, st.lists(BOX, max_size=6), st.sampled_from([0, 1]))
def test_a_stretched_end_meets_an_end_or_a_length(box: Box, boxes: list[Box], axis: int) -> None:
    longer, guides = others(boxes).snap_end(box, axis, REACH)
    assert abs(longer) <= REACH
    end = box[axis + 2] + longer
    lengths = [each[axis + 2] - each[axis] for each in boxes]
    meets = [abs(end - side) for each in boxes for side in lines(each, axis)[:2]]
    meets += [abs(end - box[axis] - length) for length in lengths]
    assert not longer or min(meets) < 1e-6
    assert all(guide.at == end for guide in guides)
    if min(meets, default=np.inf) > REACH:
        assert not longer


def test_equal_gaps_between_two_and_after_two() -> None:
    row = [Box(0, 0, 100, 60), Box(400, 7, 500, 67)]
    between = others(row).snap(Box(203, 3, 303, 55), REACH, (0,))
    assert between.dx == -3.0
    assert [guide for guide in between.guides if guide.gap] == [
        Guide(0, 29.0, 100.0, 200.0, True),
        Guide(0, 29.0, 300.0, 400.0, True),
    ]
    after = others(row).snap(Box(796, 3, 907, 55), REACH, (0,))
    assert after.dx == 4.0 and len([guide for guide in after.guides if guide.gap]) == 2
    before = others(row).snap(Box(-405, 3, -298, 55), REACH, (0,))
    assert before.dx == -2.0
    assert not others(row).snap(Box(203, 300, 303, 350), REACH, (0,)).guides, "another row has no part in it"
