"""Bundles: the links between two groups of cards taken together, with how many they are."""

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
    tail, head = group[columns.tail[edges]], group[_cards_met(columns, edges)]
    keys = (tail * groups + head) * 2 + columns.contradict[edges]
    return np.where((tail >= 0) & (head >= 0) & (tail != head), keys, -1)


def _cards_met(columns: Columns, edges: Rows) -> Rows:
    """Rows of the cards that edges speak about: an undercut about the card at which the edge it attacks ends."""
    head, onto = columns.head[edges].astype(np.intp), columns.onto[edges].astype(np.intp)
    while len(open_ := np.flatnonzero(head < 0)):
        head[open_], onto[open_] = columns.head[onto[open_]], columns.onto[onto[open_]]
    return head
