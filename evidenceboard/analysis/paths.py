"""Paths: all ways in which a card bears on a hypothesis, over links that support, contradict or undercut.

A path goes along links from card to card and enters no card twice. A link that ends on another link undercuts it, and
the path goes on over the link that is undercut. Its sign is the product of the signs of its links, an undercut being
against; its strength the product of ½ for each normal link and 1 for each strong one.

The strongest come first, then the shorter: a search by best completion (A*, Hart, Nilsson and Raphael 1968) in which
what a path can still become at best is known exactly but for the cards it has passed, so that a limit keeps the
strongest of all.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from evidenceboard.model.ids import RecordId

LONGEST = 6  # links
MOST = 1_000  # paths
STEPS = 200_000  # beginnings of paths that are looked at, before it is said that there may be more
AT_ONCE = 200


class Link(NamedTuple):
    """A link between cards, or from a card to another link. A region of a photo counts as its card."""

    id: RecordId
    tail: RecordId
    head: RecordId  # of a card, or of the link that this one undercuts
    against: bool
    strong: bool


@dataclass(frozen=True)
class Path:
    """One way from a card to a hypothesis.

    Attributes:
        links: in order; one that undercuts is followed by the link that it undercuts.
        halves: how many of them are normal: its strength is ½ to this power.
        against: its sign.
    """

    links: tuple[RecordId, ...]
    halves: int
    against: bool

    @property
    def strength(self) -> float:
        return 0.5**self.halves


@dataclass(frozen=True)
class Found:
    """The paths, strongest first; `whole` where there are no others."""

    paths: tuple[Path, ...]
    whole: bool


Cost = tuple[int, int]  # normal links, links


def paths(
    links: Sequence[Link], start: RecordId, goal: RecordId,
    longest: int = LONGEST, most: int = MOST, steps: int = STEPS,
) -> Generator[None, None, Found]:  # fmt: skip
    """All paths from a card to another one, worked out in steps.

    Args:
        links: those that may lie on one, in the order that decides between equals.
        most: paths after which it ends.
        steps: beginnings of paths after which it ends, for boards on which ways lead nowhere.
    """
    number = {link.id: at for at, link in enumerate(links)}
    begin = [number.get(link.head, -1) for link in links]  # the link that each undercuts
    leaving: dict[RecordId, list[int]] = {}
    for at, link in enumerate(links):
        leaving.setdefault(link.tail, []).append(at)
    best = yield from _completions(links, begin, leaving, goal, longest)

    def bound(at: int, before: Cost, length: int) -> Cost | None:
        """The least that a path can cost which goes on over this link."""
        rest = best[longest - length].get(at) if length < longest else None
        return None if rest is None else (before[0] + rest[0], before[1] + rest[1])

    heap: list[tuple[Cost, tuple[int, ...], Cost]] = []
    for at in leaving.get(start, ()):
        if (least := bound(at, (0, 0), 0)) is not None:
            heappush(heap, (least, (at,), (0, 0)))
    found: list[Path] = []
    looked = 0
    while heap and len(found) < most and looked < steps:
        _, way, before = heappop(heap)
        looked += 1
        if looked % AT_ONCE == 0:
            yield
        last = way[-1]
        cost = before[0] + (not links[last].strong), before[1] + 1
        if begin[last] < 0 and links[last].head == goal:
            found.append(_path(links, way, cost[0]))
            continue
        following = [begin[last]] if begin[last] >= 0 else leaving.get(links[last].head, ())
        passed = _cards(links, begin, way, start)
        for at in following:
            least = bound(at, cost, len(way))
            if least is not None and at not in way and (begin[at] >= 0 or links[at].head not in passed):
                heappush(heap, (least, (*way, at), cost))
    return Found(tuple(found), not heap)


def _completions(
    links: Sequence[Link], begin: Sequence[int], leaving: dict[RecordId, list[int]], goal: RecordId, longest: int
) -> Generator[None, None, list[dict[int, Cost]]]:
    """For every number of links that may still come: what it costs at best to reach the goal over a link, that one
    included. Cards that were passed are not minded."""
    best: list[dict[int, Cost]] = [{}]
    for _ in range(longest):
        shorter, now = best[-1], dict[int, Cost]()
        at_card: dict[RecordId, Cost] = {}
        for card, ways in leaving.items():
            if costs := [shorter[at] for at in ways if at in shorter]:
                at_card[card] = min(costs)
        yield
        for at, link in enumerate(links):
            own = int(not link.strong)
            rest = shorter.get(begin[at]) if begin[at] >= 0 else at_card.get(link.head)
            if link.head == goal:
                rest = 0, 0
            if rest is not None:
                now[at] = own + rest[0], 1 + rest[1]
            if at % 2_000 == 0:
                yield
        best.append(now)
    return best


def _cards(links: Sequence[Link], begin: Sequence[int], way: Sequence[int], start: RecordId) -> set[RecordId]:
    """The cards that a path has entered."""
    return {start, *(links[at].head for at in way if begin[at] < 0)}


def _path(links: Sequence[Link], way: Sequence[int], halves: int) -> Path:
    against = sum(links[at].against for at in way) % 2 == 1
    return Path(tuple(links[at].id for at in way), halves, against)
