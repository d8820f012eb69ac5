"""The fault loops, short enough for every run of the tests; `packaging/run.py faults` runs them long."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.faults import __main__ as command
from tests.faults.__main__ import main
from tests.faults.growth import SIZE, amiss
from tests.faults.judging import ids_in_file, misfits, promised
from tests.faults.merging import in_every_order, kill_while_merging
from tests.faults.outcome import Outcome
from tests.faults.processes import POSSIBLE
from tests.faults.registry import Loop
from tests.faults.results import page
from tests.faults.scripts import Notes
from tests.faults.soak import soak

forks = pytest.mark.skipif(not POSSIBLE, reason="this system cannot fork processes")


@forks
def test_the_command_prints_rows_and_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rows", "2,16", "--scale", "0.001", "--json", str(tmp_path / "rows.json")]) == 0
    rows = json.loads((tmp_path / "rows.json").read_text())
    assert [(row["rows"], row["tries"]) for row in rows] == [([2], 1), ([16], 1)]
    assert capsys.readouterr().out.count("nothing lost") == 3  # each, and in all


@forks
def test_a_loop_that_cannot_go_on_keeps_no_other_from_being_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_times: int) -> Outcome:
        raise TimeoutError("it never came")

    monkeypatch.setattr(command, "loops", lambda: [Loop((1,), broken, 1), Loop((2,), lambda _: Outcome("well"), 1)])
    assert command.main(["--rows", "1-2", "--scale", "0.001", "--json", str(tmp_path / "rows.json")]) == 1
    first, second, *_ = json.loads((tmp_path / "rows.json").read_text())
    assert "it never came" in first["lost"][0] and (second["what"], second["lost"]) == ("well", [])
    assert "1 BROKEN PROMISES" in capsys.readouterr().out.splitlines()[-1]


@forks
def test_a_short_soak() -> None:
    outcome = soak(400)
    assert outcome.lost == []
    assert outcome.growth[-1]["operations"] > outcome.growth[0]["operations"] > 0


def test_a_run_that_grows_by_more_than_its_log_is_seen() -> None:
    def run(an_operation: list[int], memory: list[int]) -> list[str]:
        looks, size = [], 100_000
        for number, (added, taken) in enumerate(zip(an_operation, memory, strict=True)):
            size += added * 2_000
            figures = {"operations": 2_000 * (number + 1), SIZE: size, "MiB of memory": taken}
            looks.append({**figures, "MiB where it merged": 0})
        return list(amiss(looks))

    assert run([400] * 5, [50] * 5) == []
    assert run([500] * 3, [50] * 3) == []  # too short to say
    assert run([500] * 5, [50] * 5) == ["an operation added 500 bytes to the file, more than 418"]
    assert run([100, 100, 100, 300, 300], [50] * 5) == ["an operation added 100 bytes at first and 300 at last"]
    assert "memory grew by" in run([400] * 5, [50, 60, 70, 80, 90])[0]


def test_the_judges_see_what_is_missing(tmp_path: Path) -> None:
    """A loop that cannot fail would prove nothing."""
    outcome = Outcome("made up", tries=7)
    outcome.check(True, "not this")
    outcome.check(False, "3 changes are lost")
    assert outcome.lost == ["try 7: 3 changes are lost"] and "1 BROKEN PROMISES" in outcome.text()

    document = Document.new(Installation(folders(tmp_path / "settings")), "Judge", "Board")
    added = document.commit(commands.set_board(title="Other"))
    document.publish(tmp_path / "case.board")
    document.commit(commands.set_board(title="Third"))
    assert added and list(misfits(document)) == []
    ids, amiss = ids_in_file(tmp_path / "case.board")
    assert document.log.changeset_ids() - ids and added.id in ids and amiss == []
    document.log.cursor().execute("UPDATE board SET title = 'Forged'")
    assert list(misfits(document)) == ["board:this is not in its table what the log says"]
    document.close()


def test_notes_that_were_cut_off_promise_nothing(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "notes")
    for line in ("open", "a", "publishing", "published", "b", "publishing"):
        notes.say(line)
    with (tmp_path / "notes").open("a") as file:
        file.write("c")
    promise = promised(tmp_path / "notes")
    assert (promise.kept, promise.published, promise.publishing) == ({"a", "b"}, {"a"}, True)


@forks
def test_the_merging_loops_see_a_merge_that_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_every_order(1).lost == [] and kill_while_merging(2).lost == []
    monkeypatch.setattr(Document, "receive", lambda *_: ())
    assert any("two orders give two boards" in each for each in in_every_order(1).lost)


def test_the_page_of_results_says_what_was_lost(tmp_path: Path) -> None:
    well = Outcome("kill -9", tries=300, counts={"boards": 25}, seconds=12.5, rows=(1,))
    ill = Outcome("power fails", tries=4, lost=["try 3: one change"], rows=(3,))
    soak = Outcome("soak", growth=[{"gestures": 1_200, "operations": 2_400}, {"gestures": 2_500, "operations": 5_000}])
    said = page([well, ill], [soak])
    assert "| 1 | kill -9 | 300 | 12.5 | 25 boards | nothing lost |" in said
    assert "**1 broken promises**" in said and "1 BROKEN PROMISES".lower() in said.lower()
    assert "| gestures | operations |" in said and "| 2,500 | 5,000 |" in said
