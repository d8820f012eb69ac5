"""Many links drawn as one: the links of a sheet counted by the groups of cards that their ends belong to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.columns import Columns, Flags, Rows


class Bundles(NamedTuple):
    """Bundles as columns, in a fixed order. Which way the links run is not told apart.

    Attributes:
        group: the group at one end; of two groups the one with the smaller number.
        other: the group at the other end; -1 where a card that belongs to none is there.
        card: the row of that card; -1 where a group is there.
        contradict: whether these are the links that contradict; support is counted apart.
        links: how many there are.
    """

    group: Rows
    other: Rows
    card: Rows
    contradict: Flags
    links: Rows


def bundle(columns: Columns, rows: Rows, group: NDArray[np.intp]) -> Bundles:
    """Count links by what they join.

    Links within one group, and links between cards of no group, are in no bundle. An undercut counts as a link to
    the card in which the link that it attacks ends.

    Args:
        rows: the edges to count.
        group: for every card row its group, -1 for none.
    """
    tail, head = columns.tail[rows].astype(np.intp), _heads(columns)[rows]
    joined = head >= 0
    tail, head, contradict = tail[joined], head[joined], columns.contradict[rows][joined]
    one, two = group[tail], group[head]
    kept = (one != two) & np.maximum(one >= 0, two >= 0)
    tail, head, one, two, contradict = (part[kept] for part in (tail, head, one, two, contradict))
    swap = (one < 0) | ((two >= 0) & (two < one))
    first, other = np.where(swap, two, one), np.where(swap, one, two)
    card = np.where(other < 0, np.where(swap, tail, head), -1)
    key, links = np.unique(_pack(first, other, card, contradict, columns, group), return_counts=True)
    return Bundles(*_unpack(key, columns, group), links)


def _heads(columns: Columns) -> Rows:
    """For every edge the row of the card in which it ends, through all that it undercuts; -1 for a ring."""
    head = columns.head.astype(np.intp)
    rest = np.flatnonzero(head < 0)
    while len(rest):
        head[rest] = head[columns.onto[rest]]
        left = rest[head[rest] < 0]
        if len(left) == len(rest):
            break
        rest = left
    return head


def _sizes(columns: Columns, group: NDArray[np.intp]) -> tuple[int, int]:
    return int(group.max(initial=-1)) + 2, len(columns.cards) + 1


def _pack(
    first: Rows, other: Rows, card: Rows, contradict: Flags, columns: Columns, group: NDArray[np.intp]
) -> NDArray[np.int64]:
    """The four as one number each, for one number sorts many times faster than four."""
    groups, cards = _sizes(columns, group)
    return (((first * groups + other + 1) * cards + card + 1) * 2 + contradict).astype(np.int64)


def _unpack(key: NDArray[np.int64], columns: Columns, group: NDArray[np.intp]) -> tuple[Rows, Rows, Rows, Flags]:
    groups, cards = _sizes(columns, group)
    rest, contradict = np.divmod(key, 2)
    rest, card = np.divmod(rest, cards)
    first, other = np.divmod(rest, groups)
    return first, other - 1, card - 1, contradict.astype(bool)
