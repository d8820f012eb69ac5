"""Cells: any text comes back exactly, no spreadsheet takes one for a formula, nothing unreadable is fatal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidenceboard.exchange.cells import guard, read_sheet, unguard, write_sheet

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NASTY = st.lists(
    st.sampled_from(["'", "=", "+1", "-", "@x", "\t", "\r", "\n", " ", '"', ",", ";", "＝", "\ufeff", "|"])
)
EVIL = ["=cmd|' /C calc'!A0", "+1", "-2", "@sum", "\tx", "\rx", "＝1", " =1", "\ufeff=1", "'=1", "''+1", "|x", "\n=1"]


@given(TEXTS | NASTY.map("".join))
def test_unguard_gives_back_what_guard_was_given(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", EVIL)
def test_what_could_be_a_formula_is_inert(text: str) -> None:
    assert guard(text).startswith("'") and unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "plain", "a=b", "it's", "국정원", "'quoted'"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guard(text) == text and unguard(text) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(TEXTS | NASTY.map("".join), min_size=3, max_size=3), max_size=5))
def test_a_table_comes_back_as_it_was_written(rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(write_sheet(["key", "title", "text"], [["k" + row[0], *row[1:]] for row in rows]))
    sheet = read_sheet(path, {"key", "title", "text"})
    assert [cells for _, cells in sheet.rows] == [["k" + row[0], *row[1:]] for row in rows]
    assert not sheet.refused


def read(tmp_path: Path, data: bytes | str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    path = tmp_path / "t.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    sheet = read_sheet(path, {"key", "title", "text"})
    return sheet.rows, [f"{each.what}: {each.reason}" for each in sheet.refused]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_any_line_end_delimiter_and_byte_order_mark(tmp_path: Path, end: str, delimiter: str, bom: str) -> None:
    lines = [["key", "title"], ["E1", '"two\nlines"'], [], ["E2", "b"]]
    rows, refused = read(tmp_path, bom + end.join(delimiter.join(line) for line in lines))
    assert [cells for _, cells in rows] == [["E1", "two\nlines"], ["E2", "b"]]
    assert [line for line, _ in rows] == [2, 5] and not refused


def test_numbers_are_bare_and_texts_quoted() -> None:
    assert write_sheet(["x", "t"], [[-1.5, "-1.5"]]).decode("utf-8-sig") == '"x","t"\r\n-1.5,"\'-1.5"\r\n'


def test_bad_rows_are_named_by_their_line_and_the_rest_is_read(tmp_path: Path) -> None:
    table = b'key,title\nE1,a\nE2,a\0b\nE3,\xff\xfe\nE4,a,b\nE5\nE6,f\nE7,"never closed\nE8,c\n'
    rows, refused = read(tmp_path, table)
    assert [cells for _, cells in rows] == [["E1", "a"], ["E5", ""], ["E6", "f"]]
    assert [re.match(r"t.csv line (\d+)", each)[1] for each in refused] == ["3", "4", "5", "8"]  # type: ignore[index]
    assert "never closed" in refused[-1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("key,title\nE1,a".encode("utf-16"), "not in UTF-8"),
        (",".join(f"c{n}" for n in range(10_000)).encode(), "10,000 columns"),
        (b"", ""),
        (b"\xff,\x00", "line 1"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, data: bytes, reason: str) -> None:
    rows, refused = read(tmp_path, data)
    assert not rows and (not reason or reason in refused[0])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert read_sheet(tmp_path / "nowhere.csv", set()).refused[0].what == "nowhere.csv"
