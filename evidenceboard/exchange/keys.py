"""Keys that cards and edges go by in a table: a person's own, and numbered ones for those that have none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import ChangesetId, RecordId
from evidenceboard.model.text_folding import natural

CHUNK = 500  # records in one read of the log


class Keys:
    """Gives out keys, each once.

    Attributes:
        of: the key of each record that has one.
        renamed: how many records had a key that was taken.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self.of: dict[RecordId, str] = {}
        self.renamed = 0

    def give(self, records: Mapping[RecordId, Mapping[str, Value]], letter: str, needed: set[RecordId]) -> None:
        """Keys for records of one kind: their own, else K1, K2 … in the order in which they were made.

        The numbers stay what they are while cards are added: what is newer gets a higher one.
        """
        taken = set(self.of.values())
        nameless = []
        for record, values in records.items():
            key = str(values.get("key") or "").strip()
            self.renamed += key in taken
            if key and key not in taken:
                taken.add(key)
                self.of[record] = key
            elif key or record in needed:
                nameless.append(record)
        numbers = (key for number in count(1) if (key := f"{letter}{number}") not in taken)
        self.of |= dict(zip(_by_age(self._board, nameless), numbers, strict=False))


def in_key_order(key: str) -> tuple[object, ...]:
    """Sorts keys as people count, E2 before E10; what has none comes last."""
    return (not key, natural(key))


def _by_age(board: Board, records: Iterable[RecordId]) -> list[RecordId]:
    """Records in the order in which they were made; those of one gesture in the order of the gesture."""
    waiting = list(records)
    orders: dict[ChangesetId, Mapping[RecordId, int]] = {}
    ages: dict[RecordId, tuple[object, ...]] = {}
    for start in range(0, len(waiting), CHUNK):
        for record, touches in board.log.touches(waiting[start : start + CHUNK]).items():
            first = min(touches, key=lambda touch: (touch.stamp, touch.changeset))
            if first.changeset not in orders:
                whole = board.log.changeset(first.changeset)
                changes = whole.changes if whole else ()
                orders[first.changeset] = {change.record: place for place, change in enumerate(changes)}
            ages[record] = (first.stamp, first.changeset, orders[first.changeset].get(record, 0))
    return sorted(waiting, key=lambda record: (ages[record], record))
