"""How long the reasoning takes: standings, what they hang on, and the smallest change that swaps two. S20."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from evidenceboard.analysis.columns import Columns
from evidenceboard.analysis.facts import Facts, facts_of
from evidenceboard.analysis.flips import smallest_flip
from evidenceboard.analysis.graph import build
from evidenceboard.analysis.kept import Kept
from evidenceboard.analysis.linchpins import linchpins
from evidenceboard.analysis.robustness import robustness
from evidenceboard.analysis.solving import Solver
from evidenceboard.document import Document
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import kind_of
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.bench.results import LOOSE, SHOWN, Result

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "founding-case.board"
TIMES = 5
EDIT_LIMITS = ((500, 50.0), (100_000, 200.0))  # cards, ms: from an edit to all standings anew
EDITS = 15
MOST_FOR_LINCHPINS = 1_000
FLIP_LINKS = 200
FLIP_BOARDS = 30
RINGS = ((2, 1), (60, 12), (500, 100), (2_000, 1), (2_000, 12))  # cards, and links from each
WHOLE = 10_000  # cards of a board that can be worked out from nothing in that time; on a larger one an edit can
SETTLES = 1_000.0  # ms in which a board says that it does not settle
ROLES = ("reported", "reported", "reported", "claim", "gap", "assumption")


def reasoning(document: Document) -> Iterator[Result]:
    """On the board itself, whose links run in circles, and on one as a person builds it, whose links run one way."""
    facts = facts_of(document.records)
    cards = len(facts.cards)
    for how, some in (("in circles", facts), ("one way", one_way(cards))):
        yield from _standing(how, some)
        if cards <= MOST_FOR_LINCHPINS:
            graph = build(some)
            yield _result(f"linchpins, links {how}", cards, lambda: linchpins(graph), 1)  # noqa: B023 (called at once)
    if cards == MOST_FOR_LINCHPINS:  # these do not depend on the size of the board
        yield from _small(cards)


def _standing(how: str, facts: Facts) -> Iterator[Result]:
    cards = len(facts.cards)
    limit = next((most for size, most in EDIT_LIMITS if cards <= size), None)
    solver = Solver(build(facts))
    yield _result(f"all standings, links {how}", cards, solver.solve, TIMES)
    kept, edits = Kept(Columns(facts.copy())), _edits(facts, random.Random(1))
    kept.follow()

    def edit() -> None:
        record, values = next(edits)
        kept.columns.put(kind_of(record), record, values)
        kept.follow()

    yield _result(f"an edit to all standings, links {how}", cards, edit, EDITS, limit)
    for size, fan in RINGS:
        yield from _unsettled(f"a ring of {size:,} cards, {fan} from each, links {how}", facts, size, fan)


def _unsettled(what: str, facts: Facts, size: int, fan: int) -> Iterator[Result]:
    """From the end of reading, and from the edit that closes the ring, until it is known what does not settle."""
    *most, last = ring(size, fan)
    for closing, records, when in ((False, [*most, last], "read"), (True, most, "closed")):
        kept = Kept(Columns(facts.copy()))
        for record, values in records:
            kept.columns.put(kind_of(record), record, values)
        if closing:
            kept.follow()
            kept.columns.put(kind_of(last[0]), *last)
        cards = len(facts.cards)
        slack = LOOSE if closing or cards <= WHOLE else SHOWN
        yield _result(f"{what}: {when}", cards, kept.follow, 1, SETTLES, slack=slack)
        if len(kept.follow().unsettled()) < size:
            raise AssertionError("the ring settled")


def _edits(facts: Facts, dice: random.Random) -> Iterator[tuple[str, dict[str, Value]]]:
    """A grade, a link, a link of the other kind, for ever."""
    cards, edges = list(facts.cards), list(facts.edges)
    for number in count():
        edge, card = dice.choice(edges), dice.choice(cards)
        held = facts.edges[edge]
        yield card, {"kind": "statement", "role": "reported", "credibility": 1 + number % 6}
        yield f"edge:{number:032x}", {"from": card, "to": dice.choice(cards), "kind": "support"}
        yield edge, {"from": held.tail, "to": held.head, "kind": "support" if held.contradict else "contradict"}


def ring(size: int, fan: int) -> Iterator[tuple[str, dict[str, Value]]]:
    """Cards that do not settle: in a ring one by one, too slowly; or five groups, each card of which bears on so many
    of the next group, swinging for ever."""
    cards = [f"card:{at:032x}" for at in range(1, size + 1)]
    bases = (1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99)
    for at, card in enumerate(cards):
        base = bases[at % 7] if fan > 1 else 1.0 if at else 0.9999
        yield card, {"kind": "statement", "role": "claim", "base": base}
    group = size // 5 if fan > 1 else 1
    for at, tail in enumerate(cards):
        begin, inside = (at // group + 1) * group, at % group
        for step in range(fan):
            head = cards[(begin + (inside + step) % group) % size]
            values: dict[str, Value] = {"from": tail, "to": head, "kind": "contradict", "strength": "strong"}
            yield f"edge:f{at:015x}{step:016x}", values


def _small(cards: int) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        document = Document.open(Path(shutil.copy(SAMPLE, folder)), Installation(folders(Path(folder) / "s")), "Bench")
        case = build(facts_of(document.records))
        document.close()
    yield _result("linchpins of the founding case", cards, lambda: linchpins(case), TIMES)
    boards = iter([build(one_way(40 + 10 * (seed % 12), FLIP_LINKS, seed)) for seed in range(FLIP_BOARDS)])

    def flip() -> None:
        graph = next(boards)
        first, second = (graph.cards[row] for row in graph.hypotheses[:2])
        smallest_flip(graph, first, second)

    yield _result(f"smallest flip among {FLIP_LINKS} links, the slowest", cards, flip, FLIP_BOARDS, 1_000.0, worst=True)
    rivals = build(one_way(30, 100))
    yield _result("20,000 draws of 100 links", cards, lambda: robustness(rivals, rivals.rivals[0]), 1, 2_000.0)


def _result(
    what: str,
    cards: int,
    work: Callable[[], object],
    times: int,
    limit: float | None = None,
    worst: bool = False,
    slack: float = LOOSE,
) -> Result:
    """By the processor's time, which does not depend on what else the machine does.

    Args:
        worst: the limit is for the slowest, not for the median.
    """
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - begun))
    middle = max(taken) if worst else sorted(taken)[times // 2]
    return Result("S20", what, cards, middle, max(taken), limit=limit, slack=slack if limit else SHOWN)


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
