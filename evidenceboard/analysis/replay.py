"""Replay: how a board would have stood on an earlier day, by when things were said or captured.

A card counts from the first day that its date allows; where the day is open to the past, it was always there, and so
was what has no date. What is not there yet takes its links along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from evidenceboard.analysis.facts import Records
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.standing import Standing, assess
from evidenceboard.model.changes import Value
from evidenceboard.model.dates import bounds
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress, report

CLOCKS = ("said", "captured", "happened")


@dataclass(frozen=True)
class Day:
    """The board on one day.

    Attributes:
        day: None for the time before the first dated card.
        new: cards that came on this day.
        graph: the board then; what is not there yet gives nothing and is no rival.
        standing: how it stood.
    """

    day: date | None
    new: tuple[RecordId, ...]
    graph: Graph
    standing: Standing


def first_days(records: Records, clock: str = "said") -> dict[RecordId, date]:
    """From which day each card counts; a card without such a date, or one open to the past, is not named.

    Args:
        clock: "said", "captured" or "happened".
    """
    found = {}
    for card, values in records("card"):
        first = first_day(values.get(clock))
        if first is not None:
            found[card] = first
    return found


def first_day(stored: Value) -> date | None:
    """The first day that a date allows; None where it is open to the past, cannot be read, or is none."""
    known = bounds(stored) if isinstance(stored, str) else None
    return known.first.date() if known is not None and known.first is not None else None


def as_of(graph: Graph, days: dict[RecordId, date], day: date | None) -> Graph:
    """The graph without what came later than a day; None is before all days."""
    later = {card for card, first in days.items() if day is None or first > day}
    there = np.array([card not in later for card in graph.cards], np.float64)
    rivals = tuple(tuple(row for row in rivals if there[row]) for rivals in graph.rivals)
    return replace(graph, gives=graph.gives * there, rivals=rivals)


def live_edges(graph: Graph) -> tuple[RecordId, ...]:
    """The links that count: whose giver is there, and whose target, too."""
    head = np.where(graph.head < len(graph.cards), graph.head, graph.tail)
    there = (graph.carried() > 0) & (graph.gives[head] > 0)
    return tuple(graph.edges[at] for at in np.flatnonzero(there))


def replay(
    graph: Graph,
    days: dict[RecordId, date],
    count: str = "origin",
    only: Sequence[date] | None = None,
    progress: Progress | None = None,
) -> Iterator[Day]:
    """The board before the first day and on each day on which a card came, one after the other.

    Args:
        only: these days instead.

    Raises:
        Stopped: a person stopped it.
    """
    known = {card: day for card, day in days.items() if card in graph.row}
    moments: list[date | None] = [None, *(sorted(set(known.values())) if only is None else sorted(only))]
    before: date | None = None
    for at, day in enumerate(moments):
        report(progress, at, len(moments))
        new = (
            ()
            if day is None
            else tuple(sorted(c for c, d in known.items() if d <= day and (before is None or d > before)))
        )
        then = as_of(graph, known, day)
        yield Day(day, new, then, assess(then, count))
        before = day
