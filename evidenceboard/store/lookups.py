"""What a view asks of the whole working copy at once, because asking card by card would be slow."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from evidenceboard.model.ids import ActorId, ChangesetId, RecordId
from evidenceboard.model.records import CUSTOM
from evidenceboard.store.schema import FOLD
from evidenceboard.store.working_copy import WorkingCopy

PAGE = 500  # records in one step
REFERENCES = ("source", "outlet", "derives_from", "split_from", "rivals")  # fields of a card that name a record


class Entry(NamedTuple):
    """One changeset in brief."""

    number: int
    id: ChangesetId
    actor: ActorId
    wall: int  # milliseconds
    counter: int
    author: str
    label: str
    reverts: bool


_ENTRY = """SELECT s.number, s.id, a.id, s.wall, s.counter, s.author, s.label, s.reverts IS NOT NULL
            FROM changeset s JOIN actor a ON a.number = s.actor"""
_NEWEST = "ORDER BY s.wall DESC, s.counter DESC, s.number DESC LIMIT ?"


def cards_with(copy: WorkingCopy, field: str, value: RecordId) -> list[RecordId]:
    """The cards that name a record in one of `REFERENCES`, by their key and id."""
    assert field in REFERENCES
    query = f"SELECT id FROM card WHERE {_cell(field)} = ? ORDER BY key IS NULL, key, id"
    return [row[0] for row in copy.cursor().execute(query, (value,))]


def naming(copy: WorkingCopy, field: str, named: Sequence[RecordId]) -> dict[RecordId, RecordId]:
    """The cards that name one of these records in one of `REFERENCES`, and which."""
    assert field in REFERENCES
    wanted = set(named)
    query = f"SELECT id, {_cell(field)} FROM card WHERE {_cell(field)} IS NOT NULL ORDER BY id"
    return {card: record for card, record in copy.cursor().execute(query) if record in wanted}


def _cell(field: str) -> str:
    """Where a field stands in a row of cards; those that came after the first format have no column."""
    if field in FOLD["card"]:
        return f'"{field}"'
    return f"CASE WHEN extra LIKE '%\"{field}\"%' THEN json_extract(extra, '$.{field}') END"


def derivations(copy: WorkingCopy) -> dict[RecordId, list[RecordId]]:
    """Which cards derive from each card or origin, in one scan."""
    query = "SELECT derives_from, id FROM card WHERE derives_from IS NOT NULL ORDER BY key IS NULL, key, id"
    found: dict[RecordId, list[RecordId]] = {}
    for origin, card in copy.cursor().execute(query):
        found.setdefault(origin, []).append(card)
    return found


def without_picture(copy: WorkingCopy) -> list[tuple[RecordId, str]]:
    """The cards that name a photo which is not there, and its SHA-256."""
    query = """SELECT id, photo FROM card WHERE photo IS NOT NULL
               AND photo NOT IN (SELECT substr(name, 8, 64) FROM sqlar) ORDER BY id LIMIT 1000"""
    return copy.cursor().execute(query).fetchall()


def counts(copy: WorkingCopy, field: str) -> dict[RecordId, int]:
    """How many cards name each record in one of `REFERENCES`."""
    assert field in REFERENCES
    query = f"SELECT {_cell(field)}, count(*) FROM card WHERE {_cell(field)} IS NOT NULL GROUP BY 1"
    return dict(copy.cursor().execute(query).fetchall())


def card_kinds(copy: WorkingCopy) -> dict[str, int]:
    """How many cards there are of each kind."""
    query = "SELECT kind, count(*) FROM card GROUP BY 1"
    return dict(copy.cursor().execute(query).fetchall())


def card_names(copy: WorkingCopy) -> list[tuple[RecordId, str, str]]:
    """Id, key and the beginning of the title of every card."""
    query = "SELECT id, coalesce(key, ''), substr(coalesce(title, text, ''), 1, 120) FROM card ORDER BY key, id"
    return copy.cursor().execute(query).fetchall()


def entries(copy: WorkingCopy, limit: int, before: Entry | None = None) -> list[Entry]:
    """The newest changesets, or those before one of them, newest first."""
    where = ""
    at: tuple[int, ...] = ()
    if before is not None:
        where = "WHERE (s.wall, s.counter, s.number) < (?, ?, ?)"
        at = (before.wall, before.counter, before.number)
    rows = copy.cursor().execute(f"{_ENTRY} {where} {_NEWEST}", (*at, limit))
    return [entry_of_row(row) for row in rows]


def entries_of(copy: WorkingCopy, records: Sequence[RecordId], limit: int) -> list[Entry]:
    """The newest changesets that touch one of these records, newest first."""
    marks = ",".join("?" * len(records))
    where = f"WHERE s.number IN (SELECT changeset FROM change WHERE record IN ({marks}))"
    rows = copy.cursor().execute(f"{_ENTRY} {where} {_NEWEST}", (*records, limit))
    return [entry_of_row(row) for row in rows]


def touched(copy: WorkingCopy, entry: Entry, limit: int = 200) -> list[RecordId]:
    """The first records that a changeset touched."""
    query = "SELECT record FROM change WHERE changeset = ? ORDER BY place LIMIT ?"
    return [row[0] for row in copy.cursor().execute(query, (entry.number, limit))]


def select_entries(where: str) -> str:
    """A query for changesets in brief, for `entry_of_row`."""
    return f"{_ENTRY} {where}"


def entry_of_row(row: Sequence[object]) -> Entry:
    """A changeset in brief from a row of such a query."""
    number, name, actor, wall, counter, author, label, reverts = row
    assert isinstance(name, bytes) and isinstance(actor, bytes)
    return Entry(
        int(str(number)), name.hex(), actor.hex(), int(str(wall)), int(str(counter)), str(author), str(label),
        bool(reverts),
    )  # fmt: skip


def card_of_key(copy: WorkingCopy, key: str) -> RecordId | None:
    """The card of a key, the first where several have it."""
    row = copy.cursor().execute("SELECT id FROM card WHERE key = ? ORDER BY id LIMIT 1", (key,)).fetchone()
    return None if row is None else str(row[0])


def keys_in_steps(copy: WorkingCopy) -> Generator[None, None, list[str]]:
    """The keys of all cards, some in each step."""
    found: list[str] = []
    for page in _pages(copy, "card", "key"):
        found += [str(key) for _, key in page if key]
        yield
    return sorted(found)


def own_fields_in_steps(copy: WorkingCopy, kind: str) -> Generator[None, None, list[str]]:
    """The fields that people named, with a value on some record of a kind, by name; some records in each step."""
    found: set[str] = set()
    has_own = f"""CASE WHEN extra LIKE '%"{CUSTOM}%' THEN extra END"""
    for page in _pages(copy, kind, has_own):
        for _, extra in page:
            if extra:
                found |= {name for name in json.loads(extra) if name.startswith(CUSTOM)}
        yield
    return sorted(found)


def _pages(copy: WorkingCopy, kind: str, what: str) -> Iterator[list[tuple[RecordId, str | None]]]:
    """Something of every record of a kind, by id, some in each page."""
    query, last = f'SELECT id, {what} FROM "{kind}" WHERE id > ? ORDER BY id LIMIT {PAGE}', ""
    while page := copy.cursor().execute(query, (last,)).fetchall():
        yield page
        last = page[-1][0]
