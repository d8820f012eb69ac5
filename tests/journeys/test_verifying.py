"""Verify all photos from the window: what is not as it came in is named with its card."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from evidenceboard.model.ids import RecordId
from evidenceboard.ui.dialogs.left_out import LeftOutDialog
from evidenceboard.ui.verifying import KEY
from tests.decoding.test_likeness import scene
from tests.journeys.hands import Hands
from tests.journeys.test_same_origin import bring, saved


@pytest.fixture
def photos(new: Hands, tmp_path: Path) -> list[RecordId]:
    return bring(new, *(saved(tmp_path / f"photo {number}.jpg", scene(number)) for number in range(3)))


def verify(hands: Hands) -> None:
    hands.window.actions_table.named("Verify all photos…").trigger()
    hands.settle()


def damage(hands: Hands, card: RecordId) -> None:
    document = hands.page.bridge.document
    data = bytearray(document.photo(hands.board.value(card, "photo")) or b"")
    data[len(data) // 2] ^= 1
    with closing(sqlite3.connect(document.log.path)) as copy, copy:
        name = f"photos/{hands.board.value(card, 'photo')}.jpg"
        assert copy.execute("UPDATE sqlar SET data = ? WHERE name = ?", (bytes(data), name)).rowcount == 1


def test_all_is_well(new: Hands, photos: list[RecordId], tmp_path: Path) -> None:
    verify(new)
    total = sum(path.stat().st_size for path in tmp_path.glob("photo *.jpg"))
    assert f"Verified: 3 photos and attachments, {total:,} bytes" in new.told()


def test_a_flipped_byte_is_told_with_its_card(new: Hands, photos: list[RecordId]) -> None:
    damage(new, photos[1])
    verify(new)
    assert "One photo is not as it came in" in new.told()
    look, show = new.window.messages.bar(KEY).findChildren(QPushButton)
    QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    new.settle()
    (dialog,) = new.window.findChildren(LeftOutDialog)
    (line,) = dialog.text().splitlines()
    assert line.startswith("photo 1: ") and line.endswith("altered")
    dialog.close()
    QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    new.settle()
    assert new.page.view.selection == {photos[1]}


def test_it_can_be_cancelled(new: Hands, photos: list[RecordId]) -> None:
    from evidenceboard.ui import jobs

    new.window.actions_table.named("Verify all photos…").trigger()
    for job in jobs.running():
        job.cancel()
    new.settle()
    assert "Cancelled" in new.told() and KEY not in tuple(new.window.messages.keys())
