"""What is taken back and done again, over a closing and beside a colleague."""

from __future__ import annotations

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.store.installation import Installation
from tests.document.desk import Open, add, titles


def test_undo_back_to_empty_and_redo_over_a_closing(document: Document, open_board: Open) -> None:
    document.close()
    again = open_board()
    assert again.history.undo_text == "Link"
    while again.undo():
        pass
    assert titles(again) == [] and not again.history.can_undo
    again.close()
    third = open_board()
    assert third.history.redo_text == "New statement" and not third.history.can_undo
    while third.redo():
        pass
    assert titles(third) == ["One", "Two"] and len(list(third.board.live("edge"))) == 1
    assert third.title == "The case"


def test_undo_leaves_what_a_colleague_changed_since(document: Document, open_board: Open, theirs: Installation) -> None:
    card = next(iter(document.board.live("card")))
    document.commit(commands.set_fields(card, {"title": "Ours", "text": "ours"}))
    document.publish()
    colleague = open_board(theirs)
    assert not colleague.history.can_undo
    colleague.commit(commands.set_fields(card, {"title": "Theirs"}))
    document.receive(colleague.log.changesets())
    undone = document.undo()
    assert undone and undone.label == "Undo: Change title, text" and undone.reverts
    assert (document.board.value(card, "title"), document.board.value(card, "text")) == ("Theirs", None)


def test_what_nothing_is_left_of_is_skipped(document: Document, open_board: Open, theirs: Installation) -> None:
    card = next(iter(document.board.live("card")))
    add(document, "Three")
    document.commit(commands.set_fields(card, {"title": "Ours"}))
    document.publish()
    colleague = open_board(theirs)
    colleague.commit(commands.set_fields(card, {"title": "Theirs"}))
    document.receive(colleague.log.changesets())
    undone = document.undo()
    assert undone and undone.label == "Undo: New statement"
    assert "Three" not in titles(document) and "Theirs" in titles(document)
