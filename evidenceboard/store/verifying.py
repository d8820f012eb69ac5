"""Verifying what lies in a board as files: every photo and every attachment against the SHA-256 that names it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from evidenceboard.errors import UnreadableBoard
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import FILE_FIELDS
from evidenceboard.progress import Progress, report
from evidenceboard.store.photos import sha256_of
from evidenceboard.store.validate import Refused
from evidenceboard.store.working_copy import WorkingCopy

ALTERED = "its content does not fit its hash: it was altered"
UNREADABLE = "the board is damaged where it lies: it cannot be read"
LENGTH = "it has not the length that it says"
MISSING = "it is not in the board's file"
KB = 1024


@dataclass(frozen=True)
class Misfit:
    """One file that is not what it should be, or something else that the board's file was read without.

    Attributes:
        what: "photo 1a2b3c4d", by the first digits of its hash.
        record: a card that names it; None where none does.
        title: of that card; empty where it has none.
        reason: what is wrong.
    """

    what: str
    record: RecordId | None
    title: str
    reason: str


@dataclass(frozen=True)
class Verified:
    """What came of it.

    Attributes:
        files, size: how many are what their hashes say, and their bytes together.
        findings: of each file that is not, a line for every card that names it.
    """

    files: int
    size: int
    findings: list[Misfit]


@dataclass(frozen=True)
class _Use:
    card: RecordId
    title: str
    field: str


def verify(database: Path, left_out: Sequence[Refused] = (), progress: Progress | None = None) -> Verified:
    """Hash everything in a working copy anew, beside whoever has it open.

    Args:
        left_out: what its opening could not read of the board's file.
        progress: of the bytes, in kB; what it answers stops it if False.

    Raises:
        UnreadableBoard: the working copy is damaged where its files are listed.
        Stopped: `progress` said so.
    """
    with closing(WorkingCopy.open(database, read_only=True)) as copy:
        uses = _uses(copy)
        try:
            held, whole, size, wrong = _hashed(copy.cursor(), progress)
        except sqlite3.DatabaseError as problem:
            raise UnreadableBoard("The list of this board's photos is damaged", "Open a backup of it.") from problem
    reasons = {each.name: each.reason for each in left_out if each.name}
    for sha256 in uses.keys() - held:
        wrong[sha256] = reasons.get(sha256, MISSING)
    findings = [found for sha256, reason in wrong.items() for found in _of_file(sha256, reason, uses.get(sha256, []))]
    told = {(each.what, each.record) for each in findings}
    others = (each for each in _others(left_out, wrong) if (each.what, each.record) not in told)
    findings += [Misfit(each.what, each.record, "", each.reason) for each in others]
    return Verified(whole, size, findings)


def _uses(copy: WorkingCopy) -> dict[str, list[_Use]]:
    """The cards that name each file."""
    found: dict[str, list[_Use]] = {}
    for card, values in copy.records("card"):
        for field in FILE_FIELDS:
            if field in values:
                found.setdefault(str(values[field]), []).append(_Use(card, str(values.get("title") or ""), field))
    return found


def _hashed(cursor: sqlite3.Cursor, progress: Progress | None) -> tuple[set[str], int, int, dict[str, str]]:
    """The SHA-256 by which all are named, how many are right and their bytes, and what is wrong with the others."""
    listed = cursor.execute("SELECT rowid, name, sz, length(data) FROM sqlar ORDER BY rowid").fetchall()
    total, done, whole, size = sum(row[3] or 0 for row in listed), 0, 0, 0
    wrong: dict[str, str] = {}
    for row, name, told, length in listed:
        report(progress, done // KB, total // KB)
        problem = _problem(cursor, row, sha256_of(name), told)
        if problem:
            wrong[sha256_of(name)] = problem
        else:
            whole, size = whole + 1, size + length
        done += length or 0
    report(progress, total // KB, total // KB)
    return {sha256_of(row[1]) for row in listed}, whole, size, wrong


def _problem(cursor: sqlite3.Cursor, row: int, sha256: str, told: object) -> str:
    """What is wrong with one file; empty where nothing is."""
    try:
        (data,) = cursor.execute("SELECT data FROM sqlar WHERE rowid = ?", (row,)).fetchone()
    except sqlite3.DatabaseError:
        return UNREADABLE
    if not data:
        return MISSING
    if hashlib.sha256(data).hexdigest() != sha256:
        return ALTERED
    return "" if told == len(data) else LENGTH


def _of_file(sha256: str, reason: str, uses: Sequence[_Use]) -> Iterator[Misfit]:
    for use in uses:
        yield Misfit(f"{use.field} {sha256[:8]}", use.card, use.title, reason)
    if not uses:
        yield Misfit(f"photo {sha256[:8]}", None, "", reason)


def _others(left_out: Sequence[Refused], told: Collection[str]) -> Iterator[Refused]:
    """What else was left out: a change that cannot be read may have been a card with a photo."""
    return (each for each in left_out if each.name not in told)
