"""What tables of cards and edges cannot carry, by name, so that nobody finds out later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidenceboard.exchange import Lost
from evidenceboard.exchange.rows import LONGEST_NAME
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.records import CUSTOM

NO_COLUMN = "the tables have no column for it"
CARD_FIELDS = {"colour": "colour", "photo_label": "photo label", "file_name": "name of the photo's file", "crop": "crop"}


@dataclass(frozen=True)
class Contents:
    """What is on a board that is written as tables.

    Attributes:
        kinds: kind → record → values, of all that is live.
        keys: those of the cards, as they are written.
        unplaced: cards that do not lie on the sheet.
        renamed: records whose key was taken.
        without_photo: cards whose photo could not be written.
    """

    board: Board
    kinds: Mapping[str, Mapping[RecordId, Mapping[str, Value]]]
    keys: frozenset[str]
    unplaced: int
    renamed: int
    without_photo: int


def losses(contents: Contents) -> list[Lost]:
    """All that is lost, each sort once with how much of it there is."""
    return [*_whole(contents), *_of_records(contents), *_of_fields(contents), *_of_texts(contents)]


def _whole(contents: Contents) -> Iterator[Lost]:
    kinds = contents.kinds
    yield Lost("history", "tables hold what is there now, not who changed it when")
    if conflicts := len(contents.board.conflicts()):
        yield Lost(_count(conflicts, "conflict"), "only the value that is shown is written")
    for kind, reason in (("stop", "of the talk"), ("frame", "")):
        if kinds[kind]:
            yield Lost(f"{_count(len(kinds[kind]), kind)} {reason}".strip(), NO_COLUMN)
    if kinds["region"]:
        yield Lost(_count(len(kinds["region"]), "part of a photo", "parts of photos"), "links from them start at the card")
    if len(kinds["sheet"]) > 1:
        yield Lost(_count(len(kinds["sheet"]) - 1, "other sheet"), "the tables hold one arrangement")
    for values in kinds["board"].values():
        names = [name for name in ("title", "question", "handling") if values.get(name)]
        if names:
            yield Lost(f"{', '.join(names)} of the board", NO_COLUMN)


def _of_records(contents: Contents) -> Iterator[Lost]:
    cards = contents.kinds["card"].values()
    for kind, field, name in (
        ("source", "source", "source"), ("origin", "derives_from", "origin"), ("rivals", "rivals", "set of rivals"),
    ):  # fmt: skip
        records = contents.kinds[kind]
        used = {values.get(field) for values in cards}
        if unused := len(records.keys() - used):
            yield Lost(_count(unused, name, f"{name.replace('set', 'sets') if kind == 'rivals' else name + 's'}"),
                       "no card speaks of it, so no row can name it")  # fmt: skip
        names = Counter(str(values.get("name") or "") for record, values in records.items() if record in used)
        for number in (number for called, number in names.items() if called and number > 1):
            yield Lost(f"{number} of the same name: {name}", "they become one")
        for extra in ("kind", "note", "relation"):
            if count := sum(bool(values.get(extra)) for values in records.values()):
                yield Lost(f"{extra} of {_count(count, name, f'{count} records: {name}')}"[:120], NO_COLUMN)
    if clash := contents.keys & {str(values.get("name")) for values in contents.kinds["origin"].values()}:
        yield Lost(_count(len(clash), "origin"), "a card's key is the same word, and will be taken for it")


def _of_fields(contents: Contents) -> Iterator[Lost]:
    cards = contents.kinds["card"].values()
    for field, name in CARD_FIELDS.items():
        if count := sum(bool(values.get(field)) for values in cards):
            yield Lost(f"{name} of {_count(count, 'card')}", NO_COLUMN)
    if count := sum(bool(v.get("pinned") or v.get("folded") or v.get("z")) for v in contents.kinds["place"].values()):
        yield Lost(f"order, pins and folds of {_count(count, 'card')}", NO_COLUMN)
    for number, what, reason in (
        (contents.unplaced, "place of {}", "not on this sheet; an import lays them out"),
        (contents.renamed, "key of {}", "another one has the same"),
        (contents.without_photo, "photo of {}", "this file does not hold it, or it is none we show"),
    ):
        if number:
            yield Lost(what.format(_count(number, "card")), reason)


def _of_texts(contents: Contents) -> Iterator[Lost]:
    records = [*contents.kinds["card"].values(), *contents.kinds["edge"].values()]
    if count := sum(any(";" in tag or tag != tag.strip() for tag in values.get("tags") or ()) for values in records):
        yield Lost(f"tags of {_count(count, 'card')}", "blanks at their ends go, and ; becomes a comma")
    texts: Iterable[str] = (text for values in records for text in values.values() if isinstance(text, str))
    if count := sum("\0" in text for text in texts):
        yield Lost(_count(count, "NUL character in a text", "texts with NUL characters"), "tables cannot hold them")
    long = {name for values in records for name in values if name.startswith(CUSTOM) and len(name) > LONGEST_NAME}
    if long:
        yield Lost(_count(len(long), "field of your own", "fields of your own"), "the name is too long for a column")
    regions = contents.kinds["region"]
    doubled = Counter((regions.get(v["from"], {}).get("card", v["from"]), v["to"]) for v in contents.kinds["edge"].values())
    if count := sum(number > 1 and kind_of(tail) == "card" for (tail, _), number in doubled.items()) if regions else 0:
        yield Lost(_count(count, "pair of cards", "pairs of cards"), "links from parts of a photo become parallel links")


def _count(number: int, one: str, many: str = "") -> str:
    if number == 1 or not many:
        return f"{number} {one}" if number == 1 else f"{number} {one}s"
    return many if many[:1].isdigit() else f"{number} {many}"
