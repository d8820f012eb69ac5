"""Cells on the clipboard: as text with tabs, which every spreadsheet reads and writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from evidenceboard.exchange.cells import Cell, guard, unguard


def as_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Cells as text, numbers as numbers; a text that a spreadsheet could take for a formula is guarded.

    >>> as_text([["E1", "two\\nlines"], ["=1+1", -1]])
    'E1\\t"two\\nlines"\\n\\'=1+1\\t-1\\n'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def from_text(text: str) -> list[list[str]]:
    """The cells of a copied text, rows of any length. Quotation marks that are never closed stand for themselves.

    >>> from_text('a\\tb\\r\\n"c\\nd"\\t\\'=1\\r\\n')
    [['a', 'b'], ['c\\nd', '=1']]
    >>> from_text('"a\\nb')
    [['"a'], ['b']]
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.split("\n")]
    return [[unguard(cell) for cell in row] or [""] for row in rows]
