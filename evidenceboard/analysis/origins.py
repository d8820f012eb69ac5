"""Where reports come from: the end of each card's chain of "derives from", and how many voices speak for a card.

Who repeats a report adds no new voice: three reports that go back to one photo are three reports and one origin.
Everything here takes plain mappings and rows, so that a view, an engine and a test ask alike.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from evidenceboard.model.ids import RecordId

Links = Iterable[tuple[RecordId, RecordId, str]]  # the card it begins at, what it ends on, support or contradict


class Voices(NamedTuple):
    """Who speaks for a card, or against it.

    Attributes:
        reports: photos, reported statements and their parts.
        origins: how many origins those reports have.
        own: cards of ours: claims, assumptions, gaps and so on.
    """

    reports: int = 0
    origins: int = 0
    own: int = 0


NOBODY = Voices()


def origin_of(card: RecordId, derives_from: Mapping[RecordId, RecordId]) -> RecordId:
    """The end of one chain: an origin record or the last card, the card itself where it derives from nothing."""
    return origins(derives_from, (card,))[card]


def origins(
    derives_from: Mapping[RecordId, RecordId], cards: Iterable[RecordId] | None = None
) -> dict[RecordId, RecordId]:
    """The end of the chain of each card, in time linear in the number of cards, however long the chains.

    Args:
        derives_from: card → the card or origin that it repeats.
        cards: those that are asked for; without it all that derive from something.

    Returns:
        The end for each card asked for, and for each that was passed on the way. A chain that bites its tail ends
        at the least id of the loop, for all that lead into it: which card is asked first makes no difference.
    """
    ends: dict[RecordId, RecordId] = {}
    for card in derives_from if cards is None else cards:
        if card not in ends:
            _follow(card, derives_from, ends)
    return ends


def _follow(card: RecordId, derives_from: Mapping[RecordId, RecordId], ends: dict[RecordId, RecordId]) -> None:
    """Walk to the end of a chain, and note it for all that lie on the way."""
    way: dict[RecordId, int] = {}
    here = card
    while here not in ends and here not in way and here in derives_from:
        way[here] = len(way)
        here = derives_from[here]
    end = ends.get(here, here)
    if here in way:
        end = min(list(way)[way[here] :])
    ends[card] = end
    for each in way:
        ends[each] = end


def voices(
    links: Links, ends: Mapping[RecordId, RecordId], reports: Container[RecordId]
) -> dict[tuple[RecordId, str], Voices]:
    """Who supports and who contradicts each target, by target and sign; each card counts once.

    Args:
        links: direct links; one that begins at a region of a photo is given as its card's.
        ends: of the chains (see `origins`); a card that is not there is its own origin.
        reports: the cards that are photos or reported statements.
    """
    cards: dict[tuple[RecordId, str], set[RecordId]] = {}
    for tail, head, kind in links:
        cards.setdefault((head, kind), set()).add(tail)
    return {target: voices_of(found, ends, reports) for target, found in cards.items()}


def voices_of(cards: Iterable[RecordId], ends: Mapping[RecordId, RecordId], reports: Container[RecordId]) -> Voices:
    """How many reports and origins these cards are."""
    found = set(cards)
    told = [card for card in found if card in reports]
    return Voices(len(told), len({ends.get(card, card) for card in told}), len(found) - len(told))


def sources_by_origin(
    sources: Mapping[RecordId, RecordId], ends: Mapping[RecordId, RecordId]
) -> dict[RecordId, set[RecordId]]:
    """Which sources speak for each origin.

    Args:
        sources: card → its source.
        ends: of the chains.
    """
    found: dict[RecordId, set[RecordId]] = {}
    for card, source in sources.items():
        found.setdefault(ends.get(card, card), set()).add(source)
    return found
