"""Laws of standing on random boards, with circles and undercuts, against a plain second computation."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.analysis import circles
from evidenceboard.analysis.facts import Facts
from evidenceboard.analysis.graph import build, graph_of
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.solving import Solver
from evidenceboard.analysis.standing import assess, disagreements
from tests.analysis.boards_in_words import Written, record
from tests.analysis.by_formula import combined

seeds = st.integers(0, 10**9)


def random_board(seed: int, cards: int = 8, links: int = 12, circles: bool = False, joint: bool = False) -> Written:
    """Cards C0 … with random bases, links that run forwards unless circles are wanted, some undercuts."""
    dice = random.Random(seed)
    board = Written().hypotheses("H1 H2", base=0.5)
    names = [f"C{n}" for n in range(cards)]
    for name in names:
        origin = dice.choice(["", "", "o1", "o2"])
        board.card(name, base=round(dice.random(), 3), origin=origin)
    names += ["H1", "H2"]
    made: list[str] = []
    while len(made) < links:
        tail, head = sorted(dice.sample(range(len(names)), 2))
        if circles and dice.random() < 0.5:
            tail, head = head, tail
        line = f"{names[tail]}>{names[head]}"
        if line in made or names[tail].startswith("H"):
            continue
        sign = dice.choice(["+", "+!", "-", "-!"])
        board.edges(f"{names[tail]} {sign} {names[head]}", joint=dice.choice(["", "", "j"]) if joint else "")
        made.append(line)
    for _ in range(links // 5):
        target = dice.choice(made)
        least = names.index(target.partition(">")[2])  # an undercutter that comes later would close a circle
        under = dice.choice(names[: cards if circles else min(cards, least)])
        board.edges(f"{under} {dice.choice(['-', '-!'])} {target}")
    return board


def plain(board: Written, method: str, count: str) -> dict[str, float]:
    """Straight from the formulas, one card after the other; only for boards without circles."""
    cards = dict(board.records("card"))
    edges = dict(board.records("edge"))
    done: dict[str, float] = {}

    def given(edge: str) -> float:
        values = edges[edge]
        weight = {"normal": 0.5, "strong": 1.0}[values["strength"]]
        left = 1.0
        for value in by_origin([other for other, each in edges.items() if each["to"] == edge]):
            left *= 1 - value
        return strength(values["from"]) * weight * left

    def by_origin(found: list[str]) -> list[float]:
        groups: dict[tuple[str, ...], list[float]] = {}
        joints: dict[str, list[str]] = {}
        for edge in found:
            joints.setdefault(edges[edge].get("joint") or edge, []).append(edge)
        for name, members in joints.items():
            ends = tuple(
                sorted({cards[edges[each]["from"]].get("derives_from", edges[each]["from"]) for each in members})
            )
            whole = edges[members[0]].get("joint")
            signs = {edges[each]["kind"] for each in members}
            value = 0.0 if whole and (len(members) < 2 or len(signs) > 1) else min(given(each) for each in members)
            groups.setdefault(ends if count == "origin" else (name,), []).append(value)
        return [max(values) for values in groups.values()]

    def strength(card: str) -> float:
        if card not in done:
            into = [edge for edge, values in edges.items() if values["to"] == card]
            # a joint group with both signs counts for nothing on either side
            mixed = {
                edges[each]["joint"]
                for each in into
                if edges[each].get("joint")
                and len({edges[other]["kind"] for other in into if edges[other].get("joint") == edges[each]["joint"]})
                > 1
            }
            into = [each for each in into if edges[each].get("joint") not in mixed or not edges[each].get("joint")]
            sides = [
                by_origin([each for each in into if edges[each]["kind"] == kind]) for kind in ("support", "contradict")
            ]
            done[card] = combined(method, cards[card]["base"], *sides)
        return done[card]

    return {card: strength(card) for card in cards}


@given(seeds, st.sampled_from(["origin", "report"]), st.booleans())
def test_equal_to_the_plain_computation(seed: int, count: str, joint: bool) -> None:
    board = random_board(seed, joint=joint)
    graph = graph_of(board.records)
    standing = assess(graph, count)
    for method in METHODS:
        expected = plain(board, method, count)
        found = dict(zip(graph.cards, standing.values[method].tolist(), strict=True))
        assert found == pytest.approx(expected, abs=1e-12)


def shuffled(board: Written, seed: int) -> Facts:
    dice, facts = random.Random(seed), Facts()
    everything = [(kind, name, values) for kind in board.held for name, values in board.records(kind)]
    dice.shuffle(everything)
    for kind, name, values in everything:
        facts.put(kind, name, dict(sorted(values.items(), key=lambda _: dice.random())))
    return facts


@given(seeds, st.booleans())
def test_the_order_of_records_never_matters_to_the_last_digit(seed: int, circles: bool) -> None:
    board = random_board(seed, circles=circles, joint=True)
    first, second = (assess(build(shuffled(board, number))) for number in (1, 2))
    for method in METHODS:
        assert first.values[method].tobytes() == second.values[method].tobytes()


@given(seeds, st.sampled_from(["+", "+!"]))
def test_a_support_never_lowers_and_a_contradiction_never_raises_its_target(seed: int, strength: str) -> None:
    """Monotony of each semantics as its paper states it, for a new giver that nothing bears on."""
    board = random_board(seed, circles=False)
    usual = assess(graph_of(board.records))
    for sign in (strength, strength.replace("+", "-")):
        other = random_board(seed, circles=False)
        other.card("NEW", base=0.6).edges(f"NEW {sign} H1")
        changed = assess(graph_of(other.records))
        for method in METHODS:
            before, after = usual.of(record("card", "H1"))[method], changed.of(record("card", "H1"))[method]
            assert before is not None and after is not None
            assert after >= before - 1e-15 if "+" in sign else after <= before + 1e-15


@given(st.floats(0, 1), st.integers(1, 6), st.sampled_from("ABCDEF"), st.sampled_from(["+", "-"]))
def test_who_repeats_a_report_adds_nothing_by_origin(base: float, times: int, letter: str, sign: str) -> None:
    def standing_of(count: str, repeated: int) -> dict[str, float | None]:
        board = Written().hypotheses("H1", base=base)
        for number in range(repeated):
            board.card(f"E{number}", f"{letter}2", origin="o1").edges(f"E{number} {sign} H1")
        return assess(graph_of(board.records), count).of(record("card", "H1"))

    once, by_origin, by_report = standing_of("origin", 1), standing_of("origin", times), standing_of("report", times)
    assert once == by_origin
    for method in METHODS:
        one, many = by_origin[method], by_report[method]
        assert one is not None and many is not None
        assert many >= one - 1e-15 if sign == "+" else many <= one + 1e-15


def test_strengths_stay_between_0_and_1_and_euler_never_leaves_0() -> None:
    board = Written().card("Z", base=0.0).card("O", base=1.0).hypotheses("H1", base=0.0)
    board.edges("O +! H1, O +! Z")
    for name, value in assess(graph_of(board.records)).of(record("card", "H1")).items():
        assert (value == 0.0) if name == "euler" else (value is not None and 0 < value <= 1)


# Circles


def ring(groups: int, size: int, bases: list[float]) -> Written:
    """Groups of cards in a ring, each card contradicts all of the next group."""
    board = Written()
    for group in range(groups):
        for number in range(size):
            board.card(f"G{group}n{number}", base=bases[(group * size + number) % len(bases)])
    for group in range(groups):
        for number in range(size):
            for other in range(size):
                board.edges(f"G{group}n{number} -! G{(group + 1) % groups}n{other}")
    return board


def test_two_cards_of_base_one_that_contradict_each_other_settle() -> None:
    board = Written().card("A", base=1.0).card("B", base=1.0).edges("A -! B, B -! A")
    standing = assess(graph_of(board.records))
    assert standing.unsettled() == {}
    for card in ("A", "B"):
        assert standing.of(record("card", card))["df_quad"] == pytest.approx(0.5, abs=1e-9)
        quadratic = standing.of(record("card", card))["quadratic"]
        assert quadratic is not None
        assert quadratic == pytest.approx(1 / (1 + quadratic**2), abs=1e-9)


@given(seeds)
def test_what_settles_in_circles_is_at_rest(seed: int) -> None:
    """Each strength follows from those of its givers by the formula, and a slower way comes to the same."""
    board = random_board(seed, circles=True, links=16)
    graph = graph_of(board.records)
    standing = assess(graph, "report")
    edges = dict(board.records("edge"))
    weights = {"normal": 0.5, "strong": 1.0}
    for method in METHODS:
        values = dict(zip(graph.cards, standing.values[method].tolist(), strict=True))
        if any(np.isnan(value) for value in values.values()):
            continue
        away = dict.fromkeys(edges, 1.0)
        for each in edges.values():
            if each["to"] in edges:
                away[each["to"]] *= 1 - values[each["from"]] * weights[each["strength"]]
        for card, base in ((card, each["base"]) for card, each in board.records("card")):
            sides = [
                [
                    values[each["from"]] * weights[each["strength"]] * away[edge]
                    for edge, each in edges.items()
                    if each["to"] == card and each["kind"] == kind
                ]
                for kind in ("support", "contradict")
            ]
            assert combined(method, base, *sides) == pytest.approx(values[card], abs=1e-9)


def test_a_board_that_does_not_settle_says_so() -> None:
    """Five groups of twelve in a ring of contradictions swing for ever; a card behind them has no standing either,
    one beside them has."""
    board = ring(5, 12, [1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99])
    board.hypotheses("H1 H2").edges("G0n0 +! H1").card("E1", "B2").edges("E1 + H2")
    graph = graph_of(board.records)
    standing = assess(graph, "report")
    lost, swings = standing.unsettled(), ("df_quad", "quadratic")
    assert lost == {
        record("card", name): swings for name in (*(f"G{g}n{n}" for g in range(5) for n in range(12)), "H1")
    }
    found = standing.of(record("card", "H1"))
    assert (found["df_quad"], found["quadratic"]) == (None, None) and found["euler"] is not None
    assert standing.ranks() == {record("card", "H1"): None, record("card", "H2"): 1}
    (pair,) = disagreements(standing)
    assert pair.says == {"df_quad": 2, "quadratic": 2, "euler": 1}


def test_a_large_circle_that_swings_is_given_up_sooner_and_one_that_settles_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    swings = graph_of(ring(5, 12, [1.0, 0.9, 0.95, 0.8, 0.85, 0.7, 0.99]).records)
    settles = graph_of(random_board(8, cards=20, links=60, circles=True).records)
    steps: list[int] = []

    def counted(done: int, total: int) -> None:
        steps.append(total)

    expected = [assess(graph, "report", counted) for graph in (swings, settles)]
    many = len(steps)
    steps.clear()
    monkeypatch.setattr(circles, "WORK", 1)
    found = [assess(graph, "report", counted) for graph in (swings, settles)]
    assert len(steps) < many / 3
    for one, other in zip(expected, found, strict=True):
        assert one.unsettled() == other.unsettled()
        for method in METHODS:
            assert one.values[method].tobytes() == other.values[method].tobytes()
    assert expected[0].unsettled() and not expected[1].unsettled()


def test_a_column_does_not_depend_on_the_others_beside_it() -> None:
    from evidenceboard.analysis.variation import Variation

    graph = graph_of(random_board(3, circles=True, links=20).records)
    solver, plain_way = Solver(graph), Variation.none(graph)
    bases = np.random.default_rng(1).random((len(graph.cards), 7))
    together = solver.solve(Variation(bases, plain_way.weight, plain_way.sign))
    for column in range(7):
        alone = solver.solve(Variation(bases[:, [column]], plain_way.weight, plain_way.sign))
        np.testing.assert_array_equal(together[:, :, [column]], alone)


def test_a_board_of_nothing() -> None:
    graph = graph_of(Written().records)
    assert graph.cards == () and assess(graph).unsettled() == {} and assess(graph).ranks() == {}
