"""Small boards written in a few words, as the records that an analysis reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Records = Callable[[str], Iterator[tuple[str, dict[str, Any]]]]

SIGNS = {"+": "support", "-": "contradict"}


class Written:
    """A board whose cards and links have the names that a test gives them.

    >>> board = Written().card("E1", "B3").hypotheses("H1").edges("E1 +! H1")
    >>> sorted(name for name, _ in board.records("card"))
    ['card:e1', 'card:h1']
    """

    def __init__(self) -> None:
        self.held: dict[str, dict[str, dict[str, Any]]] = {}

    def put(self, kind: str, name: str, /, **values: Any) -> Written:
        """A record; fields of the same name are replaced."""
        self.held.setdefault(kind, {}).setdefault(record(kind, name), {}).update(values)
        return self

    def card(self, name: str, grade: str = "", role: str = "reported", origin: str = "", **values: Any) -> Written:
        """A statement; its grade makes a source of its own, its origin a record of that name."""
        if grade:
            self.put("source", name, name=f"source of {name}", reliability=grade[0])
            values = {"source": record("source", name), "credibility": int(grade[1]), **values}
        if origin:
            self.put("origin", origin, name=origin)
            values["derives_from"] = record("origin", origin)
        return self.put("card", name, **{"kind": "statement", "role": role, "key": name, **values})

    def hypotheses(self, names: str, **values: Any) -> Written:
        for name in names.split():
            self.put("card", name, **{"kind": "hypothesis", "key": name, **values})
        return self

    def edges(self, lines: str, **values: Any) -> Written:
        """Links such as "E1 + H1, E2 -! H1": "!" is strong. One can be named as an end: "G1 - E1>H1"."""
        for line in filter(None, (part.strip() for part in lines.split(","))):
            tail, sign, head = line.split()
            kind = {"kind": SIGNS[sign[0]], "strength": "strong" if sign.endswith("!") else "normal"}
            ends = {"from": record("card", tail), "to": record("edge" if ">" in head else "card", head)}
            self.put("edge", f"{tail}>{head}", **ends, **kind, **values)
        return self

    def records(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        return iter(sorted(self.held.get(kind, {}).items()))


def record(kind: str, name: str) -> str:
    """The id of what a test calls so."""
    return f"{kind}:{''.join(sign if sign.isalnum() else 'x' for sign in name.lower())}"


def columns(table: str) -> Mapping[str, list[str]]:
    """The rows of a table in words: "H1 C I N" → {"H1": ["C", "I", "N"]}."""
    return {line.split()[0]: line.split()[1:] for line in table.strip().splitlines()}
