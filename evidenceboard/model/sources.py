"""Two sources that turn out to be one."""

from __future__ import annotations

from collections.abc import Mapping

from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Value
from evidenceboard.model.commands import Action, Edits
from evidenceboard.model.ids import RecordId, kind_of


def merge_sources(board: Board, kept: RecordId, gone: RecordId, cards: Mapping[RecordId, set[str]]) -> Action:
    """All cards of one source say the other one from now on, and the first is removed: one step.

    What the source that stays does not say (its kind, its reliability) it takes from the other; notes are put
    together, and the other's name is kept in the note, so that nothing that was written is lost.

    Args:
        cards: those that name `gone`, with the fields that do.

    Raises:
        BadChange: they are the same record, or one is not there.
    """
    if kept == gone or any(kind_of(each) != "source" or not board.is_live(each) for each in (kept, gone)):
        raise BadChange("two different sources of this board are needed")
    mine, theirs = (board.record(each).shown_values() for each in (kept, gone))
    edits: Edits = {card: dict.fromkeys(sorted(fields), kept) for card, fields in cards.items()}
    taken: dict[str, Value] = {field: value for field, value in theirs.items() if field not in mine}
    taken |= _note(mine, theirs)
    if taken:
        edits[kept] = taken
    edits[gone] = {"removed": True}
    return Action("Merge two sources", edits, (kept,))


def _note(mine: Mapping[str, Value], theirs: Mapping[str, Value]) -> dict[str, Value]:
    parts = [str(mine.get("note") or "").strip()]
    name, note = str(theirs.get("name") or "").strip(), str(theirs.get("note") or "").strip()
    if name and name != str(mine.get("name") or "").strip():
        parts.append(f"Also named {name}.")
    if note and note not in parts[0]:
        parts.append(note)
    joined = "\n".join(part for part in parts if part)
    return {"note": joined} if joined and joined != mine.get("note") else {}
