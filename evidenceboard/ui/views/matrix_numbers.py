"""Where the numbers of the matrix stand around its cells, and what each of them means and what it does not."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from evidenceboard.analysis.ach_scoring import SCHEMES
from evidenceboard.analysis.ach_table import Table
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.ui.views.matrix_layout import Layout

WIDE, NARROW = {3: (52, 68, 78), 2: (99, 99)}, {3: (34, 64, 64), 2: (81, 81)}  # px of the scores, by how many there are
STANDING_TOP, LAST_TOP = 82.0, 54.0  # px below the cells: of the standing, and of the score that decides


def columns_of(layout: Layout, count: int) -> list[QRectF]:
    """Left and width of so many scores and of the standing in the right band."""
    left, wide = layout.right + 16, layout.after - 32
    small = wide < 300
    found = []
    for each in (NARROW if small else WIDE)[count]:
        found.append(QRectF(left, 0, each, 0))
        left += each
    left += 12 if small else 28
    return [*found, QRectF(left, 0, layout.right + layout.after - 16 - left, 0)]


def lines_of(count: int) -> list[tuple[float, float]]:
    """Top and height of each score below a column; the one that decides is last, and larger."""
    smaller = count - 1
    return [*((LAST_TOP - 20 * (smaller - at), 18.0) for at in range(smaller)), (LAST_TOP, 24.0)]


def meaning_at(layout: Layout, table: Table, x: float, y: float) -> str:
    """What the number at a place of the viewport, or its heading, means and what it does not; "" for none there."""
    right, below = x >= layout.right, y >= layout.foot
    inside = x < layout.right + layout.after and y < layout.foot + layout.under
    if right == below or not inside:
        return ""
    scores = below if layout.transposed else right
    key = _score_at(layout, table, x, y) if scores else _power_at(layout, table, x, y)
    if not key:
        return ""
    meaning = MEANINGS[key]
    return f"{meaning.title}: {meaning.says} {meaning.not_says}"


def _score_at(layout: Layout, table: Table, x: float, y: float) -> str:
    means = SCHEMES[table.wish.scheme].means
    if layout.transposed:
        if y - layout.foot >= STANDING_TOP:
            return "standing"
        ends = [layout.foot + top + height for top, height in lines_of(len(means))]
        return means[next((at for at, end in enumerate(ends) if y < end), len(means) - 1)]
    ends = [column.right() for column in columns_of(layout, len(means))[:-1]]
    return next((key for key, end in zip(means, ends, strict=True) if x < end), "standing")


def _power_at(layout: Layout, table: Table, x: float, y: float) -> str:
    into, whole = (x - layout.right, layout.after) if layout.transposed else (y - layout.foot, layout.under)
    if into < whole / 2:
        return "diagnosticity"
    return "diagnosticity of leaders" if table.power_leading is not None else ""
