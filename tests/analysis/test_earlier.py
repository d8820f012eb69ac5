"""The graph of an earlier moment: what was not there yet is not counted, and nothing else is changed by that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.analysis.earlier import Earlier, facts_then, graph_then, without
from evidenceboard.analysis.facts import Facts
from evidenceboard.analysis.graph import Graph, build
from evidenceboard.analysis.replay import as_of
from evidenceboard.analysis.semantics import ALL
from evidenceboard.analysis.standing import assess

CARDS = [f"card:{name}" for name in "abcdefgh"]
DAY = date(2024, 1, 8)


@st.composite
def boards(draw: st.DrawFn) -> Facts:
    """Reports, claims and rivals with links between them, undercuts of those, and undercuts of those."""
    facts = Facts()
    for at, card in enumerate(CARDS):
        values = {"kind": "hypothesis"} if at < 3 else {"kind": "statement", "role": "reported", "credibility": at - 1}
        origin = draw(st.sampled_from(["", "origin:x", *CARDS[3:at]]))
        facts.put("card", card, {**values, "derives_from": origin})
    facts.put("origin", "origin:x", {"name": "x"})
    heads = list(CARDS)
    for number in range(draw(st.integers(0, 14))):
        tail, head = draw(st.sampled_from(CARDS)), draw(st.sampled_from(heads))
        if tail != head:
            kind = "contradict" if head.startswith("edge") else draw(st.sampled_from(["support", "contradict"]))
            facts.put("edge", f"edge:{number:02}", {"from": tail, "to": head, "kind": kind, "strength": "strong"})
            heads.append(f"edge:{number:02}")
    return facts


@given(boards(), st.sets(st.sampled_from(CARDS)))
def test_what_is_left_stands_as_if_the_others_gave_nothing(facts: Facts, gone: set[str]) -> None:
    graph = build(facts)
    less = without(graph, gone)
    whole = assess(as_of(graph, dict.fromkeys(gone, DAY), None))
    alone = assess(less)
    assert set(less.cards) == set(CARDS) - gone
    for card in less.cards:
        row = whole.graph.row[card]
        for method in ALL:
            expected = whole.values[method.name][row]
            assert alone.values[method.name][alone.graph.row[card]] == pytest.approx(expected, abs=1e-9, nan_ok=True)
    if not any(each.derives_from in gone for each in facts.cards.values()):
        assert_same(less, build(facts_then(facts, Earlier(gone))))


def assert_same(one: Graph, other: Graph) -> None:
    assert (one.cards, one.edges, one.rivals) == (other.cards, other.edges, other.rivals)
    for name in ("tail", "head", "under", "base", "gives", "weight", "sign", "cap"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_without_nothing_it_is_the_same_graph() -> None:
    facts = Facts()
    facts.put("card", CARDS[0], {"kind": "hypothesis"})
    graph = build(facts)
    assert without(graph, set()) is graph and graph_then(graph, facts, Earlier(only_cards=True)) is graph
    assert without(graph, {CARDS[0]}).cards == ()


def test_what_said_something_else_counts_as_it_was_said_then() -> None:
    facts = Facts()
    facts.put("card", CARDS[0], {"kind": "hypothesis"})
    facts.put("card", CARDS[1], {"kind": "statement", "role": "reported", "credibility": 1})
    facts.put("edge", "edge:1", {"from": CARDS[1], "to": CARDS[0], "kind": "support", "strength": "strong"})
    before = {"from": CARDS[1], "to": CARDS[0], "kind": "contradict", "strength": "normal"}
    then = graph_then(build(facts), facts, Earlier(frozenset(), {"edge:1": before}))
    assert then.sign.tolist() == [-1.0] and then.weight.tolist() == [0.5]
    assert facts.edges["edge:1"].strong  # the facts of now are as they were
    gone = graph_then(build(facts), facts, Earlier(frozenset({"edge:1"})))
    assert gone.edges == () and len(gone.cards) == 2


def test_links_that_are_gone_now_are_found_by_their_ends() -> None:
    earlier = Earlier(
        frozenset(),
        {"edge:1": {"from": "region:1", "to": CARDS[0]}, "region:1": {"card": CARDS[1]}, CARDS[0]: {"kind": "photo"}},
    )
    assert earlier.joined == {"region:1": ("edge:1",), CARDS[0]: ("edge:1",), CARDS[1]: ("region:1",)}
    assert earlier and not replace(earlier, other={})
