"""A board of 500 cards as a person builds it: reports bear on claims, claims on rivals, and in a
circle on one another."""

from __future__ import annotations

import random

from evidenceboard.model.commands import add_card, add_record, link, together
from tests.journeys.hands import Hands

CARDS, RIVALS, CLAIMS, SOURCES = 500, 4, 60, 12


def build_many(hands: Hands, *, circle: bool = True) -> None:
    """Put it on the board that is open, as one step."""
    dice, page = random.Random(5), hands.page
    sources = [
        add_record("source", {"name": f"Source {n}", "reliability": "ABCDE"[n % 5]}, "Sources") for n in range(SOURCES)
    ]
    names = [each.made[0] for each in sources]
    cards = [add_card(page.bridge.sheet, *_place(n), _values(n, dice, names)) for n in range(CARDS)]
    page.bridge.commit(together("Many reports", [*sources, *cards]))
    made = [each.made[0] for each in cards]
    rivals, claims, reports = made[:RIVALS], made[RIVALS : RIVALS + CLAIMS], made[RIVALS + CLAIMS :]
    pairs = [(report, dice.choice(claims)) for report in reports]
    pairs += [(claim, rival) for claim in claims for rival in dice.sample(rivals, 2)]
    pairs += zip(claims, [*claims[1:], claims[0]], strict=True) if circle else ()
    board = page.bridge.document.board
    kinds = ["contradict" if dice.random() < 0.4 else "support" for _ in pairs]
    links = [link(board, [tail], head, kind) for (tail, head), kind in zip(pairs, kinds, strict=True)]
    page.bridge.commit(together("Links", links))
    hands.settle()


def _place(number: int) -> tuple[str, tuple[float, float]]:
    kind = "hypothesis" if number < RIVALS else "statement"
    return kind, (number % 25 * 300.0, number // 25 * 200.0)


def _values(number: int, dice: random.Random, sources: list[str]) -> dict[str, object]:
    if number < RIVALS:
        return {"key": f"H{number}", "title": f"Rival {number}"}
    if number < RIVALS + CLAIMS:
        return {"key": f"C{number}", "role": "claim", "title": f"Claim {number}"}
    graded = {"source": dice.choice(sources), "credibility": dice.randint(1, 5)}
    return {"key": f"E{number}", "role": "reported", "title": f"Report {number}", **graded}
