"""The verbs keep their contract: keys, exit codes, what stays untouched, nothing left beside a file."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.cli import VERBS, info
from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.paths import folders, resources
from evidenceboard.store.installation import Installation
from tests.exchange.readings import picture

SAMPLE = resources() / "samples" / "founding-case.board"
COUNTS = {
    "cards": {"photo": 1, "statement": 11, "hypothesis": 4},
    "edges": {"support": 12, "contradict": 9},
    "undercuts": 3,
    "sources": 4,
    "origins": 2,
}
Verb = Callable[..., Any]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A copy of the founding case in a folder of its own."""
    folder = tmp_path / "boards"
    folder.mkdir()
    return Path(shutil.copyfile(SAMPLE, folder / "case.board"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(path: Path) -> list[dict[str, str]]:
    """A table, but for the names of its photos."""
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    return [{name: cell for name, cell in row.items() if name != "photo"} for row in csv.DictReader(lines)]


def edit(path: Path, home: Path, title: str) -> None:
    """Let somebody else change one field of a board, on a machine of their own."""
    document = Document.open(path, Installation(folders(home)), title)
    card = next(card for card, values in document.records("card") if values.get("key") == "C1")
    document.commit(commands.set_fields(card, {"title": title}))
    document.commit(commands.add_card(FIRST_SHEET, "statement", (0, 900), {"title": f"by {title}"}))
    document.publish()
    document.close()


def test_info_counts_the_founding_case_and_does_not_touch_it(verb: Verb, case: Path) -> None:
    before = sha256(case)
    answer = verb("info", case, "--json")
    found = answer.json
    assert answer.code == 0 and {name: found[name] for name in COUNTS} == COUNTS
    assert found["stops"] == 5 and found["sheets"] == 1 and found["conflicts"] == 0
    assert found["photos"]["count"] == 1 and found["photos"]["bytes"] > 1_000
    assert {"board_id", "title", "format", "changesets", "actors"} <= found.keys()
    assert sha256(case) == before and [*case.parent.iterdir()] == [case]
    assert "16 (1 photo, 11 statements, 4 hypotheses)" in verb("info", case).out


def test_check_says_ok(verb: Verb, case: Path) -> None:
    assert verb("check", case, "--json") == (0, '{"ok": true, "findings": []}\n', "")
    assert "All is well" in verb("check", case).out


@pytest.mark.parametrize("word", ["국정", "보원", "국가"])
def test_find_two_syllables(verb: Verb, case: Path, word: str) -> None:
    answer = verb("find", case, word, "--json")
    assert answer.code == 0 and {hit["where"] for hit in answer.json["hits"]} == {"source"}
    assert {hit["key"] for hit in answer.json["hits"]} == {"E1", "E3"}
    assert {"card", "title", "where"} <= answer.json["hits"][0].keys()


def test_find_several_words_and_nothing(verb: Verb, case: Path) -> None:
    assert verb("find", case, "militar", "COOPERATE", "--json").json["hits"][0]["key"] == "C2"
    assert verb("find", case, "nowhere").out == "Nothing was found.\n"


def test_new_makes_a_board_and_never_overwrites(verb: Verb, tmp_path: Path) -> None:
    path = tmp_path / "a.board"
    answer = verb("new", path, "--title", "북한 case", "--json")
    assert answer.code == 0 and verb("info", path, "--json").json["board_id"] == answer.json["board_id"]
    assert verb("info", path, "--json").json["title"] == "북한 case"
    before = sha256(path)
    again = verb("new", path)
    assert again.code == 2 and "there already" in again.err and sha256(path) == before
    assert verb("new", tmp_path / "no" / "a.board").code == 2
    assert [*tmp_path.iterdir()] == [path]


def test_tables_there_and_back_count_the_same(verb: Verb, case: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again.board"
    answer = verb("export", case, "--to", "csv", "--out", out, "--json")
    assert answer.code == 1 and answer.json["path"] == str(out)  # the talk has no column
    assert answer.json["bytes"] == sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    assert {"what", "reason"} == answer.json["lost"][0].keys()
    answer = verb("import", out / "cards.csv", out / "edges.csv", "--into", again, "--json")
    told = {"cards": 16, "edges": 21, "sources": 4, "photos": 1, "captures": 0, "refused": [], "troubled": []}
    assert (answer.code, answer.json) == (0, told)
    found = verb("info", again, "--json").json
    assert {name: found[name] for name in COUNTS} == COUNTS and found["photos"]["count"] == 1
    assert verb("check", again).code == 0
    assert len(verb("find", again, "국정", "--json").json["hits"]) == 2
    verb("export", again, "--to", "csv", "--out", tmp_path / "out2")
    for name in ("cards.csv", "edges.csv"):
        assert rows(out / name) == rows(tmp_path / "out2" / name)


def test_an_import_is_one_undo_step_and_lists_what_it_refuses(verb: Verb, case: Path, tmp_path: Path) -> None:
    table = tmp_path / "cards.csv"
    table.write_text("key,title,credibility\nN1,new,2\nC1,taken,2\nN2,bad,9\n")
    before = verb("info", case, "--json").json
    answer = verb("import", table, "--into", case, "--json")
    assert answer.code == 1 and answer.json["cards"] == 1
    assert [each["what"] for each in answer.json["refused"]] == ["cards.csv line 4", "cards.csv line 3"]
    after = verb("info", case, "--json").json
    assert after["changesets"] == before["changesets"] + 1 and after["cards"]["statement"] == 12
    home = Installation(folders(Path(os.environ["EVIDENCEBOARD_HOME"])))
    document = Document.open(case, home, "Tester")
    assert document.history.undo_text == "Import 1 card and 0 links" and document.undo()
    assert len([*document.records("card")]) == 16
    document.close()
    assert [*case.parent.iterdir()] == [case]
    assert "2 things left out:\n  cards.csv line 4: credibility" in verb("import", table, "--into", case).out


def test_import_of_photos_and_tables_together(verb: Verb, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(picture("JPEG", (30 + number, 20)))
    (folder / "fake.png").write_bytes(b"no picture")
    (tmp_path / "cards.tsv").write_text("key\ttitle\nE1\ta\n")
    board = tmp_path / "a.board"
    answer = verb("import", tmp_path / "cards.tsv", folder, "--into", board, "--json")
    assert answer.code == 1 and answer.json["refused"][0]["what"] == "fake.png"
    assert (answer.json["cards"], answer.json["photos"]) == (4, 3)
    found = verb("info", board, "--json").json
    assert found["cards"] == {"photo": 3, "statement": 1, "hypothesis": 0} and found["changesets"] == 2


def test_import_of_nothing_readable_makes_no_board(verb: Verb, tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text("neither,nor\n1,2\n")
    (tmp_path / "empty.csv").write_text("key,title\n")
    assert verb("import", tmp_path / "cards.csv", "--into", tmp_path / "a.board").code == 1
    assert not (tmp_path / "a.board").exists()
    assert verb("import", tmp_path / "empty.csv", "--into", tmp_path / "a.board").code == 0
    assert verb("check", tmp_path / "a.board").code == 0
    assert verb("import", tmp_path / "gone.csv", "--into", tmp_path / "b.board").code == 4
    assert verb("import", tmp_path / "a.board", "--into", tmp_path / "b.board").code == 2
    assert not (tmp_path / "b.board").exists()


def test_merge_unites_and_lists_conflicts_in_both_orders(verb: Verb, case: Path, tmp_path: Path) -> None:
    mine, theirs = case, tmp_path / "theirs.board"
    shutil.copyfile(case, theirs)
    edit(mine, tmp_path / "h1", "mine")
    edit(theirs, tmp_path / "h2", "theirs")
    before = sha256(mine), sha256(theirs)
    one = verb("merge", mine, theirs, "--out", tmp_path / "1.board", "--json")
    two = verb("merge", theirs, mine, "--out", tmp_path / "2.board", "--json")
    assert one.code == two.code == 1 and one.json["received"] == two.json["received"] == 2
    assert one.json["conflicts"] == two.json["conflicts"]
    (conflict,) = one.json["conflicts"]
    assert conflict["field"] == "title" and sorted(conflict["values"]) == ["mine", "theirs"]
    infos = [verb("info", tmp_path / f"{n}.board", "--json").json for n in (1, 2)]
    assert infos[0] == infos[1] and infos[0]["cards"]["statement"] == 13 and infos[0]["conflicts"] == 1
    assert (sha256(mine), sha256(theirs)) == before and [*case.parent.iterdir()] == [case]
    assert "“theirs”" in verb("merge", mine, theirs, "--out", tmp_path / "3.board").out
    assert verb("merge", tmp_path / "1.board", tmp_path / "2.board", "--out", tmp_path / "4.board", "--json").json[
        "received"
    ] == 0  # fmt: skip
    assert verb("merge", mine, theirs, "--out", tmp_path / "3.board").code == 2
    assert verb("check", tmp_path / "1.board").code == 0


def test_boards_of_other_ancestry_do_not_merge(verb: Verb, case: Path, tmp_path: Path) -> None:
    verb("new", tmp_path / "other.board")
    answer = verb("merge", case, tmp_path / "other.board", "--out", tmp_path / "out.board")
    assert answer.code == 2 and "another board" in answer.err and not (tmp_path / "out.board").exists()


READERS = [
    ["info", "BAD"],
    ["check", "BAD"],
    ["find", "BAD", "x"],
    ["export", "BAD", "--to", "csv", "--out", "OUT"],
    ["import", "TABLE", "--into", "BAD"],
    ["merge", "BAD", "CASE", "--out", "OUT"],
    ["merge", "CASE", "BAD", "--out", "OUT"],
]


@pytest.mark.parametrize("words", READERS, ids=" ".join)
@pytest.mark.parametrize("damage", ["text", "cut", "foreign", "missing"])
def test_what_is_no_board_is_refused_unchanged(
    verb: Verb, case: Path, tmp_path: Path, words: list[str], damage: str
) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    bad, table, out = folder / "bad.board", tmp_path / "cards.csv", tmp_path / "out"
    table.write_text("key\nE1\n")
    content = {
        "text": b"hello\n" * 100,
        "cut": case.read_bytes()[:50_000],
        "foreign": b"SQLite format 3\0" + b"\0" * 4_080,
    }
    if damage == "missing" and words[0] == "import":
        pytest.skip("an import makes the board")
    if damage != "missing":
        bad.write_bytes(content[damage])
    names = {"BAD": bad, "TABLE": table, "OUT": out, "CASE": case}
    answer = verb(*(names.get(word, word) for word in words))
    assert answer.code == 4 and len(answer.err.strip().splitlines()) == 2 and not answer.out
    assert [path.name for path in folder.iterdir()] == ([] if damage == "missing" else ["bad.board"])
    assert damage == "missing" or bad.read_bytes() == content[damage]
    assert not out.exists() and sha256(case) == sha256(SAMPLE)


def test_wrong_usage(verb: Verb, case: Path, tmp_path: Path) -> None:
    for words in (
        ["export", case, "--to", "html", "--out", tmp_path / "x"],
        ["export", case, "--to", "gif", "--out", tmp_path / "x"],
        ["export", case, "--to", "png", "--out", tmp_path / "no" / "x.png"],
        ["export", case, "--to", "png", "--out", tmp_path / "x.png", "--size", "huge"],
        ["export", case, "--to", "csv", "--out", tmp_path / "x", "--sheet", "nowhere"],
        ["export", case],
        ["find", case],
        ["info"],
        ["new"],
    ):
        assert verb(*words).code == 2, words
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_verb_explains_itself(verb: Verb, name: str) -> None:
    answer = verb(name, "--help")
    assert answer.code == 0 and "--settings-dir" in answer.out


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_pictures(verb: Verb, case: Path, tmp_path: Path, form: str, start: bytes, qapp: object) -> None:
    out = tmp_path / f"o.{form}"
    answer = verb("export", case, "--to", form, "--out", out, "--size", "1200x800", "--theme", "dark", "--json")
    assert answer.code == (1 if answer.json["lost"] else 0)
    assert out.read_bytes().startswith(start) and answer.json["bytes"] == out.stat().st_size > 5_000


def test_the_verbs_work_as_a_process_of_their_own(case: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "EVIDENCEBOARD_HOME": str(tmp_path / "h")}
    words = [sys.executable, "-m", "evidenceboard", "--settings-dir", str(tmp_path / "s"), "find", str(case), "국정"]
    found = subprocess.run(words, env=environment, cwd=Path(__file__).parents[2], capture_output=True, check=True)
    assert "judges the same" in found.stdout.decode() and not found.stderr
    assert (tmp_path / "s").is_dir() and not (tmp_path / "h").exists()


def test_demo_draws_the_real_window(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    out = tmp_path / "window.png"
    words = [sys.executable, "-m", "evidenceboard", "demo", "--screenshot", str(out)]
    found = subprocess.run(words, env=environment, cwd=Path(__file__).parents[2], capture_output=True, check=False)
    assert found.returncode == 0, found.stderr.decode()
    assert found.stdout.decode().strip() == str(out)
    assert out.read_bytes().startswith(b"\x89PNG") and out.stat().st_size > 50_000


def test_a_mistake_of_the_program_says_no_word_of_the_board_and_looks_like_no_finding(
    verb: Verb, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise ValueError("the vessel left Nampo at dawn")

    monkeypatch.setattr(info, "run", broken)
    answer = verb("info", case)
    assert answer.code == 70 and answer.out == ""
    assert "ValueError" in answer.err and "test_verbs.py" in answer.err
    assert "vessel" not in answer.err and case.name not in answer.err
