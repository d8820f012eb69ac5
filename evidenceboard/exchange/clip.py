"""Copy and paste: cards with all that belongs to them, as one piece of JSON; and as text for other programs.

A clipboard can hold anything: what is pasted goes through the same checks as a file that is not ours.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from evidenceboard.errors import KnownError
from evidenceboard.exchange.pasting import MOST_RECORDS, Clip, paste
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, Point
from evidenceboard.model.ids import RecordId, is_hash, kind_of, place_id
from evidenceboard.model.pictures import LARGEST, Photo, capture_ending, ending
from evidenceboard.model.records import clean
from evidenceboard.model.sizes import card_size

MIME = "application/x-evidenceboard+json"
VERSION = 1
LARGEST_CLIP = 512 * 1024 * 1024  # bytes

_KINDS = ("card", "edge", "region", "source", "origin", "rivals")


def to_clip(board: Board, sheet: RecordId, cards: Iterable[RecordId], photo: Callable[[str], bytes | None]) -> bytes:
    """These cards, the links among them, their sources, origins, rivals and photos, as bytes for the clipboard.

    Args:
        photo: the bytes of a photo by its SHA-256.

    Raises:
        KnownError: it is too much for a clipboard.
    """
    clip = gather(board, sheet, cards)
    names = {name for values in clip.records["card"].values() for name in _bytes_of(values)}
    photos: dict[str, str] = {}
    room = LARGEST_CLIP
    for name in sorted(names):
        data = photo(name) or b""
        room -= len(data) * 4 // 3
        if room < 0:
            raise KnownError("These cards hold too many photos for the clipboard", "Copy fewer at a time.")
        if data:
            photos[name] = base64.b64encode(data).decode()
    said = {"version": VERSION, **clip.records, "places": clip.places, "ends": clip.ends, "photos": photos}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def from_clip(data: bytes, board: Board, sheet: RecordId, at: Point) -> tuple[Action, list[Photo]]:
    """What pasting does: new cards around a point, one undo step, and the photos to be committed with it.

    Raises:
        KnownError: the clipboard holds no cards, or too many.
    """
    said = _parse(data)
    clip = Clip(
        records={kind: _records(said.get(kind), kind) for kind in _KINDS},
        places=_places(said.get("places")),
        ends=_ends(said.get("ends")),
    )
    if not clip.records["card"]:
        raise KnownError("There are no cards on the clipboard", "Copy cards of a board first.")
    photos = _photos(said.get("photos"))
    for values in clip.records["card"].values():
        for field in ("photo", "capture"):
            if field in values and str(values[field]) not in photos:
                del values[field]
    moved = _centred(clip, at)
    used = {name for values in clip.records["card"].values() for name in _bytes_of(values)}
    count = len(clip.records["card"])
    action = paste(clip, board, sheet, moved, f"Paste {count} card{'s' if count != 1 else ''}")
    return action, [found for name, found in photos.items() if name in used]


def _bytes_of(values: Mapping[str, Value]) -> list[str]:
    """The SHA-256 of what a card keeps in the board beside its words: its photo, its capture of a page."""
    return [str(values[field]) for field in ("photo", "capture") if values.get(field)]


def duplicate(board: Board, sheet: RecordId, cards: Sequence[RecordId], offset: Point) -> Action:
    """The same cards once more beside themselves, with the links among them; one undo step."""
    clip = gather(board, sheet, cards)
    count = len(clip.records["card"])
    return paste(clip, board, sheet, offset, f"Duplicate {count} card{'s' if count != 1 else ''}")


def as_text(board: Board, cards: Iterable[RecordId]) -> str:
    """Cards as plain text: a paragraph for each, with who says it."""
    return "\n\n".join(filter(None, (_paragraph(board, card) for card in cards)))


def gather(board: Board, sheet: RecordId, cards: Iterable[RecordId]) -> Clip:
    """These cards and all that belongs to them."""
    chosen = [card for card in dict.fromkeys(cards) if kind_of(card) == "card" and board.is_live(card)]
    board.load([*chosen, *(place_id(sheet, card) for card in chosen)])
    hanging = sorted({each for card in chosen for each in board.index.hanging_on(card) if board.is_live(each)})
    board.load(hanging)
    within = set(chosen) | {each for each in hanging if kind_of(each) == "region"}
    edges: dict[RecordId, dict[str, Value]] = {}
    for edge in sorted((each for each in hanging if kind_of(each) == "edge"), key=lambda each: _depth(board, each)):
        values = board.record(edge).shown_values()
        if values["from"] in within and (values["to"] in within or values["to"] in edges):
            edges[edge] = values
    records: dict[str, dict[RecordId, dict[str, Value]]] = {kind: {} for kind in _KINDS}
    records["edge"] = edges
    for record in (*chosen, *sorted(within - set(chosen))):
        records[kind_of(record)][record] = board.record(record).shown_values()
    ends: dict[RecordId, RecordId] = {}
    for card, values in records["card"].items():
        origin = values.get("derives_from")
        named = [values.get("source"), values.get("outlet"), values.get("rivals"), origin]
        if origin and kind_of(origin) == "card" and origin not in within and (end := _end_of_chain(board, origin)):
            named.append(end)
            ends[card] = end
        for each in named:
            if each and kind_of(each) != "card" and board.is_live(each):
                records[kind_of(each)][each] = board.record(each).shown_values()
    return Clip(records, {card: _place(board, sheet, card) for card in chosen}, ends)


def _end_of_chain(board: Board, card: RecordId) -> RecordId | None:
    """The origin that a card derives from in the end; None where it is a card, or the chain is a circle."""
    seen: set[RecordId] = set()
    at: RecordId | None = card
    while at and kind_of(at) == "card" and at not in seen:
        seen.add(at)
        at = board.value(at, "derives_from")
    return at if at and kind_of(at) == "origin" else None


def _place(board: Board, sheet: RecordId, card: RecordId) -> list[float]:
    place = board.record(place_id(sheet, card))
    values = board.record(card).shown_values()
    return [*(place.shown("pos") or (0.0, 0.0)), *(place.shown("size") or card_size(values))]


def _depth(board: Board, edge: RecordId) -> tuple[int, RecordId]:
    depth, end = 0, edge
    while kind_of(end) == "edge":
        depth, end = depth + 1, board.index.ends(end)[1]
    return depth, edge


def _centred(clip: Clip, at: Point) -> Point:
    """How far the clip must move for its middle to lie at a point."""
    places = [clip.places.get(card, [0.0, 0.0, *card_size(values)]) for card, values in clip.records["card"].items()]
    left, top = min(place[0] for place in places), min(place[1] for place in places)
    right, bottom = max(x + w for x, _, w, _ in places), max(y + h for _, y, _, h in places)
    return at[0] - (left + right) / 2, at[1] - (top + bottom) / 2


def _paragraph(board: Board, card: RecordId) -> str:
    values = board.record(card).shown_values()
    source = board.value(values["source"], "name") if values.get("source") else None
    lines = [values.get("title"), values.get("text"), values.get("original")]
    said = ", ".join(str(part) for part in (source, values.get("said")) if part)
    return "\n".join(str(line) for line in (*lines, f"({said})" if said else None) if line)


# What a stranger put on the clipboard


def _parse(data: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(data.decode()) if len(data) <= LARGEST_CLIP * 2 else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("version") != VERSION:
        raise KnownError("The clipboard holds nothing that this program can paste", "Copy the cards again.")
    return said


def _records(said: object, kind: str) -> dict[RecordId, dict[str, Value]]:
    if not isinstance(said, dict):
        return {}
    if len(said) > MOST_RECORDS:
        raise KnownError("The clipboard holds too much to be pasted at once", f"At most {MOST_RECORDS:,} cards.")
    return {name: dict(values) for name, values in said.items() if isinstance(values, dict) and kind_of(name) == kind}


def _places(said: object) -> dict[RecordId, list[float]]:
    if not isinstance(said, dict):
        return {}
    return {
        card: [*clean("place", "pos", place[:2]), *clean("place", "size", place[2:])]
        for card, place in said.items()
        if isinstance(place, list) and clean("place", "pos", place[:2]) and clean("place", "size", place[2:])
    }


def _ends(said: object) -> dict[RecordId, RecordId]:
    if not isinstance(said, dict):
        return {}
    return {card: origin for card, origin in said.items() if isinstance(origin, str)}


def _photos(said: object) -> dict[str, Photo]:
    """The photos and captures that are what their names say."""
    found: dict[str, Photo] = {}
    for name, text in said.items() if isinstance(said, dict) else ():
        if not is_hash(name) or not isinstance(text, str) or len(text) > LARGEST * 4 // 3 + 4:
            continue
        try:
            photo = Photo(base64.b64decode(text, validate=True))
        except (ValueError, binascii.Error):
            continue
        if photo.sha256 == name and (ending(photo.data) or capture_ending(photo.data)):
            found[name] = photo
    return found
