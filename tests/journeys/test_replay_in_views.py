"""Every view beside the canvas shows what the replayed moment had, and all of it again when the replay ends."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from evidenceboard.model.commands import set_fields
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.panels.links import LinksSection
from evidenceboard.ui.views.outline import OutlineView
from evidenceboard.ui.views.sources import SourcesView
from evidenceboard.ui.views.table import TableView
from evidenceboard.ui.views.timeline import TimelineView
from tests.journeys.hands import Hands, command
from tests.journeys.replay_hands import EIGHTH, TENTH, arrive, bar, begin, kept, keyed, press, press_at

Key = Qt.Key
LATE = {"E4", "E5a", "E5b"}  # said on the tenth


def shown(hands: Hands, name: str, kind: type) -> object:
    command(hands, f"{name} view")
    arrive(hands)
    assert hands.window.shown is not None
    view = hands.window.shown.views.view
    assert isinstance(view, kind)
    hands.wait_for(lambda: not hands.page.bridge.searching.busy)
    return view


def table(hands: Hands) -> TableView:
    view = shown(hands, "Table", TableView)
    assert isinstance(view, TableView)
    return view


def column(view: TableView, field: str) -> list[str]:
    """What the rows say there, as they are painted."""
    model = view.page.model
    at = next(at for at, each in enumerate(model.columns) if each.field == field)
    return [str(model.index(row, at).data()) for row in range(model.rowCount())]


def lines(view: OutlineView) -> list[str]:
    """All lines that are open, in their order."""
    found, model = list[str](), view.tree.lines

    def go(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found.append(str(index.data()))
            go(index)

    go(QModelIndex())
    return found


def names(hands: Hands, words: list[str]) -> set[str]:
    """The late cards that are named in words."""
    return {key for key in LATE if any(key in each.replace("–", " ").split() for each in words)}


def test_table_and_outline_follow_the_day_and_all_is_back_at_the_end(case: Hands) -> None:
    before, undo = kept(case), case.page.bridge.document.history.undo_text
    view = table(case)
    all_cards, links = column(view, "key"), len(case.page.sheets.now.whole.edges)
    assert set(all_cards) > LATE and len(all_cards) == 16
    begin(case, "Said")
    press_at(case, EIGHTH)
    assert column(view, "key") == [key for key in all_cards if key not in LATE]
    assert view.count.text() == "13 cards"
    late = {keyed(case, key) for key in LATE}
    QTest.mouseClick(view.kinds.segments()[1], Qt.MouseButton.LeftButton)
    arrive(case)
    ends = case.board.index.ends
    assert view.count.text() == "15 links" and links > 15
    assert late.isdisjoint(end for edge in view.page.model.rows.order for end in ends(edge))
    press_at(case, TENTH)
    assert view.page.model.rowCount() == links
    press_at(case, EIGHTH)
    outline = shown(case, "Outline", OutlineView)
    assert isinstance(outline, OutlineView)
    then = lines(outline)
    assert not names(case, then) and any("E3" in line for line in then)
    press_at(case, TENTH)
    outline.tree.expandAll()
    every = lines(outline)
    assert names(case, every) == LATE
    press_at(case, EIGHTH)
    assert not names(case, lines(outline)) and set(then) <= set(lines(outline))
    QTest.mouseClick(bar(case).now, Qt.MouseButton.LeftButton)
    case.settle()
    assert lines(outline) == every and not bar(case).isVisible()  # what was open is open again
    view = table(case)
    assert view.page.model.rowCount() == links
    QTest.mouseClick(view.kinds.segments()[0], Qt.MouseButton.LeftButton)
    assert column(view, "key") == all_cards
    assert (kept(case), case.page.bridge.document.history.undo_text) == (before, undo)


def test_timeline_and_sources_follow_the_day(case: Hands) -> None:
    view = shown(case, "Timeline", TimelineView)
    assert isinstance(view, TimelineView)
    late = {keyed(case, key) for key in LATE}
    assert late <= view.cards.entries.keys()
    QTest.mouseClick(view.groups.segments()[2], Qt.MouseButton.LeftButton)  # by hypothesis: links count
    begin(case, "Said")
    press_at(case, EIGHTH)
    placed = {card for lane in view.chart.lanes for card in (*lane.lane.cards, *lane.lane.undated)}
    assert len(view.cards.entries) == 13 and late.isdisjoint(placed)
    assert "of 13 cards dated" in view.told.text()
    sources = shown(case, "Sources", SourcesView)
    assert isinstance(sources, SourcesView)
    washington = case.board.value(keyed(case, "E5a"), "source")
    there = sources.gathering.said
    assert late.isdisjoint(there.cards) and len(there.cards) == 13 and not there.of_source(washington)
    press_at(case, TENTH)
    assert len(there.cards) == 16 and keyed(case, "E5a") in there.of_source(washington)
    press_at(case, EIGHTH)
    case.key(Key.Key_Escape)
    case.settle()
    view = shown(case, "Timeline", TimelineView)
    assert isinstance(view, TimelineView) and len(view.cards.entries) == 16


def links_listed(hands: Hands) -> set[RecordId]:
    assert hands.window.shown is not None
    form = hands.window.shown.panels.inspector
    (section,) = [each for each in form.card.findChildren(LinksSection) if each.isVisible()]
    return set(section._rows)


def test_the_inspector_lists_the_links_of_the_day(case: Hands) -> None:
    card = keyed(case, "C1")
    case.page.view.set_selection({card})
    case.settle()
    every = links_listed(case)
    begin(case, "Said")
    press_at(case, EIGHTH)
    case.settle()
    reading = case.page.bridge.reading
    gone = {edge for edge in every if not reading.is_live(edge)}
    assert gone and links_listed(case) == every - gone
    case.key(Key.Key_Escape)
    case.settle()
    assert links_listed(case) == every


def test_the_header_of_the_rivals_says_how_far_the_methods_agreed_then(case: Hands) -> None:
    def header() -> str:
        (zone,) = [zone for zone in case.page.view.zones if zone.question]
        return zone.detail

    standings, now = case.page.bridge.standings, header()
    assert now.startswith("4 rivals, exclusive · ") and now.endswith("agree")
    begin(case, "Said")
    for place in (EIGHTH, EIGHTH - 1, TENTH):
        press_at(case, place)
        assert standings.now is not None
        (agreement,) = standings.now.agreement.values()
        assert header() == f"4 rivals, exclusive · {agreement}"
    case.key(Key.Key_Escape)
    case.settle()
    assert header() == now


def test_over_changes_the_views_say_what_stood_there_then(built: Hands) -> None:
    first, second, third = built.cards()
    built.page.bridge.commit(set_fields(first, {"title": "Rewritten"}))
    built.page.view.set_selection(frozenset({second}))
    built.page.delete()
    built.settle()
    view = table(built)
    assert sorted(view.page.model.rows.order) == sorted([first, third])
    begin(built, "Changes")
    press(built, Key.Key_Left)  # before the removal
    assert sorted(view.page.model.rows.order) == sorted([first, second, third])
    assert {"Rewritten", "Another report"} <= set(column(view, "title"))
    press(built, Key.Key_Left)  # before the other title
    assert "A report" in column(view, "title") and "Rewritten" not in column(view, "title")
    outline = shown(built, "Outline", OutlineView)
    assert isinstance(outline, OutlineView)
    outline.tree.expandAll()
    said = lines(outline)
    assert any("A report" in line for line in said) and not any("Rewritten" in line for line in said)
    QTest.mouseClick(bar(built).now, Qt.MouseButton.LeftButton)
    built.settle()
    assert any("Rewritten" in line for line in lines(outline))
    assert not any("Another report" in line for line in lines(outline))


def test_a_view_first_seen_in_a_replay_can_be_written_in_after_it(case: Hands) -> None:
    begin(case, "Said")
    press_at(case, EIGHTH)
    outline = shown(case, "Outline", OutlineView)
    assert isinstance(outline, OutlineView)
    node = next(outline.tree.lines.nodes_of(keyed(case, "H1")))
    assert not outline.tree.edit_field(node, "title") and "The board is being replayed" in case.told()
    bar(case).replaying.end()
    case.settle()
    assert outline.tree.edit_field(node, "title")
