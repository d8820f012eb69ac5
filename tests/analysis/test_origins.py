"""Ends of chains and counts of voices, against a slow reading of the same words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.analysis.origins import NOBODY, Voices, origin_of, origins, sources_by_origin, voices

NAMES = [f"card:{letter}" for letter in "abcdefghij"]
ENDS = ["origin:x", "origin:y"]
chains = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES + ENDS))
links = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["support", "contradict"])))


def slow_end(card: str, derives_from: dict[str, str]) -> str:
    """One step at a time, with more steps than there are cards: then it stands on the loop, if there is one."""
    for _ in range(50):
        if card not in derives_from:
            return card
        card = derives_from[card]
    loop = {card}
    while (card := derives_from[card]) not in loop:
        loop.add(card)
    return min(loop)


@given(chains)
def test_ends_of_chains_are_those_of_a_walk(derives_from: dict[str, str]) -> None:
    found = origins(derives_from, NAMES)
    assert {card: found[card] for card in NAMES} == {card: slow_end(card, derives_from) for card in NAMES}


@given(chains, st.permutations(NAMES))
def test_the_order_of_asking_makes_no_difference(derives_from: dict[str, str], order: list[str]) -> None:
    assert origins(derives_from, order) == origins(dict(reversed(derives_from.items())), NAMES)
    assert all(origin_of(card, derives_from) == origins(derives_from, order)[card] for card in NAMES)


@given(chains)
def test_ends_of_chains_are_ends(derives_from: dict[str, str]) -> None:
    found = origins(derives_from)
    for card, end in found.items():
        assert found.get(end, end) == end
        assert found[card] == found.get(derives_from.get(card, card), end)


def test_a_chain_of_ten_thousand() -> None:
    derives_from = {f"card:{at:05}": f"card:{at + 1:05}" for at in range(10_000)}
    assert set(origins(derives_from).values()) == {"card:10000"}
    derives_from["card:10000"] = "card:00000"  # and now it bites its tail
    assert set(origins(derives_from).values()) == {"card:00000"}


@given(links, chains, st.frozensets(st.sampled_from(NAMES)))
def test_voices_are_counted_once(
    drawn: list[tuple[str, str, str]], derives_from: dict[str, str], reports: frozenset[str]
) -> None:
    ends = origins(derives_from, NAMES)
    found = voices(drawn + drawn, ends, reports)
    for head in NAMES:
        for kind in ("support", "contradict"):
            tails = {tail for tail, at, sign in drawn if at == head and sign == kind}
            told = tails & reports
            slow = Voices(len(told), len({slow_end(card, derives_from) for card in told}), len(tails - reports))
            assert found.get((head, kind), NOBODY) == slow


def test_three_reports_of_one_photo_are_one_origin() -> None:
    derives_from = {"card:b": "card:a", "card:c": "card:b"}
    drawn = [("card:a", "card:h", "support"), ("card:b", "card:h", "support"), ("card:c", "card:h", "support")]
    found = voices(drawn, origins(derives_from), {"card:a", "card:b", "card:c"})
    assert found["card:h", "support"] == Voices(3, 1, 0)


def test_sources_of_an_origin() -> None:
    ends = origins({"card:b": "card:a"})
    named = {"card:a": "source:1", "card:b": "source:2", "card:c": "source:2"}
    assert sources_by_origin(named, ends) == {"card:a": {"source:1", "source:2"}, "card:c": {"source:2"}}
