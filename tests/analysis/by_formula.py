"""How what supports and attacks a card is combined, straight from the published formulas: the second computation."""

from __future__ import annotations

from math import exp, prod


def combined(method: str, base: float, supports: list[float], attacks: list[float]) -> float:
    """The strength of a card of this base under "df_quad", "euler" or "quadratic"."""
    if method == "df_quad":
        p = 1 - prod(1 - each for each in supports)
        a = 1 - prod(1 - each for each in attacks)
        return base - base * (a - p) if a >= p else base + (1 - base) * (p - a)
    energy = sum(supports) - sum(attacks)
    if method == "euler":
        return 1 - (1 - base**2) / (1 + base * exp(energy))
    up, down = max(0, energy) ** 2, max(0, -energy) ** 2
    return base - base * down / (1 + down) + (1 - base) * up / (1 + up)
