"""What stands on one sheet, as geometry: loaded in bulk, then kept by following what changes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from evidenceboard.model.board import Board
from evidenceboard.model.geometry import KINDS, CardRow, EdgeRow, Geometry
from evidenceboard.model.ids import RecordId, kind_of, place_id
from evidenceboard.model.sizes import WIDTH, card_size

ACROSS, DOWN = WIDTH + 24.0, 96.0  # between cards that are to be sorted


def look_of(kind: str | None, role: str | None) -> str:
    """How a card is drawn: by its role where it is a statement, else by its kind."""
    return (role or "claim") if kind == "statement" else (kind or "claim")


def _kept_look(kind: str | None, role: str | None) -> str:
    look = look_of(kind, role)
    if look not in KINDS:
        raise ValueError("a card of no known kind")
    return look


def to_sort(card: RecordId) -> tuple[float, float]:
    """Where a card lies whose place says no point that can be read: left of the middle, where it is sorted by hand.

    It follows from the card alone, so it is the same on every machine and whenever it is asked for.
    """
    number = zlib.crc32(card.encode())
    return -ACROSS * (1 + number % 4), DOWN * (number // 4 % 6)


def load_sheet(cards: Iterable[Sequence[Any]], edges: Iterable[EdgeRow]) -> Geometry:
    """The geometry of a sheet.

    Args:
        cards: (card, kind, role, x, y, w, h, z) of every live place on the sheet.
        edges: every edge of the board; those whose ends are not on the sheet are left out.

    Raises:
        ValueError: a card is of no kind that was ever kept.
    """
    width, height = card_size({})
    geometry = Geometry()
    geometry.load(
        [
            (card, _kept_look(kind, role), *(to_sort(card) if x is None else (x, y)), w or width, h or height, z or 0)
            for card, kind, role, x, y, w, h, z in cards
        ],
        edges,
    )
    return geometry


def follow_sheet(geometry: Geometry, board: Board, sheet: RecordId, records: Iterable[RecordId]) -> set[RecordId]:
    """Bring a geometry up to date after these records changed.

    Returns:
        The cards and edges that must be drawn anew.
    """
    changed = frozenset(records)
    cards, standing, edges = _affected(geometry, board, sheet, changed)
    live = {edge for edge in edges if board.is_live(edge)}
    geometry.remove_many(sorted(edges - live), sorted(cards - standing))
    # How a card looks is known where only its place has changed: it need not be read from the log.
    looks = {card: KINDS[geometry.kind[geometry.row[card]]] for card in standing - changed if card in geometry.row}
    places = {card: place_id(sheet, card) for card in standing}
    board.load(places.values())
    board.load(card for card in standing if card not in looks or board.value(places[card], "size") is None)
    geometry.place_many([_card_row(board, sheet, card, looks.get(card)) for card in sorted(standing)])
    board.load(live)
    depths: dict[RecordId, int] = {}
    geometry.link_many(
        _edge_row(board, edge) for edge in sorted(live, key=lambda each: (_depth(board, each, depths), each))
    )
    return cards | edges


def _affected(
    geometry: Geometry, board: Board, sheet: RecordId, records: Iterable[RecordId]
) -> tuple[set[RecordId], set[RecordId], set[RecordId]]:
    """The cards that these records tell of, those of them that stand on the sheet, and the edges."""
    cards: set[RecordId] = set()
    edges: set[RecordId] = set()
    for record in records:
        match kind_of(record):
            case "card":
                cards.add(record)
            case "place" if board.value(record, "sheet") == sheet:
                cards.add(board.value(record, "card"))
            case "edge":
                edges.add(record)
            case "region":
                cards.add(board.value(record, "card"))
                edges.update(board.index.joined_to(record))
    standing = {card for card in cards if _stands(board, sheet, card)}
    for card in cards:
        if (card in geometry.row) != (card in standing):  # its edges come or go with it
            edges.update(board.index.joined_to(card))
    return cards, standing, _with_undercuts(board, edges)


def _with_undercuts(board: Board, edges: set[RecordId]) -> set[RecordId]:
    found: set[RecordId] = set()
    waiting = list(edges)
    while waiting:
        edge = waiting.pop()
        if edge not in found:
            found.add(edge)
            waiting.extend(board.index.joined_to(edge))
    return found


def _stands(board: Board, sheet: RecordId, card: RecordId) -> bool:
    return board.is_live(card) and board.is_live(place_id(sheet, card))


def _card_row(board: Board, sheet: RecordId, card: RecordId, look: str | None) -> CardRow:
    place = board.record(place_id(sheet, card))
    x, y = place.shown("pos") or to_sort(card)
    w, h = place.shown("size") or card_size(board.record(card).shown_values())
    look = look or look_of(board.value(card, "kind"), board.value(card, "role"))
    return card, look, x, y, w, h, place.shown("z") or 0


def _edge_row(board: Board, edge: RecordId) -> EdgeRow:
    values = board.record(edge)
    contradict, strong = values.shown("kind") == "contradict", values.shown("strength") == "strong"
    return edge, _card_at(board, values.shown("from")), values.shown("to"), contradict, strong


def _card_at(board: Board, end: RecordId) -> RecordId:
    """The card that an edge's beginning lies on: itself, or the one whose photo it is a region of."""
    return board.index.ends(end)[0] if kind_of(end) == "region" else end


def _depth(board: Board, edge: RecordId, known: dict[RecordId, int]) -> int:
    """0 for an edge between cards, 1 for an undercut of it, and so on; what is found on the way is noted as known."""
    way: list[RecordId] = []
    while edge not in known:
        way.append(edge)
        ends = board.index.ends(edge)
        if len(ends) != 2 or kind_of(ends[1]) != "edge":
            known[edge] = 0
        else:
            edge = ends[1]
    for above in reversed(way):
        known.setdefault(above, known[edge] + 1)
        edge = above
    return known[edge]
