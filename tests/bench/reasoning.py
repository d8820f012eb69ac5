"""How long the reasoning takes: standings, what they hang on, and the smallest change that swaps two. S20."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from evidenceboard.analysis.facts import Facts, facts_of
from evidenceboard.analysis.flips import smallest_flip
from evidenceboard.analysis.graph import build
from evidenceboard.analysis.linchpins import linchpins
from evidenceboard.analysis.robustness import robustness
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import assess
from evidenceboard.document import Document
from tests.bench.results import LOOSE, SHOWN, Result

TIMES = 5
EDIT_LIMITS = ((500, 50.0), (5_000, 200.0))  # cards, ms: from an edit to all standings anew
MOST_FOR_LINCHPINS = 1_000
FLIP_LINKS = 200
ROLES = ("reported", "reported", "reported", "claim", "gap", "assumption")


def reasoning(document: Document) -> Iterator[Result]:
    """On the board itself, whose links run in circles, and on one as a person builds it, whose links run one way."""
    facts = facts_of(document.records)
    cards = len(facts.cards)
    yield from _standing("in circles", facts)
    yield from _standing("one way", one_way(cards))
    if cards <= MOST_FOR_LINCHPINS:
        graph = build(one_way(cards))
        yield _result("linchpins, one way", cards, lambda: linchpins(graph), 1)
    if cards == MOST_FOR_LINCHPINS:  # these do not depend on the size of the board
        yield from _small(cards)


def _standing(how: str, facts: Facts) -> Iterator[Result]:
    cards = len(facts.cards)
    limit = next((most for size, most in EDIT_LIMITS if cards <= size), None)
    graph = build(facts)
    solver = Solver(graph)
    yield _result(f"all standings, links {how}", cards, solver.solve, TIMES)
    yield _result(f"an edit to all standings, links {how}", cards, lambda: assess(build(facts)), TIMES, limit)


def _small(cards: int) -> Iterator[Result]:
    graph = build(one_way(70, FLIP_LINKS))
    first, second = (graph.cards[row] for row in graph.hypotheses[:2])
    name = f"smallest flip among {len(graph.edges)} links"
    yield _result(name, cards, lambda: smallest_flip(graph, first, second), 1, 1_000.0)
    rivals = build(one_way(30, 100))
    yield _result("20,000 draws of 100 links", cards, lambda: robustness(rivals, rivals.rivals[0]), 1, 2_000.0)


def _result(what: str, cards: int, work: Callable[[], object], times: int, limit: float | None = None) -> Result:
    """By the processor's time, which does not depend on what else the machine does."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - begun))
    return Result(
        "S20", what, cards, sorted(taken)[times // 2], max(taken), limit=limit, slack=LOOSE if limit else SHOWN
    )


def one_way(cards: int, links: int | None = None, seed: int = 1) -> Facts:
    """A board as a person builds it: reports bear on claims, these on others and on rivals; no circle.

    Args:
        links: how many; twice as many as cards, if not given.
    """
    dice, facts = random.Random(seed), Facts()
    for number in range(12):
        facts.put("source", f"source:{number}", {"name": str(number), "reliability": "ABCDEF"[number % 6]})
    names = [f"card:{dice.randrange(16**32):032x}" for _ in range(cards)]
    hypotheses = max(2, min(8, cards // 20))
    for at, name in enumerate(names):
        values = {"kind": "statement", "role": dice.choice(ROLES)}
        if at >= cards - hypotheses:
            values = {"kind": "hypothesis"}
        if values.get("role") == "reported":
            values |= {"source": f"source:{dice.randrange(12)}", "credibility": dice.randint(1, 6)}  # type: ignore[dict-item]
        facts.put("card", name, values)
    for number in range(2 * cards if links is None else links):
        tail = dice.randrange(cards - hypotheses)
        head = (
            dice.randrange(cards - hypotheses, cards)
            if dice.random() < 0.3
            else min(cards - 1, tail + dice.randint(1, 25))
        )
        kind = "contradict" if dice.random() < 0.4 else "support"
        strength = "strong" if dice.random() < 0.2 else "normal"
        ends = {"from": names[tail], "to": names[head]}
        facts.put("edge", f"edge:{number:032x}", {**ends, "kind": kind, "strength": strength})
    return facts
