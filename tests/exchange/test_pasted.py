"""What a spreadsheet leaves on the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.pasted import LONGEST, pasted_sheet, take_pasted
from evidenceboard.exchange.rows import Tables


def sheet(text: str) -> Sheet:
    found = pasted_sheet(text)
    assert found is not None
    return found


def read(text: str) -> Tables:
    return take_pasted(sheet(text))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_header_names_the_fields(end: str) -> None:
    table = read(end.join(["Title\tSource\tCredibility\tMood", "Not aware of it\tKirby\t3\tcalm", "Shown\tNIS\t2\t"]))
    first, second = table.cards
    assert first.fields["title"] == "Not aware of it" and first.source == "Kirby"
    assert first.fields["credibility"] == 3 and first.fields["custom:Mood"] == "calm"
    assert second.fields["title"] == "Shown" and not table.refused


def test_a_rectangle_is_a_table_whatever_its_first_row_says() -> None:
    table = sheet("First\tsays this\tand that\nSecond\t\tonly this\n\n")
    assert table.header == ["First", "says this", "and that"]
    assert table.rows == [(2, ["Second", "", "only this"])]


def test_a_cell_may_hold_lines_and_tabs() -> None:
    table = sheet('Title\t"two\nlines, a\ttab and ""marks"""\nB\tc\n')
    assert table.header[1] == 'two\nlines, a\ttab and "marks"' and len(table.rows) == 1


def test_commas_count_where_the_header_is_known() -> None:
    assert read("title,text\nA,b\n").cards[0].fields["text"] == "b"
    assert read("from;to;kind\nE1;C1;support\n").edges[0].tail == "E1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line",
        "Prose, with commas, and more.\nAnd a second line, too.",
        "\tindented\n\tlines",
        "A line with a\ttab\nand one without",
        "a\tb\nc\td\te",
        "title, text and all that\nis what this is about",
        "x\ty" + "z" * LONGEST,
    ],
)
def test_what_is_no_table_is_text(text: str) -> None:
    assert pasted_sheet(text) is None


def test_no_file_is_read_because_a_table_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.chdir(tmp_path)
    table = read("title\tphoto\tkey\nA\ta.png\tk\n")
    assert not table.refused and table.cards[0].photo is None and table.cards[0].fields["kind"] == "statement"


def test_what_a_row_gets_wrong_is_told() -> None:
    table = read("title\tcredibility\tkey\nA\t9\tk\nB\t2\tl\n")
    assert len(table.cards) == 1 and "credibility" in table.refused[0].reason
