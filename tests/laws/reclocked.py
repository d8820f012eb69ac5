"""The same history as if everybody's clock had stood otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import ChangesetId


def reclocked(written: Sequence[Changeset], random: Random) -> tuple[list[Changeset], dict[ChangesetId, ChangesetId]]:
    """The changesets with clocks drawn at random, and the new id of each old one.

    Args:
        written: in the order they were made, so that what one names stands before it.
    """
    names: dict[ChangesetId, ChangesetId] = {}
    told = []
    for whole in written:
        other = replace(
            whole,
            clock=(random.randrange(5), random.randrange(5)),
            prev=names[whole.prev] if whole.prev else None,
            reverts=names[whole.reverts] if whole.reverts else None,
            changes=tuple(
                replace(change, replaces=tuple(sorted(names[seen] for seen in change.replaces)))
                for change in whole.changes
            ),
        )
        names[whole.id] = other.id
        told.append(other)
    return told, names
