"""Three published ways to say how strong an argument stands, given its base and what bears on it.

All take what the supporters and the attackers of an argument give, gathered over its links. They are worked out with
the basic operations of arithmetic alone, which every machine rounds alike.

Sources: Rago, Toni, Aurisicchio and Baroni, "Discontinuity-free decision support with quantitative argumentation
debates" (2016); Potyka, "Continuous dynamical systems for weighted bipolar argumentation" (2018); Amgoud and
Ben-Naim, "Evaluation of arguments in weighted bipolar graphs" (2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LN2_HIGH = 6.93147180369123816490e-01  # its last 32 bits are 0, so that a multiple of it is exact
LN2_LOW = 1.90821492927058770002e-10
TERMS = np.array([[1 / factorial(2 * at), 1 / factorial(2 * at + 1)] for at in range(8)])  # of even and odd powers
FARTHEST = 700.0  # beyond it e^x leaves the numbers; 1 + v e^x is then as good as infinite


@dataclass(frozen=True)
class Semantics:
    """One way.

    Attributes:
        name: as results are called: "df_quad".
        title: as people read it.
        multiplies: gathered is 1 − ∏(1 − x) for each side; else the sum.
        strength: of base, supporters gathered, attackers gathered → strength; elementwise.
    """

    name: str
    title: str
    multiplies: bool
    strength: Callable[[Floats, Floats, Floats], Floats]


def df_quad(base: Floats, support: Floats, attack: Floats) -> Floats:
    """DF-QuAD: moves from the base towards 0 or 1 by as much as one side outweighs the other.

    Args:
        base: v, 0 to 1.
        support, attack: 1 − ∏(1 − x) of what is given.
    """
    lost = base - base * (attack - support)
    gained = base + (1.0 - base) * (support - attack)
    return np.where(attack >= support, lost, gained)


def quadratic_energy(base: Floats, support: Floats, attack: Floats) -> Floats:
    """Quadratic energy: E = supporters − attackers, and h(x) = max(0, x)² / (1 + max(0, x)²).

    Args:
        base: v, 0 to 1.
        support, attack: sums of what is given.
    """
    energy = support - attack
    return base - base * _share(-energy) + (1.0 - base) * _share(energy)


def euler_based(base: Floats, support: Floats, attack: Floats) -> Floats:
    """Euler-based: 1 − (1 − v²) / (1 + v e^E), E = supporters − attackers; never leaves 0.

    Args:
        base: v, 0 to 1.
        support, attack: sums of what is given.
    """
    return 1.0 - (1.0 - base * base) / (1.0 + base * exponential(support - attack))


def exponential(x: Floats) -> Floats:
    """e^x, the same to the last digit on every machine: libraries differ there, sums and products do not.

    Within two units of the last digit of the true value.

    >>> round(float(exponential(np.array([1.0]))[0]), 12)
    2.718281828459
    """
    held = np.minimum(np.maximum(x, -FARTHEST), FARTHEST)
    whole = np.rint(held * 1.4426950408889634)
    rest = (held - whole * LN2_HIGH) - whole * LN2_LOW
    squared, halves = rest * rest, np.empty((2, *rest.shape))
    halves[:] = TERMS[-1].reshape(2, *[1] * rest.ndim)
    for pair in TERMS[-2::-1]:
        halves *= squared
        halves += pair.reshape(2, *[1] * rest.ndim)
    found: Floats = np.ldexp(halves[1] * rest + halves[0], np.where(whole == whole, whole, 0.0).astype(np.int32))
    return found


def _share(energy: Floats) -> Floats:
    squared = np.square(np.maximum(energy, 0.0))
    return squared / (1.0 + squared)


DF_QUAD = Semantics("df_quad", "DF-QuAD", True, df_quad)
QUADRATIC = Semantics("quadratic", "quadratic energy", False, quadratic_energy)
EULER = Semantics("euler", "Euler-based", False, euler_based)
ALL = (DF_QUAD, QUADRATIC, EULER)
METHODS = tuple(each.name for each in ALL)
BY_NAME = {each.name: each for each in ALL}
TITLES = {each.name: each.title for each in ALL}
