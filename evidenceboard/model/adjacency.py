"""Who is joined to whom on a sheet: the edges of a card, what undercuts them, and the cards at their ends."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from evidenceboard.model.columns import Columns, Rows

FEW = 24  # cards that are looked up one by one after a change, until what joins what is put in order anew

_NONE: Rows = np.empty(0, np.intp)


class Adjacency(Columns):
    """The columns of one sheet, read from card to edge and from edge to what undercuts it."""

    def __init__(self) -> None:
        self._adjacent: tuple[Rows, Rows] | None = None
        self._asked = 0
        self._undercuts: Rows | None = None
        super().__init__()

    def _changed(self) -> None:
        super()._changed()
        self._adjacent, self._asked = None, 0
        self._undercuts = None

    def edges_of_row(self, row: int) -> Rows:
        """Rows of the edges that leave the card in a row, then of those that enter it."""
        if self._adjacent is None:
            self._asked += 1
            if self._asked <= FEW:  # whoever drew one link asks of its two cards
                return np.concatenate([np.flatnonzero(self.tail == row), np.flatnonzero(self.head == row)])
            self._adjacent = self._adjacency()
        start, edges = self._adjacent
        return edges[start[row] : start[row + 1]] if row + 1 < len(start) else _NONE

    def _adjacency(self) -> tuple[Rows, Rows]:
        ends = np.concatenate([self.tail, self.head]).astype(np.intp)
        edges = np.tile(np.arange(len(self.edges)), 2)[ends >= 0]
        ends = ends[ends >= 0]
        start = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=len(self.cards)))])
        return start, edges[np.argsort(ends, kind="stable")]

    def attacks_on(self, row: int) -> list[int]:
        """Rows of the edges that undercut the edge in a row."""
        return np.flatnonzero(self.onto == row).tolist()

    def edges_of(self, card: str) -> list[str]:
        """The edges of a card, and what undercuts them."""
        if card not in self.row:
            return []
        return [self.edges[row] for row in sorted(self.with_attacks(self.edges_of_row(self.row[card])))]

    def neighbours(self, card: str) -> list[str]:
        """Cards joined to a card, over an undercut too (its card and the two ends of what it attacks)."""
        near = [end for edge in self.edges_of(card) for end in self.ends_of(edge)]
        return [end for end in dict.fromkeys(near) if end != card]

    def ends_of(self, edge: str) -> list[str]:
        """The cards at both ends of an edge; of an undercut its card and the ends of what it attacks."""
        row = self.edge_row[edge]
        ends = [self.cards[self.tail[row]]]
        while self.head[row] < 0:
            row = int(self.onto[row])
            ends.append(self.cards[self.tail[row]])
        return [*ends, self.cards[self.head[row]]]

    def with_attacks(self, rows: Iterable[int]) -> set[int]:
        """These edges, what undercuts them, what undercuts that."""
        if self._undercuts is None:
            self._undercuts = np.flatnonzero(self.onto >= 0)
        whole = {int(row) for row in rows}
        found = whole
        while found:
            attacks = self._undercuts[np.isin(self.onto[self._undercuts], list(found))]
            found = set(attacks.tolist()) - whole
            whole |= found
        return whole
