"""Which texts of a board speak of a card, and how each of them is called where something is found in it.

The texts of one card that are neither its title nor its text lie in one run of bytes: before each stands a mark, and
the number of its label in bytes that begin no sign of UTF-8, so that no word is ever found in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidenceboard.finding.text_table import Texts
from evidenceboard.model.changes import Value
from evidenceboard.model.records import CUSTOM
from evidenceboard.model.text_folding import folded

Values = Mapping[str, Value]

# The fields of a card that are texts, with the word for where a hit is. Best places first.
PLACES = {
    "title": "title",
    "text": "text",
    "key": "key",
    "original": "original",
    "photo_label": "photo label",
    "shows": "what it shows",
    "caption": "caption",
    "file_name": "file name",
    "certainty": "certainty",
    "happened": "date",
    "said": "date",
    "captured": "date",
    "translator": "translator",
    "status_reason": "reason of the status",
    "quote": "quote",
}
OTHERS = tuple(PLACES.items())[2:]
# What a card names by its id: the field, the kind, and the word for where a hit is.
NAMED = (
    ("source", "source", "source"),
    ("outlet", "source", "outlet"),
    ("derives_from", "origin", "origin"),
    ("rivals", "rivals", "rivals"),
)
FIELDS = {
    "card": (*PLACES, *(field for field, _, _ in NAMED)),
    "source": ("name", "note"),
    "origin": ("name", "note"),
    "rivals": ("name", "note"),
    "region": ("card", "note"),
    "edge": ("from", "reason", "key"),
}
APART = "\n"  # between the texts of one place; no word can hold it
MARK = b"\xff"
DIGITS, BASE, FIRST = 3, 64, 0x80  # of a label's number


class Labels:
    """Words for where a hit is, by number."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._label: list[str] = []

    def mark(self, label: str) -> bytes:
        """What stands before a text of that label."""
        number = self._number.get(label)
        if number is None:
            number = self._number[label] = len(self._label)
            self._label.append(label)
        return MARK + bytes(FIRST + number // BASE**place % BASE for place in range(DIGITS))

    def parted(self, run: bytes) -> Iterator[tuple[str, bytes]]:
        """The texts of such a run, each with its label."""
        for part in run.split(MARK)[1:]:
            number = sum((part[place] - FIRST) * BASE**place for place in range(DIGITS))
            yield self._label[number], part[DIGITS:]


def texts_of_card(values: Values, labels: Labels) -> Texts:
    """The texts that stand on a card itself: folded title, folded text, a run of all others, title as written."""
    title = str(values.get("title") or "")
    others = b"".join(labels.mark(label) + text for label, text in _others(values))
    written = title.encode("utf-8", "surrogatepass")
    return folded(title), folded(str(values.get("text") or "")), others, written


def _others(values: Values) -> Iterator[tuple[str, bytes]]:
    for field, place in OTHERS:
        if field in values:
            yield place, folded(str(values[field]))
    if tags := values.get("tags"):
        yield "tags", folded(APART.join(tags))
    for field, text in values.items():
        if field.startswith(CUSTOM):
            yield f"field {field.removeprefix(CUSTOM)}", folded(str(text))


def text_of(values: Values, *fields: str) -> bytes:
    """The texts of some fields of a record, folded."""
    return _joined([values[field] for field in fields if values.get(field)])


def text_of_link(values: Values) -> bytes:
    """What is said about a link."""
    return _joined([text for field, text in values.items() if field in ("reason", "key") or field.startswith(CUSTOM)])


def _joined(texts: Sequence[Value]) -> bytes:
    return folded(APART.join(map(str, texts))) if texts else b""
