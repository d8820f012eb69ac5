"""More of what hands do on the canvas: many cards at once, a rubber band, hovering; hits and a whole redraw.
S6, S8, S10, S11."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.batch import draw_lines
from tests.bench.baselines import HEIGHT, WIDTH
from tests.bench.canvas import FRAME, Canvas, settle
from tests.bench.frames import Run, p95
from tests.bench.results import LOOSE, SHOWN, Result, compared

MANY = 1_000  # cards
TIMES = 200  # hit tests
REDRAWS = 6


def drag_many(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S8: a thousand selected cards in the hand."""
    view = canvas.view
    chosen = _nearest(canvas, MANY)

    def begin() -> None:
        canvas.look(zoom)
        view.set_selection(chosen)
        view.lift(chosen)
        settle(view)

    def step(number: int) -> None:
        view.lift_offset = QPointF(3, 2) * (1 + number % 50) / view.zoom
        view.update()

    ours = Run(canvas.screen, step, begin)
    yield from _against_blit(canvas, "S8", f"drag {len(chosen):,} cards at {zoom}", ours)
    view.drop_lift()
    view.set_selection(())
    settle(view)


def rubber_band(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S10: a rectangle that grows until a thousand cards lie in it, all of them selected at every step."""
    view, geometry = canvas.view, canvas.view.geometry
    far = geometry.bounds_of(_nearest(canvas, MANY))
    assert far is not None

    def step(number: int) -> None:
        share = 0.7 + 0.3 * (number % 20) / 19
        box = Box(far.left, far.top, far.left + (far.right - far.left) * share, far.bottom)
        view.set_selection(frozenset(geometry.cards[row] for row in geometry.cards_in(box)))
        view.update()  # as the tool does: its rectangle has grown even where no card came

    ours = Run(canvas.screen, step, lambda: canvas.look(zoom))
    yield from _against_blit(canvas, "S10", f"rubber band over {MANY:,} at {zoom}", ours)
    view.set_selection(())
    settle(view)


def hover(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """The pointer goes from card to card, and each lights its links and neighbours."""
    view, geometry = canvas.view, canvas.view.geometry
    canvas.look(zoom)
    rows = [geometry.row[card] for card in _nearest(canvas, 12)]
    places = [QPointF(geometry.x[row] + geometry.w[row] / 2, geometry.y[row] + geometry.h[row] / 2) for row in rows]

    def step(number: int) -> None:
        _point_at(canvas, view.map_to_view(places[number % len(places)]))
        view.update()

    ours = Run(canvas.screen, step, lambda: canvas.look(zoom))
    yield from _against_blit(canvas, "S10", f"hover from card to card at {zoom}", ours)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    settle(view)


def redraw(canvas: Canvas, zoom: str) -> Iterator[Result]:
    """S6: one whole redraw, against nothing but the straight lines of the same edges."""
    canvas.look(zoom)
    ours, lines = [], []
    for _ in range(REDRAWS):
        ours.append([_timed(canvas.view.fresh_picture)])
        lines.append([_timed(lambda: _bare_lines(canvas))])
    yield compared("S6", f"whole redraw at {zoom}", canvas.cards, ours[1:], lines[1:], "bare lines", 3.0, slack=SHOWN)


def hits(canvas: Canvas) -> Iterator[Result]:
    """S11: which card, which edge lies under a point."""
    geometry, dice = canvas.view.geometry, np.random.default_rng(3)
    geometry.lines()
    rows = dice.integers(0, canvas.cards, TIMES)
    points = np.column_stack([geometry.x[rows] + 5, geometry.y[rows] + 5]).tolist()
    blit = Run(canvas.blit.screen, lambda _number: canvas.blit.update())
    blit.block(20)
    finders: tuple[tuple[str, Callable[[float, float], object], float], ...] = (
        ("card under a point", geometry.card_at, 2.0),
        ("edge near a point", lambda x, y: geometry.edge_at(x, y, 14.0), 6.0),
    )
    for what, find, limit in finders:
        times = [_timed(lambda: find(*point)) for point in points]  # noqa: B023 (called at once)
        yield compared("S11", what, canvas.cards, [times], blit.blocks, "blit", limit, slack=SHOWN)


def _against_blit(canvas: Canvas, name: str, what: str, ours: Run) -> Iterator[Result]:
    blit, _ = canvas.measured(ours)
    yield compared(name, what, canvas.cards, ours.blocks, blit.blocks, "blit", 40.0, slack=SHOWN)
    yield Result(
        name, f"{what}, a frame", canvas.cards, statistics.median(ours.times), p95(ours.times), limit=FRAME, slack=LOOSE
    )


def _nearest(canvas: Canvas, count: int) -> list[str]:
    """So many cards around the middle of the board."""
    geometry, middle = canvas.view.geometry, canvas.middle
    away = np.hypot(geometry.x - middle.x(), geometry.y - middle.y())
    return [geometry.cards[row] for row in np.argsort(away)[:count]]


def _point_at(canvas: Canvas, at: QPointF) -> None:
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, canvas.view.mapToGlobal(at), none, none, Qt.KeyboardModifier(0))
    QApplication.sendEvent(canvas.view, event)


def _bare_lines(canvas: Canvas) -> None:
    """The lines of all edges in view, one after the other, without smoothing."""
    view, line = canvas.view, canvas.view.geometry.lines()
    low, high = view.map_to_scene(QPointF(0, 0)), view.map_to_scene(QPointF(WIDTH, HEIGHT))
    rows = view.geometry.edges_in(Box(low.x(), low.y(), high.x(), high.y()))
    ends = [(line[name][rows] - start) * view.zoom for name, start in
            (("ax", low.x()), ("ay", low.y()), ("bx", low.x()), ("by", low.y()))]  # fmt: skip
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    draw_lines(painter, np.ascontiguousarray(np.column_stack(ends), np.float64))
    painter.end()


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
