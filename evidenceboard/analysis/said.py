"""What a board's reasoning has to be asked, read in one go: warnings, and the ledger of contradictions."""

from __future__ import annotations

from typing import NamedTuple

from evidenceboard.analysis.facts import Records, facts_of
from evidenceboard.analysis.graph import build
from evidenceboard.analysis.guards import Warning, warnings_of
from evidenceboard.analysis.ledger import Candidate, Entry, candidates_of, entries


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
    facts, pairs = facts_of(records), entries(records)
    graph = build(facts)
    return Said(tuple(warnings_of(records, facts, graph)), tuple(pairs), tuple(candidates_of(graph, pairs)))
