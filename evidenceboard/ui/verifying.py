"""Verify all photos of the board in the window: hashed anew beside it, and told what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidenceboard.model.ids import RecordId
from evidenceboard.store.verifying import Misfit, Verified, verify
from evidenceboard.ui.dialogs.left_out import not_as_they_came, of_verifying
from evidenceboard.ui.long_work import run_shown
from evidenceboard.ui.telling import Button
from evidenceboard.ui.words import count

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

KEY = "verified"


class _Line(NamedTuple):
    what: str
    reason: str


def verify_photos(window: MainWindow) -> None:
    """Hash every photo and attachment anew, and tell what is not as it came in."""
    page = window.page
    if page is None:
        return
    document = page.bridge.document
    path, left_out = document.log.path, document.left_out
    window.messages.dismiss(KEY)
    run_shown(
        window,
        "Verifying photos",
        lambda report: verify(path, left_out, report),
        lambda found: _tell(window, page, found),
    )


def _tell(window: MainWindow, page: BoardPage, found: Verified) -> None:
    if window.page is not page:
        return
    verified = f"{count(found.files, 'photo or attachment', 'photos and attachments')}, {found.size:,} bytes"
    if not found.findings:
        words = "Each is byte for byte what it was when it came to the board." if found.files else "There are none."
        window.messages.news(f"Verified: {verified}", words, key=KEY)
        return
    cards = list(dict.fromkeys(each.record for each in found.findings if each.record))
    lines = [_line(each) for each in found.findings]
    title, rest = not_as_they_came(len(lines)), f"The others are as they came in: {verified}."
    buttons: list[Button] = [("List…", lambda: of_verifying(lines, rest, window).open())]
    if cards:
        buttons.append(("Show the cards", lambda: _show(window, page, cards)))
    window.messages.tell("danger", title, rest, buttons, key=KEY)


def _line(found: Misfit) -> _Line:
    """In a list of cards the card comes first."""
    if found.record is None:
        return _Line(found.what, found.reason)
    return _Line(found.title or "A card without a title", f"{found.what}: {found.reason}")


def _show(window: MainWindow, page: BoardPage, cards: list[RecordId]) -> None:
    if window.page is page:
        window.tabs.to_board()
        page.show_records(cards)
