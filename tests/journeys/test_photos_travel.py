"""Photos go with their board: byte for byte to another installation, and not without a word of the places in them."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.ui import jobs
from evidenceboard.ui.app import Program
from evidenceboard.ui.panels.card_photo import CardPhoto
from evidenceboard.ui.saving_of_window import PLACES
from tests.decoding.test_likeness import scene
from tests.journeys.hands import Hands
from tests.journeys.test_same_origin import bring

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


def encoded(number: int, gps: bool = False) -> bytes:
    out, exif = BytesIO(), Image.Exif()
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.4), 3: "E", 4: (126.0, 58.0, 41.0)})
    scene(number).resize((200, 150)).save(out, FORMATS[number % len(FORMATS)] if not gps else "JPEG", exif=exif)
    return out.getvalue()


def save_as(hands: Hands, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    hands.window.saving.save_as()
    hands.settle()
    while jobs.running():
        hands.settle()


def test_fifty_photos_are_the_same_bytes_in_another_installation(
    new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals = {}
    for number in range(50):
        path = tmp_path / f"photo {number:02}.{FORMATS[number % len(FORMATS)].lower()}"
        path.write_bytes(encoded(number))
        originals[path.name] = path.read_bytes()
    bring(new, *(tmp_path / name for name in originals))
    assert len(new.cards()) == 50
    for name in originals:
        (tmp_path / name).unlink()
    save_as(new, tmp_path / "here.board", monkeypatch)
    new.window.close()
    elsewhere = tmp_path / "stick" / "there.board"
    elsewhere.parent.mkdir()
    shutil.move(tmp_path / "here.board", elsewhere)
    other = Hands(Program(new.program.app, Installation(folders(tmp_path / "another machine"))))
    with closing(Document.open(elsewhere, other.program.installation, "Bea")) as document:
        other.window.set_document(document)
        other.settle()
        panel = other.window.findChild(CardPhoto)
        out = tmp_path / "out"
        out.mkdir()
        for card in other.cards():
            panel.show_card(card)
            name = other.board.value(card, "file_name")
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, to=out / name: (str(to), ""))
            QTest.mouseClick(panel.save, Qt.MouseButton.LeftButton)
        assert {path.name: path.read_bytes() for path in out.iterdir()} == originals
        other.window.close()


def test_a_pasted_picture_is_kept_pixel_by_pixel(new: Hands) -> None:
    """The clipboard has pixels and no file: what is kept is a PNG of exactly these pixels."""
    image = QImage.fromData(encoded(1))
    QGuiApplication.clipboard().setImage(image)
    new.window.intake.paste()
    new.settle()
    (card,) = new.cards()
    data = new.page.bridge.document.photo(new.board.value(card, "photo"))
    assert data is not None and hashlib.sha256(data).hexdigest() == new.board.value(card, "photo")
    kept = QImage.fromData(data).convertToFormat(QImage.Format.Format_ARGB32)
    assert kept == image.convertToFormat(QImage.Format.Format_ARGB32)


def test_places_in_photos_are_told_when_a_board_is_saved_to_a_new_place(
    new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for number in range(4):
        paths.append(tmp_path / f"{number}.jpg")
        paths[-1].write_bytes(encoded(number, gps=number < 3))
    cards = bring(new, *paths)
    save_as(new, tmp_path / "here.board", monkeypatch)
    assert "3 photos say where they were taken" in new.told()
    (show,) = new.window.messages.bar(PLACES).findChildren(QPushButton)
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    new.settle()
    assert new.page.view.selection == set(cards[:3])
    new.page.nudge(1, 0, 8)
    new.rest()
    new.window.save()
    new.settle()
    assert PLACES not in tuple(new.window.messages.keys()), "told again at the same place"
    save_as(new, tmp_path / "there.board", monkeypatch)
    assert PLACES in tuple(new.window.messages.keys())


def test_a_board_without_places_is_saved_without_a_word(
    new: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain.jpg").write_bytes(encoded(0))
    bring(new, tmp_path / "plain.jpg")
    save_as(new, tmp_path / "here.board", monkeypatch)
    assert PLACES not in tuple(new.window.messages.keys())
