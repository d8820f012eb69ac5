"""Rows 41 to 49: files that are no boards, cut or damaged. Each is refused in words, and what is intact can be had."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.errors import DamagedBoard, UnreadableBoard
from evidenceboard.store import header
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import read_board
from evidenceboard.store.salvage import Salvaged, salvage
from tests.faults.conftest import Tried
from tests.faults.fuzz import PAGE, Judge, Truth
from tests.faults.refusals import Watch, refusal
from tests.store.conftest import PNG

SECTOR = 512

NOTHING = {
    "empty": (b"", "This file is empty"),
    "one byte": (b"S", "This file is incomplete"),
    "99 bytes": (b"SQLite format 3\0" + bytes(83), "This file is incomplete"),
    "zeros": (bytes(5000), "This file is incomplete: there is nothing in it but zeros"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_row_41_empty_or_hardly_begun(name: str, make: Any, untouched: Watch) -> None:
    content, title = NOTHING[name]
    path = make.folder / "user.board"
    path.write_bytes(content)
    assert refusal(untouched(path), make) == title


OTHERS = {
    "text": ("Лорем ипсум, 국정원 ".encode() * 90, "This looks like a text file, not a board"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(200), "This looks like a JPEG picture, not a board"),
    "zip": (b"PK\x03\x04" + bytes(200), "This looks like a ZIP archive or an office document, not a board"),
    "pdf": (b"%PDF-1.7" + bytes(200), "This looks like a PDF document, not a board"),
    "random": (bytes(range(128, 256)) * 40, "This is a file of another kind, not a board"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_row_42_what_is_no_database_is_called_what_it_looks_like(name: str, make: Any, untouched: Watch) -> None:
    content, title = OTHERS[name]
    path = make.folder / "user.board"
    path.write_bytes(content)
    assert refusal(untouched(path), make) == title


def test_row_43_a_database_of_another_program(make: Any, untouched: Watch) -> None:
    path = make.folder / "mail" / "mail.board"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE mail (body TEXT)")
    assert refusal(untouched(path), make) == "This is a database of another program, not a board"
    renamed = make.with_sql(make.board(), "PRAGMA application_id = 5")
    assert refusal(renamed, make) == "This is a database of another program, not a board"


def test_row_44_cut_at_each_512_byte_border(make: Any, tried: Tried) -> None:
    board = make.board()
    whole = board.read_bytes()
    cut = board.with_name("cut.board")
    borders = [*range(SECTOR, len(whole), SECTOR), len(whole) - 1, 99]
    for length in borders:
        cut.write_bytes(whole[:length])
        assert refusal(cut, make).startswith("This board is incomplete") or length < header.LENGTH
    tried(len(borders), refused=len(borders))
    with pytest.raises(UnreadableBoard) as refused:
        read_board(cut.with_name("cut.board"), make.scratch)
    assert "copied or synchronised" in refused.value.advice


def test_row_44_what_is_intact_of_a_cut_board_is_salvaged(make: Any, tmp_path: Path, tried: Tried) -> None:
    """Cut anywhere, a board gives all whose pages are there; never anything that was not in it."""
    board = make.board(cards=20)
    whole = board.read_bytes()
    judge = Judge(tmp_path, Truth.of(board, make.scratch))
    found = []
    for length in range(0, len(whole), 2 * PAGE):
        judge.path.write_bytes(whole[:length])
        found.append(judge.salvage())
    tried(len(found), **{name.replace(" ", "_"): found.count(name) for name in set(found)})
    order = ["nothing left", "salvaged in part", "all salvaged"]
    assert found == sorted(found, key=order.index) and set(found) == set(order)


def test_row_46_each_page_zeroed_in_turn(make: Any, tmp_path: Path, tried: Tried) -> None:
    board = make.board(cards=20)
    whole = board.read_bytes()
    judge = Judge(tmp_path, Truth.of(board, make.scratch))
    met, saved = [], []
    for page in range(len(whole) // PAGE):
        judge.path.write_bytes(whole[: page * PAGE] + bytes(PAGE) + whole[(page + 1) * PAGE :])
        met.append(judge.look())
        saved.append(judge.salvage())
    tried(len(met), refused=met.count("refused"), all_salvaged=saved.count("all salvaged"))
    assert saved.count("all salvaged") > len(saved) / 3 and "salvaged in part" in saved
    assert met.count("refused") > len(met) / 2


@pytest.mark.parametrize("more", [-1, 1, 1_000_000, -(10**9)])
def test_row_47_the_header_names_another_number_of_pages(more: int, make: Any, tmp_path: Path) -> None:
    board = make.board()
    whole = board.read_bytes()
    pages = max(0, len(whole) // PAGE + more).to_bytes(4, "big")
    board.write_bytes(whole[:28] + pages + whole[32:])
    assert refusal(board, make).startswith(("This board is incomplete", "This board has not the length"))
    assert salvaged(board, make) == Salvaged(10, 1, [], True)


def test_row_47_more_bytes_than_the_header_names(make: Any) -> None:
    board = make.board()
    board.write_bytes(board.read_bytes() + bytes(PAGE))
    assert refusal(board, make) == "This board has not the length that it says: it is damaged"
    assert salvaged(board, make) == Salvaged(10, 1, [], True)


def salvaged(board: Path, make: Any) -> Salvaged:
    return salvage(board, make.folder / "salvaged.board", make.scratch)


def test_row_48_a_tree_with_a_loop(make: Any) -> None:
    board = make.board(cards=60)
    with closing(sqlite3.connect(board)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'change'").fetchone()
    pages = bytearray(board.read_bytes())
    page = (root - 1) * PAGE
    assert pages[page] == 5  # an inner page: its rightmost child becomes itself
    pages[page + 8 : page + 12] = root.to_bytes(4, "big")
    board.write_bytes(pages)
    with pytest.raises(DamagedBoard):
        read_board(board, make.scratch)
    assert salvaged(board, make) == Salvaged(122, 1, [], True)


def test_row_48_a_photo_whose_pages_go_in_a_circle(make: Any) -> None:
    """Each page of its chain names itself as the next one: reading ends, and nothing is shown of it."""
    board = make.board()
    content = bytearray(board.read_bytes())
    pages = range(0, len(content), PAGE)
    at = next(page for page in pages if content[page] == 0 and bytes(range(256)) in content[page : page + PAGE])
    assert int.from_bytes(content[at : at + 4], "big") > 0  # another page of it follows
    content[at : at + 4] = (at // PAGE + 1).to_bytes(4, "big")
    board.write_bytes(content)
    found = salvaged(board, make)
    assert (found.changesets, found.photos) == (10, 0)
    said = {(each.what, each.reason) for each in found.refused}
    name = f"photo {Photo(PNG).sha256[:8]}"
    assert said == {
        (name, "its content does not fit its hash"),
        (name, "its picture is not in the file"),
    }


def test_row_49_in_the_middle_of_being_written(make: Any) -> None:
    board = make.board()
    with closing(sqlite3.connect(board)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert "in the middle of being written" in refusal(board, make)


@pytest.mark.parametrize("pragma", ["page_size = 512", "page_size = 65536", "encoding = 'UTF-16'", "auto_vacuum = 1"])
def test_row_49_laid_out_otherwise(pragma: str, make: Any) -> None:
    path = make.folder / "odd.board"
    with closing(sqlite3.connect(path)) as odd:
        odd.execute(f"PRAGMA {pragma}")
        odd.execute(f"PRAGMA application_id = {0x45764264}")
        odd.execute("PRAGMA user_version = 1")
        odd.execute("CREATE TABLE meta (key TEXT)")
    assert refusal(path, make) == "This file is laid out as no board is: it is damaged"
