"""One statement into several claims, each with the words it was taken from, and back again.

"Hamas used the weapons, but there is no cooperation" is two claims: evidence for one is none for the other. The
statement stays as it was said; each part is a claim of its own that derives from it, so that all of them go back to
one origin. See `commands` for what an `Action` is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Value
from evidenceboard.model.commands import Action, Edits, Point, add_card, together
from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.model.ids import RecordId, edge_id
from evidenceboard.model.sizes import WIDTH, card_size

# What a part keeps of its statement.
KEPT = (
    "source", "outlet", "credibility", "certainty", "happened", "said", "captured", "status", "status_reason", "tags",
)  # fmt: skip
MOST = 40  # parts of one statement
GAP, FAR = 24.0, 40.0  # scene units between two parts, and between them and what lies there
RINGS = 12  # distances at which a free place is looked for

# Where one claim ends: a line, a sentence, a semicolon, a comma before "but" and the like.
_ENDS = re.compile(
    r"\s*\n+\s*|(?<=[.!?…])[\"”’)]?\s+(?=[^a-z])|(?<=[。！？])\s*|\s*[;；]\s*"
    r"|,\s+(?=(?:but|and|yet|while|whereas|although|though)\s)",
)
_LEADING = re.compile(r"^(?:but|and|yet)\s+", re.IGNORECASE)
_SHORT = re.compile(r"(?:^|[\s(.])(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|St|No|vs|e\.g|i\.e)\.$")


def words_of(values: Mapping[str, Value]) -> str:
    """All that a statement says: its title and its text."""
    return "\n".join(str(values[field]).strip() for field in ("title", "text") if values.get(field))


def parts_of(words: str) -> list[str]:
    """The claims that a text seems to make: its sentences and clauses, in their order, as they stand there."""
    parts: list[str] = []
    start = 0
    for end in _ENDS.finditer(words):
        before = words[start : end.start()]
        if "\n" in end.group() or not _SHORT.search(before):
            parts.append(before)
            start = end.end()
    parts.append(words[start:])
    return [cleaned for part in parts if (cleaned := _LEADING.sub("", part.strip()))]


def split(
    board: Board, geometry: Geometry, sheet: RecordId, statement: RecordId, parts: Sequence[str], z: int = 0
) -> Action:
    """Make each of these texts a claim beside the statement; the statement and its links stay as they are.

    Args:
        geometry: the columns of the sheet, to find room.
        parts: first line the title, the rest the text.

    Raises:
        BadChange: it is no statement, or there is nothing to make.
    """
    values = board.record(statement).shown_values()
    if not board.is_live(statement) or values.get("kind") != "statement":
        raise BadChange("only a statement can be split into claims")
    texts = [text for part in parts if (text := part.strip())]
    if not texts or len(texts) > MOST:
        raise BadChange(f"a statement is split into 1 to {MOST} claims, not into {len(texts)}")
    fields = [_fields(statement, values, text) for text in texts]
    sizes = [card_size({"kind": "statement", **each}) for each in fields]
    places = _room(geometry, statement, sizes)
    made = [add_card(sheet, "statement", at, each, z=z) for at, each in zip(places, fields, strict=True)]
    label = f"Split a statement into {len(made)} claims" if len(made) > 1 else "Make a claim of a part"
    return together(label, made)


def _fields(statement: RecordId, values: Mapping[str, Value], words: str) -> dict[str, Value]:
    title, _, text = words.partition("\n")
    kept = {field: values[field] for field in KEPT if field in values}
    part: dict[str, Value] = {"role": "claim", "title": title.strip(), **kept}
    if text.strip():
        part["text"] = text.strip()
    return {**part, "derives_from": statement, "split_from": statement, "quote": words_of(values)}


def rejoin(
    board: Board, parts: Iterable[RecordId], naming: Mapping[RecordId, Mapping[str, RecordId]] | None = None
) -> Action:
    """Take parts off again: their links go to their statement, where it has no such link yet.

    Args:
        naming: cards that derive from one of the parts, or are parts of it, with the fields that say so.

    Raises:
        BadChange: one of them is no part, or its statement is not there any more.
    """
    to: dict[RecordId, RecordId] = {}
    for part in sorted(set(parts)):
        statement = board.value(part, "split_from")
        if not board.is_live(part) or not statement:
            raise BadChange("this is no claim that was split from a statement")
        if not board.is_live(statement):
            raise BadChange("the statement it was split from is not on the board any more")
        to[part] = statement
    to = {part: _last(part, to) for part in to}
    edits: Edits = {part: {"removed": True} for part in to}
    _move_links(board, to, edits)
    for card, fields in (naming or {}).items():
        if card not in to:
            edits[card] = {
                field: None if to.get(end, end) == card else to.get(end, end) for field, end in fields.items()
            }
    return Action(f"Rejoin {len(to)} claim{'s' * (len(to) != 1)}", edits, tuple(dict.fromkeys(to.values())))


def _last(part: RecordId, to: Mapping[RecordId, RecordId]) -> RecordId:
    """Where a part of a part goes, if both are rejoined."""
    seen = {part}
    while (part := to[part]) in to:
        if part in seen:
            raise BadChange("these claims were split from one another in a circle")
        seen.add(part)
    return part


def _move_links(board: Board, to: Mapping[RecordId, RecordId], edits: Edits) -> None:
    """The links of the parts, and what undercuts them, drawn anew at the statements."""
    ends: dict[RecordId, RecordId] = dict(to)  # and each link that moves → what it becomes
    for edge in _heads_first(board, _hanging(board, to)):
        values = board.record(edge).shown_values()
        tail, head = (str(ends.get(values[end], values[end])) for end in ("from", "to"))
        edits[edge] = {"removed": True}
        if tail == head or not head:
            ends[edge] = ""  # it would join a statement with itself; what undercuts it goes with it
            continue
        ends[edge] = new = edge_id(tail, head)
        if not board.is_live(new) and new not in edits:
            edits[new] = {**_drawn(board, new, values, tail, head), "removed": False}


def _hanging(board: Board, parts: Iterable[RecordId]) -> set[RecordId]:
    """The links of these cards, and all that ends on those."""
    found: set[RecordId] = set()
    waiting = list(parts)
    while waiting:
        new = [edge for edge in board.edges_of(waiting.pop()) if edge not in found]
        found.update(new)
        waiting += new
    return found


def _heads_first(board: Board, edges: set[RecordId]) -> list[RecordId]:
    """These links, each after the one that it ends on."""
    order: list[RecordId] = []
    waiting = sorted(edges)
    while waiting:
        left = set(waiting)
        ready = [edge for edge in waiting if board.value(edge, "to") not in left]
        order += ready
        waiting = sorted(left.difference(ready))
    return order


def _drawn(
    board: Board, edge: RecordId, values: Mapping[str, Value], tail: RecordId, head: RecordId
) -> dict[str, Value]:
    """What is written of a link; its ends only where it was never there before."""
    given = {field: value for field, value in values.items() if field not in ("from", "to")}
    before = board.record(edge).shown_values()
    if "to" not in before:
        return {**given, "from": tail, "to": head}
    return {field: given.get(field) for field in {**before, **given} if field not in ("from", "to")}


def _room(geometry: Geometry, statement: RecordId, sizes: Sequence[Point]) -> list[Point]:
    """Where the parts go: a row below the statement, a column right or left of it, or a row above, where nothing
    lies; the nearest of these."""
    if statement not in geometry.row:
        whole = geometry.bounds()
        return _in_row(whole.left, whole.bottom + FAR, sizes) if whole else _in_row(0.0, 0.0, sizes)
    left, top, right, bottom = geometry.box_of(geometry.row[statement])
    wide = sum(width for width, _ in sizes) + GAP * (len(sizes) - 1)
    high = sum(height for _, height in sizes) + GAP * (len(sizes) - 1)
    tallest = max(height for _, height in sizes)
    for ring in range(RINGS):
        away = FAR + ring * 2 * FAR
        offered = (
            _in_column(right + away, top, sizes),
            _in_row(left, bottom + away, sizes),
            _in_column(left - away - WIDTH, top, sizes),
            _in_row(left, top - away - tallest, sizes),
        )
        shapes = ((WIDTH, high), (wide, tallest), (WIDTH, high), (wide, tallest))
        for places, (w, h) in zip(offered, shapes, strict=True):
            x, y = places[0]
            if not len(geometry.cards_in(Box(x - GAP / 2, y - GAP / 2, x + w + GAP / 2, y + h + GAP / 2))):
                return places
    return _in_row(left, bottom + FAR, sizes)


def _in_row(x: float, y: float, sizes: Sequence[Point]) -> list[Point]:
    places = []
    for width, _ in sizes:
        places.append((round(x), round(y)))
        x += width + GAP
    return [(float(left), float(top)) for left, top in places]


def _in_column(x: float, y: float, sizes: Sequence[Point]) -> list[Point]:
    places = []
    for _, height in sizes:
        places.append((round(x), round(y)))
        y += height + GAP
    return [(float(left), float(top)) for left, top in places]
