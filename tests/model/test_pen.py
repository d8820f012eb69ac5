"""The pen names all that a change replaces, whatever others have written."""

from __future__ import annotations

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change, Changeset
from evidenceboard.model.ids import mint_actor, mint_salt
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.pen import Pen


def board_with(**values: object) -> Board:
    """A board with one card that holds these values."""
    change = Change("card:a", {"removed": False, "kind": "statement", **values}, (), mint_salt())
    made = Changeset(mint_actor(), 0, None, (1, 0), "Somebody", "New statement", None, (change,))
    board = Board(MemoryLog([made]))
    board.apply([made])
    return board


def test_an_absurd_existence_can_still_be_removed() -> None:
    board = board_with(removed=[1])
    (write,) = Pen(board, (1, 0)).writes({"card:a": {"removed": True}})
    assert write.values == {"removed": True} and len(write.replaces) == 1


def test_what_is_shown_already_is_not_written_again() -> None:
    pen = Pen(board_with(title="a title"), (1, 0))
    assert pen.writes({"card:a": {"title": "a title", "removed": False}}) == []
    (write,) = pen.writes({"card:a": {"title": "another", "text": None}})
    assert write.values == {"title": "another"}


def test_a_changeset_is_next_until_it_is_kept() -> None:
    board = board_with()
    pen, actor = Pen(board, (1, 0)), mint_actor()
    writes = pen.writes({"card:a": {"title": "x"}})
    first = pen.changeset(actor, "Me", 5, "Change title", writes)
    again = pen.changeset(actor, "Me", 6, "Change title", writes)
    assert first.seq == again.seq == 0 and again.prev is None
    pen.written(again)
    pen.saw([again])
    third = pen.changeset(actor, "Me", 2, "Change title", writes)
    assert third.seq == 1 and third.prev == again.id and third.clock > again.clock
