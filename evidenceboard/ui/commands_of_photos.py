"""The commands for photos: parts marked on them, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evidenceboard.ui.actions import Entry
from evidenceboard.ui.photo_views import card_with_view, edit_view, one_photo, save_original, save_view

if TYPE_CHECKING:
    from evidenceboard.ui.commands_of_window import _Why
    from evidenceboard.ui.main_window import MainWindow

MARK = "Mark a part of a photo"
EDIT_VIEW = "Edit view of photo…"
SAVE_VIEW = "Save this view as picture…"
SAVE_ORIGINAL = "Save original photo…"
WITH_VIEW = "New card with this view"
WRITE_NOTE = "Write the note of the part"


def photo_entries(window: MainWindow, why: _Why) -> list[Entry]:
    """Their entries, in several menus."""

    def photo() -> str | None:
        alone = one_photo(window.page) is not None
        return why.board() or (None if alone else "not one photo alone is selected")

    def writable_photo() -> str | None:
        return why.writable() or photo()

    def part() -> str | None:
        page = window.page
        alone = page is not None and len(page.parts.selected) == 1
        return why.writable() or (None if alone else "no part of a photo is selected")

    def on_canvas(work: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            window.tabs.to_board()
            work()

        return run

    def mark() -> None:
        if window.page is not None:
            window.page.parts.begin()

    return [
        Entry(MARK, "Insert", on_canvas(mark), ("Shift+R",), why.writable),
        Entry(WITH_VIEW, "Insert", lambda: card_with_view(window), (), writable_photo),
        Entry(EDIT_VIEW, "Edit", lambda: edit_view(window), ("Shift+E",), writable_photo),
        Entry(WRITE_NOTE, "Edit", lambda: window.page.edit_selected() if window.page else None, (), part),
        Entry(SAVE_VIEW, "File", lambda: save_view(window), (), photo),
        Entry(SAVE_ORIGINAL, "File", lambda: save_original(window), (), photo),
    ]
