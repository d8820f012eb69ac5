"""What a what-if lays over the board, in words: one by one, and in a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from evidenceboard.analysis.grades import grade
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.words import name_of, names_in_words

MOST = 4  # other judgements that the bar names
UNSET = "not set"
OTHER = {"support": "contradicts", "contradict": "supports"}
AS_DRAWN = {"support": "supports", "contradict": "contradicts"}


class Laid(NamedTuple):
    """One thing that is otherwise.

    Attributes:
        record: the card, source, origin or link.
        words: "without VOA", "E1: credibility 5 instead of 3".
        back: the what-if without it.
    """

    record: RecordId
    words: str
    back: WhatIf


def laid(board: Board, what_if: WhatIf) -> list[Laid]:
    """All that is otherwise: what is taken away, then what is judged otherwise."""
    found = []
    for what, record in what_if.taken():
        name = name_of(board, record)
        words = f"{name} is false" if what == "false" else f"without {'the link ' * (what == 'link')}{name}"
        found.append(Laid(record, words, what_if.again_with(what, record)))
    return [*found, *_judged(board, what_if)]


def _judged(board: Board, what_if: WhatIf) -> Iterator[Laid]:
    for field, shown in (("credibility", "credibility"), ("reliability", "reliability"), ("bases", "base")):
        held = getattr(what_if, field)
        for record in sorted(held):
            now = board.value(record, shown)
            words = f"{name_of(board, record)}: {shown} {held[record]} instead of {now or UNSET}"
            yield Laid(record, words, what_if.graded(field, record, None))
    for record in sorted(what_if.edges_flipped):
        kind = str(board.value(record, "kind") or "support")
        words = f"the link {name_of(board, record)}: {OTHER[kind]} instead of {AS_DRAWN[kind]}"
        yield Laid(record, words, what_if.turned(record, False))
    for record in sorted(what_if.strengths):
        now = board.value(record, "strength") or "normal"
        words = f"the link {name_of(board, record)}: {what_if.strengths[record]} instead of {now}"
        yield Laid(record, words, what_if.graded("strengths", record, None))


def in_words(board: Board, what_if: WhatIf) -> str:
    """All of it in a line: "without US government line, E3; if A1 is false; E1: credibility 5 instead of 3"."""
    taken = what_if.taken()
    gone = [name_of(board, record) for what, record in taken if what not in ("false", "link")]
    gone += [f"the link {name_of(board, record)}" for what, record in taken if what == "link"]
    false = [name_of(board, record) for what, record in taken if what == "false"]
    parts = [f"without {names_in_words(gone)}"] if gone else []
    if false:
        parts.append(f"if {names_in_words(false)} {'is' if len(false) == 1 else 'are'} false")
    if judged := [each.words for each in _judged(board, what_if)]:
        parts.append(names_in_words(judged, MOST))
    return "; ".join(parts)


def grade_brief(graph: Graph, what_if: WhatIf, card: RecordId) -> str:
    """A grade that is judged otherwise, for a mark on the canvas: "C5 instead of C3"."""
    facts = graph.facts[graph.row[card]]
    letter = graph.reliability.get(facts.source) or None
    other = what_if.reliability.get(facts.source, letter), what_if.credibility.get(card, facts.credibility)
    return f"{grade(*other)} instead of {grade(letter, facts.credibility) or 'no grade'}"


def link_brief(board: Board, what_if: WhatIf, edge: RecordId) -> str:
    """What is judged otherwise about a link, for a mark on the canvas: "strong instead of normal"."""
    said = []
    if edge in what_if.edges_flipped:
        said.append(f"{OTHER[str(board.value(edge, 'kind') or 'support')]} instead")
    if edge in what_if.strengths:
        said.append(f"{what_if.strengths[edge]} instead of {board.value(edge, 'strength') or 'normal'}")
    return " · ".join(said)
