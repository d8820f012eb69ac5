"""What a card carries: how the hypotheses would stand without it, said in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from evidenceboard.analysis.before_after import between
from evidenceboard.analysis.card_standing import CardStanding, card_standings, ordinal
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.standing import TIE, Standing, assess
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.model.ids import RecordId
from evidenceboard.model.text_folding import natural
from evidenceboard.progress import Progress

MOST = 4  # hypotheses that are named
Name = Callable[[RecordId], str]


class Moved(NamedTuple):
    """A hypothesis that would stand otherwise.

    Attributes:
        change: of its strength by quadratic energy; below 0 it would lose.
    """

    card: RecordId
    before: CardStanding
    after: CardStanding
    change: float


def carried(
    standing: Standing, what_if: WhatIf, progress: Progress | None = None, *, beside: RecordId = ""
) -> list[Moved]:
    """The hypotheses that stand otherwise in a what-if: those first whose rank changes, then the greatest changes.

    Args:
        beside: a hypothesis that is taken away itself and not told of.

    Raises:
        Stopped: a person stopped it.
    """
    other = assess(applied(standing.graph, what_if), standing.count, progress)
    before, after = card_standings(standing), card_standings(other)
    found = [
        Moved(card, shown, after[card], _change(shown, after[card]))
        for card, shown in before.items()
        if card != beside and shown.strengths is not None and card in after and _differs(shown, after[card])
    ]
    return sorted(found, key=lambda each: (each.before.rank == each.after.rank, -abs(each.change), each.card))


def origin_of(graph: Graph, card: RecordId) -> RecordId:
    """What a card goes back to together with others; "" where it stands for itself."""
    row = graph.row.get(card)
    if row is None or int(np.count_nonzero(graph.origin == graph.origin[row])) < 2:
        return ""
    return graph.origins[int(graph.origin[row])]


def in_words(moved: list[Moved], without: str, name: Name) -> str:
    """What would be otherwise, in sentences without decimals.

    Args:
        without: what is taken away: "E4", "the whole of US government line".
    """
    if not moved:
        return f"Take {without} away and nothing moves."
    named = sorted(moved[:MOST], key=lambda each: (each.before.rank == each.after.rank, natural(name(each.card))))
    parts = [f"{name(each.card)} {_otherwise(each)}" for each in named]
    rest = len(moved) - len(named)
    more = f" {rest} more would move." if rest else ""
    return f"Take {without} away: {'; '.join(parts)}.{more}"


def _otherwise(moved: Moved) -> str:
    before, after = moved.before, moved.after
    way = "gains" if moved.change > 0 else "loses" if moved.change < 0 else "changes"
    word = between(before.word, after.word)
    if before.rank != after.rank and after.place and before.rank is not None:
        return f"stands {after.place} instead of {ordinal(before.rank)}, {word}"
    return f"{way}, {word}"


def _change(before: CardStanding, after: CardStanding) -> float:
    first, second = (each.strengths[1] if each.strengths else None for each in (before, after))
    return second - first if first is not None and second is not None else 0.0


def _differs(before: CardStanding, after: CardStanding) -> bool:
    if before.rank != after.rank or before.strengths is None or after.strengths is None:
        return True
    pairs: Mapping[int, tuple[float | None, float | None]] = dict(
        enumerate(zip(before.strengths, after.strengths, strict=True))
    )
    return any((one is None) != (two is None) or abs((one or 0) - (two or 0)) >= TIE for one, two in pairs.values())
