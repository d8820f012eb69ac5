"""Photos come in by drop, paste and dialog; their bytes are never touched."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QThreadPool, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from evidenceboard.document import Document
from evidenceboard.ui import jobs
from evidenceboard.ui.exporting import export_tables
from evidenceboard.ui.widgets.status_bar import ProgressLine
from tests.journeys.hands import Hands

FORMATS = ("jpg", "png", "webp", "gif", "bmp", "tiff")


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    found = []
    for number, ending in enumerate(FORMATS):
        path = tmp_path / f"picture {number}.{ending}"
        Image.new("RGB", (64 + number, 48), (30 * number, 90, 200)).save(path)
        found.append(path)
    return found


def drop(hands: Hands, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    hands.window.intake.drop(data, QPoint(300, 300).toPointF())
    hands.settle()


def new_board(hands: Hands) -> None:
    hands.window.wanted.emit("new", None)
    hands.settle()


def shas(hands: Hands) -> set[str]:
    return {hands.board.value(card, "photo") for card in hands.cards()}


def test_every_format_comes_in_by_drop_as_one_step_and_byte_identical(hands: Hands, pictures: list[Path]) -> None:
    new_board(hands)
    drop(hands, pictures)
    assert shas(hands) == {hashlib.sha256(path.read_bytes()).hexdigest() for path in pictures}
    document = hands.page.bridge.document
    for path in pictures:
        data = path.read_bytes()
        path.unlink()
        assert document.photo(hashlib.sha256(data).hexdigest()) == data
    hands.page.bridge.undo()
    assert not hands.cards()


def test_what_cannot_be_read_is_listed_once(hands: Hands, pictures: list[Path], tmp_path: Path) -> None:
    new_board(hands)
    (tmp_path / "cut.jpg").write_bytes(pictures[0].read_bytes()[:40])
    (tmp_path / "drawing.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "note.jpg").write_text("not a picture")
    bad = [tmp_path / name for name in ("cut.jpg", "drawing.png", "note.jpg")]
    drop(hands, [pictures[1], *bad])
    assert len(hands.cards()) >= 1
    dialogs = hands.program.app.topLevelWidgets()
    shown = [dialog for dialog in dialogs if type(dialog).__name__ == "LeftOutDialog" and dialog.isVisible()]
    assert len(shown) == 1
    shown[0].close()


def test_a_pasted_picture_becomes_a_photo(hands: Hands) -> None:
    new_board(hands)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x3366AA)
    QGuiApplication.clipboard().setImage(image)
    hands.window.intake.paste()
    hands.settle()
    assert [hands.board.value(card, "kind") for card in hands.cards()] == ["photo"]


def test_the_dialog_brings_them_in(hands: Hands, pictures: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    new_board(hands)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in pictures[:2]], ""))
    hands.keys("p")
    hands.settle()
    assert len(hands.cards()) == 2


def test_a_cancelled_import_leaves_the_board_as_it_was(hands: Hands, pictures: list[Path]) -> None:
    new_board(hands)
    hands.window.intake.read_photos(pictures)
    (line,) = hands.window.status.findChildren(ProgressLine)
    QTest.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    hands.settle()
    assert not hands.cards() and not hands.page.bridge.document.history.can_undo
    assert "Cancelled" in hands.told()


def test_a_cancelled_import_leaves_nothing_even_where_all_had_been_read(hands: Hands, pictures: list[Path]) -> None:
    new_board(hands)
    hands.window.intake.read_photos(pictures)
    QThreadPool.globalInstance().waitForDone()
    (line,) = hands.window.status.findChildren(ProgressLine)
    QTest.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    hands.settle()
    assert not hands.cards() and "Cancelled" in hands.told()


def test_photos_never_land_on_a_board_they_were_not_meant_for(hands: Hands, pictures: list[Path]) -> None:
    new_board(hands)
    hands.window.intake.read_photos(pictures)
    QThreadPool.globalInstance().waitForDone()
    hands.window.set_document(Document.new(hands.program.installation, "ann"))
    hands.settle()
    assert not hands.cards()
    assert "nothing was added" in hands.told()


def test_the_files_stay_as_they_are_and_come_out_as_they_went_in(
    hands: Hands, pictures: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in pictures}
    new_board(hands)
    hands.window.intake.read_photos(pictures)
    hands.settle()
    hands.page.view.fit()
    hands.settle()
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in pictures} == before
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    export_tables(hands.window)
    assert {path.read_bytes() for path in (out / "photos").iterdir()} == {data for data, _ in before.values()}


def test_an_import_cancelled_half_way_leaves_no_card_no_photo_and_no_step(hands: Hands, tmp_path: Path) -> None:
    new_board(hands)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        Image.new("RGB", (64, 48), (number % 256, number // 256, 90)).save(folder / f"{number:03}.png")
    hands.window.intake.read_photos([folder])
    (line,) = hands.window.status.findChildren(ProgressLine)
    (job,) = jobs.running()
    some: list[int] = []
    job.progressed.connect(lambda done, _total: some.append(done))
    end = time.monotonic() + 30
    while not any(some) and time.monotonic() < end:
        QTest.qWait(1)
    QTest.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    hands.settle()
    assert some and not hands.cards() and not hands.page.bridge.document.history.can_undo
    assert not [*hands.page.bridge.document.filing.photos()]
    assert "Cancelled" in hands.told()
