"""Two copies of one board, edited apart and merged in both orders: equal boards, and one conflict with both values."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET, edge_id
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import read_board
from evidenceboard.store.schema import FOLD

NAMES = ("hers", "his", "fields", "contested", "removed and edited", "removed and linked", "stays", "moved")

Person = Callable[[str], Document]


@pytest.fixture
def copy_of(tmp_path: Path) -> Iterator[Person]:
    """Gives a person, with an installation of their own, a copy of the board that all had at first."""
    first = Document.new(Installation(folders(tmp_path / "settings-first")), "First", "One board")
    for number, name in enumerate(NAMES):
        first.commit(commands.add_card(FIRST_SHEET, "statement", (number * 300.0, 0.0), {"title": name}))
    first.publish(tmp_path / "first.board")
    first.close()
    opened: list[Document] = []

    def copied(name: str) -> Document:
        path = tmp_path / name / "case.board"
        path.parent.mkdir()
        shutil.copyfile(tmp_path / "first.board", path)
        opened.append(Document.open(path, Installation(folders(tmp_path / f"settings-{name}")), name))
        return opened[-1]

    yield copied
    for document in opened:
        document.close()


def cards(document: Document) -> dict[str, str]:
    """The cards by the titles that they had at first."""
    first = next(iter(document.log.changesets())).actor
    changes = [change for whole in document.log.changesets([first]) for change in whole.changes]
    return {change.values["title"]: change.record for change in changes if change.record.startswith("card:")}


def edit_as_ana(document: Document) -> None:
    card = cards(document)
    document.commit(commands.set_fields(card["hers"], {"title": "Ana's"}))
    document.commit(commands.set_fields(card["fields"], {"title": "Ana's title"}))
    document.commit(commands.set_fields(card["contested"], {"text": "Ana says so"}))
    document.commit(commands.remove(document.board, [card["removed and edited"], card["removed and linked"]]))
    document.commit(commands.move_cards(FIRST_SHEET, {card["moved"]: (1.0, 1.0)}))
    photo = Photo(b"\xff\xd8\xff from Ana")
    document.commit(commands.add_card(FIRST_SHEET, "photo", (0, 900), {"photo": photo.sha256}), [photo])


def edit_as_ben(document: Document) -> None:
    card = cards(document)
    document.commit(commands.set_fields(card["his"], {"text": "벤의 글"}))
    document.commit(commands.set_fields(card["fields"], {"text": "Ben's text", "colour": "red"}))
    document.commit(commands.set_fields(card["contested"], {"text": "Ben says otherwise"}))
    document.commit(commands.set_fields(card["removed and edited"], {"text": "Ben found more"}))
    document.commit(commands.link(document.board, [card["stays"]], card["removed and linked"], "contradict"))
    document.commit(commands.move_cards(FIRST_SHEET, {card["moved"]: (2.0, 2.0)}))
    document.commit(commands.add_card(FIRST_SHEET, "hypothesis", (600, 900), {"title": "Ben's idea"}))
    document.undo()
    document.redo()


def merge(document: Document, other: Path) -> None:
    """What the merge command does: read the other file, look at the plan, take it in."""
    with read_board(other, document.installation.scratch()) as foreign:
        assert not foreign.refused
        plan = document.plan(foreign)
        new = document.receive(foreign.changesets, foreign.photos())
    assert [changeset.id for changeset in plan.changesets] == [changeset.id for changeset in new]


def everything(document: Document) -> dict[str, Any]:
    """All that a person could see of a board."""
    board = document.board
    records = sorted({change.record for whole in document.log.changesets() for change in whole.changes})
    return {
        "shown": {record: board.record(record).shown_values() for record in records if board.is_live(record)},
        "tables": {kind: list(document.log.records(kind)) for kind in FOLD},
        "gone": [record for record in records if board.index.is_gone(record)],
        "not live": [record for record in records if not board.is_live(record)],
        "kept": board.kept(),
        "loose": board.loose_edges(),
        "conflicts": [(each.record, each.field, [head.value for head in each.heads]) for each in board.conflicts()],
        "photos": sorted(document.log.photo_names()),
    }


@pytest.fixture
def apart(copy_of: Person) -> tuple[Document, Document]:
    """Ana's and Ben's copies after a day of work, each saved."""
    ana, ben = copy_of("Ana"), copy_of("Ben")
    edit_as_ana(ana)
    edit_as_ben(ben)
    ana.publish()
    ben.publish()
    return ana, ben


def test_both_orders_give_equal_boards(apart: tuple[Document, Document], copy_of: Person, tmp_path: Path) -> None:
    ana, ben = apart
    from_ana, from_ben = tmp_path / "from-ana.board", tmp_path / "from-ben.board"
    shutil.copyfile(tmp_path / "Ana/case.board", from_ana)
    shutil.copyfile(tmp_path / "Ben/case.board", from_ben)
    third, fourth = copy_of("Third"), copy_of("Fourth")
    for document, files in (
        (ana, [from_ben]),
        (ben, [from_ana]),
        (third, [from_ana, from_ben]),
        (fourth, [from_ben, from_ana, from_ben]),
    ):
        for file in files:
            merge(document, file)
    seen = everything(ana)
    assert everything(ben) == seen
    assert everything(third) == seen
    assert everything(fourth) == seen


def test_the_same_field_is_one_conflict_and_nothing_else_is(apart: tuple[Document, Document]) -> None:
    ana, ben = apart
    assert ben.path is not None
    merge(ana, ben.path)
    card = cards(ana)
    (conflict,) = ana.board.conflicts()
    assert (conflict.record, conflict.field) == (card["contested"], "text")
    assert sorted(head.value for head in conflict.heads) == ["Ana says so", "Ben says otherwise"]
    shown = {name: ana.board.record(record).shown_values() for name, record in card.items()}
    assert shown["hers"]["title"] == "Ana's" and shown["his"]["text"] == "벤의 글"
    assert (shown["fields"]["title"], shown["fields"]["text"]) == ("Ana's title", "Ben's text")


def test_a_removal_against_an_edit_is_kept_and_said(apart: tuple[Document, Document]) -> None:
    ana, ben = apart
    assert ben.path is not None
    merge(ana, ben.path)
    card = cards(ana)
    assert ana.board.kept() == [card["removed and edited"]]
    assert ana.board.value(card["removed and edited"], "text") == "Ben found more"
    assert not ana.board.is_live(card["removed and linked"])
    assert ana.board.loose_edges() == [edge_id(card["stays"], card["removed and linked"])]


def test_what_is_decided_on_one_copy_holds_on_the_other(apart: tuple[Document, Document]) -> None:
    ana, ben = apart
    assert ana.path is not None and ben.path is not None
    merge(ana, ben.path)
    card = cards(ana)
    ana.commit(commands.decide(card["contested"], "text", "Ben says otherwise"))
    ana.commit(commands.keep(card["removed and edited"]))
    ana.publish()
    merge(ben, ana.path)
    assert everything(ana) == everything(ben)
    assert ben.board.conflicts() == [] and ben.board.kept() == []
    assert ben.board.value(card["contested"], "text") == "Ben says otherwise"


def test_saved_one_after_the_other_at_one_path_they_merge_by_themselves(
    apart: tuple[Document, Document], tmp_path: Path
) -> None:
    ana, ben = apart
    shared = tmp_path / "shared.board"
    ana.publish(shared)
    ben.publish(shared)
    ana.publish()
    assert everything(ana) == everything(ben)
    assert len(ana.board.conflicts()) == 1
