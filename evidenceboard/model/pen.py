"""Writing: from what a person wants to change to a changeset that names all it replaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change, Changeset, Clock, Value, canonical, check_changeset
from evidenceboard.model.ids import ActorId, ChangesetId, RecordId, mint_salt
from evidenceboard.model.inverse import Write
from evidenceboard.model.order import next_clock


class Pen:
    """Writes the changesets of one actor on one board, each after the one before.

    Args:
        board: what the author sees.
        clock: the greatest clock on it.
    """

    def __init__(self, board: Board, clock: Clock) -> None:
        self._board = board
        self._clock = clock
        self._last: Changeset | None = None

    def writes(self, edits: Mapping[RecordId, Mapping[str, Value]]) -> list[Write]:
        """What these edits come to: only what differs from what is shown, and the values it replaces.

        Raises:
            BadChange: a value has no JSON form.
        """
        self._board.load(edits)
        self._board.load_hanging(record for record, values in edits.items() if values.get("removed") is True)
        found = [self._write(record, values) for record, values in edits.items()]
        return [write for write in found if write.values]

    def changeset(
        self,
        actor: ActorId,
        author: str,
        wall_ms: int,
        label: str,
        writes: Sequence[Write],
        reverts: ChangesetId | None = None,
    ) -> Changeset:
        """The actor's next changeset. It is next again until `written` says that it is kept.

        Raises:
            BadChange: no log takes it.
        """
        last = self._last
        changeset = Changeset(
            actor=actor,
            seq=last.seq + 1 if last else 0,
            prev=last.id if last else None,
            clock=next_clock(self._clock, wall_ms),
            author=author,
            label=label,
            reverts=reverts,
            changes=tuple(Change(write.record, write.values, write.replaces, mint_salt()) for write in writes),
        )
        check_changeset(changeset)
        return changeset

    def written(self, changeset: Changeset) -> None:
        """A changeset of ours is kept: the next one follows it."""
        self._last = changeset

    def begin_anew(self) -> None:
        """The next changeset is the first of another actor."""
        self._last = None

    def saw(self, changesets: Iterable[Changeset]) -> None:
        """These are on the board now: what is written next is later than they."""
        self._clock = max([self._clock, *(changeset.clock for changeset in changesets)])

    def _write(self, record: RecordId, values: Mapping[str, Value]) -> Write:
        """A field in conflict is written in any case, for that decides it."""
        found = self._board.record(record)
        new: dict[str, Value] = {}
        replaced: set[ChangesetId] = set()
        for field, value in values.items():
            heads = found.heads(field)
            same = [head for head in heads if head.value is value or canonical(head.value) == canonical(value)]
            unchanged = len(heads) == len(same) and (bool(heads) or value is None)
            if field == "removed":
                agreed = len({canonical(head.value) for head in heads}) <= 1
                unchanged = value is found.gone and agreed and not found.kept
            if not unchanged:
                new[field] = value
                replaced.update(head.changeset for head in heads)
        if new.get("removed") is True:
            replaced.update(self._board.seen_of(record))
        return Write(record, new, tuple(sorted(replaced)))
