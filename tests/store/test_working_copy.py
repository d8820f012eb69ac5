"""The working copy: a gesture is on the disk, whole, or it has not happened."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from evidenceboard.errors import KnownError, UnreadableBoard
from evidenceboard.model.board import Board
from evidenceboard.model.changes import canonical
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.model.index import Index
from evidenceboard.model.log import MemoryLog
from evidenceboard.progress import Stopped
from evidenceboard.store import files, rows, schema, working_copy, writing
from evidenceboard.store.photos import Photo
from evidenceboard.store.working_copy import WorkingCopy

PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)


@pytest.fixture
def copy(make: Any) -> Iterator[WorkingCopy]:
    with closing(WorkingCopy.open(make.database())) as copy:
        yield copy


def state(copy: WorkingCopy) -> tuple[Any, ...]:
    """All that is kept, as another connection sees it."""
    tables = [f'SELECT * FROM "{table}" ORDER BY 1, 2' for table in schema.tables.tables]
    with closing(sqlite3.connect(copy.path)) as other:
        return tuple(other.execute(query).fetchall() for query in tables)


def test_it_is_private_whole_and_in_wal_mode(make: Any) -> None:
    path = make.folder / "new.db"
    with closing(WorkingCopy.create(path, "1" * 32, 5)) as copy:
        assert path.stat().st_mode & 0o077 == 0
        assert copy.board_id == "1" * 32 and copy.meta("made") == "5" and copy.meta("none") == ""
        pragmas = ("journal_mode", "synchronous", "secure_delete", "page_size", "application_id", "user_version")
        found = [copy.cursor().execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
        assert found == ["wal", 2, 1, 4096, schema.APPLICATION_ID, 1]
        with pytest.raises(FileExistsError):
            WorkingCopy.create(path, "2" * 32, 5)
    assert [file.name for file in make.folder.iterdir() if file.is_file()] == ["new.db"]


def test_nothing_half_made_takes_the_place(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make.folder / "new.db"

    def fail(_connection: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "make", fail)
        with pytest.raises(KeyboardInterrupt):
            WorkingCopy.create(path, "1" * 32, 5)
    assert not path.exists()
    WorkingCopy.create(path, "1" * 32, 5).close()
    assert [file.name for file in make.folder.iterdir() if file.is_file()] == ["new.db"]


@pytest.mark.parametrize("name", ["국정 원.db", "a%41?b#c.db", "x'\".db", " .db"])
def test_names_of_all_sorts(name: str, make: Any) -> None:
    folder = make.folder / name
    folder.mkdir()
    with closing(WorkingCopy.create(folder / name, "1" * 32, 5)) as copy:
        make.writer(copy).write(make.card(1))
    assert [file.name for file in folder.iterdir()] == [name]


def test_the_tables_follow_the_log(copy: WorkingCopy) -> None:
    changesets = list(copy.changesets())
    board = Board(MemoryLog(changesets))
    records = {change.record for changeset in changesets for change in changeset.changes}
    for kind in schema.FOLD:
        expected = {}
        for name in sorted(record for record in records if record.startswith(f"{kind}:")):
            if not board.record(name).gone:
                expected[name] = board.record(name).shown_values()
        assert dict(copy.records(kind)) == expected


@pytest.mark.parametrize("size", [1, 2, 100])
def test_pages_hold_what_all_records_hold(size: int, copy: WorkingCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_copy, "PAGE", size)
    for kind, columns in schema.FOLD.items():
        pages = list(copy.pages(kind, tuple(columns)))
        assert all(len(page) == size for page in pages[:-1]) and len(pages[-1]) <= size
        scalar = {field for field, shape in columns.items() if isinstance(shape, type)}
        expected = {
            name: {field: value for field, value in values.items() if field in scalar or field not in columns}
            for name, values in copy.records(kind)
        }
        assert dict(each for page in pages for each in page) == expected
    titles = [values for page in copy.pages("card", ("title",)) for _, values in page]
    assert titles and all(set(values) & set(schema.FOLD["card"]) <= {"title"} for values in titles)


@pytest.mark.parametrize("size", [1, 3, 500])
def test_what_is_packed_is_what_pages_hold_to_the_last_digit(
    size: int, copy: WorkingCopy, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, value = next(name for name, _ in copy.records("card")), 0.1 + 0.2
    make.writer(copy).write({card: {"base": value, "title": "NULL", "caption_unseen": True}})
    monkeypatch.setattr(working_copy, "PACKED", size)

    def read(pages: working_copy.Pages) -> dict[str, dict[str, dict[str, Any]]]:
        return {kind: dict(e for page in pages(kind, tuple(schema.FOLD[kind])) for e in page) for kind in schema.FOLD}

    found = WorkingCopy.read_packed_beside(copy.path, read)
    for kind, columns in schema.FOLD.items():
        assert found[kind] == dict(each for page in copy.pages(kind, tuple(columns)) for each in page)
    assert (found["card"][card]["base"], found["card"][card]["title"]) == (value, "NULL")
    assert found["card"][card]["caption_unseen"] is True
    with pytest.raises(Stopped):
        WorkingCopy.read_packed_beside(copy.path, read, lambda _done, _total: False)


def test_what_is_written_between_two_pages_harms_none(
    copy: WorkingCopy, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_copy, "PAGE", 2)
    before, pages = {name for name, _ in copy.records("card")}, copy.pages("card", ("title",))
    found = [name for name, _ in next(pages)]
    writer = make.writer(copy)
    writer.write({found[0]: {"title": "Rewritten"}})
    writer.write(make.card(7_000))
    found += [name for page in pages for name, _ in page]
    assert set(found) >= before and len(found) - len(set(found)) <= 1


def test_removed_records_leave_the_tables_and_come_back(copy: WorkingCopy, make: Any) -> None:
    writer = make.writer(copy)
    name = next(iter(make.card(1)))
    removed = writer.next({name: {"removed": True}})
    (change,) = removed.changes
    seen = writer.board.seen_of(name)
    removed = type(removed)(**{**vars(removed), "changes": (type(change)(name, {"removed": True}, seen, change.salt),)})
    after = writer.board.after([removed])
    copy.append([removed], after)
    writer.board.adopt(after)
    writer.last = removed
    assert name not in dict(copy.records("card"))
    writer.write({name: {"removed": False}})
    assert dict(copy.records("card"))[name]["title"] == "국정원 1"


def test_rebuilding_gives_the_same_rows(copy: WorkingCopy) -> None:
    before = state(copy)
    board = Board(copy, Index(source=copy))
    copy.rebuild([board.record(summary.id) for summary in board.index.summaries()])
    assert state(copy) == before


def test_changesets_come_back_as_they_were(copy: WorkingCopy) -> None:
    found = list(copy.changesets())
    assert [copy.changeset(each.id) for each in found] == found
    assert {each.id for each in found} == copy.changeset_ids()
    assert list(copy.changesets([found[0].actor])) == found
    assert list(copy.changesets(["0" * 32])) == []
    assert copy.changeset("0" * 64) is None and not copy.has("0" * 64) and copy.has(found[0].id)
    stored = [row[0].hex() for row in copy.cursor().execute("SELECT id FROM changeset ORDER BY number")]
    assert [each.id for each in found] == stored
    assert copy.latest_clock() == max(each.clock for each in found)


def test_touches_of_more_records_than_one_query_takes(copy: WorkingCopy) -> None:
    names = [f"card:{number:032x}" for number in range(1_700)]
    found = copy.touches(names)
    assert sorted(found) == names[:5]
    assert len(found[names[0]]) == 2


def test_photos(copy: WorkingCopy) -> None:
    photo = Photo(PNG)
    copy.append([], {}, [photo, photo])
    copy.append([], {}, [photo])
    assert copy.photo(photo.sha256) == PNG
    assert photo.sha256 in copy.photo_names() and len(copy.photo_names()) == 2
    assert copy.photo("0" * 64) is None
    assert copy.counts()["photos"] == 2


def test_a_full_disk_refuses_the_edit_and_later_edits_work(make: Any) -> None:
    path = make.database()
    with closing(WorkingCopy.open(path)) as copy:
        before = state(copy)
        writer = make.writer(copy)
        pages = copy.cursor().execute("PRAGMA page_count").fetchone()[0]
        copy.cursor().execute(f"PRAGMA max_page_count = {pages}")
        for number in range(3):
            with pytest.raises(KnownError, match="the disk is full"):
                writer.write(make.card(100 + number, text="x" * 90_000), (Photo(PNG + bytes(900_000)),))
        assert state(copy) == before
        assert not copy.cursor().connection.in_transaction
        copy.cursor().execute("PRAGMA max_page_count = 1000000")
        kept = writer.write(make.card(200))
        assert copy.changeset(kept.id) == kept
    with closing(WorkingCopy.open(path)) as again:
        assert list(again.changesets())[-1] == kept
        assert again.counts()["changesets"] == 11
        assert again.cursor().execute("PRAGMA integrity_check").fetchone() == ("ok",)


STATEMENTS = ["INSERT INTO change ", "INSERT INTO changeset", "INSERT INTO actor", "INSERT OR REPLACE INTO place"]


@pytest.mark.parametrize("what", STATEMENTS)
def test_a_refusal_at_any_statement_leaves_nothing_half_done(what: str, copy: WorkingCopy, make: Any) -> None:
    before, writer = state(copy), make.writer(copy)
    refusing = [True]

    def refuse(_c: object, cursor: sqlite3.Cursor, statement: str, *_: object) -> None:
        if refusing[0] and statement.replace('"', "").startswith(what):
            raise sqlite3.OperationalError("disk I/O error")

    event.listen(copy._engine, "before_cursor_execute", refuse)
    with pytest.raises((KnownError, sqlite3.OperationalError)):
        writer.write(make.card(100))
    assert state(copy) == before
    refusing[0] = False
    kept = writer.write(make.card(100))
    assert list(copy.changesets())[-1] == kept  # its actor has a row, though the first attempt was taken back


def test_a_commit_that_fails_is_taken_back(copy: WorkingCopy, make: Any) -> None:
    before, writer = state(copy), make.writer(copy)
    refusing = [True]

    def refuse(connection: Any) -> None:
        if refusing[0]:
            raise DBAPIError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(copy._engine, "commit", refuse)
    with pytest.raises(KnownError, match="disk I/O error"):
        writer.write(make.card(100))
    assert state(copy) == before
    refusing[0] = False
    assert copy.changeset(writer.write(make.card(100)).id) is not None


def test_photos_that_no_board_can_hold_are_refused(copy: WorkingCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(copy)
    with pytest.raises(KnownError, match="empty or larger"):
        copy.append([], {}, [Photo(PNG), Photo(b"")])
    monkeypatch.setattr(writing, "LARGEST", 100)
    with pytest.raises(KnownError, match="empty or larger"):
        copy.append([], {}, [Photo(PNG)])
    monkeypatch.undo()
    monkeypatch.setattr(files, "LARGEST_BOARD", writing.ROOM_FOR_LOG + 200_000)
    with pytest.raises(KnownError, match="larger than 4 GB"):
        copy.append([], {}, [Photo(PNG + bytes(200_000))])
    assert state(copy) == before


@pytest.mark.parametrize("damage", [b"rubbish " * 2000, b"", None])
def test_a_damaged_working_copy_is_told(damage: bytes | None, make: Any, installation: Any) -> None:
    desk = installation.claim(None, "1" * 32)
    WorkingCopy.create(desk.database, "1" * 32, 5).close()
    whole = desk.database.read_bytes()
    desk.database.write_bytes(whole[:4096] + bytes(8192) + whole[12288:] if damage is None else damage)
    with pytest.raises(UnreadableBoard, match="own copy of this board is damaged"):
        WorkingCopy.open(desk.database)
    desk.set_aside()
    assert not desk.exists and len(list(desk.folder.glob("damaged-*"))) == 1
    WorkingCopy.create(desk.database, "1" * 32, 5).close()
    desk.release()


def test_a_disk_that_refuses_to_make_one(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KnownError, match="could not be made: No such file"):
        WorkingCopy.create(make.folder / "gone" / "x.db", "1" * 32, 5)
    with pytest.raises(KnownError, match="cannot be opened: unable to open"):
        WorkingCopy.open(make.folder / "gone" / "x.db")

    def full(_connection: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(schema, "make", full)
    with pytest.raises(KnownError, match="could not be made: the disk is full"):
        WorkingCopy.create(make.folder / "x.db", "1" * 32, 5)


def test_an_interrupted_edit_is_taken_back(copy: WorkingCopy, make: Any) -> None:
    before, writer = state(copy), make.writer(copy)

    def interrupted() -> Iterator[Photo]:
        yield Photo(PNG)
        raise KeyboardInterrupt

    changeset = writer.next(make.card(100))
    with pytest.raises(KeyboardInterrupt):
        copy.append([changeset], writer.board.after([changeset]), interrupted())
    assert state(copy) == before
    writer.write(make.card(100))


def test_the_same_changeset_is_refused_twice(copy: WorkingCopy) -> None:
    before = state(copy)
    with pytest.raises(KnownError, match="UNIQUE"):
        copy.append([next(copy.changesets())], {})
    assert state(copy) == before


def test_another_writer_is_waited_for_and_then_told(copy: WorkingCopy, make: Any) -> None:
    with closing(sqlite3.connect(copy.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        copy.cursor().execute("PRAGMA busy_timeout = 50")
        with pytest.raises(KnownError, match="locked"):
            make.writer(copy).write(make.card(100))
        other.execute("ROLLBACK")
    make.writer(copy).write(make.card(100))


def test_reading_only(make: Any) -> None:
    path = make.database()
    with closing(WorkingCopy.open(path, read_only=True)) as copy:
        assert copy.counts()["changesets"] == 10
        with pytest.raises(KnownError, match="readonly"):
            make.writer(copy).write(make.card(100))


def test_texts_of_all_sorts_are_kept(copy: WorkingCopy, make: Any) -> None:
    text = "".join(map(chr, [*range(0x300), 0xFFFF, 0x1F600])) + "'\";--"
    more = {"custom:a'\"b": text, "tags": [text], "newer": {"x": [1]}}
    kept = make.writer(copy).write(make.card(100, title=text, **more))
    assert copy.changeset(kept.id) == kept
    found = dict(copy.records("card"))[f"card:{100:032x}"]
    assert (found["title"], found["custom:a'\"b"], found["tags"], found["newer"]) == (text, text, [text], {"x": [1]})


def test_rows_and_values_are_the_same_thing(copy: WorkingCopy) -> None:
    board = Board(copy, Index(source=copy))
    cursor = copy.cursor()
    cursor.row_factory = sqlite3.Row
    for kind in schema.FOLD:
        for row in cursor.execute(f'SELECT * FROM "{kind}"').fetchall():
            record = board.record(row["id"])
            assert canonical(rows.fold_values(kind, row)) == canonical(record.shown_values())
            assert dict(row) == rows.fold_row(record)


def test_summaries_are_what_the_records_say(copy: WorkingCopy) -> None:
    board = Board(copy, Index(source=copy))
    for summary in Index(source=copy).summaries():
        assert board.record(summary.id).summary() == summary
    assert len(copy.placed_cards(FIRST_SHEET)) == 5 and len(copy.all_edges()) == 3


def test_every_acknowledged_edit_outlives_a_kill(make: Any) -> None:
    path = make.database()
    code = f"""
import itertools
from pathlib import Path
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.ids import mint_actor, mint_salt
from evidenceboard.store.working_copy import WorkingCopy
copy, actor, last = WorkingCopy.open(Path({str(path)!r})), mint_actor(), None
for seq in itertools.count():
    change = Change("card:1", {{"title": str(seq)}}, (), mint_salt())
    last = Changeset(actor, seq, last.id if last else None, (seq, 0), "", "Edit", None, (change,))
    copy.append([last], {{}})
    print(last.id, flush=True)
"""
    for edits in (1, 7, 40):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = [process.stdout.readline().strip() for _ in range(edits)]
            process.kill()
            told += process.stdout.read().split("\n")[:-1]
        with closing(WorkingCopy.open(path)) as copy:
            assert set(told) <= copy.changeset_ids()
            assert copy.cursor().execute("PRAGMA integrity_check").fetchone() == ("ok",)
