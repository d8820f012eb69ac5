"""Search: words in every text of a board, whatever their case and marks, in any script.

A text is folded once (`gather`), then searched as often as one likes (`search`). There is no index: parts of
words are found, two Korean syllables as well as half a file number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import CUSTOM

Records = Callable[[str], Iterable[tuple[RecordId, Mapping[str, Value]]]]

# The fields of a card that are texts, with the word for where a hit is. Best places first.
PLACES = {
    "title": "title",
    "text": "text",
    "key": "key",
    "original": "original",
    "photo_label": "photo label",
    "file_name": "file name",
    "certainty": "certainty",
    "happened": "date",
    "said": "date",
    "captured": "date",
}
NAMED = {"source": ("source", "source"), "derives_from": ("origin", "origin"), "rivals": ("rivals", "rivals")}
# ASCII, Hangul syllables, Han, dashes and quotation marks: nothing in them can be taken apart.
PLAIN = re.compile(r"[\x00-\x7f·\uac00-\ud7a3\u4e00-\u9fff\u2012-\u2015\u2018-\u201f]*")
APART = "\n"  # between the texts of one place; no word can hold it


class Hit(NamedTuple):
    """A card in which all words occur."""

    card: RecordId
    title: str
    where: str  # "title", "text", "source", "reason of a link" …


@dataclass(frozen=True)
class Entry:
    """The texts of one card, ready to be searched: (place, folded text), best places first."""

    card: RecordId
    title: str
    texts: tuple[tuple[str, str], ...]


def fold(text: str) -> str:
    """A text as it is compared: no case, no accents, one form for what looks alike.

    Hangul stays in whole syllables, so that 국정 is found in 국정원 and not in its letters.

    >>> fold("Çelik ＡＢＣ Straße")
    'celik abc strasse'
    """
    if PLAIN.fullmatch(text):
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)


def find(records: Records, words: str) -> list[Hit]:
    """The cards in which all words occur, best first: in the title, then in the text, then elsewhere.

    Args:
        records: the live records of a kind with their values, such as `Document.records`.
        words: parted by blanks; nothing is found for none.
    """
    return search(gather(records), words) if words.strip() else []


class Finder:
    """Searches a board again and again: its texts are gathered once, until they are said to have changed."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._entries: list[Entry] | None = None

    def forget(self) -> None:
        """Gather the texts anew for the next search."""
        self._entries = None

    def find(self, words: str) -> list[Hit]:
        """As `find`."""
        if not words.strip():
            return []
        if self._entries is None:
            self._entries = gather(self._records)
        return search(self._entries, words)


def gather(records: Records) -> list[Entry]:
    """All texts of a board, folded, those of sources, origins, rivals, photo regions and links with their cards."""
    names = {
        field: {name: _folded(values, "name", "note") for name, values in records(kind)}
        for field, (kind, _) in NAMED.items()
    }
    around = _around(records)
    return [
        Entry(card, str(values.get("title") or ""), (*_own(values), *_named(values, names), *around.get(card, ())))
        for card, values in records("card")
    ]


def _own(values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """The texts that stand on a card itself."""
    for field, place in PLACES.items():
        if text := values.get(field):
            yield place, fold(text)
    if tags := values.get("tags"):
        yield "tags", fold(APART.join(tags))
    for field, text in values.items():
        if field.startswith(CUSTOM):
            yield f"field {field.removeprefix(CUSTOM)}", fold(str(text))


def _named(values: Mapping[str, Value], names: Mapping[str, Mapping[RecordId, str]]) -> Iterator[tuple[str, str]]:
    """The names and notes of what a card speaks of."""
    for field, (_, place) in NAMED.items():
        if text := names[field].get(str(values.get(field))):
            yield place, text


def search(entries: Iterable[Entry], words: str) -> list[Hit]:
    """The entries in which all words occur (see `find`)."""
    wanted = fold(words).split()
    ranked: list[tuple[int, Hit]] = []
    for entry in entries if wanted else ():
        places = [_first(entry, word) for word in wanted]
        if None not in places:
            last = max(place for place in places if place is not None)
            where = entry.texts[last][0]
            ranked.append(({"title": 0, "text": 1}.get(where, 2), Hit(entry.card, entry.title, where)))
    return [hit for _, hit in sorted(ranked, key=lambda each: (each[0], fold(each[1].title), each[1].card))]


def _first(entry: Entry, word: str) -> int | None:
    """The first text in which a word occurs."""
    return next((index for index, (_, text) in enumerate(entry.texts) if word in text), None)


def _around(records: Records) -> dict[RecordId, list[tuple[str, str]]]:
    """What is said at a card but not on it: reasons and keys of its links, notes on parts of its photo."""
    found: dict[RecordId, list[tuple[str, str]]] = {}
    cards: dict[RecordId, RecordId] = {}
    for region, values in records("region"):
        cards[region] = values["card"]
        found.setdefault(values["card"], []).append(("note on the photo", _folded(values, "note")))
    for _, values in records("edge"):
        tail: RecordId = values["from"]
        custom = [field for field in values if field.startswith(CUSTOM)]
        said = _folded(values, "reason", "key", *custom)
        found.setdefault(cards.get(tail, tail), []).append(("reason of a link", said))
    return found


def _folded(values: Mapping[str, Value], *fields: str) -> str:
    return fold(APART.join(str(values[field]) for field in fields if values.get(field)))
