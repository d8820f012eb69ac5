"""The cards and edges of one sheet as numpy columns that follow committed changes.

Units are scene units: 1 is one logical pixel at 100 %, y grows downwards. `geometry` asks questions of them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.arrays import Arrays
from evidenceboard.model.removal import Holes, grouped

KINDS = ("photo", "reported", "claim", "assumption", "gap", "question", "hypothesis")
MANY_EDGES = 64  # edges from which it is not worth looking at them one by one
AT_ONCE = 10_000  # names that are taken from another sheet in one step
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


def _named(names: Sequence[str], rows: Rows) -> Generator[None, None, tuple[list[str], dict[str, int]]]:
    """The names in some rows, and the row of each among them, in steps."""
    found: list[str] = []
    row: dict[str, int] = {}
    for start in range(0, len(rows), AT_ONCE):
        some = [names[each] for each in rows[start : start + AT_ONCE].tolist()]
        row.update(zip(some, range(start, start + len(some)), strict=True))
        found += some
        yield
    return found, row


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
        on: dict[str, list[tuple[int, EdgeRow]]] = {}  # by the edge that is attacked: the place in the order, the edge
        for place, edge in enumerate(edges.values()):
            if edge[2] in edges and edge[1] in self.row and edge[0] not in held:
                on.setdefault(edge[2], []).append((place, edge))
        found: list[EdgeRow] = []
        ready = sorted(chain.from_iterable(on.pop(edge) for edge in tuple(on) if edge in held))
        while ready:
            found += [edge for _place, edge in ready]
            ready = sorted(chain.from_iterable(on.pop(edge[0], ()) for _place, edge in ready))
        return found

    def taking(self, sheet: Columns, there: Flags, besides: Flags) -> Generator[None, None, Rows]:
        """Hold the cards of a sheet that are there, and of the edges between them those that are there besides.

        It takes them in steps; until the last one this must not be looked at, and the sheet must stay as it is.

        Args:
            there, besides: for every row of the sheet's cards, and of its edges.

        Returns:
            The rows that these edges have on the sheet.
        """
        cards, edges = np.flatnonzero(there), np.flatnonzero(sheet._joining(there, besides))
        number = np.full(len(there) + 1, -1, np.int32)  # and of what is no card
        number[cards] = np.arange(len(cards))
        onto = np.full(len(besides) + 1, -1, np.int32)
        onto[edges] = np.arange(len(edges))
        yield
        self.cards, self.row = yield from _named(sheet.cards, cards)
        self.edges, self.edge_row = yield from _named(sheet.edges, edges)
        self._card, self._edge = sheet._card.some(cards), sheet._edge.some(edges)
        yield
        for name, rows in (("tail", number), ("head", number), ("onto", onto)):
            self._edge[name][:] = rows[self._edge[name]]
        self._changed()
        return edges

    def _joining(self, there: Flags, besides: Flags) -> Flags:
        """The edges that are there with both their ends; of those that end on an edge, with all beneath them."""
        held = besides & there[self.tail] & ((self.head < 0) | there[self.head])
        upper = np.flatnonzero(self.head < 0)
        while len(upper) and not held[self.onto[upper]][held[upper]].all():
            held[upper] &= held[self.onto[upper]]
        return held

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
        """The same for many; a repeated card counts once, the last time."""
        last = {card[0]: card for card in cards}
        old = [self.row[card] for card in last if card in self.row]
        disturbed = [self.box_of(row) for row in old]
        for card in last:
            if card not in self.row:
                self.row[card] = len(self.cards)
                self.cards.append(card)
        self._card.extend(len(self.cards))
        names, kinds, *numbers = _columns(last.values(), 7)
        rows = [self.row[card] for card in names]
        for name, column in zip(("x", "y", "w", "h", "z"), numbers, strict=True):
            self._card[name][rows] = column
        self._card["kind"][rows] = [KIND_CODE[kind] for kind in kinds]
        self._bind()
        disturbed += [self.box_of(row) for row in rows]
        self._disturb(disturbed, old)

    def drop(self, card: str) -> list[str]:
        """Take a card off the sheet; gives the edges that went with it. Unknown cards are no error."""
        return self.remove_many((), (card,))

    def unlink(self, edge: str) -> list[str]:
        """Let an edge go, and what undercuts it; gives all that went. Unknown edges are no error."""
        return self.remove_many((edge,))

    def remove_many(self, edges: Iterable[str], cards: Iterable[str] = ()) -> list[str]:
        """Let edges go, then take cards off the sheet; gives all edges that went, in the order in which they did.

        The rows are those after unlinking and dropping one by one.
        """
        gone = [card for card in dict.fromkeys(cards) if card in self.row]
        rows = np.array([self.row[card] for card in gone], np.intp)
        of_card: dict[int, list[str]] = {}
        for ends in (self.tail, self.head) if len(rows) else ():
            grouped(ends, rows, self.edges, of_card)
        loose = [edge for edge in dict.fromkeys(edges) if edge in self.edge_row]
        loose_rows = {self.edge_row[edge] for edge in chain(loose, *of_card.values())}
        if not loose_rows and not gone:
            return []
        attacks = self._attacks_on(loose_rows)
        under = {self.edge_row[attack] for names in attacks.values() for attack in names}
        went = np.array(sorted(loose_rows | under), np.intp)
        self._disturb([self.box_of(row) for row in rows], [*rows.tolist(), *self._crowd(went)], went.tolist())
        edge_holes, card_holes = Holes(self.edges, self.edge_row, self._edge_went), Holes(self.cards, self.row)
        dropped: list[str] = []

        def unlink(names: Iterable[str]) -> None:
            """Let these go, each after what attacks it. There may be thousands in a row: the stack is our own."""
            todo = [(name, False) for name in reversed(list(names))]
            while todo:
                name, attacked = todo.pop()
                if attacked:
                    edge_holes.leave(name)
                    dropped.append(name)
                elif name in self.edge_row:
                    todo.append((name, True))
                    attackers = sorted(attacks.get(name, ()), key=self._row_or_end, reverse=True)
                    todo += [(attacker, False) for attacker in attackers]

        for edge in loose:
            unlink((edge,))
        for card, row in zip(gone, rows.tolist(), strict=True):
            unlink(sorted(set(of_card.get(row, ())), key=self._row_or_end))
            card_holes.leave(card)
        self._close(edge_holes, card_holes)
        self._changed()
        return dropped

    def _attacks_on(self, rows: set[int]) -> dict[str, list[str]]:
        """What undercuts these edges, what undercuts that, by what is undercut."""
        on: dict[int, list[int]] = {}
        under = np.flatnonzero(self.onto >= 0)
        for attack, attacked in zip(under.tolist(), self.onto[under].tolist(), strict=True):
            on.setdefault(attacked, []).append(attack)
        found: dict[str, list[str]] = {}
        todo = list(rows)
        while todo:
            attacked = todo.pop()
            attacks = on.pop(attacked, ())
            if attacks:
                found[self.edges[attacked]] = [self.edges[attack] for attack in attacks]
                todo += attacks
        return found

    def _row_or_end(self, edge: str) -> int:
        return self.edge_row.get(edge, len(self.edges))

    def _close(self, edges: Holes, cards: Holes) -> None:
        """Rearrange the columns after names have left their rows."""
        for arrays, holes, names in ((self._edge, edges, self.edges), (self._card, cards, self.cards)):
            arrays.rearrange(*holes.moves(), len(names))
        for name, holes in (("tail", cards), ("head", cards), ("onto", edges)):
            self._edge[name][:] = holes.renumbered(self._edge[name])

    def link(self, edge: str, tail: str, head: str, contradict: bool, strong: bool) -> bool:
        """Hold an edge, or change the kind and strength of one held; False if an end is not on the sheet."""
        return bool(self.link_many([(edge, tail, head, contradict, strong)]))

    def link_many(self, edges: Iterable[EdgeRow]) -> list[str]:
        """The same for many, in this order: an undercut comes after what it attacks. Gives those that are held."""
        edges = list(edges)
        held: dict[str, EdgeRow] = {}
        known, first = self.edge_row, len(self.edges)
        old = np.array([known[edge[0]] for edge in edges if edge[0] in known], np.intp)
        if len(old):
            self._disturb([], self._crowd(old), old.tolist())
        for edge in edges:
            name, tail, head = edge[:3]
            if tail in self.row and (head in self.row or head in known) and head != name:
                held[name] = edge
                if name not in known:
                    known[name] = len(self.edges)
                    self.edges.append(name)
        if not held:
            return []
        names, tails, heads, contradict, strong = _columns(held.values(), 5)
        rows = np.array([known[name] for name in names], np.intp)
        self._edge.extend(len(self.edges))
        for _ in range(first, len(self.edges)):
            self._edge_came()
        self._edge["tail"][rows] = [self.row[tail] for tail in tails]
        self._edge["head"][rows] = [self.row.get(head, -1) for head in heads]
        self._edge["onto"][rows] = [-1 if head in self.row else known[head] for head in heads]
        self._edge["contradict"][rows] = contradict
        self._edge["strong"][rows] = strong
        self._changed()
        self._disturb([], self._crowd(rows), rows.tolist())
        return list(names)

    def _crowd(self, edges: Rows) -> list[int]:
        """The cards from which edges begin, if these are very many: then they count as moved, for that is simpler than
        to look at the edges one by one."""
        return self.tail[edges].tolist() if len(edges) > MANY_EDGES else []

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
