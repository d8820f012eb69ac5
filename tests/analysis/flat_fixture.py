"""The flat fixture: ratings straight from evidence to hypotheses, and all numbers that follow from them.

Computed twice independently before they were written down. *Core* is E1 … E5, *all* is E1 … E9.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.analysis.boards_in_words import Written, columns

TABLE = """
grade  B3 B2 B3 B3 C3 B3 E5 B2 B3
origin o1 o1 o1 o2 o2 o2 o3 o4 o5
H1     C  C  C  I  I  I  N  C  C
H2     C  C  N  C  C  CC N  C  C
H3     C  C  I  C  C  C  N  C  C
H0     I  I  I  C  I  I  C  II I
"""
HYPOTHESES = ("H1", "H2", "H3", "H0")
LINKS = {"C": "+", "CC": "+!", "I": "-", "II": "-!"}

INCONSISTENCY = {  # core and all
    "plain": ((-2, 0, -1, -4), (-3, 0, -1, -8)),
    "weighted": ((-2.41, 0, -1.41, -5.83), (-3.83, 0, -1.41, -12.66)),
    "by origin": ((-1.41, 0, -1.41, -3.00), (-1.41, 0, -1.41, -8.83)),
}
DIAGNOSTICITY = (0.87, 0.87, 0.83, 0.87, 1.00, 1.30, 0.43, 1.30, 0.87)
WITHOUT_H0 = (0, 0, 0.82, 0.94, 0.94, 1.25, 0, 0, 0)
STANDINGS = {  # (columns, count, without origin) → method → H1, H2, H3, H0
    (5, "report", ""): {
        "df_quad": (0.606, 0.863, 0.728, 0.272),
        "quadratic": (0.564, 0.774, 0.705, 0.295),
        "euler": (0.567, 0.701, 0.651, 0.384),
    },
    (5, "origin", ""): {
        "df_quad": (0.534, 0.758, 0.623, 0.392),
        "quadratic": (0.502, 0.635, 0.551, 0.461),
        "euler": (0.511, 0.609, 0.559, 0.454),
    },
    (5, "origin", "o2"): {
        "df_quad": (0.669, 0.669, 0.534, 0.331),
        "quadratic": (0.551, 0.551, 0.502, 0.449),
        "euler": (0.559, 0.559, 0.511, 0.447),
    },
    (9, "origin", ""): {
        "df_quad": (0.705, 0.926, 0.748, 0.203),
        "quadratic": (0.657, 0.844, 0.736, 0.195),
        "euler": (0.622, 0.766, 0.672, 0.344),
    },
}
LINCHPINS = {"o1": "H2=H3>H0>H1", "o2": "H1=H2>H3>H0", "E3": "H2=H3>H1>H0"}


@dataclass(frozen=True)
class Item:
    """One column of the table.

    Attributes:
        signs: for each hypothesis that it speaks of, "+" or "-", with "!" where it is strong.
    """

    name: str
    grade: str
    origin: str
    signs: dict[str, str]


def items(count: int) -> Iterator[Item]:
    """The first so many items."""
    table = columns(TABLE)
    for at in range(count):
        signs = {name: LINKS[table[name][at]] for name in HYPOTHESES if table[name][at] in LINKS}
        yield Item(f"E{at + 1}", table["grade"][at], table["origin"][at], signs)


def flat_board(count: int, without: str = "") -> Written:
    """The board of the first so many items, but for those of one origin."""
    board = Written().hypotheses(" ".join(HYPOTHESES))
    for item in items(count):
        if item.origin != without:
            board.card(item.name, item.grade, origin=item.origin)
            for hypothesis, sign in item.signs.items():
                board.edges(f"{item.name} {sign} {hypothesis}")
    return board
