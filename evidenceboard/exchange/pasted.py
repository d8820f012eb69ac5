"""A table that was copied in a spreadsheet: text with tabs, with or without the names of its columns."""

from __future__ import annotations

from pathlib import Path

from evidenceboard.exchange.cells import Sheet, parse_sheet
from evidenceboard.exchange.rows import CARD_COLUMNS, EDGE_COLUMNS, Tables
from evidenceboard.exchange.tables import NAMES, take_in

NAME = "Pasted table"
LONGEST = 5_000_000  # characters; what is longer is imported from a file
NAMED = 2  # known columns that make a first line a header


def pasted_sheet(text: str) -> Sheet | None:
    """Read a table off the clipboard; None where the text is none.

    A table has tabs, as many in each row, or a header with known names between commas or semicolons. Its first row
    stands as the header, whether it names the columns or not.
    """
    if len(text) > LONGEST:
        return None
    sheet = Sheet(NAME, Path())
    header = (text.lstrip("\r\n").splitlines() or [""])[0]
    if _is_header(header):
        parse_sheet(sheet, text, NAMES)
        return sheet
    if "\t" not in header or not header.split("\t")[0].strip():
        return None
    parse_sheet(sheet, text, NAMES, delimiter="\t")
    return None if sheet.refused or not _is_even(text, sheet) else sheet


def take_pasted(sheet: Sheet) -> Tables:
    """The rows of a pasted table whose columns are named as ours. A column of photos is left out: what is pasted
    never says which file is read."""
    for place, name in enumerate(sheet.header):
        if name.strip().casefold() in ("photo", "capture"):
            for _, cells in sheet.rows:
                cells[place] = ""
    tables = Tables()
    take_in(sheet, tables)
    return tables


def _is_header(line: str) -> bool:
    """Whether a line names columns of cards or of links, and more of them than not."""
    for delimiter in ("\t", ",", ";"):
        names = [name.strip(" \"'").casefold() for name in line.split(delimiter)]
        for columns in (CARD_COLUMNS, EDGE_COLUMNS):
            known = sum(name in columns for name in names)
            if known >= NAMED and 2 * known >= len(names):
                return True
    return False


def _is_even(text: str, sheet: Sheet) -> bool:
    """Whether every row has as many cells: prose in which a tab happens to stand has not."""
    width = len(sheet.header)
    return width > 1 and ('"' in text or all(line.count("\t") == width - 1 for line in text.splitlines() if line))
