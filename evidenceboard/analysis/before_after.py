"""Two standings of one board side by side: as it is, and as it would be under other judgements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from evidenceboard.analysis.card_standing import ordinal
from evidenceboard.analysis.fold import natural
from evidenceboard.analysis.semantics import METHODS, QUADRATIC
from evidenceboard.analysis.standing import TIE, Standing
from evidenceboard.model.ids import RecordId

MOST = 4  # cards that a sentence names
NO_RIVAL = "not among the rivals"
Name = Callable[[RecordId], str]


class Side(NamedTuple):
    """How a card stands on one side.

    Attributes:
        rank: among its rivals; None for a claim, where it does not settle, and where it is no rival.
        word: "fair"; "does not settle", "not among the rivals".
    """

    rank: int | None
    word: str


class Compared(NamedTuple):
    """One card on both sides.

    Attributes:
        rivals: of how many it is one now; 0 for a claim.
        change: of its strength by quadratic energy; NaN where that does not settle.
        moves: whether it stands otherwise by any method.
    """

    card: RecordId
    rivals: int
    before: Side
    after: Side
    change: float
    moves: bool


def hypotheses(board: Standing, other: Standing) -> list[tuple[RecordId, list[Compared]]]:
    """Each set of rivals, by its id, in the order of the other side.

    Args:
        other: of a graph with the same rows.
    """
    first, second, graph = board.ranks(), other.ranks(), board.graph
    found = []
    for rivals in graph.rivals:
        rows = [_compared(board, other, row, len(rivals), first, second) for row in rivals]
        rows.sort(key=lambda each: (each.after.rank is None, each.after.rank or 0, each.before.rank or 0, each.card))
        found.append((graph.facts[rivals[0]].rivals, rows))
    return found


def claims(board: Standing, other: Standing) -> list[Compared]:
    """The claims that stand otherwise, those first that move furthest."""
    graph = board.graph
    moved = np.logical_or.reduce([_moves(board, other, method) for method in METHODS])
    rows = [row for row in np.flatnonzero(moved).tolist() if graph.facts[row].role == "claim"]
    found = [_compared(board, other, row, 0, {}, {}) for row in rows]
    return sorted(found, key=lambda each: (-abs(np.nan_to_num(each.change)), each.card))


def in_words(moved: Sequence[Compared], name: Name) -> str:
    """What stands otherwise, in one sentence without decimals; "" where nothing does."""
    there = [each for each in moved if each.moves]
    there.sort(key=lambda each: (each.before.rank == each.after.rank, not each.rivals, natural(name(each.card))))
    parts = [f"{name(each.card)} {otherwise(each)}" for each in there[:MOST]]
    rest = len(there) - len(parts)
    more = f"; {rest} more would move" if rest > 0 else ""
    return f"{'; '.join(parts)}{more}." if parts else ""


def otherwise(each: Compared) -> str:
    """How one stands now against before: "stands 1st instead of 2nd, still even", "loses, from even to weak"."""
    before, after = each.before, each.after
    word = f"from {before.word} to {after.word}" if before.word != after.word else f"still {after.word}"
    if before.rank != after.rank and before.rank is not None and after.rank is not None:
        return f"stands {ordinal(after.rank)} instead of {ordinal(before.rank)}, {word}"
    return f"{way(each)}, {word}"


def way(each: Compared) -> str:
    """Whether it gains or loses; "changes" where only another method says so, or nobody can say."""
    if np.isnan(each.change) or abs(each.change) < TIE:
        return "changes"
    return "gains" if each.change > 0 else "loses"


def _moves(board: Standing, other: Standing, method: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    first, second = board.values[method], other.values[method]
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = ~(
        (np.abs(first - second) < TIE) | (np.isnan(first) & np.isnan(second))
    )
    return found


def _compared(
    board: Standing,
    other: Standing,
    row: int,
    rivals: int,
    first: dict[RecordId, int | None],
    second: dict[RecordId, int | None],
) -> Compared:
    card, name = board.graph.cards[row], QUADRATIC.name
    gone = bool(rivals) and card not in second
    before, after = (
        Side(first.get(card), board.word(card)),
        Side(second.get(card), NO_RIVAL if gone else other.word(card)),
    )
    change = float(other.values[name][row] - board.values[name][row])
    moves = gone or any(bool(_at(board, other, row, method)) for method in METHODS)
    return Compared(card, rivals, before, after, change, moves or before.rank != after.rank)


def _at(board: Standing, other: Standing, row: int, method: str) -> bool:
    first, second = float(board.values[method][row]), float(other.values[method][row])
    return not (abs(first - second) < TIE or (np.isnan(first) and np.isnan(second)))
