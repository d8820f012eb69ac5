"""The one door: what is committed, taken back, received, published and opened again."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from evidenceboard import document as document_module
from evidenceboard import opening
from evidenceboard.document import Committed, Document
from evidenceboard.errors import BoardUnavailable, InvalidChange, KnownError, NotSaved, UnreadableBoard
from evidenceboard.model import arrangements, commands
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import BOARD, FIRST_SHEET, place_id
from evidenceboard.model.merge import chain_problems
from evidenceboard.paths import folders
from evidenceboard.progress import Progress, Stopped
from evidenceboard.store import files
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import check_file, read_board

JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 100
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(255, -1, -1)) * 30

Open = Callable[..., Document]


@pytest.fixture
def ours(tmp_path: Path) -> Installation:
    return Installation(folders(tmp_path / "ours"))


@pytest.fixture
def theirs(tmp_path: Path) -> Installation:
    return Installation(folders(tmp_path / "theirs"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place" / "case.board"


@pytest.fixture
def open_board(path: Path, ours: Installation) -> Iterator[Open]:
    """Opens the board for us, or for somebody else, and closes whatever a test leaves open."""
    opened: list[Document] = []

    def open_for(installation: Installation = ours, at: Path = path, **options: Any) -> Document:
        opened.append(Document.open(at, installation, "Ana" if installation is ours else "Ben", **options))
        return opened[-1]

    yield open_for
    for document in opened:
        document.close()


@pytest.fixture
def document(ours: Installation, path: Path) -> Iterator[Document]:
    """A board with two cards and a link, saved."""
    made = Document.new(ours, "Ana", "The case")
    one, two = add(made, "One"), add(made, "Two")
    made.commit(commands.link(made.board, [one], two))
    made.publish(path)
    yield made
    made.close()


def add(document: Document, title: str, photo: Photo | None = None) -> str:
    """A new card; its id."""
    fields = {"title": title, "photo": photo.sha256} if photo else {"title": title}
    action = commands.add_card(FIRST_SHEET, "photo" if photo else "statement", (0.0, 0.0), fields)
    assert document.commit(action, [photo] if photo else [])
    return action.made[0]


def titles(document: Document) -> list[str]:
    return sorted(document.board.value(card, "title") or "" for card in document.board.live("card"))


def state(document: Document) -> tuple[Any, ...]:
    """All that must be as it was after a refusal."""
    history = document.history
    shown = {card: document.board.record(card).shown_values() for card in document.board.live("card")}
    return shown, history.undo_text, history.redo_text, document.log.changeset_ids(), document.unpublished


def has_nothing_amiss(path: Path, tmp_path: Path) -> bool:
    (tmp_path / "scratch").mkdir(exist_ok=True)
    return check_file(path, tmp_path / "scratch") == []


# Commit


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


# Undo and redo


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


# Receive


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


# Publish


def test_publishing_puts_a_whole_board_in_place(document: Document, path: Path, tmp_path: Path) -> None:
    assert not document.unpublished and document.filing.saved_ms and document.path == path.resolve()
    add(document, "Three")
    assert document.unpublished
    published = document.publish()
    assert not document.unpublished and published.changesets == document.log.counts()["changesets"]
    assert has_nothing_amiss(path, tmp_path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_is_committed_while_a_snapshot_is_written_stays_unpublished(document: Document) -> None:
    add(document, "Three")
    publication = document.publication()
    published = publication.run()
    add(document, "Four")
    document.finish_publication(publication, published)  # type: ignore[arg-type]
    assert document.unpublished
    document.publish()
    assert not document.unpublished


def test_what_a_colleague_saved_meanwhile_is_merged_in(
    document: Document, open_board: Open, theirs: Installation, path: Path, tmp_path: Path
) -> None:
    colleague = open_board(theirs)
    add(colleague, "Theirs")
    colleague.publish()
    add(document, "Ours")
    document.publish()
    assert titles(document) == ["One", "Ours", "Theirs", "Two"]
    assert not document.unpublished and has_nothing_amiss(path, tmp_path)
    colleague.publish()
    assert titles(colleague) == titles(document)
    assert open_board(theirs, read_only=True).log.changeset_ids() == document.log.changeset_ids()


def test_another_board_is_never_replaced(document: Document, ours: Installation, tmp_path: Path) -> None:
    elsewhere = tmp_path / "place" / "other.board"
    other = Document.new(ours, "Ana", "Another")
    other.publish(elsewhere)
    other.close()
    before = elsewhere.read_bytes()
    with pytest.raises(NotSaved):
        document.publish(elsewhere)
    assert elsewhere.read_bytes() == before and document.path != elsewhere


def test_a_draft_has_no_file(ours: Installation) -> None:
    draft = Document.new(ours, "Ana")
    with pytest.raises(NotSaved):
        draft.publish()
    draft.close()


def test_save_as_keeps_the_board(document: Document, open_board: Open, path: Path, tmp_path: Path) -> None:
    board_id, elsewhere = document.board_id, tmp_path / "place" / "elsewhere.board"
    add(document, "Three")
    document.publish(elsewhere)
    assert (document.path, document.board_id, document.unpublished) == (elsewhere.resolve(), board_id, False)
    add(document, "Four")
    document.publish()
    document.close()
    assert titles(open_board(at=elsewhere)) == ["Four", "One", "Three", "Two"]
    first = open_board(at=path)
    assert (first.board_id, titles(first)) == (board_id, ["One", "Two"])


def test_save_as_over_a_copy_of_the_same_board_merges_it(document: Document, path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "place" / "elsewhere.board"
    add(document, "Three")
    document.publish(elsewhere)
    document.undo()
    document.publish(path)
    assert titles(document) == ["One", "Two"]
    document.redo()
    document.publish(elsewhere)
    assert titles(document) == ["One", "Three", "Two"]


def test_an_older_file_in_its_place_is_known_to_lack_changes(document: Document, open_board: Open, path: Path) -> None:
    old = path.read_bytes()
    add(document, "Three")
    document.publish()
    path.write_bytes(old)
    publication = document.publication()
    older = publication.run()
    with older:  # type: ignore[union-attr]
        assert document.take_in_from_file(publication, older) == ()  # type: ignore[arg-type]
    document.close()  # before anything was published again
    again = open_board()
    assert again.unpublished and titles(again) == ["One", "Three", "Two"]


# Opening


def test_an_unchanged_file_opens_from_its_working_copy(
    document: Document, open_board: Open, theirs: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(document, "Not yet in the file")
    database = document.log.path
    document.close()
    open_board(theirs).close()  # read as a stranger's, once

    def refuse(*_: object) -> None:
        raise AssertionError("the file was read")

    monkeypatch.setattr(opening, "copy_own", refuse)
    again = open_board()
    assert again.log.path == database and again.unpublished
    assert titles(again) == ["Not yet in the file", "One", "Two"]


def test_a_file_of_ours_is_copied_where_no_working_copy_is(
    document: Document, open_board: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.publish()
    document.close()
    document.installation.trim(0)
    monkeypatch.setattr(opening, "read_board", None)
    again = open_board()
    assert titles(again) == ["One", "Two"] and not again.unpublished
    assert again.history.undo_text == "Link"


def test_a_file_that_is_replaced_while_we_look_is_looked_at_again(
    document: Document, open_board: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, copy_own = path.read_bytes(), opening.copy_own
    add(document, "Three")
    document.publish()
    document.close()
    document.installation.trim(0)
    new = path.read_bytes()
    path.write_bytes(old)

    def replaced(*arguments: Any) -> str:
        path.write_bytes(new)
        return copy_own(*arguments)

    monkeypatch.setattr(opening, "copy_own", replaced)
    assert titles(open_board()) == ["One", "Three", "Two"]


def test_a_strangers_file_comes_in_whole(
    document: Document, open_board: Open, theirs: Installation, path: Path, tmp_path: Path
) -> None:
    colleague = open_board(theirs)
    assert colleague.log.changeset_ids() == document.log.changeset_ids()
    assert list(colleague.records("card")) == list(document.records("card"))
    assert not colleague.unpublished and not colleague.history.can_undo
    assert colleague.log.meta("made") == document.log.meta("made")
    before = path.read_bytes()
    colleague.close()
    assert path.read_bytes() == before
    copy = tmp_path / "place" / "copy.board"
    again = open_board(theirs)
    again.publish(copy)
    assert has_nothing_amiss(copy, tmp_path)


@pytest.mark.parametrize("read_only", [False, True])
def test_what_cannot_be_opened_leaves_nothing_behind(
    ours: Installation, path: Path, tmp_path: Path, read_only: bool
) -> None:
    path.write_text("Dear all, the board is attached.")
    with pytest.raises(UnreadableBoard):
        Document.open(path, ours, "Ana", read_only)
    with pytest.raises(UnreadableBoard):
        Document.open(path.parent, ours, "Ana", read_only)
    with pytest.raises(BoardUnavailable):
        Document.open(path.with_name("nothing.board"), ours, "Ana", read_only)
    assert path.read_text() == "Dear all, the board is attached."
    left = [file for name in ("work", "looks", "scratch") for file in (tmp_path / "ours/data" / name).rglob("*")]
    assert left == []


def stop_after(reports: int) -> Progress:
    left = iter(range(reports))
    return lambda _done, _total: next(left, None) is not None


@pytest.mark.parametrize("read_only", [False, True])
def test_a_strangers_file_whose_reading_ends_early_leaves_nothing_behind(
    document: Document, theirs: Installation, path: Path, read_only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person stops it at any of its reports; or it turns out too large while it is read."""
    places = [theirs.folders.data / name for name in ("work", "looks", "scratch")]
    stops = 0
    while True:
        with suppress(Stopped):
            Document.open(path, theirs, "Ben", read_only, stop_after(stops)).close()
            break
        assert [file for place in places for file in place.rglob("*")] == []
        stops += 1
    assert stops >= 2
    theirs.leave_nothing(document.board_id)
    monkeypatch.setattr(files, "MOST_CHANGES", 1)
    with pytest.raises(UnreadableBoard, match="more than this program can read"):
        Document.open(path, theirs, "Ben", read_only)
    assert [file for place in places for file in place.rglob("*")] == []


def test_a_file_that_went_bad_since_gives_its_working_copy_back(
    document: Document, open_board: Open, path: Path, ours: Installation
) -> None:
    whole = path.read_bytes()
    document.close()
    path.write_bytes(whole[:-5000])
    for _ in range(2):
        with pytest.raises(UnreadableBoard):
            open_board()
    path.write_bytes(whole)
    assert titles(open_board()) == ["One", "Two"]
    assert len(list((ours.folders.data / "work").iterdir())) == 1


def test_reading_only_changes_nothing(document: Document, open_board: Open, path: Path, tmp_path: Path) -> None:
    document.close()
    before = path.read_bytes()
    looked = open_board(read_only=True)
    assert looked.read_only and titles(looked) == ["One", "Two"] and len(looked.geometry().cards) == 2
    card = next(iter(looked.board.live("card")))
    for forbidden in (
        lambda: looked.commit(commands.set_fields(card, {"title": "No"})),
        lambda: looked.receive([], [Photo(JPEG)]),
        lambda: looked.revert_to_opened(),
        lambda: looked.publish(),
        lambda: looked.publish(tmp_path / "place" / "copy.board"),
    ):
        with pytest.raises(KnownError):
            forbidden()
    assert looked.undo() is None and looked.redo() is None
    looked.close()
    assert path.read_bytes() == before and len(list(path.parent.iterdir())) == 1
    assert list((tmp_path / "ours/data/looks").iterdir()) == []


def test_reading_only_beside_the_one_who_writes(document: Document, open_board: Open, theirs: Installation) -> None:
    add(document, "Not saved yet")
    assert titles(open_board(read_only=True)) == ["One", "Two"]
    assert titles(open_board(theirs, read_only=True)) == ["One", "Two"]


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


def test_what_another_window_left_unsaved_is_taken_in(document: Document, open_board: Open, ours: Installation) -> None:
    second = open_board()
    assert second.log.path != document.log.path
    add(second, "From the second window", Photo(PNG))
    add(document, "From the first")
    second.close()  # neither is published
    document.close()
    again = open_board()
    assert titles(again) == ["From the first", "From the second window", "One", "Two"]
    assert again.unpublished and again.photo(Photo(PNG).sha256) == PNG
    assert len(list((ours.folders.data / "work").iterdir())) == 1


def test_a_damaged_leftover_does_not_keep_the_board_from_opening(
    document: Document, open_board: Open, ours: Installation
) -> None:
    second = open_board()
    add(second, "Lost with its disk")
    database = second.log.path
    second.close()
    document.close()
    database.write_bytes(b"no database at all" * 1000)
    database.with_name("board.db-wal").unlink(missing_ok=True)
    for _ in range(2):
        again = open_board()
        assert titles(again) == ["One", "Two"]
        again.close()
    assert database.exists()


# What the disk refuses


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


# Photos


def test_a_photo_stays_the_same_bytes(
    ours: Installation, theirs: Installation, open_board: Open, path: Path, tmp_path: Path
) -> None:
    made = Document.new(ours, "Ana")
    jpeg, png = Photo(JPEG), Photo(PNG)
    add(made, "A photo", jpeg)
    made.publish(path)
    made.close()
    colleague = open_board(theirs)
    add(colleague, "Another", png)
    colleague.publish()
    again = open_board()
    for board in (colleague, again):
        assert (board.photo(jpeg.sha256), board.photo(png.sha256)) == (JPEG, PNG)
        assert board.photo("0" * 64) is None
    with sqlite3.connect(path) as plain:
        kept = plain.execute("SELECT name, sz, data FROM sqlar ORDER BY sz").fetchall()
    plain.close()
    assert kept == [(png.name, len(PNG), PNG), (jpeg.name, len(JPEG), JPEG)]


# Large boards


def columns(document: Document) -> dict[str, Any]:
    """What a sheet's geometry holds, by record: rows may stand in another order."""
    g = document.geometry()
    cards = {card: (*g.box_of(row), int(g.z[row]), int(g.kind[row])) for card, row in g.row.items()}
    ends = {edge: tuple(sorted(g.neighbours(edge) if edge in g.row else g.ends_of(edge))) for edge in g.edge_row}
    return {"cards": cards, "edges": ends}


def test_a_large_board_opens_from_the_columns_that_lie_beside_it(
    document: Document, open_board: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_module, "LARGE", 0)
    before = columns(document)
    document.close()
    monkeypatch.setattr(Document, "_read_geometry", lambda *_: pytest.fail("it was read row by row"))
    assert columns(open_board()) == before


def test_columns_of_another_state_are_not_believed(
    document: Document, open_board: Open, theirs: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_module, "LARGE", 0)
    document.geometry()
    document.close()
    ben = open_board(theirs)
    add(ben, "Three")
    ben.publish()
    ben.close()
    again = open_board()
    assert len(columns(again)["cards"]) == 3
    add(again, "Four")
    again.close()
    assert len(columns(open_board())["cards"]) == 4


def test_what_joins_what_is_read_beside_the_window_and_follows_what_changed_meanwhile(
    document: Document, open_board: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_module, "LARGE", 0)
    document.close()
    again = open_board()
    again.geometry()
    assert not again.index_is_ready
    index = again.index_reader()()
    one, two = sorted(again.geometry().cards)
    three = add(again, "Three")
    again.commit(commands.link(again.board, [three], two))
    again.commit(commands.remove(again.board, [one]))
    again.board.index.adopt(index)
    assert again.index_is_ready
    assert set(again.board.live("card")) == {two, three}
    assert len(list(again.board.live("edge"))) == 1 == len(again.board.edges_of(two))
    fresh = again.index_reader()()
    assert set(fresh.summaries()) == set(again.board.index.summaries())


def test_what_moves_while_its_sheet_is_gone_lies_there_when_the_sheet_comes_back(document: Document) -> None:
    places = [values for _name, values in document.records("place")]
    added = arrangements.add_sheet("Second", 1.0, places)
    document.commit(added)
    (sheet,) = added.made
    card = next(iter(document.geometry(sheet).cards))
    removal = document.commit(arrangements.remove_sheet(document.board, sheet))
    assert removal is not None and not document.geometry(sheet).cards
    document.commit(commands.move_cards(sheet, {card: (70.0, 80.0)}))
    document.take_back([removal.id])
    geometry = document.geometry(sheet)
    assert len(geometry.cards) == 2 and geometry.box_of(geometry.row[card])[:2] == (70.0, 80.0)
    document.commit(commands.move_cards(sheet, {card: (1.0, 2.0)}))
    assert geometry.box_of(geometry.row[card])[:2] == (1.0, 2.0)


def test_a_sheet_that_follows_is_the_one_that_is_read_anew(document: Document) -> None:
    """Only the places change, or a card and its place at once, or a card alone."""
    cards = sorted(document.board.live("card"))
    geometry = document.geometry()
    moved = commands.move_cards(FIRST_SHEET, {card: (7.0 + number, 9.0) for number, card in enumerate(cards)})
    gap = commands.set_fields(cards[0], {"kind": "statement", "role": "gap"})
    unsized = Action("", {place_id(FIRST_SHEET, cards[1]): {"size": None, "pos": [1.0, 2.0]}})
    asked = commands.set_fields(cards[1], {"role": "question", "text": "word " * 200})
    for action in (
        moved,
        commands.together("both", [gap, commands.raise_cards(FIRST_SHEET, cards[:1], 5)]),
        unsized,
        asked,
    ):
        document.commit(action)
        anew = document._read_geometry(FIRST_SHEET)
        for card in cards:
            mine, read = geometry.row[card], anew.row[card]
            assert geometry.kind[mine] == anew.kind[read] and geometry.z[mine] == anew.z[read]
            assert (geometry.x[mine], geometry.y[mine]) == (anew.x[read], anew.y[read])
    document.undo()
    document.undo()
    row = geometry.row[cards[1]]
    assert geometry.kind[row] == document._read_geometry(FIRST_SHEET).kind[row]
