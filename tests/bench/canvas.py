"""The scenarios on the canvas: pan, zoom, drag, and whether what is shown is true. S1–S5, S7, S18."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
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
from tests.bench.results import BUSY, LOOSE, SHOWN, Result, compared

STEP = (37, 23)  # pixels of one pan
TURN = 10  # frames after which a movement goes back
ZOOM_STEP = 1.1
PLAIN_UP_TO = 10_000  # cards
ZOOMS = {"200 %": 2.0, "100 %": 1.0, "50 %": 0.5, "25 %": 0.25, "12 %": 0.12, "6 %": 0.06}
COMPARED = ("100 %", "25 %", "whole")  # zooms at which the plain view is measured, too: it takes its time
REST = 30.0  # seconds that the picture may take to settle
MOVED = 0.97  # share of the pixels that must be where a pan has put them
FRAME = 16.7  # ms: 60 a second
# Against the plain view, at 10,000 cards:
PAN_LIMITS = {"100 %": 0.5, "25 %": 0.2, "whole": 0.2}
ZOOM_LIMITS = {"100 %": 0.5, "25 %": 0.2, "whole": 0.03}
DRAG_LIMIT = 0.2

Pixels = NDArray[np.uint32]


@dataclass
class Canvas:
    """The view under test and its baselines, on one sheet.

    Attributes:
        zooms: by the names of the scenarios.
        frames: how many to time in each.
    """

    view: BoardView
    screen: Screen
    blit: Blit
    plain: Plain | None
    zooms: dict[str, float]
    frames: int

    @property
    def cards(self) -> int:
        return len(self.view.geometry.cards)

    @property
    def middle(self) -> QPointF:
        box = self.view.geometry.bounds()
        assert box is not None
        return QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)

    def look(self, zoom: str, at: QPointF | None = None) -> None:
        """A place of the board, or its middle, at a zoom, sharp and at rest."""
        self.view.look_at(at or self.middle, self.zooms[zoom])
        settle(self.view)

    def look_plain(self, zoom: str, at: QPointF | None = None) -> None:
        if self.plain is not None:
            self.plain.look(self.zooms[zoom], at or self.middle)

    def measured(
        self,
        ours: Run,
        plain_step: Callable[[Plain, int], None] | None = None,
        plain_before: Callable[[], None] = lambda: None,
    ) -> tuple[Run, Run | None]:
        """Time our frames, and those of the baselines in turns with them; gives the baselines' runs."""
        blit = Run(self.blit.screen, lambda _number: self.blit.update(), rests=False)
        plain, scene = None, self.plain
        if scene is not None and plain_step is not None:
            plain = Run(scene.screen, lambda number: plain_step(scene, number), plain_before, rests=False)
        interleave([run for run in (ours, blit, plain) if run is not None], self.frames)
        return blit, plain


def canvas_of(document: Document, frames: int) -> Canvas:
    """A view of a document's first sheet, shown and settled, and what it is compared with."""
    view = view_of(document)
    screen = Screen(view)
    view.painted.connect(screen.count)
    geometry = document.geometry()
    words = {card: (each.get("title", ""), each.get("text", "")) for card, each in document.records("card")}
    plain = Plain(geometry, words.__getitem__) if len(geometry.cards) <= PLAIN_UP_TO else None
    canvas = Canvas(view, screen, Blit(), plain, dict(ZOOMS), frames)
    for widget in (canvas.blit, plain, view):
        if widget is not None:
            widget.show()
    view.fit()
    settle(view)
    canvas.zooms["whole"] = view.zoom
    return canvas


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
    ours = Run(canvas.screen, lambda number: canvas.view.pan_by(*_way(number)), lambda: canvas.look(zoom))
    plain_step = (lambda scene, number: scene.pan(*_way(number))) if zoom in COMPARED else None
    blit, plain = canvas.measured(ours, plain_step, lambda: canvas.look_plain(zoom))
    what, cards = f"pan at {zoom}", canvas.cards
    if plain is not None:
        limit = PAN_LIMITS.get(zoom) if cards == PLAIN_UP_TO else None
        yield compared("S1", what, cards, ours.blocks, plain.blocks, "plain view", limit, slack=BUSY)
    limit = 20.0 if cards <= 10_000 else 60.0
    yield compared("S2", what, cards, ours.blocks, blit.blocks, "blit", limit, slack=SHOWN)
    middle, most = statistics.median(ours.times), p95(ours.times)
    yield Result("S2", f"{what}, 60 a second", cards, middle, most, limit=FRAME, slack=LOOSE)
    late = 100 * sum(each > FRAME for each in ours.times) / len(ours.times)
    yield Result("S2", f"{what}, frames later than that", cards, late, unit="%")


def zoom_step(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S3, S4: the first frame after a zoom step."""
    centre = QPointF(WIDTH / 2, HEIGHT / 2)
    ours = Run(canvas.screen, lambda number: canvas.view.zoom_at(centre, _factor(number)), lambda: canvas.look(zoom))
    plain_step = (lambda scene, number: scene.scale(*2 * [_factor(number)])) if zoom in COMPARED else None
    blit, plain = canvas.measured(ours, plain_step, lambda: canvas.look_plain(zoom))
    what, cards = f"zoom step at {zoom}", canvas.cards
    if plain is not None:
        limit = ZOOM_LIMITS[zoom] if cards == PLAIN_UP_TO else None
        yield compared("S3", what, cards, ours.blocks, plain.blocks, "plain view", limit, slack=BUSY)
    yield compared("S4", f"{what}, p95", cards, ours.blocks, blit.blocks, "blit", 100.0, worst=True, slack=SHOWN)
    yield Result(
        "S4", f"{what}, a frame", cards, statistics.median(ours.times), p95(ours.times), limit=FRAME, slack=LOOSE
    )


def sharp(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S5: from a zoom step to the sharp picture, against one whole redraw without a pause."""
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
    what = f"from a zoom step at {zoom} to sharp"
    yield compared("S5", what, canvas.cards, ours[2:], whole[2:], "redraw", 2.5, slack=BUSY)


def drag(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S7: a card with about ten edges in the hand."""
    row, edges = _card_with_edges(canvas, 10)
    geometry = canvas.view.geometry
    place = QPointF(geometry.x[row], geometry.y[row])
    around = canvas.middle if zoom == "whole" else place

    def begin() -> None:
        canvas.look(zoom, around)
        canvas.view.lift([geometry.cards[row]])
        settle(canvas.view)

    def step(number: int) -> None:
        canvas.view.lift_offset = _offset(number) / canvas.view.zoom
        canvas.view.update()

    def plain_step(scene: Plain, number: int) -> None:
        scene.cards[row].setPos(place + _offset(number) / canvas.zooms[zoom])

    ours = Run(canvas.screen, step, begin)
    blit, plain = canvas.measured(ours, plain_step, lambda: canvas.look_plain(zoom, around))
    canvas.view.drop_lift()
    what, cards = f"drag a card with {edges} edges at {zoom}", canvas.cards
    yield compared("S7", what, cards, ours.blocks, blit.blocks, "blit", 10.0, slack=BUSY)
    if plain is not None:
        limit = DRAG_LIMIT if cards == PLAIN_UP_TO else None
        yield compared("S7", what, cards, ours.blocks, plain.blocks, "plain view", limit, slack=BUSY)


def truth(canvas: Canvas) -> Iterator[Result]:
    """S18: after many pans, zooms, drags and a rest the picture is what a fresh one would be."""
    canvas.look("100 %")
    dice = random.Random(5)
    for _ in range(50):
        dice.choice((_pan_anywhere, _zoom_anywhere, _drag_anything))(canvas.view, dice)
        QApplication.processEvents()
    settle(canvas.view)
    differing = float((pixels(canvas.view.kept_picture()) != pixels(canvas.view.fresh_picture())).sum())
    what = "pixels unlike a fresh picture, at the end"
    yield Result("S18", what, canvas.cards, differing, unit="px", limit=0.0)


def _pan_anywhere(view: BoardView, dice: random.Random) -> None:
    view.pan_by(dice.randint(-300, 300), dice.randint(-300, 300))


def _zoom_anywhere(view: BoardView, dice: random.Random) -> None:
    out = view.zoom > 2 or (view.zoom > 0.1 and dice.random() < 0.5)
    view.zoom_at(QPointF(dice.randrange(WIDTH), dice.randrange(HEIGHT)), 0.8 if out else 1.25)


def _drag_anything(view: BoardView, dice: random.Random) -> None:
    view.lift([dice.choice(view.geometry.cards)])
    view.lift_offset = QPointF(dice.randint(-99, 99), dice.randint(-99, 99))
    view.update()
    QApplication.processEvents()
    view.drop_lift()


def _way(number: int) -> tuple[int, int]:
    """Some steps there, as many back."""
    sign = 1 if number % (2 * TURN) < TURN else -1
    return sign * STEP[0], sign * STEP[1]


def _factor(number: int) -> float:
    return ZOOM_STEP if number % 4 < 2 else 1 / ZOOM_STEP


def _offset(number: int) -> QPointF:
    return QPointF(3, 2) * (1 + number % 50)


def _card_with_edges(canvas: Canvas, wanted: int) -> tuple[int, int]:
    """The row of a card with about so many edges, and how many it has."""
    geometry = canvas.view.geometry
    edges = np.bincount(geometry.tail, minlength=canvas.cards)
    edges += np.bincount(geometry.head[geometry.head >= 0], minlength=canvas.cards)
    row = int(np.abs(edges - wanted).argmin())
    return row, int(edges[row])


def _check_that_pan_moves(canvas: Canvas, zoom: str) -> None:
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
