"""While photos are written ahead of their cards the window works on: it saves, edits, undoes and closes as ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtTest import QTest

from evidenceboard.document import Document
from evidenceboard.model.commands import Action, remove
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store import ahead
from evidenceboard.ui import jobs, saving
from tests.decoding.test_likeness import scene
from tests.journeys.hands import Hands
from tests.journeys.test_same_origin import bring, saved


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        QTest.qWait(2)


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of photos that are written two or three at a time."""
    monkeypatch.setattr(ahead, "BATCH", 20_000)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(200):
        picture = Image.effect_noise((80, 60), 60).convert("RGB")
        picture.putpixel((0, 0), (number, 0, 0))
        picture.save(folder / f"{number:03}.png")
    return folder


def half_way(hands: Hands, folder: Path) -> Document:
    """An import of which some photos lie in the working copy, and no card is there."""
    document = hands.page.bridge.document
    hands.window.intake.read_photos([folder])
    until(lambda: len(document.log.photo_names()) > 20)
    assert document.filing.ahead.pending and not hands.cards()
    return document


def test_what_is_done_meanwhile_is_kept_and_undone(new: Hands, many: Path) -> None:
    document = half_way(new, many)
    new.window.new_card("statement")
    new.write("A claim")
    (card,) = new.cards()
    new.window.undo()
    assert not new.cards()
    new.window.redo()
    until(lambda: not jobs.running())
    new.settle()
    assert len(new.cards()) == 201 and not document.filing.ahead.pending
    new.window.undo()
    assert new.cards() == [card]
    new.window.redo()
    assert len(new.cards()) == 201 and all(document.log.has_photo(name) for name in document.log.photo_names())


def test_saving_meanwhile_leaves_them_out_and_saving_by_itself_waits(
    new: Hands, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "REST_MS", 1)
    monkeypatch.setattr(saving, "HELD_MS", 10)
    (first,) = bring(new, saved(tmp_path / "first.jpg", scene(1)))
    target = tmp_path / "case.board"
    new.window.shown.saving.save(target)
    new.settle()
    published = target.read_bytes()
    document = new.page.bridge.document
    new.window.intake.read_photos([many])
    until(lambda: len(document.log.photo_names()) > 20)
    new.page.move_cards([first], 8, 0)  # would be saved by itself a moment later
    QTest.qWait(60)
    assert document.filing.ahead.pending and target.read_bytes() == published and document.unpublished
    document.publish()
    assert document.filing.ahead.pending, "the import was over before the board was saved"
    with closing(Document.open(target, document.installation, "Bea", read_only=True)) as there:
        assert there.log.photo_names() == {new.board.value(first, "photo")}
    until(lambda: not jobs.running() and not document.unpublished)
    with closing(Document.open(target, document.installation, "Bea", read_only=True)) as there:
        assert len(there.log.photo_names()) == 201


def test_a_window_that_closes_meanwhile_saves_without_them(new: Hands, many: Path, tmp_path: Path) -> None:
    (first,) = bring(new, saved(tmp_path / "first.jpg", scene(1)))
    target = tmp_path / "case.board"
    document = new.page.bridge.document
    document.publish(target)
    new.window.intake.read_photos([many])
    until(lambda: len(document.log.photo_names()) > 20)
    new.page.move_cards([first], 8, 0)
    photo = new.board.value(first, "photo")
    new.window.close()
    until(lambda: not jobs.running())
    assert not document.unpublished
    with closing(Document.open(target, document.installation, "Ann")) as again:
        assert again.log.photo_names() == {photo} and again.log.count("card") == 1
        assert again.geometry(FIRST_SHEET).cards == [first]


@pytest.mark.parametrize("gone", [False, True])
def test_they_land_on_the_sheet_they_were_dropped_on_while_it_is_there(new: Hands, many: Path, gone: bool) -> None:
    document, shown = new.page.bridge.document, new.window.shown
    first = new.page.bridge.sheet
    new.page.bridge.commit(Action("New sheet", {"sheet:" + "5" * 32: {"removed": False, "name": "Other", "order": 5}}))
    new.window.intake.read_photos([many])
    until(lambda: len(document.log.photo_names()) > 20)
    new.page.bridge.show_sheet("sheet:" + "5" * 32)
    if gone:
        new.page.bridge.commit(remove(document.board, [first]))
    until(lambda: not jobs.running())
    new.settle()
    there, other = (len(document.geometry(sheet).cards) for sheet in (first, "sheet:" + "5" * 32))
    assert shown is not None and (there, other) == ((0, 200) if gone else (200, 0))


def test_what_is_kept_small_of_them_goes_with_them(new: Hands, many: Path) -> None:
    document = half_way(new, many)
    small = document.filing.desk.folder / "thumbnails"
    assert [*small.iterdir()]
    for job in jobs.running():
        job.cancel()
    new.settle()
    until(lambda: not document.filing.ahead.pending)
    assert not [*small.iterdir()] and not document.log.photo_names()


def test_nothing_is_decoded_again_for_a_canvas_seen_from_afar(
    new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept when they came in is scaled down."""
    paths = [saved(tmp_path / f"{number}.jpg", scene(number)) for number in range(6)]
    decoded: list[int] = []
    monkeypatch.setattr("evidenceboard.decoding.pool.Pool.scaled", lambda _pool, _data, size: decoded.append(size))
    view = new.page.view
    view.zoom_at(view.rect().center().toPointF(), 0.5 / view.zoom)
    cards = bring(new, *paths)
    view.grab()
    until(lambda: all(view._thumbnails.is_final(new.board.value(card, "photo")) for card in cards))
    assert not decoded and not any(view._thumbnails.problem(new.board.value(card, "photo")) for card in cards)
