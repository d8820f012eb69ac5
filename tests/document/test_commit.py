"""What is committed, and what nobody may: values no log can hold, a disk that is full."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from evidenceboard.document import Committed, Document
from evidenceboard.errors import InvalidChange, KnownError
from evidenceboard.model import commands
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import FIRST_SHEET, place_id
from evidenceboard.model.merge import chain_problems
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from tests.document.desk import JPEG, Open, add, state, titles


def test_what_subscribers_hear_of_is_on_the_disk_and_in_the_history(document: Document) -> None:
    heard: list[tuple[int, str]] = []

    def hear(event: Committed) -> None:
        with sqlite3.connect(document.log.path) as other:
            held = other.execute("SELECT count(*) FROM changeset").fetchone()[0]
        other.close()
        heard.append((held, document.history.undo_text))

    document.subscribe(hear)
    add(document, "Three")
    assert heard == [(5, "New statement")]


def test_subscribers_hear_of_every_event_until_they_have_enough(document: Document, open_board: Open) -> None:
    events: list[Committed] = []
    document.geometry()
    stop = document.subscribe(events.append)
    card = add(document, "Three")
    document.undo()
    document.redo()
    other = Document.new(document.installation, "Ben")
    document.receive(other.log.changesets())
    other.close()
    assert [event.cause for event in events] == ["commit", "undo", "redo", "receive"]
    assert [len(event.changesets) for event in events] == [1, 1, 1, 1]
    assert events[0].records == {card, place_id(FIRST_SHEET, card)}
    assert events[0].shapes == {FIRST_SHEET: frozenset({card})}
    assert card in events[1].shapes[FIRST_SHEET] and card in document.geometry().row
    stop()
    add(document, "Four")
    assert len(events) == 4


def test_a_subscriber_that_fails_does_not_break_the_chain(document: Document) -> None:
    def fail(_event: Committed) -> None:
        raise ZeroDivisionError

    stop = document.subscribe(fail)
    with pytest.raises(ZeroDivisionError):
        add(document, "Three")
    stop()
    assert document.history.undo_text == "New statement"
    add(document, "Four")
    assert chain_problems(document.log.changesets()) == []
    assert titles(document) == ["Four", "One", "Three", "Two"]


def test_what_is_so_already_is_no_change(document: Document) -> None:
    card = next(iter(document.board.live("card")))
    before = state(document)
    assert document.commit(commands.set_fields(card, {"title": document.board.value(card, "title")})) is None
    assert document.commit(commands.set_fields(card, {"text": None})) is None
    assert document.commit(Action("Nothing")) is None
    assert state(document) == before


@pytest.mark.parametrize("value", [math.nan, math.inf, "\ud800", object(), "x" * 1_000_001])
def test_a_value_that_no_log_can_hold_is_refused(document: Document, value: object) -> None:
    card = next(iter(document.board.live("card")))
    before = state(document)
    for field in ("title", "custom:never written"):
        with pytest.raises(InvalidChange):
            document.commit(Action("Wrong", {card: {field: value}}))
    assert state(document) == before


def test_deciding_a_conflict_replaces_all_its_values(
    document: Document, open_board: Open, theirs: Installation, path: Path
) -> None:
    card = next(iter(document.board.live("card")))
    colleague = open_board(theirs)
    document.commit(commands.set_fields(card, {"title": "Ours"}))
    colleague.commit(commands.set_fields(card, {"title": "Theirs"}))
    document.receive(colleague.log.changesets())
    (conflict,) = document.board.conflicts()
    assert {head.value for head in conflict.heads} == {"Ours", "Theirs"}
    document.commit(commands.decide(card, "title", conflict.heads[0].value))
    assert document.board.conflicts() == []
    assert len(document.board.record(card).heads("title")) == 1


def fill_the_disk(document: Document) -> Callable[[], None]:
    """Let the working copy not grow by a single page; returns what gives room again."""
    cursor = document.log.cursor()
    (pages,) = cursor.execute("PRAGMA page_count").fetchone()
    cursor.execute(f"PRAGMA max_page_count = {pages}")
    return lambda: cursor.execute("PRAGMA max_page_count = 1000000") and None


def test_a_full_disk_refuses_and_leaves_everything_as_it_was(document: Document, open_board: Open) -> None:
    card = add(document, "Three")
    document.geometry()
    before, events = state(document), list[Committed]()
    document.subscribe(events.append)
    give_room = fill_the_disk(document)
    for refused in (
        lambda: document.commit(commands.set_fields(card, {"text": "x" * 900_000})),
        lambda: document.commit(commands.add_card(FIRST_SHEET, "photo", (0, 0), {}), [Photo(JPEG * 40)]),
        lambda: document.receive([], [Photo(JPEG * 40)]),
    ):
        with pytest.raises(KnownError, match="full"):
            refused()
        assert state(document) == before and len(document.geometry().cards) == 3
    assert events == []
    give_room()
    add(document, "Four")
    document.undo()
    assert state(document)[:2] == before[:2]
    assert chain_problems(document.log.changesets()) == []
    document.close()
    assert titles(open_board()) == ["One", "Three", "Two"]


def test_a_program_folder_that_cannot_be_written_refuses_the_first_change(
    document: Document, open_board: Open, ours: Installation
) -> None:
    document.close()
    again = open_board()
    book = ours.folders.data / "installation.db"
    book.rename(book.with_suffix(".away"))
    book.mkdir()
    before = state(again)
    with pytest.raises(KnownError):
        again.commit(commands.set_board(title="No"))
    assert state(again) == before
    book.rmdir()
    book.with_suffix(".away").rename(book)
    again.commit(commands.set_board(title="Yes"))
    assert again.title == "Yes"
