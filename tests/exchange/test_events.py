"""Tables of another program: every row is a card or is refused by its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.exchange.tables import Plan, plan_import, read_tables
from evidenceboard.model import dates
from evidenceboard.model.ids import FIRST_SHEET

EVENTS = Path(__file__).parent / "events"
COUNTED = {
    "csv_datetime_last_column.csv": 4, "csv_timestamp_as_datetime.csv": 4, "csv_timestamp_no_datetime.csv": 3,
    "evtx_direct.csv": 13, "incorrect.csv": 1, "invalid_datetime.csv": 4, "large_field_event.jsonl": 3,
    "mapping_limit_exceed.csv": 1, "sigma_events.csv": 4, "sigma_events.jsonl": 5,
    "validate_date_events_missing_timestamp.csv": 1, "validate_no_datetime_timestamps.csv": 5,
    "validate_time_out_of_range.csv": 2, "validate_time_precision.csv": 2, "validate_time_precision_datetime.csv": 1,
    "validate_time_precision_jsonl.jsonl": 2, "validate_timestamp_conversion.csv": 3,
}  # fmt: skip
BROKEN = {"invalid_datetime.csv": ["invalid_datetime.csv line 5"]}


def take_in(board: Document, name: str) -> Plan:
    plan = plan_import(board.board, board.records, FIRST_SHEET, read_tables([EVENTS / name]))
    board.commit(plan.action, plan.photos)
    return plan


def cards(board: Document) -> list[dict[str, str]]:
    return [dict(values) for _, values in board.records("card")]


def test_all_files_are_counted() -> None:
    assert {file.name for file in EVENTS.iterdir()} == {*COUNTED, "SOURCE.md"}


@pytest.mark.parametrize("name", COUNTED)
def test_every_row_is_a_card_or_refused_by_its_line(board: Document, name: str) -> None:
    plan = take_in(board, name)
    broken = BROKEN.get(name, [])
    assert [each.what for each in plan.refused] == broken
    assert plan.cards == len(cards(board)) == COUNTED[name] - len(broken)
    assert all(card["title"] and dates.span(card["happened"])[0] for card in cards(board))
    assert board.undo() and not cards(board) and not board.undo()


def test_a_count_of_time_is_told_by_its_length(board: Document) -> None:
    take_in(board, "csv_timestamp_no_datetime.csv")
    assert sorted(card["happened"] for card in cards(board)) == [
        "2022-07-24T19:01:01.123456Z", "2022-07-24T19:01:01.123Z", "2022-07-24T19:01:01Z",
    ]  # fmt: skip


def test_a_date_counts_before_a_number_and_the_number_is_kept(board: Document) -> None:
    take_in(board, "validate_time_precision.csv")
    first, second = sorted(cards(board), key=lambda card: card["title"])
    assert (first["happened"], first["custom:timestamp"]) == ("2015-07-24T19:01:01+00:00", "1331698658276340")
    assert (second["happened"], second["custom:timestamp"]) == ("2024-07-24T10:57:02.877297Z", "123456789")


def test_a_number_counts_where_the_date_is_blank(board: Document) -> None:
    take_in(board, "validate_no_datetime_timestamps.csv")
    found = {card["title"]: card["happened"] for card in cards(board)}
    assert found["No datetime given"] == "2015-07-01T22:27:41Z"
    assert found["Whitespace datetime"] == "2015-07-25T02:01:01Z"
    assert found["No Timestamp2"] == "2014-07-25T02:01:01+00:00"


def test_dates_of_other_centuries_stay_in_theirs(board: Document) -> None:
    take_in(board, "validate_time_out_of_range.csv")
    assert sorted(card["happened"][:4] for card in cards(board)) == ["1601", "2227"]


def test_one_very_long_field_and_one_very_wide_row_survive(board: Document) -> None:
    take_in(board, "large_field_event.jsonl")
    lines = [json.loads(line) for line in (EVENTS / "large_field_event.jsonl").read_text("utf-8").splitlines()]
    (vector,) = (line["FeatureVector"] for line in lines if "FeatureVector" in line)
    assert len(vector) > 30_000 and vector in [card.get("custom:FeatureVector") for card in cards(board)]
    board.undo()
    take_in(board, "mapping_limit_exceed.csv")
    assert sum(name.startswith("custom:unique_field") for name in cards(board)[0]) == 500


def test_a_long_message_is_a_text_with_its_beginning_as_the_title(board: Document) -> None:
    take_in(board, "evtx_direct.csv")
    for card in cards(board):
        assert len(card["title"]) <= 161 and card["text"].startswith(card["title"].rstrip("…"))
        assert card["custom:event_identifier"] and card["custom:sha256_hash"]
