"""The standing of a board worked out beside a person who pans: how late numbers are, and how late frames. S20."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from evidenceboard.bulk import settle_down
from evidenceboard.document import Document
from evidenceboard.model.commands import Action, link, set_fields
from evidenceboard.model.ids import edge_id
from evidenceboard.ui import jobs
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.standings import Standings
from tests.bench.canvas import FRAME, settle, view_of
from tests.bench.frames import Screen, p95
from tests.bench.results import LOOSE, SHOWN, TURN, Result
from tests.bench.turns import Turns, turns_during

EDITS = 12
LIMITS = ((500, 50.0), (5_000, 200.0))  # cards, ms from an edit to the new numbers
QUIET = 60  # frames of a pan beside which nothing goes on
PANNED = 120  # frames after which the hand rests: numbers wait for that
STEP = (37, 23)  # pixels


def standing_beside(document: Document) -> Iterator[Result]:
    """From opening to the first numbers, then from edits to the numbers that follow, while the board is panned."""
    cards = len(document.geometry().cards)
    document.board.index.read_all()  # as the bridge does it a moment after opening
    view = view_of(document)
    screen = Screen(view)
    view.painted.connect(screen.count)
    view.painted.connect(jobs.frame_painted)  # as in the window
    view.show()
    box = view.geometry.bounds()
    assert box is not None
    view.look_at(QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2), 1.0)
    settle(view)
    settle_down()
    pan = Pan(view, screen)
    quiet = pan.until(lambda: len(pan.frames) >= QUIET)
    standings = Standings(document)
    unsubscribe = document.subscribe(standings.follow)
    told: list[object] = []
    standings.assessed.connect(lambda: told.append(True))
    standings.begin()
    begun = time.perf_counter()
    frames = pan.until(lambda: bool(told), PANNED)
    turns_during(lambda: None, lambda: bool(told))
    yield Result("S20", "opening to the first standings, by the clock", cards, 1000 * (time.perf_counter() - begun))
    yield from _frames("the first standings", cards, frames, quiet)
    yield from _edits(document, told, cards, pan, quiet)
    unsubscribe()
    standings.stop()


def _edits(document: Document, told: list[object], cards: int, pan: Pan, quiet: list[float]) -> Iterator[Result]:
    dice, waits, cpu, frames = random.Random(1), list[float](), list[float](), list[float]()
    turns = Turns()
    for number in range(EDITS):
        told.clear()
        begun, used = time.perf_counter(), time.process_time()
        document.commit(_edit(document, dice, number))
        found = turns_during(lambda: None, lambda: bool(told))
        waits.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - used))
        turns.cpu += found.cpu
        told.clear()
        document.commit(_edit(document, dice, number))
        frames += pan.until(lambda: bool(told), PANNED)
        turns_during(lambda: None, lambda: bool(told))
    limit = next((most for size, most in LIMITS if cards <= size), None)
    middle = float(np.median(waits))
    yield Result("S20", "an edit to its standings, by the clock", cards, middle, max(waits), limit=limit, slack=LOOSE)
    yield Result("S20", "the same, processor in all", cards, float(np.median(cpu)), max(cpu))
    yield Result("S20", "the same: a turn", cards, turns.longest_cpu, p95(turns.cpu), limit=TURN, slack=LOOSE)
    yield from _frames("edits", cards, frames, quiet)


def _edit(document: Document, dice: random.Random, number: int) -> Action:
    """A grade, a link, a link to the other kind: one after the other."""
    geometry, value = document.geometry(), document.board.value
    if number % 3 == 0:
        card = dice.choice(geometry.cards)
        return set_fields(card, {"credibility": 1 + int(str(value(card, "credibility") or 6)) % 6})
    if number % 3 == 1:
        some = geometry.cards[:500]
        tail, head = dice.sample(some, 2)
        while value(edge_id(tail, head), "to") is not None:  # what is linked so already would change nothing
            tail, head = dice.sample(some, 2)
        return link(document.board, [tail], head, "support", "normal", "")
    edge = dice.choice(geometry.edges)
    return set_fields(edge, {"strength": "normal" if value(edge, "strength") == "strong" else "strong"})


def _frames(beside: str, cards: int, frames: list[float], quiet: list[float]) -> Iterator[Result]:
    """What a frame waits for, against frames beside which nothing goes on."""
    longest, most, usual = max(frames), p95(frames), float(np.median(quiet))
    what = f"a frame beside {beside}"
    yield Result(
        "S20", f"{what}, p95", cards, most, longest, "ms", "quiet pan", most / usual,
        float(np.median(frames)) / usual, longest / usual, 8.0, len(frames), SHOWN,
    )  # fmt: skip
    late, before = (100 * sum(each > FRAME for each in found) / len(found) for found in (frames, quiet))
    yield Result("S20", f"{what}: later than 60 a second", cards, late, before, "%")


class Pan:
    """A person who pans to and fro all the time.

    Attributes:
        frames: what each frame has taken by the clock, in ms.
    """

    def __init__(self, view: BoardView, screen: Screen) -> None:
        self._view, self._screen = view, screen
        self.frames: list[float] = []

    def until(self, done: Callable[[], bool], most: float = math.inf) -> list[float]:
        """Pan until it is done, or the hand rests after so many frames; the frames meanwhile."""
        first, number = len(self.frames), 0
        while number == 0 or (number < most and not done()):
            way = 1 if number % 20 < 10 else -1
            self.frames.append(self._screen.frame(partial(self._view.pan_by, way * STEP[0], way * STEP[1])))  # noqa: B023
            QApplication.processEvents()
            number += 1
        return self.frames[first:]
