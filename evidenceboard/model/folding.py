"""A sheet some of whose frames are folded: the cards that are still seen, and the bundles that lead to the others.

What is seen has a geometry of its own, so that nothing that asks where cards lie meets one that is hidden. It
follows every change; while nothing is folded it is the sheet's own geometry, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

import numpy as np

from evidenceboard.model.bundles import Folded, folded_links
from evidenceboard.model.columns import KINDS, Box, EdgeRow, Flags
from evidenceboard.model.excerpt import card_row
from evidenceboard.model.frames import Groups, groups_of
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import RecordId

MANY = 200  # cards that come or go at once from which all is loaded anew


class Folding:
    """What is seen of a sheet.

    Attributes:
        whole: the sheet's own geometry.
        shown: the geometry of what is seen; the same as `whole` while nothing is folded.
        hidden: the cards that are not.
        groups: for every row of `whole` the number of the folded frame that hides the card; -1 for none.
    """

    def __init__(self, whole: Geometry) -> None:
        self.whole = self.shown = whole
        self.hidden: frozenset[RecordId] = frozenset()
        self.groups: Groups = np.empty(0, np.intp)

    def follow(self, boxes: Sequence[Box], touched: Set[RecordId]) -> Set[RecordId] | None:
        """The sheet has changed, and these boxes are folded now.

        Args:
            boxes: outer ones first: a card in two of them belongs to the first.
            touched: cards and edges of the sheet that have changed.

        Returns:
            The cards and edges that must be drawn anew; None where `shown` is another geometry than before.
        """
        before, shown = self.hidden, self.shown
        self.groups = groups_of(self.whole, boxes)
        self.hidden = frozenset(self.whole.cards[row] for row in np.flatnonzero(self.groups >= 0))
        if not boxes:
            self.shown = self.whole
            return touched if shown is self.whole else None
        if shown is self.whole or len(before ^ self.hidden) > MANY:
            self.shown = _without(self.whole, self.groups >= 0)
            return None
        return self._patch(before - self.hidden, self.hidden - before, touched)

    def bundles(self) -> Folded:
        """The links between folded frames, and between those and the cards outside."""
        return folded_links(self.whole, np.arange(len(self.whole.edges)), self.groups)

    def counts(self, number: int) -> dict[str, int]:
        """How many cards of each kind the folded frame of this number hides."""
        kinds = np.bincount(self.whole.kind[self.groups == number], minlength=len(KINDS))
        return {kind: int(count) for kind, count in zip(KINDS, kinds, strict=True) if count}

    def _patch(self, came: Set[RecordId], went: Set[RecordId], touched: Set[RecordId]) -> Set[RecordId]:
        whole, shown = self.whole, self.shown
        cards = {card for card in touched if card in whole.row or card in shown.row} | came
        edges = {edge for edge in touched if edge in whole.edge_row or edge in shown.edge_row}
        edges.update(edge for card in came for edge in whole.edges_of(card))
        wanted = edges & whole.edge_row.keys()
        edges.update(shown.remove_many(sorted(edges - wanted), sorted(went | (cards - whole.row.keys()))))
        shown.place_many([card_row(whole, card) for card in sorted(cards & whole.row.keys() - self.hidden)])
        shown.link_many(_edge(whole, whole.edge_row[edge]) for edge in _bases_first(whole, wanted))
        return cards | edges | went


def _without(whole: Geometry, hidden: Flags) -> Geometry:
    """The cards that are not hidden, and the edges between them."""
    seen = Geometry()
    kept = ~hidden[whole.tail] & ((whole.head < 0) | ~hidden[whole.head])
    seen.load(
        [card_row(whole, whole.cards[row]) for row in np.flatnonzero(~hidden)],
        [_edge(whole, int(row)) for row in np.flatnonzero(kept)],
    )
    return seen


def _bases_first(whole: Geometry, edges: Iterable[RecordId]) -> list[RecordId]:
    """Edges in such an order that what is undercut comes before what undercuts it."""

    def depth(edge: RecordId) -> int:
        row, steps = whole.edge_row[edge], 0
        while whole.head[row] < 0 and steps < len(whole.edges):
            row, steps = int(whole.onto[row]), steps + 1
        return steps

    return sorted(edges, key=lambda edge: (depth(edge), edge))


def _edge(whole: Geometry, row: int) -> EdgeRow:
    head = whole.cards[whole.head[row]] if whole.head[row] >= 0 else whole.edges[whole.onto[row]]
    return whole.edges[row], whole.cards[whole.tail[row]], head, bool(whole.contradict[row]), bool(whole.strong[row])
