"""What is shown of a standing on one card: rank, word, the three strengths, and the balance of what bears on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.standing import BALANCES, Standing, in_words
from evidenceboard.model.ids import RecordId


@dataclass(frozen=True, slots=True)
class CardStanding:
    """How a claim or a hypothesis stands.

    Attributes:
        balance: supported, contradicted, contested or open.
        rank: among `rivals` rivals, 1 the strongest; None for a claim, and where it does not settle.
        word: "fair"; "does not settle" where it does not by each method.
        strengths: by DF-QuAD, quadratic energy and Euler-based, 0 to 1; None does not settle. Only of hypotheses.
    """

    balance: str
    rank: int | None = None
    rivals: int = 0
    word: str = ""
    strengths: tuple[float | None, float | None, float | None] | None = None

    @property
    def place(self) -> str:
        """The rank in words: "2nd of 4"; "" where it has none.

        >>> CardStanding("open", 2, 4).place
        '2nd of 4'
        """
        return f"{ordinal(self.rank)} of {self.rivals}" if self.rank is not None else ""


def card_standing(
    balance: int, rank: int = 0, rivals: int = 0, strengths: Sequence[float] | None = None
) -> CardStanding:
    """What a card shows.

    Args:
        balance: an index of `BALANCES`.
        rank: 0 for none.
        strengths: of a hypothesis by the three methods, NaN where it does not settle; None for a claim.
    """
    if strengths is None:
        return CardStanding(BALANCES[balance])
    known = [None if isnan(value) else value for value in strengths]
    word = in_words(known)
    return CardStanding(BALANCES[balance], rank or None, rivals, word, (known[0], known[1], known[2]))


def card_standings(standing: Standing) -> dict[RecordId, CardStanding]:
    """Of every claim and hypothesis of a graph what its card shows."""
    graph, balances, ranks = standing.graph, standing.balances().tolist(), standing.rank_rows().tolist()
    found = {
        card: card_standing(balances[row])
        for row, (card, facts) in enumerate(zip(graph.cards, graph.facts, strict=True))
        if facts.role == "claim"
    }
    values = [standing.values[method].tolist() for method in METHODS]
    for rivals in graph.rivals:
        for row in rivals:
            strengths = [each[row] for each in values]
            found[graph.cards[row]] = card_standing(balances[row], ranks[row], len(rivals), strengths)
    return found


def changed(before: Mapping[RecordId, CardStanding], after: Mapping[RecordId, CardStanding]) -> frozenset[RecordId]:
    """The cards that show something else now."""
    return frozenset(card for card in before.keys() | after.keys() if before.get(card) != after.get(card))


def ordinal(number: int) -> str:
    """A place in a row.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
