"""What a board's reasoning has to be asked, read in one go: warnings, and the ledger of contradictions."""

from __future__ import annotations

from typing import NamedTuple

from evidenceboard.analysis.facts import Records
from evidenceboard.analysis.guards import Warning, warnings
from evidenceboard.analysis.ledger import Candidate, Entry, candidates, entries


class Said(NamedTuple):
    """What was read.

    Attributes:
        proposed: pairs that oppose each other and are not in the ledger.
    """

    warnings: tuple[Warning, ...] = ()
    pairs: tuple[Entry, ...] = ()
    proposed: tuple[Candidate, ...] = ()


def said_of(records: Records) -> Said:
    """Read it from the live records of a board."""
    return Said(tuple(warnings(records)), tuple(entries(records)), tuple(candidates(records)))
