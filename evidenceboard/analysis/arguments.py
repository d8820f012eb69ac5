"""The argument graph of a board: who gives what to whom, as columns.

Cards are arguments, links are attacks and supports, and a link may be attacked itself. Everything stands in the order
of ids, so that no result depends on the order in which records are read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.facts import CardFacts
from evidenceboard.model.ids import RecordId

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
NOBODY = -1


class Places(Mapping[RecordId, int]):
    """Where each of many sorted names stands. Nothing is made for it, so that it costs nothing where few are asked."""

    def __init__(self, names: Sequence[RecordId]) -> None:
        self._names = names

    def __getitem__(self, name: RecordId) -> int:
        at = bisect_left(self._names, name)
        if at == len(self._names) or self._names[at] != name:
            raise KeyError(name)
        return at

    def __iter__(self) -> Iterator[RecordId]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Graph:
    """n arguments, m links, k links that are undercut. A node is an argument (0 … n − 1) or an undercut link (n …).

    Attributes:
        cards: ids of the arguments, sorted; questions are none.
        facts: of each argument.
        reliability: of each source that is named, "" where none is set.
        base: n base strengths.
        gives: n, 0.0 for what was retracted or taken away, else 1.0.
        origins: names of what the arguments come from, sorted; `origin` points into it.
        rivals: sets of rival hypotheses as rows, without those that were retracted; those of no set are one together.
        edges: ids of the links that count, sorted.
        tail: m rows of arguments.
        head: m nodes.
        strong: m, whether a link is called strong; `weight` may have been set by hand.
        weight: m, 0 to 1.
        sign: m, +1.0 supports, -1.0 contradicts.
        cap: m, the most that the giver's strength counts for.
        joint: m, the group that a link counts together with; -1 for alone.
        under: m, the node of the link itself where it is undercut, else -1.
    """

    cards: tuple[RecordId, ...]
    facts: tuple[CardFacts, ...]
    reliability: Mapping[RecordId, str]
    base: Floats
    gives: Floats
    origins: tuple[RecordId, ...]
    origin: Rows
    rivals: tuple[tuple[int, ...], ...]
    edges: tuple[RecordId, ...]
    tail: Rows
    head: Rows
    strong: NDArray[np.bool_]
    weight: Floats
    sign: Floats
    cap: Floats
    joint: Rows
    under: Rows

    @cached_property
    def row(self) -> Mapping[RecordId, int]:
        """Row of each argument."""
        return Places(self.cards)

    @cached_property
    def edge_row(self) -> Mapping[RecordId, int]:
        """Row of each link."""
        return Places(self.edges)

    @cached_property
    def givers(self) -> dict[tuple[int, float], list[int]]:
        """By node and sign, the arguments whose links of that sign end on it and count, each once, in their order."""
        found: dict[tuple[int, float], set[int]] = {}
        at = np.flatnonzero(self.carried() > 0)
        ends = zip(self.head[at].tolist(), self.sign[at].tolist(), self.tail[at].tolist(), strict=True)
        for head, sign, tail in ends:
            found.setdefault((head, sign), set()).add(tail)
        return {end: sorted(tails) for end, tails in found.items()}

    @cached_property
    def claims(self) -> NDArray[np.bool_]:
        """n, which arguments are claims of ours."""
        return np.array([card.role == "claim" for card in self.facts], np.bool_)

    @property
    def nodes(self) -> int:
        """Arguments and undercut links."""
        return len(self.cards) + int((self.under >= 0).sum())

    @property
    def hypotheses(self) -> tuple[int, ...]:
        """All hypotheses as rows, set by set."""
        return tuple(row for rivals in self.rivals for row in rivals)

    def carried(self) -> Floats:
        """m weights, 0 where the giver counts for nothing."""
        return self.weight * self.gives[self.tail]
