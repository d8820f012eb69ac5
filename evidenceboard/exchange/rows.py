"""Rows of the tables of cards and edges: which columns there are, and what a cell must look like.

What a row says is kept as it says it: names of sources, keys of other rows. `planning` finds what they mean on a
board.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evidenceboard.errors import KnownError
from evidenceboard.exchange import Refused
from evidenceboard.exchange.captures import CaptureDraft, read_capture
from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.pages import BadCapture
from evidenceboard.exchange.photos import BadPhoto, PhotoDraft, read_photo, seen_fields
from evidenceboard.model import dates
from evidenceboard.model.changes import TEXT_LIMIT, Value, canonical
from evidenceboard.model.pictures import Photo
from evidenceboard.model.records import (
    ASSUMPTION_LEVELS,
    CARD_KINDS,
    CONFIDENCES,
    CUSTOM,
    EDGE_KINDS,
    LIKELIHOOD_SCALES,
    RELIABILITIES,
    RESTS_ON,
    ROLES,
    STATUSES,
    STRENGTHS,
    clean,
)

CARD_COLUMNS = (
    "key", "kind", "role", "title", "text", "original", "language", "source", "reliability", "credibility",
    "certainty", "happened", "said", "captured", "origin", "rivals", "status", "assumption", "tags", "base",
    "photo", "x", "y", "w", "h", "outlet", "translator", "quote", "status_reason", "photo_label", "shows", "caption",
    "caption_unseen", "address", "capture", "likelihood", "likelihood_scale", "confidence",
)  # fmt: skip
EDGE_COLUMNS = ("key", "from", "to", "kind", "strength", "weight", "reason", "rests_on", "joint")
TEXTS = (
    "title", "text", "original", "language", "certainty", "translator", "quote", "status_reason", "photo_label",
    "shows", "caption", "address", "likelihood",
)  # fmt: skip
COLUMNS = frozenset(CARD_COLUMNS + EDGE_COLUMNS)
DATES = ("happened", "said", "captured")
LONGEST_NAME = 150  # characters of a column's name


class BadCell(ValueError):
    """A cell that cannot be read; the message says why."""


@dataclass(frozen=True)
class CardRow:
    """One card as its row says.

    Attributes:
        where: file and line.
        fields: what goes into the card's fields as it stands.
        origin: key of the card it derives from, else the name of an origin.
        pos, size: None where the row does not say.
        photo, capture: None where there is none.
        loose: its source is also found by a name that differs in case, width, blanks and marks.
    """

    where: str
    key: str
    fields: Mapping[str, Value]
    source: str = ""
    reliability: str = ""
    outlet: str = ""
    origin: str = ""
    rivals: str = ""
    pos: tuple[float, float] | None = None
    size: tuple[float | None, float | None] = (None, None)
    photo: Photo | None = None
    capture: Photo | None = None
    loose: bool = False


@dataclass(frozen=True)
class EdgeRow:
    """One edge as its row says; ``tail`` and ``head`` are keys."""

    where: str
    key: str
    tail: str
    head: str
    fields: Mapping[str, Value]


@dataclass
class Tables:
    """What was read of some tables.

    Attributes:
        cards, edges: the rows, as they came.
        refused: what could not be read.
        unread: keys of rows that were refused, so that nothing else is mistaken for them.
    """

    cards: list[CardRow] = field(default_factory=list)
    edges: list[EdgeRow] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


@dataclass
class Columns:
    """The columns of one table: where each known one stands, and which fields the others become."""

    known: dict[str, int] = field(default_factory=dict)
    custom: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet) -> Columns:
        """Sort the header; columns that make no sense are listed and left out."""
        names = {name.strip().casefold() for name in sheet.header}
        expected = EDGE_COLUMNS if {"from", "to"} <= names else CARD_COLUMNS
        columns = cls()
        for place, name in enumerate(sheet.header):
            plain = name.strip().casefold()
            custom = name if name.startswith(CUSTOM) else CUSTOM + name.strip()
            if plain in expected and plain not in columns.known:
                columns.known[plain] = place
            elif not plain and not any(cells[place].strip() for _, cells in sheet.rows):
                continue
            elif plain in expected or custom in columns.custom:
                sheet.refuse(1, f"the column “{name[:60]}” stands there twice: the first counts")
            elif custom == CUSTOM or len(custom) > LONGEST_NAME:
                sheet.refuse(1, "a column has no name" if custom == CUSTOM else "a column's name is too long")
            else:
                columns.custom[custom] = place
        return columns

    @property
    def of_edges(self) -> bool:
        return {"from", "to"} <= self.known.keys()

    @property
    def of_cards(self) -> bool:
        return not self.of_edges and bool(self.known.keys() & {"key", "kind", "title", "text", "photo"})


class Row:
    """The cells of one row, by column."""

    def __init__(self, sheet: Sheet, columns: Columns, line: int, cells: list[str]) -> None:
        self.where = f"{sheet.name} line {line}"
        self._folder = sheet.folder
        self._columns = columns
        self._cells = cells

    def text(self, name: str) -> str:
        """A cell as it stands; empty where the column is not there."""
        place = self._columns.known.get(name)
        return "" if place is None else self._cells[place]

    def key(self, name: str = "key") -> str:
        return self.text(name).strip()

    def choice(self, name: str, choices: tuple[str, ...], fold: Callable[[str], str] = str.lower) -> str:
        value = fold(self.text(name).strip())
        if value and value not in choices:
            raise BadCell(f"{name} “{value[:40]}” is none of {', '.join(choices)}")
        return value

    def number(self, name: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        text = self.text(name).strip()
        if not text:
            return None
        if not re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?", text):
            raise BadCell(f"{name} “{text[:40]}” is no number")
        value = float(text.replace(",", "."))
        if not math.isfinite(value) or not low <= value <= high:
            raise BadCell(f"{name} is not between {low:g} and {high:g}" if high < math.inf else f"{name} is too large")
        return value

    def texts(self, *names: str) -> dict[str, Value]:
        """These columns as fields, and all that are not known as fields of the person's own."""
        values = {name: self.text(name) for name in names}
        values |= {name: self._cells[place] for name, place in self._columns.custom.items()}
        for name, text in values.items():
            if len(text) * 6 > TEXT_LIMIT and len(canonical(text)) > TEXT_LIMIT:
                raise BadCell(f"the {name} is longer than {TEXT_LIMIT:,} characters")
        return {name: text for name, text in values.items() if text}

    def photo(self) -> PhotoDraft | None:
        """The photo beside the table.

        Raises:
            BadPhoto: it lies elsewhere, or is none.
        """
        path = self._beside("photo", BadPhoto)
        return read_photo(path) if path else None

    def capture(self) -> CaptureDraft | None:
        """The capture of a web page beside the table.

        Raises:
            BadCapture: it lies elsewhere, or is none.
        """
        path = self._beside("capture", BadCapture)
        return read_capture(path) if path else None

    def _beside(self, column: str, trouble: type[KnownError]) -> Path | None:
        """The path of a file that lies in the table's folder or below."""
        name = self.text(column).strip()
        if not name:
            return None
        try:
            path = Path(self._folder, name.replace("\\", "/")).resolve()
            beside = path.is_relative_to(self._folder.resolve())
        except (OSError, ValueError, RuntimeError):
            raise trouble("its path has a wrong form") from None
        if not beside:
            raise trouble("it does not lie in the table's folder")
        return path


def read_card(row: Row, refuse: Callable[[str], None]) -> CardRow:
    """A row of the table of cards; a photo that cannot be read is refused by itself.

    Raises:
        BadCell: the row cannot be read.
    """
    photo = None
    try:
        photo = row.photo()
    except BadPhoto as problem:
        refuse(f"the photo is left out: {problem.title}")
    capture = None
    try:
        capture = row.capture()
    except BadCapture as problem:
        refuse(f"the capture is left out: {problem.title}")
    kind = row.choice("kind", CARD_KINDS) or ("photo" if row.text("photo").strip() else "statement")
    source, reliability = row.text("source"), row.choice("reliability", RELIABILITIES, str.upper)
    if reliability and not source:
        raise BadCell("it has a reliability, but no source")
    role = row.choice("role", ROLES) or (("reported" if source else "claim") if kind == "statement" else "")
    fields = row.texts(*TEXTS, *DATES)
    fields |= {name: dates.parse(fields[name]) or fields[name] for name in DATES if name in fields}
    chosen = {
        "key": row.key(),
        "role": role,
        "status": row.choice("status", STATUSES),
        "assumption": row.choice("assumption", ASSUMPTION_LEVELS),
        "likelihood_scale": row.choice("likelihood_scale", LIKELIHOOD_SCALES, str),
        "confidence": row.choice("confidence", CONFIDENCES),
        "caption_unseen": row.choice("caption_unseen", ("yes", "no")) == "yes",
        "tags": [tag.strip() for tag in row.text("tags").split(";") if tag.strip()],
        "file_name": photo.name if photo else capture.name if capture else "",
        "capture": capture.photo.sha256 if capture else "",
        "photo": photo.photo.sha256 if photo else "",
        **(seen_fields(photo) if photo else {}),
    }
    fields |= {name: value for name, value in chosen.items() if value}
    credibility, base = row.number("credibility", 1, 6), row.number("base", 0, 1)
    if credibility is not None:
        if credibility != int(credibility):
            raise BadCell("credibility is one of 1 to 6")
        fields["credibility"] = int(credibility)
    if base is not None:
        fields["base"] = base
    pos = row.number("x"), row.number("y")
    if None not in pos and clean("place", "pos", [*pos]) is None:
        refuse("its place is left out: it lies too far out")
        pos = None, None
    x, y = pos
    return CardRow(
        where=row.where,
        key=row.key(),
        fields={"kind": kind, **fields},
        source=source,
        reliability=reliability,
        outlet=row.text("outlet"),
        origin=row.text("origin"),
        rivals=row.text("rivals"),
        pos=(x, y) if x is not None and y is not None else None,
        size=(row.number("w"), row.number("h")),
        photo=photo.photo if photo else None,
        capture=capture.photo if capture else None,
    )


def read_edge(row: Row, _refuse: Callable[[str], None]) -> EdgeRow:
    """A row of the table of edges.

    Raises:
        BadCell: the row cannot be read.
    """
    tail, head = row.key("from"), row.key("to")
    if not tail or not head:
        raise BadCell(f"it does not say where the link {'begins' if not tail else 'ends'}")
    kind = row.choice("kind", EDGE_KINDS)
    if not kind:
        raise BadCell("it does not say whether it supports or contradicts")
    fields: dict[str, Value] = {"kind": kind, "strength": row.choice("strength", STRENGTHS) or "normal"}
    weight = row.number("weight", 0, 1)
    if weight is not None:
        fields["weight"] = weight
    if row.key():
        fields["key"] = row.key()
    if rests_on := row.choice("rests_on", RESTS_ON):
        fields["rests_on"] = rests_on
    return EdgeRow(row.where, row.key(), tail, head, {**fields, **row.texts("reason", "joint")})
