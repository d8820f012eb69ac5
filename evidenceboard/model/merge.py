"""What a merge would bring: worked out before anything is taken in.

Merging is set union of changesets, so the plan is only a reading: the board beneath with theirs on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evidenceboard.model.board import Board, Conflict
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import ChangesetId, RecordId, kind_of
from evidenceboard.model.log import MemoryLog

MOVES = frozenset({"pos", "size", "z", "pinned", "folded"})


@dataclass(frozen=True)
class MergePlan:
    """What taking in `changesets` would do.

    Attributes:
        changesets: those this board has not, in the order they came.
        authors: who wrote them, most first.
        added, changed, moved, removed: live records that would come, change, only move, or go.
        conflicts: fields that would have several values which are not in conflict yet.
        kept: records one side removed and the other changed: they would stay.
    """

    changesets: tuple[Changeset, ...]
    authors: tuple[str, ...] = ()
    added: tuple[RecordId, ...] = ()
    changed: tuple[RecordId, ...] = ()
    moved: tuple[RecordId, ...] = ()
    removed: tuple[RecordId, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    kept: tuple[RecordId, ...] = ()
    after: Board | None = field(default=None, compare=False, repr=False)


def missing(board: Board, changesets: Iterable[Changeset]) -> list[Changeset]:
    """Those that this board has not, each once."""
    by_id = {changeset.id: changeset for changeset in changesets}
    return [changeset for name, changeset in by_id.items() if board.log.changeset(name) is None]


def plan(board: Board, theirs: Iterable[Changeset]) -> MergePlan:
    """What would happen if these were taken in; the board stays as it is."""
    new = missing(board, theirs)
    touched = list(dict.fromkeys(change.record for changeset in new for change in changeset.changes))
    after = Board(MemoryLog(new, beneath=board.log), board.index.copy())
    after.apply(new)
    board.load(touched)
    known = {(conflict.record, conflict.field) for conflict in board.conflicts()}
    writers = [changeset.author for changeset in new]
    sorts = _sorts(board, after, touched, new)
    return MergePlan(
        changesets=tuple(new),
        authors=tuple(sorted(set(writers), key=lambda name: (-writers.count(name), name))),
        added=sorts["added"],
        changed=sorts["changed"],
        moved=sorts["moved"],
        removed=sorts["removed"],
        conflicts=tuple(c for c in after.conflicts() if (c.record, c.field) not in known),
        kept=tuple(sorted(set(after.kept()) - set(board.kept()))),
        after=after,
    )


def _sorts(
    board: Board, after: Board, touched: Sequence[RecordId], new: Sequence[Changeset]
) -> dict[str, tuple[RecordId, ...]]:
    fields: dict[RecordId, set[str]] = {}
    for changeset in new:
        for change in changeset.changes:
            fields.setdefault(change.record, set()).update(change.values)
    sorts: dict[str, list[RecordId]] = {"added": [], "changed": [], "moved": [], "removed": []}
    for record in touched:
        before, now = board.is_live(record), after.is_live(record)
        if not before and not now:
            continue
        if before != now:
            sorts["added" if now else "removed"].append(record)
        elif fields[record] <= MOVES:
            sorts["moved"].append(record)
        elif board.record(record).shown_values() != after.record(record).shown_values():
            sorts["changed"].append(record)
    return {name: tuple(records) for name, records in sorts.items()}


def in_causal_order(changesets: Iterable[Changeset]) -> list[Changeset]:
    """Sorted so that each actor's chain stands in order and what a changeset replaces stands before it."""
    return sorted(changesets, key=lambda changeset: (changeset.clock, changeset.actor, changeset.seq))


FORK = "two changesets claim the same place in their actor's chain"
GAP = "the changeset before it in its actor's chain is missing"
STRAY = "it does not follow the changeset before it"


def chain_problems(changesets: Iterable[Changeset]) -> list[tuple[ChangesetId, str]]:
    """Gaps and forks in the actors' hash chains: signs that something was taken out or written twice."""
    problems: list[tuple[ChangesetId, str]] = []
    by_actor: dict[str, dict[int, Changeset]] = {}
    for changeset in changesets:
        chain = by_actor.setdefault(changeset.actor, {})
        if changeset.seq in chain:
            problems.append((changeset.id, FORK))
            continue
        chain[changeset.seq] = changeset
    for chain in by_actor.values():
        for seq, changeset in sorted(chain.items()):
            before = chain.get(seq - 1)
            if seq > 0 and before is None:
                problems.append((changeset.id, GAP))
            elif before is not None and changeset.prev != before.id:
                problems.append((changeset.id, STRAY))
    return problems


def kinds_in_words(records: Iterable[RecordId]) -> str:
    """How many of what: "2 cards, 3 links". Places count as nothing of their own."""
    names = {"card": "card", "edge": "link", "source": "source", "region": "region", "stop": "stop"}
    counts: dict[str, int] = {}
    for record in records:
        name = names.get(kind_of(record))
        if name:
            counts[name] = counts.get(name, 0) + 1
    return ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts.items())
