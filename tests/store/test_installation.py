"""The installation's book and desks: used by many processes at once, and whole after any of them is killed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import paths
from evidenceboard.errors import BoardUnavailable, KnownError, NotSaved
from evidenceboard.store import desks, preferences
from evidenceboard.store import installation as module
from evidenceboard.store.installation import Installation
from evidenceboard.store.preferences import Preferences
from evidenceboard.store.working_copy import WorkingCopy

ONE, TWO = "1" * 32, "2" * 32


@contextmanager
def process(home: Path, code: str) -> Iterator[subprocess.Popen[str]]:
    """Another process of the same installation; it waits for its end, or to be killed."""
    start = f"""
import sys
from pathlib import Path
from evidenceboard import paths
from evidenceboard.store.installation import Installation
from evidenceboard.store.working_copy import WorkingCopy
installation = Installation(paths.folders(Path({str(home)!r})))
"""
    command = [sys.executable, "-c", start + code + "\nprint('ready', flush=True)\nsys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None and running.stdout.readline() == "ready\n"
            yield running
        finally:
            running.kill()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "user" / "case.board"


def at_work(desk: Any, make: Any, cards: int = 1, **marks: Any) -> Any:
    """A desk with a working copy on it, closed again."""
    copy = WorkingCopy.create(desk.database, desk.board_id, 0)
    for number in range(cards):
        make.writer(copy).write(make.card(number))
    copy.close()
    desk.mark(open=True, title="북풍", cards=cards, **marks)
    return desk


# Actors, publishing


def test_actors_are_remembered_by_board(installation: Installation) -> None:
    first, second, other = (installation.mint_actor(board) for board in (ONE, ONE, TWO))
    assert installation.my_actors(ONE) == {first, second}
    assert installation.my_actors(TWO) == {other}
    assert installation.my_actors("x") == set()


def test_published_files_are_remembered(installation: Installation, case: Path, monkeypatch: Any) -> None:
    installation.remember_published(case, ONE, "a" * 64)
    installation.remember_published(case, TWO, "a" * 64)
    assert installation.published_here("a" * 64) == TWO
    assert installation.published_here("b" * 64) is None
    monkeypatch.setattr(module, "PUBLISHED", 3)
    for number in range(6):
        installation._now = lambda number=number: 10**15 + number  # type: ignore[misc]
        installation.remember_published(case, ONE, f"{number:064}")
    assert [installation.published_here(f"{number:064}") for number in range(6)] == [None] * 3 + [ONE] * 3


def test_only_one_process_publishes_to_a_file(
    installation: Installation, home: Path, case: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(module, "WAIT", 0.1)
    held = f"held = installation.publishing(Path({str(case)!r}))\nheld.__enter__()"
    with process(home, held):
        with pytest.raises(NotSaved, match="still saving"), installation.publishing(case):
            pass
        with installation.publishing(case.with_name("other.board")):
            pass
    with installation.publishing(case), pytest.raises(NotSaved), installation.publishing(case):
        pass
    with installation.publishing(case):  # the killed process has it no more
        pass
    assert list((home / "data" / "locks").iterdir()) == []


def test_locks_exclude_many_at_once(installation: Installation, case: Path) -> None:
    inside, most = [0], [0]

    def work() -> None:
        for _ in range(20):
            with installation.publishing(case):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_many_processes_may_begin_at_once(home: Path) -> None:
    code = f"for _ in range(20): installation.mint_actor({ONE!r})"
    start = "from pathlib import Path\nfrom evidenceboard import paths\n"
    start += "from evidenceboard.store.installation import Installation\n"
    start += f"installation = Installation(paths.folders(Path({str(home)!r})))\n"
    running = [subprocess.Popen([sys.executable, "-c", start + code]) for _ in range(5)]
    assert [each.wait() for each in running] == [0] * 5
    assert len(Installation(paths.folders(home)).my_actors(ONE)) == 100


# Desks


def test_a_board_finds_its_desk_again(installation: Installation, case: Path, make: Any) -> None:
    with at_work(installation.claim(case, ONE), make) as desk:
        assert desk.path == case.resolve() and desk.board_id == ONE and desk.seen_sha256 is None
        desk.set_seen("a" * 64)
    with installation.claim(case, ONE) as again:
        assert again.exists and again.folder == desk.folder and again.seen_sha256 == "a" * 64
    with installation.claim(case, TWO) as other_board, installation.claim(case.with_name("x"), ONE) as other_path:
        assert not other_board.exists and not other_path.exists


def test_what_lies_on_desks_is_private(installation: Installation, case: Path, make: Any) -> None:
    with at_work(installation.claim(case, ONE), make) as desk:
        assert all(file.stat().st_mode & 0o077 == 0 for file in [desk.folder, *desk.folder.iterdir()])


def test_the_same_file_by_another_way_is_the_same_desk(installation: Installation, case: Path, make: Any) -> None:
    case.parent.mkdir()
    case.touch()
    link = case.with_name("link.board")
    link.symlink_to(case)
    at_work(installation.claim(case, ONE), make).release()
    for path in (link, case.parent / ".." / "user" / "case.board"):
        with installation.claim(path, ONE) as desk:
            assert desk.exists


def test_a_second_process_gets_a_desk_of_its_own(installation: Installation, home: Path, case: Path, make: Any) -> None:
    work = f"""
desk = installation.claim(Path({str(case)!r}), {ONE!r})
WorkingCopy.create(desk.database, {ONE!r}, 0)
desk.mark(open=True, title='theirs')
"""
    with process(home, work):
        mine = at_work(installation.claim(case, ONE), make)
        assert installation.idle_desks(case, ONE) == []
        assert installation.unclosed() == []  # both are alive
    (theirs,) = installation.idle_desks(case, ONE)  # it was killed: its lock is free
    assert theirs.folder != mine.folder and theirs.exists and theirs.state.open
    theirs.discard()
    assert not theirs.folder.exists()
    mine.release()
    assert installation.claim(case, ONE).folder == mine.folder


def test_many_processes_claim_at_once_and_none_shares(home: Path, case: Path) -> None:
    work = f"print(installation.claim(Path({str(case)!r}), {ONE!r}).folder)\nsys.stdin.read()"
    start = "import sys\nfrom pathlib import Path\nfrom evidenceboard import paths\n"
    start += "from evidenceboard.store.installation import Installation\n"
    start += f"installation = Installation(paths.folders(Path({str(home)!r})))\n"
    command = [sys.executable, "-uc", start + work]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(5)]
    folders = [each.stdout.readline() for each in running if each.stdout]
    for each in running:
        each.communicate()
    assert len(set(folders)) == 5


def test_a_desk_goes_along_with_save_as(installation: Installation, case: Path, make: Any) -> None:
    desk = at_work(installation.claim(None, ONE), make)
    copy = WorkingCopy.open(desk.database)  # it may be open meanwhile: nothing is moved
    desk.set_seen("a" * 64)
    desk.rename(case)
    make.writer(copy).write(make.card(7))
    copy.close()
    assert desk.path == case and desk.seen_sha256 is None and not desk.all_in_file
    desk.release()
    assert installation.drafts() == []
    with installation.claim(case, ONE) as again:
        assert again.folder == desk.folder and again.count() == 2


def test_what_is_in_the_file_is_counted_and_not_believed(installation: Installation, case: Path, make: Any) -> None:
    desk = at_work(installation.claim(case, ONE), make)
    assert not desk.all_in_file and desk.unsaved() == 1
    desk.all_in_file = True
    assert desk.all_in_file and desk.unsaved() == 0
    make.add(desk.database, 9)  # and the process is killed before it can say so
    desk.release()
    with installation.claim(case, ONE) as again:
        assert not again.all_in_file and again.unsaved() == 1
        again.all_in_file = False
        assert again.unsaved() == 1


def test_boards_that_were_not_closed(installation: Installation, case: Path, make: Any) -> None:
    at_work(installation.claim(case, ONE), make, cards=3).release()
    closed = at_work(installation.claim(None, TWO), make)
    closed.mark(open=False)
    closed.release()
    (crash,) = installation.unclosed()
    assert (crash.board_id, crash.path, crash.title, crash.unsaved) == (ONE, case, "북풍", 3)
    assert crash.when_ms > 1_600_000_000_000


def test_drafts(installation: Installation, case: Path, make: Any) -> None:
    at_work(installation.claim(None, ONE), make, cards=2).release()
    at_work(installation.claim(case, TWO), make).release()
    installation.claim(None, "3" * 32).release()  # nothing was put on it
    (draft,) = installation.drafts()
    assert (draft.board_id, draft.title, draft.cards) == (ONE, "북풍", 2)
    with installation.desk_of_draft(ONE) as desk:
        assert desk.exists and desk.path is None
        with pytest.raises(BoardUnavailable):
            installation.desk_of_draft(ONE)
        assert installation.drafts() == []  # it is open
    with pytest.raises(BoardUnavailable):
        installation.desk_of_draft(TWO)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"board_id": 5}', b"\xff\xfe", b"[" * 100_000])
def test_a_desk_with_a_damaged_note_is_offered_as_a_draft(
    damage: bytes, installation: Installation, case: Path, make: Any
) -> None:
    desk = at_work(installation.claim(case, ONE), make, cards=2)
    desk.release()
    (desk.folder / "desk.json").write_bytes(damage)
    assert [(draft.board_id, draft.cards) for draft in installation.drafts() if draft.cards] == [(ONE, 2)]
    (crash,) = installation.unclosed()
    assert (crash.board_id, crash.unsaved) == (ONE, 2)


def test_a_desk_is_marked_with_what_it_knows(installation: Installation) -> None:
    with installation.claim(None, ONE) as desk, pytest.raises(TypeError):
        desk.mark(colour="red")


def test_trim_keeps_what_is_nowhere_else(installation: Installation, case: Path, make: Any) -> None:
    def closed(name: str, when: int, whole: bool) -> Path:
        installation._desks._now = lambda: when
        desk = at_work(installation.claim(case.with_name(name), ONE), make)
        desk.all_in_file = whole
        desk.mark(open=False)
        desk.release()
        return Path(desk.folder)

    old, older, unsaved = closed("a", 30, True), closed("b", 20, True), closed("c", 10, False)
    crashed = closed("d", 5, True)
    (crashed / "desk.json").write_text(json.dumps({**json.loads((crashed / "desk.json").read_text()), "open": True}))
    size = sum(file.stat().st_size for file in old.iterdir())
    installation.trim(size + 2000)
    assert [folder.exists() for folder in (old, older, unsaved, crashed)] == [True, False, True, True]
    installation.trim(0)
    assert [folder.exists() for folder in (old, older, unsaved, crashed)] == [False, False, True, True]


def test_desks_for_looking_only_go_with_their_process(installation: Installation, home: Path) -> None:
    work = f"desk = installation.desk_for_reading({ONE!r})\nWorkingCopy.create(desk.database, {ONE!r}, 0)"
    with process(home, work):
        first = installation.desk_for_reading(ONE)
        WorkingCopy.create(first.database, ONE, 0).close()
        assert len(list((home / "data" / "looks").iterdir())) == 2
    second = installation.desk_for_reading(ONE)
    assert {folder.name for folder in (home / "data" / "looks").iterdir()} == {first.folder.name, second.folder.name}
    assert installation.drafts() == installation.unclosed() == []


# The start page, texts, choices


def test_recent_boards(installation: Installation, tmp_path: Path, monkeypatch: Any) -> None:
    there, gone = tmp_path / "there.board", tmp_path / os.fsdecode(b"gone \xff.board")
    there.touch()
    installation.remember_recent(gone, ONE, "Gone", 3, None)
    installation._now = lambda: 2 * 10**15
    installation.remember_recent(there, TWO, "There", 5, b"picture")
    found = installation.recent()
    assert [(each.path, each.title, each.cards, each.picture, each.exists) for each in found] == [
        (there, "There", 5, b"picture", True),
        (gone, "Gone", 3, None, False),
    ]
    installation.forget_recent(there)
    assert [each.path for each in installation.recent()] == [gone]
    monkeypatch.setattr(module, "RECENT", 3)
    for number in range(6):
        installation._now = lambda number=number: 3 * 10**15 + number  # type: ignore[misc]
        installation.remember_recent(tmp_path / f"{number}.board", ONE, "", 0, None)
    assert [each.path.stem for each in installation.recent()] == ["5", "4", "3"]
    installation.forget_recent()
    assert installation.recent() == []


def test_typed_texts(installation: Installation) -> None:
    installation.keep_draft(ONE, "card:1", "title", "국")
    installation.keep_draft(ONE, "card:1", "title", "국정원 \0 '\"")
    installation.keep_draft(ONE, "card:1", "text", "x")
    installation.keep_draft(TWO, "card:1", "title", "y")
    assert installation.draft(ONE, "card:1", "title") == "국정원 \0 '\""
    assert installation.drafts_of(ONE) == [("card:1", "text", "x"), ("card:1", "title", "국정원 \0 '\"")]
    installation.drop_draft(ONE, "card:1", "title")
    assert installation.draft(ONE, "card:1", "title") is None
    assert installation.draft(TWO, "card:1", "title") == "y"


def test_preferences(installation: Installation, home: Path) -> None:
    assert installation.preferences() == Preferences()
    chosen = Preferences(author="안", theme="dark", publish="on save", backups=False, leave_nothing=True)
    installation.set_preferences(chosen)
    assert Installation(paths.folders(home)).preferences() == chosen


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"theme": "pink", "backups": 1, "author": 5, "publish": null, "new": {}}'],
)
def test_damaged_preferences_cost_no_start(content: bytes, installation: Installation, home: Path) -> None:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "preferences.json").write_bytes(content)
    assert installation.preferences() == Preferences()


def test_a_damaged_book_is_set_aside(installation: Installation, home: Path, case: Path, make: Any) -> None:
    installation.mint_actor(ONE)
    at_work(installation.claim(case, ONE), make).release()
    (home / "data" / "installation.db").write_bytes(b"rubbish " * 2000)
    assert installation.my_actors(ONE) == set()
    assert installation.mint_actor(ONE) in installation.my_actors(ONE)
    assert len(list((home / "data").glob("damaged-*"))) == 1
    assert len(installation.unclosed()) == 1  # desks know by themselves what they are


def test_a_full_disk_costs_no_edit_that_was_kept(
    installation: Installation, case: Path, make: Any, monkeypatch: Any, caplog: Any
) -> None:
    """Notes are refused in words, or left old where somebody's work has just been kept."""
    desk = at_work(installation.claim(case, ONE), make)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def full_database(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(desks, "write_whole", full)
    monkeypatch.setattr(preferences, "write_whole", full)
    monkeypatch.setattr(module, "opened_book", full_database)
    desk.mark(unsaved=1)
    desk.set_seen("b" * 64)
    assert desk.seen_sha256 == "b" * 64
    assert {record.getMessage() for record in caplog.records} == {
        "the note of a desk could not be kept: No space left on device"
    }
    caplog.clear()
    with pytest.raises(KnownError, match="own notes"):
        installation.mint_actor(ONE)
    with pytest.raises(KnownError, match="choices"):
        installation.set_preferences(Preferences())


def test_leave_nothing(installation: Installation, home: Path, case: Path, make: Any) -> None:
    desk = at_work(installation.claim(case, ONE), make)
    secret = "a very rare word"
    installation.keep_draft(ONE, "card:1", "text", secret)
    installation.remember_recent(case, ONE, secret, 1, secret.encode())
    installation.remember_published(case, ONE, "a" * 64)
    (installation.backups(ONE) / "x").write_text(secret)
    desk.mark(title=secret)
    desk.release()
    assert not installation.leave_nothing(ONE, case)  # the file does not hold it yet
    assert installation.recent() and desk.folder.exists()
    with installation.claim(case, ONE) as again:
        again.all_in_file = True
    assert installation.leave_nothing(ONE, case)
    assert not desk.folder.exists() and installation.recent() == []
    assert installation.draft(ONE, "card:1", "text") is None
    left = [file for file in home.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]
    assert left == []


def test_backups_of_boards_with_strange_names_lie_inside(installation: Installation, home: Path) -> None:
    inside = home / "data" / "backups"
    for name in (ONE, "../../x", "con", "a:b", "A", "국"):
        assert installation.backups(name).parent == inside
    assert len(list(inside.iterdir())) == 6
