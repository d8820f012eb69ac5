"""What a board's records come to as arguments: bases, strengths of links, origins, and what does not count."""

from __future__ import annotations

import pytest

from evidenceboard.analysis.facts import Facts, facts_of
from evidenceboard.analysis.graph import build, graph_of
from evidenceboard.analysis.standing import assess
from tests.analysis.boards_in_words import Written, record

H1 = record("card", "H1")


def base_of(board: Written, name: str) -> float:
    graph = graph_of(board.records)
    return float(graph.base[graph.row[record("card", name)]])


def quadratic(board: Written, name: str = "H1") -> float:
    found = assess(graph_of(board.records)).of(record("card", name))["quadratic"]
    assert found is not None
    return found


def with_energy(energy: float, base: float = 0.5) -> float:
    share = energy**2 / (1 + energy**2)
    return base + (1 - base) * share if energy > 0 else base - base * share


@pytest.mark.parametrize(
    ("values", "base"),
    [
        ({"grade": "A1"}, 0.9),
        ({"grade": "B2"}, 0.9 * 0.75),
        ({"grade": "C3"}, 0.75 * 0.6),
        ({"grade": "D4"}, 0.5 * 0.35),
        ({"grade": "E5"}, 0.3 * 0.2),
        ({"grade": "F6"}, 0.6 * 0.5),
        ({}, 0.6 * 0.5),
        ({"credibility": 2}, 0.6 * 0.75),
        ({"kind": "photo", "role": "", "grade": "B3"}, 0.9 * 0.6),
        ({"role": "claim"}, 0.25),
        ({"role": "claim", "grade": "B3", "split_from": "card:whole"}, 0.54),
        ({"role": "claim", "grade": "B3"}, 0.25),
        ({"role": "claim", "split_from": "card:whole"}, 0.25),
        ({"role": "gap"}, 0.5),
        ({"role": "assumption", "assumption": "solid"}, 0.8),
        ({"role": "assumption", "assumption": "caveated"}, 0.5),
        ({"role": "assumption"}, 0.2),
        ({"kind": "hypothesis", "role": ""}, 0.5),
        ({"role": "claim", "base": 0.7}, 0.7),
        ({"grade": "A1", "base": 0.0}, 0.0),
        ({"grade": "A1", "status": "retracted"}, 0.0),
        ({"grade": "A1", "base": 0.9, "status": "retracted"}, 0.0),
        ({"grade": "A1", "status": "superseded"}, 0.9),
        ({"role": ""}, 0.25),
        ({"role": "", "grade": "B3"}, 0.54),
    ],
    ids=str,
)
def test_bases(values: dict[str, object], base: float) -> None:
    assert base_of(Written().card("X", **values), "X") == pytest.approx(base, abs=1e-15)  # type: ignore[arg-type]


def test_a_source_without_reliability_counts_as_not_to_be_judged() -> None:
    board = Written().put("source", "s", name="S").card("X", source="source:s", credibility=1)
    assert base_of(board, "X") == pytest.approx(0.9 * 0.6)


def test_two_levels_of_strength_and_a_weight_that_overrides() -> None:
    board = Written().card("E1", base=0.8).hypotheses("H1").edges("E1 + H1")
    assert quadratic(board) == pytest.approx(with_energy(0.4))
    assert quadratic(board.edges("E1 +! H1")) == pytest.approx(with_energy(0.8))
    assert quadratic(board.put("edge", "E1>H1", weight=0.3)) == pytest.approx(with_energy(0.24))
    assert quadratic(board.put("edge", "E1>H1", weight=0.0)) == 0.5


def test_what_was_retracted_gives_nothing_and_weakens_no_link() -> None:
    board = Written().card("E1", base=0.8).card("E2", base=0.9).hypotheses("H1").edges("E1 + H1, E2 -! E1>H1")
    assert quadratic(board) == pytest.approx(with_energy(0.4 * 0.1))
    assert quadratic(board.put("card", "E2", status="retracted")) == pytest.approx(with_energy(0.4))
    assert quadratic(board.put("card", "E1", status="retracted")) == 0.5
    assert assess(graph_of(board.records)).balance()[H1] == "open"


def test_a_hypothesis_that_was_retracted_is_no_rival() -> None:
    board = Written().hypotheses("H1 H2").put("card", "H2", status="retracted")
    assert assess(graph_of(board.records)).ranks() == {H1: 1}


def test_a_question_is_no_argument() -> None:
    board = Written().card("Q1", role="question", base=0.9).hypotheses("H1").edges("Q1 +! H1, H1 + Q1")
    graph = graph_of(board.records)
    assert record("card", "Q1") not in graph.row and graph.edges == ()
    assert quadratic(board) == 0.5


def test_a_region_counts_as_its_photo() -> None:
    board = Written().card("E1", "B3", role="", kind="photo").hypotheses("H1")
    board.put("region", "r", card=record("card", "E1")).edges("E1 + H1")
    board.put("edge", "E1>H1", **{"from": "region:r"})
    assert quadratic(board) == pytest.approx(with_energy(0.27))
    del board.held["region"]
    assert quadratic(board) == 0.5


def test_only_contradictions_end_on_links() -> None:
    board = Written().card("E1", base=0.8).card("E2", base=0.9).hypotheses("H1").edges("E1 + H1, E2 +! E1>H1")
    assert quadratic(board) == pytest.approx(with_energy(0.4))


def test_a_link_whose_end_is_gone_does_not_count() -> None:
    board = Written().card("E1", base=0.8).hypotheses("H1").edges("E1 + H1, E9 -! H1, E1 +! H9, E9 - E1>H1, E1 - E8>H8")
    assert quadratic(board) == pytest.approx(with_energy(0.4))
    assert graph_of(board.records).edges == (record("edge", "E1>H1"),)


def test_what_rests_on_a_caption_that_cannot_be_seen_gives_no_more_than_a_claim() -> None:
    board = Written().card("E1", role="", kind="photo", base=0.8).hypotheses("H1").edges("E1 +! H1", rests_on="caption")
    assert quadratic(board) == pytest.approx(with_energy(0.8))
    board.put("card", "E1", caption_unseen=True)
    assert quadratic(board) == pytest.approx(with_energy(0.25))
    assert quadratic(board.put("card", "E1", base=0.1)) == pytest.approx(with_energy(0.1))
    board.put("card", "E1", base=0.8)
    assert quadratic(board.put("edge", "E1>H1", rests_on="picture")) == pytest.approx(with_energy(0.8))


# Joint support


def premises(**values: object) -> Written:
    board = Written().card("P1", base=0.8).card("P2", base=0.6).hypotheses("H1")
    return board.edges("P1 +! H1, P2 +! H1", joint="a")


def test_joint_links_count_as_their_weakest() -> None:
    assert quadratic(premises()) == pytest.approx(with_energy(0.6))
    assert quadratic(premises().edges("P1 + H1", joint="a")) == pytest.approx(with_energy(0.4))


@pytest.mark.parametrize("gone", ["P1", "P2"])
def test_without_one_premise_the_contribution_drops_to_nothing(gone: str) -> None:
    board = premises()
    del board.held["card"][record("card", gone)]
    assert quadratic(board) == 0.5
    assert quadratic(premises().put("card", gone, status="retracted")) == 0.5
    assert assess(graph_of(board.records)).balance()[H1] == "open"


def test_premises_that_do_not_say_the_same_count_for_nothing() -> None:
    assert quadratic(premises().edges("P2 -! H1", joint="a")) == 0.5
    assert quadratic(premises().edges("P2 +! H1", joint="b")) == 0.5


def test_an_undercut_of_one_premise_weakens_the_whole() -> None:
    board = premises().card("U", base=0.5).edges("U -! P1>H1")
    assert quadratic(board) == pytest.approx(with_energy(0.4))


def test_a_joint_group_comes_from_all_its_origins() -> None:
    board = premises().card("E3", base=0.5, origin="o1")
    board.put("card", "P1", derives_from="origin:o1").edges("E3 +! H1")
    assert quadratic(board) == pytest.approx(with_energy(0.6 + 0.5))
    board.put("card", "P2", derives_from="origin:o1")
    assert quadratic(board) == pytest.approx(with_energy(0.6))  # all of one origin: the strongest counts


# Origins


def test_the_origin_is_the_end_of_the_chain() -> None:
    board = Written().card("E1", base=0.8).card("E2", base=0.7).card("E3", base=0.6, origin="o1").hypotheses("H1")
    board.put("card", "E2", derives_from=record("card", "E1")).put("card", "E1", derives_from=record("card", "E3"))
    board.edges("E1 + H1, E2 + H1, E3 + H1")
    assert set(graph_of(board.records).origins) == {"origin:o1", H1}
    assert quadratic(board) == pytest.approx(with_energy(0.4))
    del board.held["card"][record("card", "E3")]
    assert set(graph_of(board.records).origins) == {record("card", "E1"), H1}
    assert quadratic(board) == pytest.approx(with_energy(0.4))


def test_a_chain_that_bites_its_tail_is_one_origin() -> None:
    board = Written().card("E1", base=0.8).card("E2", base=0.7).hypotheses("H1").edges("E1 + H1, E2 + H1")
    board.put("card", "E2", derives_from=record("card", "E1")).put("card", "E1", derives_from=record("card", "E2"))
    assert quadratic(board) == pytest.approx(with_energy(0.4))


def test_facts_follow_what_changes() -> None:
    board = premises()
    facts = facts_of(board.records)
    facts.put("card", record("card", "P2"), {"kind": "statement", "role": "claim", "base": 0.3})
    board.put("card", "P2", role="claim", base=0.3)
    assert build(facts).base.tolist() == graph_of(board.records).base.tolist()
    facts.take_out(record("card", "P2"))
    del board.held["card"][record("card", "P2")]
    followed, read = build(facts), graph_of(board.records)
    assert (followed.cards, followed.edges) == (read.cards, read.edges)
    assert build(Facts()).cards == ()


def test_an_odd_board_is_no_reason_to_fail() -> None:
    """A card that bears on itself, links that end on each other, strange values."""
    board = Written().card("X", base=0.5).edges("X +! X").hypotheses("H1")
    board.put("edge", "a", **{"from": record("card", "X"), "to": "edge:b", "kind": "contradict"})
    board.put("edge", "b", **{"from": record("card", "X"), "to": "edge:a", "kind": "contradict"})
    board.put("card", "Y", kind=None, credibility="high", base="none")
    standing = assess(graph_of(board.records))
    assert standing.of(record("card", "X"))["euler"] is not None and len(standing.graph.edges) == 1
