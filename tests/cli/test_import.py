"""What `import` brings beside our own tables: captures of web pages, tables of other programs, lines of JSON."""

from __future__ import annotations

import hashlib
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store import lookups
from evidenceboard.store.installation import Installation
from tests.cli.conftest import Verb
from tests.exchange.captured import mhtml, wacz

EVENTS = Path(__file__).parents[1] / "exchange" / "events"


def test_captures_tables_and_events_come_in_as_one_step(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(mhtml())
    (tmp_path / "b.WACZ").write_bytes(wacz())
    (tmp_path / "c.mht").write_bytes(b"none")
    files = [tmp_path / name for name in ("a.mhtml", "b.WACZ", "c.mht")]
    board = tmp_path / "case.board"
    answer = verb("import", *files, EVENTS / "sigma_events.jsonl", "--into", board, "--json")
    assert answer.code == 1
    assert (answer.json["cards"], answer.json["captures"], answer.json["photos"]) == (7, 2, 0)
    assert answer.json["refused"] == [{"what": "c.mht", "reason": "it is no MHTML file and no WACZ archive"}]
    assert verb("check", board).code == 0
    document = Document.open(board, Installation(folders(tmp_path / "home")), "Tester")
    try:
        archives = {values["capture"] for _, values in document.records("card") if values.get("capture")}
        came_in = (file.read_bytes() for file in files[:2])  # an archive that is made anew bears another time
        assert archives == {hashlib.sha256(data).hexdigest() for data in came_in}
        boxes = [(*values["pos"], *values["size"]) for _, values in document.records("place")]
        assert len(set(boxes)) == 7
        steps = {entry.label for entry in lookups.entries(document.log, 10)}
        assert any("5 cards" in label and "2 captures" in label for label in steps)
    finally:
        document.close()


def test_broken_rows_are_refused_by_their_line(verb: Verb, tmp_path: Path) -> None:
    answer = verb("import", EVENTS / "invalid_datetime.csv", "--into", tmp_path / "case.board", "--json")
    assert answer.code == 1 and answer.json["cards"] == 3
    (refused,) = answer.json["refused"]
    assert refused["what"] == "invalid_datetime.csv line 5" and "1234 19:01:01" in refused["reason"]


def test_a_stranger_s_sources_are_those_of_the_board(verb: Verb, tmp_path: Path) -> None:
    board = tmp_path / "case.board"
    (tmp_path / "ours.csv").write_text("key,title,source\n1,One,NIS\n", "utf-8")
    (tmp_path / "theirs.csv").write_text("headline,speaker,date\nTwo, nis ,2023-10-12\n", "utf-8")
    assert verb("import", tmp_path / "ours.csv", "--into", board).code == 0
    answer = verb("import", tmp_path / "theirs.csv", "--into", board, "--json")
    assert (answer.code, answer.json["cards"], answer.json["sources"]) == (0, 1, 0)


def test_a_file_of_no_words_is_refused_and_leaves_nothing(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "numbers.csv").write_text("a,b\n1,2\n", "utf-8")
    answer = verb("import", tmp_path / "numbers.csv", "--into", tmp_path / "case.board", "--json")
    assert answer.code == 1 and answer.json["cards"] == 0 and not (tmp_path / "case.board").exists()
