"""Why the order is as it is, what to check, and the smallest flip, through the real window."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evidenceboard.analysis.collection import collection_plan
from evidenceboard.analysis.flips import smallest_flip
from evidenceboard.analysis.graph import graph_of
from evidenceboard.analysis.linchpins import linchpins
from evidenceboard.analysis.robustness import robustness
from evidenceboard.analysis.sensitivity import contributions
from evidenceboard.analysis.standing import assess
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.model.commands import set_fields
from evidenceboard.ui import jobs
from evidenceboard.ui.panels import worked_out
from evidenceboard.ui.panels.says import CHECK, WHAT_IF, WHY
from evidenceboard.ui.panels.says_flip import SHOW, SHOW_ALL
from evidenceboard.ui.what_ifs import END, FLIP
from tests.journeys.hands import Hands, command
from tests.journeys.many_reports import build_many
from tests.journeys.test_what_this_says import button, card, labels, pick, places, says, written

Key = Qt.Key
TO_CHECK = "Key assumptions, and what to collect"


@pytest.fixture
def many(new: Hands) -> Hands:
    build_many(new)
    return new


def click(widget) -> None:  # type: ignore[no-untyped-def]
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_linchpin_sentence_is_read_and_tried(case: Hands) -> None:
    command(case, "What this says")
    assert says(case).page == WHY
    line = next(row for row in says(case).why.linchpins.made if "G1 · " in labels(row))
    assert "Without G1 the order is H1 > H2 > H3 > H0 (all three methods)." in labels(line)
    button(line, "Look without it").setFocus()
    case.key(Key.Key_Space)
    case.settle()
    assert places(case)["H1"] == 1
    focused = case.window.focusWidget()
    assert focused is not None and focused.text() == "Look with it again"  # type: ignore[attr-defined]
    case.key(Key.Key_Space)  # the keys stay in the row that was made anew
    case.settle()
    assert places(case)["H1"] == 2


def test_robustness_is_said_in_words_with_what_it_is_not(case: Hands) -> None:
    command(case, "What this says")
    said = labels(says(case).why.robust)
    graph = case.page.bridge.standings.graph
    assert graph is not None
    share = robustness(graph, graph.rivals[0]).first["quadratic"][card(case, "H2")]
    assert f"{100 * share:.0f} % | H2 comes first in {100 * share:.0f} % of 20,000 nearby judgements" in said
    assert "H1 in " in said and "the rest never" in said and "It is no probability" in said
    case.page.bridge.commit(set_fields(card(case, "G1"), {"status": "retracted"}))
    case.settle()
    assert labels(says(case).why.robust) != said


def test_each_assumption_says_what_breaks_and_is_supposed_to_be_false(case: Hands) -> None:
    before = written(case)
    command(case, TO_CHECK)
    panel = says(case)
    assert panel.page == CHECK
    rows = panel.check.assumptions.made
    assert len(rows) == 2
    first = next(row for row in rows if "A1 · " in labels(row))
    assert "Unsupported. If it is false the order stays. H1 loses, still even to fair" in labels(first)
    button(first, "Suppose it is false").click()
    case.settle()
    assert case.page.bridge.standings.what_if == WhatIf(false=frozenset({card(case, "A1")}))
    assert "if A1 is false" in case.told()
    first = next(row for row in panel.check.assumptions.made if "A1 · " in labels(row))
    button(first, "Suppose it holds again").click()
    case.settle()
    assert not case.page.bridge.standings.what_if and written(case) == before
    click(next(row for row in panel.check.assumptions.made if "A2 · " in labels(row)).head)  # type: ignore[attr-defined]
    case.settle()
    assert case.page.view.selection == {card(case, "A2")}


def test_an_assumption_that_carries_the_order_comes_first(case: Hands) -> None:
    case.page.bridge.commit(set_fields(card(case, "G1"), {"role": "assumption", "assumption": "caveated"}))
    command(case, TO_CHECK)
    first = says(case).check.assumptions.made[0]
    assert labels(first).startswith("G1 · ") and "If it is false the order is H1 > H2 > H3 > H0" in labels(first)


def test_the_gaps_are_ranked_and_lead_to_their_cards(case: Hands) -> None:
    command(case, TO_CHECK)
    rows = says(case).check.collect.made
    plan = collection_plan(graph_of(case.page.bridge.document.records))
    assert [labels(row)[:5] for row in rows] == [
        f"{at}. {case.board.value(gap.card, 'key')}" for at, gap in enumerate(plan, 1)
    ]
    assert "Another hypothesis would come first in 3 of 6 cases" in labels(rows[0])
    assert "does not say how likely or how costly" in labels(says(case).check.collect)
    click(rows[1].head)  # type: ignore[attr-defined]
    case.settle()
    assert case.page.view.selection == {plan[1].card}


def test_an_empty_board_says_what_to_write_down(new: Hands) -> None:
    command(new, TO_CHECK)
    said = labels(says(new).check)
    assert "No assumption is on the board" in said and "No gap is on the board" in said


def test_the_smallest_flip_is_shown_on_the_board_and_tried(case: Hands) -> None:
    before = written(case)
    case.page.view.set_selection({card(case, "H1"), card(case, "H2")})
    command(case, FLIP)
    part = says(case).what_if.flip
    assert says(case).page == WHAT_IF and part.isVisible()
    graph = case.page.bridge.standings.graph
    assert graph is not None
    flip = smallest_flip(graph, card(case, "H1"), card(case, "H2"))
    assert part.work.found == flip and len(flip.edits) == 1
    assert "1 change would put H1 before H2" in part.told.text() and part.proof.text() == "Proven smallest"
    click(part.show_it)
    case.settle()
    shown = case.window.shown.picked_out._together()  # type: ignore[union-attr]
    assert shown is not None and shown.edges == {flip.edits[0].record}
    assert shown.cards >= {card(case, "H1"), card(case, "H2"), card(case, "G1")}
    assert part.show_it.text() == SHOW_ALL
    case.page.view.setFocus()
    case.key(Key.Key_Escape)
    case.settle()
    assert case.window.shown.picked_out._together() is None and part.show_it.text() == SHOW  # type: ignore[union-attr]
    click(part.try_it)
    case.settle()
    assert places(case)["H1"] == 1 and "Before and after" in labels(says(case).what_if)
    command(case, END)
    assert places(case)["H1"] == 2 and written(case) == before


def test_what_is_shown_on_the_board_goes_with_the_page(case: Hands) -> None:
    command(case, FLIP)
    part = says(case).what_if.flip
    click(part.show_it)
    assert case.window.shown.picked_out._together() is not None  # type: ignore[union-attr]
    says(case).show_page(WHY)
    case.settle()
    assert case.window.shown.picked_out._together() is None  # type: ignore[union-attr]


def test_another_pair_or_another_board_has_another_flip(case: Hands) -> None:
    command(case, FLIP)
    part = says(case).what_if.flip
    assert part.work.found is not None
    pick(part.weaker, card(case, "H3"))
    case.settle()
    assert part.work.found is None and part.show_it.isHidden() and part.work.button.isVisible()
    click(part.work.button)
    case.settle()
    assert len(part.work.found.edits) == 2 and "2 changes would put H3 before H2" in part.told.text()
    pick(part.stronger, card(case, "H3"))
    case.settle()
    assert not part.work.button.isEnabled() and "Two hypotheses" in part.told.text()
    command(case, FLIP)
    assert part.work.found is not None
    case.page.bridge.commit(set_fields(card(case, "G1"), {"status": "retracted"}))
    case.settle()
    assert part.work.found is None  # it was of another board
    case.page.view.set_selection({card(case, "H3")})
    command(case, FLIP)
    assert part.weaker.value() == card(case, "H3")  # before whoever leads now


def test_applying_the_flip_flips_and_fewer_do_not(case: Hands) -> None:
    case.page.view.set_selection({card(case, "H3"), card(case, "H2")})
    command(case, FLIP)
    part = says(case).what_if.flip
    click(part.try_it)
    case.settle()
    whole = case.page.bridge.standings.what_if
    assert places(case)["H3"] < places(case)["H2"]  # type: ignore[operator]
    for record in whole.records:
        case.page.bridge.standings.set_what_if(whole.as_drawn([record]))
        case.settle()
        assert places(case)["H3"] > places(case)["H2"]  # type: ignore[operator]


def test_the_linchpins_of_500_cards_are_worked_out_with_progress_and_cancelled(
    many: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worked_out, "AT_ONCE", 1_000)  # as on a board ten times as large
    command(many, "What this says")
    part = says(many).why.linchpins
    assert "This board is large" in part.told.text() and part.work.button.text() == "Work out the linchpins"
    seen: list[str] = []
    part.work.progressed.connect(lambda _done, _total: seen.append(part.told.text()))
    click(part.work.button)
    assert part.work.running and part.work.button.text() == "Cancel"
    click(part.work.button)
    many.settle()
    assert not part.work.running and part.work.found is None and not part.made
    click(part.work.button)
    many.settle()
    assert any(" of " in words for words in seen)
    graph = many.page.bridge.standings.graph
    assert graph is not None
    expected = linchpins(graph)
    assert [each.record for each in part.work.found] == [each.record for each in expected] and len(expected) > 12
    assert labels(part.made[0]) and part.more.isVisible()
    many.page.view.set_selection({expected[0].cards[0]})
    command(many, "Look without this card")
    assert part.work.found is not None  # a what-if changes nothing of what was worked out of the board
    many.page.bridge.commit(set_fields(expected[0].cards[0], {"title": "Other words"}))
    many.settle()
    assert part.work.found is not None  # nor do words


def test_long_robustness_is_cancelled_and_the_window_lives_on(many: Hands) -> None:
    command(many, "What this says")
    part = says(many).why.robust
    assert "This board is large" in part.told.text()
    click(part.work.button)
    end = time.monotonic() + 60
    while " of 20,000" not in part.told.text() and time.monotonic() < end:
        QTest.qWait(10)
    assert part.work.running and " of 20,000" in part.told.text()
    click(part.work.button)
    many.settle()
    assert not part.work.running and part.work.found is None and not jobs.running()


def test_what_gives_a_hypothesis_its_standing(case: Hands) -> None:
    case.page.view.set_selection({card(case, "H2")})
    case.settle()
    part = case.window.shown.panels.inspector.card.why  # type: ignore[union-attr]
    graph = graph_of(case.page.bridge.document.records)
    expected = [each.card for each in contributions(graph, card(case, "H2"))]
    titles = [labels(row) for row in part.made]
    assert [title.split(" · ")[0] for title in titles] == [case.board.value(each, "key") for each in expected]
    assert all("lifts it" in title for title in titles) and "do not add up" in part.meaning.text()
    case.page.view.set_selection({card(case, "C2")})
    case.settle()
    down = {labels(row).split(" · ")[0]: "weighs it down" in labels(row) for row in part.made}
    lower = assess(applied(graph, WhatIf(cards_off=frozenset({card(case, "E4")})))).of(card(case, "C2"))["quadratic"]
    usual = assess(graph).of(card(case, "C2"))["quadratic"]
    assert lower is not None and usual is not None
    assert down.get("E4", False) == (usual < lower - 1e-9)
    click(part.made[0])
    case.settle()
    assert case.page.view.selection != {card(case, "C2")}
    case.page.view.set_selection({card(case, "E1")})
    case.settle()
    assert part.isHidden()


def detail(hands: Hands) -> str:
    return next(zone.detail for zone in hands.page.view.zones if zone.question)


def test_the_frame_of_the_rivals_says_how_many_methods_agree(case: Hands) -> None:
    assert detail(case) == "4 rivals, exclusive · 3 of 3 methods agree"
    case.page.view.set_selection({card(case, "G2")})
    command(case, "Look without this card")
    assert detail(case).endswith("2 of 3 methods agree")
    command(case, END)
    assert detail(case).endswith("3 of 3 methods agree")
    case.page.bridge.commit(set_fields(card(case, "G2"), {"status": "retracted"}))
    case.settle()
    assert detail(case).endswith("2 of 3 methods agree")
    case.window.undo()
    case.settle()
    assert detail(case).endswith("3 of 3 methods agree")
