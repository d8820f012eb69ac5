"""The published ways to score a matrix, side by side: what stands beside each hypothesis and below each item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis import ach, ach_schemes
from evidenceboard.analysis.ach import Cells, Matrix
from evidenceboard.analysis.ach_schemes import Rating

PARC, COMPETING, OPEN = "parc", "competing", "open"


class Scheme(NamedTuple):
    """A way to score.

    Attributes:
        title: whose it is.
        hint: which score is the best.
        items: what the number of an item means.
        means: of each score what it means and what not, as a key of `meanings.MEANINGS`.
    """

    title: str
    hint: str
    items: str
    means: tuple[str, ...]


class Score(NamedTuple):
    """One number of each hypothesis; of several the last one decides."""

    name: str
    values: tuple[float, ...]


SCHEMES = {
    PARC: Scheme(
        "PARC ACH",
        "nearest 0 survives best",
        "how far an item separates the rivals",
        ("inconsistency", "weighted", "inconsistency by origin"),
    ),
    COMPETING: Scheme(
        "competinghypotheses.org",
        "the lowest is likeliest",
        "how far an item separates the rivals",
        ("competing", "competing"),
    ),
    OPEN: Scheme(
        "Open Synthesis",
        "the lowest survives best",
        "how far what was rated separates the rivals",
        ("open synthesis", "open synthesis"),
    ),
}


def scores(scheme: str, table: Matrix) -> tuple[Score, ...]:
    """The scores of the hypotheses of a matrix, the one that decides last."""
    if scheme == COMPETING:
        ones, weights = [1.0] * len(table.columns), [ach_schemes.competing_weight(each) for each in table.weights]
        return _score("unweighted", _competing(table, ones)), _score("weighted", _competing(table, weights))
    if scheme == OPEN:
        votes = [[[value] for value in _ratings(*row)] for row in zip(table.cells, table.rated, strict=True)]
        return (
            _score("consistency", [ach_schemes.open_consistency(row) for row in votes]),
            _score("inconsistency", [ach_schemes.open_inconsistency(row) for row in votes]),
        )
    return (
        _score("plain", ach.inconsistency(table.cells)),
        _score("weighted", ach.weighted(table.cells, table.weights)),
        _score("by origin", ach.by_origin(table.cells, table.weights, table.origins)),
    )


def power(scheme: str, table: Matrix, rows: Sequence[int]) -> tuple[float, ...]:
    """How far each item tells some of the hypotheses apart; 0 where it separates nothing.

    Open Synthesis looks only at cells that were rated; the others take an unrated cell for neutral.
    """
    cells, rated = table.cells[list(rows)], table.rated[list(rows)]
    if scheme != OPEN:
        return tuple(ach.diagnosticity(cells))
    columns = zip(cells.T, rated.T, strict=True)
    return tuple(ach_schemes.open_diagnosticity([[value] for value in _ratings(*column)]) for column in columns)


def against(table: Matrix) -> list[int]:
    """By what competinghypotheses.org sorts items: how much each speaks against all hypotheses together."""
    found: list[int] = (-np.minimum(table.cells, 0)).sum(axis=0, dtype=np.int64).tolist()
    return found


def _score(name: str, values: Sequence[float]) -> Score:
    return Score(name, tuple(values))


def _ratings(cells: Cells, rated: NDArray[np.bool_]) -> list[Rating]:
    """Those of a row or column that were given."""
    found: list[Rating] = cells[rated].tolist()
    return found


def _competing(table: Matrix, weights: Sequence[float]) -> list[float]:
    found = []
    for row, rated in zip(table.cells, table.rated, strict=True):
        given = np.flatnonzero(rated).tolist()
        found.append(ach_schemes.competing_score(_ratings(row, rated), [weights[at] for at in given]))
    return found
