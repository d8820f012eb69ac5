"""What comes from others: set union, in any order, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidenceboard.document import Committed, Document
from evidenceboard.errors import InvalidChange
from evidenceboard.model import commands
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import read_board
from tests.document.desk import JPEG, Open, add, state, titles


def test_receiving_twice_changes_nothing(document: Document, open_board: Open, theirs: Installation) -> None:
    colleague = open_board(theirs)
    add(colleague, "Theirs")
    photo = Photo(JPEG)
    events: list[Committed] = []
    document.subscribe(events.append)
    assert len(document.receive(list(colleague.log.changesets()) * 2, [photo, photo])) == 1
    assert document.receive(colleague.log.changesets(), [photo]) == ()
    assert len(events) == 1 and titles(document) == ["One", "Theirs", "Two"]
    assert document.photo(photo.sha256) == JPEG
    assert document.history.undo_text == "Link"


def test_one_wrong_changeset_and_none_is_taken(document: Document, ours: Installation) -> None:
    other = Document.new(ours, "Ben")
    add(other, "Good")
    good = list(other.log.changesets())
    other.close()
    wrong = type(good[0])(*(getattr(good[0], name) for name in ("actor", "seq", "prev")), (-1, 0), "Ben", "", None)
    before = state(document)
    with pytest.raises(InvalidChange):
        document.receive([*good, wrong])
    assert state(document) == before


def test_a_merge_is_planned_without_touching_anything(
    document: Document, open_board: Open, theirs: Installation, tmp_path: Path
) -> None:
    colleague = open_board(theirs)
    card = next(iter(document.board.live("card")))
    add(colleague, "Theirs")
    colleague.commit(commands.set_fields(card, {"title": "Their title"}))
    document.commit(commands.set_fields(card, {"title": "Our title"}))
    copy = tmp_path / "copy.board"
    colleague.publish(copy)
    before = state(document)
    with read_board(copy, theirs.scratch()) as foreign:
        plan = document.plan(foreign)
        assert state(document) == before
        assert len(plan.added) == 2 and len(plan.conflicts) == 1 and plan.authors == ("Ben",)
        assert {each.id for each in plan.changesets} == {each.id for each in document.receive(foreign.changesets)}
    assert document.board.conflicts() == list(plan.conflicts)


def test_taking_back_a_merge_travels_and_can_be_undone(
    document: Document, open_board: Open, theirs: Installation, path: Path
) -> None:
    colleague = open_board(theirs)
    card = next(iter(document.board.live("card")))
    before = document.board.value(card, "title")
    add(colleague, "Theirs")
    colleague.commit(commands.set_fields(card, {"title": "Their title"}))
    new = document.receive(colleague.log.changesets())
    add(document, "Ours")
    taken = document.take_back([changeset.id for changeset in new])
    assert taken and document.history.undo_text == "Take back merge"
    assert titles(document) == ["One", "Ours", "Two"] and document.board.value(card, "title") == before
    assert document.take_back([changeset.id for changeset in new]) is None
    colleague.receive(document.log.changesets())
    assert titles(colleague) == titles(document)
    document.undo()
    assert "Theirs" in titles(document) and document.board.value(card, "title") == "Their title"


def test_reverting_to_what_was_opened_is_one_step(document: Document, open_board: Open, theirs: Installation) -> None:
    document.close()
    again = open_board()
    card = next(iter(again.board.live("card")))
    before = titles(again)
    add(again, "Three")
    again.commit(commands.set_fields(card, {"title": "Changed"}))
    again.commit(commands.remove(again.board, [card]))
    again.undo()
    colleague = open_board(theirs)
    add(colleague, "Theirs")
    again.receive(colleague.log.changesets())
    changed = titles(again)
    assert again.revert_to_opened()
    assert titles(again) == sorted([*before, "Theirs"])
    again.undo()
    assert titles(again) == changed
