"""What the view of sources brings into order beside what hands do: generators, a part in each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Sequence
from heapq import merge, nsmallest
from itertools import islice
from typing import NamedTuple

from evidenceboard.finding.who_says import WhoSays
from evidenceboard.model.ids import RecordId

PART = 500  # cards that are brought into order in one step
ROOTS = 1_000  # origins that are listed


class Ends(NamedTuple):
    """The first of the origins of some cards, how many there are, and of how many reports."""

    first: list[RecordId]
    number: int
    reports: int


def by_date(said: WhoSays, cards: Collection[RecordId]) -> Generator[None, None, list[RecordId]]:
    """Cards by date; very many in steps."""
    parts, rest = [], sorted(cards)
    for start in range(0, len(rest), PART):
        parts.append(said.in_order(rest[start : start + PART]))
        yield
    if len(parts) < 2:
        return parts[0] if parts else []
    merged = merge(*parts, key=said.place_of)
    order: list[RecordId] = []
    while part := list(islice(merged, PART)):
        order += part
        yield
    return order


def ends(
    said: WhoSays, cards: Sequence[RecordId], called: Callable[[RecordId], tuple[int | str, ...]], *, reports: bool
) -> Generator[None, None, Ends]:
    """The origins of these cards.

    Args:
        called: what orders an origin.
        reports: only of the reports among them.
    """
    found, number = dict[RecordId, None](), 0
    for start in range(0, len(cards), PART):
        part = [card for card in cards[start : start + PART] if card in said.cards]
        told = [card for card in part if said.cards[card].report or not reports]
        found |= dict.fromkeys(said.end_of(card) for card in told)
        number += len(told)
        yield
    first: list[tuple[bool, tuple[int | str, ...], RecordId]] = []
    rest = list(found)
    for start in range(0, len(rest), PART):
        part = rest[start : start + PART]
        first = nsmallest(ROOTS, [*first, *((end not in said.deriving, called(end), end) for end in part)])
        yield
    return Ends([end for _, _, end in first], len(found), number)


def found_of(said: WhoSays, found: Collection[RecordId]) -> Generator[None, None, Counter[RecordId]]:
    """How many of the cards that a filter finds each source says."""
    counts: Counter[RecordId] = Counter()
    for at, card in enumerate(found):
        if (each := said.cards.get(card)) is not None:
            counts.update({each.source, each.outlet} - {""})
        if at % PART == 0:
            yield
    return counts
