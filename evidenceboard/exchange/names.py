"""Sources, origins and rivals that are known by their names: found on a board, or made."""

from __future__ import annotations

from collections.abc import Mapping

from evidenceboard.finding.find import Records
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Edits
from evidenceboard.model.ids import RecordId, kind_of, mint
from evidenceboard.model.text_folding import fold

KINDS = ("source", "origin", "rivals")


def loosely(name: str) -> str:
    """A name as it is compared where case, width, blanks and marks do not count.

    >>> loosely(" John  KIRBY") == loosely("Ｊohn Kirby")
    True
    """
    return "".join(fold(name).split())


class Names:
    """What goes by a name on a board, with what an action is going to make of it.

    Args:
        records: the board's live records of a kind with their values.
        edits: what the action writes; new records are added to it.
    """

    def __init__(self, records: Records, edits: Edits) -> None:
        self._edits = edits
        self._values: dict[RecordId, Mapping[str, Value]] = {}
        self._by_name: dict[tuple[str, str], RecordId] = {}
        self._made: dict[str, int] = dict.fromkeys(KINDS, 0)
        self._folded: dict[tuple[str, str], RecordId] | None = None
        for kind in KINDS:
            for record, values in records(kind):
                self._values[record] = values
                self._by_name.setdefault((kind, str(values.get("name") or "")), record)

    def find(self, kind: str, name: str, values: Mapping[str, Value] | None = None, loose: bool = False) -> RecordId:
        """The record of this name; a new one, with these values, where the board has none.

        Args:
            loose: one whose name differs only in case, width, blanks or marks will do.
        """
        found = self._by_name.get((kind, name)) or (self._nearly(kind, name) if loose else None)
        if found is None:
            found = self._by_name[kind, name] = mint(kind)
            self._edits[found] = {"removed": False, "name": name, **(values or {})}
            self._made[kind] += 1
            if self._folded is not None:
                self._folded.setdefault((kind, loosely(name)), found)
        return found

    def _nearly(self, kind: str, name: str) -> RecordId | None:
        if self._folded is None:  # only when somebody asks: an import of our own tables never does
            self._folded = {}
            for (each, called), record in self._by_name.items():
                self._folded.setdefault((each, loosely(called)), record)
        return self._folded.get((kind, loosely(name)))

    def value(self, record: RecordId, field: str) -> Value:
        """A field as it will be."""
        written = self._edits.get(record, {})
        return written[field] if field in written else self._values.get(record, {}).get(field)

    def set(self, record: RecordId, field: str, value: Value) -> None:
        """Write a field of one."""
        self._edits.setdefault(record, {})[field] = value

    def made(self, kind: str) -> int:
        """How many new ones."""
        return self._made[kind]

    def holds(self, record: RecordId) -> bool:
        """Whether the board has this very record."""
        return kind_of(record) in KINDS and record in self._values
