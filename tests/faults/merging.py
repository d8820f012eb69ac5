"""Copies of one board that are merged: in every order, with themselves and an older one, and killed in the middle."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from itertools import permutations
from pathlib import Path
from typing import Any

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from evidenceboard.store.reading import read_board
from tests.faults import scripts
from tests.faults.gestures import gesture
from tests.faults.judging import findings_in_file, ids_in, ids_in_file, misfits, promised
from tests.faults.outcome import Outcome
from tests.faults.processes import in_time, killed, started

PEOPLE = 3
APART = 12  # gestures of each at most
LONG = 150  # changes that are merged when the killer comes
WINDOW = 0.12  # seconds that a merge and the saving after it take, more or less
A_BOARD = 25  # kills with the same two copies
PATIENCE = 60.0  # seconds for a script to come to a step


def in_every_order(tries: int, seed: int = 11) -> Outcome:
    """Three people work on copies; whoever merges the others', in whatever order, sees the same board."""
    outcome, dice, begun = Outcome("three copies merged in every order"), random.Random(seed), time.monotonic()
    for _ in range(tries):
        outcome.tries += 1
        with tempfile.TemporaryDirectory() as folder:
            _merge_in_every_order(Path(folder), dice, outcome)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _merge_in_every_order(folder: Path, dice: random.Random, outcome: Outcome) -> None:
    base, copies = _three_copies(folder, dice)
    states = []
    for order in permutations(copies):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            states.append(_merged(Path(place), order, base, outcome))
    outcome.check(all(state == states[0] for state in states), "two orders give two boards")
    outcome.count("orders", len(states))
    outcome.count("changes that came together", len(states[0]["ids"]))
    outcome.count("fields on which they differ", len(states[0]["conflicts"]))


def _three_copies(folder: Path, dice: random.Random) -> tuple[Path, list[Path]]:
    """A board, and what three people have made of it; some have taken in another's by then."""
    base = folder / "base.board"
    document = Document.new(_installation(folder / "first"), "First", "Shared")
    for _ in range(APART):
        gesture(document, dice)
    document.publish(base)
    document.close()
    copies: list[Path] = []
    for number in range(PEOPLE):
        copies.append(folder / f"copy-{number}.board")
        shutil.copyfile(base, copies[-1])
        document = Document.open(copies[-1], _installation(folder / f"person-{number}"), f"Person {number}")
        for _ in range(dice.randint(1, APART)):
            gesture(document, dice)
        if number and dice.random() < 0.3:
            _take_in(document, copies[0])
            gesture(document, dice)
        document.publish()
        document.close()
    return base, copies


def _merged(place: Path, order: tuple[Path, ...], base: Path, outcome: Outcome) -> dict[str, Any]:
    """What somebody sees who opens the first and merges the others; doing so again changes nothing."""
    mine = place / "mine.board"
    shutil.copyfile(order[0], mine)
    document = Document.open(mine, _installation(place / "settings"), "Judge")
    for other in order[1:]:
        _take_in(document, other)
    state = _state(document)
    for again in (*order, base, mine):
        outcome.check(_take_in(document, again) == 0, "a merge of what was there brought something")
    outcome.check(_state(document) == state, "a merge of what was there changed the board")
    outcome.check(not list(misfits(document)), "the board is not what its log says")
    document.publish()
    document.close()
    amiss = findings_in_file(mine)
    outcome.check(not amiss, f"the file is not whole: {amiss[:3]}")
    return state


def _take_in(document: Document, path: Path) -> int:
    with read_board(path, document.installation.scratch(), own=document.log.path) as foreign:
        return len(document.receive(foreign.changesets, foreign.photos(document.photos_here())))


def _state(document: Document) -> dict[str, Any]:
    """All that somebody sees of a board, whatever way it came about."""
    board = document.board
    live = {name: board.record(name).shown_values() for kind in ("card", "edge", "place") for name in board.live(kind)}
    conflicts = sorted((each.record, each.field, len(each.heads)) for each in board.conflicts())
    return {"ids": ids_in(document), "live": live, "conflicts": conflicts, "photos": document.log.photo_names()}


def kill_while_merging(tries: int, seed: int = 12) -> Outcome:
    """Kill a script while it merges a colleague's copy and saves: all of it is there, or nothing."""
    outcome, dice, begun = Outcome("kill -9 while a copy is merged and saved"), random.Random(seed), time.monotonic()
    while outcome.tries < tries:
        with tempfile.TemporaryDirectory() as folder:
            mine, theirs = _two_copies(Path(folder), dice)
            for _ in range(min(A_BOARD, tries - outcome.tries)):
                outcome.tries += 1
                with tempfile.TemporaryDirectory(dir=folder) as place:
                    _kill_once(Path(place), mine, theirs, dice, outcome)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _two_copies(folder: Path, dice: random.Random) -> tuple[Path, Path]:
    """Mine, and a colleague's that has much which mine has not: photos, too."""
    mine, theirs = folder / "mine.board", folder / "theirs.board"
    document = Document.new(_installation(folder / "first"), "First", "Shared")
    gesture(document, dice)
    document.publish(mine)
    document.publish(theirs)
    for _ in range(LONG):
        gesture(document, dice)
    photo = Photo(b"\xff\xd8\xff" + dice.randbytes(2_000_000))
    document.commit(commands.add_card(FIRST_SHEET, "photo", (0.0, 0.0), {"photo": photo.sha256}), [photo])
    document.publish(theirs)
    document.close()
    return mine, theirs


def _kill_once(place: Path, mine: Path, theirs: Path, dice: random.Random, outcome: Outcome) -> None:
    path, notes = place / "mine.board", place / "notes"
    shutil.copyfile(mine, path)
    process = started(scripts.merge_and_save, place / "settings", path, theirs, notes)
    begun = in_time(lambda: notes.exists() and "merging" in notes.read_text(), PATIENCE)
    outcome.check(begun, "the script never came to merging")
    time.sleep(dice.uniform(0.0, WINDOW))
    killed(process)
    promise = promised(notes)
    before, theirs_ids = ids_in_file(mine)[0], ids_in_file(theirs)[0]
    in_file, amiss = ids_in_file(path)
    outcome.check(not amiss and in_file in (before, theirs_ids), f"the file is neither old nor new: {amiss[:3]}")
    outcome.check(in_file == theirs_ids or not promise.published, "the file lacks what had been saved")
    document = Document.open(path, _installation(place / "settings"), "Judge")
    there = ids_in(document)
    outcome.check(there in (before, theirs_ids), f"{len(there - before)} of {len(theirs_ids - before)} were merged")
    outcome.check(there == theirs_ids or not promise.kept, "a merge that had been acknowledged is lost")
    outcome.check(not list(misfits(document)), "the board is not what its log says")
    outcome.count("all of it was there" if there == theirs_ids else "nothing of it was there")
    document.close()


def _installation(settings: Path) -> Installation:
    return Installation(folders(settings))
