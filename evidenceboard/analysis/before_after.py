"""Two standings of one board side by side: as it is, and as it would be under other judgements."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.card_standing import ordinal
from evidenceboard.analysis.semantics import METHODS, QUADRATIC
from evidenceboard.analysis.standing import TIE, UNSETTLED, Standing
from evidenceboard.model.ids import RecordId
from evidenceboard.model.text_folding import natural

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


class Rivals(NamedTuple):
    """A set of rivals on both sides.

    Attributes:
        name: its record; "" for hypotheses of no set.
        rows: the first of them, in the order of the other side.
        number: how many there are.
        moves: whether any of them stands otherwise.
    """

    name: RecordId
    rows: tuple[Compared, ...]
    number: int
    moves: bool


def hypotheses(board: Standing, other: Standing, most: int = sys.maxsize) -> list[Rivals]:
    """Each set of rivals.

    Args:
        other: of a graph with the same rows.
        most: of each set so many rows are looked at.
    """
    first, second, graph = board.rank_rows(), other.rank_rows(), board.graph
    moved, there = _moved(board, other), np.zeros(len(graph.cards), np.bool_)
    there[list(other.graph.hypotheses)] = True
    found = []
    for rivals in graph.rivals:
        every = np.array(rivals, np.int64)
        before, after = first[every], second[every]
        places = np.lexsort((before, after, after == 0))[:most]
        rows = [
            _compared(board, other, row, len(rivals), _side(first, row), _side(second, row), bool(there[row]))
            for row in every[places].tolist()
        ]
        moves = bool((before != after).any() or moved[every].any())
        found.append(Rivals(graph.facts[rivals[0]].rivals, tuple(rows), len(rivals), moves))
    return found


def claims(board: Standing, other: Standing, most: int = sys.maxsize) -> tuple[list[Compared], int]:
    """The claims that stand otherwise, those first that move furthest, and how many there are.

    Args:
        most: so many are looked at.
    """
    graph = board.graph
    rows = np.flatnonzero(_moved(board, other) & graph.claims)
    by = np.nan_to_num(np.abs(other.values[QUADRATIC.name][rows] - board.values[QUADRATIC.name][rows]))
    order = rows[np.argsort(-by, kind="stable")[:most]].tolist()
    return [_compared(board, other, row, 0, None, None) for row in order], len(rows)


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
    word = between(before.word, after.word)
    if before.rank != after.rank and before.rank is not None and after.rank is not None:
        return f"stands {ordinal(after.rank)} instead of {ordinal(before.rank)}, {word}"
    return f"{way(each)}, {word}"


def between(before: str, after: str) -> str:
    """How one word of a standing became another.

    >>> between("even", "fair"), between("even", "even")
    ('from even to fair', 'still even')
    >>> between("even", "does not settle"), between("does not settle", "weak")
    ('and does not settle any more', 'and settles: weak')
    """
    if before == after:
        return f"still {after}"
    if UNSETTLED in (before, after):
        return f"and settles: {after}" if before == UNSETTLED else f"and {UNSETTLED} any more"
    return f"from {before} to {after}"


def way(each: Compared) -> str:
    """Whether it gains or loses; "changes" where only another method says so, or nobody can say."""
    if np.isnan(each.change) or abs(each.change) < TIE:
        return "changes"
    return "gains" if each.change > 0 else "loses"


def _moved(board: Standing, other: Standing) -> NDArray[np.bool_]:
    """Which arguments stand otherwise by any method."""
    found = np.zeros(len(board.graph.cards), np.bool_)
    for method in METHODS:
        first, second = board.values[method], other.values[method]
        found |= ~((np.abs(first - second) < TIE) | (np.isnan(first) & np.isnan(second)))
    return found


def _compared(
    board: Standing,
    other: Standing,
    row: int,
    rivals: int,
    first: int | None,
    second: int | None,
    there: bool = True,
) -> Compared:
    """One row, its ranks on both sides, and whether it is a rival on the other side still."""
    card, name = board.graph.cards[row], QUADRATIC.name
    gone = not there
    before, after = Side(first, board.word(card)), Side(second, NO_RIVAL if gone else other.word(card))
    change = float(other.values[name][row] - board.values[name][row])
    moves = gone or any(bool(_at(board, other, row, method)) for method in METHODS)
    return Compared(card, rivals, before, after, change, moves or before.rank != after.rank)


def _side(ranks: NDArray[np.int64], row: int) -> int | None:
    return int(ranks[row]) or None


def _at(board: Standing, other: Standing, row: int, method: str) -> bool:
    first, second = float(board.values[method][row]), float(other.values[method][row])
    return not (abs(first - second) < TIE or (np.isnan(first) and np.isnan(second)))
