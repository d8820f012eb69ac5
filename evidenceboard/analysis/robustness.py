"""How often the leader stays first if all judgements were a little different.

In each draw every credibility (1 to 5) and every reliability (A to E) moves by one step up or down with the chance
`CHANCE` each, and every link changes between normal and strong with the same chance; a judgement that cannot move
further stays. "Cannot be judged", bases and weights set by hand, claims, gaps and assumptions stay, too. The draws are
the same on every machine and at every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.edits import graded
from evidenceboard.analysis.facts import CREDIBILITY_STRENGTH, NORMAL, RELIABILITY_STRENGTH, STRONG
from evidenceboard.analysis.graph import Graph, part_of
from evidenceboard.analysis.levels import before
from evidenceboard.analysis.linchpins import LARGE
from evidenceboard.analysis.semantics import METHODS, QUADRATIC
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import TIE, in_words
from evidenceboard.analysis.variation import Variation
from evidenceboard.model.ids import RecordId
from evidenceboard.progress import Progress, report, standing_at

Floats = NDArray[np.float64]

DRAWS, SEED, CHANCE = 20_000, 1, 0.25
AT_ONCE = 400_000  # links times draws
SPREAD = (5, 50, 95)  # per cent of draws below

_CREDIBILITY = np.array([CREDIBILITY_STRENGTH[digit] for digit in (1, 2, 3, 4, 5)])
_RELIABILITY = np.array([RELIABILITY_STRENGTH[letter] for letter in "ABCDE"])


@dataclass(frozen=True)
class Robustness:
    """What became of one set of rivals.

    Attributes:
        first: by method, the share of draws in which each of them came first; those that tie all come first, and
            what does not settle never does.
        spread: of each, by quadratic energy, the values below which 5, 50 and 95 per cent of the draws lie.
        draws, seed, chance: the settings.
    """

    first: Mapping[str, Mapping[RecordId, float]]
    spread: Mapping[RecordId, tuple[float, ...]]
    draws: int
    seed: int
    chance: float


def robustness(
    graph: Graph,
    rivals: tuple[int, ...],
    count: str = "origin",
    draws: int = DRAWS,
    seed: int = SEED,
    chance: float = CHANCE,
    progress: Progress | None = None,
) -> Robustness:
    """How often each rival comes first under nearby judgements.

    Args:
        rivals: rows of the graph.

    Raises:
        Stopped: a person stopped it.
    """
    part = part_of(graph, before(graph, np.array(rivals)))
    rows = [part.row[graph.cards[row]] for row in rivals]
    dice, solver = np.random.default_rng(seed), Solver(part, count)
    size = max(1, AT_ONCE // max(1, len(part.edges)))
    found = []
    for begin in range(0, draws, size):
        report(progress, begin, draws)
        some = _nearby(part, dice, chance, min(size, draws - begin))
        found.append(solver.solve(some, progress=standing_at(progress, begin, draws))[rows])
    values = np.concatenate(found, axis=2)
    shares = _leads(values).mean(axis=2)
    cards = [graph.cards[row] for row in rivals]
    spread = [_spread(each) for each in values[:, METHODS.index(QUADRATIC.name)]]
    return Robustness(
        {method: dict(zip(cards, shares[:, by].tolist(), strict=True)) for by, method in enumerate(METHODS)},
        dict(zip(cards, spread, strict=True)),
        draws, seed, chance,
    )  # fmt: skip


def _leads(values: Floats) -> NDArray[np.bool_]:
    """Who comes first in each draw; what does not settle never does."""
    held = np.nan_to_num(values, nan=-1.0)
    best = held.max(axis=0)
    leads: NDArray[np.bool_] = (held > best - TIE) & (best >= 0.0)
    return leads


def _spread(values: Floats) -> tuple[float, ...]:
    """Below which values 5, 50 and 95 per cent of the draws lie that settle; NaN where none does."""
    settled = values[~np.isnan(values)]
    return tuple(np.percentile(settled, SPREAD).tolist()) if len(settled) else (float("nan"),) * len(SPREAD)


def effort(graph: Graph, draws: int = DRAWS) -> int:
    """About how many links are worked out for all sets of rivals; some ten million take a second."""
    sets = [rivals for rivals in graph.rivals if len(rivals) > 1]
    if len(graph.edges) > LARGE:
        return len(sets) * draws * len(graph.edges)
    parts = [part_of(graph, before(graph, np.array(rivals))) for rivals in sets]
    return sum(draws * Solver(part).effort for part in parts)


def leader(found: Robustness) -> RecordId:
    """Who comes first most often, by quadratic energy; of those that do so as often the one with the lesser id."""
    shares = found.first[QUADRATIC.name]
    return min(shares, key=lambda card: (-shares[card], card))


def sentence(found: Robustness, card: RecordId, name: Callable[[RecordId], str]) -> str:
    """How often a hypothesis comes first, by all three methods, and between which words it stands.

    Args:
        name: what people call a hypothesis.
    """
    if not any(map(any, (each.values() for each in found.first.values()))):
        return f"In none of {found.draws:,} nearby judgements the rivals settle: nobody comes first."
    share = {method: in_per_cent(found.first[method][card]) for method in METHODS}
    low, high = found.spread[card][0], found.spread[card][-1]
    stands = f"In nine of ten draws it stands {in_words([low, high])}." if not np.isnan(low + high) else ""
    others = f"DF-QuAD {share['df_quad']}, Euler-based {share['euler']}"
    drawn = f"{name(card)} comes first in {share['quadratic']} of {found.draws:,} nearby judgements ({others})."
    return f"{drawn} {stands}".strip()


def in_per_cent(share: float) -> str:
    """A share in words that do not round what happens to always, or to never.

    >>> [in_per_cent(share) for share in (0.0, 0.0001, 0.685, 0.9999, 1.0)]
    ['none', 'under 1 %', '69 %', 'over 99 %', 'all']
    """
    if share in (0.0, 1.0):
        return "all" if share else "none"
    if 0.01 <= share <= 0.99:
        return f"{100 * share:.0f} %"
    return "under 1 %" if share < 0.5 else "over 99 %"


def _nearby(graph: Graph, dice: np.random.Generator, chance: float, draws: int) -> Variation:
    plain = Variation.none(graph)
    rows = [row for row, card in enumerate(graph.facts) if graded(card)]
    sources = sorted({graph.facts[row].source for row in rows})
    letters = [graph.reliability.get(source) or "F" for source in sources]
    digits = [graph.facts[row].credibility or 6 for row in rows]
    item = _moved([digit - 1 for digit in digits], CREDIBILITY_STRENGTH[6], _CREDIBILITY, dice, chance, draws)
    source = _moved(
        ["ABCDEF".index(each) for each in letters], RELIABILITY_STRENGTH["F"], _RELIABILITY, dice, chance, draws
    )
    base = np.repeat(plain.base, draws, axis=1)
    at = {name: place for place, name in enumerate(sources)}
    base[rows] = item * source[[at[graph.facts[row].source] for row in rows]]
    free = np.flatnonzero(graph.weight == np.where(graph.strong, STRONG, NORMAL))
    weight = np.repeat(plain.weight, draws, axis=1)
    other = np.where(graph.strong[free], NORMAL, STRONG)[:, None] * graph.gives[graph.tail[free]][:, None]
    weight[free] = np.where(dice.random((len(free), draws)) < chance, other, weight[free])
    return Variation(base, weight, plain.sign)


def _moved(
    steps: list[int], unjudged: float, scale: Floats, dice: np.random.Generator, chance: float, draws: int
) -> Floats:
    """Values of a scale after each of its places has moved by one step, or not; beyond it is what cannot be judged."""
    place = np.array(steps, np.int64)[:, None]
    draw = dice.random((len(steps), draws))
    by = (draw < chance).astype(np.int64) - (draw > 1 - chance)
    known = place < len(scale)
    moved = np.clip(np.where(known, place, 0) + by, 0, len(scale) - 1)
    return np.where(known, scale[moved], unjudged)
