"""From what is typed or pasted into cells to one action: read as the column has it, or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidenceboard.document import Document
from evidenceboard.exchange.names import Names
from evidenceboard.model import dates
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, Edits, fitted
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.store import lookups
from evidenceboard.ui.views.columns import Column
from evidenceboard.ui.words import one_line

NAMED_KIND = {"source": "source", "outlet": "source", "derives_from": "origin"}
FEW = 8  # keys that are looked for one by one
ALWAYS_SET = ("role", "status", "kind", "strength")


class Unreadable(Exception):
    """What was typed cannot stand in this cell; the text says why."""


class CellWriting:
    """Gathers what cells shall say, and makes one action of it.

    Names are found or made: a source that is new is one new source, in however many cells it stands.

    Attributes:
        cells: how many change.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._edits: Edits = {}
        self._names: Names | None = None
        self._keys: dict[str, RecordId] | None = None
        self._asked = 0
        self.cells = 0

    def put(self, record: RecordId, column: Column, text: str) -> None:
        """A cell shall say this; an empty text takes its value away.

        Raises:
            Unreadable: it cannot; everything else stands as it was gathered.
        """
        values = self._document.board.record(record).shown_values()
        if not column.edit:
            raise Unreadable(f"“{column.name}” is worked out and cannot be written")
        if column.field == "reliability":
            self._put_reliability(values, column, text)
            return
        value = self._read(record, values, column, text)
        before = values.get(column.field)
        if value != before and not (column.field == "status" and value == "live" and before is None):
            self._edits.setdefault(record, {})[column.field] = value
            self.cells += 1

    def action(self, label: str, sheet: RecordId) -> Action:
        """All of it, with the sizes that the cards need for their new words."""
        return fitted(self._document.board, sheet, Action(label, self._edits))

    def _read(self, record: RecordId, values: Mapping[str, Value], column: Column, text: str) -> Value:
        if column.edit == "words":
            return text.strip("\n").rstrip() or None
        words = " ".join(text.split())
        if column.edit == "choice":
            return self._choice(record, values, column, words)
        if not words:
            return None
        if column.edit == "date":
            read = dates.parse(words)
            if read is None:
                raise Unreadable(f"{_quoted(words)} is not read as a date. Try 2023-10 or before 7 Oct 2023")
            return read
        if column.edit == "tags":
            return list(dict.fromkeys(part for each in words.split(",") if (part := each.strip()))) or None
        return self._name(record, column.field, words) if column.edit == "name" else words

    def _choice(self, record: RecordId, values: Mapping[str, Value], column: Column, words: str) -> Value:
        if column.field == "role" and words.casefold() == str(values.get("kind")):
            return values.get("role")
        chosen = _chosen(column, words)
        if column.field == "role" and values.get("kind") != "statement":
            raise Unreadable("Only a statement has a role")
        if column.field == "assumption" and chosen and values.get("role") != "assumption":
            raise Unreadable("Only an assumption has a level")
        if column.field == "kind" and chosen == "support" and kind_of(str(values.get("to"))) == "edge":
            raise Unreadable("An undercut can only contradict")
        if chosen is None and column.field in ALWAYS_SET:
            return "live" if column.field == "status" else values.get(column.field)
        return int(chosen) if chosen and column.field == "credibility" else chosen

    def _put_reliability(self, values: Mapping[str, Value], column: Column, text: str) -> None:
        letter, source = _chosen(column, " ".join(text.split())), values.get("source")
        if source is None:
            if letter:
                raise Unreadable("Reliability belongs to a source: name the source first")
        elif self._find().value(source, "reliability") != letter:
            self._find().set(source, "reliability", letter)
            self.cells += 1

    def _name(self, record: RecordId, field: str, words: str) -> RecordId:
        if field == "derives_from" and (card := self._card(words)):
            if card == record:
                raise Unreadable("A card cannot derive from itself")
            return card
        return self._find().find(NAMED_KIND[field], words)

    def _card(self, key: str) -> RecordId | None:
        """The card of a key."""
        if self._asked < FEW:  # one by one while there are few: all keys of a large board hold up the window
            self._asked += 1
            return lookups.card_of_key(self._document.log, key)
        if self._keys is None:
            self._keys = {found: card for card, found, _ in lookups.card_names(self._document.log) if found}
        return self._keys.get(key)

    def _find(self) -> Names:
        if self._names is None:
            self._names = Names(self._named, self._edits)
        return self._names

    def _named(self, kind: str) -> Iterator[tuple[RecordId, Mapping[str, Value]]]:
        return self._document.log.records(kind)


def _chosen(column: Column, words: str) -> str | None:
    """The choice that is meant: by its value, its words, or the last part of these."""
    if not words:
        return None
    wanted = words.casefold()
    for value, called in (column.choices or {}).items():
        if wanted in (value.casefold(), called.casefold(), f"statement · {value}"):
            return value
    raise Unreadable(f"{_quoted(words)} is none of {', '.join(column.choices or ())}")


def _quoted(words: str) -> str:
    return f"“{one_line(words, 40)}”"
