"""Boards of millions of real changes: chained, with right hashes, as one person who moves cards for years leaves them.

Only the log is of full length: a stranger's tables are never read, so they are not made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.ids import FIRST_SHEET, place_id
from evidenceboard.store import files, making

GESTURE = 20  # changes of one: ten cards with their places, or twenty places anew
MOVES = 9  # gestures that move cards, for one that adds some
WALL = 1_700_000_000_000  # milliseconds
ACTOR = hashlib.md5(b"long").hexdigest()  # noqa: S324 - a name, no secret


def make_long_board(path: Path, changes: int) -> None:
    """Put a board of so many changes at a path, whatever the limit is."""
    with (
        mock.patch.object(files, "MOST_CHANGES", 10 * changes),
        mock.patch.object(making, "_fold_alone", _nothing),  # a mock of its own would keep all that it is told of
        mock.patch.object(making, "_fold_others", _nothing),
    ):
        making.make(path, ACTOR, WALL, gestures(changes // GESTURE))


def gestures(count: int) -> Iterator[Changeset]:
    """So many changesets of one actor, each the next of the last."""
    last: str | None = None
    places: list[str] = []
    touched: list[str] = []  # of each place the changeset that moved it last
    for seq in range(count):
        adds = seq % (1 + MOVES) == 0
        changes = _cards(seq) if adds else _moves(seq, places, touched)
        label = f"Add {GESTURE // 2} cards" if adds else f"Move {len(changes)} cards"
        made = Changeset(ACTOR, seq, last, (WALL + 1000 * seq, 0), "Ana Lyst", label, None, changes)
        last = made.id
        if adds:
            places += [change.record for change in changes[1::2]]
            touched += [last] * (GESTURE // 2)
        else:
            for at in _chosen(seq, len(places)):
                touched[at] = last
        yield made


def _nothing(*_: object) -> None:
    """Makes no table."""


def _cards(seq: int) -> tuple[Change, ...]:
    made = []
    for number in range(GESTURE // 2):
        name = f"card:{seq:024x}{number:08x}"
        fields = {"kind": "statement", "role": "reported", "title": f"Report {seq} of the harbour, {number}"}
        place = {"sheet": FIRST_SHEET, "card": name, "pos": [330.0 * number, 2.0 * seq]}
        made.append(Change(name, fields, (), _salt(seq, 2 * number)))
        made.append(Change(place_id(FIRST_SHEET, name), place, (), _salt(seq, 2 * number + 1)))
    return tuple(made)


def _moves(seq: int, places: list[str], touched: list[str]) -> tuple[Change, ...]:
    return tuple(
        Change(places[at], {"pos": [float(seq % 9_000), float(at % 7_000)]}, (touched[at],), _salt(seq, number))
        for number, at in enumerate(_chosen(seq, len(places)))
    )


def _chosen(seq: int, count: int) -> list[int]:
    """Cards that are moved together: neighbours, somewhere on the board."""
    start = seq * 7_919 % count
    return sorted({(start + step) % count for step in range(GESTURE)})


def _salt(seq: int, number: int) -> str:
    return f"{seq:024x}{number:08x}"
