"""All texts of a board, folded, and which card each of them speaks of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from evidenceboard.finding.board_texts import NAMED, Labels, Values, text_of, text_of_link, texts_of_card
from evidenceboard.finding.text_table import Slots, TextTable
from evidenceboard.model.ids import RecordId, kind_of

TITLE, TEXT, OTHERS, WRITTEN = range(4)  # columns of cards
NOTE, REASON = range(2)  # columns of what hangs on cards

# Where a word is found in a card, best first: columns of the card, then what it names, then what hangs on it.
PLACES = ("title", "text", "", *(label for _, _, label in NAMED), "note on the photo", "reason of a link")
AT_NAMED, AT_HANGING = 3, 3 + len(NAMED)
ABSENT = len(PLACES)

AT_ONCE = 500  # cards that are brought into order in one step

Where = NDArray[np.int8]  # of each card, an index of `PLACES`


class Gathered:
    """The texts of a board.

    Attributes:
        cards: their own texts.
    """

    def __init__(self) -> None:
        self.cards = TextTable(4)
        self._named = TextTable(1)  # sources, origins, rivals
        self._hanging = TextTable(2)  # photo regions and links
        self._labels = Labels()
        self._names = _Growing(len(NAMED))  # of each card, the slots of what it names; -1 for nothing
        self._owner = _Growing(1)  # of each region and link, the slot of its card
        self._there = _Growing(1)  # 1 for each card that is here
        self._order = np.empty(0, np.int32)  # the slots of the cards that are there, by title and id
        self._runs: list[list[int]] | None = []  # parts of that order, until they are merged

    # Taking in

    def holds(self, card: RecordId) -> bool:
        """Whether a card is here."""
        slot = self.cards.slot.get(card)
        return slot is not None and bool(self._there.rows(slot + 1)[slot, 0] > 0)

    def put_named(self, records: Mapping[RecordId, Values]) -> None:
        """Take in sources, origins or rivals."""
        self._named.put({record: (text_of(values, "name", "note"),) for record, values in records.items()})

    def put_cards(self, cards: Mapping[RecordId, Values]) -> None:
        """Take in cards."""
        if self._runs is not None:  # one that moved to a later page was touched meanwhile, and is looked at again
            cards = {card: values for card, values in cards.items() if not self.holds(card)}
        slots = self.cards.put({card: texts_of_card(values, self._labels) for card, values in cards.items()})
        self._names.put(slots, [[self._named_by(values, *name) for name in NAMED] for values in cards.values()])
        self._leave_order(slots)
        self._there.put(slots, 1)
        self._enter_order(slots)

    def put_regions(self, regions: Mapping[RecordId, Values]) -> None:
        """Take in parts of photos."""
        slots = self._hanging.put({region: (text_of(values, "note"), b"") for region, values in regions.items()})
        self._owner.put(slots, [[self.cards.slot_for(values["card"])] for values in regions.values()])

    def put_edges(self, edges: Mapping[RecordId, Values]) -> None:
        """Take in links: what is said about one is found at the card that it begins at."""
        texts = {edge: (b"", text_of_link(values)) for edge, values in edges.items()}
        said = {edge: both for edge, both in texts.items() if both[1] or edge in self._hanging.slot}
        slots = self._hanging.put(said)
        self._owner.put(slots, [[self._card_of(edges[edge]["from"])] for edge in said])

    def take_out(self, kind: str, records: Sequence[RecordId]) -> None:
        """These are gone."""
        table = {"card": self.cards, "region": self._hanging, "edge": self._hanging}.get(kind, self._named)
        slots = table.take_out(records)
        if table is self.cards:
            self._leave_order(slots)
            self._there.put(slots, -1)

    def _named_by(self, values: Values, field: str, kind: str, _label: str) -> int:
        name = values.get(field)
        return self._named.slot_for(name) if isinstance(name, str) and kind_of(name) == kind else -1

    def _card_of(self, tail: RecordId) -> int:
        """The slot of the card that a link begins at, or on whose photo."""
        if kind_of(tail) == "region":
            return int(self._owner.rows(len(self._hanging))[self._hanging.slot_for(tail), 0])
        return self.cards.slot_for(tail)

    # Looking

    def look(self, words: Sequence[bytes], where: Where) -> Iterator[None]:
        """Write down, in steps, where the last of the words is found in each card; `ABSENT` where one is not."""
        owner = self._owner.rows(len(self._hanging))
        for word in words:
            best = np.full(len(where), ABSENT, np.int8)
            for column, slots in self._hanging.scan(word, (REASON, NOTE)):
                cards = owner[slots, 0]
                best[cards] = np.minimum(best[cards], AT_HANGING + column)
                yield
            yield from self._look_at_names(word, best)
            for column, slots in self.cards.scan(word, (OTHERS, TEXT, TITLE)):
                best[slots] = column
                yield
            np.maximum(where, best, out=where)

    def _look_at_names(self, word: bytes, best: Where) -> Iterator[None]:
        hit = np.zeros(len(self._named) + 1, np.bool_)  # and one that is no name, at -1
        for _, slots in self._named.scan(word, (0,)):
            hit[slots] = True
            yield
        if hit.any():
            names = self._names.rows(len(best))
            for at in reversed(range(len(NAMED))):
                best[hit[names[:, at]]] = AT_NAMED + at

    def ranked(self, where: Where) -> tuple[Slots, Where]:
        """The slots of the cards that are found, best first, and where."""
        order = self._order[where[self._order] < ABSENT]
        rank = np.minimum(where[order], OTHERS)
        order = np.concatenate([order[rank == at] for at in (TITLE, TEXT, OTHERS)])
        return order.astype(np.intp), where[order]

    def title(self, slot: int) -> str:
        """The title of a card as it is written."""
        return self.cards.text(slot, WRITTEN).decode("utf-8", "surrogatepass")

    def where(self, slot: int, place: int, words: Sequence[bytes]) -> str:
        """In words where the last of these was found in a card."""
        if place != OTHERS:
            return PLACES[place]
        texts = [("title", self.cards.text(slot, TITLE)), ("text", self.cards.text(slot, TEXT))]
        texts += self._labels.parted(self.cards.text(slot, OTHERS))
        firsts = [next((at for at, (_, text) in enumerate(texts) if word in text), 0) for word in words]
        return texts[max(firsts)][0]

    # The order of titles

    def arrange(self) -> Iterator[None]:
        """Bring all cards that were taken in so far into the order of their titles, in steps. From then on each new
        one finds its place in it."""
        merged, parts = merge(*(self._runs or ()), key=self._key), [self._order]
        while part := list(islice(merged, AT_ONCE)):
            parts.append(np.array(part, np.int32))
            yield
        self._order, self._runs = np.concatenate(parts), None

    def _key(self, slot: int) -> tuple[bytes, RecordId]:
        return self.cards.text(int(slot), TITLE), self.cards.records[slot]

    def _leave_order(self, slots: Slots) -> None:
        if (self._there.rows(len(self.cards))[slots] > 0).any():
            self._order = self._order[~np.isin(self._order, slots)]

    def _enter_order(self, slots: Slots) -> None:
        new = sorted(slots.tolist(), key=self._key)
        if self._runs is not None:
            self._runs.append(new)
            return
        places = [bisect_left(self._order, self._key(slot), key=self._key) for slot in new]
        self._order = np.insert(self._order, places, new)


class _Growing:
    """Some whole numbers for each slot of a table, -1 where none were set."""

    def __init__(self, width: int) -> None:
        self._rows = np.full((1_024, width), -1, np.int32)

    def rows(self, count: int) -> NDArray[np.int32]:
        """Those of so many slots."""
        self._grow(count)
        return self._rows[:count]

    def put(self, slots: Slots, numbers: Sequence[Sequence[int]] | int) -> None:
        """Set those of some slots."""
        if len(slots):
            self._grow(int(slots.max()) + 1)
            self._rows[slots] = numbers

    def _grow(self, count: int) -> None:
        if count > len(self._rows):
            more = np.full((max(count, 2 * len(self._rows)) - len(self._rows), self._rows.shape[1]), -1, np.int32)
            self._rows = np.concatenate([self._rows, more])
