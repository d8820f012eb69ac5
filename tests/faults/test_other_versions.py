"""Rows 38 to 40: boards of older and of newer versions of the program, strangers' and our own."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import paths, recovering
from evidenceboard.document import Document
from evidenceboard.errors import KnownError, NotSaved, UnreadableBoard
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store import backups, migrations, schema
from evidenceboard.store.beside import conflict_copies
from evidenceboard.store.installation import Installation
from evidenceboard.store.working_copy import WorkingCopy
from tests.faults import disk
from tests.faults.disk import Refuser, listening
from tests.faults.formats import NEXT, next_version
from tests.faults.judging import findings_in_file, ids_in, ids_in_file, misfits
from tests.faults.places import Desk, colleague

BOARDS = sorted((Path(__file__).parent.parent / "boards").glob("format_*.board"))
heard = pytest.mark.skipif(not disk.POSSIBLE, reason="SQLite's calls to the disk cannot be heard here")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", tmp_path / "place" / "case.board")
    yield made
    made.document.close()


@pytest.fixture(params=[False, True], ids=["this version", "the next version"])
def version(request: pytest.FixtureRequest) -> Iterator[int]:
    """Every test with it runs as this version of the program, and as one with the next format."""
    if not request.param:
        yield schema.FORMAT
        return
    with next_version():
        yield NEXT


def format_of(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def values_of(document: Document) -> dict[str, Any]:
    names = {change.record for each in document.log.changesets() for change in each.changes}
    return {name: document.board.record(name).shown_values() for name in names}


def test_row_38_there_is_a_board_of_every_released_format() -> None:
    assert [format_of(board) for board in BOARDS] == list(range(1, schema.FORMAT + 1))
    assert sorted(migrations.STEPS) == list(range(1, schema.FORMAT))


@pytest.mark.parametrize("board", BOARDS, ids=lambda path: path.stem)
def test_row_38_a_board_of_every_released_format_opens_and_is_saved(board: Path, tmp_path: Path, version: int) -> None:
    """The old file stays as it was until it is saved; then a copy of it is kept for ever."""
    path, installation = tmp_path / "old.board", Installation(paths.folders(tmp_path / "home"))
    shutil.copyfile(board, path)
    document = Document.open(path, installation, "Ana Lyst")
    assert document.left_out == () and len(list(document.board.live("card"))) > 3 and list(misfits(document)) == []
    assert len(document.log.photo_names()) == 1
    assert path.read_bytes() == board.read_bytes() and list(tmp_path.glob(".*")) == []
    document.commit(commands.set_board(title="Saved anew"))
    published = document.publish()
    folder = installation.backups(document.board_id)
    kept = list(folder.glob("format-*"))
    assert kept == ([published.kept_older] if format_of(board) < version else [])
    assert all(each.read_bytes() == board.read_bytes() for each in kept)
    for hour in range(30):
        backups.keep(document.log.path, folder, time.time() + hour * 3_600)
    document.commit(commands.set_board(title="And again"))
    assert document.publish().kept_older is None and list(folder.glob("format-*")) == kept
    assert format_of(path) == version and findings_in_file(path) == []
    assert ids_in_file(path) == (ids_in(document), [])
    document.close()


def test_row_38_our_own_board_is_opened_by_the_next_version(desk: Desk) -> None:
    """From the working copy, with what the file lacks; history, undo and photos go on."""
    photo = desk.add_photo(200_000)
    later, before = desk.add("not in the file"), values_of(desk.document)
    database = desk.document.log.path
    desk.document.close()
    with next_version():
        desk.document = Document.open(desk.path, desk.installation(), "Ana Lyst")
        assert {photo, later} <= ids_in(desk.document) and values_of(desk.document) == before
        assert desk.document.unpublished and desk.path.read_bytes() == desk.before
        assert migrations.format_of(database.with_name(f"format-{NEXT - 1}-board.db")) == NEXT - 1
        moods = desk.document.log.cursor().execute("SELECT mood FROM card WHERE title = 'first'").fetchall()
        assert moods == [("first as before",)]
        desk.document.undo()
        desk.document.redo()
        desk.check_safe(photo, later)
        desk.document.publish()
        desk.check_saved()
        desk.document.close()


def test_row_38_a_draft_and_a_backup_are_opened_by_the_next_version(desk: Desk) -> None:
    draft = Document.new(desk.installation(), "Ana Lyst", "Draft")
    draft.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": "in a draft"}))
    kept, board_id = ids_in(draft), draft.board_id
    draft.close()
    desk.document.close()
    with next_version():
        installation = desk.installation()
        again = Document.open_draft(board_id, installation, "Ana Lyst")
        assert kept <= ids_in(again) and list(misfits(again)) == []
        again.close()
        restored = recovering.open_backup(desk.document.board_id, installation, "Ana Lyst")
        assert len(ids_in(restored)) == 2 and list(misfits(restored)) == []
        restored.close()


def test_row_38_an_older_conflict_copy_and_an_older_target_are_known(desk: Desk, tmp_path: Path) -> None:
    """Both are read by their own format: offered for merge, and merged when a colleague has saved with it meanwhile."""
    other = colleague(desk, tmp_path / "ben")
    other.commit(commands.set_board(title="Theirs"))
    theirs = ids_in(other)
    other.publish()
    other.close()
    shutil.copyfile(desk.path, desk.path.with_name("case (1).board"))
    with next_version():
        desk.reopen()
        known = frozenset(ids_in(desk.document))
        assert theirs <= known
        (found,) = conflict_copies(desk.path, desk.document.board_id, known - theirs)
        assert found.new == len(theirs)
        desk.document.publish()
        desk.check_saved()
        desk.document.close()


@heard
def test_row_38_each_call_of_the_way_to_the_next_format_may_fail(desk: Desk) -> None:
    """Each write, fsync and rename in turn: the old one is as it was, and the next opening succeeds."""
    desk.add("not in the file")
    before, database = ids_in(desk.document), desk.document.log.path
    desk.document.close()
    older, turn, refused = database.read_bytes(), 0, True
    while refused and turn < 200:
        turn += 1
        database.write_bytes(older)
        database.with_name(f"format-{NEXT - 1}-board.db").unlink(missing_ok=True)
        refuser = Refuser(database.parent, turn)
        with next_version(), listening(refuser):
            try:
                migrations.bring_up_to_date(database, keep_older=True)
            except (KnownError, sqlite3.Error):
                assert migrations.format_of(database) in (NEXT - 1, NEXT)
        refused = refuser.refused
        with next_version(), closing(WorkingCopy.open(database)) as copy:
            assert copy.changeset_ids() == before and copy.count("card") == 2
        assert list(database.parent.glob("*.new*")) == []
    assert 5 < turn < 200
    with next_version():
        desk.document = Document.open(desk.path, desk.installation(), "Ana Lyst")
        desk.check_safe(*before)
        desk.document.close()


NEWER: dict[str, Any] = {"shape": {"of": [1, None, "육각"]}, "weight2": 0.25, "tags": ["a"]}
GHOST = f"ghost:{7:032x}"


def test_row_39_what_a_newer_minor_version_wrote_is_kept(desk: Desk, tmp_path: Path) -> None:
    """Unknown fields of known kinds, unknown values, unknown kinds, unknown lines: opened, edited, saved, merged."""
    card = next(desk.document.board.live("card"))
    written = {card: {**NEWER, "status": "half-live"}, FIRST_SHEET: {"grain": 3}, GHOST: {"removed": False, "x": 1}}
    desk.document.commit(commands.Action("As a newer version", written))
    desk.document.publish()
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '1.9' WHERE key = 'format'")
        connection.execute("INSERT INTO meta VALUES ('colours', 'many')")
    other = colleague(desk, tmp_path / "ben")
    assert all(each.kept for each in other.left_out)
    _edit_much(other, card)
    other.publish()
    other.close()
    desk.reopen()
    _check_newer(desk, card)
    _edit_much(desk.document, card)
    desk.document.publish()
    _check_newer(desk, card)
    third = colleague(desk, tmp_path / "eve")
    third.publish(tmp_path / "third.board")
    third.close()
    assert ids_in_file(tmp_path / "third.board") == (ids_in(desk.document), [])


def _edit_much(document: Document, card: str) -> None:
    """What an older version does to a card that holds what it does not know."""
    document.commit(commands.set_fields(card, {"title": "edited by an older version"}))
    document.commit(commands.move_cards(FIRST_SHEET, {card: (5.0, 5.0)}))
    document.commit(commands.remove(document.board, [card]))
    document.undo()
    document.commit(commands.set_fields(card, {"title": None, "text": "x"}))
    document.undo()
    document.undo()
    document.redo()


def _check_newer(desk: Desk, card: str) -> None:
    """All is there: in the log, in the column for it, on the desk and in the file."""
    board = desk.document.board
    record = board.record(card).shown_values()
    assert {name: record[name] for name in NEWER} == NEWER and record["title"] == "edited by an older version"
    assert [head.value for head in board.record(card).heads("status")] == ["half-live"]  # known, of an unknown value
    assert board.record(GHOST).shown_values()["x"] == 1 and board.value(FIRST_SHEET, "grain") == 3
    assert list(misfits(desk.document)) == [] and findings_of_form(desk.path) == set()
    for database in (desk.document.log.path, desk.path):
        with closing(sqlite3.connect(database)) as connection:
            (extra,) = connection.execute("SELECT extra FROM card WHERE id = ?", (card,)).fetchone()
        assert NEWER.items() <= json.loads(extra).items()


def findings_of_form(path: Path) -> set[str]:
    """What the check says, but for values whose meaning only a newer version knows."""
    return {each for each in findings_in_file(path) if not each.startswith(("card: ", "sheet: "))}


def test_row_39_choices_of_a_newer_version_are_kept(desk: Desk) -> None:
    installation = desk.installation()
    installation.set_preferences(installation.preferences())
    file = installation.folders.config / "preferences.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"ruler": "inches"}))
    installation.set_preferences(installation.preferences().__class__(theme="dark"))
    found = json.loads(file.read_text())
    assert (found["ruler"], found["theme"]) == ("inches", "dark")


NEEDED = rf"newer version of this program \(format {NEXT}\)"


def test_row_40_a_newer_format_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    """Of a stranger, and in the place of our own file: it is not replaced by what an older version saves."""
    kept = desk.add("kept")
    with next_version():
        other = colleague(desk, tmp_path / "ben")
        other.commit(commands.set_board(title="Of the next version"))
        other.publish()
        other.close()
    desk.before = desk.path.read_bytes()
    assert format_of(desk.path) == NEXT
    with pytest.raises(UnreadableBoard, match=NEEDED) as refused:
        colleague(desk, tmp_path / "eve")
    assert "Install the newer version" in refused.value.advice
    with pytest.raises(KnownError, match="newer version"):
        desk.document.publish()
    desk.check_untouched()
    desk.check_safe(kept)


def test_row_40_after_a_downgrade_our_own_file_is_refused_too(desk: Desk, tmp_path: Path) -> None:
    """The very file that we saved, and the working copy that lies here: neither is opened, and neither is changed."""
    desk.document.close()
    with next_version():
        desk.document = Document.open(desk.path, desk.installation(), "Ana Lyst")
        later = desk.add("of the next version")
        desk.document.publish()
        database = desk.document.log.path
        desk.document.close()
    desk.before, lying = desk.path.read_bytes(), database.read_bytes()
    installation = desk.installation()
    for read_only in (False, True):
        with pytest.raises(UnreadableBoard, match=NEEDED):
            Document.open(desk.path, installation, "Ana Lyst", read_only)
    shutil.copyfile(desk.path, tmp_path / "copy.board")
    with pytest.raises(UnreadableBoard, match=NEEDED):
        Document.open(tmp_path / "copy.board", installation, "Ana Lyst")
    with pytest.raises(UnreadableBoard, match=NEEDED):
        recovering.open_kept(desk.path, installation, "Ana Lyst")
    desk.check_untouched()
    assert database.read_bytes() == lying and [state.path for state in installation.unclosed()] == []
    with next_version():
        desk.document = Document.open(desk.path, desk.installation(), "Ana Lyst")
        desk.check_safe(later)
        desk.document.close()


def test_row_40_a_board_is_never_saved_over_one_of_a_newer_format(desk: Desk, tmp_path: Path) -> None:
    """Not even where a person chooses that file to save to."""
    with next_version():
        other = Document.new(Installation(paths.folders(tmp_path / "ben")), "Ben", "Other")
        other.publish(tmp_path / "other.board")
        other.close()
    whole = (tmp_path / "other.board").read_bytes()
    with pytest.raises(NotSaved, match="newer version"):
        desk.document.publish(tmp_path / "other.board")
    assert (tmp_path / "other.board").read_bytes() == whole
