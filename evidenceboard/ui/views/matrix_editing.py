"""Rating a cell is editing its link: one gesture, one step of the history."""

from __future__ import annotations

from collections.abc import Sequence

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, link, remove, set_edges, together
from evidenceboard.model.ids import RecordId

RATINGS = {"II": -2, "I": -1, "N": 0, "C": 1, "CC": 2}


def rate(board: Board, item: RecordId, rival: RecordId, edges: Sequence[RecordId], value: int) -> Action:
    """Make a cell say this.

    Where parts of a photo have links of their own to the same rival, the first link of the cell takes the rating and
    the others go: a cell has one judgement.

    Args:
        edges: the live links of the cell.
        value: 2 strongly consistent … -2 strongly inconsistent; 0 takes the links away.

    Raises:
        BadChange: an end is not on the board any more.
    """
    if value == 0:
        return together("Rate in the matrix", [remove(board, edges)] if edges else [])
    kind, strength = "support" if value > 0 else "contradict", "strong" if abs(value) == 2 else "normal"
    if not edges:
        return together("Rate in the matrix", [link(board, [item], rival, kind, strength)])
    first, others = edges[0], edges[1:]
    wanted: dict[str, Value] = {"kind": kind, "strength": strength}
    if board.value(first, "weight") == 0:
        wanted["weight"] = None  # it was made to count for nothing, by hand
    values = {name: new for name, new in wanted.items() if _shown(board, first, name) != new}
    actions = [set_edges([first], **values)] if values else []
    return together("Rate in the matrix", [*actions, *([remove(board, others)] if others else [])])


def _shown(board: Board, edge: RecordId, field: str) -> Value:
    value = board.value(edge, field)
    return value if value is not None or field == "weight" else {"kind": "support", "strength": "normal"}[field]
