"""What the cards of a whole board show of their standing, made anew only for those that show something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.card_standing import CardStanding, card_standing
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.standing import Standing
from evidenceboard.model.ids import RecordId

Rows = NDArray[np.int64]

NOTHING, CLAIM, RIVAL = 0, 1, 2  # what a card shows: no standing, its balance, all


@dataclass(frozen=True)
class Shown:
    """What is shown, and by what it was made.

    Attributes:
        cards: of every claim and hypothesis what its card shows.
        changed: the cards that show something else than before.
        names: all arguments, whose rows `signs` has: what it shows, its balance, its rank and the rivals.
        values: n × methods.
    """

    cards: Mapping[RecordId, CardStanding]
    changed: frozenset[RecordId]
    names: tuple[RecordId, ...]
    signs: Rows
    values: NDArray[np.float64]


def shown(standing: Standing, before: Shown | None = None) -> Shown:
    """What the cards show.

    Args:
        before: what they showed; only what is different is made anew.
    """
    graph = standing.graph
    signs, values = _signs(standing), np.stack([standing.values[method] for method in METHODS], axis=1)
    was = _rows_before(graph.cards, before)
    different = signs[:, 0] != NOTHING
    gone: set[RecordId] = set()
    if before is not None:
        known = np.flatnonzero(was >= 0)
        old, now = was[known], values[known]
        equal = (now == before.values[old]) | (np.isnan(now) & np.isnan(before.values[old]))
        equal |= (signs[known, 0] != RIVAL)[:, None]
        different[known] = (signs[known] != before.signs[old]).any(axis=1) | ~equal.all(axis=1)
        lost = before.signs[:, 0] != NOTHING
        lost[old] &= signs[known, 0] == NOTHING
        gone = {before.names[row] for row in np.flatnonzero(lost).tolist()}
    cards = dict(before.cards) if before is not None else {}
    for card in gone:
        del cards[card]
    rows = np.flatnonzero(different & (signs[:, 0] != NOTHING)).tolist()
    for row in rows:
        kind, balance, rank, rivals = signs[row].tolist()
        cards[graph.cards[row]] = card_standing(balance, rank, rivals, values[row].tolist() if kind == RIVAL else None)
    return Shown(cards, frozenset([*(graph.cards[row] for row in rows), *gone]), graph.cards, signs, values)


def _signs(standing: Standing) -> Rows:
    """Of each argument what it shows, its balance, its rank, and how many rivals it has, itself among them."""
    graph = standing.graph
    found = np.zeros((len(graph.cards), 4), np.int64)
    found[graph.claims, 0] = CLAIM
    for rivals in graph.rivals:
        found[list(rivals), 0], found[list(rivals), 3] = RIVAL, len(rivals)
    found[:, 1] = standing.balances()
    found[:, 2] = standing.rank_rows()
    found[found[:, 0] == NOTHING, 1] = 0
    return found


def _rows_before(cards: tuple[RecordId, ...], before: Shown | None) -> Rows:
    """Of each argument its row before; -1 for none."""
    if before is None:
        return np.full(len(cards), -1)
    if cards is before.names:
        return np.arange(len(cards))
    row = {card: at for at, card in enumerate(before.names)}
    return np.array([row.get(card, -1) for card in cards], np.int64)
