"""How a photo is shown, edited by mouse and keys; the original stays as it came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from evidenceboard.finding.find import Hit
from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from evidenceboard.ui import render
from evidenceboard.ui.dialogs.photo_view import PhotoViewDialog
from evidenceboard.ui.exporting import export_picture
from evidenceboard.ui.photo_views import card_with_view, save_original, save_view
from tests.journeys.hands import SHIFT, Hands, _move, assert_kept_is_fresh, command
from tests.ui.canvas_parts import pixels

SECRET = (0.5, 0.4, 0.2, 0.2)


@pytest.fixture
def shot(new: Hands, tmp_path: Path) -> Iterator[Hands]:
    """A board with one photo: blue, with a red secret."""
    path = tmp_path / "shot.jpg"
    image = Image.new("RGB", (900, 600), (30, 60, 160))
    x, y, w, h = SECRET
    image.paste((230, 20, 20), (int(x * 900), int(y * 600), int((x + w) * 900), int((y + h) * 600)))
    image.save(path, quality=85)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    new.window.intake.drop(data, QPoint(350, 300).toPointF())
    new.settle()
    yield new
    for dialog in new.window.findChildren(PhotoViewDialog):
        dialog.reject()


def photo_of(hands: Hands) -> RecordId:
    (card,) = hands.cards()
    return card


def edit(hands: Hands) -> PhotoViewDialog:
    """Open the surface by a double click on the picture."""
    found = hands.page.parts.picture(photo_of(hands))
    assert found is not None
    hands.double_click(hands.page.view.map_to_view(found.room.center()).toPoint())
    hands.settle()
    (dialog,) = [each for each in hands.window.findChildren(PhotoViewDialog) if each.isVisible()]
    return dialog


def pull(dialog: PhotoViewDialog, low: tuple[float, float], high: tuple[float, float]) -> None:
    """Drag over the shown photo, by shares of it."""
    surface, room = dialog.surface, dialog.surface._room()
    start, end = (
        QPointF(room.left() + x * room.width(), room.top() + y * room.height()).toPoint() for x, y in (low, high)
    )
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 5):
        _move(surface, start + (end - start) * step / 4, Qt.KeyboardModifier.NoModifier)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def redness(picture: QImage) -> int:
    found = pixels(picture).astype(int)
    return int((found[:, :, 2] - found[:, :, :2].max(axis=2)).max())


def hide(hands: Hands, settled: bool = True) -> None:
    """Black out the secret."""
    dialog = edit(hands)
    QTest.mouseClick(dialog.tools.segments()[1], Qt.MouseButton.LeftButton)
    pull(dialog, (0.49, 0.38), (0.71, 0.62))
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    if settled:
        hands.settle()


def test_a_crop_a_turn_and_a_black_box_are_one_step(shot: Hands) -> None:
    card, before = photo_of(shot), shot.page.bridge.document.log.counts()["changesets"]
    original = shot.page.bridge.document.photo(shot.board.value(card, "photo"))
    dialog = edit(shot)
    pull(dialog, (0.1, 0.2), (0.9, 0.8))
    QTest.mouseClick(dialog.right, Qt.MouseButton.LeftButton)
    dialog.surface.setFocus()
    QTest.keyClick(dialog.surface, Qt.Key.Key_B)
    QTest.keyClick(dialog.surface, Qt.Key.Key_Right)
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    shot.settle()
    assert shot.page.bridge.document.log.counts()["changesets"] == before + 1
    assert shot.board.value(card, "crop") == pytest.approx([0.1, 0.2, 0.8, 0.6], abs=0.01)
    assert shot.board.value(card, "turn") == 90 and len(shot.board.value(card, "blackouts")) == 1
    assert shot.page.bridge.document.photo(shot.board.value(card, "photo")) == original
    assert_kept_is_fresh(shot)
    shot.window.undo()
    shot.settle()
    assert shot.board.value(card, "crop") is None and shot.board.value(card, "turn") is None
    assert_kept_is_fresh(shot)


def test_esc_leaves_all_as_it_was(shot: Hands) -> None:
    before = shot.page.bridge.document.log.counts()["changesets"]
    dialog = edit(shot)
    pull(dialog, (0.1, 0.2), (0.9, 0.8))
    QTest.keyClick(dialog.surface, Qt.Key.Key_Escape)
    shot.settle()
    assert (
        not shot.window.findChildren(PhotoViewDialog) and shot.page.bridge.document.log.counts()["changesets"] == before
    )


def test_apply_without_a_change_writes_nothing(shot: Hands) -> None:
    before = shot.page.bridge.document.log.counts()["changesets"]
    QTest.mouseClick(edit(shot).apply, Qt.MouseButton.LeftButton)
    shot.settle()
    assert shot.page.bridge.document.log.counts()["changesets"] == before


def test_what_is_hidden_shows_nowhere(shot: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert redness(shot.page.view.kept_picture()) > 100
    hide(shot)
    shot.page.view.set_selection(frozenset())
    for zoom in (2.5, 1.0, 0.5, 0.22, 0.1):
        shot.page.view.look_at(QPointF(shot.page.view.geometry.x[0] + 130, shot.page.view.geometry.y[0] + 60), zoom)
        shot.settle()
        assert redness(shot.page.view.kept_picture()) < 30, zoom
    assert redness(shot.window.shown.panels.grab().toImage()) < 60
    for form in ("png", "pdf", "svg"):
        out = tmp_path / f"board.{form}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, out=out, form=form: (str(out), _filter(form)))
        export_picture(shot.window)
        assert out.exists()
    assert redness(QImage(str(tmp_path / "board.png"))) < 30
    assert redness(QImage.fromData(render.small_picture(shot.page.bridge.document))) < 30
    command(shot, "Present")
    talk = shot.window.talk
    assert talk is not None
    talk.resize(1280, 720)
    QTest.qWait(400)
    shot.settle()
    assert redness(talk.grab().toImage()) < 60
    talk.close()


def _filter(form: str) -> str:
    return {"png": "PNG picture (*.png)", "svg": "SVG drawing (*.svg)", "pdf": "PDF page (*.pdf)"}[form]


def test_a_talk_that_is_under_way_hides_it_at_once(shot: Hands) -> None:
    command(shot, "Present")
    talk = shot.window.talk
    assert talk is not None
    talk.resize(1280, 720)
    QTest.qWait(400)
    assert redness(talk.grab().toImage()) > 100
    hide(shot, settled=False)
    assert redness(talk.view.kept_picture()) < 30 and redness(shot.page.view.kept_picture()) < 30
    shot.settle()
    assert talk.view.small_picture() is None or redness(talk.view.small_picture()) < 30
    QTest.qWait(400)
    assert redness(talk.grab().toImage()) < 60
    talk.close()


def test_the_view_is_saved_without_the_rest_and_the_original_as_it_came(
    shot: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(shot)
    out = tmp_path / "view.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "PNG picture (*.png)"))
    save_view(shot.window, photo_of(shot))
    shot.settle()
    with Image.open(out) as picture:
        assert picture.size == (900, 600) and not picture.getexif()
        found = np.asarray(picture.convert("RGB")).astype(int)
    assert (found[:, :, 0] - found[:, :, 1:].max(axis=2)).max() < 30
    out = tmp_path / "original.jpg"
    save_original(shot.window, photo_of(shot))
    assert hashlib.sha256(out.read_bytes()).hexdigest() == shot.board.value(photo_of(shot), "photo")


def test_a_picture_that_cannot_be_written_is_told(shot: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "no such folder" / "view.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "PNG picture (*.png)"))
    save_view(shot.window, photo_of(shot))
    shot.settle()
    assert "was not saved" in shot.told() and "Choose another folder" in shot.told()


def test_a_card_follows_the_proportions_it_fitted_and_no_others(shot: Hands) -> None:
    card = photo_of(shot)
    place = place_id(FIRST_SHEET, card)
    plain = shot.board.value(place, "size")
    dialog = edit(shot)
    pull(dialog, (0.2, 0.1), (0.6, 0.9))
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    shot.settle()
    assert shot.board.value(place, "size")[1] > plain[1]
    found = shot.page.parts.picture(card)
    assert found is not None and found.room.width() / found.room.height() < 1.5
    dialog = edit(shot)
    QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    shot.settle()
    assert shot.board.value(place, "size") == plain
    shot.page.view.set_selection(frozenset({card}))
    shot.drag(shot.corner_of(card), shot.corner_of(card) + QPoint(0, 100))
    shot.settle()
    own = shot.board.value(place, "size")
    dialog = edit(shot)
    pull(dialog, (0.2, 0.1), (0.6, 0.9))
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    shot.settle()
    assert shot.board.value(place, "size") == own


def test_a_second_card_with_the_view_derives_from_the_first(shot: Hands) -> None:
    card = photo_of(shot)
    hide(shot)
    card_with_view(shot.window, card)
    shot.settle()
    (other,) = [each for each in shot.cards() if each != card]
    assert shot.board.value(other, "derives_from") == card
    for field in ("photo", "blackouts", "file_name"):
        assert shot.board.value(other, field) == shot.board.value(card, field)
    assert shot.page.view.selection == {other}
    shot.window.undo()
    assert shot.cards() == [card]


def test_boxes_are_moved_pulled_and_removed(shot: Hands) -> None:
    dialog = edit(shot)
    surface = dialog.surface
    surface.choose_tool("black")
    pull(dialog, (0.2, 0.2), (0.4, 0.4))
    pull(dialog, (0.6, 0.6), (0.8, 0.8))
    assert len(surface.view.blackouts) == 2
    pull(dialog, (0.3, 0.3), (0.35, 0.3))  # the first one, by its middle
    assert surface.view.blackouts[0] == pytest.approx((0.25, 0.2, 0.2, 0.2), abs=0.01)
    pull(dialog, (0.45, 0.4), (0.5, 0.5))  # and by its corner
    assert surface.view.blackouts[0] == pytest.approx((0.25, 0.2, 0.25, 0.3), abs=0.01)
    QTest.keyClick(surface, Qt.Key.Key_Delete)
    assert len(surface.view.blackouts) == 1
    QTest.keyClick(surface, Qt.Key.Key_Tab)
    assert surface.chosen == 0
    before = surface.view.blackouts[0]
    QTest.keyClick(surface, Qt.Key.Key_Left)
    QTest.keyClick(surface, Qt.Key.Key_Down, SHIFT)
    after = surface.view.blackouts[0]
    assert after[0] < before[0] and after[3] > before[3] and after[2] == pytest.approx(before[2], abs=1e-4)
    QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert not surface.view.blackouts and not dialog.reset.isEnabled()


def test_both_words_of_a_photo_are_found_and_the_flag_shows(shot: Hands) -> None:
    card = photo_of(shot)
    shot.page.view.set_selection(frozenset({card}))
    shot.settle()
    words = shot.window.shown.panels.inspector.card.photo_words
    assert not words.unseen.isVisible()
    for field, text in ((words.shows, "a cone with letters"), (words.caption, "captured near Kerem Shalom")):
        field.setFocus()
        QTest.keyClicks(field, text)
        field.let_go()
        shot.settle()
    QTest.mouseClick(words.unseen, Qt.MouseButton.LeftButton, pos=QPoint(8, words.unseen.height() // 2))
    shot.settle()
    assert shot.board.value(card, "caption_unseen") is True
    (face,) = shot.page.view.faces.of([card])
    assert face.unseen and face.header_word == "Caption not in the picture"
    assert face.text == "captured near Kerem Shalom"  # below the picture, as the card has no other text
    for query in ("cone letters", "Kerem"):
        found: list[Hit] = []
        shot.page.bridge.searching.look(query, found.extend)
        shot.settle()
        assert [hit.card for hit in found] == [card], query
