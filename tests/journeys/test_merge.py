"""Merge a colleague's copy: preview, decide, take back."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model.commands import add_card, set_fields
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation
from tests.journeys.hands import Hands
from tests.journeys.small_board import build


@pytest.fixture
def copies(hands: Hands, tmp_path: Path) -> tuple[Hands, Path]:
    """A board open in the window, and a colleague's copy of it edited apart."""
    build(hands)
    mine = tmp_path / "mine.board"
    hands.save_to(mine)
    theirs = tmp_path / "theirs.board"
    theirs.write_bytes(mine.read_bytes())
    colleague = Document.open(theirs, Installation(paths.folders(tmp_path / "colleague")), "Jun Seo")
    first, second, _third = hands.cards()
    colleague.commit(set_fields(first, {"title": "Their wording"}))
    colleague.commit(set_fields(second, {"credibility": 2}))
    colleague.commit(add_card(FIRST_SHEET, "hypothesis", (400, 600), {"title": "Their idea"}))
    colleague.publish()
    colleague.close()
    hands.page.bridge.commit(set_fields(first, {"title": "My wording"}))
    return hands, theirs


def merge(hands: Hands, theirs: Path) -> None:
    hands.window.merging.merge(theirs)
    hands.settle()
    assert hands.window.merging.preview is not None
    hands.window.merging.preview.accept()
    hands.settle()


def test_merge_shows_one_conflict_which_a_person_decides(copies: tuple[Hands, Path]) -> None:
    hands, theirs = copies
    merge(hands, theirs)
    assert len(hands.cards()) == 4
    conflicts = hands.board.conflicts()
    assert [(c.record, c.field) for c in conflicts] == [(hands.cards()[0], "title")]
    assert {head.value for head in conflicts[0].heads} == {"My wording", "Their wording"}
    assert hands.window.shown is not None and hands.window.shown.panels.needs_you.text() == "1 thing needs you"


def test_a_merge_can_be_taken_back_and_brought_again(copies: tuple[Hands, Path]) -> None:
    hands, theirs = copies
    before = {card: hands.board.record(card).shown_values() for card in hands.cards()}
    merge(hands, theirs)
    hands.window.merging.take_back()
    assert {card: hands.board.record(card).shown_values() for card in hands.cards()} == before
    assert not hands.board.conflicts()
    hands.page.bridge.undo()
    assert len(hands.cards()) == 4


def test_another_board_is_refused(hands: Hands, tmp_path: Path) -> None:
    build(hands)
    other = Document.new(Installation(paths.folders(tmp_path / "else")), "Somebody")
    other.publish(tmp_path / "other.board")
    other.close()
    cards = hands.cards()
    hands.window.merging.merge(tmp_path / "other.board")
    hands.settle()
    assert hands.cards() == cards and hands.window.merging.preview is None
