"""What the laws compare: readings of a board, and a second, slower reading of the log to judge the first by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change, Changeset, canonical
from evidenceboard.model.ids import ChangesetId, RecordId, kind_of
from evidenceboard.model.records import NEEDED, SILENT, clean

Field = tuple[RecordId, str]


def records_of(changesets: Iterable[Changeset]) -> list[RecordId]:
    """Every record that is written to, in the order of its first change."""
    return list(dict.fromkeys(change.record for whole in changesets for change in whole.changes))


def everything(board: Board, records: Iterable[RecordId]) -> dict[str, Any]:
    """All that can be read from a board: two copies of one log agree on it to the last id."""
    index = board.index
    found: dict[str, Any] = {
        "conflicts": board.conflicts(),
        "kept": board.kept(),
        "loose": sorted(board.loose_edges()),
        "contested": {each for each in index.contested if not index.is_gone(each)},
        "summaries": {summary.id: summary for summary in index.summaries()},
    }
    for name in records:
        record = board.record(name)
        heads = {field: record.heads(field) for field in record.fields}
        joined = sorted(index.joined_to(name)), sorted(board.edges_of(name))
        found[name] = (heads, record.shown_values(), record.gone, record.kept, board.is_live(name), joined)
        found[f"in index {name}"] = (index.is_gone(name), index.ends(name), name in index.kept)
    return found


def in_view(board: Board, records: Iterable[RecordId]) -> dict[RecordId, Any]:
    """What a person sees: the live records, and the values of their fields (several where there is a conflict)."""
    found: dict[RecordId, Any] = {}
    for name in records:
        if board.is_live(name):
            record = board.record(name)
            values = {field: {canonical(head.value) for head in record.heads(field)} for field in record.fields}
            found[name] = {field: held for field, held in values.items() if field != "removed" and held - {"null"}}
    return found


class Plain(NamedTuple):
    """The log read word by word, with no memory and no index."""

    heads: dict[Field, set[ChangesetId]]
    gone: set[RecordId]
    live: set[RecordId]
    conflicts: dict[Field, set[str]]


def read_plainly(changesets: Iterable[Changeset]) -> Plain:
    """The definition: heads are the values that no change of the field replaces, in whatever order they came."""
    log = {changeset.id: changeset for changeset in changesets}
    heads: dict[Field, set[ChangesetId]] = {}
    for name, change in _changes(log):
        for field in change.values:
            replaced = {
                seen
                for _, other in _changes(log)
                if other.record == change.record and field in other.values
                for seen in other.replaces
            }
            heads.setdefault((change.record, field), set()).update({name} - replaced)
    records = records_of(log.values())
    gone = {record for record in records if _is_gone(log, heads, record)}
    live = {record for record in records if _is_live(log, heads, gone, record)}
    conflicts: dict[Field, set[str]] = {}
    for (record, field), names in heads.items():
        values = {canonical(log[name].by_record[record].values[field]) for name in names}
        if len(values) > 1 and field not in SILENT and record not in gone:
            conflicts[record, field] = values
    return Plain(heads, gone, live, conflicts)


def _changes(log: dict[ChangesetId, Changeset]) -> list[tuple[ChangesetId, Change]]:
    return [(name, change) for name, whole in log.items() for change in whole.changes]


def _is_gone(log: dict[ChangesetId, Changeset], heads: dict[Field, set[ChangesetId]], record: RecordId) -> bool:
    existence = [log[name].by_record[record] for name in heads.get((record, "removed"), ())]
    if any(_shown(log, heads, record, field) is None for field in NEEDED.get(kind_of(record), ())):
        return True
    if any(change.values["removed"] is not True for change in existence):
        return False
    seen = {name for change in existence for name in change.replaces}
    seen |= heads.get((record, "removed"), set())
    values = {name for (each, field), names in heads.items() if each == record and field != "removed" for name in names}
    return not existence or values <= seen


def _is_live(
    log: dict[ChangesetId, Changeset], heads: dict[Field, set[ChangesetId]], gone: set[RecordId], record: RecordId
) -> bool:
    if record in gone or (record, "removed") not in heads:
        return False
    ends = [_shown(log, heads, record, field) for field in NEEDED.get(kind_of(record), ()) if field != "kind"]
    return all(_is_live(log, heads, gone, end) for end in ends)


def _shown(
    log: dict[ChangesetId, Changeset], heads: dict[Field, set[ChangesetId]], record: RecordId, field: str
) -> Any:
    names = heads.get((record, field))
    if not names:
        return None
    latest = max(names, key=lambda name: (log[name].stamp, name))
    return clean(kind_of(record), field, log[latest].by_record[record].values[field])
