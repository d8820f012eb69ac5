"""Where boards come from and go to: saving, reopening, refusals, drafts, recent boards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from tests.journeys.hands import Hands
from tests.journeys.small_board import build


def test_a_text_file_renamed_board_is_refused_in_the_bar(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "notes.board"
    path.write_text("just words\n" * 200)
    before = path.read_bytes()
    hands.open(path)
    assert hands.window.document is None and hands.window.messages.isVisible()
    assert path.read_bytes() == before and list(tmp_path.glob("notes*")) == [path]


def test_the_same_path_opened_twice_raises_the_first_window(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    hands.save_to(tmp_path / "case.board")
    count = len(hands.program.windows)
    hands.program.open(tmp_path / "case.board")
    hands.settle()
    assert len(hands.program.windows) == count


def test_a_draft_that_was_never_saved_is_offered_again(hands: Hands) -> None:
    build(hands)
    hands.window.close()
    (draft,) = hands.program.installation.drafts()
    again = Hands(hands.program)
    again.window.wanted.emit("draft", draft.board_id)
    again.settle()
    assert len(again.cards()) == 3


def test_saved_boards_are_recent_with_a_picture(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    hands.save_to(tmp_path / "case.board")
    (recent,) = hands.program.installation.recent()
    assert recent.cards == 3 and recent.picture


def test_a_board_open_for_reading_only_cannot_be_changed(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    path = tmp_path / "case.board"
    hands.save_to(path)
    hands.window.close()
    before = path.read_bytes()
    again = Hands(hands.program)
    hands.program.open(path, again.window, read_only=True)
    again.settle()
    again.page.select_all()
    again.page.delete()
    assert len(again.cards()) == 3
    again.window.close()
    assert path.read_bytes() == before


def test_a_failed_save_stays_red_until_it_succeeds(hands: Hands, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    build(hands)
    path = tmp_path / "case.board"
    hands.save_to(path)
    hands.page.nudge(1, 0, 5) if hands.page.selected("card") else hands.page.select_all()
    hands.page.nudge(1, 0, 5)
    hands.rest()
    before = path.read_bytes()
    import os

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        hands.window.save()
        hands.settle()
    assert path.read_bytes() == before
    assert hands.window.messages.isVisible()
    hands.window.save()
    hands.settle()
    assert path.read_bytes() != before and not hands.page.bridge.document.unpublished


def test_save_as_goes_on_in_the_new_file_and_leaves_the_old_one(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    old, new = tmp_path / "old.board", tmp_path / "new.board"
    hands.save_to(old)
    before, board_id = old.read_bytes(), hands.page.bridge.document.board_id
    hands.page.select_all()
    hands.page.nudge(1, 0, 7)
    hands.save_to(new)
    document = hands.page.bridge.document
    assert document.path == new and document.board_id == board_id and old.read_bytes() == before
    assert not document.unpublished


def test_new_from_this_is_another_board(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    hands.save_to(tmp_path / "case.board")
    hands.window.wanted.emit("from this", None)
    other = hands.program.windows[-1]
    assert other is not hands.window and other.document is not None
    assert other.document.board_id != hands.page.bridge.document.board_id
    assert len(list(other.document.board.live("card"))) == 3 and other.document.path is None


CRASH = """
import os, sys
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model.commands import set_fields
from evidenceboard.store.installation import Installation

document = Document.open(Path(sys.argv[1]), Installation(paths.folders()), "Ana Lyst")
card = next(document.board.live("card"))
document.commit(set_fields(card, {"title": "Written just before the end"}))
os._exit(9)
"""


def test_a_board_that_was_not_closed_properly_is_offered_with_every_change(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    path = tmp_path / "case.board"
    hands.save_to(path)
    hands.window.close()
    assert subprocess.run([sys.executable, "-c", CRASH, str(path)], check=False).returncode == 9
    (crash,) = hands.program.installation.unclosed()
    assert crash.path == path and crash.unsaved == 1
    again = Hands(hands.program)
    again.window.empty.start.recover_requested.emit(str(path))
    again.settle()
    titles = {again.board.value(card, "title") for card in again.cards()}
    assert "Written just before the end" in titles
    assert not hands.program.installation.unclosed()


def test_text_being_typed_when_the_program_ends_is_offered_again(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    path = tmp_path / "case.board"
    hands.save_to(path)
    card, document = hands.cards()[0], hands.page.bridge.document
    document.filing.keep_draft(card, "title", "Half a sentence")
    hands.window.close()
    again = Hands(hands.program)
    again.open(path)
    bar = again.window.messages.bar(f"draft-{card}")
    bar.findChild(QPushButton).click()
    assert again.board.value(card, "title") == "Half a sentence"
    assert not again.page.bridge.document.filing.drafts()


def test_a_sample_that_was_only_looked_at_leaves_no_draft(hands: Hands) -> None:
    hands.window.wanted.emit("sample", None)
    hands.settle()
    assert len(hands.cards()) == 16
    hands.window.close()
    assert hands.program.installation.drafts() == []
    again = Hands(hands.program)
    again.window.wanted.emit("sample", None)
    again.settle()
    again.page.select_all()
    again.page.nudge(1, 0, 5)
    again.window.close()
    (draft,) = hands.program.installation.drafts()
    assert draft.cards == 16
