"""The same picture twice: the same bytes, or a copy that was scaled, saved again or cut a little.

Pictures are compared by their difference hashes (see `decoding.likeness`): 64 bits, of which those that differ are
counted. A hash with hardly any bit set or unset belongs to a plain surface or a slope of grey, which look alike
without having to do with each other: it finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidenceboard.model.ids import RecordId

NEAR = 10  # bits of 64 that may differ
TELLING = 8  # bits that a hash must have of each kind to tell one picture from others
AT_ONCE = 256  # new pictures compared together: 100,000 others take 200 MB then


@dataclass(frozen=True)
class Picture:
    """A photo on a card.

    Attributes:
        card: its id, or any other name for it.
        sha256: of the bytes.
        likeness: its difference hash, 16 hexadecimal digits; empty where it is not known.
        derived: the card derives from another one already.
    """

    card: RecordId
    sha256: str
    likeness: str = ""
    derived: bool = False


@dataclass(frozen=True)
class Twin:
    """A new picture and the one before it that it looks like.

    Attributes:
        differing: bits in which their hashes differ; 0 where the bytes are the same.
    """

    card: RecordId
    older: RecordId
    identical: bool
    differing: int


def twins(new: Sequence[Picture], there: Sequence[Picture]) -> list[Twin]:
    """Of each new picture the one that it looks like most, if any: among those that are there, else among the new
    ones before it. Of several that are as near, one whose card derives from no other comes first.

    Args:
        new: in the order in which they come.
        there: those of the board.
    """
    pool = [*sorted(there, key=lambda picture: picture.derived), *new]
    first: dict[str, int] = {}
    for place, picture in enumerate(pool):
        first.setdefault(picture.sha256, place)
    near = _nearest(pool, len(there))
    found = []
    for place in range(len(there), len(pool)):
        same = first[pool[place].sha256]
        other, differing = (same, 0) if same < place else near.get(place, (-1, 0))
        if other >= 0:
            found.append(Twin(pool[place].card, pool[other].card, same < place, differing))
    return found


def _nearest(pool: Sequence[Picture], begin: int) -> dict[int, tuple[int, int]]:
    """Of the pictures from a place on the one before each that is nearest by likeness, and in how many bits it
    differs."""
    telling = np.array([place for place, picture in enumerate(pool) if is_telling(picture.likeness)], np.int64)
    hashes = np.array([int(pool[place].likeness, 16) for place in telling], np.uint64)
    found: dict[int, tuple[int, int]] = {}
    first = int(np.searchsorted(telling, begin))
    for start in range(first, len(telling), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(telling)))
        differing = _differing(hashes[rows, None], hashes[None, : rows[-1] + 1])
        differing[np.arange(len(differing.T))[None, :] >= rows[:, None]] = 65  # only those before it
        best = differing.argmin(axis=1)
        for row, other in zip(rows, best, strict=True):
            bits = int(differing[row - start, other])
            if bits <= NEAR:
                found[int(telling[row])] = (int(telling[other]), bits)
    return found


def _differing(these: NDArray[np.uint64], those: NDArray[np.uint64]) -> NDArray[np.uint8]:
    found: NDArray[np.uint8] = np.bitwise_count(these ^ those)
    return found


def is_telling(likeness: str) -> bool:
    """Whether a difference hash says enough about its picture to find it by."""
    try:
        ones = int(likeness, 16).bit_count()
    except ValueError:
        return False
    return len(likeness) == 16 and TELLING <= ones <= 64 - TELLING
