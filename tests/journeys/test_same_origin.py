"""A photo that looks like another one on the board is offered as its copy: said by a person, never by itself."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from evidenceboard.exchange import photos
from evidenceboard.model.commands import remove
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.same_origin import KEY
from tests.decoding.test_likeness import scene
from tests.journeys.hands import Hands


def saved(path: Path, picture: Image.Image, **options: object) -> Path:
    out = BytesIO()
    picture.save(out, "JPEG", **options)  # type: ignore[arg-type]
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def original(new: Hands, tmp_path: Path) -> RecordId:
    """A photo on the board."""
    (card,) = bring(new, saved(tmp_path / "original.jpg", scene(1), quality=95))
    assert not offered(new)
    return card


def bring(hands: Hands, *paths: Path) -> list[RecordId]:
    """Drop files; the new cards by their titles."""
    before = set(hands.cards())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    hands.window.intake.drop(data, None)
    hands.settle()
    return sorted(set(hands.cards()) - before, key=lambda card: str(hands.board.value(card, "title")))


def offered(hands: Hands) -> bool:
    return KEY in tuple(hands.window.messages.keys())


def press(hands: Hands, words: str) -> None:
    (button,) = (b for b in hands.window.messages.bar(KEY).findChildren(QPushButton) if b.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.settle()


def derives(hands: Hands, *cards: RecordId) -> list[object]:
    return [hands.board.value(card, "derives_from") for card in cards]


def test_a_smaller_copy_saved_again_is_offered_and_a_different_photo_is_not(
    new: Hands, original: RecordId, tmp_path: Path
) -> None:
    smaller = saved(tmp_path / "a smaller.jpg", scene(1).resize((400, 300)), quality=60)
    cards = bring(new, smaller, saved(tmp_path / "b other.jpg", scene(2)), saved(tmp_path / "c other.jpg", scene(3)))
    assert "Same origin? 1 of 3 photos look like another on this board" in new.told()
    assert derives(new, *cards) == [None] * 3, "it was decided without being asked"
    press(new, "Same origin")
    assert derives(new, *cards) == [original, None, None] and not offered(new)
    new.window.undo()
    assert derives(new, *cards) == [None] * 3 and len(new.cards()) == 4


def test_the_same_bytes_under_another_name_are_offered(new: Hands, original: RecordId, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jpg"
    copy.write_bytes((tmp_path / "original.jpg").read_bytes())
    (card,) = bring(new, copy)
    assert "This photo looks like another" in new.told() and "Byte for byte the same" in new.told()
    press(new, "Same origin")
    assert derives(new, card) == [original]


def test_copies_in_one_drop_derive_from_the_first(new: Hands, tmp_path: Path) -> None:
    one, other, last = bring(
        new,
        saved(tmp_path / "1.jpg", scene(4), quality=95),
        saved(tmp_path / "2.jpg", scene(4), quality=50),
        saved(tmp_path / "3.jpg", scene(5)),
    )
    press(new, "Same origin")
    assert derives(new, one, other, last) == [None, one, None]


def test_plain_pictures_are_not_offered(new: Hands, tmp_path: Path) -> None:
    plain = [saved(tmp_path / f"{name}.jpg", Image.new("RGB", (60, 40), name)) for name in ("red", "green", "grey")]
    bring(new, *plain)
    assert not offered(new)


def test_it_can_be_declined_as_a_whole_and_pair_by_pair(new: Hands, original: RecordId, tmp_path: Path) -> None:
    small = [saved(tmp_path / f"{size}.jpg", scene(1).resize((size, size * 3 // 4))) for size in (500, 600)]
    cards = bring(new, *small)
    press(new, "Look…")
    dialog = new.window.intake.photos.same_origin.dialog
    assert dialog is not None and len(dialog.ticks) == 2
    QTest.mouseClick(dialog.decline, Qt.MouseButton.LeftButton)
    new.settle()
    assert derives(new, *cards) == [None, None] and not offered(new)
    again = bring(new, *(saved(tmp_path / f"{size}.jpg", scene(1).resize((size, size))) for size in (300, 400)))
    press(new, "Look…")
    dialog = new.window.intake.photos.same_origin.dialog
    assert dialog is not None
    dialog.ticks[0].click()
    QTest.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    new.settle()
    first, second = derives(new, *again)
    assert first is None and second in (original, *cards)


def test_what_went_away_meanwhile_is_left_alone(new: Hands, original: RecordId, tmp_path: Path) -> None:
    (card,) = bring(new, saved(tmp_path / "again.jpg", scene(1), quality=50))
    bridge = new.page.bridge
    bridge.commit(remove(bridge.document.board, [original]))
    press(new, "Same origin")
    assert derives(new, card) == [None]
    (late,) = bring(new, saved(tmp_path / "late.jpg", scene(1), quality=30))
    assert "Same origin?" in new.told()
    new.window.wanted.emit("new", None)  # another window, or another board in this one
    new.settle()
    assert derives(new, late) == [None]


def test_photos_of_older_boards_are_found_too(new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = photos._fields
    monkeypatch.setattr(photos, "_fields", lambda d: {k: v for k, v in fields(d).items() if k != "photo_likeness"})
    (old,) = bring(new, saved(tmp_path / "old.jpg", scene(6), quality=95))
    monkeypatch.undo()
    assert new.board.value(old, "photo_likeness") is None
    (card,) = bring(new, saved(tmp_path / "new.jpg", scene(6).resize((300, 225))))
    press(new, "Same origin")
    assert derives(new, card) == [old]
