"""Frames: named rectangles on a sheet. A frame is a view on the board and owns no card; what lies in it follows
from where the cards lie now: those are in it whose middle it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.columns import Box, Rows
from evidenceboard.model.commands import Action, Edits, Point, add_record, move_cards, together
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import RecordId

PADDING, HEAD = 24.0, 30.0  # scene units around what is framed, and above it for the name
LEAST = 48.0  # of a side

Groups = NDArray[np.intp]
Rect = tuple[float, float, float, float]  # x, y, width, height


def groups_of(geometry: Geometry, boxes: Sequence[Box]) -> Groups:
    """For every card row the number of the first of these boxes that holds the card's middle; -1 for none."""
    groups = np.full(len(geometry.cards), -1, np.intp)
    x, y = geometry.x + geometry.w / 2, geometry.y + geometry.h / 2
    for number, box in enumerate(boxes):
        inside = (x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom)
        groups[inside & (groups < 0)] = number
    return groups


def cards_inside(geometry: Geometry, boxes: Sequence[Box]) -> Rows:
    """Rows of the cards whose middle lies in one of these boxes."""
    return np.flatnonzero(groups_of(geometry, boxes) >= 0)


def holds(outer: Box, inner: Box) -> bool:
    """Whether a frame lies wholly in another one."""
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.top <= inner.top and inner.bottom <= outer.bottom


def box_of(rect: Sequence[float]) -> Box:
    x, y, w, h = rect
    return Box(x, y, x + w, y + h)


def rect_of(box: Box) -> list[float]:
    """A box as a frame keeps it, in whole scene units and never too small to be taken hold of."""
    left, top = round(box.left), round(box.top)
    width, height = max(LEAST, round(box.right) - left), max(LEAST, round(box.bottom) - top)
    return [float(left), float(top), float(width), float(height)]


def around(box: Box) -> Box:
    """The frame for what lies in a box: a little room on each side, and the name above it."""
    room = box.grown(PADDING)
    return room._replace(top=room.top - HEAD)


def add_frame(sheet: RecordId, box: Box, name: str) -> Action:
    """A new frame."""
    return add_record("frame", {"sheet": sheet, "name": name, "rect": rect_of(box)}, "New frame")


def move_frames(
    sheet: RecordId, frames: Mapping[RecordId, Box], positions: Mapping[RecordId, Point], dx: float, dy: float
) -> Action:
    """Move frames by so much, and the cards of these positions along with them."""
    edits: Edits = {}
    for frame, box in frames.items():
        edits[frame] = {"rect": rect_of(Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy))}
    moved = {card: (x + dx, y + dy) for card, (x, y) in positions.items()}
    count = len(frames)
    label = "Move a frame" if count == 1 else f"Move {count} frames"
    return together(label, [Action(label, edits), move_cards(sheet, moved)])


def resize_frame(frame: RecordId, box: Box) -> Action:
    """Another rectangle for a frame; what lies in it then is in it."""
    return Action("Resize a frame", {frame: {"rect": rect_of(box)}})


def rename_frame(frame: RecordId, name: str) -> Action:
    """Another name for a frame."""
    return Action("Rename a frame", {frame: {"name": name or None}})


def fold_frames(frames: Iterable[RecordId], folded: bool) -> Action:
    """Fold frames to plates, or open them again."""
    edits: Edits = {frame: {"folded": folded} for frame in frames}
    word = "Fold" if folded else "Unfold"
    return Action(f"{word} a frame" if len(edits) == 1 else f"{word} {len(edits)} frames", edits)
