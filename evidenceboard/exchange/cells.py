"""Cells of a CSV or TSV table, as text: reading any that are about in UTF-8, writing ones that harm no spreadsheet.

A cell that a spreadsheet could take for a formula gets one `'` in front when it is written, and loses one when it is
read, so that every text comes back exactly as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from evidenceboard.exchange import Refused
from evidenceboard.model.changes import TEXT_LIMIT

LARGEST_TABLE = 256 * 1024 * 1024  # bytes
MOST_COLUMNS = 1_000
FORMULA = re.compile(r"'*(?:[\s\ufeff\u200b\u2060]*[=+\-@|%＝＋－＠｜]|[\t\r\n])")
END = "\ue000end of the table\ue000"  # a row of our own after the last: an open quotation mark would swallow it

Cell = str | int | float | None


@dataclass
class Sheet:
    """A table as it was read.

    Attributes:
        name: of its file.
        folder: where that lies.
        header: the names of the columns.
        rows: (line number, cells), as many cells as columns.
        refused: lines that are none.
    """

    name: str
    folder: Path
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, line: int, reason: str) -> None:
        self.refused.append(Refused(f"{self.name} line {line}", reason))


def guard(text: str) -> str:
    """A text as it stands in a cell.

    >>> guard("=1+1"), guard("'=1+1"), guard("plain")
    ("'=1+1", "''=1+1", 'plain')
    """
    return "'" + text if FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """The text of a cell: what `guard` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def read_sheet(path: Path, names: Iterable[str]) -> Sheet:
    """Read a table.

    Args:
        names: columns that are known: they tell the delimiter.

    Returns:
        What could be read; `refused` names the lines that could not, and why. No error is raised for a file.
    """
    sheet = Sheet(path.name, path.parent)
    text = text_of_file(path, sheet)
    if text is not None:
        parse_sheet(sheet, text, names)
    return sheet


def text_of_file(path: Path, sheet: Sheet) -> str | None:
    """The text of a table's file; None where there is none to read, which its sheet then says."""
    try:
        return _text(path)
    except OSError as problem:
        sheet.refused.append(Refused(path.name, problem.strerror or "it cannot be read"))
    except ValueError as problem:
        sheet.refused.append(Refused(path.name, str(problem)))
    return None


def parse_sheet(sheet: Sheet, text: str, names: Iterable[str], delimiter: str = "") -> None:
    """Fill a sheet from its text. What parts the cells is told by the known names, unless it is given."""
    lines = _rows(text, delimiter or _delimiter(text, frozenset(names)), sheet)
    _line, header = next(lines, (1, []))
    reason = unreadable(header, len(header))
    if len(header) > MOST_COLUMNS:
        reason = f"it has {len(header):,} columns; {MOST_COLUMNS:,} are the most"
    if reason:
        sheet.refuse(1, reason)
        return
    sheet.header = [unguard(cell) for cell in header]
    for line, cells in lines:
        if reason := unreadable(cells, len(header)):
            sheet.refuse(line, reason)
        elif any(cell.strip() for cell in cells):
            cells += [""] * (len(header) - len(cells))
            sheet.rows.append((line, [unguard(cell) for cell in cells[: len(header)]]))


def write_sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as bytes: UTF-8 with BOM, so that spreadsheets know it; texts quoted, numbers bare."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([guard(name) for name in header])
    for row in rows:
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _text(path: Path) -> str:
    """The file's text; a byte that is no UTF-8 becomes a lone surrogate, so that only its row is refused."""
    if path.exists() and not path.is_file():
        raise ValueError("it is no file")
    if path.stat().st_size > LARGEST_TABLE:
        raise ValueError("it is larger than 256 MB")
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is not in UTF-8: save it again as “CSV UTF-8”")
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def _delimiter(text: str, names: frozenset[str]) -> str:
    """What parts the cells: what makes the most known names of the first line, else the most names."""
    first = text[:100_000].lstrip("\r\n").splitlines()[:1] or [""]

    def known(delimiter: str) -> tuple[int, int]:
        cells = first[0].split(delimiter)
        return sum(name.strip(" \"'").casefold() in names for name in cells), len(cells)

    return max((",", "\t", ";"), key=known)


def _rows(text: str, delimiter: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins."""
    csv.field_size_limit(LARGEST_TABLE)
    lines = chain(io.StringIO(text, newline=""), [END])
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    held: tuple[int, list[str]] | None = None
    begins = 1
    for cells in reader:
        if cells == [END]:
            break
        if held:
            yield held
        held = (begins, cells) if cells else None
        begins = reader.line_num + 1
    else:
        if held:
            sheet.refuse(held[0], "a quotation mark is opened here and never closed: the rest was not read")
        return
    if held:
        yield held


def unreadable(cells: Sequence[str], columns: int) -> str | None:
    """Why the cells of a row cannot be taken in; None where they can."""
    if any("\0" in cell for cell in cells):
        return "it holds a NUL: this is no text"
    if any(not cell.isascii() and any("\ud800" <= sign <= "\udfff" for sign in cell) for cell in cells):
        return "it is not in UTF-8"
    if any(cell.strip() for cell in cells[columns:]):
        return f"it has {len(cells)} cells, the header has {columns}"
    longest = max(map(len, cells), default=0)
    return f"a text is longer than {TEXT_LIMIT:,} characters" if longest > TEXT_LIMIT else None
