"""Whether a board is whole: everything that was promised is there, and the tables follow from the log."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model.board import Board
from evidenceboard.model.ids import kind_of
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.merge import chain_problems
from evidenceboard.model.records import FIELDS
from evidenceboard.store import rows, schema
from evidenceboard.store.reading import Foreign, check_file, read_board


@dataclass
class Promise:
    """What the notes of a script say it was promised.

    Attributes:
        opened: the board was open.
        kept: ids of committed changesets.
        published: those that were committed before the latest finished publishing.
        publishing: it was killed while it published.
        merging: it came to taking in another copy.
        refused: why a publishing did not take place.
    """

    opened: bool = False
    kept: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)
    publishing: bool = False
    merging: bool = False
    refused: list[str] = field(default_factory=list)
    closed: bool = False


def promised(notes: Path) -> Promise:
    """Read notes; the last line may be cut off, and then it promises nothing."""
    found = Promise()
    for line in notes.read_text().split("\n")[:-1] if notes.exists() else []:
        if line == "open":
            found.opened = True
        elif line == "publishing":
            found.publishing = True
        elif line == "merging":
            found.merging = True
        elif line == "published":
            found.published, found.publishing = set(found.kept), False
        elif line == "closed":
            found.closed = True
        elif line in ("step", "done"):
            continue
        elif line.startswith("refused"):
            found.refused.append(line)
        else:
            found.kept.add(line)
    return found


def ids_in_file(path: Path) -> tuple[set[str], list[str]]:
    """The changesets in a user's file, and all that reading it refuses: nothing, if it is whole."""
    try:
        with tempfile.TemporaryDirectory() as scratch, read_board(path, Path(scratch)) as found:
            photos = {photo.sha256 for photo in found.photos()}
            amiss = [f"{refused.what}: {refused.reason}" for refused in found.refused]
            amiss += [f"a photo is missing in the file: {name[:8]}" for name in _wanted(found) - photos]
            amiss += [reason for _, reason in chain_problems(found.changesets)]
            return {changeset.id for changeset in found.changesets}, amiss
    except KnownError as problem:
        return set(), [problem.title]


def _wanted(found: Foreign) -> set[str]:
    """The photos that cards of a file show."""
    changes = (change for changeset in found.changesets for change in changeset.changes)
    return {change.values["photo"] for change in changes if change.values.get("photo")}


def findings_in_file(path: Path) -> list[str]:
    """What the program's own check says of a file."""
    try:
        with tempfile.TemporaryDirectory() as scratch:
            return [f"{found.what}: {found.reason}" for found in check_file(path, Path(scratch))]
    except KnownError as problem:
        return [problem.title]


def ids_in(document: Document) -> set[str]:
    """The changesets of an open board."""
    return document.log.changeset_ids()


def misfits(document: Document) -> Iterator[str]:
    """Where an open board, or its tables on the disk, are not what the log says when it is read anew."""
    changesets = list(document.log.changesets())
    board = Board(MemoryLog(changesets))
    board.apply(changesets)
    records = {change.record for changeset in changesets for change in changeset.changes}
    for record in records:
        if document.board.record(record).shown_values() != board.record(record).shown_values():
            yield f"{record} is not in memory what the log says"
        known = kind_of(record) in FIELDS  # others are kept for newer versions, and never asked for
        if known and document.board.is_live(record) != board.is_live(record):
            yield f"{record} is there, or not, against what the log says"
    yield from _misfits_of_tables(document, board, records)


def _misfits_of_tables(document: Document, board: Board, records: Iterable[str]) -> Iterator[str]:
    tabled = [name for name in records if kind_of(name) in schema.FOLD and not board.record(name).gone]
    expected = {name: rows.fold_row(board.record(name)) for name in tabled}
    with closing(document.log.cursor()) as cursor:
        for kind in schema.FOLD:
            names = [column.name for column in schema.fold[kind].columns]
            for row in cursor.execute(f'SELECT {", ".join(map(_quoted, names))} FROM "{kind}"').fetchall():
                if dict(zip(names, row, strict=True)) != expected.pop(row[0], None):
                    yield f"{row[0]} is not in its table what the log says"
    yield from (f"{name} is missing in its table" for name in expected)


def _quoted(name: str) -> str:
    return f'"{name}"'


def strays(folder: Path) -> list[str]:
    """Temporary files that publishing left beside a board."""
    return [file.name for file in folder.iterdir() if file.name.endswith(".tmp")]
