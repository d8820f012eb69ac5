"""Where boards come from and go to: saving, reopening, refusals, drafts, recent boards."""

from __future__ import annotations

from pathlib import Path

from evidenceboard.store.book import opened_book  # noqa: F401 - the book must be importable without a window
from tests.journeys.hands import Hands
from tests.journeys.test_build_and_reopen import build


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
