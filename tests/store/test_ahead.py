"""Photos written before the changeset that names them: they never outlive an import that came to nothing, are never
published, and what a change ever named is never removed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model.commands import add_card, remove, set_fields
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.store import ahead, files, writing
from evidenceboard.store.ahead import Incoming
from evidenceboard.store.backups import backups
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo, sha256_of

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9")


def photo(number: int, size: int = 3_000) -> Photo:
    return Photo(b"\x89PNG\r\n\x1a\n" + number.to_bytes(4, "big") + bytes(size))


@pytest.fixture
def installation() -> Installation:
    return Installation(paths.folders())


@pytest.fixture
def board(installation: Installation) -> Iterator[Document]:
    document = Document.new(installation, "Ann")
    yield document
    document.close()


def put(document: Document, *photos: Photo) -> Incoming:
    incoming = document.filing.ahead.begin()
    for each in photos:
        incoming.put(each)
    incoming.flush()
    return incoming


def on_a_card(document: Document, each: Photo) -> RecordId:
    action = add_card(FIRST_SHEET, "photo", (0.0, 0.0), {"photo": each.sha256})
    document.commit(action, [each])
    return action.made[0]


def held(document: Document) -> set[str]:
    return document.log.photo_names()


def names(*photos: Photo) -> set[str]:
    return {each.sha256 for each in photos}


def in_file(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA freelist_count").fetchone() == (0,)
        return {sha256_of(name) for (name,) in file.execute("SELECT name FROM sqlar")}


def test_the_commit_finds_them_there(board: Document) -> None:
    class Lost(Photo):
        @property
        def data(self) -> bytes:
            raise AssertionError("the bytes were asked for again")

    incoming = put(board, photo(1), photo(2))
    assert board.filing.ahead.pending and held(board) == names(photo(1), photo(2))
    lost = Lost(b"")
    lost.sha256, lost.name = photo(1).sha256, photo(1).name
    on_a_card(board, lost)
    on_a_card(board, photo(2))
    incoming.named()
    assert not board.filing.ahead.pending and not (board.filing.desk.folder / ahead.LIST).exists()
    assert board.photo(photo(1).sha256) == photo(1).data


def test_given_up_they_are_gone_from_every_page(board: Document) -> None:
    on_a_card(board, photo(1))
    marked = Photo(photo(2).data + b"a secret that nobody took over")
    put(board, photo(1), marked).give_up()
    assert held(board) == names(photo(1)) and not board.filing.ahead.pending
    board.log.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert b"a secret" not in board.log.path.read_bytes()


def test_what_a_change_ever_named_stays(board: Document) -> None:
    """Also where its card is gone, is undone, or names another photo now."""
    first = on_a_card(board, photo(1))
    incoming = put(board, photo(2), photo(3), photo(4), photo(5))
    board.commit(set_fields(first, {"photo": photo(2).sha256}))
    board.commit(set_fields(first, {"photo": None}))
    card = on_a_card(board, photo(3))
    board.commit(remove(board.board, [card]))
    on_a_card(board, photo(4))
    board.undo()
    incoming.give_up()
    assert held(board) == names(photo(1), photo(2), photo(3), photo(4))
    board.redo()
    assert board.photo(photo(4).sha256) == photo(4).data


def test_what_two_imports_bring_goes_with_the_last(board: Document) -> None:
    one, other = put(board, photo(1), photo(2)), put(board, photo(2), photo(3))
    one.give_up()
    assert held(board) == names(photo(2), photo(3))
    other.give_up()
    assert not held(board)


def test_a_photo_that_was_swept_meanwhile_is_written_with_the_commit(board: Document) -> None:
    put(board, photo(1)).give_up()
    on_a_card(board, photo(1))
    assert board.photo(photo(1).sha256) == photo(1).data


def test_a_photo_that_a_colleague_sends_meanwhile_is_theirs(
    board: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is swept between the look at what the board has and the taking in of what it has not."""
    board.publish(tmp_path / "case.board")
    with closing(Document.open(tmp_path / "case.board", Installation(paths.folders(tmp_path / "bea")), "Bea")) as bea:
        on_a_card(bea, photo(1))
        incoming, keep = put(board, photo(1)), board._keep

        def late(*what: object) -> object:
            incoming.give_up()
            return keep(*what)  # type: ignore[arg-type]

        monkeypatch.setattr(board, "_keep", late)
        board.receive(bea.log.changesets(), bea.filing.photos())
    assert board.photo(photo(1).sha256) == photo(1).data


def test_a_card_made_while_they_are_swept_keeps_its_photo(board: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = put(board, *map(photo, range(20)))
    look, looks = ahead.unnamed, []

    def slow(connection: sqlite3.Connection, wanted: list[str], after: int = 0) -> set[str]:
        found = look(connection, wanted, after)
        if not looks:  # between the long look at the log and the removing
            looks.append(on_a_card(board, photo(7)))
        return found

    monkeypatch.setattr(ahead, "unnamed", slow)
    incoming.give_up()
    assert looks and held(board) == names(photo(7))


def test_they_are_not_published_before_they_are_named(board: Document, tmp_path: Path) -> None:
    on_a_card(board, photo(1))
    incoming = put(board, photo(2), photo(3))
    target = tmp_path / "case.board"
    board.publish(target)
    assert in_file(target) == names(photo(1))
    (backup,) = backups(board.installation.backups(board.board_id))
    assert in_file(backup.path) == names(photo(1))
    assert {each.name for each in (backup.path.parent / "photos").iterdir()} == names(photo(1))
    with closing(board.new_from_this()) as other:
        assert held(other) == names(photo(1))
    on_a_card(board, photo(2))
    board.publish()
    assert in_file(target) == names(photo(1), photo(2))
    on_a_card(board, photo(3))
    incoming.named()
    board.publish()
    assert in_file(target) == names(photo(1), photo(2), photo(3))


def test_what_becomes_named_while_the_snapshot_is_taken_is_in_it(
    board: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways: a photo whose card is in the snapshot, and one that comes and is named after it was looked for."""
    from evidenceboard.store import snapshot

    on_a_card(board, photo(1))
    incoming = put(board, photo(2))
    take = snapshot.take

    def taken(working: sqlite3.Connection, temporary: Path, scratch: Path) -> None:
        on_a_card(board, photo(2))
        incoming.named()
        late = put(board, photo(3))
        take(working, temporary, scratch)
        on_a_card(board, photo(3))
        late.named()

    monkeypatch.setattr(snapshot, "take", taken)
    board.publish(tmp_path / "case.board")
    assert in_file(tmp_path / "case.board") == names(photo(1), photo(2))
    assert board.unpublished


def test_a_board_that_is_closed_takes_no_more_and_sweeps_when_it_is_opened(
    board: Document, installation: Installation, tmp_path: Path
) -> None:
    on_a_card(board, photo(1))
    board.publish(tmp_path / "case.board")
    incoming = put(board, photo(2))
    board.close()
    with pytest.raises(KnownError, match="put away"):
        put(board, photo(3))
    incoming.give_up()
    with closing(Document.open(tmp_path / "case.board", installation, "Ann")) as again:
        assert held(again) == names(photo(1)) and not again.filing.ahead.pending


CRASH = """
import sys
from pathlib import Path
from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.store.installation import Installation
from tests.store.test_ahead import on_a_card, photo, put
document = Document.open(Path(sys.argv[1]), Installation(paths.folders(Path(sys.argv[2]))), "Ann")
incoming = put(document, *(photo(number, 200_000) for number in range(2, 40)))
on_a_card(document, photo(2, 200_000))
print("there", flush=True)
number = 40
while True:
    incoming.put(photo(number, 200_000))
    number += 1
"""


@posix
@pytest.mark.parametrize("wait", [0.0, 0.05, 0.2])
def test_after_kill_9_the_next_opening_sweeps_what_no_change_names(tmp_path: Path, wait: float) -> None:
    installation = Installation(paths.folders(tmp_path / "settings"))
    target = tmp_path / "case.board"
    with closing(Document.new(installation, "Ann")) as board:
        on_a_card(board, photo(1))
        board.publish(target)
    command = [sys.executable, "-c", CRASH, str(target), str(tmp_path / "settings")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None and process.stdout.readline() == b"there\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(wait)
        process.send_signal(signal.SIGKILL)
    (desk,) = (folder for folder in (tmp_path / "settings").rglob("board.db"))
    with closing(sqlite3.connect(desk)) as left:
        assert left.execute("SELECT count(*) FROM sqlar").fetchone() >= (39,)
    with closing(Document.open(target, installation, "Ann")) as board:
        assert held(board) == names(photo(1), photo(2, 200_000)) and board.log.count("card") == 2
        assert not board.filing.ahead.pending
        board.publish()
    assert in_file(target) == names(photo(1), photo(2, 200_000))


def test_a_full_disk_and_a_full_board_say_so_and_leave_nothing(
    board: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_card(board, photo(1))
    (pages,) = board.log.cursor().execute("PRAGMA page_count").fetchone()
    monkeypatch.setattr(files, "LARGEST_BOARD", writing.ROOM_FOR_LOG + pages * 4096 + 9_000)
    incoming = board.filing.ahead.begin()
    with pytest.raises(KnownError, match="larger than 4 GB"):
        for number in range(2, 9):
            incoming.put(photo(number))
            incoming.flush()
    incoming.give_up()
    assert held(board) == names(photo(1))
    on_a_card(board, photo(2))  # what was swept has left room
    monkeypatch.undo()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ahead.os, "fsync", full)
    incoming = board.filing.ahead.begin()
    with pytest.raises(KnownError, match="disk is full"):
        incoming.put(photo(3))
        incoming.flush()
    monkeypatch.undo()
    incoming.give_up()
    assert held(board) == names(photo(1), photo(2)) and not board.filing.ahead.pending


def test_no_commit_of_the_window_moves_what_an_import_has_written(board: Document) -> None:
    def moved_by_itself() -> int:
        return int(board.log.cursor().execute("PRAGMA wal_autocheckpoint").fetchone()[0])

    incoming = put(board, photo(1))
    on_a_card(board, photo(2))
    assert moved_by_itself() == 0
    on_a_card(board, photo(1))
    incoming.named()
    on_a_card(board, photo(3))
    assert moved_by_itself() == 1_000


def test_a_batch_that_the_disk_refused_can_be_given_up(board: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is kept small of its photos goes, too."""
    for number in (1, 2):
        board.thumbnails.put(photo(number).sha256, 256, b"small")
    incoming = put(board, photo(1))

    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(writing, "insert_photos", refuse)
    incoming.put(photo(2))
    with pytest.raises(KnownError, match="disk is full"):
        incoming.flush()
    incoming.give_up()
    assert not held(board) and not board.filing.ahead.pending
    assert board.thumbnails.get(photo(1).sha256, 256) is None and board.thumbnails.get(photo(2).sha256, 256) is None


def test_the_list_may_hold_anything(board: Document, installation: Installation, tmp_path: Path) -> None:
    on_a_card(board, photo(1))
    board.publish(tmp_path / "case.board")
    listed = board.filing.desk.folder / ahead.LIST
    board.close()
    lines = [photo(1).name, photo(2).name[:30], "", "photos/../../x", "\udc80", photo(9).name]
    listed.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    with closing(Document.open(tmp_path / "case.board", installation, "Ann")) as again:
        assert held(again) == names(photo(1)) and not listed.exists()
