"""Boards that were damaged or forged by dice, and what must hold of each whatever the dice did.

Every case is one number: the same number makes the same case again. What must hold:

* reading ends within `LONGEST` seconds, in a board or in a refusal of ours;
* every changeset and photo that is taken has the hash that it bears, and was written by us (or is one that the case
  itself forged, with a right hash and an absurd content);
* of damage by bytes: what is taken without a word is all that was written;
* the file is as it was, and nothing was left beside it or in the folder of private copies.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange.tables import export_tables
from evidenceboard.finding.find import find
from evidenceboard.model import commands
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.model.records import FAR, FIELDS, LARGEST, SMALLEST
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from evidenceboard.store.salvage import salvage
from tests.faults.absurd import Forger, plant
from tests.faults.judging import misfits
from tests.faults.outcome import Outcome

CASES = "EVIDENCEBOARD_FUZZ_CASES"  # how many boards are tried; the fault loops set it higher than the tests
LONGEST = 5.0  # seconds of one case, of this process alone: others may hold it up
PAGE = 4096
Mutation = Callable[[bytearray, Random], None]


def cases(few: int) -> int:
    """How many to try: so many in a run of the tests, else what the fault loops say."""
    return int(os.environ.get(CASES) or few)


@dataclass(frozen=True)
class Truth:
    """What a whole board holds."""

    changesets: frozenset[str]
    photos: frozenset[str]
    board_id: str
    made_ms: int

    @classmethod
    def of(cls, path: Path, scratch: Path) -> Truth:
        with read_board(path, scratch) as whole:
            ids = frozenset(each.id for each in whole.changesets)
            photos = frozenset(photo.sha256 for photo in whole.photos())
            assert whole.refused == []
            return cls(ids, photos, whole.board_id, whole.made_ms)


class Judge:
    """Looks at one file after the other.

    Args:
        folder: of its own: for the file, and for private copies.
        truth: what the board held before it was damaged.
    """

    def __init__(self, folder: Path, truth: Truth) -> None:
        self.place, self.scratch = folder / "place", folder / "private"
        self.place.mkdir(exist_ok=True)
        self.scratch.mkdir(exist_ok=True)
        self.path = self.place / "fuzzed.board"
        self.truth = truth

    def look(self, planted: frozenset[str] = frozenset(), by_hash_only: bool = False) -> str:
        """How the file was met: "refused", "listed" or "same".

        Args:
            planted: changesets with right hashes that a stranger added.
            by_hash_only: a stranger may have taken out whole entries: no hash can show that.

        Raises:
            AssertionError: a promise was broken.
        """
        before, begun = self.path.read_bytes(), time.process_time()
        try:
            found = self._read(planted, by_hash_only)
        except KnownError as refusal:
            assert refusal.title and refusal.advice
            found = "refused"
        assert time.process_time() - begun < LONGEST, "it took too long"
        assert self.path.read_bytes() == before, "the file was changed"
        assert os.listdir(self.place) == [self.path.name] and os.listdir(self.scratch) == [], "something was left"
        return found

    def _read(self, planted: frozenset[str], by_hash_only: bool) -> str:
        with read_board(self.path, self.scratch) as board:
            ids = {each.id for each in board.changesets}
            photos = {photo.sha256 for photo in board.photos()}
            assert ids <= self.truth.changesets | planted, "a changeset is shown that nobody wrote"
            assert photos <= self.truth.photos, "a photo is shown that nobody added"
            assert board.board_id == self.truth.board_id and board.made_ms == self.truth.made_ms
            whole = ids >= self.truth.changesets and photos == self.truth.photos
            assert whole or board.refused or by_hash_only, "something is missing, and nothing says so"
            return "listed" if board.refused else "same"

    def salvage(self, planted: frozenset[str] = frozenset()) -> str:
        """Salvage the file; whatever comes of it is ours and opens as a whole board."""
        new = self.scratch.parent / "salvaged.board"
        new.unlink(missing_ok=True)
        begun = time.process_time()
        try:
            salvage(self.path, new, self.scratch)
        except KnownError:
            assert not new.exists()
            return "nothing left"
        finally:
            assert time.process_time() - begun < LONGEST, "salvaging took too long"
            assert os.listdir(self.scratch) == [], "something was left"
        with read_board(new, self.scratch) as board:
            ids = {each.id for each in board.changesets}
            assert ids <= self.truth.changesets | planted and board.refused == []
            assert {photo.sha256 for photo in board.photos()} <= self.truth.photos
        return "all salvaged" if ids >= self.truth.changesets else "salvaged in part"


# Damage by bytes


def flip_bits(content: bytearray, dice: Random) -> None:
    for _ in range(dice.choice((1, 1, 1, 2, 8, 64))):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def set_bytes(content: bytearray, dice: Random) -> None:
    for _ in range(dice.choice((1, 1, 3, 20))):
        content[dice.randrange(len(content))] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))


def set_run(content: bytearray, dice: Random) -> None:
    """A sector that was lost, or written with something else."""
    at, length = dice.randrange(len(content)), dice.choice((8, 100, 512, PAGE))
    end = min(at + length, len(content))
    content[at:end] = dice.choice((bytes(end - at), b"\xff" * (end - at), dice.randbytes(end - at)))


def lose_page(content: bytearray, dice: Random) -> None:
    page = dice.randrange(len(content) // PAGE) * PAGE
    content[page : page + PAGE] = bytes(PAGE)


def swap_pages(content: bytearray, dice: Random) -> None:
    one, other = (dice.randrange(len(content) // PAGE) * PAGE for _ in range(2))
    content[one : one + PAGE], content[other : other + PAGE] = content[other : other + PAGE], content[one : one + PAGE]


def copy_page(content: bytearray, dice: Random) -> None:
    one, other = (dice.randrange(len(content) // PAGE) * PAGE for _ in range(2))
    content[one : one + PAGE] = content[other : other + PAGE]


def set_page_head(content: bytearray, dice: Random) -> None:
    """The numbers that say what a page is, how many cells it has and which page comes after it."""
    page = dice.randrange(len(content) // PAGE) * PAGE + (100 if dice.random() < 0.02 else 0)
    at = page + dice.randrange(16)
    content[at] = dice.choice((0, 2, 5, 10, 13, 0xFF, dice.randrange(256)))


def set_page_numbers(content: bytearray, dice: Random) -> None:
    """A pointer to another page becomes one to a page of this file: so trees get loops."""
    page = dice.randrange(1, len(content) // PAGE) * PAGE
    wanted = dice.randrange(1, len(content) // PAGE + 1).to_bytes(4, "big")
    at = page + dice.choice((0, 8, *(dice.randrange(12, PAGE - 4) for _ in range(2))))
    content[at : at + 4] = wanted


def set_header(content: bytearray, dice: Random) -> None:
    content[dice.randrange(100)] = dice.choice((0, 1, 2, 0xFF, dice.randrange(256)))


def cut(content: bytearray, dice: Random) -> None:
    del content[dice.randrange(len(content)) :]


def lengthen(content: bytearray, dice: Random) -> None:
    content += dice.choice((bytes(PAGE), dice.randbytes(dice.randrange(1, 3 * PAGE)), content[-PAGE:]))


BYTES: tuple[tuple[int, Mutation], ...] = (
    (24, flip_bits), (16, set_bytes), (14, set_run), (6, lose_page), (5, swap_pages), (5, copy_page),
    (10, set_page_head), (10, set_page_numbers), (4, set_header), (4, cut), (2, lengthen),
)  # fmt: skip


def damaged(whole: bytes, number: int) -> bytes:
    """A board with the damage of this number."""
    dice = Random(f"bytes {number}")
    content = bytearray(whole)
    weights, mutations = zip(*BYTES, strict=True)
    for mutation in dice.choices(mutations, weights, k=dice.choice((1, 1, 1, 2))):
        if len(content) >= PAGE:
            mutation(content, dice)
    return bytes(content)


# Damage by SQL: the file stays a whole database

TABLES = {
    "meta": ("key", "value"),
    "actor": ("number", "id"),
    "changeset": ("number", "id", "actor", "seq", "prev", "wall", "counter", "author", "label", "reverts"),
    "change": ("changeset", "place", "record", "fields", "digest", "salt", "vals", "replaces"),
    "sqlar": ("name", "mode", "mtime", "sz", "data"),
    "card": ("id", "title", "text", "extra", "contested"),
    "place": ("id", "x", "w", "z"),
}
VALUES = (
    "NULL", "''", "0", "1", "-1", "9223372036854775807", "1e999", "-1e999", "0.5", "x''", "x'00'", "zeroblob(16)",
    "zeroblob(32)", "zeroblob(70000)", "x'' || zeroblob(33)", "char(0)", "'{}'", "'[]'", "'null'", "'{\"a\":NaN}'",
    "'{\"x\":1e400}'", "CAST(x'fffe' AS TEXT)", "CAST(x'eda080' AS TEXT)", "replace(hex(zeroblob(9000)), '0', '[')",
    "replace(hex(zeroblob(5000)), '0', '7')", "char(8238, 8203, 55296)", "'../../etc/passwd'", "'card:'", "'card:a'",
    "ANOTHER", "lower(COLUMN)", "upper(COLUMN)", "substr(COLUMN, 2)", "COLUMN || COLUMN", "COLUMN || 'x'",
)  # fmt: skip


def statement(dice: Random) -> str:
    """Something that a stranger may do to rows."""
    table = dice.choice(tuple(TABLES))
    column = f'"{dice.choice(TABLES[table])}"'
    one = f"(SELECT {column} FROM {table} ORDER BY 1 LIMIT 1 OFFSET {dice.randrange(12)})"
    where = dice.choice(("1", f"{column} = {one}", f"length({column}) % {dice.randint(2, 5)} = 1"))
    kind = dice.random()
    if kind < 0.1:
        return f"DELETE FROM {table} WHERE {where}"
    value = dice.choice(VALUES).replace("COLUMN", column).replace("ANOTHER", one)
    verb = "UPDATE OR REPLACE" if kind < 0.4 else "UPDATE OR IGNORE"
    return f"{verb} {table} SET {column} = {value} WHERE {where}"


def forge_rows(path: Path, dice: Random) -> int:
    """Do a few such things; how many the database took."""
    done = 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for _ in range(dice.choice((1, 1, 2, 4))):
            try:
                done += connection.execute(statement(dice)).rowcount
            except sqlite3.Error:  # STRICT tables refuse some
                continue
    return done


# All kinds, as the tests and the loops call them


@contextmanager
def named(number: int) -> Iterator[None]:
    """Put the number of a case to whatever it raises: with it the case can be made again."""
    try:
        yield
    except BaseException as problem:
        problem.add_note(f"case {number}")
        raise


def by_bytes(judge: Judge, whole: bytes, count: int, outcome: Outcome) -> None:
    """Damage a board by bytes, read it, and salvage each tenth of those that were refused."""
    for number in range(count):
        with named(number):
            judge.path.write_bytes(damaged(whole, number))
            found = judge.look()
            outcome.tries += 1
            outcome.count(found)
            if found == "refused" and number % 10 == 0:
                outcome.count(judge.salvage())


def by_rows(judge: Judge, whole: bytes, count: int, outcome: Outcome) -> None:
    """Let a stranger work on the rows of a board, then read it."""
    for number in range(count):
        with named(number):
            judge.path.write_bytes(whole)
            forge_rows(judge.path, Random(f"rows {number}"))
            found = judge.look(by_hash_only=True)
            outcome.tries += 1
            outcome.count(found)
            if number % 20 == 0:
                outcome.count(judge.salvage())


def by_content(judge: Judge, whole: bytes, count: int, outcome: Outcome) -> None:
    """Plant entries with right hashes and absurd content; open the board and read all that there is to read of it."""
    for number in range(count):
        with named(number):
            judge.path.write_bytes(whole)
            forged = Forger(f"content {number}").changesets(20)
            plant(judge.path, forged)
            outcome.tries += 1
            outcome.count(judge.look(frozenset(each.id for each in forged)))
            begun = time.process_time()
            read_all(judge.path, judge.scratch.parent / f"home-{number}")
            assert time.process_time() - begun < LONGEST, "it took too long"


def read_all(path: Path, home: Path) -> None:
    """Open a board and ask for everything: each sheet's columns, the whole index, search, dates, tables; edit it."""
    document = Document.open(path, Installation(folders(home)), "Judge")
    try:
        for sheet in (FIRST_SHEET, *document.sheets()):
            assert_columns_are_sane(document.geometry(sheet))
        document.board.index.read_all()
        records = {kind: dict(document.records(kind)) for kind in FIELDS}
        found = find(lambda kind: records[kind].items(), "word")
        assert all(hit.card in records["card"] for hit in found)
        broken = list(misfits(document))
        assert not broken, broken[:3]
        document.board.conflicts(), document.board.kept(), document.board.loose_edges()
        export_tables(document, home / "tables")
        _edit(document)
    finally:
        document.close()
        shutil.rmtree(home)


def assert_columns_are_sane(geometry: Geometry) -> None:
    """Nothing on a sheet is nowhere, without size or without end."""
    for column, most in ((geometry.x, FAR), (geometry.y, FAR), (geometry.w, LARGEST), (geometry.h, LARGEST)):
        assert np.isfinite(column).all() and (np.abs(column) <= most).all()
    assert (geometry.w >= SMALLEST).all() and (geometry.h >= SMALLEST).all()


def _edit(document: Document) -> None:
    """What a person may do with everything at once, and take back."""
    cards = list(document.board.live("card"))
    document.commit(commands.move_cards(FIRST_SHEET, {card: (1.0, 2.0) for card in cards}))
    document.commit(commands.remove(document.board, cards))
    while document.undo() is not None:
        pass
