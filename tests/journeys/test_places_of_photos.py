"""Photos that say where they were taken do not go out unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import QFileDialog

from evidenceboard.ui import exporting
from tests.journeys.hands import Hands


def take_in(hands: Hands, path: Path, with_place: bool) -> None:
    exif = Image.Exif()
    if with_place:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.4), 3: "E", 4: (126.0, 58.0, 41.0)})
    Image.new("RGB", (64, 48), (200, 90, 30)).save(path, exif=exif)
    hands.window.wanted.emit("new", None)
    hands.settle()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    hands.window.intake.drop(data, QPoint(300, 300).toPointF())
    hands.settle()
    assert len(hands.cards()) == 1


@pytest.mark.parametrize(("answer", "goes"), [(exporting.EXPORT, True), ("Cancel", False)])
def test_a_person_is_asked_before_tables_go_out(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, goes: bool
) -> None:
    take_in(hands, tmp_path / "a.jpg", with_place=True)
    asked: list[str] = []
    monkeypatch.setattr(exporting, "plain_message", lambda _parent, title, *_: asked.append(title) or answer)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    exporting.export_tables(hands.window)
    assert asked == ["One photo says where it was taken"] and bool([*out.iterdir()]) == goes


def test_nobody_is_asked_where_no_photo_tells(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(hands, tmp_path / "a.jpg", with_place=False)
    monkeypatch.setattr(exporting, "plain_message", lambda *_: pytest.fail("asked"))
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    exporting.export_tables(hands.window)
    assert (out / "cards.csv").exists()
