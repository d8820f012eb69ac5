"""The scenarios on the canvas: pan, zoom, drag, and whether what is shown is true. S1–S5, S7, S18."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from evidenceboard.document import Document
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.faces_of import FaceReader
from tests.bench.baselines import HEIGHT, WIDTH, Blit, Plain
from tests.bench.frames import Run, Screen, interleave, p95
from tests.bench.results import LOOSE, SHOWN, Result, compared

STEP = (37, 23)  # pixels of one pan
ZOOM_STEP = 1.1
PLAIN_UP_TO = 10_000  # cards
REST = 30.0  # seconds that the picture may take to settle
MOVED = 0.97  # share of the pixels that must be where a pan has put them
PAN_LIMITS = {"100 %": 0.5, "25 %": 0.2, "whole": 0.2}  # against the plain view, at 10,000 cards
ZOOM_LIMITS = {"100 %": 0.5, "25 %": 0.2, "whole": 0.03}
FRAME = 16.7  # ms

Pixels = NDArray[np.uint32]


@dataclass
class Canvas:
    """The view under test and its baselines, on one sheet."""

    view: BoardView
    screen: Screen
    blit: Blit
    plain: Plain | None
    cards: int
    zooms: dict[str, float]

    def look(self, zoom: str) -> None:
        """The middle of the board at a zoom, sharp and at rest."""
        self.view.look_at(self.middle, self.zooms[zoom])
        settle(self.view)

    @property
    def middle(self) -> QPointF:
        box = self.view.geometry.bounds()
        assert box is not None
        return QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)


def canvas_of(document: Document) -> Canvas:
    """A view of a document's first sheet, shown and settled, and what it is compared with."""
    view = view_of(document)
    screen = Screen(view)
    view.painted.connect(screen.count)
    geometry = document.geometry()
    words = {card: (each.get("title", ""), each.get("text", "")) for card, each in document.records("card")}
    plain = Plain(geometry, words.__getitem__) if len(geometry.cards) <= PLAIN_UP_TO else None
    screen.show()
    view.fit()
    settle(view)
    return Canvas(view, screen, Blit(), plain, len(geometry.cards), {"100 %": 1.0, "25 %": 0.25, "whole": view.zoom})


def view_of(document: Document) -> BoardView:
    """The view as the window makes it, at the size that all figures are of."""
    view = BoardView(document.geometry(), FaceReader(document).faces, document.photo)
    view.resize(WIDTH, HEIGHT)
    return view


def settle(view: BoardView) -> None:
    """Let the view come to rest."""
    end = time.perf_counter() + REST
    while not view.is_settled():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise AssertionError("the picture never settled")


def pan(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S1, S2: pan to and fro over the middle of the board."""
    _check_that_pan_moves(canvas, zoom)

    def step(number: int) -> None:
        way = 1 if number % 20 < 10 else -1
        canvas.view.pan_by(way * STEP[0], way * STEP[1])

    ours = Run(canvas.screen, step, lambda: canvas.look(zoom))
    blit = _blit_run(canvas)
    runs = [ours, blit]
    if canvas.plain is not None:
        plain = canvas.plain

        def plain_step(number: int) -> None:
            way = 1 if number % 20 < 10 else -1
            plain.pan(way * STEP[0], way * STEP[1])

        before = lambda: plain.look(canvas.zooms[zoom], canvas.middle)  # noqa: E731
        runs.append(Run(plain.screen, plain_step, before))
    interleave(runs)
    cards, what = canvas.cards, f"pan at {zoom}"
    if canvas.plain is not None:
        limit = PAN_LIMITS[zoom] if cards == PLAIN_UP_TO else None
        yield compared("S1", what, cards, ours.blocks, runs[2].blocks, "plain view", limit)
    limit = 20.0 if cards <= 10_000 else 60.0
    yield compared("S2", what, cards, ours.blocks, blit.blocks, "blit", limit, slack=SHOWN)
    middle, most = statistics.median(ours.times), p95(ours.times)
    yield Result("S2", f"{what}, 60 a second", cards, middle, most, limit=FRAME, slack=LOOSE)
    late = 100 * sum(each > FRAME for each in ours.times) / len(ours.times)
    yield Result("S2", f"{what}, frames later than that", cards, late, unit="%")


def zoom_step(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S3, S4: the first frame after a zoom step."""

    def step(number: int) -> None:
        factor = ZOOM_STEP if number % 4 < 2 else 1 / ZOOM_STEP
        canvas.view.zoom_at(QPointF(WIDTH / 2, HEIGHT / 2), factor)

    ours, blit = Run(canvas.screen, step, lambda: canvas.look(zoom)), _blit_run(canvas)
    runs = [ours, blit]
    if canvas.plain is not None:
        plain = canvas.plain

        def plain_step(number: int) -> None:
            factor = ZOOM_STEP if number % 4 < 2 else 1 / ZOOM_STEP
            plain.scale(factor, factor)

        before = lambda: plain.look(canvas.zooms[zoom], canvas.middle)  # noqa: E731
        runs.append(Run(plain.screen, plain_step, before))
    interleave(runs)
    cards, what = canvas.cards, f"zoom step at {zoom}"
    if canvas.plain is not None:
        limit = ZOOM_LIMITS[zoom] if cards == PLAIN_UP_TO else None
        yield compared("S3", what, cards, ours.blocks, runs[2].blocks, "plain view", limit)
    yield compared("S4", f"{what}, p95", cards, ours.blocks, blit.blocks, "blit", 100.0, worst=True, slack=SHOWN)


def sharp(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S5: from a zoom step to the sharp picture, against one whole redraw without a pause."""
    canvas.screen.show()
    canvas.look(zoom)
    ours: list[list[float]] = []
    whole: list[list[float]] = []
    for number in range(8):
        begun = time.perf_counter()
        canvas.view.zoom_at(QPointF(WIDTH / 2, HEIGHT / 2), ZOOM_STEP if number % 2 else 1 / ZOOM_STEP)
        settle(canvas.view)
        ours.append([1000 * (time.perf_counter() - begun)])
        begun = time.perf_counter()
        canvas.view.fresh_picture()
        whole.append([1000 * (time.perf_counter() - begun)])
    canvas.screen.hide()
    what = f"from a zoom step at {zoom} to sharp"
    yield compared("S5", what, canvas.cards, ours[2:], whole[2:], "redraw", 2.5)


def drag(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S7: a card with about ten edges in the hand."""
    geometry = canvas.view.geometry
    ends = np.bincount(geometry.tail, minlength=len(geometry.cards))
    ends += np.bincount(geometry.head[geometry.head >= 0], minlength=len(geometry.cards))
    row = int(np.abs(ends - 10).argmin())
    place = QPointF(geometry.x[row], geometry.y[row])

    def begin() -> None:
        canvas.view.look_at(place if zoom != "whole" else canvas.middle, canvas.zooms[zoom])
        settle(canvas.view)
        canvas.view.lift([geometry.cards[row]])
        settle(canvas.view)

    def step(number: int) -> None:
        canvas.view.lift_offset = QPointF(3 * (number % 50), 2 * (number % 50)) / canvas.view.zoom
        canvas.view.update()

    ours, blit = Run(canvas.screen, step, begin), _blit_run(canvas)
    runs = [ours, blit]
    if canvas.plain is not None:
        card = canvas.plain.cards[row]
        zoomed, plain = canvas.zooms[zoom], canvas.plain
        look = lambda: plain.look(zoomed, place if zoom != "whole" else canvas.middle)  # noqa: E731
        move = lambda number: card.setPos(place + QPointF(3, 2) * (number % 50) / zoomed)  # noqa: E731
        runs.append(Run(plain.screen, move, look))
    interleave(runs)
    canvas.view.drop_lift()
    what = f"drag a card with {ends[row]} edges at {zoom}"
    yield compared("S7", what, canvas.cards, ours.blocks, blit.blocks, "blit", 10.0)
    if canvas.plain is not None:
        limit = 0.2 if canvas.cards == PLAIN_UP_TO else None
        yield compared("S7", what, canvas.cards, ours.blocks, runs[2].blocks, "plain view", limit)


def truth(canvas: Canvas) -> Iterator[Result]:
    """S18: after many pans, zooms, drags and a rest the picture is what a fresh one would be."""
    canvas.screen.show()
    canvas.look("100 %")
    dice, view = random.Random(5), canvas.view
    for _ in range(50):
        chosen = dice.randrange(3)
        if chosen == 0:
            view.pan_by(dice.randint(-300, 300), dice.randint(-300, 300))
        elif chosen == 1:
            out = view.zoom > 2 or (view.zoom > 0.1 and dice.random() < 0.5)
            view.zoom_at(QPointF(dice.randrange(WIDTH), dice.randrange(HEIGHT)), 0.8 if out else 1.25)
        else:
            view.lift([dice.choice(view.geometry.cards)])
            view.lift_offset = QPointF(dice.randint(-99, 99), dice.randint(-99, 99))
            view.update()
            QApplication.processEvents()
            view.drop_lift()
        QApplication.processEvents()
    settle(view)
    differing = float((pixels(view.kept_picture()) != pixels(view.fresh_picture())).sum())
    canvas.screen.hide()
    what = "pixels unlike a fresh picture, after all that"
    yield Result("S18", what, canvas.cards, differing, unit="px", limit=0.0)


def _blit_run(canvas: Canvas) -> Run:
    return Run(canvas.blit.screen, lambda _number: canvas.blit.update())


def _check_that_pan_moves(canvas: Canvas, zoom: str) -> None:
    canvas.screen.show()
    canvas.look(zoom)
    before = pixels(canvas.view.kept_picture())
    canvas.screen.frame(lambda: canvas.view.pan_by(*STEP))
    after = pixels(canvas.view.kept_picture())
    dx, dy = STEP
    kept = float((after[dy:, dx:] == before[:-dy, :-dx]).mean())
    changed = float((after != before).mean())
    if kept < MOVED or changed == 0 or len(np.unique(before)) < 3:
        raise AssertionError(f"a pan at {zoom} did not move the picture: {kept:.2%} moved, {changed:.2%} changed")


def pixels(image: QImage) -> Pixels:
    """A picture as a matrix, a number for each pixel."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32)
    return flat.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()].copy()
