"""The columns of the table: what stands in each, as words, and how it is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from evidenceboard.analysis.grades import CREDIBILITY, RELIABILITY
from evidenceboard.model import dates
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import kind_of
from evidenceboard.model.records import (
    ASSUMPTION_LEVELS,
    CERTAINTIES,
    CREDIBILITIES,
    CUSTOM,
    EDGE_KINDS,
    RELIABILITIES,
    ROLES,
    STATUSES,
    STRENGTHS,
)
from evidenceboard.ui.views.rows import Rows, Values
from evidenceboard.ui.words import field_words, visible_controls_in_lines

Said = Callable[[Rows, int, Values], str]


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        field: the field that it shows; for what is worked out a name that no field has.
        name: what stands above it.
        width: px at first.
        edit: how it is edited: "line", "words" (several lines), "date", "tags", "choice", "name" (of another
            record); "" where it cannot be.
        choices: what can be chosen, and how each is called.
        said: what a cell says, uncut.
    """

    field: str
    name: str
    width: int
    edit: str
    said: Said
    choices: Mapping[str, str] | None = None


def _text(field: str) -> Said:
    return lambda _rows, _row, values: str(values.get(field) or "")


def _date(field: str) -> Said:
    return lambda _rows, _row, values: dates.in_words(str(values.get(field) or ""))


def _kind(_rows: Rows, _row: int, values: Values) -> str:
    """What a card is in one word: the role of a statement, for its icon says that it is one."""
    role = values.get("role") if values.get("kind") == "statement" else None
    return str(role or values.get("kind") or "").capitalize()


def _status(_rows: Rows, _row: int, values: Values) -> str:
    return str(values.get("status") or "live") if values else ""


def _tags(_rows: Rows, _row: int, values: Values) -> str:
    return ", ".join(values.get("tags") or [])


def _source(field: str) -> Said:
    return lambda rows, _row, values: str(rows.named(values.get("source")).get(field) or "")


def _name(field: str) -> Said:
    return lambda rows, _row, values: called(rows, values.get(field))


def _balance(at: int) -> Said:
    def said(rows: Rows, row: int, values: Values) -> str:
        balance = rows.balance(row) if values else None
        return "" if balance is None or not balance[at] else str(balance[at])

    return said


def called(rows: Rows, record: Value) -> str:
    """The short name of a record that a row names: a card's key, else its title; a link's two ends."""
    values = rows.named(record)
    if values and kind_of(record) == "edge":
        return " → ".join(
            "a link" if kind_of(values[end]) == "edge" else called(rows, values[end]) for end in ("from", "to")
        )
    if values and kind_of(record) == "region":
        return called(rows, values["card"])
    return str(values.get("name") or values.get("key") or values.get("title") or values.get("text") or "")[:200]


def _same(words: Iterable[object]) -> dict[str, str]:
    return {str(word): str(word) for word in words}


_GRADES = {str(each): f"{each} · {CREDIBILITY[each]}" for each in CREDIBILITIES}
_LETTERS = {each: f"{each} · {RELIABILITY[each]}" for each in RELIABILITIES}

CARD = (
    Column("key", "Key", 64, "line", _text("key")),
    Column("role", "Kind", 120, "choice", _kind, _same(ROLES)),
    Column("title", "Title", 260, "line", _text("title")),
    Column("text", "Text", 260, "words", _text("text")),
    Column("original", "Original", 180, "words", _text("original")),
    Column("language", "Language", 90, "line", _text("language")),
    Column("translator", "Translator", 110, "line", _text("translator")),
    Column("quote", "Quote", 180, "", _text("quote")),
    Column("source", "Source", 150, "name", _name("source")),
    Column("outlet", "Outlet", 150, "name", _name("outlet")),
    Column("reliability", "Reliability", 80, "choice", _source("reliability"), _LETTERS),
    Column("credibility", "Credibility", 80, "choice", _text("credibility"), _GRADES),
    Column("certainty", "Certainty", 110, "choice", _text("certainty"), _same(CERTAINTIES)),
    Column("happened", "Happened", 120, "date", _date("happened")),
    Column("said", "Said", 120, "date", _date("said")),
    Column("captured", "Captured", 120, "date", _date("captured")),
    Column("status", "Status", 96, "choice", _status, _same(STATUSES)),
    Column("status_reason", "Why this status", 160, "line", _text("status_reason")),
    Column("derives_from", "Origin", 140, "name", _name("derives_from")),
    Column("tags", "Tags", 140, "tags", _tags),
    Column("assumption", "Assumption", 100, "choice", _text("assumption"), _same(ASSUMPTION_LEVELS)),
    Column("address", "Address", 200, "line", _text("address")),
    Column("shows", "Shows", 200, "words", _text("shows")),
    Column("caption", "Caption", 200, "words", _text("caption")),
    Column("=for", "For", 56, "", _balance(0)),
    Column("=against", "Against", 64, "", _balance(1)),
)
EDGE = (
    Column("key", "Key", 104, "line", _text("key")),
    Column("from", "From", 180, "", _name("from")),
    Column("kind", "Kind", 110, "choice", _text("kind"), _same(EDGE_KINDS)),
    Column("to", "To", 180, "", _name("to")),
    Column("strength", "Strength", 100, "choice", _text("strength"), _same(STRENGTHS)),
    Column("reason", "Reason", 420, "words", _text("reason")),
)
COLUMNS = {"card": CARD, "edge": EDGE}
COUNTED = ("=for", "=against")


def own_column(field: str) -> Column:
    """The column of a field that a person named."""
    assert field.startswith(CUSTOM)
    return Column(field, field_words(field), 140, "line", _text(field))


def in_one_line(text: str) -> str:
    """A cell's words as they are painted: one line, nothing hidden in them."""
    return visible_controls_in_lines(" ".join(text[:800].split()))
