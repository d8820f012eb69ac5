"""What of a board tables of cards and edges cannot carry, by name, so that nobody finds out later.

That they hold what is there now, and not its history, lies in what a table is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidenceboard.exchange import Lost
from evidenceboard.exchange.rows import LONGEST_NAME
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import CUSTOM

NO_COLUMN = "the tables have no column for it"
CARD_FIELDS = {
    "colour": "colour", "file_name": "file name", "crop": "crop", "turn": "turn",
    "split_from": "statement it is split from",
}  # fmt: skip
NAMED = (  # kind, the fields of a card that name it, and what it is called
    ("source", ("source", "outlet"), "source"),
    ("origin", ("derives_from",), "origin"),
    ("rivals", ("rivals",), "set of rivals|sets of rivals"),
)


@dataclass(frozen=True)
class Contents:
    """What is on a board that is written as tables.

    Attributes:
        kinds: kind → record → values, of all that is live.
        keys: those of the cards, as they are written.
        unplaced: cards that do not lie on the sheet.
        renamed: records whose key was taken.
        unwritten: cards whose photo or capture could not be written.
    """

    board: Board
    kinds: Mapping[str, Mapping[RecordId, Mapping[str, Value]]]
    keys: frozenset[str]
    unplaced: int
    renamed: int
    unwritten: Mapping[str, int]


def losses(contents: Contents) -> list[Lost]:
    """All that is lost, each sort once with how much of it there is."""
    return [*_whole(contents), *_of_records(contents), *_of_fields(contents), *_of_texts(contents)]


def _whole(contents: Contents) -> Iterator[Lost]:
    kinds = contents.kinds
    if conflicts := len(contents.board.conflicts()):
        yield Lost(_count(conflicts, "conflict"), "only the value that is shown is written")
    for kind, name in (("stop", "stop of the talk|stops of the talk"), ("frame", "frame")):
        if kinds[kind]:
            yield Lost(_count(len(kinds[kind]), name), NO_COLUMN)
    if kinds["region"]:
        parts = _count(len(kinds["region"]), "part of a photo|parts of photos")
        yield Lost(parts, "links from it begin at its card; two of them become parallel links")
    if len(kinds["sheet"]) > 1:
        yield Lost(_count(len(kinds["sheet"]) - 1, "other sheet"), "the tables hold one arrangement")
    for values in kinds["board"].values():
        names = [name for name in ("title", "question", "handling") if values.get(name)]
        if names:
            yield Lost(f"{', '.join(names)} of the board", NO_COLUMN)


def _of_records(contents: Contents) -> Iterator[Lost]:
    cards = contents.kinds["card"].values()
    for kind, fields, words in NAMED:
        records = contents.kinds[kind]
        used = {values.get(field) for values in cards for field in fields}
        if unused := len(records.keys() - used):
            yield Lost(_count(unused, words), "no card names it")
        names = Counter(values.get("name") for record, values in records.items() if record in used)
        if doubled := sum(number for name, number in names.items() if name and number > 1):
            yield Lost(_count(doubled, words), "others have the same name: they become one")
        for extra in ("kind", "note", "relation"):
            if number := sum(bool(values.get(extra)) for values in records.values()):
                yield Lost(f"{extra} of {_count(number, words)}", NO_COLUMN)
    origins = {values.get("name") for values in contents.kinds["origin"].values()}
    if clash := len(contents.keys & origins):
        yield Lost(_count(clash, "origin"), "a card has its name as a key, and will be taken for it")


def _of_fields(contents: Contents) -> Iterator[Lost]:
    cards, places = contents.kinds["card"].values(), contents.kinds["place"].values()
    for field, name in CARD_FIELDS.items():
        if number := sum(bool(values.get(field)) for values in cards):
            yield Lost(f"{name} of {_count(number, 'card')}", NO_COLUMN)
    if number := sum(any(values.get(field) for field in ("z", "pinned", "folded")) for values in places):
        yield Lost(f"order, pin or fold of {_count(number, 'card')}", NO_COLUMN)
    if contents.unplaced:
        yield Lost(f"place of {_count(contents.unplaced, 'card')}", "it is not on this sheet")
    if contents.renamed:
        yield Lost(f"key of {_count(contents.renamed, 'card or link|cards and links')}", "another one has the same")
    for name, number in contents.unwritten.items():
        if number:
            kind = "picture" if name == "photo" else name
            yield Lost(_count(number, name), f"its bytes are not on this board, or are no {kind}")
    if number := sum(bool(values.get("rests_on")) for values in contents.kinds["edge"].values()):
        yield Lost(f"what of a photo {_count(number, 'link rests|links rest')} on", NO_COLUMN)
    if number := sum(bool(values.get("blackouts")) for values in cards):
        yield Lost(f"what is blacked out in {_count(number, 'photo')}", "the photos are written as they came in")


def _of_texts(contents: Contents) -> Iterator[Lost]:
    records = [*contents.kinds["card"].values(), *contents.kinds["edge"].values()]
    if number := sum(any(map(_cannot_be_listed, values.get("tags") or ())) for values in records):
        yield Lost(f"tags of {_count(number, 'card')}", "; becomes a comma, blanks at the ends go")
    if number := sum(any("\0" in text for text in values.values() if isinstance(text, str)) for values in records):
        yield Lost(f"NUL characters of {_count(number, 'card or link|cards and links')}", "no table can hold them")
    long = {name for values in records for name in values if name.startswith(CUSTOM) and len(name) > LONGEST_NAME}
    if long:
        yield Lost(_count(len(long), "field of your own|fields of your own"), "its name is too long for a column")


def _cannot_be_listed(tag: str) -> bool:
    return ";" in tag or tag != tag.strip() or not tag


def _count(number: int, words: str) -> str:
    """A number with its noun; "one|many" where the plural is more than an s."""
    one, _, many = words.partition("|")
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"
