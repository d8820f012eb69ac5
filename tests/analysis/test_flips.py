"""The smallest flip is as small as brute force says, and does what it says on the board itself."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from evidenceboard.analysis import flips
from evidenceboard.analysis.edits import Edit, edge_edits, grade_edits, in_words, what_if
from evidenceboard.analysis.flips import sentence, smallest_flip
from evidenceboard.analysis.graph import Graph, graph_of
from evidenceboard.analysis.standing import TIE, assess
from evidenceboard.analysis.what_if import applied
from evidenceboard.progress import Stopped
from tests.analysis.boards_in_words import Written, record
from tests.analysis.flat_fixture import flat_board

METHOD = "quadratic"
H1, H2 = record("card", "H1"), record("card", "H2")


def random_board(seed: int) -> Written:
    """Up to 12 links from graded reports and claims to two hypotheses, some through claims, some undercuts."""
    dice = random.Random(seed)
    board = Written().hypotheses("H1 H2")
    reports = [f"E{number}" for number in range(dice.randint(1, 3))]
    for name in reports:
        board.card(name, dice.choice("ABCDEF") + dice.choice("123456"), origin=dice.choice(["", "o1"]))
    board.card("C1", role="claim").card("C2", role="claim")
    made: set[str] = set()
    for _ in range(dice.randint(2, 10)):
        tail, head = dice.choice([*reports, "C1", "C2"]), dice.choice(["C1", "C2", "H1", "H2", "H1", "H2"])
        if tail != head and (dice.random() < 0.1 or f"{head}>{tail}" not in made):
            board.edges(f"{tail} {dice.choice(['+', '+!', '-', '-!'])} {head}")
            made.add(f"{tail}>{head}")
    if made and dice.random() < 0.4:
        board.edges(f"{dice.choice(reports)} - {dice.choice(sorted(made))}")
    return board


def lead(graph: Graph, weaker: str, stronger: str) -> float:
    standing = assess(graph)
    first, second = standing.of(weaker)[METHOD], standing.of(stronger)[METHOD]
    return -2.0 if first is None or second is None else first - second


def all_edits(graph: Graph) -> list[Edit]:
    edges = [edit for at in range(len(graph.edges)) if graph.carried()[at] > 0 for edit in edge_edits(graph, at)]
    return [*grade_edits(graph), *edges]


def least(graph: Graph, weaker: str, stronger: str, most: int) -> int | None:
    """By brute force over the whole graph, one set after the other; None where no set of up to so many does it."""
    edits = all_edits(graph)
    for size in range(1, most + 1):
        for members in combinations(edits, size):
            if any(one.excludes(other) for one, other in combinations(members, 2)):
                continue
            if lead(applied(graph, what_if(members)), weaker, stronger) > TIE:
                return size
    return None


@pytest.mark.parametrize("part", range(10))
def test_as_small_as_brute_force_on_300_random_boards(part: int) -> None:
    """Sets of one are tried on all of them; of two where there are few changes, for that takes long."""
    for seed in range(part * 30, part * 30 + 30):
        graph = graph_of(random_board(seed).records)
        found = smallest_flip(graph, H1, H2)
        most = 2 if len(all_edits(graph)) <= 24 else 1
        expected = least(graph, found.weaker, found.stronger, most)
        if expected is None:
            assert len(found.edits) > most or not found.edits, seed
        else:
            assert found.proven and len(found.edits) == expected, seed
        if found.edits:
            assert lead(applied(graph, what_if(found.edits)), found.weaker, found.stronger) > TIE, seed
            for fewer in combinations(found.edits, len(found.edits) - 1):
                assert lead(applied(graph, what_if(fewer)), found.weaker, found.stronger) <= TIE, seed


def circular_board(seed: int) -> Written:
    """Up to 12 links of which some go in circles, also through the two hypotheses."""
    dice = random.Random(seed)
    board = Written().hypotheses("H1 H2").card("C1", role="claim").card("C2", role="claim")
    board.card("E1", dice.choice("ABCDEF") + dice.choice("123456"))
    nodes, made = ["E1", "C1", "C2", "H1", "H2"], set()
    board.edges("H1 + C1, C1 - H1")
    for _ in range(10):
        tail, head = dice.choice(nodes), dice.choice(nodes[1:])
        if tail != head and f"{tail}>{head}" not in made | {"H1>C1", "C1>H1"}:
            board.edges(f"{tail} {dice.choice(['+', '+!', '-', '-!'])} {head}")
            made.add(f"{tail}>{head}")
    return board


@pytest.mark.parametrize("part", range(4))
def test_as_small_as_brute_force_in_circles(part: int) -> None:
    """What does not settle with a set is no swap; what is found is proven, for the boards are small."""
    for seed in range(part * 8, part * 8 + 8):
        graph = graph_of(circular_board(seed).records)
        assert len(graph.edges) <= 12
        found = smallest_flip(graph, H1, H2)
        expected = least(graph, found.weaker, found.stronger, 1)
        assert found.proven, seed
        assert len(found.edits) == expected if expected else len(found.edits) != 1, seed
        if found.edits:
            assert lead(applied(graph, what_if(found.edits)), found.weaker, found.stronger) > TIE, seed


def test_in_a_circle_no_change_is_left_out() -> None:
    graph = graph_of(circular_board(1).records)
    found = flips.useful_edits(graph, graph.row[H1], graph.row[H2])
    assert sorted(found) == sorted(all_edits(graph))
    open_board = Written().hypotheses("H1 H2").card("E1", "B2").edges("E1 + H1")
    graph = graph_of(open_board.records)
    assert len(flips.useful_edits(graph, graph.row[H1], graph.row[H2])) < len(all_edits(graph))


@pytest.mark.parametrize("seed", range(25))
def test_sets_of_three_without_leaving_anything_out(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the search leaves out beforehand is in no smallest set: with all changes it finds none that is smaller."""
    graph = graph_of(random_board(1_000 + seed).records)
    found = smallest_flip(graph, H1, H2)
    monkeypatch.setattr(flips, "useful_edits", lambda part, _stronger, _weaker: all_edits(part))
    monkeypatch.setattr(flips, "WORK", 30_000_000)
    whole = smallest_flip(graph, H1, H2)
    assert whole.proven or not whole.edits or len(whole.edits) > 3
    if whole.proven:
        assert len(found.edits) == len(whole.edits)


def test_what_is_found_beyond_the_limit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Written().hypotheses("H1 H2")
    for number in range(8):
        board.card(f"E{number}", "B2").edges(f"E{number} +! H1")
    graph = graph_of(board.records)
    monkeypatch.setattr(flips, "WORK", 0)
    found = smallest_flip(graph, H1, H2)
    assert not found.proven and found.tried == 1
    assert len(found.edits) == 5  # with four of the eight turned round the two tie
    assert lead(applied(graph, what_if(found.edits)), H2, H1) > TIE


def test_where_nothing_helps_nothing_is_found() -> None:
    found = smallest_flip(graph_of(Written().hypotheses("H1 H2").records), H1, H2)
    assert found.edits == () and found.proven


def test_a_flip_is_said_in_words() -> None:
    board = Written().hypotheses("H1 H2").card("E1", "B2").edges("E1 + H1")

    def name(record: str) -> str:
        return record.partition(":")[2].upper()

    (edit,) = smallest_flip(graph_of(board.records), H1, H2).edits
    assert (edit.kind, edit.record) == ("flip", record("edge", "E1>H1"))
    assert sentence(smallest_flip(graph_of(board.records), H1, H2), name) == (
        "To put H2 before H1 by quadratic energy: turn the link E1XH1 to the other kind (no smaller set does it)."
    )
    nothing = smallest_flip(graph_of(Written().hypotheses("H1 H2").records), H1, H2)
    assert sentence(nothing, name) == (
        "No changes of grades and links were found that put H2 before H1 by quadratic energy."
    )
    words = {in_words(each, name) for each in all_edits(graph_of(board.records))}
    assert {"set the credibility of E1 to 5", "set the reliability of E1 to E", "make the link E1XH1 strong"} <= words
    assert "take away the link E1XH1" in words


def test_of_the_flat_fixture() -> None:
    graph = graph_of(flat_board(5).records)
    found = smallest_flip(graph, record("card", "H3"), H2)
    assert (found.stronger, found.weaker) == (H2, record("card", "H3")) and found.proven and len(found.edits) == 1


def test_a_person_can_stop_it() -> None:
    graph = graph_of(flat_board(9).records)
    with pytest.raises(Stopped):
        smallest_flip(graph, H1, H2, progress=lambda _done, _total: False)


def test_a_set_laid_over_the_graph_is_what_the_layer_makes_of_it() -> None:
    from evidenceboard.analysis.edits import Laying
    from evidenceboard.analysis.solving import Solver

    graph = graph_of(random_board(5).records)
    edits = all_edits(graph)
    pairs = [pair for pair in combinations(range(len(edits)), 2) if not edits[pair[0]].excludes(edits[pair[1]])][:300]
    together = Solver(graph).solve(Laying(graph, edits).variation(np.array(pairs)))
    for column, pair in enumerate(pairs):
        alone = Solver(applied(graph, what_if([edits[at] for at in pair]))).solve()
        np.testing.assert_allclose(together[:, :, column], alone[:, :, 0], atol=1e-12)
