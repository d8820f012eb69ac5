"""What the import of a stranger's table would bring, as it is told before it happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evidenceboard.exchange import Refused
from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.mapping import Mapping, mapped
from evidenceboard.exchange.names import loosely
from evidenceboard.exchange.rows import Tables
from evidenceboard.exchange.tables import take_in

MOST = 1_000  # rows that are looked at
MOST_CELLS = 100_000  # of them


@dataclass(frozen=True)
class Preview:
    """What would come in.

    Attributes:
        rows: how many were looked at.
        cards: how many of them can be read.
        refused: the others, by line, and what is left out of those that are read.
        known, new: names of sources that are on the board, and that are not.
    """

    rows: int
    cards: int
    refused: list[Refused]
    known: list[str]
    new: list[str]


def preview(sheet: Sheet, mapping: Mapping, sources: Iterable[str]) -> Preview:
    """Look at the first rows of a table.

    Args:
        sources: names of those on the board.
    """
    rows = max(1, min(MOST, MOST_CELLS // max(1, len(sheet.header))))
    first = replace(sheet, rows=sheet.rows[:rows], refused=list(sheet.refused))
    tables = Tables()
    if mapping.makes_cards:
        take_in(mapped(first, mapping), tables)
    there = {loosely(name) for name in sources}
    named: dict[str, str] = {}
    for card in tables.cards:
        for name in (card.source, card.outlet):
            if name.strip():
                named.setdefault(loosely(name), name.strip())
    known = [name for folded, name in named.items() if folded in there]
    new = [name for folded, name in named.items() if folded not in there]
    return Preview(len(first.rows), len(tables.cards), tables.refused, known, new)
