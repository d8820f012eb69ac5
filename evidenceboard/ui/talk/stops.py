"""The stops of a talk, read from a document."""

from __future__ import annotations

from dataclasses import dataclass

from evidenceboard.document import Document
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId

EDGE = 24.0  # scene units around what a stop shows, where it names no rectangle


@dataclass(frozen=True)
class Stop:
    """Where the talk rests for a while.

    Attributes:
        name: what it is about; may be empty.
        sheet: the arrangement that is shown.
        view: the part of the sheet to look at; None for all of it.
        shows: the cards that are spoken of, the others are dimmed; None for all cards.
        note: what to say.
    """

    name: str
    sheet: RecordId
    view: Box | None = None
    shows: frozenset[RecordId] | None = None
    note: str = ""


def stops_of(document: Document) -> list[Stop]:
    """The stops in their order; one with the whole board where there are none."""
    found = [
        (values.get("order") or 0.0, record, _stop(document, values)) for record, values in document.records("stop")
    ]
    if not found:
        return [Stop("", document.first_sheet)]
    return [stop for *_, stop in sorted(found, key=lambda each: each[:2])]


def _stop(document: Document, values: dict[str, object]) -> Stop:
    sheet, view, shows = values.get("sheet"), values.get("view"), values.get("shows")
    if not isinstance(sheet, str) or not document.board.is_live(sheet):
        sheet = document.first_sheet
    geometry = document.geometry(sheet)
    cards = [card for card in shows if card in geometry.row] if isinstance(shows, list) else []
    box = _box(view) if isinstance(view, list) else None
    if box is None and cards:
        around = geometry.bounds_of(cards)
        box = around.grown(EDGE) if around else None
    return Stop(str(values.get("name") or ""), sheet, box, frozenset(cards) or None, str(values.get("note") or ""))


def _box(view: list[float]) -> Box | None:
    x, y, w, h = view
    return Box(x, y, x + w, y + h) if w > 0 and h > 0 else None
