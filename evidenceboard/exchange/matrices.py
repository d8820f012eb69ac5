"""The matrix of competing hypotheses as a table: cells for a spreadsheet, and a page that every browser shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from evidenceboard.analysis.ach import CELLS
from evidenceboard.analysis.ach_scoring import SCHEMES
from evidenceboard.analysis.ach_table import Table
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.exchange.cells import Cell, write_sheet
from evidenceboard.model.ids import RecordId

PLACES = 4  # of a number
THROUGH = {1: "for, through claims", -1: "against, through claims"}
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
STYLE = """
body { font: 13px/18px system-ui, "Noto Sans", "Noto Sans KR", sans-serif; color: #1d2126; margin: 24px; }
h1 { font-size: 18px; } p { color: #5f656d; } table { border-collapse: separate; border-spacing: 4px; }
th { font-weight: 600; text-align: left; vertical-align: top; max-width: 18em; padding: 4px 8px; }
th small, td small { display: block; font-weight: 400; color: #5f656d; }
th.origin { background: #f0eee9; border-radius: 4px; }
td { text-align: center; padding: 6px 8px; border-radius: 6px; min-width: 3em; border: 1px solid transparent; }
td.for { background: #ddf0ee; color: #08655f; font-weight: 600; }
td.against { background: repeating-linear-gradient(135deg, #fbe7df 0 6px, #f3cbbb 6px 7px); color: #a8370f;
  font-weight: 600; }
td.none { border-color: #ded9d2; color: #5f656d; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.decides { font-weight: 700; }
td.nothing { border: 1px dashed #8a857b; color: #5f656d; }
@media print { body { margin: 0; } td, th { break-inside: avoid; print-color-adjust: exact; } }
"""


class Label(NamedTuple):
    """What is said of a hypothesis or an item."""

    key: str
    title: str
    source: str = ""
    grade: str = ""

    def __str__(self) -> str:
        return f"{self.key} {self.title}".strip()


@dataclass(frozen=True)
class MatrixPage:
    """A matrix in words.

    Attributes:
        title: the question, or the name of the set.
        told: how it is to be read.
        labels: of every row and column.
        origins: names of what items come from.
        transposed: hypotheses stand in columns.
    """

    table: Table
    title: str
    told: str
    labels: Mapping[RecordId, Label] = field(repr=False)
    origins: Mapping[RecordId, str] = field(repr=False)
    transposed: bool = False


def letters(table: Table, row: int, column: int) -> str:
    """A cell as letters, and in words what bears only through claims: "N (for, through claims)"."""
    matrix = table.matrix
    through = 0 if matrix.rated[row, column] else int(matrix.through[row, column])
    said = CELLS[int(matrix.cells[row, column])]
    return f"{said} ({THROUGH[through]})" if through else said


def cells(page: MatrixPage) -> list[list[Cell]]:
    """The whole matrix with its numbers: rivals, then what is known of the items."""
    table, labels = page.table, page.labels
    matrix = table.matrix
    items = [labels[item] for item in matrix.columns]
    blank: list[Cell] = [""] * (len(table.scores) + 1)
    rows: list[list[Cell]] = [["", *map(str, items), *(score.name for score in table.scores), "standing"]]
    for row, rival in enumerate(matrix.rows):
        known = table.standings[row]
        said: list[Cell] = [letters(table, row, column) for column in range(len(items))]
        scores: list[Cell] = [_number(score.values[row]) for score in table.scores]
        rows.append([str(labels[rival]), *said, *scores, known.word if known else ""])
    rows.append(["diagnosticity, all", *map(_number, table.power), *blank])
    if table.power_leading is not None:
        rows.append(["diagnosticity, the two leaders", *map(_number, table.power_leading), *blank])
    rows.append(["origin", *(page.origins[origin] for origin in matrix.origins), *blank])
    rows.append(["source", *(item.source for item in items), *blank])
    rows.append(["grade", *(item.grade for item in items), *blank])
    return [list(line) for line in zip(*rows, strict=True)] if page.transposed else rows


def matrix_csv(page: MatrixPage) -> bytes:
    """The matrix as a CSV table that does nothing when it is opened."""
    first, *rest = cells(page)
    return write_sheet([str(cell) for cell in first], rest)


def matrix_html(page: MatrixPage) -> bytes:
    """The matrix as a page by itself: no script, nothing loaded."""
    body = _turned(page) if page.transposed else _upright(page)
    counted = "counted like a normal link" if page.table.wish.through else "not counted"
    scheme = SCHEMES[page.table.wish.scheme]
    notes = f"Scored as {scheme.title}: {scheme.hint}. What bears only through claims is {counted}."
    made = [
        "<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{escape(page.title)}</title>", f"<style>{STYLE}</style>", "</head>", "<body>",
        f"<h1>{escape(page.title)}</h1>", f"<p>{escape(page.told)}</p>", "<table>", *body, "</table>",
        f"<p>{escape(notes)}</p>", *_meanings(page.table), "</body>", "</html>", "",
    ]  # fmt: skip
    return "\n".join(made).encode("utf-8", "replace")


def _meanings(table: Table) -> list[str]:
    """What each number means and what it does not, below the table."""
    powers = ("diagnosticity", "diagnosticity of leaders")[: len(_powers(table))]
    keys = dict.fromkeys((*SCHEMES[table.wish.scheme].means, *powers, "standing"))
    said = [MEANINGS[key] for key in keys]
    return [f"<p><b>{escape(each.title)}.</b> {escape(each.says)} {escape(each.not_says)}</p>" for each in said]


def _upright(page: MatrixPage) -> list[str]:
    table, matrix = page.table, page.table.matrix
    lines = []
    if table.groups:
        spans = "".join(_origin(page, group.origin, group.count) for group in table.groups)
        lines.append(f"<tr><th></th>{spans}</tr>")
    scores = "".join(f"<th>{escape(score.name)}</th>" for score in table.scores)
    lines.append(f"<tr><th></th>{''.join(_head(page, item) for item in matrix.columns)}{scores}<th>standing</th></tr>")
    for row, rival in enumerate(matrix.rows):
        said = "".join(_cell(table, row, column) for column in range(len(matrix.columns)))
        lines.append(f"<tr>{_head(page, rival)}{said}{_numbers(table, row)}</tr>")
    for name, values in _powers(table):
        lines.append(f"<tr><th>{escape(name)}</th>{''.join(map(_power, values))}</tr>")
    return lines


def _turned(page: MatrixPage) -> list[str]:
    table, matrix = page.table, page.table.matrix
    powers = _powers(table)
    names = "".join(f"<th>{escape(name)}</th>" for name, _values in powers)
    lines = [f"<tr><th></th>{''.join(_head(page, rival) for rival in matrix.rows)}{names}</tr>"]
    begins = {group.first: group for group in table.groups}
    for column, item in enumerate(matrix.columns):
        if column in begins:
            lines.append(f"<tr>{_origin(page, begins[column].origin, len(matrix.rows) + 1)}</tr>")
        said = "".join(_cell(table, row, column) for row in range(len(matrix.rows)))
        lines.append(f"<tr>{_head(page, item)}{said}{''.join(_power(values[column]) for _name, values in powers)}</tr>")
    for at, score in enumerate(table.scores):
        last = at == len(table.scores) - 1
        lines.append(f"<tr><th>{escape(score.name)}</th>{''.join(_score(value, last) for value in score.values)}</tr>")
    words = "".join(f"<td>{escape(known.word if known else '')}</td>" for known in table.standings)
    return [*lines, f"<tr><th>standing</th>{words}</tr>"]


def _origin(page: MatrixPage, origin: RecordId, count: int) -> str:
    return f'<th class="origin" colspan="{count}">{escape(page.origins[origin])}</th>'


def _head(page: MatrixPage, card: RecordId) -> str:
    label = page.labels[card]
    more = " · ".join(part for part in (label.source, label.grade) if part)
    small = f"<small>{escape(more)}</small>" if more else ""
    return f"<th>{escape(label.key)}<small>{escape(label.title)}</small>{small}</th>"


def _cell(table: Table, row: int, column: int) -> str:
    value, said = int(table.matrix.cells[row, column]), letters(table, row, column)
    kind = "for" if value > 0 else "against" if value < 0 else "none"
    first, _, more = said.partition(" ")
    small = f"<small>{escape(more.strip('()'))}</small>" if more else ""
    return f'<td class="{kind}">{first}{small}</td>'


def _numbers(table: Table, row: int) -> str:
    known, last = table.standings[row], len(table.scores) - 1
    scores = "".join(_score(score.values[row], at == last) for at, score in enumerate(table.scores))
    return f"{scores}<td>{escape(known.word if known else '')}</td>"


def _score(value: float, decides: bool) -> str:
    return f'<td class="number{" decides" if decides else ""}">{_said(value)}</td>'


def _power(value: float) -> str:
    nothing = '<td class="nothing">0<small>separates nothing</small></td>'
    return f'<td class="number">{_said(value)}</td>' if value else nothing


def _powers(table: Table) -> Sequence[tuple[str, tuple[float, ...]]]:
    found = [("diagnosticity, all", table.power)]
    return found if table.power_leading is None else [*found, ("the two leaders", table.power_leading)]


def _number(value: float) -> Cell:
    short = round(value, PLACES)
    return int(short) if short.is_integer() else short


def _said(value: float) -> str:
    words = f"{abs(value):.2f}" if round(value, 2) % 1 else f"{abs(value):.0f}"
    return f"−{words}" if value < 0 and float(words) else words
