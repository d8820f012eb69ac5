"""Boards for the tests of the store: written through the working copy, published as a person's are."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import paths
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.ids import BOARD, FIRST_SHEET, edge_id, mint_actor, mint_salt, place_id
from evidenceboard.model.index import Index
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.publish import Published, publish
from evidenceboard.store.working_copy import WorkingCopy

BOARD_ID = "0123456789abcdef0123456789abcdef"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


class Writer:
    """One person at one working copy."""

    def __init__(self, copy: WorkingCopy, actor: str | None = None) -> None:
        self.copy = copy
        self.board = Board(copy, Index(source=copy))
        self.actor = actor or mint_actor()
        self.last: Changeset | None = None
        self.wall = copy.latest_clock()[0]

    def next(self, edits: Mapping[str, Mapping[str, Any]], label: str = "Edit") -> Changeset:
        self.wall += 1
        changes = []
        for record, values in edits.items():
            found = self.board.record(record)
            seen = {head.changeset for field in values for head in found.heads(field)}
            changes.append(Change(record, dict(values), tuple(sorted(seen)), mint_salt()))
        last = self.last
        seq, prev = (last.seq + 1, last.id) if last else (0, None)
        return Changeset(self.actor, seq, prev, (self.wall, 0), "Ann 안", label, None, tuple(changes))

    def write(self, edits: Mapping[str, Mapping[str, Any]], photos: tuple[Photo, ...] = ()) -> Changeset:
        changeset = self.next(edits)
        after = self.board.after([changeset])
        self.copy.append([changeset], after, photos)
        self.board.adopt(after)
        self.last = changeset
        return changeset


def card(number: int, **fields: Any) -> dict[str, dict[str, Any]]:
    """The edits that make a statement and its place."""
    name = f"card:{number:032x}"
    place = {"removed": False, "sheet": FIRST_SHEET, "card": name, "pos": [number * 10.0, 5.5], "size": [200.0, 90.0]}
    values = {"removed": False, "kind": "statement", "role": "claim", "title": f"국정원 {number}", **fields}
    return {name: values, place_id(FIRST_SHEET, name): place}


def edge(tail: int, head: int, **fields: Any) -> dict[str, dict[str, Any]]:
    """The edit that makes a link between two cards."""
    ends = [f"card:{number:032x}" for number in (tail, head)]
    values = {"removed": False, "from": ends[0], "to": ends[1], "kind": "support", "strength": "normal", **fields}
    return {edge_id(*ends): values}


def fill(copy: WorkingCopy, cards: int = 4) -> Writer:
    """A small board: title, a sheet, cards one by one, links, a photo."""
    writer = Writer(copy)
    sheet = {"removed": False, "name": "Board", "order": 0}
    writer.write({BOARD: {"removed": False, "title": "북풍"}, FIRST_SHEET: sheet})
    for number in range(cards):
        writer.write(card(number, text="word " * (40 * number % 300), tags=["a", "b"]))
    for number in range(cards - 1):
        writer.write(edge(number, number + 1, reason="because"))
    photo = Photo(PNG)
    writer.write(card(cards, kind="photo", photo=photo.sha256), (photo,))
    writer.write({f"card:{0:032x}": {"title": "changed"}})
    return writer


class Maker:
    """Makes working copies and published boards in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scratch = folder / "scratch"
        self.scratch.mkdir()

    def database(self, name: str = "board.db", cards: int = 4, board_id: str = BOARD_ID) -> Path:
        path = self.folder / name
        with closing(WorkingCopy.create(path, board_id, 1_700_000_000_000)) as copy:
            fill(copy, cards)
        return path

    def board(self, name: str = "case.board", cards: int = 4, board_id: str = BOARD_ID) -> Path:
        """A published board, alone in its folder."""
        database = self.database(f"{name}.db", cards, board_id)
        target = self.folder / "user" / name
        target.parent.mkdir(exist_ok=True)
        publish(database, target, self.scratch, 1)
        return target

    def publish(self, database: Path, target: Path, **more: Any) -> Published:
        return publish(database, target, self.scratch, 1, **more)

    def add(self, database: Path, number: int, **fields: Any) -> int:
        """Add a card; returns how many changesets there are now."""
        with closing(WorkingCopy.open(database)) as copy:
            Writer(copy).write(card(number, **fields))
            return copy.counts()["changesets"]

    def writer(self, copy: WorkingCopy) -> Writer:
        return Writer(copy)

    def card(self, number: int, **fields: Any) -> dict[str, dict[str, Any]]:
        return card(number, **fields)

    def edge(self, tail: int, head: int, **fields: Any) -> dict[str, dict[str, Any]]:
        return edge(tail, head, **fields)

    def with_sql(self, path: Path, *statements: str) -> Path:
        """The same board after a stranger's work on it."""
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        return path


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


@pytest.fixture
def untouched() -> Iterator[Callable[[Path], Path]]:
    """Watch a file and its folder: at the end of the test both are as they were."""
    watched: list[tuple[Path, str, list[str], int]] = []

    def watch(path: Path) -> Path:
        watched.append((path, digest(path), names(path.parent), path.stat().st_mtime_ns))
        return path

    yield watch
    for path, *before in watched:
        assert [digest(path), names(path.parent), path.stat().st_mtime_ns] == before


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(paths.folders(tmp_path / "home"))
