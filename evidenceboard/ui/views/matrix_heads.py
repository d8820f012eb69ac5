"""What lies around the cells at a place: head and numbers of a hypothesis or an item, or the name of an origin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from evidenceboard.analysis.ach_table import Table
from evidenceboard.ui.views.matrix_layout import GROUP_BAR, GROUP_ROW, Axis, Layout

RIVAL, ITEM, ORIGIN = "rival", "item", "origin"
BAR = 6 + GROUP_BAR  # px of the names of origins above their columns


class Head(NamedTuple):
    """A row or column of the matrix, or a group of its items: its kind, and the how manieth it is."""

    kind: str
    at: int


def head_at(layout: Layout, table: Table, x: float, y: float, scroll: tuple[int, int]) -> Head | None:
    """What is spoken of at a place of the viewport that is no cell."""
    cells = layout.cells
    beside, above = cells.top() <= y < cells.bottom(), cells.left() <= x < cells.right()
    if above and not beside and y < layout.foot + layout.under:
        place = x - layout.side + scroll[0]
        if layout.transposed:
            return _of(RIVAL, layout.across, place)
        if table.groups and y < BAR:
            return _group(table, layout.across, place)
        return _of(ITEM, layout.across, place)
    if beside and not above and x < layout.right + layout.after:
        place = y - layout.head + scroll[1]
        if not layout.transposed:
            return _of(RIVAL, layout.down, place)
        named = _group(table, layout.down, place + GROUP_ROW) if x < layout.side else None
        begins = named is not None and place < layout.down.starts[table.groups[named.at].first]
        return named if begins else _of(ITEM, layout.down, place)
    return None


def _of(kind: str, axis: Axis, place: float) -> Head | None:
    at = axis.at(place)
    return Head(kind, at) if at is not None else None


def _group(table: Table, axis: Axis, place: float) -> Head | None:
    """The group whose first item begins last before a place."""
    if not table.groups:
        return None
    starts = axis.starts[[group.first for group in table.groups]]
    at = int(np.searchsorted(starts, place, "right")) - 1
    return Head(ORIGIN, at) if at >= 0 else None
