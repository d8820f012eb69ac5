"""Agreement and what a card carries, in words."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from evidenceboard.analysis.agreement import agreement, difference
from evidenceboard.analysis.carries import carried, in_words
from evidenceboard.analysis.graph import graph_of
from evidenceboard.analysis.likelihoods import SCALES
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.standing import Disagreement, Standing, assess
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.records import LIKELIHOOD_SCALES


def rivals(count: int):  # type: ignore[no-untyped-def]
    """A graph of rivals alone."""
    cards = [(f"card:H{n}", {"kind": "hypothesis", "key": f"H{n}"}) for n in range(count)]
    return graph_of(lambda kind: cards if kind == "card" else [])


def standing(*values: tuple[float, ...]) -> Standing:
    """Rivals with these strengths, a row for each method."""
    graph = rivals(len(values[0]))
    return Standing(graph, "origin", dict(zip(METHODS, map(np.array, values), strict=True)))


def name(record: str) -> str:
    return record.removeprefix("card:")


def test_one_hypothesis_has_no_order() -> None:
    assert agreement(standing((0.5,), (0.5,), (0.5,)), name) is None


def test_all_agree_and_ties_are_said() -> None:
    found = agreement(standing((0.2, 0.9, 0.2), (0.3, 0.6, 0.3), (0.1, 0.2, 0.1)), name)
    assert found is not None and found.whole and found.brief == "3 of 3 methods agree"
    assert found.says == "H1, H0 = H2. Speak of the order, not of the decimals."


@pytest.mark.parametrize("odd", range(3))
def test_two_agree_and_the_pair_is_named(odd: int) -> None:
    rows = [(0.6, 0.5)] * 3
    rows[odd] = (0.5, 0.6)
    found = agreement(standing(*rows), name)
    assert found is not None and not found.whole and found.title == "Two of three methods agree"
    assert "H0 before H1" in found.says and "H1 before H0" in found.says and "Speak of" not in found.says


def test_three_orders_are_no_agreement_of_one() -> None:
    orders = list(permutations((0.2, 0.4, 0.6)))[:3]
    found = agreement(standing(*orders), name)
    assert found is not None and found.title == "The three methods give three orders"
    assert found.brief == "the methods differ"


def test_a_difference_is_said_method_by_method() -> None:
    apart = Disagreement("card:H1", "card:H2", dict(zip(METHODS, (1, 0, -1), strict=True)))
    said = difference(apart, name)
    assert said == ("DF-QuAD puts H1 before H2; Euler-based puts H2 before H1; quadratic energy puts H1 and H2 level.")


def test_every_sentence_begins_with_a_capital() -> None:
    apart = Disagreement("card:H1", "card:H2", dict(zip(METHODS, (0, 1, -1), strict=True)))
    assert difference(apart, name).startswith("Quadratic energy puts H1 before H2; Euler-based puts H2 before H1; ")


def test_what_does_not_settle_is_not_called_an_order() -> None:
    nan = float("nan")
    found = agreement(standing((0.6, 0.5), (0.6, nan), (0.6, 0.5)), name)
    assert found is not None and not found.whole and "do not settle" in found.says


def test_a_card_that_carries_nothing_moves_nothing() -> None:
    board = assess(rivals(3))
    assert carried(board, WhatIf()) == []
    assert in_words([], "E4", name) == "Take E4 away and nothing moves."


def test_laying_aside_and_putting_back_is_the_same_what_if() -> None:
    laid = WhatIf().without("origin", "origin:a").without("link", "edge:b").without("false", "card:c")
    assert laid.taken() == [("origin", "origin:a"), ("false", "card:c"), ("link", "edge:b")] and laid
    assert laid.again_with("link", "edge:b").again_with("origin", "origin:a").again_with("false", "card:c") == WhatIf()
    assert laid.again_with("card", "card:c") == laid  # it is supposed false, not taken away


def test_the_scales_are_those_that_a_card_can_hold() -> None:
    assert tuple(SCALES) == LIKELIHOOD_SCALES and all(len(words) == 7 for words in SCALES.values())
