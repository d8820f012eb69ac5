"""Every published number of two ACH programs, and the weights of PARC ACH."""

from __future__ import annotations

import json
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evidenceboard.analysis import ach, ach_schemes

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "reasoning" / "ach-cases.json").read_text("utf-8"))
COMPETING, OPEN = CASES["competinghypotheses.org"], CASES["open-synthesis"]
WORDS = {
    "very inconsistent": -2, "inconsistent": -1, "neutral": 0, "consistent": 1, "very consistent": 2,
    "n/a": None, "not applicable": None,
}  # fmt: skip
SIGNS = {"VI": -2, "I": -1, "N": 0, "C": 1, "VC": 2, "NA": None}


def votes(names: list[str]) -> list[int | None]:
    return [SIGNS[name] for name in names]


def ratings(hypothesis: int) -> list[int | None]:
    return [WORDS[item["ratings"][hypothesis].lower()] for item in COMPETING["evidence"]]


@pytest.mark.parametrize(("at", "name"), [*enumerate(COMPETING["hypotheses"])])
def test_competing_hypotheses(at: int, name: str) -> None:
    weights = [item["credibility_weight"] for item in COMPETING["evidence"]]
    assert ach_schemes.competing_score(ratings(at), weights) == COMPETING["published_scores"][name]
    variant = COMPETING["weighted_variant_from_rule"]
    other = [variant["weights"][item["name"]] for item in COMPETING["evidence"]]
    assert ach_schemes.competing_score(ratings(at), other) == variant["scores"][name]


def test_competing_hypotheses_sorts_items() -> None:
    for item in COMPETING["evidence"]:
        found = ach_schemes.competing_order([WORDS[word.lower()] for word in item["ratings"]])
        assert found == COMPETING["evidence_sort_weight_from_rule"][item["name"]]


@pytest.mark.parametrize(
    ("cell", "value", "word"),
    [([-2, 2], 2.0, "extreme"), ([1, 2], 0.25, "consensus"), ([-1, 1], 1.5, "strong"), ([0, 1], 0.75, "mild"),
     ([None, 1], 0.75, "mild")],
)  # fmt: skip
def test_agreement_of_a_team(cell: list[int | None], value: float, word: str) -> None:
    found = ach_schemes.agreement(cell)
    assert found[0] == value and found[1].startswith(word)


@pytest.mark.parametrize("case", OPEN["hypotheses"], ids=lambda case: case["id"])
def test_open_synthesis_hypotheses(case: dict[str, Any]) -> None:
    cells = [votes(names) for names in case["ratings_per_evidence"]]
    assert ach_schemes.open_inconsistency(cells) == pytest.approx(case["inconsistency"], abs=1e-12)
    assert ach_schemes.open_consistency(cells) == pytest.approx(case["consistency"], abs=1e-12)


def test_open_synthesis_order_of_hypotheses() -> None:
    cells = {case["id"]: [votes(names) for names in case["ratings_per_evidence"]] for case in OPEN["hypotheses"]}
    keys = [
        ach_schemes.open_hypothesis_key(cells[name]) for name in OPEN["published_order_of_inconsistency"].split(" < ")
    ]
    assert all(first < second for first, second in pairwise(keys))
    single: dict[str, list[list[int | None]]] = {name: [[WORDS[name]]] for name in WORDS if name != "n/a"}
    single["not evaluated"] = [[]]
    keys = [ach_schemes.open_hypothesis_key(single[name]) for name in OPEN["published_hypothesis_order_best_to_worst"]]

    assert keys == sorted(keys)


@pytest.mark.parametrize("case", OPEN["evidence"], ids=lambda case: case["id"])
def test_open_synthesis_diagnosticity(case: dict[str, Any]) -> None:
    cells = [votes(names) for names in case["ratings_per_hypothesis"]]
    assert ach_schemes.open_diagnosticity(cells) == pytest.approx(case["diagnosticity"], abs=1e-12)


def test_open_synthesis_order_of_items() -> None:
    items = [
        [votes([name]) if name != "-" else [] for name in names]
        for names in OPEN["published_evidence_order_most_to_least_diagnostic"]
    ]
    keys = [ach_schemes.open_item_key(cells) for cells in items]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)


@pytest.mark.parametrize("case", OPEN["disagreement"], ids=str)
def test_disagreement(case: dict[str, Any]) -> None:
    assert ach_schemes.disagreement(votes(case["votes"])) == pytest.approx(case["value"], abs=1e-12)


@pytest.mark.parametrize("case", OPEN["consensus"], ids=str)
def test_consensus(case: dict[str, Any]) -> None:
    assert ach_schemes.consensus(votes(case["votes"])) == WORDS[case["value"]]


def test_mean_of_not_applicable_and_very_inconsistent() -> None:
    assert ach_schemes.mean_vote([None, -2]) == 2.0


def test_weights_as_published_for_parc_ach() -> None:
    assert dict(zip("ABCFDE", [sqrt(2), sqrt(2), 1, 1, 1 / sqrt(2), 1 / sqrt(2)], strict=True)) == ach.SOURCE_WEIGHT
    assert dict(zip([1, 2, 3, 6, 4, 5], ach.SOURCE_WEIGHT.values(), strict=True)) == ach.ITEM_WEIGHT


def test_an_item_that_says_the_same_of_all_has_no_power_exactly() -> None:
    cells = np.array([[1, -1, 2, 0], [1, -1, 2, 0], [1, -1, 2, 0]], np.int8)
    assert ach.diagnosticity(cells) == [0.0] * 4
    assert ach.inconsistency(np.zeros((2, 0), np.int8)) == [0.0, 0.0]
