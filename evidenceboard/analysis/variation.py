"""Many ways in which one graph might be, side by side as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.analysis.arguments import Graph

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Variation:
    """B ways in which a graph might be: each array has B columns, or one where all are alike.

    Attributes:
        base: n rows.
        weight, sign: m rows; a weight is 0 where the link or its giver counts for nothing.
    """

    base: Floats
    weight: Floats
    sign: Floats

    @classmethod
    def none(cls, graph: Graph) -> Variation:
        """The graph as it is."""
        return cls(graph.base[:, None], graph.carried()[:, None], graph.sign[:, None])

    @property
    def columns(self) -> int:
        return max(int(each.shape[1]) for each in (self.base, self.weight, self.sign))
