"""Entries of the log whose hashes are right and whose content is absurd: what a hostile program could sign and send."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from evidenceboard.model.changes import BadChange, Change, Changeset, check_changeset
from evidenceboard.model.ids import BOARD, FIRST_SHEET, edge_id, mint_actor, mint_salt, pair_id, place_id
from evidenceboard.model.records import FIELDS
from evidenceboard.store import rows

WALL = 1_700_000_000_500  # milliseconds: soon after the small board was made
YEAR_9999 = 253_402_300_799_000  # milliseconds
CARDS = tuple(f"card:{number:032x}" for number in range(8))
KINDS = (*FIELDS, "ghost")
TEXTS = (
    "", " ", "\0", "\x1b[31m", "a\nb\r\n\tc", "%s {0} \\n '\";--", "<img src='file:///etc/passwd'>", "&lt;b&gt;",
    "<table><tr><td>" * 20, "‮gnp.exe", "​a​", "аpple", "국정원", "🚢‍👩", "é" + "\u0301" * 300, "x" * 5_000,
    "word " * 2_000, "-1", "2023-10-07", "before 9999-99-99", "0000", "-9999", "../2023", "file:///etc/passwd",
    "javascript:alert(1)", "\\\\host\\share", "con", "=cmd|'/C calc'!A0", "\u2028", "\ufffe", "NaN", "A", "6",
)  # fmt: skip
NUMBERS = (
    0, 1, -1, 7, 0.5, -0.0, 1e-320, 1e7, -1e7, 1e15, 1e300, -1e308, 1.7976931348623157e308, 2**31, -(2**63), 10**30,
    10**400, 90, 24, 1_000_000_000,
)  # fmt: skip
WORDS = (
    "photo", "statement", "hypothesis", "reported", "claim", "assumption", "gap", "question", "support", "contradict",
    "normal", "strong", "live", "retracted", "superseded", "exclusive", "open", "high", "ICD 203", "picture", "card",
    "edge", "solid",
)  # fmt: skip


class Forger:
    """Makes changesets from dice; all of them are such as a log takes."""

    def __init__(self, seed: str) -> None:
        self.dice = Random(seed)
        self.actors = [self.dice.randbytes(16).hex() for _ in range(3)]
        self.made: list[Changeset] = []
        self.records = [*CARDS, BOARD, FIRST_SHEET]

    def changesets(self, count: int) -> list[Changeset]:
        while len(self.made) < count:
            forged = self._changeset()
            try:
                check_changeset(forged)
            except BadChange:
                continue
            self.made.append(forged)
        return self.made

    def _changeset(self) -> Changeset:
        dice, actor = self.dice, self.dice.choice(self.actors)
        chain = [each for each in self.made if each.actor == actor]
        seq = len(chain) + dice.choice((0, 0, 0, 0, -1, 1, 1_000_000))
        before = chain[-1].id if chain and dice.random() < 0.9 else self._hash()
        wall = dice.choice((1_700_000_000_000, 1_700_000_000_000, 0, 1, YEAR_9999, 2**53 - 1))
        reverts = self._some_id() if dice.random() < 0.15 else None
        names = list(dict.fromkeys(self._record() for _ in range(dice.randint(1, 5))))
        changes = tuple(self._change(name) for name in names)
        text = dice.choice(TEXTS)[:500]
        clock = (wall, dice.choice((0, 1, 2**53 - 1)))
        return Changeset(actor, max(seq, 0), before if seq > 0 else None, clock, text, text, reverts, changes)

    def _hash(self) -> str:
        return self.dice.randbytes(32).hex()

    def _some_id(self) -> str:
        return self.dice.choice([each.id for each in self.made] or [self._hash()])

    def _record(self) -> str:
        dice = self.dice
        if dice.random() < 0.5:
            return dice.choice(self.records)
        kind = dice.choice(KINDS)
        one, other = dice.choice(self.records), dice.choice(self.records)
        made = {
            "edge": edge_id(one, other, dice.randrange(3)),
            "place": place_id(dice.choice((FIRST_SHEET, other)), one),
            "pair": pair_id(one, other),
        }.get(kind, f"{kind}:{dice.randrange(6)}")
        self.records.append(made)
        return made

    def _change(self, record: str) -> Change:
        dice, kind = self.dice, record.partition(":")[0]
        fields = [*FIELDS.get(kind, ()), "custom:Ünknown", "from_a_newer_version"]
        values: dict[str, Any] = {name: self._value(name) for name in dice.sample(fields, dice.randint(1, len(fields)))}
        if dice.random() < 0.9:
            values["removed"] = dice.choice((False, False, False, False, False, True, None, "yes", 0))
        values |= self._ends(record, kind)
        seen = sorted({self._some_id() for _ in range(dice.choice((0, 0, 1, 3)))})
        return Change(record, values, tuple(seen), dice.randbytes(16).hex())

    def _ends(self, record: str, kind: str) -> dict[str, Any]:
        """The ends that fit the hash in the name, where some do: else the whole changeset is refused."""
        if kind not in ("edge", "place"):
            return {}
        pairs = [(one, other) for one in self.records for other in self.records if one != other]
        self.dice.shuffle(pairs)
        for one, other in pairs:
            if kind == "edge" and record in (edge_id(one, other, slot) for slot in range(3)):
                return {"from": one, "to": other}
            if kind == "place" and record == place_id(one, other):
                return {"sheet": one, "card": other}
        return {"from": None, "to": None} if kind == "edge" else {"sheet": None, "card": None}

    def _value(self, field: str, depth: int = 0) -> Any:
        dice = self.dice
        usual = {
            "kind": ("photo", "statement", "hypothesis", "support", "contradict"),
            "pos": ([1e6, -5], [1e308, 0], [10**400, 1], ["a", 1], [0], [None, None], [-0.0, 1e-320]),
            "size": ([0, 0], [-5, 1e9], [1e308, 24], [True, 1]),
            "rect": ([0, 0, 1, 1], [0.9, 0.9, 1e9, -1], [0, 0, 0, 0], [-1e9, 0, 1e308, 5]),
            "crop": ([0.2, 0.2, 0.5, 0.5], [0, 0, 0, 0], [1, 1, 1, 1]),
            "view": ([0, 0, 0, 0], [-1e7, -1e7, 1e7, 1e7]),
            "blackouts": ([[0, 0, 1, 1]] * 50, [[0, 0, 0, 0]], [[]], [1]),
            "z": (10**9, -(10**9), 10**30),
            "exif_place": ([37.5, 127.0], [1e300, 0], [181, -181]),
        }.get(field)
        if usual and dice.random() < 0.7:
            return dice.choice(usual)
        which = dice.random()
        if which < 0.3:
            return dice.choice(TEXTS)
        if which < 0.5:
            return dice.choice(NUMBERS)
        if which < 0.65:
            return dice.choice(WORDS)
        if which < 0.85:
            return dice.choice((*self.records, self._hash(), "card:nobody", "source:0", "origin:0", "rivals:0"))
        if which < 0.95 or depth > 2:
            return dice.choice((None, True, False, [], {}, [[]], _deep(60)))
        return [self._value("", depth + 1) for _ in range(dice.randrange(6))]


def _deep(depth: int) -> Any:
    value: Any = "end"
    for _ in range(depth):
        value = [value]
    return value


def forged(*changes: Change, actor: str = "", seq: int = 0, prev: str | None = None, wall: int = WALL) -> Changeset:
    """A changeset of a stranger."""
    return Changeset(actor or mint_actor(), seq, prev, (wall, 0), "Eve", "Edit", None, changes)


def change(record: str, seen: tuple[str, ...] = (), **values: Any) -> Change:
    """New values of a record that is there."""
    return Change(record, {"removed": False, **values}, seen, mint_salt())


def plant(path: Path, changesets: Sequence[Changeset]) -> None:
    """Add changesets to the log of a board's file, as whoever has an SQL tool can."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for made in changesets:
            connection.execute("INSERT OR IGNORE INTO actor (id) VALUES (?)", (bytes.fromhex(made.actor),))
            query = "SELECT number FROM actor WHERE id = ?"
            (actor,) = connection.execute(query, (bytes.fromhex(made.actor),)).fetchone()
            number = insert(connection, "changeset", rows.CHANGESET_ROW, rows.changeset_row(made, actor))
            for change in rows.change_rows(number, made):
                insert(connection, "change", rows.CHANGE_ROW, change)


def insert(connection: sqlite3.Connection, table: str, names: Sequence[str], row: Sequence[Any]) -> int:
    """Insert a row; returns its number."""
    marks = ", ".join("?" * len(row))
    done = connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", tuple(row))
    return done.lastrowid or 0
