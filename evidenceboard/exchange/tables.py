"""Tables of cards and edges: read from CSV, TSV or lines of JSON, put on a board, and written again.

Reading and writing are the two ends of one thing: what `write_tables` writes, `read_tables` and `plan_import` bring
into another board with the same counts and the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from evidenceboard.exchange import Lost, Refused, json_lines
from evidenceboard.exchange.cells import Sheet, read_sheet
from evidenceboard.exchange.guessing import BY_NAME, guess
from evidenceboard.exchange.json_lines import read_lines
from evidenceboard.exchange.mapping import Mapping, is_ours, mapped
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
NAMES = COLUMNS | BY_NAME.keys()


def read_tables(paths: Iterable[Path], progress: Progress | None = None, sources: Iterable[str] = ()) -> Tables:
    """Read tables; which is which is told by their headers. Nothing that is wrong in them is fatal.

    What the columns of a stranger's table mean is guessed.

    Args:
        progress: called with rows read and rows to read of the table at hand; what it answers stops it if False.
        sources: names of those on the board.

    Raises:
        Stopped: `progress` said so.
    """
    tables, known = Tables(), frozenset(sources)
    for path in paths:
        sheet = sheet_of(path)
        if not speaks_our_words(sheet) and (mapping := guess(sheet, known, by_values=False)).makes_cards:
            take_in(mapped(sheet, mapping, progress), tables, progress, loose=True)
        else:
            take_in(sheet, tables, progress)
    return tables


def read_sheets(paths: Iterable[Path], progress: Progress | None = None) -> tuple[Tables, list[Sheet]]:
    """Read tables; those whose columns are none of ours are handed back as they stand, for somebody to say what they
    are.

    Raises:
        Stopped: `progress` said so.
    """
    read, strange = Tables(), []
    for path in paths:
        sheet = sheet_of(path)
        if is_ours(sheet.header) or not sheet.rows:
            take_in(sheet, read, progress)
        else:
            strange.append(sheet)
    return read, strange


def read_mapped(sheet: Sheet, mapping: Mapping, progress: Progress | None = None) -> Tables:
    """Read a table whose columns are what somebody said.

    Raises:
        Stopped: `progress` said so.
    """
    read = Tables()
    take_in(mapped(sheet, mapping, progress), read, progress, loose=True)
    return read


def sheet_of(path: Path) -> Sheet:
    """The cells of a table as they stand in its file."""
    return read_lines(path) if json_lines.are_lines(path) else read_sheet(path, NAMES)


def speaks_our_words(sheet: Sheet) -> bool:
    """Whether the header names cards or links as the tables do that are written here. Lines of JSON have no header
    that somebody wrote for us: there all names must be ours."""
    if sheet.name.lower().endswith(json_lines.ENDINGS):
        return is_ours(sheet.header)
    names = {name.strip().casefold() for name in sheet.header}
    return {"from", "to"} <= names or bool(names & {"key", "kind", "title", "text", "photo"})


def take_in(sheet: Sheet, tables: Tables, progress: Progress | None = None, loose: bool = False) -> None:
    """Add the rows of one table to what was read of others, and what it refused.

    Args:
        loose: its sources are found by names that nearly fit.
    """
    _take_rows(sheet, tables, progress, loose)
    tables.refused += sheet.refused


def _take_rows(sheet: Sheet, tables: Tables, progress: Progress | None, loose: bool) -> None:
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
                card = read_card(row, refuse)
                tables.cards.append(replace(card, loose=True) if loose else card)
        except BadCell as problem:
            refuse(str(problem))
            tables.unread.add(row.key())


def _refusing(sheet: Sheet, line: int) -> Callable[[str], None]:
    return lambda reason: sheet.refuse(line, reason)
