"""Contributions, assumptions, collection plan and robustness, each against doing it on the board itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from evidenceboard.analysis.collection import SURE, collection_plan
from evidenceboard.analysis.flips import smallest_flip
from evidenceboard.analysis.graph import Graph, graph_of
from evidenceboard.analysis.linchpins import linchpins, order_of
from evidenceboard.analysis.robustness import robustness, sentence
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.sensitivity import contributions, key_assumptions
from evidenceboard.analysis.standing import assess, disagreements, order_signs
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.progress import Progress, Stopped
from tests.analysis.boards_in_words import Written, record
from tests.analysis.flat_fixture import flat_board
from tests.analysis.test_standing_laws import random_board, ring

H1 = record("card", "H1")


@pytest.mark.parametrize("seed", range(20))
def test_a_contribution_is_what_taking_the_card_away_changes(seed: int) -> None:
    graph = graph_of(random_board(seed, circles=seed % 2 == 0).records)
    usual = assess(graph).of(H1)
    found = {each.card: each.change for each in contributions(graph, H1)}
    for card in graph.cards:
        if card == H1:
            continue
        other = assess(applied(graph, WhatIf(cards_off=frozenset([card])))).of(H1)
        for method in METHODS:
            before, after = usual[method], other[method]
            assert before is not None and after is not None
            assert found.get(card, {}).get(method, 0.0) == pytest.approx(before - after, abs=1e-8)


@pytest.mark.parametrize("seed", range(20))
def test_linchpins_are_those_whose_removal_changes_the_order(seed: int) -> None:
    graph = graph_of(random_board(seed, cards=6, links=10).records)
    pairs = [(row, other) for rivals in graph.rivals for row, other in combinations(rivals, 2)]

    def signs(graph: Graph) -> list[list[int]]:
        return [order_signs(assess(graph).values[method], pairs).tolist() for method in METHODS]

    usual = signs(graph)
    expected = {
        card
        for card in graph.cards
        if not card.startswith("card:h") and signs(applied(graph, WhatIf(cards_off=frozenset([card])))) != usual
    }
    found = linchpins(graph)
    assert {each.cards[0] for each in found if len(each.cards) == 1} == expected
    for each in found:
        other = assess(applied(graph, WhatIf(cards_off=frozenset(each.cards))))
        assert each.orders == {method: order_of(graph, other.values[method]) for method in METHODS}


def test_a_false_assumption_shows_all_that_changes_and_only_that() -> None:
    board = (
        Written().card("A1", role="assumption", assumption="solid").card("A2", role="assumption", assumption="caveated")
    )
    board.card("C1", role="claim").card("E1", "B2").hypotheses("H1 H2")
    board.edges("A1 +! C1, C1 +! H1, E1 + H2, A2 - E1>H2")
    first, second = key_assumptions(graph_of(board.records))
    assert first.assumption == record("card", "A1") and first.methods == METHODS
    assert set(first.after) == {record("card", "C1"), H1}
    assert second.methods == () and set(second.after) == {record("card", "H2")}
    for name in METHODS:
        assert second.after[record("card", "H2")][name] > second.before[record("card", "H2")][name]


def test_how_surely_an_assumption_holds_is_its_base() -> None:
    board = Written()
    for level in ("solid", "caveated", "unsupported"):
        board.card(level, role="assumption", assumption=level)
    graph = graph_of(board.records)
    assert {graph.cards[row]: base for row, base in enumerate(graph.base)} == {
        "card:solid": 0.8, "card:caveated": 0.5, "card:unsupported": 0.2,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_of_very_many_rivals_neighbours_decide(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    board = Written().hypotheses(" ".join(f"H{number}" for number in range(9)))
    for number in range(7):
        board.card(f"E{number}", dice.choice("ABC") + dice.choice("123"))
        for hypothesis in dice.sample(range(9), 4):
            board.edges(f"E{number} {dice.choice(['+', '-'])} H{hypothesis}")
    graph = graph_of(board.records)
    whole, differ = linchpins(graph), bool(disagreements(assess(graph)))
    monkeypatch.setattr("evidenceboard.analysis.standing.MANY", 3)
    assert linchpins(graph) == whole and bool(disagreements(assess(graph))) == differ


# The collection plan


def with_gaps(seed: int) -> Written:
    dice = random.Random(seed)
    board = Written().hypotheses("H1 H2 H3").card("E1", "B2").card("E2", "C3").card("C1", role="claim")
    board.edges("E1 + C1, C1 + H1, E2 + H2, E1 - H3")
    for number in range(3):
        board.card(f"G{number}", role="gap")
        for _ in range(dice.randint(0, 2)):
            target = dice.choice(["H1", "H2", "H3", "C1", "C1>H1"])
            sign = "-" if ">" in target else dice.choice(["-", "-", "+"])
            board.edges(f"G{number} {sign} {target}")
    return board


def outcomes(seed: int, gap: str) -> list[Written]:
    """The board as it would be with the gap resolved in each way, written anew."""
    links = [edge for edge, values in with_gaps(seed).records("edge") if values["from"] == record("card", gap)]
    found = []
    if links:
        for way in ("found", "absent"):
            board = with_gaps(seed).put("card", gap, base=SURE)
            for edge in links:
                values = board.held["edge"][edge]
                values["strength"] = "strong"
                if way == "found" and values["to"].startswith("edge:"):
                    del board.held["edge"][edge]
                elif way == "found":
                    values["kind"] = "support" if values["kind"] == "contradict" else "contradict"
            found.append(board)
        return found
    for rival in ("H1", "H2", "H3"):
        for sign in ("+!", "-!"):
            found.append(with_gaps(seed).put("card", gap, base=SURE).edges(f"{gap} {sign} {rival}"))
    return found


@pytest.mark.parametrize("seed", range(30))
def test_the_collection_plan_is_what_brute_force_says(seed: int) -> None:
    graph = graph_of(with_gaps(seed).records)
    rows = list(graph.hypotheses)
    usual = assess(graph)
    expected = {}
    for gap in ("G0", "G1", "G2"):
        led, turned = [], []
        for board in outcomes(seed, gap):
            other = assess(graph_of(board.records))
            for method in METHODS:
                before, after = usual.values[method][rows], other.values[method][rows]
                led.append(
                    set(np.flatnonzero(before > before.max() - 1e-9)) != set(np.flatnonzero(after > after.max() - 1e-9))
                )
                turned += [
                    np.sign(round(before[one] - before[two], 9)) != np.sign(round(after[one] - after[two], 9))
                    for one, two in combinations(range(3), 2)
                ]
        expected[record("card", gap)] = (np.mean(led), np.mean(turned), len(led) // 3)
    plan = collection_plan(graph)
    assert {each.card for each in plan} == expected.keys()
    for each in plan:
        assert (each.leader, each.order, each.ways) == pytest.approx(expected[each.card])
    keys = [(each.leader, each.order, each.moves) for each in plan]
    assert keys == sorted(keys, reverse=True)


def test_without_gaps_or_rivals_there_is_no_plan() -> None:
    assert collection_plan(graph_of(flat_board(5).records)) == []
    assert collection_plan(graph_of(Written().card("G1", role="gap").hypotheses("H1").records)) == []


# Robustness


def test_robustness_is_the_same_every_time_and_says_its_settings() -> None:
    graph = graph_of(flat_board(9).records)
    one, two = (robustness(graph, graph.rivals[0], draws=2_000) for _ in range(2))
    assert one == two and (one.draws, one.seed, one.chance) == (2_000, 1, 0.25)
    other = robustness(graph, graph.rivals[0], draws=2_000, seed=2)
    assert other.first != one.first
    for method in METHODS:
        assert sum(one.first[method].values()) >= 1
        for card, share in one.first[method].items():
            assert other.first[method][card] == pytest.approx(share, abs=0.05)
    assert max(one.first["quadratic"], key=one.first["quadratic"].__getitem__) == record("card", "H2")
    for low, middle, high in one.spread.values():
        assert low <= middle <= high


def test_rivals_that_never_settle_come_first_in_no_draw() -> None:
    board = ring(5, 12, [1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99])
    board.hypotheses("H1 H2").edges("G0n0 +! H1, G1n0 +! H2")
    graph = graph_of(board.records)
    found = robustness(graph, graph.rivals[0], "report", draws=4, chance=0.0)
    assert set(found.first["quadratic"].values()) == set(found.first["df_quad"].values()) == {0.0}
    assert max(found.first["euler"].values()) == 1.0
    assert all(np.isnan(spread).all() for spread in found.spread.values())
    said = sentence(found, H1, str)
    assert "comes first in none of 4" in said and "stands" not in said


def test_without_any_chance_nothing_moves() -> None:
    graph = graph_of(flat_board(5).records)
    found = robustness(graph, graph.rivals[0], draws=50, chance=0.0)
    standing = assess(graph)
    for card, spread in found.spread.items():
        assert spread == pytest.approx([standing.of(card)["quadratic"]] * 3)
    assert found.first["df_quad"][record("card", "H2")] == 1.0


def test_nearby_judgements_are_one_step_away() -> None:
    """One report on one hypothesis: all that its grade and strength may become, and how often, by hand."""
    board = Written().card("E1", "B2").hypotheses("H1").edges("E1 + H1")
    graph = graph_of(board.records)
    found = robustness(graph, graph.rivals[0], draws=20_000)
    base = {
        item * source * weight: by_item * by_source * by_weight
        for item, by_item in ((0.9, 0.25), (0.75, 0.5), (0.6, 0.25))
        for source, by_source in ((1.0, 0.25), (0.9, 0.5), (0.75, 0.25))
        for weight, by_weight in ((0.5, 0.75), (1.0, 0.25))
    }
    values = sorted((0.5 + 0.5 * energy**2 / (1 + energy**2), chance) for energy, chance in base.items())
    below = np.cumsum([chance for _, chance in values])
    median = values[int(np.searchsorted(below, 0.5))][0]
    assert found.spread[H1][1] == pytest.approx(median, abs=0.02)
    assert found.spread[H1][0] >= values[0][0] - 1e-12 and found.spread[H1][2] <= values[-1][0] + 1e-12


@pytest.mark.parametrize("work", [linchpins, key_assumptions, collection_plan])
def test_a_person_can_stop_it(work: object) -> None:
    board = flat_board(9).card("A1", role="assumption").card("G1", role="gap")
    board.edges("A1 + H1, G1 - H1")
    assert callable(work)
    with pytest.raises(Stopped):
        work(graph_of(board.records), progress=lambda _done, _total: False)


@pytest.mark.parametrize(
    "work",
    [
        lambda graph, progress: robustness(graph, graph.rivals[0], "report", progress=progress),
        lambda graph, progress: contributions(graph, H1, "report", progress),
        lambda graph, progress: key_assumptions(graph, "report", progress),
        lambda graph, progress: collection_plan(graph, "report", progress),
        lambda graph, progress: linchpins(graph, "report", progress),
        lambda graph, progress: smallest_flip(graph, H1, record("card", "H2"), "report", progress=progress),
    ],
)
def test_it_can_be_stopped_while_circles_come_to_rest(work: Callable[[Graph, Progress], object]) -> None:
    """One step of the work may be a thousand steps of a circle: nobody waits for the end of them."""
    board = ring(5, 6, [1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99]).card("A1", role="assumption").card("G1", role="gap")
    board.hypotheses("H1 H2").edges("G0n0 +! H1, G1n0 +! H2, A1 + G0n0, G1 - G0n0")
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return len(told) < 30

    with pytest.raises(Stopped):
        work(graph_of(board.records), progress)
    assert len(told) == 30 and told == sorted(told, key=lambda each: each[0])
