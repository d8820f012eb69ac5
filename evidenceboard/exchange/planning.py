"""What rows of tables mean on a board: one action, one undo step, and what of them makes no sense there."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidenceboard.exchange import Refused
from evidenceboard.exchange.names import Names
from evidenceboard.exchange.rows import CardRow, EdgeRow, Tables
from evidenceboard.finding.find import Records
from evidenceboard.finding.layout import Rect, Shape, lay_out
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, Edits, put_on_sheet
from evidenceboard.model.ids import RecordId, edge_id, kind_of, mint
from evidenceboard.model.pictures import Photo
from evidenceboard.model.records import clean
from evidenceboard.model.sheet import look_of
from evidenceboard.model.sizes import WIDTH, card_size


@dataclass(frozen=True)
class Plan:
    """What an import would do.

    Attributes:
        action: what to commit, with `photos`; without edits where nothing can be taken in.
        refused: all that is left out, from reading the tables on.
        cards, edges, sources: how many would be made.
    """

    action: Action
    photos: list[Photo] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    cards: int = 0
    edges: int = 0
    sources: int = 0


def plan_import(board: Board, records: Records, sheet: RecordId, tables: Tables) -> Plan:
    """Work out the cards, links and what they speak of: sources, origins and rivals are matched by name or made.

    Args:
        records: the board's live records of a kind with their values.
        sheet: where the cards are placed; those without a place of their own are laid out below what is there.
    """
    planner = _Planner(board, records, sheet, tables)
    for row in tables.cards:
        planner.take_key(row)
    for card, row in planner.rows.items():
        planner.add_card(card, row)
    planner.open_circles()
    planner.add_edges(tables.edges)
    planner.place()
    board.load(planner.edits)  # in one read; the commit would ask for each
    cards, edges = len(planner.rows), len(planner.links)
    label = f"Import {_count(cards, 'card')} and {_count(edges, 'link')}"
    return Plan(
        action=Action(label, planner.edits, tuple(planner.rows)),
        photos=list(dict.fromkeys(each for row in planner.rows.values() for each in (row.photo, row.capture) if each)),
        refused=[*tables.refused, *planner.refused],
        cards=cards,
        edges=edges,
        sources=planner.names.made("source"),
    )


class _Planner:
    def __init__(self, board: Board, records: Records, sheet: RecordId, tables: Tables) -> None:
        self._board = board
        self._records = records
        self._sheet = sheet
        self._unread = tables.unread
        self._there: dict[str, RecordId] = {  # keys on the board
            values["key"]: record for kind in ("edge", "card") for record, values in records(kind) if values.get("key")
        }
        self._new: dict[str, RecordId] = {}  # keys of this import
        self.rows: dict[RecordId, CardRow] = {}
        self.links: dict[RecordId, tuple[RecordId, RecordId]] = {}
        self.edits: Edits = {}
        self.refused: list[Refused] = []
        self.names = Names(records, self.edits)

    def take_key(self, row: CardRow) -> None:
        """Give a row its card, if its key is free."""
        if row.key and (reason := self._no_key(row.key)):
            self.refused.append(Refused(row.where, reason))
            return
        card = mint("card")
        self.rows[card] = row
        if row.key:
            self._new[row.key] = card

    def _no_key(self, key: str) -> str | None:
        if key in self._new:
            return f"the key “{key}” stands there twice"
        return f"the board has something with the key “{key}” already" if key in self._there else None

    def add_card(self, card: RecordId, row: CardRow) -> None:
        """What is written of a card."""
        values: dict[str, Value] = {"removed": False, **row.fields}
        if row.source:
            values["source"] = self._source(row)
        if row.outlet:
            values["outlet"] = self.names.find("source", row.outlet, loose=row.loose)
        if row.rivals:
            values["rivals"] = self.names.find("rivals", row.rivals)
        if origin := self._origin(row, card):
            values["derives_from"] = origin
        self.edits[card] = values

    def _source(self, row: CardRow) -> RecordId:
        source = self.names.find("source", row.source.strip() if row.loose else row.source, loose=row.loose)
        said = self.names.value(source, "reliability")
        if row.reliability and said is None:
            self.names.set(source, "reliability", row.reliability)
        elif row.reliability and said != row.reliability:
            reason = f"its source has the reliability {said} already: {row.reliability} is left out"
            self.refused.append(Refused(row.where, reason))
        return source

    def _origin(self, row: CardRow, card: RecordId) -> RecordId | None:
        name = row.origin.strip()
        found = self._new.get(name) or self._there.get(name)
        if not name:
            return None
        if found == card:
            self.refused.append(Refused(row.where, "it derives from itself: its origin is left out"))
        elif name in self._unread and not found:
            self.refused.append(Refused(row.where, "it derives from a card that was refused: its origin is left out"))
        elif found and kind_of(found) == "card":
            return found
        else:
            return self.names.find("origin", row.origin)
        return None

    def open_circles(self) -> None:
        """Cards that derive from each other in a circle have no origin: the link that closes it is left out."""
        known: set[RecordId] = set()
        for start in self.rows:
            path: dict[RecordId, None] = {}
            at: RecordId | None = start
            while at in self.rows and at not in known and at not in path:
                path[at] = None
                at = self.edits[at].get("derives_from")
            if at in path:
                closing = next(reversed(path))
                del self.edits[closing]["derives_from"]
                reason = "it derives from itself in a circle: its origin is left out"
                self.refused.append(Refused(self.rows[closing].where, reason))
            known.update(path)

    def add_edges(self, rows: list[EdgeRow]) -> None:
        """Links, those on links after what they end on."""
        waiting: dict[str, list[EdgeRow]] = {}
        keys = {row.key for row in rows if row.key}
        ready = []
        for row in rows:
            if row.head in keys and row.head not in self._new and row.head not in self._there:
                waiting.setdefault(row.head, []).append(row)
            else:
                ready.append(row)
        ready.reverse()
        while ready:
            row = ready.pop()
            if self._add_edge(row) and row.key:
                ready += reversed(waiting.pop(row.key, []))
        for row in (row for rows in waiting.values() for row in rows):
            self.refused.append(Refused(row.where, f"it ends on the link “{row.head}”, which was not taken in"))

    def _add_edge(self, row: EdgeRow) -> bool:
        tail = self._new.get(row.tail) or self._there.get(row.tail)
        head = self._new.get(row.head) or self._there.get(row.head)
        reason = self._no_key(row.key) if row.key else None
        if tail is None or kind_of(tail) != "card":
            reason = f"no card has the key “{row.tail}”"
        elif head is None:
            reason = f"no card and no link has the key “{row.head}”"
        elif tail == head:
            reason = "it links a card to itself"
        elif kind_of(head) == "edge" and row.fields["kind"] != "contradict":
            reason = "only a contradicting link can end on a link: it undercuts it"
        if reason or tail is None or head is None:
            self.refused.append(Refused(row.where, reason or ""))
            return False
        edge = self._free_slot(tail, head)
        self.edits[edge] = {"removed": False, "from": tail, "to": head, **row.fields}
        self.links[edge] = (tail, head)
        if row.key:
            self._new[row.key] = edge
        return True

    def _free_slot(self, tail: RecordId, head: RecordId) -> RecordId:
        """An id for a link that nobody used yet: parallel links count up."""
        new = tail in self.rows or head in self.rows or head in self.links
        slot = 0
        while (edge := edge_id(tail, head, slot)) in self.links or (not new and self._board.record(edge).fields):
            slot += 1
        return edge

    def place(self) -> None:
        """Put the cards on the sheet."""
        sizes = {card: _size(row) for card, row in self.rows.items()}
        rects: dict[RecordId, Rect] = {}
        for card, row in self.rows.items():
            if row.pos is not None:
                x, y = clean("place", "pos", [*row.pos])
                rects[card] = (x, y, *sizes[card])
        shapes = [
            Shape(card, look_of(row.fields["kind"], row.fields.get("role")), *sizes[card])
            for card, row in self.rows.items()
            if row.pos is None
        ]
        ends = ((tail, self._card_at(head)) for tail, head in self.links.values())
        if shapes:
            found = lay_out(shapes, ends, [*self._taken(), *rects.values()])
            rects |= {card: (x, y, *sizes[card]) for card, (x, y) in found.items()}
        self.edits |= put_on_sheet(self._sheet, rects).edits

    def _card_at(self, end: RecordId) -> RecordId:
        """The card that a link leads to in the end, through the links that it ends on."""
        while kind_of(end) == "edge":
            end = self.links[end][1] if end in self.links else self._board.index.ends(end)[1]
        return end

    def _taken(self) -> list[Rect]:
        found: list[Rect] = []
        for _, values in self._records("place"):
            if values.get("sheet") == self._sheet and values.get("pos"):
                found.append((*values["pos"], *(values.get("size") or card_size({}))))
        return found


def _size(row: CardRow) -> tuple[float, float]:
    width, height = row.size
    size = [width or WIDTH, height or card_size(row.fields, width or WIDTH)[1]]
    wide, high = clean("place", "size", size)
    return wide, high


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
