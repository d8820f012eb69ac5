"""Boards that lie in no file yet, and text that is being typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import BoardUnavailable, KnownError
from evidenceboard.model import commands
from evidenceboard.model.ids import BOARD
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import read_board
from tests.document.desk import JPEG, Open, add, has_nothing_amiss, titles


def test_a_new_board_from_this_one_is_another_board(
    document: Document, open_board: Open, ours: Installation, tmp_path: Path
) -> None:
    photo = Photo(JPEG)
    add(document, "With a photo", photo)
    made = document.new_from_this()
    assert made.board_id != document.board_id and made.path is None
    assert titles(made) == titles(document) and made.photo(photo.sha256) == JPEG
    assert not made.history.can_undo
    add(made, "Only here")
    assert "Only here" not in titles(document)
    copy = tmp_path / "place" / "made.board"
    made.publish(copy)
    made.close()
    with read_board(copy, ours.scratch()) as foreign, pytest.raises(KnownError, match="another board"):
        document.plan(foreign)
    assert has_nothing_amiss(copy, tmp_path)


def test_drafts_stay_and_empty_ones_go(ours: Installation) -> None:
    Document.new(ours, "Ana").close()
    assert ours.drafts() == [] and list((ours.folders.data / "work").iterdir()) == []
    draft = Document.new(ours, "Ana", "Draft")
    add(draft, "Kept")
    board_id = draft.board_id
    draft.close()
    draft.close()  # once more does no harm
    (found,) = ours.drafts()
    assert (found.board_id, found.title, found.cards) == (board_id, "Draft", 1)
    again = Document.open_draft(board_id, ours, "Ana")
    assert titles(again) == ["Kept"] and again.history.undo_text == "New statement"
    with pytest.raises(BoardUnavailable):
        Document.open_draft(board_id, ours, "Ana")
    again.close()


def test_the_title_is_the_board_s_else_its_file_s(ours: Installation, path: Path) -> None:
    draft = Document.new(ours, "Ana")
    assert draft.title == ""
    draft.publish(path)
    assert draft.title == "case"
    draft.commit(commands.set_board(title="The case"))
    assert draft.title == "The case" and draft.board.value(BOARD, "title") == "The case"
    draft.close()


def test_what_was_being_typed_is_kept(document: Document, open_board: Open) -> None:
    card = next(iter(document.board.live("card")))
    document.filing.keep_draft(card, "text", "half a sen")
    document.close()
    again = open_board()
    assert again.filing.drafts() == [(card, "text", "half a sen")]
    again.filing.drop_draft(card, "text")
    assert again.filing.drafts() == []
