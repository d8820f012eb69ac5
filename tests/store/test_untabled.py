"""Kinds without a table: everything that holds for a record holds for them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.model.commands import Action, add_card, add_record, remove, set_fields
from evidenceboard.model.ids import FIRST_SHEET, pair_id
from evidenceboard.paths import folders
from evidenceboard.store import untabled
from evidenceboard.store.installation import Installation
from evidenceboard.store.schema import FOLD


@pytest.fixture
def ours(tmp_path: Path) -> Installation:
    return Installation(folders(tmp_path / "ours"))


@pytest.fixture
def theirs(tmp_path: Path) -> Installation:
    return Installation(folders(tmp_path / "theirs"))


def test_they_live_are_read_back_and_are_taken_back(ours: Installation, tmp_path: Path) -> None:
    rules = [["grade", "worse than", "B3"], ["tags", "has", "sea", "land"]]
    with closing(Document.new(ours, "Ana", "Case")) as document:
        made = add_record("filter", {"name": "Weak", "rules": rules})
        (weak,) = made.made
        document.commit(made)
        assert list(document.board.live("filter")) == [weak]
        assert dict(document.records("filter")) == {weak: {"name": "Weak", "rules": rules}}
        document.commit(remove(document.board, [weak]))
        assert dict(document.records("filter")) == {} and document.log.count("filter") == 0
        document.undo()
        document.publish(tmp_path / "case.board")
    with closing(Document.open(tmp_path / "case.board", ours, "Ana")) as document:
        assert list(document.board.live("filter")) == [weak] and document.log.count("filter") == 1
        assert document.board.value(weak, "rules") == rules
        document.undo()
        assert list(document.board.live("filter")) == []


def test_differing_judgements_of_a_pair_are_a_conflict(
    ours: Installation, theirs: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "case.board"
    with closing(Document.new(ours, "Ana", "Case")) as document:
        one, two = (document.commit(add_card(FIRST_SHEET, "statement", (0, 0), {"title": t})) for t in "ab")
        assert one and two
        first, second = one.changes[0].record, two.changes[0].record
        pair = pair_id(second, first)
        assert pair == pair_id(first, second)
        document.commit(Action("Note a pair", {pair: {"removed": False, "cards": [first, second], "state": "open"}}))
        document.publish(path)
        with closing(Document.open(path, theirs, "Ben")) as other:
            assert dict(other.records("pair"))[pair]["state"] == "open"
            other.commit(set_fields(pair, {"state": "apparent"}))
            other.publish()
        document.commit(set_fields(pair, {"state": "resolved"}))
        document.publish()
        assert [conflict.field for conflict in document.board.conflicts()] == ["state"]
    with closing(Document.open(path, ours, "Ana")) as document:
        assert pair in document.board.index.contested


def test_no_kind_with_a_table_is_read_from_the_log() -> None:
    assert set(untabled.KINDS) == {"filter", "pair", "silence"} and not set(untabled.KINDS) & set(FOLD)
