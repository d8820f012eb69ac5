"""Each guard has a board that triggers it and one that must not; a silenced one keeps its reason."""

from __future__ import annotations

import pytest

from evidenceboard.analysis.guards import GUARDS, NO_NULL, NOTHING_BEHIND, ONE_ORIGIN, ONLY_SUPPORT, UNRATED, warnings
from evidenceboard.model.ids import silence_id
from tests.analysis.boards_in_words import Written, record

H1, H2 = record("card", "H1"), record("card", "H2")


def fine() -> Written:
    """A board about which no guard has anything to say."""
    board = Written().put("rivals", "r", name="How?", relation="exclusive")
    board.hypotheses("H1 H2 H3", rivals=record("rivals", "r")).put("card", "H3", title="None of these")
    board.card("E1", "B2", origin="o1").card("E2", "C3", origin="o2").card("E3", "A2").card("G1", role="gap")
    for hypothesis in ("H1", "H2", "H3"):
        board.edges(f"E1 + {hypothesis}, E2 + {hypothesis}, E3 - {hypothesis}, G1 - {hypothesis}")
    return board.card("E4", "C3").edges("E4 + G1")


def said(board: Written) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in warnings(board.records):
        found.setdefault(each.guard, set()).add(each.about)
    return found


def without(board: Written, *edges: str) -> Written:
    for edge in edges:
        del board.held["edge"][record("edge", edge)]
    return board


def test_a_board_of_which_no_guard_complains() -> None:
    assert said(fine()) == {}
    assert said(Written()) == {}


def test_nothing_speaks_against_it() -> None:
    assert said(without(fine(), "E3>H1", "G1>H1"))[ONLY_SUPPORT] == {H1}
    assert said(without(fine(), "G1>H1")) == {UNRATED: {H1}}


def test_what_was_retracted_speaks_against_nothing() -> None:
    board = without(fine(), "G1>H1").put("card", "E3", status="retracted")
    assert H1 in said(board)[ONLY_SUPPORT]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"title": "Somebody from the harbour"}, True),
        ({"title": "Another route"}, True),
        ({"title": "모두 아님"}, False),
        ({"title": "Not from there at all"}, False),
        ({"title": "It was lost", "key": "H0"}, False),
    ],
)
def test_no_null_among_rivals_that_exclude_each_other(values: dict[str, str], missing: bool) -> None:
    board = fine().put("card", "H3", **values)
    assert (NO_NULL in said(board)) == missing
    overlapping = fine().put("card", "H3", title="It was sent").put("rivals", "r", relation="overlapping")
    assert NO_NULL not in said(overlapping)


def test_a_null_that_was_retracted_is_none_and_a_set_that_was_retracted_asks_nothing() -> None:
    assert NO_NULL in said(fine().put("card", "H3", status="retracted"))
    gone = fine()
    for name in ("H1", "H2", "H3"):
        gone.put("card", name, status="retracted", title="It was sent")
    assert NO_NULL not in said(gone)


def test_items_that_are_not_rated_for_all_rivals() -> None:
    board = without(fine(), "E2>H2", "E1>H2")
    board.card("E5", "B2", origin="o2").card("E6", "B1", origin="o1")
    board.edges("E5 + H2, E6 + H2, E5 + H1, E6 + H1, E5 + H3, E6 + H3")
    assert said(board) == {UNRATED: {H2}}
    (warning,) = warnings(board.records)
    assert warning.items == (record("card", "E1"), record("card", "E2"))


def test_all_goes_back_to_one_origin_also_through_claims() -> None:
    board = fine().put("card", "E2", derives_from=record("origin", "o1"))
    assert said(board)[ONE_ORIGIN] == {H1, H2, record("card", "H3")}
    board.card("C1", role="claim").card("E7", "B2").edges("E7 + C1, C1 + H1, C1 + H2, C1 + H3")
    assert ONE_ORIGIN not in said(board)
    assert ONE_ORIGIN in said(board.put("card", "E7", derives_from=record("card", "E1")))


def test_absence_that_rests_on_nothing() -> None:
    assert said(without(fine(), "E4>G1")) == {NOTHING_BEHIND: {record("card", "G1")}}
    sourced = without(fine(), "E4>G1").put("source", "s", name="harbour log").put("card", "G1", source="source:s")
    assert said(sourced) == {}


def test_a_silenced_guard_stays_with_its_reason_and_comes_last() -> None:
    board = without(fine(), "E3>H1", "G1>H1", "E4>G1")
    silence = silence_id(ONLY_SUPPORT, H1)
    board.held["silence"] = {silence: {"guard": ONLY_SUPPORT, "about": H1, "reason": "looked for, none found"}}
    found = warnings(board.records)
    (silenced,) = [each for each in found if each.silenced is not None]
    assert (silenced.guard, silenced.about, silenced.silenced) == (ONLY_SUPPORT, H1, "looked for, none found")
    assert found[-1] == silenced and silenced.silence == silence
    assert {each.guard for each in found} == {ONLY_SUPPORT, UNRATED, NOTHING_BEHIND}


def test_every_guard_is_said_in_words() -> None:
    assert set(GUARDS) == {ONLY_SUPPORT, NO_NULL, UNRATED, ONE_ORIGIN, NOTHING_BEHIND}
