"""What the log says of an earlier moment is what a board read from the changesets up to it holds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from evidenceboard import paths
from evidenceboard.analysis.earlier import Earlier, graph_then
from evidenceboard.analysis.facts import facts_of
from evidenceboard.analysis.graph import build
from evidenceboard.document import Document
from evidenceboard.errors import LookedBack
from evidenceboard.model import commands
from evidenceboard.model.board import Board
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.sheet import follow_sheet
from evidenceboard.store.installation import Installation
from evidenceboard.ui.readings import Then
from evidenceboard.ui.replay import sheet_then
from evidenceboard.ui.replay.days import Days
from evidenceboard.ui.replay.sheet_then import SheetThen
from evidenceboard.ui.replay.steps import Steps

KINDS = ("card", "place", "edge", "source", "frame")


@pytest.fixture
def document() -> Iterator[Document]:
    made = Document.new(Installation(paths.folders()), "Ana Lyst", "Past")
    yield made
    made.close()


def live(document: Document, kind: str) -> list[str]:
    return sorted(document.board.live(kind))


def act(document: Document, dice: random.Random) -> None:
    """One thing that a person does."""
    cards, edges = live(document, "card"), live(document, "edge")
    what = dice.choice(
        ("card", "card", "card", "link", "link", "link", "move", "text", "remove", "undo", "redo", "flip")
    )
    if what == "card" or len(cards) < 2:
        kind = dice.choice(("statement", "hypothesis"))
        fields = {"title": f"Title {dice.random()}", "said": f"2024-01-{dice.randrange(1, 20):02}"}
        document.commit(commands.add_card(FIRST_SHEET, kind, (dice.randrange(900), dice.randrange(900)), fields))
    elif what == "link":
        tail, head = dice.sample(cards, 2)
        onto = dice.choice(edges) if edges and dice.random() < 0.4 else head
        kind = "contradict" if onto != head else dice.choice(("support", "contradict"))
        document.commit(commands.link(document.board, [tail], onto, kind, "normal", "because"))
    elif what == "move":
        document.commit(commands.move_cards(FIRST_SHEET, {dice.choice(cards): (dice.randrange(900), 7.0)}))
    elif what == "text":
        document.commit(commands.set_fields(dice.choice(cards), {"title": f"Other {dice.random()}"}))
    elif what == "remove":
        document.commit(commands.remove(document.board, [dice.choice(cards + edges)]))
    elif what == "flip" and edges:
        document.commit(commands.set_edges([dice.choice(edges)], strength="strong"))
    elif what == "undo":
        document.undo()
    else:
        document.redo()


def board_after(document: Document, number: int) -> Board:
    changesets = sorted(document.log.changesets(), key=lambda each: each.stamp)
    board = Board(MemoryLog())
    board.log.append(changesets[:number])  # type: ignore[attr-defined]
    for changeset in changesets[:number]:
        board.apply([changeset])
    return board


def made(document: Document, earlier: Earlier) -> SheetThen:
    reading, zones = Then(document, earlier), ()
    steps = sheet_then.make(reading, FIRST_SHEET, document.geometry(), zones)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def columns(geometry: Geometry) -> tuple[dict[str, object], dict[str, object]]:
    cards = {
        card: (float(geometry.x[row]), float(geometry.y[row]), float(geometry.w[row]), float(geometry.h[row]),
               int(geometry.z[row]), int(geometry.kind[row]))
        for card, row in geometry.row.items()
    }  # fmt: skip
    edges = {
        edge: (geometry.cards[geometry.tail[row]], geometry.cards[geometry.head[row]] if geometry.head[row] >= 0
               else geometry.edges[geometry.onto[row]], bool(geometry.contradict[row]), bool(geometry.strong[row]))
        for edge, row in geometry.edge_row.items()
    }  # fmt: skip
    return cards, edges


@pytest.mark.parametrize("seed", range(6))
def test_after_each_change_the_board_is_what_the_log_up_to_it_makes(document: Document, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(45):
        act(document, dice)
    document.geometry()
    course = Steps(document)
    for _ in course.read():
        pass
    every = {change.record for changeset in document.log.changesets() for change in changeset.changes}
    for at in course.ticks:
        earlier = course.earlier(at)
        found = earlier if isinstance(earlier, Earlier) else earlier(lambda _done, _total: True)
        board, reading = board_after(document, at + 1), Then(document, found)
        for record in every:
            assert reading.is_live(record) == board.is_live(record), record
            if not board.index.is_gone(record):
                assert reading.value(record, "title") == board.value(record, "title")
                assert set(reading.edges_of(record)) == set(board.edges_of(record))
        expected = Geometry()
        follow_sheet(expected, board, FIRST_SHEET, every)
        shown = made(document, found).geometry
        assert columns(shown) == columns(expected)


def test_the_last_change_is_now_and_the_sheet_is_the_same_object(document: Document) -> None:
    for number in range(12):
        act(document, random.Random(number))
    course = Steps(document)
    assert list(course.read()) == [None]
    last = course.earlier(course.last)
    assert isinstance(last, Earlier) and not last
    assert made(document, last).geometry is document.geometry()


def test_facts_of_then_are_those_of_the_board_then(document: Document) -> None:
    dice = random.Random(3)
    for _ in range(40):
        act(document, dice)
    facts, course = facts_of(document.records), Steps(document)
    for _ in course.read():
        pass
    for at in list(course.ticks)[::3]:
        earlier = course.earlier(at)
        found = earlier if isinstance(earlier, Earlier) else earlier(lambda _done, _total: True)
        board = board_after(document, at + 1)

        def records(kind: str, board: Board = board):  # type: ignore[no-untyped-def]
            return ((each, board.record(each).shown_values()) for each in sorted(board.live(kind)))

        graph, expected = graph_then(build(facts), facts, found), build(facts_of(records))
        assert (graph.cards, graph.edges, graph.rivals) == (expected.cards, expected.edges, expected.rivals)
        assert np.array_equal(graph.head, expected.head) and np.array_equal(graph.weight, expected.weight)


def test_who_did_what_and_why(document: Document) -> None:
    document.commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), {"title": "One"}))
    document.commit(commands.add_card(FIRST_SHEET, "statement", (400, 0), {"title": "Two"}))
    one, two = (
        next(c for c in live(document, "card") if document.board.value(c, "title") == t) for t in ("One", "Two")
    )
    document.commit(commands.link(document.board, [one], two, "support", "normal", "it fits"))
    document.commit(commands.move_cards(FIRST_SHEET, {one: (80.0, 90.0)}))
    document.commit(commands.remove(document.board, [two]))
    course = Steps(document)
    for _ in course.read():
        pass
    (edge,) = [each for each in course.touched(3) if each.startswith("edge")]
    assert course.touched(1) == {one: "added"} and course.touched(3)[edge] == "added"
    assert course.tell(3).note == "“it fits”" and "· you" in course.tell(3).when
    assert course.tell(3).when.startswith("Change 4 of 6")
    assert course.touched(4) == {one: "moved"} and course.touched(5)[two] == "removed"


def test_days_of_a_board_are_its_dates_and_the_last_is_now(document: Document) -> None:
    for day, title in (("2024-01-08", "A"), ("2024-01-10", "B"), ("", "C"), ("before 2024-01-05", "D")):
        fields = {"title": title} | ({"said": day} if day else {})
        document.commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), fields))
    course = Days(document, "said")
    for _ in course.read():
        pass
    assert (course.last - course.first, len(course.ticks)) == (3, 2)
    titles = {document.board.value(card, "title"): card for card in live(document, "card")}
    assert course.earlier(course.first).gone == {titles["A"], titles["B"]}
    assert course.earlier(course.last - 1).gone == {titles["B"]} and not course.earlier(course.last)
    assert course.tell(course.last).when == "10 Jan 2024" and course.tell(course.last).what == "1 new card"
    told = course.tell(course.last - 1)
    assert (told.when, told.what) == ("9 Jan 2024", "nothing new since 8 Jan 2024")
    always = "2 of 4 cards always there: 1 not dated when said, 1 “before” a day"
    assert told.note == f"{always}; what they say is as it is now"
    sheet = made(document, course.earlier(course.first))
    assert set(sheet.geometry.cards) == {titles["C"], titles["D"]} and sheet.absent.sum() == 2


def test_a_board_that_is_looked_back_on_takes_nothing_of_ours(document: Document, tmp_path: Path) -> None:
    act(document, random.Random(1))
    document.publish(tmp_path / "a.board")
    before, undo = document.log.state, document.history.undo_text
    document.looked_back = True
    for work in (
        lambda: document.commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), {})),
        document.undo,
        lambda: document.revert_to_opened(),
    ):
        with pytest.raises(LookedBack):
            work()
    assert (document.log.state, document.history.undo_text) == (before, undo) and document.read_only
    document.looked_back = False
    assert document.undo() is not None
    course = Steps(document)
    for _ in course.read():
        pass
    assert course.name(course.last) == 3
