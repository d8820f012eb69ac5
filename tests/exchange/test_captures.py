"""Captures of web pages: what they say of themselves, what is refused, and that nothing in them can do harm."""

from __future__ import annotations

import hashlib
import io
import json
import random
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.exchange import clip
from evidenceboard.exchange.captures import capture_action, page_of, read_captures
from evidenceboard.exchange.pages import BadCapture, plain_address, words_of
from evidenceboard.exchange.tables import plan_import, read_tables, write_tables
from evidenceboard.exchange.wacz import MISFIT
from evidenceboard.model.commands import add_record
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.reading import check_file
from tests.exchange.captured import WORDS, mhtml, wacz

FUZZED = 1_500
STRANGE = (b"\0", b"\xff\xfe", b"\r\n\r\n", b"--", b'":', b"=?utf-8?B?", b"%", b"{" * 40)


def take_in(document: Document, *files: Path) -> dict[str, object]:
    """Take captures in; the values of the only card."""
    found = read_captures(files)
    assert not found.refused
    action = capture_action(FIRST_SHEET, found.drafts, (0, 0), document.records("source"))
    document.commit(action, [draft.photo for draft in found.drafts])
    return dict(next(iter(document.records("card")))[1])


def test_an_mhtml_file_becomes_a_card(board: Document, tmp_path: Path) -> None:
    source = add_record("source", {"name": "Example.org"})
    board.commit(source)
    (tmp_path / "a.mhtml").write_bytes(mhtml())
    assert take_in(board, tmp_path / "a.mhtml") == {
        "kind": "statement", "role": "reported", "title": "국정원 “발표”", "text": WORDS,
        "address": "https://www.example.org/1?x=1", "captured": "2024-01-08T14:30:05+09:00",
        "capture": hashlib.sha256(mhtml()).hexdigest(), "file_name": "a.mhtml", "outlet": source.made[0],
    }  # fmt: skip


def test_a_wacz_archive_becomes_a_card(board: Document, tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(wacz())
    assert take_in(board, tmp_path / "a.wacz") == {
        "kind": "statement", "role": "reported", "title": "Page of 8 January",
        "text": "Kirby said he was not aware of it.", "address": "https://www.example.org/1",
        "captured": "2024-01-08T05:30:05.250Z", "capture": hashlib.sha256(wacz()).hexdigest(), "file_name": "a.wacz",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "data"), [("a.mhtml", mhtml()), ("b.wacz", wacz())])
def test_the_archive_stays_as_it_came(board: Document, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    card = take_in(board, tmp_path / name)
    (tmp_path / name).unlink()
    board.publish(tmp_path / "case.board")
    assert board.photo(str(card["capture"])) == data
    with sqlite3.connect(tmp_path / "case.board") as file:
        ((stored, kept),) = file.execute("SELECT name, data FROM sqlar")
    assert (stored, kept) == (f"photos/{card['capture']}.{name[2:]}", data)
    assert not list(check_file(tmp_path / "case.board", tmp_path))


def test_one_altered_byte_of_an_archive_is_found(board: Document, tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(mhtml())
    card = take_in(board, tmp_path / "a.mhtml")
    board.publish(tmp_path / "case.board")
    with sqlite3.connect(tmp_path / "case.board") as file:
        file.execute("UPDATE sqlar SET data = ?", (mhtml().replace(b"not aware", b"now aware"),))
    found = check_file(tmp_path / "case.board", tmp_path)
    assert any(str(card["capture"])[:8] in each.what and "altered" in each.reason for each in found)
    assert any(each.what == "capture" and "not in the file" in each.reason for each in found)


def test_tables_and_the_clipboard_carry_the_archive(new_board: Callable[[], Document], tmp_path: Path) -> None:
    one, two, three = new_board(), new_board(), new_board()
    (tmp_path / "a.wacz").write_bytes(wacz())
    before = take_in(one, tmp_path / "a.wacz")
    write_tables(one, tmp_path / "out")
    plan = plan_import(two.board, two.records, FIRST_SHEET, read_tables([tmp_path / "out" / "cards.csv"]))
    assert not plan.refused
    two.commit(plan.action, plan.photos)
    after = dict(next(iter(two.records("card")))[1])
    after.pop("key")
    assert after | {"file_name": "a.wacz"} == before and two.photo(str(before["capture"])) == wacz()
    copied = clip.to_clip(one.board, FIRST_SHEET, [card for card, _ in one.records("card")], one.photo)
    action, archives = clip.from_clip(copied, three.board, FIRST_SHEET, (0, 0))
    three.commit(action, archives)
    assert dict(next(iter(three.records("card")))[1]) == before and three.photo(str(before["capture"])) == wacz()


def test_an_archive_that_does_not_fit_its_digest_comes_in_and_says_so(board: Document, tmp_path: Path) -> None:
    good = zipfile.ZipFile(io.BytesIO(wacz()))
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as altered:
        for name in good.namelist():
            data = good.read(name)
            altered.writestr(name, data.replace(b"not aware", b"now aware") if name.startswith("pages") else data)
    found = read_captures([tmp_path / "a.wacz"])
    assert [each.reason for each in found.troubled] == [f"On the board, but {MISFIT}"]
    assert "now aware" in str(take_in(board, tmp_path / "a.wacz")["text"])


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ({"ts": "20240108053005"}, "2024-01-08T05:30:05Z"),
        ({"ts": 1704691805250}, "2024-01-08T05:30:05.250Z"),
        ({}, "2024-01-09T00:00:00Z"),
        ({"ts": "soon"}, ""),
        ({"ts": ["x"], "title": {"a": 1}}, "2024-01-09T00:00:00Z"),
    ],
)
def test_the_time_of_a_page(page: dict[str, object], said: str) -> None:
    assert page_of(wacz({"url": "https://example.org/", **page})).captured == said


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Mon, 08 Jan 2024 14:30:05 -0000", "2024-01-08T14:30:05"),
        ("Mon, 08 Jan 2024 14:30:05 +0000", "2024-01-08T14:30:05Z"),
        ("yesterday", ""),
        ("", ""),
        ("Mon, 08 Jan 99999 99:99:99 +9999", ""),
    ],
)
def test_the_time_of_a_mail(date: str, said: str) -> None:
    assert page_of(mhtml(date=date)).captured == said


@pytest.mark.parametrize("address", ["javascript:alert(1)", "a b", "x" * 5_000, ""])
def test_what_is_no_address_is_none(address: str) -> None:
    assert page_of(wacz({"url": address or " ", "title": "T"})).address in ("", "https://example.org/")


def test_scripts_and_what_nobody_sees_are_no_words() -> None:
    page = "<p>One<script>x='<p>'</script><!-- <p> -->two</p><SCRIPT>a</SCRIPT ><p>three<style>b</style> 1 < 2 &amp; 3"
    assert words_of(page) == ("", "Onetwo\nthree 1 < 2 & 3")


@pytest.mark.parametrize(
    "page",
    ["<!" * 900_000, "<a " * 600_000, '<a b="' * 300_000, "<script>" * 250_000, "<!--" * 500_000, "&" * 2_000_000]
    + ["<title>" * 280_000, "</" * 900_000, "<p>" * 600_000, "İ<b>" * 400_000],
)
def test_a_page_that_never_closes_anything_is_read_in_one_go(page: str) -> None:
    title, text = words_of(page)
    assert len(title) <= 300 and len(text) <= 20_000


# What is made to do harm


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


PACKAGE = b'{"resources": []}'


@pytest.mark.parametrize("name", ["../../evil.sh", "/etc/passwd", "..\\evil", "C:\\evil", "a/../../b"])
def test_a_path_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(BadCapture, match="leads out of it"):
        page_of(zipped(**{"datapackage.json": PACKAGE, name: b"x"}))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    zeros = bytes(48 * 1024 * 1024)
    for files in ({"archive/data.warc": zeros}, {"pages/pages.jsonl": zeros}):
        tracemalloc.start()
        with pytest.raises(BadCapture, match="beyond measure"):
            page_of(zipped(**{"datapackage.json": PACKAGE, **files}))
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
        tracemalloc.stop()


def test_a_list_without_end_is_refused() -> None:
    noise = random.Random(7).randbytes(5 * 1024 * 1024)
    with pytest.raises(BadCapture, match="longer than 4 MB"):
        page_of(zipped(**{"datapackage.json": PACKAGE, "pages/pages.jsonl": noise}))


def test_too_many_files_are_refused() -> None:
    files = {f"archive/{number}": b"" for number in range(20_100)}
    with pytest.raises(BadCapture, match="more than 20,000 files"):
        page_of(zipped(**{"datapackage.json": PACKAGE, **files}))


def test_a_deep_list_is_refused() -> None:
    with pytest.raises(BadCapture):
        page_of(zipped(**{"datapackage.json": b"[" * 200_000}))


def test_parts_within_parts_without_end_are_refused() -> None:
    deep = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n"
    for level in range(3_000):
        deep += b"--b%d\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n" % (level, level + 1)
    with pytest.raises(BadCapture):
        page_of(deep)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<html>", b"MIME-Version: 1.0\r\n\r\nx"])
def test_what_is_no_capture_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.wacz").write_bytes(data)
    (refused,) = read_captures([tmp_path / "a.wacz"]).refused
    assert refused.what == "a.wacz" and refused.reason


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.wacz").mkdir()
    reasons = [each.reason for each in read_captures([tmp_path / "none.mhtml", tmp_path / "folder.wacz"]).refused]
    assert reasons == ["it is not there", "it is no file"]


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """A valid sample with some bytes changed, cut out, doubled, or put elsewhere."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(made)), chance.randint(1, 60)
        part = bytes(made[at : at + length])
        match chance.randrange(6):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = part * chance.randint(1, 40)
            case 3:
                made[at : at + length] = chance.randbytes(length)
            case 4:
                other = chance.randrange(len(made))
                made[other : other + length] = part
            case _:
                made[at:at] = chance.choice(
                    (b"\0", b"\xff\xfe", b"\r\n\r\n", b"--", b'":', b"=?utf-8?B?", b"%", b"{" * 40)
                )
        if not made:
            made += b"x"
    return bytes(made)


@pytest.mark.parametrize("sample", [mhtml(), wacz(), wacz(packed=zipfile.ZIP_STORED)])
def test_damaged_captures_are_read_or_refused_in_words(sample: bytes) -> None:
    chance = random.Random(20240108)
    read = 0
    for _ in range(FUZZED):
        try:
            page = page_of(_mutated(sample, chance))
        except BadCapture as problem:
            assert problem.title
            continue
        read += 1
        json.dumps([page.title, page.text, page.address, page.captured]).encode()
        assert len(page.title) <= 300 and len(page.text) <= 20_000
        "".join((page.title, page.text, page.address)).encode()  # no half characters: a board could not hold them
    assert read  # or nothing was tried


@pytest.mark.parametrize("sample", [mhtml(), wacz()])
def test_captures_cut_off_anywhere_are_read_or_refused(sample: bytes) -> None:
    for end in range(0, len(sample), 3):
        try:
            page_of(sample[:end])
        except BadCapture as problem:
            assert problem.title


@pytest.mark.parametrize(
    "address", ["https://exam\u202eple.org/", "https://a.org/\n", "https://a b.org/", "x" * 5_000, "no address"]
)
def test_an_address_that_hides_something_is_none(address: str) -> None:
    assert plain_address(address + "x") == ""
    assert plain_address("https://a.org/국") == "https://a.org/국"
