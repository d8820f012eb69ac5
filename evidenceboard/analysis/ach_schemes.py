"""Two more published ways to score a matrix, as options beside the house's own, and how far several raters agree.

Ratings are those of `ach.Matrix`, 2 very consistent … -2 very inconsistent, and None for "not applicable".

Sources: the formulas of competinghypotheses.org (Burton, Analysis of Competing Hypotheses, 2012) and of Open Synthesis
(Schiller, openach/metrics.py), described from their published code.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from typing import Final

from evidenceboard.analysis.ach import spread

Rating = int | None
Votes = Sequence[Rating]  # of several people on one cell

HIGH, MEDIUM, LOW = 2.0, 1.0, 0.5  # competinghypotheses.org: credibility of an item
AGREEMENT: Final = ((0.25, "consensus"), (1.0, "mild disagreement"), (1.74, "strong disagreement"))
EXTREME = "extreme disagreement"
_SCALE = {-2: -2.0, -1: -1.5, 0: 0.0, 1: 1.5, 2: 2.0}
_NEUTRAL = 3


# competinghypotheses.org


def competing_score(ratings: Sequence[Rating], weights: Sequence[float]) -> float:
    """How inconsistent a hypothesis is: II counts 2, I 1, each times the weight of its item; the lowest is likeliest.

    Args:
        ratings: of one hypothesis, over all items.
        weights: of each item 2 (high), 1 (medium, also where nothing is set) or 0.5 (low).
    """
    return fsum(max(0, -(rating or 0)) * weight for rating, weight in zip(ratings, weights, strict=True))


def competing_order(ratings: Sequence[Rating]) -> float:
    """By what items are sorted, largest first: the unweighted sum of one item's inconsistency over all hypotheses."""
    return competing_score(ratings, [1.0] * len(ratings))


def competing_weight(weight: float) -> float:
    """The weight nearest to one of ours (see `ach.weight`)."""
    return HIGH if weight > 1 else LOW if weight < 1 else MEDIUM


def agreement(votes: Votes) -> tuple[float, str]:
    """How far members of a team differ on one cell: the population standard deviation to four places, and a word.

    >>> agreement([1, 2])
    (0.25, 'consensus')
    """
    value = round(spread([_SCALE[vote or 0] for vote in votes]), 4)
    return value, next((word for limit, word in AGREEMENT if value <= limit), EXTREME)


# Open Synthesis


def mean_vote(votes: Votes) -> float | None:
    """The mean of all votes from 1 to 5; "not applicable" counts as 3. None where nobody voted."""
    return fsum(_NEUTRAL + (vote or 0) for vote in votes) / len(votes) if votes else None


def open_inconsistency(cells: Sequence[Votes]) -> float:
    """Of one hypothesis over all items: the sum of (3 − m)² over cells with a mean below 3."""
    return fsum((_NEUTRAL - mean) ** 2 for mean in _means(cells) if mean < _NEUTRAL)


def open_consistency(cells: Sequence[Votes]) -> float:
    """Of one hypothesis over all items: the sum of (m − 3)² over cells with a mean above 3."""
    return fsum((mean - _NEUTRAL) ** 2 for mean in _means(cells) if mean > _NEUTRAL)


def open_diagnosticity(cells: Sequence[Votes]) -> float:
    """Of one item over all hypotheses: the population standard deviation of its means; 0 where there are none."""
    return spread(_means(cells))


def open_hypothesis_key(cells: Sequence[Votes]) -> tuple[float, float, float, float]:
    """Sorts hypotheses, best first: inconsistency, consistency, share of "not applicable", share without votes."""
    return (open_inconsistency(cells), -open_consistency(cells), *_shares(cells))


def open_item_key(cells: Sequence[Votes]) -> tuple[float, float, float]:
    """Sorts items, most diagnostic first."""
    return (-open_diagnosticity(cells), *_shares(cells))


def disagreement(votes: Votes) -> float:
    """Within one cell: the larger sample standard deviation, of the rated votes or of "is it applicable at all"."""
    rated = [float(vote) for vote in votes if vote is not None]
    return max(_sample_spread(rated), _sample_spread([float(vote is not None) for vote in votes]))


def consensus(votes: Votes) -> Rating:
    """What a cell is taken for: None, "not applicable", where most say so, else the mean rounded half to even."""
    rated = [vote for vote in votes if vote is not None]
    if len(votes) - len(rated) > len(rated) or not rated:
        return None
    return round(_NEUTRAL + fsum(rated) / len(rated)) - _NEUTRAL


def _means(cells: Sequence[Votes]) -> list[float]:
    return [mean for votes in cells if (mean := mean_vote(votes)) is not None]


def _shares(cells: Sequence[Votes]) -> tuple[float, float]:
    """How many of the cells are "not applicable", and how many have no votes."""
    count = max(1, len(cells))
    idle = sum(bool(votes) and consensus(votes) is None for votes in cells)
    return idle / count, sum(not votes for votes in cells) / count


def _sample_spread(values: Sequence[float]) -> float:
    return spread(values) * sqrt(len(values) / (len(values) - 1)) if len(values) > 1 else 0.0
