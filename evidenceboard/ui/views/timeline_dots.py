"""Dots on the timeline: dates that are shorter than they could be seen, drawn once and stamped."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from evidenceboard.finding import timeline as layout
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.views.timeline_cards import Entry

if TYPE_CHECKING:
    from evidenceboard.ui.views.timeline_chart import Placed, TimelineChart

DIMMED = 0.38  # opacity of what is not looked at
DOT_RIM = 1.0  # px of room around a dot for its line


def stamp_dots(
    painter: QPainter, chart: TimelineChart, placed: Placed, order: list[int], is_bright: Callable[[int], bool]
) -> list[int]:
    """Draw what is but a dot, a thousand of them in a frame; returns what else there is."""
    lane, dated, at = placed.lane, placed.lane.dated, np.array(order, np.intp)
    dots = placed.right[at] - placed.left[at] <= layout.POINT
    dots &= ~(dated.soft_first[at] | dated.soft_last[at])
    box = chart.bar(placed, order[0]) if order else QRectF()
    side = min(11.0, box.height())
    x = (placed.left[at] + placed.right[at] - side) / 2 + chart.shift - DOT_RIM
    y = chart.row_top(placed, 0) + placed.rows[at] * placed.step + 2 - DOT_RIM
    rest: list[int] = []
    stamps: dict[tuple[str, bool, bool], QPixmap] = {}
    for one, dot, left, top in zip(order, dots.tolist(), x.tolist(), y.tolist(), strict=True):
        card = lane.cards[one]
        if not dot or card in chart.selection or card == chart.hovered:
            rest.append(one)
            continue
        painter.setOpacity(1.0 if is_bright(one) else DIMMED)
        entry = chart.cards.entries[card]
        look = (entry.kind, entry.struck, bool(dated.doubtful[one]))
        if look not in stamps:
            stamps[look] = stamp(chart, card, look[-1], side)
        painter.drawPixmap(QPointF(left, top), stamps[look])
    return rest


def stamp(chart: TimelineChart, card: RecordId, doubtful: bool, side: float) -> QPixmap:
    """The dot of a card, with `DOT_RIM` around it."""
    entry, ground = chart.cards.entries[card], theme.current().panel.rgba()
    return _dot(side, entry.kind == "photo", doubtful, colour_of(entry).rgba(), ground, chart.devicePixelRatioF())


def colour_of(entry: Entry) -> QColor:
    """The colour of a card's dates."""
    active = theme.current()
    return active.ctl if entry.struck else active.color({"photo": "photo", "hypothesis": "hyp"}.get(entry.kind, "stmt"))


@lru_cache(maxsize=64)
def _dot(side: float, square: bool, doubtful: bool, rgba: int, ground: int, dpr: float) -> QPixmap:
    """A dot with a rim of `DOT_RIM` around it: a lane may hold a thousand, and drawn anew each takes its time."""
    whole = math.ceil((side + 2 * DOT_RIM) * dpr)
    made = QPixmap(whole, whole)
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    colour = QColor.fromRgba(rgba)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DotLine) if doubtful else Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromRgba(ground) if doubtful else colour)
        (painter.drawRect if square else painter.drawEllipse)(QRectF(DOT_RIM, DOT_RIM, side, side))
    return made
