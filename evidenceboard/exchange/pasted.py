"""A table that was copied in a spreadsheet: text with tabs, with or without the names of its columns."""

from __future__ import annotations

from pathlib import Path

from evidenceboard.exchange.cells import Sheet, parse_sheet
from evidenceboard.exchange.rows import CARD_COLUMNS, COLUMNS, EDGE_COLUMNS, CardRow, Columns, Tables
from evidenceboard.exchange.tables import take_in

NAME = "Pasted table"
LONGEST = 5_000_000  # characters; what is longer is imported from a file
NAMED = 2  # known columns that make a first line a header


def pasted_table(text: str) -> Tables | None:
    """Read a table off the clipboard; None where the text is none.

    A table has tabs, as many in each row, or a header with known names between commas or semicolons. Without a
    header each row is a statement: its first cell the title, the others its text. A column of photos is left out:
    what is pasted never says which file is read.
    """
    if len(text) > LONGEST:
        return None
    sheet = Sheet(NAME, Path())
    header = (text.lstrip("\r\n").splitlines() or [""])[0]
    if _is_header(header):
        parse_sheet(sheet, text, COLUMNS)
        return _with_header(sheet)
    if "\t" not in header or not header.split("\t")[0].strip():
        return None
    parse_sheet(sheet, text, COLUMNS, delimiter="\t")
    rows = [(1, sheet.header), *sheet.rows]
    return None if sheet.refused or not _is_even(text, rows) else _without_header(rows)


def _is_header(line: str) -> bool:
    """Whether a line names columns of cards or of links, and more of them than not."""
    for delimiter in ("\t", ",", ";"):
        names = [name.strip(" \"'").casefold() for name in line.split(delimiter)]
        for columns in (CARD_COLUMNS, EDGE_COLUMNS):
            known = sum(name in columns for name in names)
            if known >= NAMED and 2 * known >= len(names):
                return True
    return False


def _is_even(text: str, rows: list[tuple[int, list[str]]]) -> bool:
    """Whether every row has as many cells: prose in which a tab happens to stand has not."""
    width = len(rows[0][1])
    return width > 1 and ('"' in text or all(line.count("\t") == width - 1 for line in text.splitlines() if line))


def _with_header(sheet: Sheet) -> Tables:
    tables = Tables()
    columns = Columns.of(sheet)
    if (photo := columns.known.get("photo")) is not None:
        for _, cells in sheet.rows:
            cells[photo] = ""
    sheet.refused.clear()  # what is amiss in the header is told by `take_in`
    take_in(sheet, tables)
    return tables


def _without_header(rows: list[tuple[int, list[str]]]) -> Tables:
    cards = []
    for line, cells in rows:
        title, *rest = (" ".join(cell.split()) if place == 0 else cell.strip() for place, cell in enumerate(cells))
        fields = {"kind": "statement", "role": "reported", "title": title, "text": "\n".join(filter(None, rest))}
        kept = {name: value for name, value in fields.items() if value}
        cards.append(CardRow(where=f"{NAME} line {line}", key="", fields=kept))
    return Tables(cards=cards)
