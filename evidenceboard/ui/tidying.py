"""Tidy up: the selection, or the whole board, in layers from the evidence to the hypotheses; one step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evidenceboard.finding.layout import Shape
from evidenceboard.finding.tidying import tidy
from evidenceboard.model.arrange import Point, Rect, refit
from evidenceboard.model.commands import Edits
from evidenceboard.model.geometry import KINDS, Geometry
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.arranging import move, pinned
from evidenceboard.ui.long_work import run_shown

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

AT_ONCE = 1_000  # cards that are laid out without a word; more take their time beside the window
Frames = dict[RecordId, tuple[Rect, list[int]]]  # rectangle of each, and the rows of the cards in it


def tidy_up(window: MainWindow) -> None:
    """Lay out what is selected, or everything; pinned cards stay, and nothing is laid over any card that stays.

    Cards in a frame stay together, and a frame goes with its cards where all of them move.
    """
    page = window.page
    if page is None:
        return
    chosen = page.selected("card") or page.view.geometry.cards
    cards = sorted(set(chosen) - pinned(page, chosen))
    whole = page.focus.whole
    frames = _frames(page, whole)
    shapes = _shapes(whole, cards, frames)
    work = partial(tidy, shapes, _links(whole), _centre(whole, cards), _boxes_beside(whole, cards))
    version = whole.version

    def done(places: Mapping[RecordId, Point]) -> None:
        if window.page is page and whole.version == version:
            label = f"Tidy {len(places)} card{'s' * (len(places) != 1)}"
            move(page, places, label, _refitted(whole, frames, places))

    if len(cards) <= AT_ONCE:
        done(work())
    else:
        run_shown(window, "Tidying up", lambda _report: work(), done)


def _frames(page: BoardPage, sheet: Geometry) -> Frames:
    """The frames of the sheet that is shown, the smallest first."""
    found: Frames = {}
    middle_x, middle_y = sheet.x + sheet.w / 2, sheet.y + sheet.h / 2
    for frame, values in page.bridge.document.records("frame"):
        if values.get("sheet") == page.bridge.sheet and values.get("rect"):
            x, y, w, h = values["rect"]
            inside = (middle_x >= x) & (middle_x <= x + w) & (middle_y >= y) & (middle_y <= y + h)
            found[frame] = (x, y, w, h), np.flatnonzero(inside).tolist()
    return dict(sorted(found.items(), key=lambda item: item[1][0][2] * item[1][0][3]))


def _refitted(sheet: Geometry, frames: Frames, places: Mapping[RecordId, Point]) -> Edits:
    """The frames all of whose cards go elsewhere, around them there."""
    edits: Edits = {}
    for frame, (rect, rows) in frames.items():
        cards = [sheet.cards[row] for row in rows]
        if cards and all(card in places for card in cards):
            before = [_rect(sheet, row) for row in rows]
            after = [(*places[card], *old[2:]) for card, old in zip(cards, before, strict=True)]
            edits[frame] = {"rect": [round(part, 2) for part in refit(rect, before, after)]}
    return edits


def _rect(sheet: Geometry, row: int) -> Rect:
    return float(sheet.x[row]), float(sheet.y[row]), float(sheet.w[row]), float(sheet.h[row])


def _shapes(sheet: Geometry, cards: Collection[RecordId], frames: Frames) -> list[Shape]:
    """The cards from above, so that what has no links keeps its order; each in the smallest frame around it."""
    group = {row: frame for frame, (_, rows) in reversed(frames.items()) for row in rows}
    rows = sorted((sheet.row[card] for card in cards), key=lambda row: (sheet.y[row], sheet.x[row], sheet.cards[row]))
    return [
        Shape(sheet.cards[row], KINDS[sheet.kind[row]], float(sheet.w[row]), float(sheet.h[row]), group.get(row, ""))
        for row in rows
    ]


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
