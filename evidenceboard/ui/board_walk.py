"""From card to card and from link to link by keys."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from evidenceboard.model.geometry import DIRECTIONS, Geometry


def card_towards(geometry: Geometry, card: str, direction: str, skip: Collection[str] = ()) -> str | None:
    """The card that lies next in a direction, past those to be skipped."""
    found = geometry.next_card(card, direction)
    while found is not None and found in skip:
        found = geometry.next_card(found, direction)
    return found


def stop_after(geometry: Geometry, current: str | None, by: int) -> str | None:
    """The card in reading order, or the part of the photo on it, that follows a card or a part; with -1 for `by` the
    one before."""
    card = geometry.spots[current].card if current in geometry.spots else current
    stops = [card, *parts_on(geometry, card)] if card else []
    at = stops.index(current) + by if current in stops else -1
    if 0 <= at < len(stops):
        return stops[at]
    following = step(geometry.reading_order(), card, by)
    if following is None or by > 0:
        return following
    return [following, *parts_on(geometry, following)][-1]


def parts_on(geometry: Geometry, card: str) -> list[str]:
    """The parts of the photo on a card in reading order."""
    return sorted(geometry.spots_of(card), key=lambda spot: (geometry.spots[spot].top, geometry.spots[spot].left, spot))


def links_around(geometry: Geometry, card: str, skip: Collection[str] = ()) -> list[str]:
    """The links of a card and what undercuts them, from top to bottom by their roundels; without those of cards
    to be skipped."""
    if card not in geometry.row:
        return []
    edges = [edge for edge in geometry.edges_of(card) if not any(end in skip for end in own_ends(geometry, edge))]
    return sorted(edges, key=lambda edge: geometry.roundel(geometry.edge_row[edge])[::-1])


def own_ends(geometry: Geometry, edge: str) -> list[str]:
    """The cards at the ends of a link itself; of an undercut only the one it comes from."""
    row = geometry.edge_row[edge]
    head = [geometry.cards[geometry.head[row]]] if geometry.head[row] >= 0 else []
    return [geometry.cards[geometry.tail[row]], *head]


def end_towards(geometry: Geometry, edge: str, direction: str) -> str | None:
    """The end of a link that lies in a direction from its roundel."""
    along = np.array(DIRECTIONS[direction])
    x, y = geometry.roundel(geometry.edge_row[edge])
    best, furthest = None, 0.0
    for card in geometry.ends_of(edge):
        row = geometry.row[card]
        middle = np.array([geometry.x[row] + geometry.w[row] / 2 - x, geometry.y[row] + geometry.h[row] / 2 - y])
        ahead = float(middle @ along)
        if ahead > furthest:
            best, furthest = card, ahead
    return best


def step(order: list[str], current: str | None, by: int) -> str | None:
    """The one after or before the current one, round and round; without a current one the first or the last."""
    if not order:
        return None
    if current not in order:
        return order[0 if by > 0 else -1]
    return order[(order.index(current) + by) % len(order)]
