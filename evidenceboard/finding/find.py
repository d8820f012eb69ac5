"""Search: words in every text of a board, whatever their case and marks, in any script.

The texts are folded once (`Finder.settle`), then scanned as often as one likes, and follow what changes. There is no
index of words: parts of words are found, two Korean syllables as well as half a file number.

Whatever may take long is done in steps, so that a window can do a few of them in each of its turns.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from evidenceboard.errors import undone_on_error
from evidenceboard.finding.board_texts import FIELDS, Values
from evidenceboard.finding.gathered import ABSENT, Gathered
from evidenceboard.finding.text_table import Slots
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import fold

Records = Callable[[str], Iterable[tuple[RecordId, Values]]]
Result = TypeVar("Result")

AT_ONCE = 100  # records that are folded in one step
DONE = object()
LISTED = 5_000  # cards of a result that are named in one step


class Hit(NamedTuple):
    """A card in which all words occur."""

    card: RecordId
    title: str
    where: str  # "title", "text", "source", "reason of a link" …


class Source(Protocol):
    """Where the texts of a board are read."""

    def pages(self, kind: str, fields: Sequence[str]) -> Iterator[Sequence[tuple[RecordId, Values]]]:
        """The live records of a kind, some at a time: these fields, and those of the user's own. Between two pages
        the board may change."""

    def some(self, kind: str, names: Sequence[RecordId]) -> Mapping[RecordId, Values]:
        """Those of these records that are live."""

    def hanging_on(self, record: RecordId) -> Iterable[RecordId]:
        """The links and regions that are not live where this record is not."""


class Found(Sequence[Hit]):
    """The cards in which all words occur, best first: in the title, then in the text, then elsewhere.

    Attributes:
        cards: all of them; their titles, and where the words are, are looked up when a hit is asked for.
    """

    def __init__(self, gathered: Gathered, words: Sequence[bytes], slots: Slots, where: NDArray[np.int8]) -> None:
        self._gathered = gathered
        self._words = words
        self._slots = slots
        self._where = where
        self.cards: list[RecordId] = []

    def name_cards(self) -> Iterator[None]:
        """Fill in `cards`, in steps."""
        names = self._gathered.cards.records
        for start in range(0, len(self._slots), LISTED):
            self.cards += [names[slot] for slot in self._slots[start : start + LISTED].tolist()]
            yield

    def __len__(self) -> int:
        return len(self._slots)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        slot = int(self._slots[at])
        where = self._gathered.where(slot, int(self._where[at]), self._words)
        return Hit(self.cards[at], self._gathered.title(slot), where)


class Finder:
    """Searches a board again and again. Its texts are gathered at the first search, and follow what `touch` names."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._gathered = Gathered()
        self._whole = False
        self._touched: set[RecordId] = set()
        self._work: Iterator[None] | None = None
        self._version = 0

    @property
    def settled(self) -> bool:
        """Whether all texts are gathered as they are now."""
        return self._whole and not self._touched and self._work is None

    def touch(self, records: Iterable[RecordId]) -> None:
        """These records have changed."""
        self._touched.update(record for record in records if kind_of(record) in FIELDS)

    def settle(self) -> Iterator[None]:
        """Gather all texts, or those that changed, in steps. Several may do so in turns; each step is done once."""
        while not self.settled:
            self._version += 1
            if self._work is None:
                self._work = self._follow() if self._whole else self._gather()
            with undone_on_error(self._begin_anew):
                if next(self._work, DONE) is DONE:
                    self._work = None
            yield

    def _begin_anew(self) -> None:
        self._work, self._whole = None, False

    def look(self, words: str) -> Generator[None, None, Found]:
        """The cards in which all words occur, in steps; nothing is found for no words. Should the board change
        meanwhile, it begins anew."""
        wanted = [word.encode("utf-8", "surrogatepass") for word in fold(words).split()]
        while True:
            if wanted:
                yield from self.settle()
            version, where = self._version, np.full(len(self._gathered.cards), 0 if wanted else ABSENT, np.int8)
            for _ in self._gathered.look(wanted, where):
                yield
                if self._version != version or not self.settled:
                    break
            else:
                break
        found = Found(self._gathered, wanted, *self._gathered.ranked(where))
        yield from found.name_cards()
        return found

    def find(self, words: str) -> Found:
        """The same, done at once."""
        return _at_once(self.look(words))

    # Gathering

    def _gather(self) -> Iterator[None]:
        """All texts of the board: sources, origins and rivals before the cards that name them, then what hangs on
        those."""
        gathered = self._gathered = Gathered()
        for kind, put in self._kinds(gathered).items():
            for page in self._source.pages(kind, FIELDS[kind]):
                yield
                for part in _parts(page):
                    put(dict(part))
                    yield
        yield from gathered.arrange()
        self._whole = True

    def _follow(self) -> Iterator[None]:
        """What was touched, and what hangs on it: where a card goes, so do its links."""
        touched, self._touched = tuple(self._touched), set()
        gathered = self._gathered
        todo: dict[str, dict[RecordId, None]] = {kind: {} for kind in FIELDS}

        def note(records: Iterable[RecordId]) -> None:
            for record in records:
                todo[kind_of(record)][record] = None

        for part in _parts(touched):
            note(part)
            for record in part:
                if kind_of(record) in ("edge", "region"):
                    note(self._source.hanging_on(record))
            yield
        for kind, put in self._kinds(gathered).items():
            for part in _parts(tuple(todo[kind])):
                found = self._source.some(kind, part)
                if kind == "card":
                    for card in part:
                        if gathered.holds(card) != (card in found):
                            note(self._source.hanging_on(card))
                gathered.take_out(kind, [record for record in part if record not in found])
                put(found)
                yield

    def _kinds(self, gathered: Gathered) -> Mapping[str, Callable[[Mapping[RecordId, Values]], None]]:
        """What takes in the records of each kind, in the order in which they are taken in."""
        named = dict.fromkeys(("source", "origin", "rivals"), gathered.put_named)
        return {**named, "card": gathered.put_cards, "region": gathered.put_regions, "edge": gathered.put_edges}


def find(records: Records, words: str) -> Found:
    """The cards in which all words occur (see `Found`).

    Args:
        records: the live records of a kind with their values, such as `Document.records`.
        words: parted by blanks; nothing is found for none.
    """
    return Finder(Still(records)).find(words)


class Still:
    """A board that does not change meanwhile."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def pages(self, kind: str, fields: Sequence[str]) -> Iterator[Sequence[tuple[RecordId, Values]]]:
        yield list(self._records(kind))

    def some(self, kind: str, names: Sequence[RecordId]) -> Mapping[RecordId, Values]:
        return {}

    def hanging_on(self, record: RecordId) -> Iterable[RecordId]:
        return ()


Thing = TypeVar("Thing")


def _parts(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))


def _at_once(steps: Generator[None, None, Result]) -> Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
