"""The benchmark measures what it says it does; `packaging/run.py bench` runs it long."""

from __future__ import annotations

import json
import tempfile
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import check_file
from tests.bench import frames
from tests.bench.__main__ import main
from tests.bench.baselines import Blit, read_raw
from tests.bench.boards import make_board
from tests.bench.results import Result, compared, table
from tests.bench.turns import NeverDone, turns_during


def test_every_scenario_measures_and_what_is_no_time_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Times are for the benchmark itself to judge; pixels and references must be right on any machine."""
    main(["--sizes", "1000", "--quick", "--json", str(tmp_path / "figures.json")])
    printed = capsys.readouterr().out
    found = json.loads((tmp_path / "figures.json").read_text())["results"]
    assert {each["name"] for each in found} == {f"S{n}" for n in (1, 2, 3, 4, 5, 7, 8, *range(10, 23))}
    assert all(each["frames"] for each in found if each["name"] in ("S1", "S2") and each["against"])
    assert [each for each in found if each["name"] in ("S18", "S19") and each["median"] > each["limit"]] == [], printed


def test_a_board_is_as_large_as_it_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "bench.board"
    make_board(path, 150)
    with tempfile.TemporaryDirectory() as scratch:
        assert check_file(path, Path(scratch)) == []
    document = Document.open(path, Installation(folders(tmp_path / "settings")), "Test")
    cards = dict(document.records("card"))
    assert len(cards) == 150 and len(list(document.board.live("edge"))) == 300
    assert len(document.geometry().cards) == 150 and len(document.geometry().edges) == 300
    assert any("\uac00" <= sign <= "\ud7a3" for values in cards.values() for sign in values.get("title", ""))
    photos = {values["photo"] for values in cards.values() if "photo" in values}
    pictures = [Image.open(BytesIO(document.photo(photo) or b"")) for photo in photos]
    assert len(pictures) > 1 and {picture.format for picture in pictures} == {"JPEG"}
    document.close()
    assert read_raw(path) > 0


def test_the_same_seed_gives_the_same_plan(tmp_path: Path) -> None:
    plans = []
    for number in range(2):
        make_board(tmp_path / f"{number}.board", 60, seed=7)
        settings = Installation(folders(tmp_path / f"settings-{number}"))
        document = Document.open(tmp_path / f"{number}.board", settings, "Test")
        places = sorted((values["pos"], values["size"]) for _, values in document.records("place"))
        plans.append((places, sorted(values["title"] for _, values in document.records("card"))))
        document.close()
    assert plans[0] == plans[1]


def test_a_step_after_which_nothing_is_painted_is_no_frame(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "PATIENCE", 0.05)
    blit = Blit()
    qtbot.addWidget(blit)
    blit.show()
    assert blit.screen.frame(blit.update) > 0
    with pytest.raises(frames.NoFrame):
        blit.screen.frame(lambda: None)


def test_the_longest_turn_is_found_wherever_it_is_hidden(qtbot: QtBot) -> None:
    done: list[bool] = []

    def hold() -> None:
        end = time.thread_time() + 0.05
        while time.thread_time() < end:
            pass

    def wait_then_hold() -> None:
        time.sleep(0.05)
        QTimer.singleShot(20, lambda: (hold(), done.append(True)))

    turns = turns_during(wait_then_hold, lambda: bool(done))
    assert turns.wall[0] >= 50 > turns.cpu[0]
    assert turns.longest >= turns.longest_cpu >= 50 and turns.longest_cpu == turns.cpu[-1]
    assert turns.over(49) == 1 and len(turns.wall) == len(turns.cpu) > 2
    with pytest.raises(NeverDone):
        turns_during(lambda: None, lambda: False, patience=0.05)


def test_a_row_says_how_it_stands() -> None:
    fine = compared("S1", "pan", 100, [[1.0, 1.0], [2.0, 2.0]], [[4.0], [4.0]], "plain view", 0.5)
    assert (fine.ratio, fine.low, fine.high, fine.frames) == (0.375, 0.25, 0.5, 4)
    assert fine.within and not fine.failed
    over = Result("S2", "pan", 100, 20.0, limit=16.7, slack=3.0)
    assert not over.within and not over.failed
    broken = Result("S14", "memory", 100, 500.0, unit="MB", limit=400.0)
    assert broken.failed
    shown = table({"Qt": "6"}, [fine, over, broken])
    assert [line.split()[-1] for line in shown.splitlines()[2:]] == ["ok", "over", "FAILED"]
    assert "0.38 (0.25–0.50)" in shown
