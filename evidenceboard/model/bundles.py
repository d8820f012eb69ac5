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


class FoldedAttacks(NamedTuple):
    """Undercuts of links that are in a bundle, as columns: such an undercut ends on the bundle.

    Attributes:
        group: the group that they come from; -1 where they come from a card of no group.
        card: the row of that card; -1 where they come from a group.
        bundle: the row of the bundle that they end on.
        links: how many there are.
    """

    group: Rows
    card: Rows
    bundle: Rows
    links: Rows


class Folded(NamedTuple):
    """What the links of a sheet become where groups of its cards are folded.

    Attributes:
        of: for every edge the row in which it is counted: of `links`, or, after all of those, of `attacks`; -1 for
            an edge that is in neither.
    """

    links: FoldedLinks
    attacks: FoldedAttacks
    of: Rows


def folded_links(columns: Columns, rows: Rows, group: Rows) -> Folded:
    """Count links by what they join.

    Links within one group, and links between cards of no group, are in no bundle. An undercut of a link that is in
    a bundle ends on that bundle, unless it comes from one of its ends; any other counts as a link to the card in
    which the link that it attacks ends.

    Args:
        rows: the edges to count.
        group: for every card row its group, -1 for none.
    """
    keys = np.full(len(columns.edges), -1, np.intp)
    keys[rows] = _keys(columns, rows, group)
    attacked = _attacked(columns, keys, rows, group)
    keys[attacked >= 0] = -1
    key, of, links = np.unique(keys, return_inverse=True, return_counts=True)
    none = int((key < 0).any())
    of, key, links = of.ravel() - none, key[none:], links[none:]
    attacks, mine = _attacks(columns, attacked, key, group)
    of[attacked >= 0] = mine + len(key)
    return Folded(FoldedLinks(*_unpack(key, columns, group), links), attacks, of)


def _keys(columns: Columns, rows: Rows, group: Rows) -> Rows:
    """A number for each of these edges that is the same for those of one bundle; -1 for an edge in none."""
    tail, head = columns.tail[rows].astype(np.intp), cards_met(columns)[rows]
    keys = np.full(len(rows), -1, np.intp)
    kept = head >= 0
    one, two = group[tail], np.where(kept, group[head], -1)
    kept &= (one != two) & (np.maximum(one, two) >= 0)
    tail, head, one, two = (part[kept] for part in (tail, head, one, two))
    swap = (one < 0) | ((two >= 0) & (two < one))
    first, other = np.where(swap, two, one), np.where(swap, one, two)
    card = np.where(other < 0, np.where(swap, tail, head), -1)
    keys[kept] = _pack(first, other, card, columns.contradict[rows][kept], columns, group)
    return keys


def _attacked(columns: Columns, keys: Rows, rows: Rows, group: Rows) -> Rows:
    """For every edge the key of the bundle that it undercuts; -1 for an edge that undercuts none."""
    attacked = np.full(len(keys), -1, np.intp)
    known = columns.onto < 0
    rest = rows[columns.onto[rows] >= 0]
    while len(rest):
        ready = known[columns.onto[rest]] | ~np.isin(columns.onto[rest], rest)
        if not ready.any():  # a ring
            break
        now, rest = rest[ready], rest[~ready]
        base = columns.onto[now]
        key = np.where(attacked[base] >= 0, attacked[base], keys[base])
        first, other, card, _contradict = _unpack(np.maximum(key, 0), columns, group)
        tail = columns.tail[now].astype(np.intp)
        mine = group[tail]
        ours = np.where(mine >= 0, (mine == first) | (mine == other), tail == card)
        attacked[now] = np.where((key >= 0) & ~ours, key, -1)
        keys[now] = np.where(attacked[now] >= 0, -1, keys[now])
        known[now] = True
    return attacked


def _attacks(columns: Columns, attacked: Rows, key: Rows, group: Rows) -> tuple[FoldedAttacks, Rows]:
    """Undercuts counted by where they come from and what they end on, and the row in which each is counted."""
    rows = np.flatnonzero(attacked >= 0)
    tail = columns.tail[rows].astype(np.intp)
    mine = group[tail]
    source = np.where(mine >= 0, mine, tail + int(group.max(initial=-1)) + 1)
    bundle = np.searchsorted(key, attacked[rows])
    sources = len(columns.cards) + int(group.max(initial=-1)) + 1
    found, first, of, links = np.unique(
        bundle * sources + source, return_index=True, return_inverse=True, return_counts=True
    )
    card = np.where(mine >= 0, -1, tail)
    return FoldedAttacks(mine[first], card[first], bundle[first], links), of.ravel()


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
