"""Tables of cards and edges: read from CSV or TSV, put on a board, and written again.

Reading and writing are the two ends of one thing: what `write_tables` writes, `read_tables` and `plan_import` bring
into another board with the same counts and the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from evidenceboard.exchange import Lost, Refused
from evidenceboard.exchange.cells import Sheet, read_sheet
from evidenceboard.exchange.planning import Plan, plan_import
from evidenceboard.exchange.rows import (
    COLUMNS,
    BadCell,
    CardRow,
    Columns,
    EdgeRow,
    Row,
    Tables,
    read_card,
    read_edge,
)
from evidenceboard.exchange.writing import Written, export_tables, write_tables
from evidenceboard.progress import Progress, report

__all__ = [
    "CardRow",
    "EdgeRow",
    "Lost",
    "Plan",
    "Refused",
    "Tables",
    "Written",
    "export_tables",
    "plan_import",
    "read_tables",
    "write_tables",
]

EVERY = 500  # rows between two reports of progress


def read_tables(paths: Iterable[Path], progress: Progress | None = None) -> Tables:
    """Read tables; which is which is told by their headers. Nothing that is wrong in them is fatal.

    Args:
        progress: called with rows read and rows to read of the table at hand; what it answers stops it if False.

    Raises:
        Stopped: `progress` said so.
    """
    tables = Tables()
    for path in paths:
        sheet = read_sheet(path, COLUMNS)
        take_in(sheet, tables, progress)
        tables.refused += sheet.refused
    return tables


def take_in(sheet: Sheet, tables: Tables, progress: Progress | None = None) -> None:
    """Add the rows of one table to what was read of others."""
    columns = Columns.of(sheet)
    if not columns.of_cards and not columns.of_edges:
        if not sheet.refused:
            reason = "its first line names no columns of cards (key, kind, title …) or of edges (from, to, kind …)"
            sheet.refused.append(Refused(sheet.name, reason))
        return
    for done, (line, cells) in enumerate(sheet.rows):
        if done % EVERY == 0:
            report(progress, done, len(sheet.rows))
        row = Row(sheet, columns, line, cells)
        refuse = _refusing(sheet, line)
        try:
            if columns.of_edges:
                tables.edges.append(read_edge(row, refuse))
            else:
                tables.cards.append(read_card(row, refuse))
        except BadCell as problem:
            refuse(str(problem))
            tables.unread.add(row.key())


def _refusing(sheet: Sheet, line: int) -> Callable[[str], None]:
    return lambda reason: sheet.refuse(line, reason)
