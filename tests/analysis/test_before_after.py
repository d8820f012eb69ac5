"""Before and after, what breaks, and what is said of the collection plan and robustness, against the founding rules."""

from __future__ import annotations

import math

import pytest

from evidenceboard.analysis.agreement import agreement, briefs
from evidenceboard.analysis.before_after import claims, hypotheses, in_words
from evidenceboard.analysis.breaking import NOTHING, sentences
from evidenceboard.analysis.collection import Gap, collection_plan, sentence
from evidenceboard.analysis.edits import Edit, records_of
from evidenceboard.analysis.graph import graph_of
from evidenceboard.analysis.robustness import leader, robustness
from evidenceboard.analysis.robustness import sentence as robust_sentence
from evidenceboard.analysis.sensitivity import key_assumptions
from evidenceboard.analysis.standing import assess
from evidenceboard.analysis.what_if import WhatIf, applied
from tests.analysis.boards_in_words import Written, record
from tests.analysis.test_standing_laws import random_board

H1, H2, A1, C1 = (record("card", name) for name in ("H1", "H2", "A1", "C1"))


def name(card: str) -> str:
    return next(key for key in ("H1", "H2", "A1", "C1", "E1", "G1") if record("card", key) == card)


def board() -> Written:
    made = Written().card("E1", "B3").card("C1", role="claim").card("A1", role="assumption", assumption="solid")
    made.card("G1", role="gap").hypotheses("H1 H2")
    return made.edges("E1 + C1, A1 + C1, C1 + H1, E1 + H2, G1 - H2")


@pytest.mark.parametrize("seed", range(15))
def test_both_sides_are_what_the_two_standings_say(seed: int) -> None:
    graph = graph_of(random_board(seed, circles=seed % 3 == 0).records)
    what_if = WhatIf(cards_off=frozenset(graph.cards[:1]))
    before, after = assess(graph), assess(applied(graph, what_if))
    first, second = before.ranks(), after.ranks()
    seen = set()
    for each_set in hypotheses(before, after):
        rows = each_set.rows
        assert each_set.moves == any(each.moves for each in rows) and each_set.number == len(rows)
        ranks = [each.after.rank for each in rows if each.after.rank is not None]
        assert ranks == sorted(ranks)
        for each in rows:
            seen.add(each.card)
            assert each.before == (first[each.card], before.word(each.card))
            assert each.after.rank == second.get(each.card)
            moved = [before.of(each.card)[m] != pytest.approx(after.of(each.card)[m], abs=1e-9) for m in before.values]
            assert each.moves or not any(moved)
    assert seen == {graph.cards[row] for row in graph.hypotheses}


def test_a_hypothesis_that_is_laid_aside_is_no_rival() -> None:
    graph = graph_of(board().records)
    other = assess(applied(graph, WhatIf(cards_off=frozenset([H1]))))
    ((_, rows, _, _),) = hypotheses(assess(graph), other)
    gone = next(each for each in rows if each.card == H1)
    assert gone.after == (None, "not among the rivals") and gone.moves and rows[-1] is gone


def test_only_claims_that_move_are_told_and_nothing_moves_by_itself() -> None:
    graph = graph_of(board().records)
    usual = assess(graph)
    assert claims(usual, usual) == ([], 0) and not any(each.moves for each in hypotheses(usual, usual))
    other = assess(applied(graph, WhatIf(false=frozenset([A1]))))
    (claim,), number = claims(usual, other)
    assert number == 1 and claims(usual, other, most=0) == ([], 1)
    assert claim.card == C1 and claim.change < 0
    assert in_words([claim], name).startswith("C1 loses, ")


def test_what_breaks_is_said_order_first() -> None:
    graph = graph_of(board().records)
    (broken,) = key_assumptions(graph)
    said = sentences(broken, graph, name)
    assert said.startswith(
        "If it is false the order is H2 > H1 (" if broken.methods else "If it is false the order stays."
    )
    assert "C1 loses" in said and "H1 loses" in said and "H2" not in said.partition(") ")[2]


def test_an_assumption_on_which_nothing_rests_breaks_nothing() -> None:
    made = Written().card("A1", role="assumption").hypotheses("H1 H2")
    graph = graph_of(made.records)
    (broken,) = key_assumptions(graph)
    assert sentences(broken, graph, name) == NOTHING


def test_the_brief_of_each_set_is_that_of_the_agreement() -> None:
    graph = graph_of(board().records)
    standing = assess(graph)
    whole = agreement(standing, name)
    assert whole is not None and list(briefs(standing).values()) == [whole.brief]
    one = graph_of(Written().hypotheses("H1").records)
    assert briefs(assess(one)) == {}


def test_the_brief_counts_methods_of_each_set_for_itself() -> None:
    graph = graph_of(board().records)
    standing = assess(graph)
    first, second = graph.row[H1], graph.row[H2]
    for odd in standing.values:
        values = {method: array.copy() for method, array in standing.values.items()}
        for method in values:
            values[method][[first, second]] = (0.4, 0.6) if method == odd else (0.6, 0.4)
        assert set(briefs(type(standing)(graph, "origin", values)).values()) == {"2 of 3 methods agree"}
        values[odd][first] = math.nan
        for method in values:
            values[method][first] = math.nan
        assert set(briefs(type(standing)(graph, "origin", values)).values()) == {
            "3 of 3 methods agree, as far as they settle"
        }


def test_the_plan_is_said_in_cases() -> None:
    (gap,) = collection_plan(graph_of(board().records))
    said = sentence(gap)
    cases = round(gap.leader * gap.ways * 3)
    assert f"in {cases} of {gap.ways * 3} cases" in said if cases else "would change" in said
    assert sentence(Gap("card:1", 0.5, 0.5, 0.1, 2)).startswith("Another hypothesis would come first in 3 of 6 cases")
    assert "below it would change" in sentence(Gap("card:1", 0.0, 0.5, 0.1, 2))
    assert "no order would change" in sentence(Gap("card:1", 0.0, 0.0, 0.1, 2))
    assert sentence(Gap("card:1", 0.0, 0.0, 0.0, 2)).startswith("Nothing would change")


def test_robustness_is_said_with_all_three_methods() -> None:
    graph = graph_of(board().records)
    found = robustness(graph, graph.rivals[0], draws=200)
    first = leader(found)
    assert found.first["quadratic"][first] == max(found.first["quadratic"].values())
    said = robust_sentence(found, first, name)
    assert said.startswith(f"{name(first)} comes first in ") and "of 200 nearby judgements (DF-QuAD " in said
    assert "In nine of ten draws it stands " in said


def test_a_layer_forgets_one_record_and_keeps_the_rest() -> None:
    edge, source = record("edge", "E1>C1"), record("source", "E1")
    whole = (
        WhatIf().graded("credibility", C1, 5).graded("reliability", source, "E").turned(edge)
        .graded("strengths", edge, "strong").without("false", A1).without("card", C1)
    )  # fmt: skip
    assert whole.records == {C1, source, edge, A1}
    assert whole.as_drawn([C1]).records == {source, edge, A1}
    assert whole.as_drawn([edge]).strengths == {} and not whole.as_drawn([edge]).edges_flipped
    assert not whole.as_drawn(whole.records)
    assert not WhatIf().graded("credibility", C1, 5).graded("credibility", C1, None)


def test_what_changes_are_about() -> None:
    graph = graph_of(board().records)
    edge = record("edge", "E1>C1")
    edits = [Edit("off", edge), Edit("reliability", record("source", "E1"), "E"), Edit("credibility", C1, "2")]
    assert records_of(graph, edits) == {edge, record("card", "E1"), C1}
