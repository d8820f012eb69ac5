"""The commands that arrange what is selected and choose what is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from evidenceboard.ui.actions import Entry, Reason
from evidenceboard.ui.arranging import align, colour, distribute, pin, spread
from evidenceboard.ui.crowds import crowd
from evidenceboard.ui.theme import MARKS
from evidenceboard.ui.tidying import tidy_up

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.commands_of_window import _Why
    from evidenceboard.ui.main_window import MainWindow

ALIGN = (
    ("Align left", "left"),
    ("Align centres", "centre"),
    ("Align right", "right"),
    ("Align top", "top"),
    ("Align middles", "middle"),
    ("Align bottom", "bottom"),
)
DISTRIBUTE = (("Distribute across", 0), ("Distribute down", 1))
DEPTHS = (
    ("Light neighbours 1 link away", 1),
    ("Light neighbours 2 links away", 2),
    ("Light neighbours 3 links away", 3),
)
COLOURS = (*((f"Colour {name}", name) for name in MARKS), ("No colour", None))
REASON = "Write the reason"
FOCUS = "Focus on the selection"


def arrange_entries(window: MainWindow, why: _Why) -> list[Entry]:
    """The entries of the menu "Arrange"."""

    def several(least: int) -> Reason:
        def reason() -> str | None:
            page = window.page
            few = page is None or len(page.selected("card")) < least
            return why.writable() or (f"fewer than {least} cards are selected" if few else None)

        return reason

    def tidying() -> str | None:
        page = window.page
        alone = page is not None and len(page.selected("card")) == 1
        words = "only one card is selected; select several, or none for the whole board"
        return why.writable() or (words if alone else None)

    def crowded() -> str | None:
        lie = window.page is None or crowd(window.page.view.geometry) > 1
        return why.writable() or (None if lie else "no two cards lie on one point")

    def on_page(work: Callable[[BoardPage], object]) -> Callable[[], object]:
        return lambda: work(window.page) if window.page else None

    return [
        *(Entry(name, "Arrange", on_page(partial(align, side=side)), (), several(2)) for name, side in ALIGN),
        *(Entry(name, "Arrange", on_page(partial(distribute, axis=n)), (), several(3)) for name, n in DISTRIBUTE),
        Entry("Spread cards that lie on one point", "Arrange", on_page(spread), (), crowded),
        Entry("Tidy up", "Arrange", lambda: tidy_up(window), ("Ctrl+Shift+L",), tidying),
        Entry("Pin", "Arrange", on_page(partial(pin, held=True)), (), why.writable_cards),
        Entry("Unpin", "Arrange", on_page(partial(pin, held=False)), (), why.writable_cards),
        *(
            Entry(label, "Colour", on_page(partial(colour, name=name)), (), why.writable_marked)
            for label, name in COLOURS
        ),
        Entry(REASON, "Link", on_page(lambda page: page.edit_selected()), (), why.edges),
    ]


def looking_entries(window: MainWindow, why: _Why) -> list[Entry]:
    """Depth and focus, for the menu "View"."""

    def reach(depth: int) -> Callable[[], object]:
        return lambda: window.page.set_depth(depth) if window.page else None

    def focus() -> str | None:
        page = window.page
        ready = page is not None and (page.focus.active or page.view.selection)
        return why.board() or (None if ready else "nothing is selected")

    return [
        Entry(FOCUS, "View", lambda: window.page.focus.toggle() if window.page else None, ("F",), focus),
        *(Entry(name, "View", reach(depth), (f"Alt+{depth}",), why.board) for name, depth in DEPTHS),
    ]
