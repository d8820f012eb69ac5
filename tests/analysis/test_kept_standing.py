"""A standing that follows changes is the same, to the last digit, as one worked out from nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest

from evidenceboard.analysis import kept, parts_kept, spreading
from evidenceboard.analysis.card_standing import card_standings, changed
from evidenceboard.analysis.columns import Columns
from evidenceboard.analysis.facts import Facts
from evidenceboard.analysis.graph import build
from evidenceboard.analysis.inflow import COUNTS
from evidenceboard.analysis.kept import Kept
from evidenceboard.analysis.levels import Arcs, arcs_of, parts
from evidenceboard.analysis.shown import shown
from evidenceboard.analysis.standing import Standing, assess
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.progress import Stopped
from tests.analysis.boards_in_words import Written, record
from tests.analysis.test_standing_laws import ring

ROLES = ("reported", "reported", "claim", "claim", "question", "gap", "assumption", "")


class Person:
    """Changes a small board at random, in facts that are read anew and in columns that follow."""

    def __init__(self, seed: int, cards: int = 14) -> None:
        self.dice = Random(seed)
        self.facts, self.columns = Facts(), Columns()
        self._cards = [f"card:{number:02d}" for number in range(cards)]
        self._sources, self._origins = ["source:a", "source:b"], ["origin:o", "origin:p"]
        self._regions, self._edges = ["region:r", "region:s"], list[str]()
        for _ in range(6 * cards):
            self.change()

    def change(self) -> None:
        """One change of one record."""
        kind = self.dice.choice(("card", "card", "edge", "edge", "edge", "edge", "source", "origin", "region", "gone"))
        if kind == "gone":
            record_of: Callable[[], str] = self.dice.choice((self._card, self._edge, self._source, self._region))
            if name := record_of():
                self.facts.take_out(name)
                self.columns.take_out(name)
            return
        name, values = getattr(self, f"_a_{kind}")()
        self.facts.put(kind, name, values)
        self.columns.put(kind, name, values)

    def _card(self) -> str:
        return self.dice.choice(self._cards)

    def _source(self) -> str:
        return self.dice.choice(self._sources)

    def _region(self) -> str:
        return self.dice.choice(self._regions)

    def _edge(self) -> str:
        return self.dice.choice(self._edges) if self._edges else ""

    def _a_card(self) -> tuple[str, dict[str, Any]]:
        dice = self.dice
        kind = dice.choice(("statement", "statement", "statement", "photo", "hypothesis"))
        values: dict[str, Any] = {"kind": kind, "credibility": dice.choice((None, 1, 2, 5)), "source": self._source()}
        values |= {"role": dice.choice(ROLES), "status": dice.choice(("", "", "", "retracted"))}
        values |= {"derives_from": dice.choice(("", "", self._card(), *self._origins)), "rivals": dice.choice("xy")}
        values |= {"caption_unseen": dice.random() < 0.5, "split_from": dice.choice(("", "card:01"))}
        return self._card(), values | ({"base": round(dice.random(), 2)} if dice.random() < 0.3 else {})

    def _a_edge(self) -> tuple[str, dict[str, Any]]:
        dice = self.dice
        tail = dice.choice((self._card(), self._card(), self._card(), self._region()))
        head = dice.choice((self._card(), self._card(), self._card(), self._edge() or self._card()))
        name = f"edge:{tail[-2:]}{head.replace(':', '')[-6:]}"
        if name not in self._edges:
            self._edges.append(name)
        values: dict[str, Any] = {"from": tail, "to": head, "kind": dice.choice(("support", "contradict"))}
        values |= {"strength": dice.choice(("normal", "strong")), "joint": dice.choice(("", "", "", "j", "k"))}
        values |= {"rests_on": dice.choice(("", "caption")), "weight": dice.choice((None, None, 0.3))}
        return name, values

    def _a_source(self) -> tuple[str, dict[str, Any]]:
        return self._source(), {"name": "S", "reliability": self.dice.choice("ABCDEF")}

    def _a_origin(self) -> tuple[str, dict[str, Any]]:
        return self.dice.choice(self._origins), {"name": "O"}

    def _a_region(self) -> tuple[str, dict[str, Any]]:
        return self._region(), {"card": self._card()}

    def what_if(self) -> WhatIf:
        """Some judgements laid over the board."""
        some = {self._card() for _ in range(self.dice.randint(0, 2))}
        edges = {self._edge() for _ in range(2)} - {""}
        return WhatIf(
            cards_off=frozenset(some),
            sources_off=frozenset({self._source()} if self.dice.random() < 0.5 else ()),
            edges_flipped=frozenset(edges),
            credibility={self._card(): 1},
        )


def same(found: Standing, expected: Standing) -> None:
    assert found.graph.claims.tolist() == [facts.role == "claim" for facts in expected.graph.facts]
    for name, value in vars(expected.graph).items():
        other = getattr(found.graph, name)
        if isinstance(value, np.ndarray):
            assert value.dtype == other.dtype and value.tobytes() == other.tobytes(), name
        elif name not in ("row", "edge_row"):
            assert value == other, name
    for method, values in expected.values.items():
        assert values.tobytes() == found.values[method].tobytes(), method


@pytest.fixture
def always_by_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small boards are followed step by step, too, and a node of three links is many."""
    monkeypatch.setattr(kept, "FEW", 0)
    monkeypatch.setattr(kept, "SHARE", 0.001)
    monkeypatch.setattr(kept, "SOON", 0)
    monkeypatch.setattr(spreading, "HUB", 2)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("seed", range(10))
def test_followed_is_the_same_as_worked_out_from_nothing(seed: int, count: str, always_by_steps: None) -> None:
    person = Person(seed)
    following = Kept(person.columns, count)
    for step in range(40):
        for _ in range(person.dice.choice((1, 1, 1, 4))):
            person.change()
        found = following.follow()
        expected = assess(build(person.facts), count)
        same(found, expected)
        if step % 5 == 0:
            other = person.what_if()
            same(following.what_if(other), assess(applied(expected.graph, other), count))


@pytest.mark.parametrize("seed", range(10))
def test_what_cards_show_is_the_same_as_made_anew_and_what_changes_is_named(seed: int) -> None:
    person = Person(seed)
    following, last = Kept(person.columns), None
    for _ in range(40):
        person.change()
        standing = following.follow()
        if person.dice.random() < 0.3:
            standing = following.what_if(person.what_if())
        found = shown(standing, last)
        expected = card_standings(standing)
        assert found.cards == expected
        assert found.changed == changed(last.cards if last else {}, expected)
        last = found


@pytest.mark.parametrize("few", [0, 10**9], ids=["by steps", "as a whole"])
def test_it_does_not_matter_by_which_way_and_how_long_one_follows(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FEW", few)
    person = Person(7, cards=40)
    following = Kept(person.columns)
    for _ in range(30):
        person.change()
        following.count = person.dice.choice(COUNTS)
        same(following.follow(), assess(build(person.facts), following.count))


@pytest.mark.parametrize("seed", range(12))
def test_the_parts_are_followed_as_they_would_be_found_anew(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same nodes together, and what gives has no smaller number than what takes; with many links at once, too."""
    monkeypatch.setattr(parts_kept, "MANY", 3 if seed % 2 else 200)
    person = Person(seed, cards=30)
    following = Kept(person.columns)
    for _ in range(30):
        for _ in range(person.dice.choice((1, 1, 8))):
            person.change()
        following.follow()
        known = following._known
        assert known is not None
        anew = parts(Arcs.of(known.cut.graph))
        assert len(set(zip(known.part.tolist(), anew.tolist(), strict=True))) == len(set(known.part.tolist()))
        assert len(set(known.part.tolist())) == len(set(anew.tolist()))
        tail, head = arcs_of(known.cut.graph)
        assert (known.part[tail] >= known.part[head]).all()


def test_what_begins_to_swing_and_comes_to_rest_again(always_by_steps: None) -> None:
    """A ring of contradictions that is cut and closed again, and what lies behind it."""
    board = ring(5, 12, [1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99]).hypotheses("H1 H2").edges("G0n0 +! H1")
    facts, columns = Facts(), Columns()
    for kind in ("card", "edge"):
        for name, values in board.records(kind):
            facts.put(kind, name, values)
            columns.put(kind, name, values)
    following = Kept(columns, "report")
    assert record("card", "H1") in following.follow().unsettled()
    into = [name for name, values in board.records("edge") if values["to"].startswith("card:g0")]
    for name in into:
        facts.take_out(name)
        columns.take_out(name)
    settled = following.follow()
    assert settled.unsettled() == {}
    same(settled, assess(build(facts), "report"))
    for name in into:
        values = board.held["edge"][name]
        facts.put("edge", name, values)
        columns.put("edge", name, values)
    again = following.follow()
    assert len(again.unsettled()) == 61
    same(again, assess(build(facts), "report"))


def test_who_stops_it_loses_nothing(always_by_steps: None) -> None:
    person = Person(3)
    following = Kept(person.columns)
    following.follow()
    for facts in (person.columns, person.facts):
        facts.put("card", "card:00", {"kind": "statement", "base": 0.11})
    following.follow()
    for facts in (person.columns, person.facts):
        facts.put("card", "card:00", {"kind": "statement", "base": 0.77})
    with pytest.raises(Stopped):
        following.follow(lambda _done, _total: False)
    same(following.follow(), assess(build(person.facts)))


def test_cards_and_links_in_a_source_without_reliability_and_a_board_of_nothing(always_by_steps: None) -> None:
    columns = Columns()
    following = Kept(columns)
    assert following.follow().graph.cards == ()
    columns.put("edge", "edge:1", {"from": "card:a", "to": "card:b", "kind": "support"})
    assert following.follow().graph.edges == ()
    for card in ("card:a", "card:b"):
        columns.put("card", card, {"kind": "statement", "role": "claim"})
    assert following.follow().graph.edges == ("edge:1",)
    columns.take_out("card:a")
    assert following.follow().graph.cards == ("card:b",)


PROGRAM = """
import hashlib
from tests.analysis.test_kept_standing import Person
from evidenceboard.analysis.kept import Kept
found = hashlib.sha256()
for seed in range(5):
    person = Person(seed, cards=40)
    following = Kept(person.columns)
    for _ in range(5):
        person.change()
        for values in following.follow().values.values():
            found.update(values.tobytes())
print(found.hexdigest())
"""


def test_the_same_digits_in_every_process() -> None:
    printed = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
        )
        printed.add(done.stdout)
    assert len(printed) == 1


def test_origins_that_bite_their_tails() -> None:
    board = Written().hypotheses("H1")
    for name, after in (("A", "B"), ("B", "C"), ("C", "B"), ("D", "D")):
        board.card(name, derives_from=record("card", after)).edges(f"{name} + H1")
    graph = build(_facts(board))
    ends = {card: graph.origins[graph.origin[graph.row[card]]] for card in graph.cards}
    assert [ends[record("card", name)] for name in "ABCD"] == [record("card", name) for name in "BBBD"]


def _facts(board: Written) -> Facts:
    facts = Facts()
    for kind in board.held:
        for name, values in board.records(kind):
            facts.put(kind, name, values)
    return facts
