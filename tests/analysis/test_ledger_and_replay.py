"""The ledger of contradictions, and a board as it stood on earlier days."""

from __future__ import annotations

from datetime import date

import pytest

from evidenceboard.analysis import ledger
from evidenceboard.analysis.graph import graph_of
from evidenceboard.analysis.meanings import MEANINGS
from evidenceboard.analysis.replay import as_of, first_days, live_edges, replay
from evidenceboard.analysis.standing import assess
from evidenceboard.model.ids import pair_id
from evidenceboard.progress import Stopped
from tests.analysis.boards_in_words import Written, record

E1, E2, E3, C1 = (record("card", name) for name in ("E1", "E2", "E3", "C1"))


def board() -> Written:
    made = Written().hypotheses("H1 H2").card("E1", "B2", origin="o1").card("E2", "B3", origin="o1").card("E3", "C3")
    return made.card("C1", role="claim").edges("E1 + C1, E2 - C1, E3 - C1, C1 +! H1, C1 - H2")


def pair(first: str, second: str, **values: object) -> dict[str, dict[str, object]]:
    return {pair_id(first, second): {"cards": [first, second], **values}}


def test_candidates_are_of_different_origins_and_not_in_the_ledger() -> None:
    made = board()
    assert ledger.candidates(made.records) == [ledger.Candidate(E1, E3, (C1,))]
    made.edges("E2 -! E3")
    direct = ledger.Candidate(E2, E3, ())
    assert ledger.candidates(made.records) == [direct, ledger.Candidate(E1, E3, (C1,))]
    made.held["pair"] = pair(E3, E1)
    assert ledger.candidates(made.records) == [direct]
    assert [(each.first, each.second, each.state) for each in ledger.entries(made.records)] == [(E1, E3, "open")]


def test_cards_of_which_one_supports_the_other_do_not_oppose() -> None:
    made = board().edges("E3 + E1")
    assert ledger.candidates(made.records) == []


def test_what_was_retracted_opposes_nobody() -> None:
    assert ledger.candidates(board().put("card", "E3", status="retracted").records) == []


def test_entries_open_first_and_none_of_a_card_that_is_gone() -> None:
    made = board()
    made.held["pair"] = {
        **pair(E1, E2, state="resolved", reason="withdrawn"),
        **pair(E1, E3, state="apparent", reason="different claims"),
        **pair(E2, E3),
        **pair(E2, "card:gone"),
    }
    found = ledger.entries(made.records)
    assert [each.state for each in found] == ["open", "apparent", "resolved"]
    assert found[1].reason == "different claims"


# Replay


def dated() -> Written:
    made = board()
    for name, said in (
        ("E1", "2024-01-08"),
        ("E2", "2024-01"),
        ("E3", "after 2024-01-10"),
        ("C1", "before 2024-02-01"),
    ):
        made.put("card", name, said=said)
    return made.put("card", "H2", said="2024-01-10T08:00")


def test_the_first_day_is_the_earliest_that_a_date_allows() -> None:
    days = first_days(dated().records)
    assert days == {
        E1: date(2024, 1, 8), E2: date(2024, 1, 1), E3: date(2024, 1, 10), record("card", "H2"): date(2024, 1, 10),
    }  # fmt: skip
    assert first_days(dated().records, "captured") == {}
    assert first_days(dated().put("card", "E1", said="some day").records).get(E1) is None


def test_each_day_stands_as_if_nothing_had_come_later() -> None:
    graph, days = graph_of(dated().records), first_days(dated().records)
    found = list(replay(graph, days))
    assert [each.day for each in found] == [None, date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 10)]
    assert [each.new for each in found] == [(), (E2,), (E1,), (E3, record("card", "H2"))]
    for each in found:
        made = dated()
        for card in [card for card, day in days.items() if each.day is None or day > each.day]:
            del made.held["card"][card]
        made.held["edge"] = {
            edge: values
            for edge, values in made.held["edge"].items()
            if {values["from"], values["to"]} <= made.held["card"].keys()
        }
        expected = assess(graph_of(made.records))
        for card in made.held["card"]:
            assert each.standing.of(card) == expected.of(card)
        assert set(live_edges(each.graph)) == set(made.held["edge"])
        assert each.standing.ranks() == expected.ranks()


def test_other_days_and_a_stop() -> None:
    graph, days = graph_of(dated().records), first_days(dated().records)
    found = list(replay(graph, days, only=[date(2024, 1, 9)]))
    assert [each.day for each in found] == [None, date(2024, 1, 9)] and found[1].new == (E1, E2)
    assert as_of(graph, days, date(2030, 1, 1)).gives.tolist() == graph.gives.tolist()
    with pytest.raises(Stopped):
        list(replay(graph, days, progress=lambda _done, _total: False))


def test_every_number_says_what_it_means_and_what_it_does_not() -> None:
    for name, meaning in MEANINGS.items():
        assert meaning.title and meaning.says.endswith(".") and meaning.not_says.endswith("."), name
        assert meaning.says.count(". ") == 0 and meaning.not_says.count(". ") == 0, name
