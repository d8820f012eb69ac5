"""Who leads at a place of a replay, and whether that has changed there."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import pairwise

from evidenceboard.analysis.earlier import without
from evidenceboard.analysis.standing import Standing, assess
from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.replay.days import Days
from evidenceboard.ui.standings import SMALL, Standings
from evidenceboard.ui.words import name_of

MOST_DAYS, MOST_SETS = 200, 2
Leaders = tuple[tuple[RecordId, ...], ...]


def leaders_of(standing: Standing) -> Leaders:
    """The first of each set of rivals; several where they tie."""
    ranks, cards = standing.ranks(), standing.graph.cards
    firsts = (tuple(cards[row] for row in rivals if ranks[cards[row]] == 1) for rivals in standing.graph.rivals)
    return tuple(first for first in firsts if first)


class Leading:
    """Reads the standings, and remembers who leads on each day of a small board.

    Attributes:
        turns: the places at which somebody else leads than before.
    """

    def __init__(self, standings: Standings) -> None:
        self._standings = standings
        self._known: dict[int, Leaders] = {}
        self.turns: frozenset[int] = frozenset()

    def learn(self, course: Days, ticks: Sequence[int]) -> Generator[None, None, None]:
        """Work out who leads before all days and on each, a day in each step; nothing of a large board."""
        self._known, self.turns = {}, frozenset()
        now = self._standings.now
        if now is None or len(now.whole.edges) > SMALL or len(ticks) > MOST_DAYS:
            return
        known: dict[int, Leaders] = {}
        for at in (course.first, *ticks):
            known[at] = leaders_of(assess(without(now.whole, course.earlier(at).gone), self._standings.count))
            yield
        turns = (at for before, at in pairwise(known) if known[before] and known[at] != known[before])
        self._known, self.turns = known, frozenset(turns)

    def words(self, board: Board, at: int) -> str:
        """ "H2 leads", "H2 leads now, before it was H1"; nothing where nobody does or that is being worked out."""
        now = self._standings.now
        if now is None or self._standings.busy:
            return ""
        leaders = leaders_of(now.shown)
        if not leaders or len(leaders) > MOST_SETS:
            return ""
        words = " and ".join(_words(board, first) for first in leaders)
        if at in self.turns and leaders == self._known[at]:
            places = list(self._known)
            before = self._known[places[places.index(at) - 1]]
            gone = [_names(board, first) for first, new in zip(before, leaders, strict=False) if first != new]
            words += f" now, before it was {' and '.join(gone)}" if gone else ""
        return words


def _words(board: Board, cards: Sequence[RecordId]) -> str:
    return f"{_names(board, cards)} {'leads' if len(cards) == 1 else 'lead together'}"


def _names(board: Board, cards: Sequence[RecordId]) -> str:
    return " and ".join(name_of(board, card) for card in cards[:3])
