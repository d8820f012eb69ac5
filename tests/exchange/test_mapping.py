"""What columns of strangers' tables are taken for, and what their cells become."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.guessing import guess, has_header, named
from evidenceboard.exchange.mapping import Mapping, headless, is_ours, mapped
from evidenceboard.exchange.moments import moment
from evidenceboard.exchange.preview import preview
from evidenceboard.exchange.rows import CARD_COLUMNS, Tables
from evidenceboard.exchange.tables import plan_import, read_mapped, read_tables, take_in
from evidenceboard.model.commands import add_record
from evidenceboard.model.ids import FIRST_SHEET


def sheet(*lines: str) -> Sheet:
    rows = [line.split("|") for line in lines]
    return Sheet("Table", Path(), rows[0], [(number, row) for number, row in enumerate(rows[1:], 2)])


def cards(table: Sheet, mapping: Mapping) -> Tables:
    read = Tables()
    take_in(mapped(table, mapping), read)
    return read


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Date", "said"), ("quote", "text"), ("URL", "address"), ("제목", "title"), ("출처", "source"),
        ("날짜", "said"), ("발생일", "happened"),
        ("Date_Published", "said"), ("message", "title"), ("ｔｉｔｌｅ", "title"), ("등급", "grade"),
        ("source_name", ""), ("unique_id", ""), ("", ""),
    ],
)  # fmt: skip
def test_names_of_columns(name: str, field: str) -> None:
    assert named(name) == field


def test_values_tell_what_names_do_not() -> None:
    table = sheet(
        "a|b|c|d|e|f|g",
        f"Kirby denies|12 Oct 2023|B3|https://x.org|A|{'long words ' * 12}|Kirby",
        f"NIS confirms|13 Oct 2023|C2|http://y.org/2|F|{'more words ' * 12}|n i s",
    )
    assert guess(table, ["NIS", "Kirby"]).targets == (
        "title", "said", "grade", "address", "custom:e", "text", "source",
    )  # fmt: skip
    assert guess(sheet("a|b", "x|A", "y|F"), []).targets == ("title", "reliability")
    assert guess(sheet("a|b", "x|2023-10-12 08:00", "y|2023-10-12T09:00Z")).targets == ("title", "happened")


def test_a_name_is_not_believed_where_the_values_are_none_of_it() -> None:
    assert guess(sheet("title|date|type|grade", "x|soon|pcap|good", "y|late|evtx|bad")).targets == (
        "title", "custom:date", "custom:type", "custom:grade",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Headline", "Date"], ["x", "2023"]], True),
        ([["국정원 발표", "2023-10-12"], ["y", "2023-10-13"]], False),
        ([["First", "says this"], ["Second", "that"]], False),
        ([["What", "When"], ["x", "12 Oct 2023"], ["y", "13 Oct 2023"]], True),
        ([], False),
    ],
)
def test_whether_a_first_row_names_the_columns(rows: list[list[str]], expected: bool) -> None:
    assert has_header(rows) is expected


def test_without_names_no_row_is_lost() -> None:
    table = headless(sheet("One|a", "Two|b"))
    assert [cells for _, cells in table.rows] == [["One", "a"], ["Two", "b"]]
    assert [card.where for card in cards(table, Mapping(("title", "text"))).cards] == ["Table line 1", "Table line 2"]


def test_grades_are_parted_and_a_grade_without_a_source_is_kept() -> None:
    table = sheet("t|s|g", "One|Kirby|B3", "Two||c-2", "Three|NIS|A", "Four|NIS|Z9")
    read = cards(table, Mapping(("title", "source", "grade")))
    one, two, three = read.cards
    assert (one.reliability, one.fields["credibility"]) == ("B", 3)
    assert (two.reliability, two.fields["credibility"], two.fields["custom:Reliability"]) == ("", 2, "C")
    assert (three.reliability, "credibility" in three.fields) == ("A", False)
    assert [str(each.what) for each in read.refused] == ["Table line 5"] and "Z9" in read.refused[0].reason


def test_several_columns_of_one_field_lose_nothing() -> None:
    table = sheet("t|x|y|when|stamp", "One|first|second|2023-10-12|1658689261", "Two||only||1658689261")
    read = cards(table, Mapping(("title", "text", "text", "happened", "happened")))
    assert read.cards[0].fields["text"] == "first\nsecond" and read.cards[1].fields["text"] == "only"
    assert read.cards[0].fields["happened"] == "2023-10-12" and read.cards[0].fields["custom:stamp"] == "1658689261"
    assert read.cards[1].fields["happened"] == "2022-07-24T19:01:01Z"


def test_columns_with_the_same_name_stay_two() -> None:
    table = sheet("t|Note|note|NOTE", "One|a|b|c")
    targets = ("title", "custom:Note", "custom:note", "custom:NOTE")
    fields = cards(table, Mapping(targets)).cards[0].fields
    assert sorted(value for name, value in fields.items() if name.startswith("custom:")) == ["a", "b", "c"]


def test_sources_are_found_whatever_case_width_and_blanks(board: Document) -> None:
    for name in ("NIS", "NK News"):
        board.commit(add_record("source", {"name": name}))
    table = sheet("t|s", "1|ｎｉｓ", "2|nk  news", "3| Kyodo", "4|KYODO", "5|국정원")
    mapping = Mapping(("title", "source"))
    told = preview(table, mapping, ["NIS", "NK News"])
    assert (told.cards, told.known, told.new) == (5, ["ｎｉｓ", "nk  news"], ["Kyodo", "국정원"])
    plan = plan_import(board.board, board.records, FIRST_SHEET, read_mapped(table, mapping))
    board.commit(plan.action)
    assert plan.sources == 2
    assert sorted(str(values["name"]) for _, values in board.records("source")) == ["Kyodo", "NIS", "NK News", "국정원"]


def test_our_own_tables_keep_names_that_nearly_fit_apart(board: Document, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("key,title,source\n1,A,Kirby\n2,B,kirby\n", "utf-8")
    plan = plan_import(board.board, board.records, FIRST_SHEET, read_tables([tmp_path / "a.csv"]))
    assert plan.sources == 2


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        (["title", "text"], True), (["Key", "Kind", "Title", "Case number"], True), (["from", "to", "kind"], True),
        ([*CARD_COLUMNS], True), (["title", "date"], False), (["message"], False), (["source", "said"], False),
    ],
)  # fmt: skip
def test_which_tables_are_ours(header: list[str], ours: bool) -> None:
    assert is_ours(header) is ours


@pytest.mark.parametrize("text", ["", "x", "123456", "99999999999999999999", "20241399", "20240230", "-"])
def test_what_is_no_moment(text: str) -> None:
    assert moment(text) == ""


# Lines of JSON


def lines(folder: Path, *texts: str) -> Tables:
    (folder / "a.jsonl").write_text("\n".join(texts), "utf-8")
    return read_tables([folder / "a.jsonl"])


def test_lines_of_json_are_rows(tmp_path: Path) -> None:
    read = lines(
        tmp_path,
        '{"title": "국정원", "url": "https://x.org", "tags": ["a", "b"], "deep": {"k": [1, null]}, "no": null}',
        "",
        '{"title": "Two", "flag": true}',
    )
    one, two = read.cards
    assert one.fields["address"] == "https://x.org" and one.fields["tags"] == ["a", "b"]
    assert one.fields["custom:deep"] == '{"k": [1, null]}' and "custom:no" not in one.fields
    assert two.fields["custom:flag"] == "true" and not read.refused


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        "{",
        "nothing",
        '{"title": "\\ud800"}',
        '{"title": "a\\u0000b"}',
        "[" * 100_000,
        '{"n": ' + "1" * 5_000 + "}",
    ],
)
def test_a_line_that_is_no_object_is_refused_by_its_number(tmp_path: Path, line: str) -> None:
    read = lines(tmp_path, '{"title": "One"}', line, '{"title": "Three"}')
    assert [card.fields["title"] for card in read.cards] == ["One", "Three"]
    assert [each.what for each in read.refused] == ["a.jsonl line 2"]


def test_a_file_may_have_names_without_end(tmp_path: Path) -> None:
    wide = ", ".join(f'"c{number}": "x"' for number in range(1_500))
    read = lines(tmp_path, '{"title": "One"}', "{" + wide + "}", '{"title": "Three"}')
    assert len(read.cards) == 2 and "more than 1,000 columns" in read.refused[0].reason


def test_a_pipe_or_a_folder_is_no_table(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.jsonl").mkdir()
    reasons = [each.reason for each in read_tables([tmp_path / "a.csv", tmp_path / "b.jsonl"]).refused]
    assert reasons == ["it is no file", "it is no file"]


def test_the_window_and_the_command_line_read_the_same(new_board: Callable[[], Document], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("message;date;who\nx;12 Oct 2023;NIS\n", "utf-8")
    (row,) = read_tables([tmp_path / "a.csv"]).cards
    assert (row.fields["title"], row.fields["said"], row.source, row.loose) == ("x", "2023-10-12", "NIS", True)
