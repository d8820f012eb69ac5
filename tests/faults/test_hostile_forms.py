"""The other ways in, tried by dice: tables of strangers, pasted ones, what cameras write, archives, folders."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from evidenceboard.decoding.pool import Pool
from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange.captures import page_of
from evidenceboard.exchange.folders import look_through
from evidenceboard.exchange.guessing import guess, has_header
from evidenceboard.exchange.mapping import Mapping, headless
from evidenceboard.exchange.pasted import pasted_sheet, take_pasted
from evidenceboard.exchange.photos import exif_fields, photo_action, read_photos
from evidenceboard.exchange.preview import preview
from evidenceboard.exchange.rows import CARD_COLUMNS, Tables
from evidenceboard.exchange.tables import plan_import, read_mapped, read_tables, sheet_of
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation
from tests.decoding.made_pictures import encoded, grain
from tests.exchange.captured import wacz
from tests.faults import fuzz
from tests.faults.absurd import NUMBERS, TEXTS
from tests.faults.conftest import Tried
from tests.faults.test_hostile_imports import absurd_clip, mutated

LONGEST = 5.0  # seconds of this process for one case
STRANGERS = (
    "Headline;Datum;Quelle;Note;Score\n국정원 “발표”;8 Jan 2024;NIS;B2;0,5\nKirby denies;20240109;NSC;A1;-3\n"
    "Third;1704700800;;F6;1e3\n",
    "id\tmessage\tts\turl\tx\n1\tword\t2024-01-08T05:30:05Z\thttps://x.org/1\t5\n2\tmore\t1331698658276340\thttp://y\t\n",
)
GRADES = ("grade", "said", "happened", "captured", "reliability", "credibility", "x", "photo", "custom:a", "", "tags")


@pytest.fixture
def board(installation: Installation) -> Iterator[Document]:
    document = Document.new(installation, "Judge", "Forms")
    document.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": "first"}))
    yield document
    document.close()


def take(board: Document, tables: Tables, number: int) -> None:
    """Plan what was read; each tenth is put on the board and taken back."""
    plan = plan_import(board.board, board.records, FIRST_SHEET, tables)
    if number % 10 == 0 and plan.action is not None:
        board.commit(plan.action)
        board.undo()


def test_row_103_thousands_of_mutated_tables_of_strangers(board: Document, tmp_path: Path, tried: Tried) -> None:
    """Whatever a person says their columns mean."""
    path, count, came = tmp_path / "table.csv", fuzz.cases(3_400) // 3, {"read": 0, "listed": 0, "refused": 0}
    for number in range(count):
        with fuzz.named(number):
            dice, begun = Random(f"stranger {number}"), time.process_time()
            path.write_bytes(mutated(dice.choice(STRANGERS).encode(), dice))
            try:
                sheet = sheet_of(path)
                sheet = headless(sheet) if not has_header([sheet.header, *(row for _, row in sheet.rows)]) else sheet
                mapping = guess(sheet, ["NIS"])
                if dice.random() < 0.5:
                    targets = tuple(dice.choice((*CARD_COLUMNS, *GRADES)) for _ in sheet.header)
                    mapping = Mapping(targets, dice.choice(("statement", "hypothesis", "photo")))
                preview(sheet, mapping, ["NIS"])
                tables = read_mapped(sheet, mapping)
                take(board, tables, number)
                came["listed" if tables.refused else "read"] += 1
            except KnownError as problem:
                assert problem.title
                came["refused"] += 1
            assert time.process_time() - begun < LONGEST, "it took too long"
    tried(count, **came)
    assert came["read"] and came["listed"]


def test_row_96_thousands_of_mutated_pasted_tables(board: Document, tried: Tried) -> None:
    whole = b"key\ttitle\tsaid\tx\nE1\t\xea\xb5\xad\t2023-10\t5\nE2\tb\t\t-7\n"
    count, came = fuzz.cases(3_400) // 3, {"tables": 0, "texts": 0}
    for number in range(count):
        with fuzz.named(number):
            text = mutated(whole, Random(f"pasted {number}")).decode(errors="replace")
            sheet = pasted_sheet(text)
            came["texts" if sheet is None else "tables"] += 1
            if sheet is not None:
                take(board, take_pasted(sheet), number)
    tried(count, **came)
    assert came["tables"] and came["texts"]


def photo_of_a_camera() -> tuple[bytes, int]:
    """A photo that says when, where and with what it was taken; and where that ends in its bytes."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Maker Model 5", 6
    exif.get_ifd(0x8769).update({0x9003: "2024:01:08 14:30:05", 0x9011: "+09:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 1.0, 30.5), 3: "E", 4: (125.0, 45.0, 7.25)})
    data = encoded(grain(size=(24, 16)), exif=exif)
    return data, data.index(b"\xff\xdb")  # the first table of the picture itself


def test_row_88_thousands_of_mutated_notes_of_cameras(pool: Pool, board: Document, tried: Tried) -> None:
    """Only what the camera wrote is mutated; what is read of it can always be kept on a card."""
    (whole, end), said = photo_of_a_camera(), 0
    assert pool.described(whole).place == (39.025139, 125.752014)
    count = fuzz.cases(3_400) // 3
    for number in range(count):
        with fuzz.named(number):
            dice = Random(f"camera {number}")
            data = bytearray(whole)
            for _ in range(dice.choice((1, 2, 6, 20))):
                data[dice.randrange(6, end)] = dice.choice((0, 1, 2, 0x7F, 0x80, 0xFF, dice.randrange(256)))
            fields = exif_fields(pool.described(bytes(data)))
            said += bool(fields)
            if number % 10 == 0:
                board.commit(commands.add_card(FIRST_SHEET, "photo", (0.0, 0.0), fields))
                board.undo()
    tried(count, something_read=said)
    assert count / 4 < said < count
    assert not list(fuzz.misfits(board))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_row_104_thousands_of_archives_whose_content_is_mutated(tried: Tried) -> None:
    """The archive itself is whole: what is read is what somebody wrote into it."""
    count, came = fuzz.cases(3_400) // 3, {"read": 0, "refused": 0}
    with zipfile.ZipFile(io.BytesIO(wacz())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number in range(count):
        with fuzz.named(number):
            dice, begun = Random(f"archive {number}"), time.process_time()
            out = io.BytesIO()
            packed = dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            with zipfile.ZipFile(out, "w") as archive:
                for name, data in parts.items():
                    called = name
                    if dice.random() < 0.1:
                        called = dice.choice(("../x", "/etc/x", "a" * 300, "", *parts, *TEXTS[:3])) or "x"
                    called = called.encode(errors="replace").decode().replace("\0", "x")
                    archive.writestr(zipfile.ZipInfo(called), part(name, data, dice), packed)
            try:
                page = page_of(out.getvalue())
            except KnownError as problem:
                assert problem.title
                came["refused"] += 1
            else:
                assert all(isinstance(each, str) for each in (page.text, page.title, page.address))
                came["read"] += 1
            assert time.process_time() - begun < LONGEST, "it took too long"
    tried(count, **came)
    assert came["read"] and came["refused"]


def part(name: str, data: bytes, dice: Random) -> bytes:
    kind = dice.random()
    if kind < 0.4:
        return data
    if kind < 0.7 and name.endswith(".json"):
        return absurd_clip(data, dice)
    if kind < 0.8 and name.endswith(".jsonl"):
        said = {
            "url": dice.choice(TEXTS),
            "ts": dice.choice((*TEXTS, *NUMBERS)),
            "title": dice.choice((5, None, [], {})),
        }
        return json.dumps(said).encode()
    return mutated(data, dice) if data else data


NAMES = ("a.jpg", "b.PNG", "c.svg", "d.mhtml", "e.wacz", "f.board", "g.csv", "h", ".i.jpg", "j\n.png", "k\u202egpj.exe")


def test_row_104_hundreds_of_folders_of_anything(tmp_path: Path, board: Document, pool: Pool, tried: Tried) -> None:
    """Links in a ring, pipes, files of any content under any name, some removed while they are read."""
    heads = (
        b"",
        b"\xff\xd8\xff\xe0",
        b"PK\x03\x04",
        b"<svg/>",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"From: <Saved",
        b"II*\0",
    )
    whole = encoded(grain(size=(24, 16)))
    count, came = max(40, fuzz.cases(3_400) // 34), {"photos": 0, "refused": 0}
    for number in range(count):
        with fuzz.named(number):
            dice, folder = Random(f"folder {number}"), tmp_path / str(number)
            folder.mkdir()
            for name in dice.sample(NAMES, 6):
                content = (
                    whole if dice.random() < 0.3 else dice.choice(heads) + dice.randbytes(dice.choice((0, 9, 900)))
                )
                (folder / name).write_bytes(content)
            (folder / "ring").symlink_to(folder)
            (folder / "gone.jpg").symlink_to(folder / "none")
            os.mkfifo(folder / "pipe.jpg")
            (folder / os.fsdecode(b"\xff\xfe.jpg")).write_bytes(whole)
            found = look_through([folder])
            (folder / "h").unlink(missing_ok=True)
            read = read_photos(found.photos)
            came["photos"] += len(read.drafts)
            came["refused"] += len(read.refused)
            if read.drafts:
                board.commit(photo_action(FIRST_SHEET, read.drafts, (0.0, 0.0)), [draft.photo for draft in read.drafts])
                board.undo()
    tried(count, **came)
    assert came["photos"] and came["refused"]


def test_row_65_a_table_that_places_a_card_out_of_sight(board: Document, tmp_path: Path) -> None:
    """The card comes in and is placed by us; the line is named."""
    path = tmp_path / "cards.csv"
    path.write_text("key,kind,title,x,y\nE1,statement,far,1e300,5\nE2,statement,near,10,20\n")
    tables = read_tables([path])
    assert [(each.what, each.reason) for each in tables.refused] == [
        ("cards.csv line 2", "its place is left out: it lies too far out")
    ]
    plan = plan_import(board.board, board.records, FIRST_SHEET, tables)
    assert plan.action is not None
    board.commit(plan.action)
    assert len(list(board.board.live("card"))) == 3 and len(board.geometry(FIRST_SHEET).cards) == 3
