"""The fault loops, short enough for every run of the tests; `packaging/run.py faults` runs them long."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.faults.__main__ import main
from tests.faults.judging import ids_in_file, misfits, promised
from tests.faults.outcome import Outcome
from tests.faults.processes import POSSIBLE
from tests.faults.scripts import Notes
from tests.faults.soak import soak

forks = pytest.mark.skipif(not POSSIBLE, reason="this system cannot fork processes")


@forks
def test_the_command_prints_rows_and_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rows", "2,16", "--scale", "0.001", "--json", str(tmp_path / "rows.json")]) == 0
    rows = json.loads((tmp_path / "rows.json").read_text())
    assert [(row["rows"], row["tries"]) for row in rows] == [([2], 1), ([16], 1)]
    assert capsys.readouterr().out.count("nothing lost") == 2


@forks
def test_a_short_soak() -> None:
    outcome = soak(400)
    assert outcome.lost == []
    assert outcome.counts["bytes a changeset, photos apart"] < 1_500


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
