"""Tables as lines of JSON: an object each, its names the columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evidenceboard.exchange.cells import MOST_COLUMNS, Sheet, text_of_file, unreadable

ENDINGS = (".jsonl", ".ndjson")


def are_lines(path: Path) -> bool:
    """Whether a file holds lines of JSON: by its ending, or because it begins as an object does."""
    if path.suffix.lower() in ENDINGS or not path.is_file():
        return path.suffix.lower() in ENDINGS
    try:
        with path.open("rb") as file:
            return file.read(16).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"')
    except OSError:
        return False


def read_lines(path: Path) -> Sheet:
    """Read a table; no error is raised for a file, what cannot be read of it is listed."""
    sheet = Sheet(path.name, path.parent)
    text = text_of_file(path, sheet)
    if text is not None:
        parse_lines(sheet, text)
    return sheet


def parse_lines(sheet: Sheet, text: str) -> None:
    """Fill a sheet from lines of JSON. Its columns are all names that there are, in the order in which they come."""
    found: list[tuple[int, dict[str, str]]] = []
    columns: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            cells = _cells(line)
        except (ValueError, RecursionError):
            sheet.refuse(number, "it is no object of JSON")
            continue
        new = cells.keys() - columns.keys()
        if len(columns) + len(new) > MOST_COLUMNS:
            sheet.refuse(number, f"with it the table has more than {MOST_COLUMNS:,} columns")
        elif reason := unreadable([*cells, *cells.values()], 2 * len(cells)):
            sheet.refuse(number, reason)
        else:
            columns |= dict.fromkeys(cells)
            found.append((number, cells))
    sheet.header = [*columns]
    sheet.rows = [(number, [cells.get(name, "") for name in sheet.header]) for number, cells in found]


def _cells(line: str) -> dict[str, str]:
    """What an object says, as text.

    Raises:
        ValueError: it is none.
        RecursionError: it is too deep.
    """
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return {name: _text(value) for name, value in found.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)
