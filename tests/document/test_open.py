"""A file that is opened: from its working copy, by copying, through the gate, or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import opening
from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, KnownError, UnreadableBoard
from evidenceboard.model import commands
from evidenceboard.progress import Progress, Stopped
from evidenceboard.store import files
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from tests.document.desk import JPEG, PNG, Open, add, has_nothing_amiss, titles


def test_an_unchanged_file_opens_from_its_working_copy(
    document: Document, open_board: Open, theirs: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(document, "Not yet in the file")
    database = document.log.path
    document.close()
    open_board(theirs).close()  # read as a stranger's, once

    def refuse(*_: object) -> None:
        raise AssertionError("the file was read")

    monkeypatch.setattr(opening, "copy_own", refuse)
    again = open_board()
    assert again.log.path == database and again.unpublished
    assert titles(again) == ["Not yet in the file", "One", "Two"]


def test_a_file_of_ours_is_copied_where_no_working_copy_is(
    document: Document, open_board: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.publish()
    document.close()
    document.installation.trim(0)
    monkeypatch.setattr(opening, "read_board", None)
    again = open_board()
    assert titles(again) == ["One", "Two"] and not again.unpublished
    assert again.history.undo_text == "Link"


def test_a_file_that_is_replaced_while_we_look_is_looked_at_again(
    document: Document, open_board: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, copy_own = path.read_bytes(), opening.copy_own
    add(document, "Three")
    document.publish()
    document.close()
    document.installation.trim(0)
    new = path.read_bytes()
    path.write_bytes(old)

    def replaced(*arguments: Any) -> str:
        path.write_bytes(new)
        return copy_own(*arguments)

    monkeypatch.setattr(opening, "copy_own", replaced)
    assert titles(open_board()) == ["One", "Three", "Two"]


def test_a_strangers_file_comes_in_whole(
    document: Document, open_board: Open, theirs: Installation, path: Path, tmp_path: Path
) -> None:
    colleague = open_board(theirs)
    assert colleague.log.changeset_ids() == document.log.changeset_ids()
    assert list(colleague.records("card")) == list(document.records("card"))
    assert not colleague.unpublished and not colleague.history.can_undo
    assert colleague.log.meta("made") == document.log.meta("made")
    before = path.read_bytes()
    colleague.close()
    assert path.read_bytes() == before
    copy = tmp_path / "place" / "copy.board"
    again = open_board(theirs)
    again.publish(copy)
    assert has_nothing_amiss(copy, tmp_path)


@pytest.mark.parametrize("read_only", [False, True])
def test_what_cannot_be_opened_leaves_nothing_behind(
    ours: Installation, path: Path, tmp_path: Path, read_only: bool
) -> None:
    path.write_text("Dear all, the board is attached.")
    with pytest.raises(UnreadableBoard):
        Document.open(path, ours, "Ana", read_only)
    with pytest.raises(UnreadableBoard):
        Document.open(path.parent, ours, "Ana", read_only)
    with pytest.raises(BoardUnavailable):
        Document.open(path.with_name("nothing.board"), ours, "Ana", read_only)
    assert path.read_text() == "Dear all, the board is attached."
    left = [file for name in ("work", "looks", "scratch") for file in (tmp_path / "ours/data" / name).rglob("*")]
    assert left == []


def stop_after(reports: int) -> Progress:
    left = iter(range(reports))
    return lambda _done, _total: next(left, None) is not None


@pytest.mark.parametrize("read_only", [False, True])
def test_a_strangers_file_whose_reading_ends_early_leaves_nothing_behind(
    document: Document, theirs: Installation, path: Path, read_only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person stops it at any of its reports; or it turns out too large while it is read."""
    places = [theirs.folders.data / name for name in ("work", "looks", "scratch")]
    stops = 0
    while True:
        with suppress(Stopped):
            Document.open(path, theirs, "Ben", read_only, stop_after(stops)).close()
            break
        assert [file for place in places for file in place.rglob("*")] == []
        stops += 1
    assert stops >= 2
    theirs.leave_nothing(document.board_id)
    monkeypatch.setattr(files, "MOST_CHANGES", 1)
    with pytest.raises(UnreadableBoard, match="more than this program can read"):
        Document.open(path, theirs, "Ben", read_only)
    assert [file for place in places for file in place.rglob("*")] == []


def test_a_file_that_went_bad_since_gives_its_working_copy_back(
    document: Document, open_board: Open, path: Path, ours: Installation
) -> None:
    whole = path.read_bytes()
    document.close()
    path.write_bytes(whole[:-5000])
    for _ in range(2):
        with pytest.raises(UnreadableBoard):
            open_board()
    path.write_bytes(whole)
    assert titles(open_board()) == ["One", "Two"]
    assert len(list((ours.folders.data / "work").iterdir())) == 1


def test_reading_only_changes_nothing(document: Document, open_board: Open, path: Path, tmp_path: Path) -> None:
    document.close()
    before = path.read_bytes()
    looked = open_board(read_only=True)
    assert looked.read_only and titles(looked) == ["One", "Two"] and len(looked.geometry().cards) == 2
    card = next(iter(looked.board.live("card")))
    for forbidden in (
        lambda: looked.commit(commands.set_fields(card, {"title": "No"})),
        lambda: looked.receive([], [Photo(JPEG)]),
        lambda: looked.revert_to_opened(),
        lambda: looked.publish(),
        lambda: looked.publish(tmp_path / "place" / "copy.board"),
    ):
        with pytest.raises(KnownError):
            forbidden()
    assert looked.undo() is None and looked.redo() is None
    looked.close()
    assert path.read_bytes() == before and len(list(path.parent.iterdir())) == 1
    assert list((tmp_path / "ours/data/looks").iterdir()) == []


def test_reading_only_beside_the_one_who_writes(document: Document, open_board: Open, theirs: Installation) -> None:
    add(document, "Not saved yet")
    assert titles(open_board(read_only=True)) == ["One", "Two"]
    assert titles(open_board(theirs, read_only=True)) == ["One", "Two"]


def test_what_another_window_left_unsaved_is_taken_in(document: Document, open_board: Open, ours: Installation) -> None:
    second = open_board()
    assert second.log.path != document.log.path
    add(second, "From the second window", Photo(PNG))
    add(document, "From the first")
    second.close()  # neither is published
    document.close()
    again = open_board()
    assert titles(again) == ["From the first", "From the second window", "One", "Two"]
    assert again.unpublished and again.photo(Photo(PNG).sha256) == PNG
    assert len(list((ours.folders.data / "work").iterdir())) == 1


def test_a_damaged_leftover_does_not_keep_the_board_from_opening(
    document: Document, open_board: Open, ours: Installation
) -> None:
    second = open_board()
    add(second, "Lost with its disk")
    database = second.log.path
    second.close()
    document.close()
    database.write_bytes(b"no database at all" * 1000)
    database.with_name("board.db-wal").unlink(missing_ok=True)
    for _ in range(2):
        again = open_board()
        assert titles(again) == ["One", "Two"]
        again.close()
    assert database.exists()
