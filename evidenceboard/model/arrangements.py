"""Sheets: several arrangements of the same cards. A sheet holds places and frames; links belong to the board."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Value
from evidenceboard.model.commands import Action, Edits
from evidenceboard.model.ids import RecordId, mint, place_id

FURTHEST = 1e9  # orders are kept within this on both sides of 0
Values = Mapping[str, Value]


def add_sheet(name: str, order: float, places: Iterable[Values] = (), frames: Iterable[Values] = ()) -> Action:
    """A new sheet, with copies of these places and frames of another one."""
    sheet = mint("sheet")
    edits: Edits = {sheet: {"removed": False, "name": name, "order": order}}
    for place in places:
        edits[place_id(sheet, place["card"])] = {**place, "removed": False, "sheet": sheet}
    for frame in frames:
        edits[mint("frame")] = {**frame, "removed": False, "sheet": sheet}
    return Action("New sheet", edits, (sheet,))


def rename_sheet(sheet: RecordId, name: str) -> Action:
    """Another name for a sheet."""
    return Action("Rename a sheet", {sheet: {"name": name}})


def remove_sheet(board: Board, sheet: RecordId) -> Action:
    """Take a sheet away with its places and frames. The cards stay on the board, and undo brings all of it back.

    Raises:
        BadChange: it is the last one.
    """
    if not any(other != sheet for other in board.live("sheet")):
        raise BadChange("the last sheet cannot be removed")
    return Action("Remove a sheet", {sheet: {"removed": True}})


def move_sheet(orders: Sequence[tuple[RecordId, float]], sheet: RecordId, to: int) -> Action:
    """Put a sheet at another place among all of them.

    Args:
        orders: the sheets in the order in which they are shown, with their values of ``order``.
        to: its place afterwards, from 0.
    """
    rest = [each for each in orders if each[0] != sheet]
    to = max(0, min(to, len(rest)))
    low = rest[to - 1][1] if to > 0 else None
    high = rest[to][1] if to < len(rest) else None
    middle = _between(low, high)
    if middle is not None:
        edits: Edits = {sheet: {"order": middle}}
    else:
        names = [name for name, _order in rest]
        names.insert(to, sheet)
        edits = {name: {"order": float(at)} for at, name in enumerate(names)}
    return Action("Change the order of the sheets", edits)


def _between(low: float | None, high: float | None) -> float | None:
    """A number that lies between two, each of which may be missing; None where there is none."""
    if low is None or high is None:
        middle = 0.0 if low is None and high is None else high - 1 if low is None else low + 1  # type: ignore[operator]
        return middle if abs(middle) <= FURTHEST else None
    middle = (low + high) / 2
    return middle if low < middle < high else None


def free_name(taken: Container[str], stem: str = "Sheet") -> str:
    """ "Sheet 2", "Sheet 3" …: the first that is not taken."""
    number = 2
    while f"{stem} {number}" in taken:
        number += 1
    return f"{stem} {number}"


def absent_cards(board: Board, held: Container[RecordId]) -> list[RecordId]:
    """The cards of the board that are not among those that a sheet holds."""
    return [card for card in board.live("card") if card not in held]
