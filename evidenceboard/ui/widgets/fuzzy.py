"""Which names somebody may mean who has typed only a few letters, perhaps wrong ones."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

_LEAST = 62.0


def rank(query: str, names: Sequence[str]) -> list[int]:
    """The places of the names that fit, the best first; equally good ones stay in their order."""
    typed = query.casefold().strip()
    scored = [(-score(typed, name.casefold()), at) for at, name in enumerate(names)]
    return [at for negative, at in sorted(scored) if -negative >= _LEAST]


def score(typed: str, name: str) -> float:
    """How well a name fits, 0…100, both in lower case: beginnings count most, then parts, then likeness.

    >>> score("save", "save as…") > score("as", "save as…") > score("svae", "save as…") > 62
    True
    """
    words = name.split()
    if name.startswith(typed):
        return 100.0
    if any(word.startswith(typed) for word in words):
        return 95.0
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return 92.0
    if len(typed) > 1 and "".join(word[0] for word in words).startswith(typed):
        return 90.0
    if len(typed) > 1 and typed in name:
        return 85.0
    # Two letters are like half of all names: only longer words are compared by likeness.
    return 0.84 * max(fuzz.partial_ratio(typed, name), fuzz.ratio(typed, name)) if len(typed) > 2 else 0.0
