"""What a person can do to a board: each command works out an `Action`; only a `Document` carries it out.

A command reads the board and says what to write; it changes nothing. Labels hold no evidence: they stand in
the history that travels with the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Value
from evidenceboard.model.ids import BOARD, RecordId, edge_id, kind_of, mint, place_id
from evidenceboard.model.records import CARD_KINDS, EDGE_KINDS, FAR, problem
from evidenceboard.model.sizes import card_size

Edits: TypeAlias = dict[RecordId, dict[str, Value]]
Point: TypeAlias = tuple[float, float]

FITTED = frozenset(
    {"title", "text", "caption", "source", "said", "happened", "credibility", "role", "kind"}
)  # sizes follow these
NAMES = {"photo": "photo", "statement": "statement", "hypothesis": "hypothesis"}


@dataclass(frozen=True)
class Action:
    """What one gesture writes.

    Attributes:
        label: what it does, for the history and the undo button: "Move 3 cards".
        edits: record → field → value.
        made: the records it makes, those first that should be selected afterwards.
    """

    label: str
    edits: Edits = field(default_factory=dict)
    made: tuple[RecordId, ...] = ()


def add_card(
    sheet: RecordId,
    kind: str,
    pos: Point,
    fields: Mapping[str, Value] | None = None,
    size: Point | None = None,
    z: int = 0,
) -> Action:
    """A new card and its place. ``pos`` is its top left corner; without ``size`` it fits its text."""
    if kind not in CARD_KINDS:
        raise BadChange(f"a card is a photo, a statement or a hypothesis, not “{kind}”")
    values: dict[str, Value] = {"removed": False, "kind": kind}
    if kind == "statement":
        values["role"] = "reported" if (fields or {}).get("source") else "claim"
    values |= {name: value for name, value in (fields or {}).items() if value is not None}
    card = mint("card")
    place = _place(sheet, card, pos, size or card_size(values), z)
    return Action(f"New {NAMES[kind]}", {card: values, **place}, (card,))


def put_on_sheet(sheet: RecordId, cards: Mapping[RecordId, tuple[float, float, float, float]]) -> Action:
    """Places for cards that are on the board already: x, y, width, height of each."""
    edits: Edits = {}
    for card, (x, y, w, h) in cards.items():
        edits |= _place(sheet, card, (x, y), (w, h), 0)
    return Action(f"Put {_count(len(cards), 'card')} on the sheet", edits, tuple(cards))


def move_cards(sheet: RecordId, positions: Mapping[RecordId, Point]) -> Action:
    """New positions (top left corners) of cards on a sheet."""
    edits: Edits = {place_id(sheet, card): {"pos": _xy(pos)} for card, pos in positions.items()}
    return Action(f"Move {_count(len(positions), 'card')}", edits)


def resize_cards(sheet: RecordId, rects: Mapping[RecordId, tuple[float, float, float, float]]) -> Action:
    """New rectangles (x, y, width, height) of cards on a sheet."""
    edits: Edits = {
        place_id(sheet, card): {"pos": _xy((x, y)), "size": _xy((w, h))} for card, (x, y, w, h) in rects.items()
    }
    return Action(f"Resize {_count(len(rects), 'card')}", edits)


def fit_card(board: Board, sheet: RecordId, card: RecordId, new: Mapping[str, Value]) -> Action:
    """The size a card needs for new field values: what fitted its words before still fits them, and a person's
    own larger size stays. Empty where nothing changes or the card is not on the sheet."""
    place = place_id(sheet, card)
    size = board.value(place, "size")
    if size is None or not FITTED & new.keys():
        return Action("Fit the card")
    values = board.record(card).shown_values()
    width, height = size
    fitted = abs(card_size(values, width)[1] - height) < 1
    needed = card_size({**values, **new}, width)[1]
    wanted = needed if fitted else max(height, needed)
    return Action("Fit the card", {} if wanted == height else {place: {"size": [width, wanted]}})


def fitted(board: Board, sheet: RecordId, action: Action) -> Action:
    """The action, and the size that its cards need for their new words."""
    cards = {record: values for record, values in action.edits.items() if kind_of(record) == "card"}
    board.load([*cards, *(place_id(sheet, card) for card in cards)])
    return together(action.label, [action, *(fit_card(board, sheet, card, new) for card, new in cards.items())])


def raise_cards(sheet: RecordId, cards: Iterable[RecordId], z: int) -> Action:
    """Bring cards to the front."""
    return Action("Bring to front", {place_id(sheet, card): {"z": z} for card in cards})


def set_pinned(sheet: RecordId, cards: Iterable[RecordId], pinned: bool) -> Action:
    """Pin cards to their places on a sheet, or let them go; what arranges cards leaves pinned ones where they are."""
    edits: Edits = {place_id(sheet, card): {"pinned": pinned} for card in cards}
    return Action(f"{'Pin' if pinned else 'Unpin'} {_count(len(edits), 'card')}", edits)


def set_records(records: Iterable[RecordId], label: str, **values: Value) -> Action:
    """The same values for several records: the colour of cards, for one; None takes a value away."""
    return Action(label, {record: dict(values) for record in records})


def retag(tags: Mapping[RecordId, Sequence[str]], before: Sequence[str], after: Sequence[str]) -> Action:
    """Change the tags that cards have in common; what each has besides stays as it is.

    Args:
        tags: of each card.
        before: those that all of them have.
        after: those that all of them shall have instead.
    """
    edits: Edits = {}
    for card, old in tags.items():
        kept = [tag for tag in old if tag in after or tag not in before]
        new = kept + [tag for tag in after if tag not in kept]
        if new != list(old):
            edits[card] = {"tags": new or None}
    return Action(f"Change tags of {_count(len(edits), 'card')}", edits)


def link(
    board: Board,
    tails: Sequence[RecordId],
    head: RecordId,
    kind: str = "support",
    strength: str = "normal",
    reason: str = "",
) -> Action:
    """Edges from one or many cards or regions to a card, or to an edge: an undercut.

    A link that was removed comes back, with the undercuts that hang on it; one that is there gets the new kind.

    Raises:
        BadChange: an end is missing, a card would join itself, or an edge would be supported.
    """
    if kind not in EDGE_KINDS:
        raise BadChange(f"an edge supports or contradicts, not “{kind}”")
    if kind_of(head) == "edge" and kind != "contradict":
        raise BadChange("only a contradicting edge can end on an edge: it undercuts it")
    edits: Edits = {}
    revived = 0
    for tail in tails:
        _check_ends(board, tail, head)
        edge = edge_id(tail, head)
        known = board.value(edge, "to") is not None
        revived += known and board.record(edge).gone
        values: dict[str, Value] = {"removed": False, "kind": kind, "strength": strength}
        if not known:
            values |= {"from": tail, "to": head}
        if reason:
            values["reason"] = reason
        edits[edge] = values
    word = "Undercut" if kind_of(head) == "edge" else "Link" if kind == "support" else "Contradict"
    label = f"{word} ({_count(len(tails), 'link')})" if len(tails) > 1 else word
    return Action(label + (" again" if revived else ""), edits, tuple(edits))


def set_edges(edges: Iterable[RecordId], **values: Value) -> Action:
    """Kind, strength, weight or reason of edges, or what of a photo they rest on."""
    edits: Edits = {edge: dict(values) for edge in edges}
    words = {"rests_on": "ground", "reason": "reason", "strength": "strength"}
    what = next((word for name, word in words.items() if name in values), "kind")
    return Action(f"Change the {what} of {_count(len(edits), 'link')}", edits)


def set_fields(record: RecordId, values: Mapping[str, Value], label: str = "") -> Action:
    """New values of a record's fields; None takes a value away.

    Raises:
        BadChange: a value has a wrong form for its field.
    """
    for name, value in values.items():
        reason = problem(kind_of(record), name, value)
        if reason:
            raise BadChange(reason)
    what = ", ".join("a field of its own" if name.startswith("custom:") else name for name in values)
    return Action(label or f"Change {what.replace('_', ' ')}"[:200], {record: dict(values)})


def add_record(kind: str, values: Mapping[str, Value], label: str = "") -> Action:
    """A new source, origin, rival set, sheet, region, frame or stop."""
    record = mint(kind)
    return Action(label or f"New {kind}", {record: {"removed": False, **values}}, (record,))


def remove(board: Board, records: Iterable[RecordId]) -> Action:
    """Take cards, edges or other records off the board. Their links go with them, and come back with them."""
    records = list(dict.fromkeys(records))
    cards = sum(kind_of(record) == "card" for record in records)
    edges = sum(kind_of(record) == "edge" for record in records)
    words = [_count(n, name) for n, name in ((cards, "card"), (edges, "link")) if n]
    name = {"region": "part"}.get(kind_of(records[0]), kind_of(records[0])) if records else ""
    words = words or [_count(len(records), name)] if records else []
    edits: Edits = {record: {"removed": True} for record in records if not board.index.is_gone(record)}
    return Action(f"Delete {' and '.join(words)}", edits)


def take_off_sheet(sheet: RecordId, cards: Iterable[RecordId]) -> Action:
    """Remove the places of cards on one sheet; the cards stay on the board."""
    cards = list(cards)
    edits: Edits = {place_id(sheet, card): {"removed": True} for card in cards}
    return Action(f"Take {_count(len(cards), 'card')} off this sheet", edits)


def decide(record: RecordId, field_name: str, value: Value) -> Action:
    """A person's choice between conflicting values: one more changeset, which replaces them all."""
    what = "a field of its own" if field_name.startswith("custom:") else field_name.replace("_", " ")
    return Action(f"Decide {what}", {record: {field_name: value}})


def keep(record: RecordId) -> Action:
    """Keep a record that somebody removed and somebody else changed."""
    return Action("Keep what was removed", {record: {"removed": False}})


def set_board(**values: Value) -> Action:
    """Title, question or handling mark of the board."""
    return Action("Change the board's " + ", ".join(values), {BOARD: dict(values)})


def together(label: str, actions: Iterable[Action]) -> Action:
    """Several actions as one step of the history. Later values win where two write the same field."""
    edits: Edits = {}
    made: list[RecordId] = []
    for action in actions:
        for record, values in action.edits.items():
            edits[record] = {**edits.get(record, {}), **values}
        made.extend(action.made)
    return Action(label, edits, tuple(made))


def _place(sheet: RecordId, card: RecordId, pos: Point, size: Point, z: int) -> Edits:
    values = {"removed": False, "sheet": sheet, "card": card, "pos": _xy(pos), "size": _xy(size), "z": z}
    return {place_id(sheet, card): values}


def _check_ends(board: Board, tail: RecordId, head: RecordId) -> None:
    if tail == head or (kind_of(tail) == "region" and board.value(tail, "card") == head):
        raise BadChange("a card cannot be linked to itself")
    if kind_of(tail) not in ("card", "region") or kind_of(head) not in ("card", "edge"):
        raise BadChange("a link goes from a card to a card or to another link")
    for end in (tail, head):
        if not board.is_live(end):
            raise BadChange("one end of the link is not on the board any more")


def _xy(pair: Point) -> list[float]:
    """As it is kept. Nothing is placed so far out that it could not be read as a place: a hand can wander for long."""
    return [round(min(max(float(part), -FAR), FAR), 2) for part in pair]


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
