"""How the timeline looks: lanes and axis, bars with hard and soft ends, words that do not overlap, the brush."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QLinearGradient, QPainter, QPen

from evidenceboard.finding import timeline as layout
from evidenceboard.model.dates import bounds, in_words
from evidenceboard.model.ids import RecordId
from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line, wrap_text
from evidenceboard.ui.views.timeline_dots import DIMMED, DOT_RIM, colour_of, stamp, stamp_dots
from evidenceboard.ui.views.timeline_hands import AXIS, HEAD
from evidenceboard.ui.views.timeline_words import elided, paint_chip, paint_counts, paint_plates, paint_words

if TYPE_CHECKING:
    from evidenceboard.ui.views.timeline_chart import Placed, TimelineChart


def paint_chart(painter: QPainter, chart: TimelineChart) -> None:
    """Everything, from the ground up."""
    active = theme.current()
    painter.fillRect(chart.rect(), active.panel)
    ticks = layout.ticks(chart.second(HEAD), chart.second(chart.width()), chart.width() - HEAD)
    painter.setPen(QPen(active.track, 1))  # quieter than the words that it runs through, in each theme
    for tick in ticks:
        if tick.label:
            x = round(chart.x_of(tick.at)) + 0.5
            painter.drawLine(QPointF(x, AXIS), QPointF(x, chart.height()))
    _paint_brush(painter, chart)
    painter.save()
    painter.setClipRect(0, AXIS, chart.width(), chart.height() - AXIS)
    for placed in chart.lanes:
        top = AXIS - chart.down + placed.top
        if top < chart.height() and top + placed.height > AXIS:
            _paint_lane(painter, chart, placed, top)
    painter.restore()
    _paint_axis(painter, chart, ticks)
    paint_plates(painter, chart)
    _paint_pull(painter, chart)


def _paint_axis(painter: QPainter, chart: TimelineChart, ticks: list[layout.Tick]) -> None:
    active = theme.current()
    painter.fillRect(0, 0, chart.width(), AXIS - 1, active.panel)
    focused = chart.hasFocus()
    painter.setPen(QPen(active.accent, 2) if focused else QPen(active.ctl, active.border))
    painter.drawLine(QPointF(HEAD - 20, AXIS - 0.5), QPointF(chart.width(), AXIS - 0.5))
    above, plain = theme.interface_font(13, 600, tabular=True), theme.interface_font(12, tabular=True)
    free = 0.0
    for tick in sorted(ticks, key=lambda each: each.at):
        x = chart.x_of(tick.at)
        if x < HEAD - 1:
            continue
        painter.setPen(QPen(active.ctl, active.border))
        painter.drawLine(QPointF(round(x) + 0.5, AXIS - (8 if tick.label else 4)), QPointF(round(x) + 0.5, AXIS - 1))
        if tick.label:
            painter.setFont(plain)
            painter.setPen(active.ink2)
            draw_line(painter, QRectF(x + 5, 32, 120, 17), tick.label)
        if tick.above and x >= free:
            painter.setFont(above)
            painter.setPen(active.ink)
            draw_line(painter, QRectF(x + 5, 12, 160, 18), tick.above)
            free = x + QFontMetrics(above).horizontalAdvance(tick.above) + 16
    if chart.clock_words:
        painter.setFont(theme.interface_font(11))
        painter.setPen(active.ink3)
        draw_line(painter, QRectF(20, 32, HEAD - 28, 17), chart.clock_words)
    if chart.brush is not None:
        first, last = (chart.x_of(each) for each in chart.brush)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(active.accent)
        for x in (first, last):
            if x >= HEAD:
                painter.drawRoundedRect(QRectF(x - 3, AXIS - 22, 6, 20), 3, 3)
        painter.drawRect(QRectF(max(first, HEAD), AXIS - 3, max(0.0, last - max(first, HEAD)), 2))


def _paint_brush(painter: QPainter, chart: TimelineChart) -> None:
    if chart.brush is None:
        return
    active = theme.current()
    first, last = (max(chart.x_of(each), HEAD) for each in chart.brush)
    tint = QColor(active.accent)
    tint.setAlphaF(0.09)
    painter.fillRect(QRectF(first, AXIS, last - first, chart.height()), tint)
    painter.setPen(QPen(active.accent, 1.5))
    for x in (first, last):
        if x > HEAD:
            painter.drawLine(QPointF(x, AXIS), QPointF(x, chart.height()))


def _paint_lane(painter: QPainter, chart: TimelineChart, placed: Placed, top: float) -> None:
    active, lane = theme.current(), placed.lane
    painter.save()
    painter.setClipRect(QRectF(HEAD - 4, max(top, AXIS), chart.width(), placed.height), Qt.ClipOperation.IntersectClip)
    pull = chart.hands.pull
    bright = None if chart.brush is None else layout.within(lane.dated, *chart.brush)

    def is_bright(at: int) -> bool:
        return (bright is None or bool(bright[at])) and (chart.lit is None or lane.cards[at] in chart.lit)

    order = [
        at
        for at in chart.in_sight(placed).tolist()
        if pull is None or (pull.card, pull.clock) != (lane.cards[at], lane.clock)
    ]
    order = order if placed.words else stamp_dots(painter, chart, placed, order, is_bright)
    for at in sorted(order, key=lambda at: (lane.cards[at] in chart.selection, is_bright(at))):
        painter.setOpacity(1.0 if is_bright(at) else DIMMED)
        box = chart.bar(placed, at)
        _paint_date(painter, chart, lane.cards[at], lane.dated, at, box)
        if placed.words:
            paint_words(painter, chart, placed, at, box)
    painter.setOpacity(1.0)
    paint_counts(painter, chart, placed, top)
    paint_chip(painter, chart, placed)
    painter.restore()
    painter.setPen(QPen(active.hair, active.border))
    bottom = round(top + placed.height) - 0.5
    painter.drawLine(QPointF(20, bottom), QPointF(chart.width(), bottom))
    painter.setPen(active.ink)
    painter.setFont(theme.interface_font(13, 600))
    title = wrap_text(lane.title, painter.font(), HEAD - 40)
    first = 2 if len(title) > 1 else 1
    for at, line in enumerate([*title[: first - 1], " ".join(title[first - 1 :])]):
        elided(painter, QRectF(20, top + 12 + 17 * at, HEAD - 36, 18), line)
    painter.setPen(active.ink3)
    painter.setFont(theme.interface_font(12))
    for at, line in enumerate(wrap_text(lane.note, painter.font(), HEAD - 40)[: 3 - first]):
        draw_line(painter, QRectF(20, top + 14 + 17 * first + 16 * at, HEAD - 36, 17), line)
    away = (
        f"‹ {_count(placed.right < HEAD - chart.shift)} earlier",
        f"{_count(placed.left > chart.width() - chart.shift)} later ›",
    )
    for at, words in enumerate(each for each in away if not each.strip("‹ ").startswith("0 ")):
        draw_line(painter, QRectF(20, top + 66 + 16 * at, HEAD - 36, 16), words)


def _count(found: layout.Flags) -> str:
    return f"{int(found.sum()):,}"


def _paint_date(
    painter: QPainter, chart: TimelineChart, card: RecordId, dated: layout.Dated, at: int, box: QRectF
) -> None:
    """A dot, or a bar with its ends."""
    colour = colour_of(chart.cards.entries[card])
    soft = bool(dated.soft_first[at] or dated.soft_last[at])
    doubtful = bool(dated.doubtful[at])
    if box.width() <= layout.POINT and not soft:
        shape = QRectF(0, 0, min(11.0, box.height()), min(11.0, box.height()))
        shape.moveCenter(box.center())
        _ring(painter, chart, card, shape)
        dot = stamp(chart, card, doubtful, shape.width())
        painter.drawPixmap(shape.topLeft() - QPointF(DOT_RIM, DOT_RIM), dot)
        return
    _ring(painter, chart, card, box)
    if doubtful:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box.adjusted(1, 0.5, -1, -0.5), 4, 4)
        return
    fade_first, fade_last = layout.fades(layout.one_of(dated, at), np.array([box.left()]), np.array([box.right()]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_ground(colour, box, float(fade_first[0]), float(fade_last[0])))
    painter.drawRect(box)
    painter.setBrush(colour)
    if not dated.soft_first[at]:
        painter.drawRect(QRectF(box.left(), box.top() - 2, 2, box.height() + 4))
    if not dated.soft_last[at]:
        painter.drawRect(QRectF(box.right() - 2, box.top() - 2, 2, box.height() + 4))


def _ground(colour: QColor, box: QRectF, first: float, last: float) -> QBrush:
    """The colour over the bar, growing from nothing and into nothing at soft ends."""
    if not first and not last:
        return QBrush(colour)
    wide, clear = max(1.0, box.width()), QColor(colour)
    clear.setAlphaF(0.04)
    made = QLinearGradient(box.left(), 0, box.right(), 0)
    share_first, share_last = first / wide, last / wide
    if share_first + share_last > 1:
        share_first, share_last = (share_first / (share_first + share_last),) * 2
        share_last = 1 - share_first
    made.setColorAt(0, clear if first else colour)
    made.setColorAt(min(share_first, 1.0), colour)
    made.setColorAt(max(0.0, 1 - share_last), colour)
    made.setColorAt(1, clear if last else colour)
    return QBrush(made)


def _ring(painter: QPainter, chart: TimelineChart, card: RecordId, box: QRectF) -> None:
    """A selected or hovered card."""
    active = theme.current()
    if card in chart.selection or card == chart.hovered:
        painter.setBrush(active.selbg if card in chart.selection else Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(active.accent if card in chart.selection else active.ctl, 2 if card in chart.selection else 1)
        )
        painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 6, 6)


def _paint_pull(painter: QPainter, chart: TimelineChart) -> None:
    """The date under way, where it would lie, and what the card will say."""
    pull, active = chart.hands.pull, theme.current()
    found = bounds(chart.cards.shown(pull.after)) if pull is not None and pull.after else None
    if pull is None or found is None:
        return
    for placed in chart.lanes:
        if placed.lane.clock == pull.clock and pull.card in placed.lane.cards:
            break
    else:
        return
    row = max(0, int(placed.rows[placed.lane.cards.index(pull.card)]))
    one = layout.columns([found])
    left, right = (float(each[0]) + chart.shift for each in layout.extents(one, chart.scale))
    box = QRectF(left, chart.row_top(placed, row) + 2, right - left, 12.0 if placed.words else 9.0)
    _paint_date(painter, chart, pull.card, one, 0, box)
    font = theme.interface_font(12, 600, tabular=True)
    words = in_words(chart.cards.shown(pull.after))
    if pull.after != pull.before:
        words = f"{in_words(chart.cards.shown(pull.before))} → {words}"
    wide = QFontMetrics(font).horizontalAdvance(words) + 20
    x = min(max(box.center().x() - wide / 2, HEAD + 4), chart.width() - wide - 8)
    y = box.top() - 34 if box.top() > AXIS + 36 else box.bottom() + 10
    label = QRectF(x, y, wide, 26)
    painter.setPen(QPen(active.ctl, 1) if active.dark else Qt.PenStyle.NoPen)
    painter.setBrush(active.card if active.dark else active.ink)
    painter.drawRoundedRect(label, 5, 5)
    painter.setPen(active.ink if active.dark else active.card)
    painter.setFont(font)
    draw_line(painter, label, words, Qt.AlignmentFlag.AlignHCenter)
