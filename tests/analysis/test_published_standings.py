"""Published and independently computed strengths of arguments, and exact ones worked out by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evidenceboard.analysis.graph import graph_of
from evidenceboard.analysis.semantics import ALL, BY_NAME, DF_QUAD, Floats, Semantics
from evidenceboard.analysis.solving import Solver
from tests.analysis.boards_in_words import Written, record

CASES = Path(__file__).parent / "reasoning"
QBAF = {case["id"]: case for case in json.loads((CASES / "qbaf-cases.json").read_text("utf-8"))["cases"]}
AF = {case["id"]: case for case in json.loads((CASES / "af-cases.json").read_text("utf-8"))["cases"]}


def squared_df_quad(base: Floats, support: Floats, attack: Floats) -> Floats:
    """A fourth way that was published with the others: it checks the gathering once more."""
    apart = support - attack
    up, down = np.maximum(apart, 0), np.maximum(-apart, 0)
    return base + (1 - base) * up / (1 + up) - base * down / (1 + down)


NAMED = {
    "DFQuAD": BY_NAME["df_quad"],
    "QuadraticEnergy": BY_NAME["quadratic"],
    "EulerBased": BY_NAME["euler"],
    "SquaredDFQuAD": Semantics("squared", "squared DF-QuAD", True, squared_df_quad),
}


def board_of(arguments: dict[str, float], attacks: list[Any], supports: list[Any]) -> Written:
    board = Written()
    for name, base in arguments.items():
        board.card(name, base=base)
    for sign, links in (("-!", attacks), ("+!", supports)):
        for tail, head in links:
            board.edges(f"{tail} {sign} {head}")
    return board


def strengths(board: Written, semantics: Semantics) -> dict[str, float]:
    graph = graph_of(board.records)
    values = Solver(graph).solve(semantics=[semantics])[:, 0, 0]
    return {card["key"]: float(values[graph.row[name]]) for name, card in board.records("card")}


@pytest.mark.parametrize("case", QBAF)
@pytest.mark.parametrize("name", NAMED)
def test_recomputed_to_ten_places(case: str, name: str) -> None:
    found = QBAF[case]
    expected = found["recomputed"][name]
    solved = strengths(board_of(found["arguments"], found["attacks"], found["supports"]), NAMED[name])
    assert solved == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("case", QBAF)
def test_published_to_their_tolerance(case: str) -> None:
    found = QBAF[case]
    for name, expected in found["published"].items():
        solved = strengths(board_of(found["arguments"], found["attacks"], found["supports"]), NAMED[name])
        assert solved == pytest.approx(expected, abs=found["published_tolerance"])


def frameworks() -> list[tuple[str, list[str], list[Any]]]:
    found = []
    for case in AF.values():
        if "file" in case:
            text = (CASES / case["file"]).read_text("utf-8")
            names = re.findall(r"arg\((\w+)\)", text)
            found.append((case["id"], names, re.findall(r"att\((\w+),(\w+)\)", text)))
        else:
            found.append((case["id"], case["arguments"], case["attacks"]))
    return found


@pytest.mark.parametrize("case", frameworks(), ids=lambda case: case[0])
def test_with_base_one_df_quad_goes_beyond_the_grounded_set(case: tuple[str, list[str], list[Any]]) -> None:
    """What is in the published grounded set stands at 1, all that it attacks at 0, and the rest comes to rest, too."""
    name, arguments, attacks = case
    expected = AF[name]["expected"]
    solved = strengths(board_of(dict.fromkeys(arguments, 1.0), attacks, []), DF_QUAD)
    grounded = set(expected["grounded"])
    attacked = {head for tail, head in attacks if tail in grounded}
    assert {argument for argument in grounded if solved[argument] != pytest.approx(1, abs=1e-9)} == set()
    assert {argument for argument in attacked if solved[argument] != pytest.approx(0, abs=1e-9)} == set()
    assert all(0 <= value <= 1 for value in solved.values())
    if "undecided" in expected:
        assert (len(solved), len(attacks)) == (AF[name]["arguments_count"], AF[name]["attacks_count"])
        assert (len(attacked), len(grounded)) == (expected["attacked_by_grounded"], 23)
        assert len(solved) - len(attacked | grounded) == expected["undecided"]
    if stable := expected.get("stable"):
        middle = {argument for argument, value in solved.items() if 1e-6 < value < 1 - 1e-6}
        assert set(stable[0]) <= middle  # nobody is unattacked there: nothing stands at either end


def test_by_hand() -> None:
    """One card of base .5; a support of .54 along a normal link, a contradiction of .45 along a strong one."""
    board = Written().card("E1", "B3").card("E2", "C3").hypotheses("H1").edges("E1 + H1, E2 -! H1")
    support, attack = 0.54 * 0.5, 0.45 * 1.0
    energy = support - attack
    share = energy**2 / (1 + energy**2)
    expected = {
        "df_quad": 0.5 - 0.5 * (attack - support),
        "quadratic": 0.5 - 0.5 * share,
        "euler": 1 - (1 - 0.25) / (1 + 0.5 * np.exp(energy)),
    }
    for semantics in ALL:
        assert strengths(board, semantics)["H1"] == pytest.approx(expected[semantics.name], abs=1e-12)


def test_an_undercut_weakens_the_link_and_neither_end() -> None:
    board = Written().card("E1", base=0.8).card("E2", base=0.6).card("U1", base=0.5).card("U2", base=0.4)
    board.hypotheses("H1").edges("E1 +! H1, E2 -! H1, U1 -! E1>H1, U2 - E1>H1")
    away = 1 - (1 - 0.5) * (1 - 0.4 * 0.5)
    support, attack = 0.8 * (1 - away), 0.6
    solved = strengths(board, DF_QUAD)
    assert solved["H1"] == pytest.approx(0.5 - 0.5 * (attack - support), abs=1e-12)
    assert (solved["E1"], solved["U1"]) == (0.8, 0.5)


def test_an_undercut_can_be_undercut() -> None:
    board = Written().card("E1", base=0.8).card("U1", base=0.5).card("V1", base=1.0)
    board.hypotheses("H1").edges("E1 +! H1, U1 -! E1>H1, V1 -! U1>E1xH1")
    board.put("edge", "V1>U1>E1xH1", to=record("edge", "U1>E1>H1"))
    assert strengths(board, DF_QUAD)["H1"] == pytest.approx(0.5 + 0.5 * 0.8, abs=1e-12)


def test_the_exponential_is_as_good_as_the_library_s() -> None:
    from evidenceboard.analysis.semantics import exponential

    points = np.concatenate([np.linspace(-40, 40, 20_001), [-1000.0, 700.0, 1000.0]])
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(exponential(points[:-3]), np.exp(points[:-3]), rtol=4e-16)
    assert np.isfinite(exponential(points)).all() and exponential(np.array([0.0]))[0] == 1.0
