"""Photos from files: sniffed, measured by their header, turned and dated by EXIF, refused with a reason."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from evidenceboard.decoding import pool
from evidenceboard.decoding.wire import Exif
from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange.photos import BadPhoto, draft_of, geotagged, photo_action, read_photo, read_photos
from evidenceboard.exchange.tables import export_tables, read_tables
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.model.pictures import Photo, dimensions, ending, looks_like
from evidenceboard.progress import Stopped
from tests.exchange.readings import PNG, picture

FORMS = [("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("BMP", "bmp"), ("TIFF", "tif"), ("WEBP", "webp")]


def exif(**tags: Any) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = tags.get("orientation", 1)
    found.get_ifd(0x8769).update({0x9003: tags.get("taken", ""), 0x9011: tags.get("zone", "")})
    if "gps" in tags:
        found.get_ifd(0x8825).update(tags["gps"])
    return found


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_kind_and_size_by_the_first_bytes(form: str, name: str) -> None:
    data = picture(form, (301, 207))
    assert ending(data) == name and dimensions(data) == (301, 207)
    assert dimensions(data[:9]) is None


def test_lossless_and_extended_webp_and_progressive_jpeg() -> None:
    assert dimensions(picture("WEBP", (301, 207), lossless=True)) == (301, 207)
    assert dimensions(picture("WEBP", (301, 207), exif=exif(taken="2024:01:08 10:22:33"))) == (301, 207)
    assert dimensions(picture("JPEG", (301, 207), progressive=True, exif=exif(orientation=6))) == (301, 207)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_exif_turns_dates_and_places(form: str) -> None:
    gps = {1: "N", 2: (37.0, 33.0, 59.4), 3: "W", 4: (126.0, 58.0, 41.0)}
    tags = exif(orientation=6, taken="2024:01:08 10:22:33", zone="+09:00", gps=gps)
    draft = draft_of(Photo(picture(form, (30, 20), exif=tags)), "title")
    assert (draft.width, draft.height) == (20, 30)
    assert draft.exif.taken == "2024-01-08T10:22:33+09:00"
    assert draft.exif.place == (37.5665, -126.978056)


def test_a_turned_tiff() -> None:
    assert draft_of(Photo(picture("TIFF", (30, 20), exif=exif(orientation=8))), "").width == 20


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "2024:01:08", "2024:01:08 10:22:33<b>"])
def test_exif_that_makes_no_sense_counts_as_not_said(taken: str) -> None:
    gps = {1: "N", 2: (99.0, 0.0, 0.0), 3: "E", 4: (1.0, 2.0)}
    draft = draft_of(Photo(picture("JPEG", exif=exif(orientation=77, taken=taken, gps=gps))), "")
    assert (draft.width, draft.exif) == (30, Exif())


def test_a_profile_bomb_is_still_a_photo() -> None:
    bomb = b"icc\0\0" + zlib.compress(b"\0" * 80_000_000)
    chunk = struct.pack(">I", len(bomb)) + b"iCCP" + bomb + struct.pack(">I", zlib.crc32(b"iCCP" + bomb))
    assert draft_of(Photo(PNG[:33] + chunk + PNG[33:]), "").width == 30


def huge_png(side: int) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return PNG[:8] + chunk


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello", "no picture"),
        (b"%PDF-1.7", "a PDF"),
        (b"MZ\x90", "a program"),
        (b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "an SVG drawing"),
        (b"<?xml version='1.0'?><svg/>", "an SVG drawing"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BadPhoto) as problem:
        draft_of(Photo(data), "")
    assert reason in problem.value.title


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xe0", "damaged"),
        (huge_png(60_000), "more than 100 megapixels"),
        (PNG[:20], "damaged"),
    ],
)
def test_a_photo_that_cannot_be_shown_comes_in_with_its_bytes_and_its_reason(
    board: Document, tmp_path: Path, data: bytes, reason: str
) -> None:
    (tmp_path / "bad.png").write_bytes(data)
    result = read_photos([tmp_path / "bad.png"])
    (draft,) = result.drafts
    assert reason in draft.problem and not result.refused
    (told,) = result.troubled
    assert told.what == "bad.png" and draft.problem in told.reason
    action = photo_action(FIRST_SHEET, result.drafts, (0, 0))
    board.commit(action, [draft.photo])
    (card,) = dict(board.records("card")).values()
    assert board.photo(card["photo"]) == data


def test_where_no_process_can_be_started_it_is_said_and_the_photo_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    lame = pool.Pool()
    monkeypatch.setattr(pool, "shared", lambda: lame)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    draft = draft_of(Photo(picture("JPEG", exif=exif(orientation=6))), "")
    assert "no process" in draft.problem and draft.exif == Exif()


def test_what_bytes_look_like() -> None:
    assert looks_like(b"PK\x03\x04...").startswith("a ZIP")


def test_folders_are_walked_and_what_is_none_is_listed_once(tmp_path: Path) -> None:
    inner = tmp_path / "photos" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "photos" / "b.jpg").write_bytes(picture("JPEG"))
    (inner / "c.tif").write_bytes(picture("TIFF"))
    (inner / "fake.png").write_bytes(b"<svg/>")
    for hidden in (".DS_Store", "Thumbs.db"):
        (inner / hidden).write_bytes(b"x")
    (tmp_path / "a.png").write_bytes(PNG)
    told: list[tuple[int, int]] = []
    result = read_photos(
        [tmp_path / "a.png", tmp_path / "photos", tmp_path / "gone.png"], lambda *done: told.append(done) or True
    )
    assert [draft.name for draft in result.drafts] == ["a.png", "b.jpg", "c.tif"]
    assert [each.what for each in result.refused] == ["fake.png", "gone.png"]
    assert told[0] == (0, 5) and told[-1] == (5, 5)


def test_a_cancelled_import_leaves_nothing(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.png").write_bytes(PNG)
    with pytest.raises(Stopped):
        read_photos([tmp_path], lambda done, total: done < 2)


def test_photos_come_as_a_grid_in_one_step(board: Document, tmp_path: Path) -> None:
    for number in range(5):
        data = picture("JPEG", (30 + number, 20), exif=exif(taken="2024:01:08 10:22:33"))
        (tmp_path / f"photo {number}.jpg").write_bytes(data)
    result = read_photos([tmp_path / f"photo {number}.jpg" for number in range(5)])
    action = photo_action(FIRST_SHEET, result.drafts, (1_000, 500))
    board.commit(action, [draft.photo for draft in result.drafts])
    assert action.label == "Add 5 photos" and len(action.made) == 5
    cards = dict(board.records("card"))
    first = cards[action.made[0]]
    assert (first["kind"], first["title"], first["file_name"]) == ("photo", "photo 0", "photo 0.jpg")
    assert (first["exif_taken"], first["exif_orientation"]) == ("2024-01-08T10:22:33", 1)
    assert not {"captured", "happened", "said"} & first.keys()  # a camera's clock is offered, never taken for granted
    assert board.photo(first["photo"]) == (tmp_path / "photo 0.jpg").read_bytes()
    geometry = board.geometry()
    boxes = [geometry.box_of(row) for row in range(len(geometry.cards))]
    assert not any(a.meets(b) for n, a in enumerate(boxes) for b in boxes[:n])
    whole = geometry.bounds()
    assert whole is not None and abs((whole.left + whole.right) / 2 - 1_000) < 1
    board.undo()
    assert not [*board.records("card")]


def test_bytes_are_read_again_when_they_are_taken_and_must_be_the_same(board: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    draft = read_photo(path)
    assert draft.photo.data == PNG and draft.photo == Photo(PNG)
    path.write_bytes(picture("PNG", (31, 20)))
    with pytest.raises(KnownError, match="changed"):
        board.commit(photo_action(FIRST_SHEET, [draft], (0, 0)), [draft.photo])
    assert not [*board.records("card")] and not board.history.can_undo


def test_strange_file_names_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a\u202egnp\n.png"
    path.write_bytes(PNG)
    assert "\n" not in read_photo(path).title and "\u202e" not in read_photo(path).title


def test_what_the_camera_wrote_goes_through_tables_with_the_photo(board: Document, tmp_path: Path) -> None:
    gps = {1: "N", 2: (37.0, 33.0, 59.4), 3: "W", 4: (126.0, 58.0, 41.0)}
    (tmp_path / "a.jpg").write_bytes(picture("JPEG", exif=exif(orientation=6, taken="2024:01:08 10:22:33", gps=gps)))
    (tmp_path / "b.jpg").write_bytes(picture("JPEG", (31, 20)))
    drafts = read_photos([tmp_path / "a.jpg", tmp_path / "b.jpg"]).drafts
    board.commit(photo_action(FIRST_SHEET, drafts, (0, 0)), [draft.photo for draft in drafts])
    assert geotagged(values for _, values in board.records("card")) == 1
    export_tables(board, tmp_path / "out")
    rows = {row.fields["title"]: row.fields for row in read_tables([tmp_path / "out" / "cards.csv"]).cards}
    assert (rows["a"]["exif_taken"], rows["a"]["exif_orientation"]) == ("2024-01-08T10:22:33", 6)
    assert rows["a"]["exif_place"] == [37.5665, -126.978056] and "exif_place" not in rows["b"]
