"""How the matrix scrolls, and how long it takes to be read: 60 rivals by 8 items, and 8 by 2,000. S22."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Generator, Iterator

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from evidenceboard.analysis.ach_table import Table, Wish, read
from evidenceboard.analysis.card_standing import card_standings
from evidenceboard.analysis.facts import Facts
from evidenceboard.analysis.graph import build
from evidenceboard.analysis.standing import Standing, assess
from evidenceboard.exchange.matrices import MatrixPage
from evidenceboard.ui.theme import THEMES
from evidenceboard.ui.views.matrix_drawing import Drawing
from evidenceboard.ui.views.matrix_faces import Face
from evidenceboard.ui.views.matrix_grid import MatrixGrid
from evidenceboard.ui.views.matrix_page import page_of
from evidenceboard.ui.views.matrix_words import CellWords
from tests.bench.baselines import HEIGHT, WIDTH, Blit
from tests.bench.frames import Run, Screen, interleave, p95
from tests.bench.results import LOOSE, SHOWN, TURN, Result, compared

SIZES = ((60, 8), (8, 2_000))  # rivals, items
STEP = 37  # px of one frame
FRAME = 16.7  # ms: 60 a second
READ = 250.0  # ms of the processor, beside the window
TIMES = 5
STEPS, END = 400, object()  # of drawing pages: some ten of them


class Words:
    """Faces of cards that there are none of."""

    def card(self, card: str) -> Face:
        key = card.removeprefix("card:")
        return Face(key, f"Item {key} says that parts of it were seen at the port", "Agency", "B2", "statement", "stmt")

    def origin(self, origin: str) -> str:
        return origin

    def forget(self) -> None:
        """Nothing is kept."""


class Grid(MatrixGrid):
    """The surface of the matrix, that counts its frames."""

    def __init__(self) -> None:
        super().__init__(None, lambda _row, _column: CellWords("", "", ""))  # type: ignore[arg-type]  (other faces)
        self.faces = Words()  # type: ignore[assignment]
        self.screen = Screen(self)
        self.resize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.screen.count()


def matrix(cards: int, frames: int) -> Iterator[Result]:
    """Scrolling against a bare picture of the same size, and reading."""
    blit, grid = Blit(), Grid()
    for widget in (blit, grid):
        widget.show()
    for rivals, items in SIZES:
        standing = board_of(rivals, items)
        grid.show_table(table_of(standing))
        for transposed in (False, True):
            grid.set_transposed(transposed)
            QApplication.processEvents()
            yield from _scrolling(grid, blit, f"{rivals} × {items:,}{' transposed' * transposed}", cards, frames)
        taken = [_timed(standing) for _ in range(TIMES)]
        what = f"reading a matrix of {rivals} × {items:,}"
        yield Result("S22", what, cards, statistics.median(taken), max(taken), limit=READ, slack=LOOSE)
        yield _onto_paper(grid, f"{rivals} × {items:,}", cards)
    grid.close()
    blit.close()


def _scrolling(grid: Grid, blit: Blit, size: str, cards: int, frames: int) -> Iterator[Result]:
    bars = [bar for bar in (grid.horizontalScrollBar(), grid.verticalScrollBar()) if bar.maximum()]

    def step(number: int) -> None:
        for bar in bars:
            there = number * STEP % (2 * bar.maximum())
            bar.setValue(there if there <= bar.maximum() else 2 * bar.maximum() - there)
        grid.viewport().update()  # also where a bar has come to its end

    ours = Run(grid.screen, step, rests=False)
    theirs = Run(blit.screen, lambda _number: blit.update(), rests=False)
    interleave([ours, theirs], frames)
    yield compared("S22", f"scroll {size}", cards, ours.blocks, theirs.blocks, "blit", 40.0, slack=SHOWN)
    middle, most = statistics.median(ours.times), p95(ours.times)
    yield Result("S22", f"scroll {size}, 60 a second", cards, middle, most, limit=FRAME, slack=LOOSE)


def _onto_paper(grid: MatrixGrid, size: str, cards: int) -> Result:
    """The longest step of drawing the first pages, which are done some in a turn."""
    assert grid.table is not None
    words = page_of(grid.table, grid.faces, "Who did it?", "", transposed=False)
    page = _last(words)
    steps, taken = Drawing(page, grid.faces, THEMES["light"]).pdf(), [0.0]
    for _ in range(STEPS):
        begun = time.thread_time()
        if next(steps, END) is END:
            break
        taken.append(1000 * (time.thread_time() - begun))
    steps.close()
    return Result("S22", f"a step of drawing pages, {size}", cards, max(taken), p95(taken), limit=TURN, slack=LOOSE)


def _last(steps: Generator[None, None, MatrixPage]) -> MatrixPage:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: MatrixPage = end.value
            return found


def _timed(standing: Standing) -> float:
    begun = time.process_time()
    table_of(standing)
    return 1000 * (time.process_time() - begun)


def table_of(standing: Standing) -> Table:
    """The matrix of a board, its items by origin."""
    keys = {card: card.removeprefix("card:") for card in standing.graph.cards}
    return read(standing, card_standings(standing), {}, Wish(), keys)


def board_of(rivals: int, items: int, seed: int = 1) -> Standing:
    """So many rivals of one set, and items of which each is rated against most of them."""
    dice, facts = random.Random(seed), Facts()
    for number in range(max(1, items // 5)):
        facts.put("origin", f"origin:{number}", {"name": f"Origin {number}"})
    for number in range(rivals):
        facts.put("card", f"card:H{number}", {"kind": "hypothesis", "rivals": "rivals:1"})
    for item in range(items):
        origin, credibility = f"origin:{dice.randrange(max(1, items // 5))}", dice.randint(1, 6)
        values = {"kind": "statement", "role": "reported", "derives_from": origin, "credibility": credibility}
        facts.put("card", f"card:E{item}", values)
        for rival in range(rivals):
            if dice.random() < 0.7:
                kind, strength = dice.choice(("support", "contradict")), dice.choice(("normal", "strong"))
                link = {"from": f"card:E{item}", "to": f"card:H{rival}", "kind": kind, "strength": strength}
                facts.put("edge", f"edge:{item}-{rival}", link)
    return assess(build(facts))
