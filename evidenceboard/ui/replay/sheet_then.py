"""A sheet as it was, as a geometry of its own, made in slices from the one of now."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from evidenceboard.analysis.earlier import Earlier
from evidenceboard.model.changes import Value
from evidenceboard.model.columns import KINDS, CardRow, EdgeRow, Flags
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import RecordId, kind_of, place_id
from evidenceboard.model.sheet import look_of, to_sort
from evidenceboard.model.sizes import card_size
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.readings import Then
from evidenceboard.ui.zones_of import UNKNOWN, zones_of

AT_ONCE, FEW = 2_000, 250  # records in one step, and those of which more is asked
COUNTED = 10_000  # cards of a sheet up to which it is counted anew what is in its frames
Made = Generator[None, None, "SheetThen"]
Thing = TypeVar("Thing")


@dataclass
class SheetThen:
    """What the canvas shows of a sheet in a replay.

    Attributes:
        reading: what the cards on it say.
        zones: its frames; how far methods agreed is said once it is known how the board stood.
        absent: the rows of the cards of now that were not there, on the sheet of now.
    """

    sheet: RecordId
    reading: Then
    geometry: Geometry
    zones: tuple[Zone, ...]
    absent: Flags

    def agree(self, agreement: Mapping[RecordId, str]) -> bool:
        """So many methods agreed on the order of each set of rivals; whether the frames say something else now."""
        before = self.zones
        if self.reading.earlier:
            self.zones = zones_of(self.reading, self.sheet, agreement, counted=len(self.absent) <= COUNTED)
        return self.zones != before


def make(reading: Then, sheet: RecordId, whole: Geometry, zones: Sequence[Zone]) -> Made:
    """The sheet as it was.

    Args:
        whole: the sheet as it is; it must stay so until this is made.
        zones: its frames as they are: they show where nothing was other.
    """
    earlier = reading.earlier
    there = np.ones(len(whole.cards), np.bool_)
    besides = np.ones(len(whole.edges), np.bool_)
    for some in _parts(earlier.gone):
        there[[whole.row[record] for record in some if record in whole.row]] = False
        besides[[whole.edge_row[record] for record in some if record in whole.edge_row]] = False
        yield
    for some in _parts(earlier.off.get(sheet, ())):
        there[[whole.row[card] for card in some if card in whole.row]] = False
        yield
    shown = whole
    if not (there.all() and besides.all()) or _tells(earlier):
        shown = Geometry()
        yield from shown.taking(whole, there, besides)
        yield from _mend(reading, sheet, whole, shown)
    made = SheetThen(sheet, reading, shown, tuple(zones), ~there)
    made.agree(UNKNOWN)
    return made


def _tells(earlier: Earlier) -> bool:
    return any(kind in earlier.by_kind for kind in ("card", "place", "edge"))


def _mend(reading: Then, sheet: RecordId, whole: Geometry, shown: Geometry) -> Generator[None, None, None]:
    """Put what lay elsewhere, looked otherwise or is gone now where it was, with its links."""
    earlier = reading.earlier
    cards: dict[RecordId, None] = {}
    for some in _parts(earlier.by_kind.get("place", ())):
        lie = (earlier.other[place] for place in some)
        cards.update((str(values["card"]), None) for values in lie if values.get("sheet") == sheet)
        yield
    for some in _parts(earlier.by_kind.get("card", ())):
        cards.update((card, None) for card in some if not _looks_alike(earlier.other[card], whole, card))
        yield
    for some in _parts(cards, FEW):
        shown.place_many([row for card in some if (row := _card_row(reading, sheet, whole, card)) is not None])
        yield
    edges = set(earlier.by_kind.get("edge", ()))
    for some in _parts([card for card in cards if card not in whole.row], FEW):
        edges.update(edge for card in some for edge in reading.joined_to(card))
        yield
    yield from _link(reading, shown, edges)


def _looks_alike(values: Mapping[str, Value], whole: Geometry, card: RecordId) -> bool:
    """Whether a card is on the sheet of now and had the same look."""
    row = whole.row.get(card)
    return row is not None and look_of(_text(values.get("kind")), _text(values.get("role"))) == KINDS[whole.kind[row]]


def _link(reading: Then, shown: Geometry, edges: set[RecordId]) -> Generator[None, None, None]:
    above = edges
    while above:  # what ends on a link comes back with it
        found: set[RecordId] = set()
        for some in _parts(above, FEW):
            found.update(edge for each in some for edge in reading.joined_to(each))
            yield
        above = found - edges
        edges = edges | above
    live: list[RecordId] = []
    for some in _parts(edges, FEW):
        live += [edge for edge in some if reading.is_live(edge)]
        yield
    depth: dict[RecordId, int] = {}
    for some in _parts(sorted(live, key=lambda each: (_depth(reading, each, depth), each)), FEW):
        shown.link_many([_edge_row(reading, edge) for edge in some])
        yield


def _depth(reading: Then, edge: RecordId, known: dict[RecordId, int]) -> int:
    """0 for a link between cards, 1 for one that ends on it, and so on."""
    way, at = [], edge
    while kind_of(at) == "edge" and at not in known:
        way.append(at)
        at = reading.ends(at)[1]
    depth = known.get(at, -1)
    for each in reversed(way):
        depth += 1
        known[each] = depth
    return known[edge]


def _card_row(reading: Then, sheet: RecordId, whole: Geometry, card: RecordId) -> CardRow | None:
    """A card as it lay on the sheet; None where it did not."""
    place = place_id(sheet, card)
    if not (reading.is_there(card) and reading.is_there(place)):
        return None
    if card in reading.earlier.other or card not in whole.row:
        values = dict(reading.named("card", [card]).get(card, {}))
        look = look_of(_text(values.get("kind")), _text(values.get("role")))
    else:
        values, look = {}, KINDS[whole.kind[whole.row[card]]]
    if place not in reading.earlier.other and card in whole.row:
        row = whole.row[card]
        x, y, w, h = (float(column[row]) for column in (whole.x, whole.y, whole.w, whole.h))
        return card, look, x, y, w, h, int(whole.z[row])
    lies = reading.named("place", [place]).get(place, {})
    x, y = lies.get("pos") or to_sort(card)
    w, h = lies.get("size") or card_size(values or dict(reading.named("card", [card]).get(card, {})))
    return card, look, float(x), float(y), float(w), float(h), int(lies.get("z") or 0)


def _edge_row(reading: Then, edge: RecordId) -> EdgeRow:
    tail, head = reading.ends(edge)
    card = reading.ends(tail)[0] if kind_of(tail) == "region" else tail
    kind, strength = reading.value(edge, "kind"), reading.value(edge, "strength")
    return edge, card, head, kind == "contradict", strength == "strong"


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _parts(things: Iterable[Thing], most: int = AT_ONCE) -> Iterator[list[Thing]]:
    """Some at a time."""
    part: list[Thing] = []
    for thing in things:
        part.append(thing)
        if len(part) == most:
            yield part
            part = []
    if part:
        yield part
