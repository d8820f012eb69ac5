"""Puts copied cards on a board: new cards, the links among them, and what they speak of found by name or made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evidenceboard.exchange.names import KINDS, Names
from evidenceboard.model.board import Board, Record
from evidenceboard.model.changes import TEXT_LIMIT, BadChange, Value, canonical
from evidenceboard.model.commands import Action, Edits, Point, put_on_sheet
from evidenceboard.model.ids import RecordId, edge_id, kind_of, mint
from evidenceboard.model.records import CUSTOM, FIELDS, clean
from evidenceboard.model.sizes import card_size

MOST_RECORDS = 20_000  # of one kind in one clip
CHUNK = 500  # records in one read of the log
PASSES = 8  # how deep links may end on links
REFERENCES = frozenset({"source", "outlet", "derives_from", "split_from", "rivals", "card", "from", "to"})
NAMED = (("source", "source"), ("outlet", "source"), ("rivals", "rivals"))  # field and kind


@dataclass(frozen=True)
class Clip:
    """Copied cards and what belongs to them, under the ids that they had.

    Attributes:
        records: kind → record → values.
        places: card → x, y, width, height.
        ends: card → the origin at the end of its chain, where it derives from a card that was not copied.
    """

    records: Mapping[str, dict[RecordId, dict[str, Value]]]
    places: Mapping[RecordId, list[float]] = field(default_factory=dict)
    ends: Mapping[RecordId, RecordId] = field(default_factory=dict)


def paste(clip: Clip, board: Board, sheet: RecordId, offset: Point, label: str) -> Action:
    """New records for all that a clip holds; whatever in it has a wrong form is left out."""
    pasting = _Pasting(clip, board)
    pasting.add_cards()
    pasting.add_links()
    rects = {}
    for old, new in pasting.new.items():
        if kind_of(old) == "card":
            x, y, w, h = pasting.place(old)
            rects[new] = (x + offset[0], y + offset[1], w, h)
    edits = pasting.edits | put_on_sheet(sheet, rects).edits
    return Action(label, edits, tuple(rects))


class _Pasting:
    def __init__(self, clip: Clip, board: Board) -> None:
        self._clip = clip
        self._board = board
        self._keys = _keys(board) if self._needs_keys() else frozenset[str]()
        self.edits: Edits = {}
        self.new: dict[RecordId, RecordId] = {}
        self._names = Names(lambda kind: _values(board, kind), self.edits)

    def _needs_keys(self) -> bool:
        """Whether a key could be kept: not for cards that are on this board, whose key is theirs."""
        cards = self._clip.records["card"]
        return any(values.get("key") and not self._board.is_live(card) for card, values in cards.items())

    def place(self, old: RecordId) -> tuple[float, float, float, float]:
        """Where a card was and how large, in numbers that a board can hold."""
        place = self._clip.places.get(old) or [0.0, 0.0]
        x, y = clean("place", "pos", place[:2]) or (0.0, 0.0)
        w, h = clean("place", "size", place[2:]) or card_size(self.edits[self.new[old]])
        return x, y, w, h

    def add_cards(self) -> None:
        """The cards, then what they derive from, for that may be one of them."""
        for old, said in self._clip.records["card"].items():
            values = _clean("card", said)
            if "kind" in values:
                self._keep_key(old, values)
                self.new[old] = mint("card")
                self.edits[self.new[old]] = {"removed": False, **values}
        for old in [*self.new]:
            said, values = self._clip.records["card"][old], self.edits[self.new[old]]
            for name, kind in NAMED:
                if found := self._named(said.get(name), kind):
                    values[name] = found
            if whole := self._card(said.get("split_from")):
                values["split_from"] = whole
            if found := self._origin(old, said.get("derives_from")):
                values["derives_from"] = found

    def _keep_key(self, old: RecordId, values: dict[str, Value]) -> None:
        if self._board.is_live(old) or values.get("key") in self._keys:
            values.pop("key", None)
        elif "key" in values:
            self._keys |= {values["key"]}

    def _named(self, old: object, kind: str) -> RecordId | None:
        """The source, origin or set of rivals that is meant: the very same, or one of the same name, or a new one."""
        if not isinstance(old, str) or kind_of(old) != kind:
            return None
        if self._names.holds(old):
            return old
        values = _clean(kind, self._clip.records[kind].get(old, {}))
        name = values.pop("name", "")
        return self._names.find(kind, name, values) if name else None

    def _card(self, old: object) -> RecordId | None:
        """The card that is meant: the one that was copied with it, else the very same."""
        if not isinstance(old, str) or kind_of(old) != "card":
            return None
        return self.new.get(old) or (old if self._board.is_live(old) else None)

    def _origin(self, card: RecordId, old: object) -> RecordId | None:
        if not isinstance(old, str):
            return None
        if old in self.new:
            return self.new[old] if old != card else None
        if kind_of(old) == "card" and self._board.is_live(old):
            return old
        return self._named(self._clip.ends.get(card, old), "origin")

    def add_links(self) -> None:
        """Parts of photos, then the links among all that is new; those on links after what they end on."""
        for old, said in self._clip.records["region"].items():
            if _has(self.new, said.get("card")) and kind_of(said["card"]) == "card":
                self.new[old] = mint("region")
                values = {"removed": False, **_clean("region", said), "card": self.new[said["card"]]}
                self.edits[self.new[old]] = values
        waiting = dict(self._clip.records["edge"])
        for _ in range(PASSES):
            ready = {old: said for old, said in waiting.items() if _has(self.new, said.get("to"))}
            for old, said in ready.items():
                del waiting[old]
                self._add_link(old, said)

    def _add_link(self, old: RecordId, said: Mapping[str, Value]) -> None:
        values = _clean("edge", said)
        tail, head = self.new.get(str(said.get("from"))), self.new[said["to"]]
        if tail is None or kind_of(tail) not in ("card", "region") or kind_of(head) not in ("card", "edge"):
            return
        if head in (tail, self.edits[tail].get("card")):
            return
        if "kind" not in values or (kind_of(head) == "edge" and values["kind"] != "contradict"):
            return
        slot = 0
        while (edge := edge_id(tail, head, slot)) in self.edits:
            slot += 1
        self._keep_key(old, values)
        self.new[old] = edge
        self.edits[edge] = {"removed": False, **values, "from": tail, "to": head}


def _clean(kind: str, said: Mapping[str, Value]) -> dict[str, Value]:
    """The fields that a board knows, as it would show them; those that name other records are left out."""
    values: dict[str, Value] = {}
    for name, value in said.items():
        known = name in FIELDS[kind] or (name.startswith(CUSTOM) and len(name) <= 200)
        found = clean(kind, name, value) if known and name not in REFERENCES else None
        if found is not None and _can_be_kept({name: found}):
            values[name] = found
    return values


def _can_be_kept(value: Value) -> bool:
    try:
        return len(canonical(value)) <= TEXT_LIMIT
    except BadChange:
        return False


def _has(found: Mapping[RecordId, RecordId], name: object) -> bool:
    return isinstance(name, str) and name in found


def _values(board: Board, kind: str) -> Iterator[tuple[RecordId, Mapping[str, Value]]]:
    records = [*board.live(kind)] if kind in KINDS else []
    board.load(records)
    return ((record, board.record(record).shown_values()) for record in records)


def _keys(board: Board) -> frozenset[str]:
    """The keys of all cards and links, read past the board's memory: it need not hold them all from now on."""
    found: set[str] = set()
    records = [*board.live("card"), *board.live("edge")]
    for start in range(0, len(records), CHUNK):
        for name, touches in board.log.touches(records[start : start + CHUNK]).items():
            record = Record(name)
            for touch in touches:
                record.fold(touch)
            found.add(str(record.shown("key") or ""))
    return frozenset(found - {""})
