"""Rows 98 to 113: what goes out harms nobody, and what comes in is what it says."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange.captures import read_captures
from evidenceboard.exchange.cells import read_sheet, write_sheet
from evidenceboard.exchange.safe_files import safe_stem
from evidenceboard.exchange.tables import export_tables
from evidenceboard.model import commands
from evidenceboard.model.addresses import real_address
from evidenceboard.model.ids import BOARD, FIRST_SHEET
from evidenceboard.model.pen import Pen
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import read_board
from tests.faults import fuzz
from tests.faults.conftest import Tried
from tests.faults.judging import findings_in_file, ids_in

DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
PARTS = (
    "../", "..\\", "/", "\\", "C:", "C:\\", "\\\\host\\share\\", "~", ".", "..", " ", "NUL", "con", "COM1", "aux.txt",
    "\x00", "\n", "\u202e", "\u200b", "\ufeff", "x" * 300, "국" * 120, "é", "e\u0301", "<>:\"|?*", "passwd", ".exe",
    ".jpg", "-rf", "$(id)", "%2e%2e", "\U0001f600", "\ud7ff",
)  # fmt: skip

SIGNS = tuple("'=+-@ \t\r\n\",;＝＋－＠\ufeff|%1x국")  # what may make a formula, and what may hide that it does


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    made = Document.new(Installation(folders(tmp_path / "settings")), "Judge", "Case")
    yield made
    made.close()


def add_photo(document: Document, name: str, data: bytes) -> None:
    fields = {"photo": Photo(data).sha256, "file_name": name}
    assert document.commit(commands.add_card(FIRST_SHEET, "photo", (0.0, 0.0), fields), [Photo(data)])


def test_row_98_names_of_files_that_lead_elsewhere(document: Document, tmp_path: Path, tried: Tried) -> None:
    """Whatever an attachment is called, it comes out inside the folder, alone under its name, of its own kind."""
    evil = ["../../etc/passwd", "C:\\x", "NUL.txt", "x" * 400, "", "same", "same", "a\u202egpj.exe", "..", "/", "con"]
    for number, name in enumerate(evil):
        add_photo(document, name, b"\xff\xd8\xff" + number.to_bytes(4, "big"))
    out = tmp_path / "out"
    out.mkdir()
    written = [path for path in export_tables(document, out).files if path.parent.name == "photos"]
    there = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".jpg"]
    assert len({path.name.casefold() for path in written}) == len(evil) and sorted(there) == sorted(written)
    dice = Random("names")
    for _ in range(fuzz.cases(2_000)):
        stem = safe_stem("".join(dice.choices(PARTS, k=dice.randint(0, 6))))
        assert_harmless(stem)
    tried(len(evil) + fuzz.cases(2_000))


def assert_harmless(stem: str) -> None:
    """It is one name, of a length that every system takes, and means itself on all of them."""
    assert 0 < len(stem) <= 90 and stem.strip(" .") == stem and stem[0] not in "-~"
    assert not set(stem) & set('<>:"/\\|?*') and all(sign.isprintable() for sign in stem)
    assert stem.partition(".")[0].rstrip().casefold() not in DEVICES
    assert len(f"{stem}-12345678.webp".encode()) <= 255 or len(stem) <= 80


def test_row_99_links_that_were_planted_in_the_folder(document: Document, tmp_path: Path) -> None:
    out, secret = tmp_path / "out", tmp_path / "secret"
    out.mkdir()
    secret.write_text("mine")
    for name in ("cards.csv", "edges.csv"):
        (out / name).symlink_to(secret)
    export_tables(document, out)
    assert secret.read_text() == "mine" and not any(path.is_symlink() for path in out.iterdir())
    add_photo(document, "x.jpg", b"\xff\xd8\xff\x00")
    (out / "photos").symlink_to(tmp_path)
    with pytest.raises(KnownError, match="no folder"):
        export_tables(document, out)
    assert not list(tmp_path.glob("*.jpg"))


def test_row_100_cells_that_a_spreadsheet_would_carry_out(tmp_path: Path, tried: Tried) -> None:
    """Any text comes back as it was, and none begins as a formula does, whatever stands before it."""
    dice, times = Random("cells"), fuzz.cases(2_000)
    drawn = ("".join(dice.choices(SIGNS, k=dice.randint(1, 8))) for _ in range(times))
    texts = ["=cmd|' /C calc'!A0", *drawn]
    data = write_sheet(["key", "title"], [[f"k{number}", text] for number, text in enumerate(texts)])
    for _key, cell in list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]:
        assert cell[:1] not in {"\t", "\r", "\n"}
        assert cell.lstrip(" \t\r\n\u200b\ufeff\u2060")[:1] not in set("=+-@|%＝＋－＠｜"), cell
    path = tmp_path / "cards.csv"
    path.write_bytes(data)
    sheet = read_sheet(path, ["key", "title"])
    assert [cells[1] for _, cells in sheet.rows] == texts and sheet.refused == []
    tried(len(texts))


ADDRESSES = (
    "file:///etc/passwd", "file://host/share", "\\\\host\\share", "//host/share", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>", "ms-msdt:/id",
    "search-ms:query=x", "vbscript:x", "ftp://host/x", "https:host", "https:///path", "https://user@host/",
    "https://example.org@evil.test/", "https://host\\@evil.test/", "https://a b.test/", "https://\u202etset.live/",
    "https://host\x00.test/", "x" * 10_000, "", "https://", "http:// evil.test", "https://[::1", "https://host:port/",
    "https://exam\tple.org/", "https://example.org/\u202egpj.exe", "https://example.org/\x00",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_row_102_addresses_that_are_never_opened(address: str) -> None:
    with pytest.raises(KnownError):
        real_address(address)


def test_row_102_a_host_that_looks_like_another_is_shown_in_full() -> None:
    disguised = real_address("https://ехample.org/login")  # its first two letters are Cyrillic
    assert disguised.disguised and disguised.host.startswith("xn--") and disguised.host in disguised.whole
    assert not real_address("https://example.org/login").disguised


def test_row_110_another_board_is_no_copy_of_this_one(document: Document, tmp_path: Path) -> None:
    other = Document.new(Installation(folders(tmp_path / "others")), "Other", "Other case")
    other.publish(tmp_path / "other.board")
    other.close()
    before = ids_in(document)
    foreign = read_board(tmp_path / "other.board", document.installation.scratch())
    with foreign, pytest.raises(KnownError, match="another board"):
        document.plan(foreign)
    assert ids_in(document) == before


BOMB = bytes(48 * 1024 * 1024)
ARCHIVES = {
    "out of it": ({"../../evil.sh": b"x"}, "leads out of it"),
    "to a root": ({"/etc/passwd": b"x"}, "leads out of it"),
    "a bomb": ({"archive/data.warc": BOMB}, "beyond measure"),
    "without end": ({f"archive/{number}": b"" for number in range(20_100)}, "more than 20,000 files"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_row_104_archives_that_lead_elsewhere_or_have_no_end(name: str, document: Document, tmp_path: Path) -> None:
    files, reason = ARCHIVES[name]
    archive = tmp_path / "page.wacz"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for inside, data in {"datapackage.json": b'{"resources": []}', **files}.items():
            made.writestr(inside, data)
    before = sorted(tmp_path.rglob("*"))
    found = read_captures([archive])
    assert found.drafts == [] and reason in found.refused[0].reason
    assert sorted(tmp_path.rglob("*")) == before


def test_row_113_one_name_on_two_machines(document: Document, tmp_path: Path) -> None:
    """A machine that is copied while the board is open: both go on as the same actor, from the same changeset."""
    document.commit(commands.set_board(title="Before"))
    document.publish(tmp_path / "one.board")
    shutil.copyfile(tmp_path / "one.board", tmp_path / "two.board")
    twin = Document.open(tmp_path / "two.board", Installation(folders(tmp_path / "twin")), "Judge")
    twin._actor, twin._pen = document._actor, Pen(twin.board, twin.log.latest_clock())
    twin._pen.written(list(twin.log.changesets())[-1])
    ours = document.commit(commands.set_board(title="Ours"))
    theirs = twin.commit(commands.set_board(question="Theirs"))
    assert ours and theirs and (ours.actor, ours.seq, ours.prev) == (theirs.actor, theirs.seq, theirs.prev)
    twin.publish()
    twin.close()
    with read_board(tmp_path / "two.board", document.installation.scratch()) as foreign:
        assert [each.id for each in document.receive(foreign.changesets)] == [theirs.id]
    assert (document.title, document.board.value(BOARD, "question")) == ("Ours", "Theirs")
    later = document.commit(commands.set_board(title="Later"))
    assert later and later.actor != ours.actor and later.seq == 0
    document.publish()
    said = findings_in_file(tmp_path / "one.board")
    assert said == [f"changeset {theirs.id[:8]}: two changesets claim the same place in their actor's chain"], said
    assert document.undo() and document.title == "Ours"
