"""Tidy up: the selection, or the whole board, in layers from the evidence to the hypotheses; one step."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.layout import Shape
from evidenceboard.analysis.tidying import tidy
from evidenceboard.model.geometry import KINDS, Geometry
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.arranging import move, pinned
from evidenceboard.ui.long_work import run_shown

if TYPE_CHECKING:
    from evidenceboard.model.arrange import Point
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

AT_ONCE = 1_000  # cards that are laid out without a word; more take their time beside the window


def tidy_up(window: MainWindow) -> None:
    """Lay out what is selected, or everything; pinned cards stay, and nothing is laid over any card that stays."""
    page = window.page
    if page is None:
        return
    chosen = page.selected("card") or page.view.geometry.cards
    cards = sorted(set(chosen) - pinned(page, chosen))
    whole = page.focus.whole
    work = partial(tidy, _shapes(whole, cards), _links(whole), _centre(whole, cards), _boxes_beside(whole, cards))
    if len(cards) <= AT_ONCE:
        _put(page, work())
    else:
        version = whole.version

        def done(places: dict[RecordId, Point]) -> None:
            if window.page is page and whole.version == version:
                _put(page, places)

        run_shown(window, "Tidying up", lambda _report: work(), done)


def _put(page: BoardPage, places: dict[RecordId, Point]) -> None:
    move(page, places, f"Tidy {len(places)} card{'s' * (len(places) != 1)}")


def _shapes(sheet: Geometry, cards: Collection[RecordId]) -> list[Shape]:
    """The cards from above, so that what has no links keeps its order."""
    rows = sorted((sheet.row[card] for card in cards), key=lambda row: (sheet.y[row], sheet.x[row], sheet.cards[row]))
    return [Shape(sheet.cards[row], KINDS[sheet.kind[row]], float(sheet.w[row]), float(sheet.h[row])) for row in rows]


def _links(sheet: Geometry) -> list[tuple[RecordId, RecordId]]:
    """What leads to what; what undercuts a link leads to where that link leads."""
    found = []
    for row, tail in enumerate(sheet.tail):
        end = row
        while sheet.head[end] < 0:
            end = int(sheet.onto[end])
        found.append((sheet.cards[tail], sheet.cards[sheet.head[end]]))
    return found


def _centre(sheet: Geometry, cards: Collection[RecordId]) -> Point:
    box = sheet.bounds_of(list(cards))
    return ((box.left + box.right) / 2, (box.top + box.bottom) / 2) if box else (0.0, 0.0)


def _boxes_beside(sheet: Geometry, cards: Collection[RecordId]) -> NDArray[np.float64]:
    """The cards that stay: left, top, right, bottom."""
    stays = np.ones(len(sheet.cards), np.bool_)
    stays[[sheet.row[card] for card in cards]] = False
    x, y = sheet.x[stays], sheet.y[stays]
    return np.column_stack([x, y, x + sheet.w[stays], y + sheet.h[stays]])
