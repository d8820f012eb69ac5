"""The one door for changes: what is committed, taken back and received passes here, and nothing else changes a board.

`commit` takes our own edits, `receive` those of others. Both check, append to the file, apply to memory, and tell
whoever subscribed; if the file refuses, nothing has happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from evidenceboard.bulk import uncollected
from evidenceboard.contents import Contents
from evidenceboard.errors import InvalidChange, KnownError, LookedBack
from evidenceboard.filing import Filing
from evidenceboard.model.changes import BadChange, Changeset, check_changeset
from evidenceboard.model.commands import Action
from evidenceboard.model.history import History, Inverse, Write
from evidenceboard.model.ids import ChangesetId, RecordId
from evidenceboard.model.merge import MergePlan, in_causal_order, plan
from evidenceboard.model.pen import Pen
from evidenceboard.model.photo_view import VIEW_FIELDS
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import Foreign

VIEW = frozenset({"photo", *VIEW_FIELDS})


@dataclass(frozen=True)
class Committed:
    """What subscribers are told after something was taken in.

    Attributes:
        changesets: what came.
        records: what they touched.
        shapes: cards and edges whose geometry or look may have changed, by sheet that is held in memory.
        cause: "commit", "undo", "redo" or "receive".
    """

    changesets: tuple[Changeset, ...]
    records: frozenset[RecordId]
    shapes: Mapping[RecordId, frozenset[RecordId]]
    cause: str

    def other_views(self) -> frozenset[RecordId]:
        """The cards whose photos are shown otherwise now: cut, turned, blacked out, or no more so. A card that was
        made just now was not shown before."""
        changes = (change for each in self.changesets for change in each.changes)
        others = (each for each in changes if each.replaces or "kind" not in each.values)
        return frozenset(each.record for each in others if not VIEW.isdisjoint(each.values))


Subscriber = Callable[[Committed], None]


class Door(Contents):
    """A board that can be changed.

    Attributes:
        history: what can be undone and redone.
        author: the name that stands under what is committed from now on.
        now: the wall clock in milliseconds.
        put_back: how often its working copy had been removed and was put back.
    """

    def __init__(self, filing: Filing, installation: Installation, author: str) -> None:
        super().__init__(filing, installation)
        copy = filing.copy
        self.author = author
        self._mine = installation.my_actors(copy.board_id)
        self.history = History(copy.steps(self._mine)) if self._mine and not filing.read_only else History()
        self._actor: str | None = None
        self._pen = Pen(self.board, copy.latest_clock())
        self._session: list[ChangesetId] = []
        self._subscribers: list[Subscriber] = []
        self.put_back = 0
        self.now: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    def check_writable(self) -> None:
        """Refuse a change of ours to a board that is only looked at.

        Raises:
            KnownError: it is open for reading only, or an earlier state of it is looked at.
        """
        self.filing.check_writable()
        if self.looked_back:
            raise LookedBack

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call ``subscriber`` after every commit and receive; returns what ends that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    # A large gesture makes very many objects at once: they are not collected meanwhile

    @uncollected()
    def commit(self, action: Action, photos: Sequence[Photo] = ()) -> Changeset | None:
        """Carry out an action of ours as one changeset, and keep it before anything shows it.

        Returns:
            The changeset; None where everything was so already.

        Raises:
            InvalidChange: the log does not take it.
            KnownError: the disk refused, or the board is open for reading only. Nothing has happened.
        """
        try:
            writes = self._pen.writes(action.edits)
        except BadChange as problem:
            raise _invalid(problem) from None
        return self._commit(action.label, writes, None, "commit", photos)

    @uncollected()
    def undo(self) -> Changeset | None:
        """Take back our latest gesture, but for what others changed since; None where nothing is left."""
        return self._step_back(lambda: self.history.next_undo, "undo")

    @uncollected()
    def redo(self) -> Changeset | None:
        """Do again what was last undone."""
        return self._step_back(lambda: self.history.next_redo, "redo")

    @uncollected()
    def take_back(self, changesets: Iterable[ChangesetId], label: str = "Take back merge") -> Changeset | None:
        """Take back what others' changesets did, where it is still in force: a changeset that travels, too."""
        found = [whole for name in changesets if (whole := self.log.changeset(name)) is not None]
        return self._commit(label, Inverse(self.board, found).writes(), None, "commit")

    @uncollected()
    def revert_to_opened(self) -> Changeset | None:
        """Take back all that was done here since the board was opened; one step, which can be undone."""
        done = [whole for name in self._session if (whole := self.log.changeset(name)) is not None]
        return self._commit("Revert to opened", Inverse(self.board, done, self._mine).writes(), None, "commit")

    def plan(self, foreign: Foreign) -> MergePlan:
        """What `receive` would do with what was read of another file; nothing is changed.

        Raises:
            KnownError: it is another board.
        """
        self._check_same_board(foreign)
        known = self.log.changeset_ids()  # at once: else each would be looked for, and read whole, by itself
        return plan(self.board, (each for each in foreign.changesets if each.id not in known))

    @uncollected()
    def receive(self, changesets: Iterable[Changeset], photos: Iterable[Photo] = ()) -> tuple[Changeset, ...]:
        """Take in others' changesets and photos: set union, in one transaction.

        Returns:
            Those that were new.

        Raises:
            InvalidChange: one of them is such as no log takes.
            KnownError: the disk refused, or the board is open for reading only. Nothing has happened.
        """
        self.filing.check_writable()
        known = self.log.changeset_ids()
        new = tuple(in_causal_order({each.id: each for each in changesets if each.id not in known}.values()))
        held = self.photos_here()
        absent = (photo for photo in photos if photo.sha256 not in held)
        first = next(absent, None)
        if new or first:
            for changeset in new:
                _check(changeset)
            records = self._keep(new, chain([first] if first else [], absent))
            self._part_from_a_twin(new)
            self._tell(new, records, "receive")
        return new

    def _part_from_a_twin(self, new: Iterable[Changeset]) -> None:
        """Somebody writes under the name of this opening, such as a machine that was copied while it ran: go on under
        another one. What both wrote is kept, and their chain says for ever that it was forked."""
        if any(changeset.actor == self._actor for changeset in new):
            self._actor = None
            self._pen.begin_anew()

    def photos_here(self) -> set[str]:
        """The hashes of photos that are here to stay: what is being added may go again."""
        return self.log.photo_names() - self.filing.ahead.photos()

    def _commit(
        self,
        label: str,
        writes: Sequence[Write],
        reverts: ChangesetId | None,
        cause: str,
        photos: Sequence[Photo] = (),
    ) -> Changeset | None:
        self.check_writable()
        if not writes:
            return None
        self.stay_in_place()
        changeset = self._next(label, writes, reverts)
        records = self._keep((changeset,), photos)
        self._pen.written(changeset)
        self._session.append(changeset.id)
        self.history.push(changeset)
        self._tell((changeset,), records, cause)
        return changeset

    def _next(self, label: str, writes: Sequence[Write], reverts: ChangesetId | None) -> Changeset:
        if self._actor is None:  # minted at the first change, so that looking at a board leaves no trace
            self._actor = self.installation.mint_actor(self.board_id)
            self._mine = self._mine | {self._actor}
        try:
            return self._pen.changeset(self._actor, self.author, self.now(), label, writes, reverts)
        except BadChange as problem:
            raise _invalid(problem) from None

    def _keep(self, changesets: tuple[Changeset, ...], photos: Iterable[Photo]) -> frozenset[RecordId]:
        """Put changesets on the disk, then into memory; returns the records they touch."""
        self.stay_in_place()
        after = self.board.after(changesets)
        self.log.append(changesets, after, photos)
        self.board.adopt(after)
        self.filing.changed()
        self._pen.saw(changesets)
        return frozenset(after)

    def stay_in_place(self) -> bool:
        """Put the working copy back if the program's own folder was removed under it; whether that was so.

        Raises:
            KnownError: there is no room for it.
        """
        put_back = self.filing.stay_in_place()
        if put_back:
            self.put_back += 1
            self._note_state(open=True)
        return put_back

    def _tell(self, changesets: tuple[Changeset, ...], records: frozenset[RecordId], cause: str) -> None:
        event = Committed(changesets, records, self._follow(records), cause)
        for subscriber in tuple(self._subscribers):
            subscriber(event)

    def _step_back(self, following: Callable[[], ChangesetId | None], cause: str) -> Changeset | None:
        while (name := following()) is not None:
            whole = self.log.changeset(name)
            writes = Inverse(self.board, [whole], self._mine).writes() if whole else []
            if writes:
                words = "Undo" if cause == "undo" else "Redo"
                label = f"{words}: {self.history.label(name)}"[:500]
                return self._commit(label, writes, name, cause)
            self.history.skip(name)
        return None

    def _check_same_board(self, foreign: Foreign) -> None:
        if foreign.board_id != self.board_id:
            raise KnownError(
                "That file is another board, not a copy of this one",
                "Boards of one ancestry merge. Bring in another board's cards by copy and paste.",
            )

    def _note_state(self, open: bool) -> None:
        self.filing.note(open, self.title, self.log.count("card"))


def _check(changeset: Changeset) -> None:
    try:
        check_changeset(changeset)
    except BadChange as problem:
        raise _invalid(problem) from None


def _invalid(problem: BadChange) -> InvalidChange:
    return InvalidChange(f"This cannot be kept: {problem}", "Nothing was changed.")
