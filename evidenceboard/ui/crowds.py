"""Very many cards on one point: all but the topmost are hidden, so the window says it and offers to spread them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.arranging import spread

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

MANY = 50  # cards on one point that nobody laid there on purpose
SLOW = 10_000  # cards that take more than a second or two to be moved in one step
KEY = "crowd"


def crowd(sheet: Geometry) -> int:
    """How many cards lie on the point where most of them do; 0 of no cards. 100,000 take 10 ms."""
    if not len(sheet.x):
        return 0
    points = (np.rint(sheet.x).astype(np.int64) << 32) + np.rint(sheet.y).astype(np.int64)
    _points, numbers = np.unique(points, return_counts=True)
    return int(numbers.max())


def tell_of_crowds(window: MainWindow) -> None:
    """Say it where the sheet that is shown has such a point."""
    page = window.page
    number = crowd(page.view.geometry) if page is not None else 0
    if page is None or number < MANY:
        return

    def spread_them() -> None:
        window.messages.dismiss(KEY)
        if window.page is page:
            spread(page)

    advice = "Spreading them is one step, which can be undone."
    if number > SLOW:
        advice += " Of so many it takes some seconds, in which the window stands still."
    words = f"{number:,} cards lie on one point: only the topmost can be seen"
    buttons = () if page.bridge.document.read_only else (("Spread them", spread_them),)
    window.messages.tell("warn", words, advice, buttons, key=KEY)
