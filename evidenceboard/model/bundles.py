"""Bundles: many links taken together, with how many they are.

Between two places of the map they keep their direction; to and from what is folded they do not, and there a card that
belongs to nothing is an end of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from evidenceboard.model.columns import Columns, Flags, Rows


class Bundles(NamedTuple):
    """A row for each bundle, in the order of the groups; both directions apart, support and contradiction apart."""

    a: Rows  # the group that the links come from
    b: Rows  # the group that they go to
    contradict: Flags
    links: Rows  # how many


def bundles(columns: Columns, edges: Rows, group: Rows) -> Bundles:
    """Take links between different groups together.

    Args:
        edges: rows of the edges to look at.
        group: a number for each card row, -1 for a card in no group.
    """
    return of_keys(bundle_keys(columns, edges, group), group)


def of_keys(keys: Rows, group: Rows) -> Bundles:
    """The same from the numbers that `bundle_keys` gives."""
    found, count = np.unique(keys[keys >= 0], return_counts=True)
    groups = int(group.max(initial=0)) + 1
    return Bundles(found // 2 // groups, found // 2 % groups, found % 2 == 1, count)


def bundle_keys(columns: Columns, edges: Rows, group: Rows) -> Rows:
    """A number for each of these edges that is the same for those of one bundle, and in the order of the bundles;
    -1 for an edge within a group or with an end in none."""
    groups = int(group.max(initial=0)) + 1
    tail, head = group[columns.tail[edges]], group[cards_met(columns)[edges]]
    keys = (tail * groups + head) * 2 + columns.contradict[edges]
    return np.where((tail >= 0) & (head >= 0) & (tail != head), keys, -1)


class FoldedLinks(NamedTuple):
    """Links to and from groups as columns, in a fixed order. Which way the links run is not told apart.

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


def folded_links(columns: Columns, rows: Rows, group: Rows) -> FoldedLinks:
    """Count links by what they join.

    Links within one group, and links between cards of no group, are in no bundle. An undercut counts as a link to
    the card in which the link that it attacks ends.

    Args:
        rows: the edges to count.
        group: for every card row its group, -1 for none.
    """
    tail, head = columns.tail[rows].astype(np.intp), cards_met(columns)[rows]
    joined = head >= 0
    tail, head, contradict = tail[joined], head[joined], columns.contradict[rows][joined]
    one, two = group[tail], group[head]
    kept = (one != two) & np.maximum(one >= 0, two >= 0)
    tail, head, one, two, contradict = (part[kept] for part in (tail, head, one, two, contradict))
    swap = (one < 0) | ((two >= 0) & (two < one))
    first, other = np.where(swap, two, one), np.where(swap, one, two)
    card = np.where(other < 0, np.where(swap, tail, head), -1)
    key, links = np.unique(_pack(first, other, card, contradict, columns, group), return_counts=True)
    return FoldedLinks(*_unpack(key, columns, group), links)


def cards_met(columns: Columns) -> Rows:
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


def _sizes(columns: Columns, group: Rows) -> tuple[int, int]:
    return int(group.max(initial=-1)) + 2, len(columns.cards) + 1


def _pack(first: Rows, other: Rows, card: Rows, contradict: Flags, columns: Columns, group: Rows) -> Rows:
    """The four as one number each, for one number sorts many times faster than four."""
    groups, cards = _sizes(columns, group)
    return (((first * groups + other + 1) * cards + card + 1) * 2 + contradict).astype(np.intp)


def _unpack(key: Rows, columns: Columns, group: Rows) -> tuple[Rows, Rows, Rows, Flags]:
    groups, cards = _sizes(columns, group)
    rest, contradict = np.divmod(key, 2)
    rest, card = np.divmod(rest, cards)
    first, other = np.divmod(rest, groups)
    return first, other - 1, card - 1, contradict.astype(bool)
