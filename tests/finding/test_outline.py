"""The outline: what stands under each hypothesis of the founding case, circles, and that no card is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidenceboard.document import Document
from evidenceboard.finding import outline
from evidenceboard.finding.outline import Line
from evidenceboard.finding.touched import Values
from evidenceboard.model.commands import add_card, link, together
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.ui.board_facts import BoardFacts
from tests.analysis.whole_board import change, finish, founding_case, keys, new_board


class Look(BoardFacts):
    kept: set[str] | None = None

    def values(self, record: str) -> Values:
        return self._document.board.record(record).shown_values()

    def shows(self, edge: str) -> bool:
        return self.kept is None or edge in self.kept


class Words:
    def __init__(self, document: Document) -> None:
        self._called = keys(document)
        self._document = document

    def of_line(self, line: Line) -> list[str]:
        reason = str(self._document.board.value(line.edge, "reason") or "") if line.edge else ""
        return [line.words or self._called[line.record], *([reason] if reason else [])]


def text(document: Document, card: str) -> list[str]:
    made: str = finish(outline.as_text([Line("card", card)], Look(document), Words(document)))
    return made.splitlines()


def test_under_a_hypothesis_stands_what_is_for_against_undercut_assumed_and_missing(tmp_path: Path) -> None:
    document = founding_case(tmp_path)
    ids, look = {name: record for record, name in keys(document).items()}, Look(document)
    called = keys(document)
    groups = outline.below(Line("card", ids["H1"]), look)
    said = {group.words: [called[line.record] for line in outline.below(group, look)] for group in groups}
    assert said == {"For": ["C2", "C1"], "Undercut": ["E3"], "Missing": ["G1"]}  # strong links come first
    (undercut,) = outline.below(groups[1], look)
    (why,) = outline.below(undercut, look)
    assert called[why.record] == "G2" and document.board.value(why.edge, "to") == undercut.edge
    lines = text(document, ids["H1"])
    assert lines[0] == "H1" and lines[1] == "  For" and "    C2" in lines
    assert sum(line.strip() == "C1" for line in lines) == 1  # it is opened once
    assert sum(line.strip() == "C1 (see above)" for line in lines) == 1
    assert "        direct supply is what cooperation would mean" in lines
    document.close()


def test_a_circle_is_cut_where_it_comes_round(tmp_path: Path) -> None:
    document = new_board(tmp_path)
    made = [add_card(FIRST_SHEET, "statement", (0, 0), {"key": name}) for name in "abc"]
    document.commit(together("Cards", made))
    a, b, c = (each.made[0] for each in made)
    for tail, head in ((a, b), (b, c), (c, a)):
        document.commit(link(document.board, [tail], head))
    look = Look(document)
    line = Line("card", a)
    for name in ("c", "b", "a"):
        assert outline.has_below(line, look)
        (line,) = outline.below(line, look)
        assert document.board.value(line.record, "key") == name
    assert line.again and not outline.has_below(line, look) and outline.below(line, look) == []
    assert text(document, a) == ["a", "  c", "    b", "      a (see above)"]
    found = finish(outline.beginnings([a, b, c], [*document.board.live("edge")], [], look))
    assert len(found.others) == 1 and not found.loose
    document.close()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_every_card_stands_in_the_outline(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice, document = Random(seed), new_board(tmp_path_factory.mktemp("outline"))
    for _ in range(70):
        change(document, dice)
    cards, look = list(document.board.live("card")), Look(document)
    hypotheses = [card for card in cards if document.board.value(card, "kind") == "hypothesis"]
    found = finish(outline.beginnings(cards, [*document.board.live("edge")], hypotheses, look))
    assert not set(found.others) & set(found.loose)
    begin = (*hypotheses, *found.others, *found.loose)
    assert set(cards) <= {line.record for line in every_line(begin, look)}
    kind = dice.choice(("card", "edge"))
    sought = set(dice.sample(sorted(document.board.live(kind)), k=min(2, len([*document.board.live(kind)]))))
    look.kept = finish(outline.leading_to(sought, look))
    narrowed = list(every_line([card for card in begin if card in look.kept], look))
    assert sought <= {line.record if kind == "card" else line.edge for line in narrowed}
    for line in narrowed:  # nothing stands there for nothing
        assert {line.record, line.edge} & sought or outline.has_below(line, look) or line.again
    document.close()


def every_line(begin: Iterable[str], look: Look) -> Iterator[Line]:
    """Each line once below what it stands under."""
    opened: set[tuple[str, str, bool]] = set()
    todo = [Line("card", card) for card in begin]
    while todo:
        line = todo.pop()
        assert outline.has_below(line, look) == bool(outline.below(line, look))
        if (line.record, line.edge, line.again) not in opened or line.what == "heading":
            opened.add((line.record, line.edge, line.again))
            todo += outline.below(line, look)
            if line.what == "card":
                yield line
