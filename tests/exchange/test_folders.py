"""What lies in folders, told by what it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evidenceboard.exchange.folders import look_through
from evidenceboard.exchange.photos import read_photos
from evidenceboard.progress import Stopped
from tests.exchange.captured import mhtml, wacz

PNG = bytes.fromhex("89504e470d0a1a0a")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder of an investigation: everything in it, some of it under a wrong name."""
    below = tmp_path / "case" / "below"
    below.mkdir(parents=True)
    (below / "page.mhtml").write_bytes(mhtml())
    (below / "named as a text.txt").write_bytes(mhtml())
    (below / "archive").write_bytes(wacz())
    (below.parent / "cut off.wacz").write_bytes(b"PK\x03\x04 nothing")
    (below.parent / "picture named.mht").write_bytes(PNG)
    (below.parent / "note.txt").write_text("not a page")
    (below.parent / "cards.csv").write_text("title\nx\n")
    (below.parent / "other.board").write_bytes(b"SQLite format 3\0")
    (below.parent / ".hidden.mhtml").write_bytes(mhtml())
    (below.parent / "Thumbs.db").write_bytes(b"x")
    return below.parent


def test_captures_are_told_from_photos_by_what_they_are(mixed: Path) -> None:
    found = look_through([mixed])
    assert {file.name for file in found.captures} == {"page.mhtml", "named as a text.txt", "archive", "cut off.wacz"}
    assert {file.name for file in found.photos} == {"picture named.mht", "note.txt"}
    assert {each.what: each.reason.split(":")[0] for each in found.refused} == {
        "cards.csv": "a table", "other.board": "a board"
    }  # fmt: skip
    read = read_photos(found.photos)
    named = {each.what for each in (*read.refused, *read.troubled)}
    assert named == {"picture named.mht", "note.txt"}  # and so nothing is passed over in silence


def test_a_file_beside_a_folder_is_told_too_and_one_that_is_gone_is_left_to_its_reader(mixed: Path) -> None:
    found = look_through([mixed / "below" / "archive", mixed / "gone.png"])
    assert [file.name for file in found.captures] == ["archive"]
    assert [file.name for file in found.photos] == ["gone.png"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mhtml")
    assert look_through([tmp_path]).photos == [tmp_path / "pipe.mhtml"]


def test_looking_can_be_stopped(mixed: Path) -> None:
    with pytest.raises(Stopped):
        look_through([mixed], lambda done, total: done < 2)
