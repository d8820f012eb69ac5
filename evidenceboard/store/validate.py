"""From rows of a stranger's file to changesets and photos: by form, by hash, and by what a board can hold.

What does not fit is listed and left out; the rest is taken.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evidenceboard.model.changes import (
    CHANGE_LIMIT,
    REPLACES_LIMIT,
    BadChange,
    Change,
    Changeset,
    check_changeset,
    keep_texts,
)
from evidenceboard.model.ids import edge_id, is_hash, is_record_id, kind_of, place_id
from evidenceboard.progress import Progress, report
from evidenceboard.store import photos
from evidenceboard.store.files import check_length
from evidenceboard.store.gate import Gate
from evidenceboard.store.known import Known
from evidenceboard.store.oddities import Oddities
from evidenceboard.store.photos import Photo

JOINED = {"edge": ("from", "to"), "place": ("sheet", "card")}
SLOTS = 1_000  # parallel links between the same two ends
EVERY = 2_000  # changes between two reports of progress

BETWEEN = 1_000  # changesets that one query reads at most
TOO_MUCH = -1  # in place of what is longer than a board can hold: it is never taken into memory


def _no_more(column: str, most: int) -> str:
    return f"CASE WHEN length({column}) > {most} THEN {TOO_MUCH} ELSE {column} END"


CHANGESETS = f"""SELECT number, {_no_more("id", 32)}, actor, seq, {_no_more("prev", 32)}, wall, counter,
                 {_no_more("author", 500)}, {_no_more("label", 500)}, {_no_more("reverts", 32)}
                 FROM changeset WHERE number BETWEEN ? AND ? ORDER BY number"""
CHANGES = f"""SELECT changeset, {_no_more("record", 200)}, {_no_more("salt", 16)}, {_no_more("vals", CHANGE_LIMIT)},
              {_no_more("replaces", 32 * REPLACES_LIMIT)} FROM change
              WHERE changeset BETWEEN ? AND ? ORDER BY changeset, place"""
ACTORS = f"SELECT number, {_no_more('id', 16)} FROM actor"
LOOSE = """SELECT c.record FROM change c LEFT JOIN changeset s ON s.number = c.changeset
           WHERE s.number IS NULL ORDER BY c.changeset, c.place"""
AS_IN_FILE = "SELECT number FROM changeset ORDER BY number"
CAUSAL = """SELECT s.number FROM changeset s LEFT JOIN actor a ON a.number = s.actor
            ORDER BY s.wall, s.counter, a.id, s.seq, s.number"""  # as `model.merge.in_causal_order`

Row = tuple[Any, ...]
Pair = tuple[Row, list[Row]]  # a changeset as its row, and the rows of its changes
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Refused:
    """Something in a file that was not taken in, or that is not as it should be.

    Attributes:
        what: what it is, without any of its content.
        record: the record it belongs to, where there is one.
        reason: why.
        name: the hash that it bears, of a changeset or a photo; None where it bears none.
        kept: it is on the board as it came, and only not shown.
    """

    what: str
    record: str | None
    reason: str
    name: str | None = None
    kept: bool = False


def read_changesets(
    gate: Gate,
    refused: list[Refused],
    progress: Progress | None = None,
    order: str = AS_IN_FILE,
    oddities: Oddities | None = None,
    known: Known | None = None,
) -> Iterator[Changeset]:
    """The changesets of a file, one by one: what was read before need not be kept.

    Args:
        refused: what is not taken is added to it.
        order: `AS_IN_FILE` or `CAUSAL`.
        oddities: what is taken and cannot be shown is noted there.
        known: what is the same there is passed over, and noted there.
    """
    ((changes,),) = gate.rows("SELECT count(*) FROM change")
    check_length(changes)
    actors: dict[Any, Any] = dict(gate.rows(ACTORS))
    taken: set[bytes] = set()
    found = _with_changes(gate, order, _Tally(progress, changes))
    for row, its_changes in known.strange(found, actors) if known else found:
        try:
            changeset = to_changeset(row, actors, its_changes)
            if row[1] in taken:
                raise BadChange("it stands in the file twice")
        except BadChange as problem:
            refused.append(Refused(f"changeset {_short(row[1])}", None, str(problem), _hex(row[1])))
            continue
        taken.add(row[1])
        if oddities is not None:
            oddities.note(changeset)
        yield changeset
    for (record,) in gate.rows(LOOSE):
        refused.append(Refused("a change", record if is_record_id(record) else None, "it belongs to no changeset"))


class _Tally:
    """Tells how many changes were read; one gesture may be nearly all of them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def count(self, changes: Iterator[Row]) -> Iterator[Row]:
        for change in changes:
            if self._done % EVERY == 0:
                report(self._progress, self._done, self._total)
            self._done += 1
            yield change


def _with_changes(gate: Gate, order: str, tally: _Tally) -> Iterator[Pair]:
    """Each row of a changeset with those of its changes."""
    for first, last in _runs(gate.rows(order)):
        groups = groupby(tally.count(gate.rows(CHANGES, (first, last))), key=lambda row: row[0])
        number, changes = _next(groups)
        for row in gate.rows(CHANGESETS, (first, last)):
            while number is not None and number < row[0]:  # of no changeset
                number, changes = _next(groups)
            if number == row[0]:
                yield row, changes
                number, changes = _next(groups)
            else:
                yield row, []


def _runs(numbers: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, int]]:
    """First and last of those that stand one after the other in the file, too: one query reads them."""
    first = last = None
    for (number,) in numbers:
        if first is None or last is None:
            first = number
        elif number != last + 1 or number - first >= BETWEEN:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def _next(groups: Iterator[tuple[Any, Iterator[Row]]]) -> tuple[Any, list[Row]]:
    number, rows = next(groups, (None, iter(())))
    return number, list(rows)


def to_changeset(row: Row, actors: dict[Any, Any], changes: list[Row]) -> Changeset:
    """A changeset from what stands in the file.

    Raises:
        BadChange: it is not what its hash says, or says what no board can hold.
    """
    _number, name, actor, seq, prev, wall, counter, author, label, reverts = row
    actor = actors.get(actor)
    if not isinstance(actor, bytes):
        raise BadChange("its actor is missing")
    found = tuple([_change(*change[1:]) for change in changes])
    keep_texts(found, [change[3] for change in changes])
    whole = Changeset(
        actor=actor.hex(),
        seq=seq,
        prev=_hex(prev),
        clock=(wall, counter),
        author=author,
        label=label,
        reverts=_hex(reverts),
        changes=found,
    )
    check_changeset(whole)
    if not isinstance(name, bytes) or whole.id != name.hex():
        raise BadChange("it was altered: its content does not fit its hash")
    for change in whole.changes:
        check_ends(change)
    return whole


def _change(record: Any, salt: Any, vals: Any, replaces: Any) -> Change:
    if vals is None:
        raise BadChange("a value in it was erased by a newer version of this program")
    if vals == TOO_MUCH:
        raise BadChange("it holds more than eight million characters")
    if replaces == TOO_MUCH:
        raise BadChange("it replaces too much")
    if not (isinstance(vals, str) and isinstance(salt, bytes) and isinstance(replaces, bytes)):
        raise BadChange("a change in it is not text")
    if len(replaces) % 32:
        raise BadChange("what it replaces is cut off")
    try:
        values, end = _DECODER.raw_decode(vals)
    except (ValueError, RecursionError):
        raise BadChange("a value in it cannot be read") from None
    if end != len(vals):
        raise BadChange("a value in it cannot be read")
    if not isinstance(values, dict):
        raise BadChange("a change in it names no fields")
    seen = tuple(replaces[start : start + 32].hex() for start in range(0, len(replaces), 32))
    return Change(record, values, seen, salt.hex())


def check_ends(change: Change) -> None:
    """Refuse a link or a place whose id is not the hash of what it joins: so there is never a loop of links.

    Raises:
        BadChange: it joins something else than its id says, or a card to itself.
    """
    names = JOINED.get(kind_of(change.record))
    if names is None:
        return
    first, second = change.values.get(names[0]), change.values.get(names[1])
    if first is None and second is None:
        return
    if not is_record_id(first) or not is_record_id(second) or first == second:
        raise BadChange("a link or a place in it joins nothing, or a card with itself")
    first, second = str(first), str(second)
    if names[0] == "sheet":
        fits = change.record == place_id(first, second)
    else:
        fits = any(change.record == edge_id(first, second, slot) for slot in range(SLOTS))
    if not fits:
        raise BadChange("a link or a place in it joins something else than its name says")


def _hex(data: object) -> str | None:
    """An id as the model has it; of what is no bytes, something that is no id."""
    return None if data is None else data.hex() if isinstance(data, bytes) else "?"


def _short(name: object) -> str:
    return name.hex()[:8] if isinstance(name, bytes) else "without a name"


def read_photos(gate: Gate, refused: list[Refused], without: Container[str] = ()) -> Iterator[Photo]:
    """The photos of a file, one by one, but for those of these hashes, of which nothing is read."""
    taken: set[str] = set()
    query = "SELECT rowid, name, sz, length(data) FROM sqlar ORDER BY rowid"
    for row, name, told, length in gate.rows(query):
        if photos.sha256_of(str(name)) in without:
            continue
        reason = _misfit(name, told, length, taken)
        if reason is None:
            ((data,),) = gate.rows("SELECT data FROM sqlar WHERE rowid = ?", (row,))
            photo = Photo(data) if isinstance(data, bytes) else None
            if photo is not None and photo.sha256 == photos.sha256_of(str(name)):
                taken.add(photo.sha256)
                yield photo
                continue
            reason = "its content does not fit its hash: it was altered"
        misfit = Refused(f"photo {_photo_name(name)}", None, reason, photos.sha256_of(str(name)))
        if misfit not in refused:  # they may be read twice
            refused.append(misfit)


def _misfit(name: object, told: object, length: object, taken: set[str]) -> str | None:
    if _photo_name(name) == "of a strange name":
        return "its name is not that of a photo"
    if not isinstance(length, int) or length == 0:
        return "there is nothing in it"
    if length > photos.LARGEST:
        return "it is larger than 64 MB"
    if told != length:
        return "it has not the length that it says"
    return "it stands in the file twice" if photos.sha256_of(str(name)) in taken else None


def _photo_name(name: object) -> str:
    """The first digits of a photo's hash. A name of another form is not repeated: it may be evidence."""
    if not isinstance(name, str) or not name.startswith("photos/") or not is_hash(photos.sha256_of(name)):
        return "of a strange name"
    return photos.sha256_of(name)[:8]
