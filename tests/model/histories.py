"""What the tests of the history share."""

from __future__ import annotations

from typing import Any

from evidenceboard.model.ids import RecordId
from tests.laws.readings import in_view, records_of
from tests.laws.replica import Replica


def view(person: Replica) -> dict[RecordId, Any]:
    return in_view(person.board, records_of(person.log))


def values(person: Replica, record: RecordId, field: str) -> list[Any]:
    return [head.value for head in person.board.record(record).heads(field)]
