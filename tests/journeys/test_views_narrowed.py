"""A filter that is on, in the views beside the table: the outline and the sources list what it finds, dates dim."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from evidenceboard.model.commands import remove, set_fields
from evidenceboard.ui.views.outline import OutlineView
from evidenceboard.ui.views.timeline import TimelineView
from evidenceboard.ui.views.view import View
from tests.journeys.filter_hands import about, add_rule, bar, close_popup, mark, open_bar, press
from tests.journeys.hands import CONTROL, Hands, command
from tests.journeys.sources_hands import Sources


@pytest.fixture
def narrowed(case: Hands) -> Hands:
    """Cards of doubtful sources: the two denials."""
    open_bar(case)
    mark(add_rule(case, "Reliability"), "C · fairly reliable")
    close_popup(case)
    case.settle()
    return case


def view(hands: Hands) -> View:
    assert hands.window.shown is not None and hands.window.shown.views.view is not None
    return hands.window.shown.views.view


def key(hands: Hands, record: str) -> str:
    return str(hands.board.value(record, "key"))


def card(hands: Hands, called: str) -> str:
    return next(each for each in hands.cards() if key(hands, each) == called)


def found(hands: Hands) -> set[str]:
    assert hands.window.shown is not None
    return {key(hands, record) for record in hands.window.shown.filtering.records}


def outline(hands: Hands) -> list[str]:
    """The rows that are open, those in brackets that the filter does not find."""
    shown = view(hands)
    assert isinstance(shown, OutlineView)
    rows, index = [], shown.tree.lines.index(0, 0)
    while index.isValid():
        line = shown.tree.lines.node(index).line
        if line.what == "card":
            name = key(hands, line.record)
            rows.append(name if shown.words.look.is_found(line) else f"({name})")
        index = shown.tree.indexBelow(index)
    return rows


def ink(widget: QWidget, at: QPoint) -> float:
    """How far the strongest pixel near a place is from the ground beside it."""
    image = widget.grab().toImage()
    ground = image.pixelColor(at + QPoint(0, 14))
    near = [image.pixelColor(at + QPoint(dx, dy)) for dx in range(-4, 5) for dy in range(-4, 5)]
    return max(abs(each.lightnessF() - ground.lightnessF()) for each in near)


def test_the_outline_shows_what_is_found_and_what_it_stands_under(narrowed: Hands) -> None:
    sought = found(narrowed)
    assert sought and "E4" not in sought
    command(narrowed, "Outline view")
    narrowed.settle()
    rows = outline(narrowed)
    assert sought <= set(rows)  # opened down to them
    assert {row for row in rows if not row.startswith("(")} == sought
    assert "E4" not in rows and "(E4)" not in rows
    assert f"{len(sought)} cards in the filter" in view(narrowed).told.text()  # type: ignore[attr-defined]
    press(bar(narrowed).close_button)
    narrowed.settle()
    rows = outline(narrowed)
    assert {"H0", "H1", "H2", "H3", "C1", "C2"} <= set(rows) and not any(row.startswith("(") for row in rows)


def test_links_are_found_in_the_outline_and_not_all_that_they_join(case: Hands) -> None:
    open_bar(case)
    about(case, "Links")
    mark(add_rule(case, "Link"), "Contradicts")
    close_popup(case)
    command(case, "Outline view")
    case.settle()
    shown = view(case)
    assert isinstance(shown, OutlineView)
    nodes = [node for each in case.cards() for node in shown.tree.lines.nodes_of(each)]
    lit = {node.line.edge for node in nodes if shown.words.look.is_found(node.line)}
    wanted = {edge for edge in case.edges() if case.board.value(edge, "kind") == "contradict"}
    assert lit == wanted


def test_the_outline_follows_what_comes_into_the_filter_and_goes(narrowed: Hands) -> None:
    command(narrowed, "Outline view")
    e4, bridge = card(narrowed, "E4"), narrowed.page.bridge
    doubtful = narrowed.board.value(card(narrowed, min(found(narrowed))), "source")
    bridge.commit(set_fields(e4, {"source": doubtful}))
    narrowed.settle()
    assert "E4" in found(narrowed) and "E4" in outline(narrowed)
    bridge.commit(remove(narrowed.board, [e4]))
    narrowed.settle()
    assert "E4" not in outline(narrowed) and found(narrowed) <= set(outline(narrowed))


def test_what_is_copied_from_a_narrowed_outline_is_what_it_shows(narrowed: Hands) -> None:
    command(narrowed, "Outline view")
    shown = view(narrowed)
    assert isinstance(shown, OutlineView)
    press(shown.copy_button)
    narrowed.settle()
    copied = narrowed.program.app.clipboard().text()
    firsts = {line.strip(" +×").removeprefix("undercut by ").split(" ")[0] for line in copied.splitlines()}
    assert found(narrowed) <= firsts and "E4" not in firsts and "G1" not in firsts


def test_sources_are_those_that_say_something_that_is_found(narrowed: Hands) -> None:
    sources = Sources(narrowed)
    names = {str(narrowed.board.value(card(narrowed, each), "source")) for each in found(narrowed)}
    assert set(sources.view.sources.model().order) == names  # type: ignore[attr-defined]
    assert sources.view.source in names
    assert all(" of " in line.split(", ")[-1] for line in sources.lines(sources.view.sources))
    said = {key(narrowed, each) for each in sources.view.says.model().order}  # type: ignore[attr-defined]
    assert said and said <= found(narrowed)
    press(sources.view.new)  # what is made meanwhile stays where it is written
    narrowed.settle()
    assert sources.view.head.name.text() == "New source"
    narrowed.keys("Ministry")
    narrowed.settle()
    assert sources.view.source in sources.view.sources.model().order  # type: ignore[attr-defined]
    press(bar(narrowed).close_button)
    narrowed.settle()
    assert len(sources.view.sources.model().order) == len(list(narrowed.board.live("source")))  # type: ignore[attr-defined]
    assert not any(" of " in line.split(", ")[-1] for line in sources.lines(sources.view.sources))


def test_dates_that_are_not_found_are_dimmed_and_the_undated_are_narrowed(narrowed: Hands) -> None:
    command(narrowed, "Timeline view")
    shown = view(narrowed)
    assert isinstance(shown, TimelineView)
    narrowed.settle()
    chart = shown.chart

    def strength(called: str) -> float:
        place = chart.place_of(card(narrowed, called), "said")
        assert place is not None and chart.bring_into_view(card(narrowed, called))
        return ink(chart, chart.bar(chart.lanes[place.lane], place.at).center().toPoint())

    dated = {key(narrowed, each) for each in chart.lanes[1].lane.cards}
    lit, rest = sorted(dated & found(narrowed)), sorted(dated - found(narrowed))
    assert lit and rest
    before = strength(rest[0])
    assert before < strength(lit[0])
    assert f"{len(lit)} of them in the filter" in shown.told.text()
    chart.undated_wanted.emit(0)
    assert set(shown._listed) <= {card(narrowed, each) for each in found(narrowed)}
    press(bar(narrowed).close_button)
    narrowed.settle()
    assert strength(rest[0]) > before and "filter" not in shown.told.text()
    assert len(shown._listed) == len(chart.lanes[0].lane.undated)


def test_a_view_that_is_hidden_follows_when_it_is_shown(narrowed: Hands) -> None:
    command(narrowed, "Outline view")
    narrowed.settle()
    sought = set(outline(narrowed))
    narrowed.key(Qt.Key.Key_1, CONTROL)  # the board
    press(bar(narrowed).close_button)
    narrowed.settle()
    QTest.qWait(20)
    command(narrowed, "Outline view")
    narrowed.settle()
    assert "H3" in outline(narrowed) and set(outline(narrowed)) != sought
