"""The cards and edges of one sheet as numpy columns that follow committed changes.

Units are scene units: 1 is one logical pixel at 100 %, y grows downwards. `geometry` asks questions of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.arrays import Arrays

KINDS = ("photo", "reported", "claim", "assumption", "gap", "question", "hypothesis")
KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Whole = NDArray[np.int32]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
CardRow = tuple[str, str, float, float, float, float, int]  # id, kind, x, y, w, h, z
EdgeRow = tuple[str, str, str, bool, bool]  # id, tail card, head card or edge, contradict, strong


def middle(values: NDArray[np.float64]) -> float:
    """The value of which as many others are smaller as larger; 0 of none. (`numpy.median` loads a good deal of numpy
    that nothing else needs: it would cost 70 ms of a start.)"""
    half = len(values) // 2
    return float(np.partition(values, half)[half]) if len(values) else 0.0


class Box(NamedTuple):
    """A rectangle by its borders, in scene units."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def joined(self, other: Box) -> Box:
        low = min(self.left, other.left), min(self.top, other.top)
        return Box(*low, max(self.right, other.right), max(self.bottom, other.bottom))

    def meets(self, other: Box) -> bool:
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom


class Path(NamedTuple):
    """How an edge runs: points (n x 2), its roundel, and the unit direction in which it ends.

    Until the roundel is placed it is where it would sit if there were no others.
    """

    points: Floats
    roundel: tuple[float, float]
    end: tuple[float, float]


def _joined(names: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def _parted(arrays: Mapping[str, NDArray[Any]], name: str) -> list[str]:
    text = arrays[name].tobytes().decode() if name in arrays else ""
    return text.split("\n") if text else []


def _check_rows(rows: NDArray[Any], low: int, high: int) -> None:
    if len(rows) and not (low <= rows.min() and rows.max() < high):
        raise ValueError("a row is named that is not there")


def _columns(rows: Iterable[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    """Rows turned into so many columns."""
    return list(zip(*rows, strict=True)) or [()] * count


class Columns:
    """What one sheet holds, a row for each card and a row for each edge.

    An edge one of whose ends is not on the sheet is not held. Row numbers are good until the next change.
    """

    cards: list[str]  # row -> card id
    row: dict[str, int]  # card id -> row
    edges: list[str]
    edge_row: dict[str, int]

    x: Floats
    y: Floats
    w: Floats
    h: Floats
    z: Whole
    kind: NDArray[np.uint8]
    tail: Whole  # card row
    head: Whole  # card row, or -1 for an undercut
    onto: Whole  # row of the edge that an undercut attacks, or -1
    contradict: Flags
    strong: Flags

    def __init__(self) -> None:
        self._card = Arrays({"x": "f8", "y": "f8", "w": "f8", "h": "f8", "z": "i4", "kind": "u1"})
        self._edge = Arrays({"tail": "i4", "head": "i4", "onto": "i4", "contradict": "?", "strong": "?"})
        self.version = 0
        self.load((), ())

    def load(self, cards: Iterable[CardRow], edges: Iterable[EdgeRow]) -> None:
        """Hold these cards and edges and nothing else; a repeated id counts once, the last time."""
        names, kinds, *numbers = _columns({card[0]: card for card in cards}.values(), 7)
        self.cards = list(names)
        self.row = dict(zip(names, range(len(names)), strict=True))
        self._card.reset(len(names))
        for name, column in zip(("x", "y", "w", "h", "z"), numbers, strict=True):
            self._card[name][:] = column
        self._card["kind"][:] = [KIND_CODE[kind] for kind in kinds]
        self._load_edges({edge[0]: edge for edge in edges})
        self._changed()

    def _load_edges(self, edges: dict[str, EdgeRow]) -> None:
        row = self.row
        kept = [edge for edge in edges.values() if edge[2] in row and edge[1] in row]
        kept += self._undercuts_of({edge[0] for edge in kept}, edges)
        names, tails, heads, contradict, strong = _columns(kept, 5)
        self.edges = list(names)
        self.edge_row = dict(zip(names, range(len(names)), strict=True))
        self._edge.reset(len(names))
        self._edge["tail"][:] = [row[tail] for tail in tails]
        self._edge["head"][:] = [row.get(head, -1) for head in heads]
        self._edge["onto"][:] = [-1 if head in row else self.edge_row[head] for head in heads]
        self._edge["contradict"][:] = contradict
        self._edge["strong"][:] = strong

    def _undercuts_of(self, held: set[str], edges: dict[str, EdgeRow]) -> list[EdgeRow]:
        """The edges that end on an edge that is held, or on one of these; each after what it attacks."""
        found: list[EdgeRow] = []
        rest = [edge for edge in edges.values() if edge[2] in edges and edge[1] in self.row]
        while ready := [edge for edge in rest if edge[2] in held]:
            found += ready
            held |= {edge[0] for edge in ready}
            rest = [edge for edge in rest if edge[0] not in held]
        return found

    def pack(self) -> dict[str, NDArray[Any]]:
        """All that is held, as arrays that `unpack` takes again."""
        names = {"cards": _joined(self.cards), "edges": _joined(self.edges)}
        return names | {name: held[name].copy() for held in (self._card, self._edge) for name in held.names}

    def unpack(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Hold what was packed and nothing else.

        Raises:
            ValueError: the arrays do not fit together. Nothing has changed then.
        """
        cards, edges = _parted(arrays, "cards"), _parted(arrays, "edges")
        card, edge = self._card.filled(arrays, len(cards)), self._edge.filled(arrays, len(edges))
        _check_rows(edge["tail"], 0, len(cards))
        _check_rows(edge["head"], -1, len(cards))
        _check_rows(edge["onto"], -1, len(edges))
        _check_rows(card["kind"], 0, len(KINDS))
        row = dict(zip(cards, range(len(cards)), strict=True))
        edge_row = dict(zip(edges, range(len(edges)), strict=True))
        if len(row) != len(cards) or len(edge_row) != len(edges):
            raise ValueError("a name stands twice")
        self._card, self._edge = card, edge
        self.cards, self.row, self.edges, self.edge_row = cards, row, edges, edge_row
        self._changed()

    def place(self, card: str, kind: str, x: float, y: float, w: float, h: float, z: int = 0) -> None:
        """Put a card on the sheet, or move, resize or change the one that is there."""
        self.place_many([(card, kind, x, y, w, h, z)])

    def place_many(self, cards: Sequence[CardRow]) -> None:
        old = [self.row[card[0]] for card in cards if card[0] in self.row]
        disturbed = [self.box_of(row) for row in old]
        for card, kind, *numbers in cards:
            row = self.row.get(card, -1)
            if row < 0:
                row = self.row[card] = self._card.append()
                self.cards.append(card)
            for name, number in zip(("x", "y", "w", "h", "z"), numbers, strict=True):
                self._card[name][row] = number
            self._card["kind"][row] = KIND_CODE[kind]
        self._bind()
        disturbed += [self.box_of(self.row[card[0]]) for card in cards]
        self._disturb(disturbed, old)

    def drop(self, card: str) -> list[str]:
        """Take a card off the sheet; gives the edges that went with it. Unknown cards are no error."""
        if card not in self.row:
            return []
        row = self.row[card]
        lost = [self.edges[edge] for edge in np.flatnonzero((self.tail == row) | (self.head == row))]
        dropped = [edge for name in lost for edge in self.unlink(name)]
        self._disturb([self.box_of(row)], [])
        last = len(self.cards) - 1
        self._card.remove(row)
        self.cards[row] = self.cards[last]
        self.row[self.cards[row]] = row
        self.cards.pop()
        del self.row[card]
        for ends in (self._edge["tail"], self._edge["head"]):
            ends[ends == last] = row
        self._changed()
        return dropped

    def link(self, edge: str, tail: str, head: str, contradict: bool, strong: bool) -> bool:
        """Hold an edge, or change the kind and strength of one held; False if an end is not on the sheet."""
        if tail not in self.row or not (head in self.row or head in self.edge_row) or head == edge:
            return False
        row = self.edge_row.get(edge, -1)
        if row < 0:
            row = self.edge_row[edge] = self._edge.append()
            self.edges.append(edge)
            self._edge_came()
        else:
            self._disturb([], [], [row])
        self._edge["tail"][row] = self.row[tail]
        self._edge["head"][row] = self.row.get(head, -1)
        self._edge["onto"][row] = -1 if head in self.row else self.edge_row[head]
        self._edge["contradict"][row] = contradict
        self._edge["strong"][row] = strong
        self._changed()
        self._disturb([], [], [row])
        return True

    def unlink(self, edge: str) -> list[str]:
        """Let an edge go, and what undercuts it; gives all that went. Unknown edges are no error."""
        if edge not in self.edge_row:
            return []
        attacks = [self.edges[attack] for attack in np.flatnonzero(self.onto == self.edge_row[edge])]
        dropped = [name for attack in attacks for name in self.unlink(attack)]
        row, last = self.edge_row[edge], len(self.edges) - 1
        self._disturb([], [], [row])
        self._edge.remove(row)
        self.edges[row] = self.edges[last]
        self.edge_row[self.edges[row]] = row
        self.edges.pop()
        del self.edge_row[edge]
        self._edge["onto"][self._edge["onto"] == last] = row
        self._edge_went(row)
        self._changed()
        return [*dropped, edge]

    def _changed(self) -> None:
        """Rows came, went or were joined anew."""
        self._bind()
        self.version += 1

    def _edge_came(self) -> None:
        """The last row of the edges is a new one."""

    def _edge_went(self, row: int) -> None:
        """An edge left its row; the last one is there now."""

    def _disturb(self, boxes: Sequence[Box], cards: Sequence[int], edges: Sequence[int] = ()) -> None:
        """Something was or is now in these boxes; these cards moved or these edges changed."""
        self.version += 1

    def box_of(self, row: int) -> Box:
        x, y = float(self.x[row]), float(self.y[row])
        return Box(x, y, x + float(self.w[row]), y + float(self.h[row]))

    def _bind(self) -> None:
        card, edge = self._card, self._edge
        self.x, self.y, self.w, self.h = card["x"], card["y"], card["w"], card["h"]
        self.z, self.kind = card["z"], card["kind"]
        self.tail, self.head, self.onto = edge["tail"], edge["head"], edge["onto"]
        self.contradict, self.strong = edge["contradict"], edge["strong"]
