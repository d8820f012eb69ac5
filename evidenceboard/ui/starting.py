"""What the start page offers: recent boards, drafts, boards that were not closed properly."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from evidenceboard.store.installation import Crash, Recent
from evidenceboard.ui.plain import plain_message
from evidenceboard.ui.widgets.start_cards import RecentBoard
from evidenceboard.ui.widgets.start_recent import CrashOffer

if TYPE_CHECKING:
    from evidenceboard.ui.app import Program
    from evidenceboard.ui.main_window import MainWindow

DRAFT = "draft:"


def connect_start(window: MainWindow, program: Program) -> None:
    """Connect what the start page of a window asks for."""
    start, ask = window.empty.start, window.wanted.emit
    window.empty.statement_wanted.connect(lambda: window.new_card("claim"))
    start.new_requested.connect(lambda: ask("new", None))
    start.open_requested.connect(lambda: ask("choose", None))
    start.sample_requested.connect(lambda: ask("sample", None))
    start.board_chosen.connect(lambda key: _open(window, key))
    start.recover_requested.connect(lambda key: _open(window, key))
    start.file_dropped.connect(lambda path: ask("open", path))
    start.forget_requested.connect(lambda key: _forget(window, program, key))
    start.clear_requested.connect(program.installation.forget_recent)
    start.clear_requested.connect(lambda: fill_start(window, program))
    start.describe_sample("16 cards to learn from")


def fill_start(window: MainWindow, program: Program) -> None:
    """Fill the start page of a window."""
    installation = program.installation
    drafts = [
        RecentBoard(DRAFT + each.board_id, each.title or "Draft", day(each.when_ms), _cards(each.cards), draft=True)
        for each in installation.drafts()
    ]
    recents = [_recent(each) for each in installation.recent() if each.exists]
    window.empty.start.show_boards([*drafts, *recents], [_crash(each) for each in installation.unclosed()])
    window.empty.start.show()


def day(when_ms: int) -> str:
    """When, as a person says it: "today, 10:42", "8 January"."""
    when, now = time.localtime(when_ms / 1000), time.localtime()
    days = (time.mktime(now) - time.mktime(when)) / 86_400
    clock = time.strftime("%H:%M", when)
    if when.tm_yday == now.tm_yday and when.tm_year == now.tm_year:
        return f"today, {clock}"
    if days < 2:
        return f"yesterday, {clock}"
    month = time.strftime("%B", when)
    return f"{when.tm_mday} {month}" + ("" if when.tm_year == now.tm_year else f" {when.tm_year}")


def _recent(each: Recent) -> RecentBoard:
    picture = QPixmap()
    if each.picture:
        picture.loadFromData(each.picture, "PNG")
    name = each.title or each.path.stem
    return RecentBoard(
        str(each.path), name, day(each.opened_ms), _cards(each.cards), None if picture.isNull() else picture
    )


def _crash(each: Crash) -> CrashOffer:
    key = str(each.path) if each.path else DRAFT + each.board_id
    newer = f", {each.unsaved} newer than the file" if each.unsaved and each.path else ""
    detail = f"Every finished change is here{newer}. Nothing was lost."
    name = each.title or (each.path.stem if each.path else "A draft")
    return CrashOffer(key, name, day(each.when_ms), detail, each.closed)


def _forget(window: MainWindow, program: Program, key: str) -> None:
    """Take a board off the list; a draft lives nowhere else, so that is asked."""
    if key.startswith(DRAFT):
        words = "It was never saved to a file. It cannot be brought back."
        if plain_message(window, "Delete this draft?", words, ("Delete the draft", "Keep it")) == "Delete the draft":
            program.installation.desk_of_draft(key.removeprefix(DRAFT)).discard()
    else:
        program.installation.forget_recent(Path(key))
    fill_start(window, program)


def _cards(count: int) -> str:
    return f"{count} card{'s' * (count != 1)}"


def _open(window: MainWindow, key: str) -> None:
    if key.startswith(DRAFT):
        window.wanted.emit("draft", key.removeprefix(DRAFT))
    else:
        window.wanted.emit("open", Path(key))
