"""Changes and changesets: the only thing that is ever written.

A change gives new values to some fields of one record. A changeset is the changes of one gesture. Its id is
the SHA-256 of all that it says, so nobody can alter it unseen; every actor's changesets form a hash chain.
"""

from __future__ import annotations

import hashlib
import json
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from evidenceboard.model.ids import (
    ActorId,
    ChangesetId,
    RecordId,
    is_actor_id,
    is_hash,
    is_record_id,
)

Value: TypeAlias = Any  # a JSON value: None, bool, int, float, str, or a list or dict of them
Clock: TypeAlias = tuple[int, int]

TEXT_LIMIT = 1_000_000  # characters of one text
CHANGE_LIMIT = 8_000_000  # characters of all values of one change, as JSON
REPLACES_LIMIT = 100_000  # changesets that one change may replace
CLOCK_LIMIT = 2**53 - 1  # what a JSON number can carry in every language

# A value that holds itself ends in a RecursionError, so the encoder need not look for it.
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
)


class BadChange(ValueError):
    """A change or changeset that no board can hold; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """New values for some fields of one record.

    Attributes:
        record: the record; at most one change per record stands in a changeset.
        values: field → JSON value; fields that move together are one list, such as ``pos: [x, y]``.
        replaces: the changesets whose values for these fields the author saw, sorted. For ``removed: true``
            it names all that the remover had seen of the record.
        salt: 32 hexadecimal digits that go into the digest of the values.
    """

    record: RecordId
    values: Mapping[str, Value]
    replaces: tuple[ChangesetId, ...]
    salt: str
    _text: str | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The canonical JSON of the values: what is hashed, and what is kept.

        Raises:
            BadChange: they have none.
        """
        if self._text is None:
            object.__setattr__(self, "_text", canonical(dict(self.values)))
        return self._text  # type: ignore[return-value]

    @property
    def digest(self) -> str:
        """SHA-256 of salt and values, in hexadecimal."""
        return hashlib.sha256((self.salt + self.text).encode()).hexdigest()


@dataclass(frozen=True)
class Changeset:
    """The changes of one gesture, as one actor made them.

    Attributes:
        actor: who writes; minted at every opening.
        seq: 0, 1, 2 … of this actor.
        prev: id of this actor's changeset before, None for the first.
        clock: hybrid logical clock (milliseconds of the wall, counter): order for display, never for conflicts.
        author: the person's name as they gave it.
        label: what was done, in words that hold no evidence: "Move 3 cards".
        reverts: the changeset that an undo or a redo takes back, else None.
        changes: one per record, in the order of the gesture.
    """

    actor: ActorId
    seq: int
    prev: ChangesetId | None
    clock: Clock
    author: str
    label: str
    reverts: ChangesetId | None
    changes: tuple[Change, ...] = field(default=())

    @cached_property
    def id(self) -> ChangesetId:
        """SHA-256 of all of this, each change's digest in place of its values."""
        said = [
            self.actor,
            self.seq,
            self.prev,
            list(self.clock),
            self.author,
            self.label,
            self.reverts,
            [[c.record, sorted(c.values), list(c.replaces), c.digest] for c in self.changes],
        ]
        return hashlib.sha256(canonical(said).encode()).hexdigest()

    @cached_property
    def by_record(self) -> Mapping[RecordId, Change]:
        """The changes by the record they change."""
        return {change.record: change for change in self.changes}

    @property
    def stamp(self) -> tuple[Clock, ActorId]:
        """What orders values for display: the greatest stamp is shown while a conflict is open."""
        return self.clock, self.actor


def keep_texts(changes: Sequence[Change], texts: Sequence[str]) -> None:
    """Let changes keep the texts that their values were read from, if those are canonical: all at once is cheaper.

    Args:
        texts: of each change the text that its values were read from, one whole JSON object each.
    """
    try:
        same = canonical([change.values for change in changes]) == f"[{','.join(texts)}]"
    except BadChange:
        return  # each is looked at alone when it is checked
    if same:  # a whole object ends at its own bracket, so each text is the same and not only all together
        for change, text in zip(changes, texts, strict=True):
            object.__setattr__(change, "_text", text)


def canonical(value: Value) -> str:
    """The one JSON text of a value: sorted keys, no blanks, no NaN.

    Raises:
        BadChange: the value has no such text (NaN, infinity, a lone surrogate, a foreign type).
    """
    try:
        text = _ENCODER.encode(value)
        text.encode()
    except (ValueError, TypeError, RecursionError) as problem:
        raise BadChange(f"not a JSON value: {problem}") from None
    return text


def check_changeset(changeset: Changeset) -> None:
    """Refuse what the log must never hold.

    Raises:
        BadChange: a field has the wrong form; the message says which.
    """
    _need(is_actor_id(changeset.actor), "the actor's id has a wrong form")
    _need(_is_count(changeset.seq), "the sequence number is no count")
    _need((changeset.prev is None) == (changeset.seq == 0), "only an actor's first changeset has none before it")
    for name, link in (("prev", changeset.prev), ("reverts", changeset.reverts)):
        _need(link is None or is_hash(link), f"{name} is no changeset id")
    _need(len(changeset.clock) == 2 and all(_is_count(part) for part in changeset.clock), "the clock is wrong")
    for name, text in (("author", changeset.author), ("label", changeset.label)):
        _need(isinstance(text, str) and len(text) <= 500, f"the {name} is no text of at most 500 characters")
        canonical(text)
    records = [change.record for change in changeset.changes]
    _need(len(records) == len(set(records)), "a record is changed twice")
    for change in changeset.changes:
        check_change(change)


def check_change(change: Change) -> None:
    """Refuse a change of the wrong form (see `check_changeset`)."""
    # Said out, not by `_need`: a board can hold millions of changes.
    values, replaces = change.values, change.replaces
    if not is_record_id(change.record):
        raise BadChange("the record's id has a wrong form")
    if not is_actor_id(change.salt):
        raise BadChange("the salt has a wrong form")
    if not values:
        raise BadChange("a change of no field")
    if replaces:
        _check_replaces(replaces)
    for name in values:
        if not isinstance(name, str) or not 0 < len(name) <= 200:
            raise BadChange("a field's name has a wrong form")
    if len(change.text) > CHANGE_LIMIT:
        raise BadChange("it holds more than eight million characters")
    if len(change.text) > TEXT_LIMIT:  # else none of them can be too long
        for name, value in values.items():
            if len(canonical(value)) > TEXT_LIMIT + 2:
                raise BadChange(f"the value of {name[:40]} is longer than a million characters")


def _check_replaces(replaces: Sequence[ChangesetId]) -> None:
    _need(len(replaces) <= REPLACES_LIMIT, "it replaces too much")
    _need(all(map(is_hash, replaces)), "it replaces something that is no changeset")
    _need(all(map(operator.lt, replaces, replaces[1:])), "what it replaces is not in order")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= CLOCK_LIMIT


def _need(condition: bool, reason: str) -> None:
    if not condition:
        raise BadChange(reason)
