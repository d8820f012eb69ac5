"""A board that is opened again shows its photos without decoding them; a person may want none of it left here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtGui import QImage

from evidenceboard.decoding import pool
from evidenceboard.store.kept_thumbnails import ENDING
from tests.journeys.hands import Hands


def with_photos(hands: Hands, tmp_path: Path) -> Path:
    """A saved board with three photos that were shown, and closed again."""
    hands.window.wanted.emit("new", None)
    hands.settle()
    data, urls = QMimeData(), []
    for number in range(3):
        path = tmp_path / f"{number}.jpg"
        Image.linear_gradient("L").resize((640, 480)).rotate(number).convert("RGB").save(path)
        urls.append(QUrl.fromLocalFile(str(path)))
    data.setUrls(urls)
    hands.window.intake.drop(data, QPoint(300, 300).toPointF())
    hands.settle()
    hands.page.view.set_selection(frozenset())
    show_all(hands)
    board = tmp_path / "photos.board"
    hands.save_to(board)
    return board


def show_all(hands: Hands) -> None:
    hands.page.view.fit()
    hands.settle()


def pictures(hands: Hands) -> dict[str, QImage]:
    """The photos as they are shown at one size."""
    thumbnails, shown = hands.page.view._thumbnails, {}
    photos = [str(hands.board.value(card, "photo")) for card in hands.cards()]
    for photo in photos:
        thumbnails.fitted(photo, 120, 90)  # asks for it
    thumbnails.wait()
    for photo in photos:
        fitted = thumbnails.fitted(photo, 120, 90)
        assert fitted is not None
        shown[photo] = fitted.toImage()
    assert len(shown) == 3
    return shown


def kept(hands: Hands) -> list[Path]:
    return [*hands.program.installation.folders.data.rglob(f"*{ENDING}")]


def test_the_second_opening_decodes_nothing(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board = with_photos(hands, tmp_path)
    size = board.stat().st_size
    assert len(kept(hands)) >= 3
    first = pictures(hands)
    hands.window.let_go()
    asked: list[int] = []

    def scaled(_pool: pool.Pool, _data: bytes, shorter: int) -> None:
        asked.append(shorter)
        raise pool.BadPicture("not asked for")

    monkeypatch.setattr(pool.Pool, "scaled", scaled)
    hands.open(board)
    show_all(hands)
    assert pictures(hands) == first
    assert not asked
    assert board.stat().st_size == size and b"thumbnail" not in board.read_bytes()


def test_leave_nothing_behind_takes_them_along(hands: Hands, tmp_path: Path) -> None:
    with_photos(hands, tmp_path)
    assert kept(hands)
    installation = hands.program.installation
    installation.set_preferences(replace(installation.preferences(), leave_nothing=True))
    hands.window.let_go()
    assert not kept(hands)
