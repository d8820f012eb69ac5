"""What the start page offers: recent boards, drafts, boards that were not closed properly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from evidenceboard.ui.widgets.start_overlay import CrashOffer, RecentBoard

if TYPE_CHECKING:
    from evidenceboard.ui.app import Program
    from evidenceboard.ui.main_window import MainWindow


def fill_start(window: MainWindow, program: Program) -> None:
    """Fill the start page of a window and connect what it offers."""
    installation = program.installation
    start = window.start
    recents = [
        RecentBoard(str(each.path), each.title, each.opened_ms, each.cards, _pixmap(each.picture), each.exists)
        for each in installation.recent()
    ]
    drafts = [RecentBoard(f"draft:{each.board_id}", each.title or "Draft without a title", each.when_ms, each.cards, None, True) for each in installation.drafts()]
    crashes = [
        CrashOffer(each.board_id, str(each.path) if each.path else None, each.title, each.when_ms, each.unsaved)
        for each in installation.unclosed()
    ]
    start.show_boards(recents, drafts, crashes)
    if start.property("connected"):
        return
    start.setProperty("connected", True)
    start.new_wanted.connect(lambda: window.wanted.emit("new", None))
    start.open_wanted.connect(lambda: window.wanted.emit("choose", None))
    start.sample_wanted.connect(lambda: window.wanted.emit("sample", None))
    start.board_chosen.connect(lambda key: _open(window, key))
    start.crash_chosen.connect(lambda offer: _open(window, offer.path or f"draft:{offer.board_id}"))
    start.clear_wanted.connect(lambda: (installation.forget_recent(), fill_start(window, program)))


def _open(window: MainWindow, key: str) -> None:
    if key.startswith("draft:"):
        window.wanted.emit("draft", key.removeprefix("draft:"))
    else:
        window.wanted.emit("open", Path(key))


def _pixmap(picture: bytes | None) -> QPixmap | None:
    if not picture:
        return None
    pixmap = QPixmap()
    pixmap.loadFromData(picture, "PNG")
    return pixmap
