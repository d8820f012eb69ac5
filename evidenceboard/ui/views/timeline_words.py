"""Words on the timeline: beside the dates, on plates where a lane is too full, and of what is not placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from evidenceboard.finding import timeline as layout
from evidenceboard.model.dates import in_words
from evidenceboard.ui import theme
from evidenceboard.ui.plain import draw_line
from evidenceboard.ui.views.timeline_hands import AXIS, HEAD

if TYPE_CHECKING:
    from evidenceboard.ui.views.timeline_chart import Placed, TimelineChart

BUCKET = 72  # px of the line whose dates without room are counted together


def paint_words(painter: QPainter, chart: TimelineChart, placed: Placed, at: int, box: QRectF) -> None:
    """Name and title; below them what the date says, or the source of what is a dot."""
    active, lane = theme.current(), placed.lane
    card, room = lane.cards[at], float(lane.widths[at])
    entry, dot = chart.cards.entries[card], box.width() <= layout.POINT
    left = box.right() + 8 if dot else max(box.left(), min(float(HEAD) + 4, box.right() - room))
    top = box.top() - 4 if dot else box.bottom() + 5
    bold = theme.interface_font(12, 600)
    painter.setFont(bold)
    painter.setPen(active.ink3 if entry.struck else active.ink)
    across = QFontMetrics(bold).horizontalAdvance(entry.name) + 6 if entry.name else 0
    draw_line(painter, QRectF(left, top, room, 16), entry.name)
    plain = theme.interface_font(12)
    plain.setStrikeOut(entry.struck)
    painter.setFont(plain)
    elided(painter, QRectF(left + across, top, room - across, 16), entry.title)
    said = in_words(lane.shown[at])
    source = chart.cards.source(card)
    painter.setPen(active.ink3)
    painter.setFont(theme.interface_font(11, tabular=True))
    elided(painter, QRectF(left, top + 15, room, 15), " · ".join(each for each in (said, source) if each))


def paint_plates(painter: QPainter, chart: TimelineChart) -> None:
    """The words of what is hovered, or alone selected, where the lane has no room for words."""
    card = chart.hovered or (next(iter(chart.selection)) if len(chart.selection) == 1 else None)
    if card is None or chart.hands.pull is not None or card not in chart.cards.entries:
        return
    active, entry = theme.current(), chart.cards.entries[card]
    for placed in chart.lanes:
        if placed.words or card not in placed.lane.cards:
            continue
        at = placed.lane.cards.index(card)
        box = chart.bar(placed, at)
        if placed.rows[at] < 0 or not chart.rect().adjusted(HEAD, AXIS, 0, 0).intersects(box.toAlignedRect()):
            continue
        font, small = theme.interface_font(12, 600), theme.interface_font(11, tabular=True)
        title = QFontMetrics(font).elidedText(f"{entry.name} {entry.title}".strip(), Qt.TextElideMode.ElideRight, 320)
        said = " · ".join(each for each in (in_words(placed.lane.shown[at]), chart.cards.source(card)) if each)
        wide = max(QFontMetrics(font).horizontalAdvance(title), QFontMetrics(small).horizontalAdvance(said)) + 20
        x = min(max(box.right() + 10, HEAD + 8), chart.width() - wide - 8)
        y = min(box.bottom() + 8, chart.height() - 52.0)
        painter.setPen(QPen(active.ctl, active.border))
        painter.setBrush(active.card)
        painter.drawRoundedRect(QRectF(x, y, wide, 42), 6, 6)
        painter.setPen(active.ink3 if entry.struck else active.ink)
        font.setStrikeOut(entry.struck)
        painter.setFont(font)
        draw_line(painter, QRectF(x + 10, y + 4, wide, 17), title)
        painter.setPen(active.ink3)
        painter.setFont(small)
        draw_line(painter, QRectF(x + 10, y + 21, wide, 16), said)


def paint_counts(painter: QPainter, chart: TimelineChart, placed: Placed, top: float) -> None:
    """How many dates have no room here, by place."""
    out = placed.rows < 0
    if not out.any():
        return
    active = theme.current()
    middle = (placed.left[out] + placed.right[out]) / 2 + chart.shift
    middle = middle[(middle >= HEAD) & (middle < chart.width())]
    counts = np.bincount(((middle - HEAD) // BUCKET).astype(np.int64))
    painter.setFont(theme.interface_font(11, 500, tabular=True))
    painter.setPen(active.ink3)
    y = top + placed.height - placed.chip - 24
    for at in np.flatnonzero(counts):
        box = QRectF(HEAD + int(at) * BUCKET, y, BUCKET, 16)
        draw_line(painter, box, f"+ {int(counts[at]):,}", Qt.AlignmentFlag.AlignHCenter)


def paint_chip(painter: QPainter, chart: TimelineChart, placed: Placed) -> None:
    """What is not placed, said aloud; a click lists it."""
    box = chart.chip_of(placed)
    if box.isEmpty():
        return
    active, count = theme.current(), len(placed.lane.undated)
    strong, plain = theme.interface_font(12, 600), theme.interface_font(12)
    said = f"{count:,} card{'s have' if count != 1 else ' has'} no date here"
    rest = " and are not placed  ›" if count != 1 else " and is not placed  ›"
    wide = QFontMetrics(strong).horizontalAdvance(said)
    box.setWidth(wide + QFontMetrics(plain).horizontalAdvance(rest) + 26)
    painter.setPen(QPen(active.ctl, active.border))
    painter.setBrush(active.field)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setPen(active.ink)
    painter.setFont(strong)
    draw_line(painter, box.adjusted(12, 0, 0, 0), said)
    painter.setPen(active.ink2)
    painter.setFont(plain)
    draw_line(painter, box.adjusted(12 + wide, 0, 0, 0), rest)


def elided(painter: QPainter, box: QRectF, text: str) -> None:
    room = max(0, int(box.width()))
    draw_line(painter, box, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
