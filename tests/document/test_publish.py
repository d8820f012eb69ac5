"""What is put at the place of the user's file, and photos that stay the same bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import NotSaved
from evidenceboard.store import validate
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from tests.document.desk import JPEG, PNG, Open, add, has_nothing_amiss, titles


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


def test_of_what_a_colleague_saved_only_what_is_new_is_read(
    document: Document, open_board: Open, theirs: Installation, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window takes it in: it must not wait until photos are read and hashed that it has."""
    add(document, "Ours", Photo(JPEG))
    document.publish()
    colleague = open_board(theirs)
    add(colleague, "Theirs", Photo(PNG))
    colleague.publish()
    judged: list[object] = []
    of_row, of_photo = validate.to_changeset, validate.Photo
    monkeypatch.setattr(validate, "to_changeset", lambda *row: judged.append(row[0][1].hex()) or of_row(*row))
    monkeypatch.setattr(validate, "Photo", lambda data: judged.append(data) or of_photo(data))
    theirs_alone = colleague.log.changeset_ids() - document.log.changeset_ids()
    add(document, "Ours, later")
    document.publish()
    assert len(theirs_alone) == 1 and judged == [*theirs_alone, PNG]
    assert titles(document) == ["One", "Ours", "Ours, later", "Theirs", "Two"]
    assert (document.photo(Photo(JPEG).sha256), document.photo(Photo(PNG).sha256)) == (JPEG, PNG)


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
