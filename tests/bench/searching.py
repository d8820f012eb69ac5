"""Searching: how long a search takes, and for how long it ever holds up the window. S16."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from evidenceboard.bulk import settle_down
from evidenceboard.document import Document
from evidenceboard.finding.find import Finder
from evidenceboard.model.commands import set_fields
from evidenceboard.model.text_folding import fold
from evidenceboard.ui.board_texts import BoardTexts
from evidenceboard.ui.searching import Searching
from tests.bench.frames import p95
from tests.bench.results import LOOSE, SHOWN, TURN, Result, compared
from tests.bench.turns import Turns, turns_during

TIMES = 5
QUERIES = {
    "a common word": "the",
    "three letters and more": "harbour",
    "two": "국가",
    "one": "x",
    "one that is everywhere": "e",
    "two words": "harbour vessel",
    "no hit": "zzzz",
}


def searching(document: Document) -> Iterator[Result]:
    """A search of all texts with all its hits, ranked and named, against a bare look through the same texts."""
    cards = len(document.geometry().cards)
    finder = Finder(BoardTexts(document))
    finder.find("warm")
    texts = [fold(f"{values.get('title')}\n{values.get('text')}") for _, values in document.records("card")]
    texts += [fold(str(values.get("reason"))) for _, values in document.records("edge")]
    for what, words in QUERIES.items():
        wanted = words.split()
        ours = [[_timed(lambda: finder.find(words))] for _ in range(TIMES)]  # noqa: B023 (called at once)
        bare = [
            [_timed(lambda: [at for at, text in enumerate(texts) if all(word in text for word in wanted)])]  # noqa: B023
            for _ in range(TIMES)
        ]
        yield compared("S16", f"search, {what}", cards, ours, bare, "bare scan", 2.0, slack=SHOWN)


def beside(document: Document) -> Iterator[Result]:
    """The longest turn of the event loop while all texts are gathered, while one searches, and after a change."""
    cards = len(document.geometry().cards)
    document.board.index.read_all()  # as the bridge does it a moment after opening
    settle_down()
    search = Searching(document)
    unsubscribe = document.subscribe(lambda event: search.touch(event.records))
    yield from _turns("gathering all texts", cards, _look(search, "harbour"))
    for what, words in QUERIES.items():
        yield from _turns(f"searching, {what}", cards, _look(search, words))
    document.commit(set_fields(document.geometry().cards[0], {"text": "the harbour log was rewritten"}))
    yield from _turns("a search after a change", cards, _look(search, "rewritten"))
    unsubscribe()
    search.stop()


def _look(search: Searching, words: str) -> Turns:
    found: list[object] = []
    return turns_during(lambda: search.look(words, found.append), lambda: bool(found))


def _turns(what: str, cards: int, turns: Turns) -> Iterator[Result]:
    """The processor time of the longest turn, which does not depend on what else the machine does, and of the 95th
    percentile; how long the whole took by the clock is a row of its own."""
    longest, most = turns.longest_cpu, p95(turns.cpu)
    yield Result("S16", f"{what}: a turn", cards, longest, most, limit=TURN, slack=LOOSE, frames=len(turns.cpu))
    yield Result("S16", f"{what}: all", cards, sum(turns.wall))


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
