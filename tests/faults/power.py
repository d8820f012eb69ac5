"""Power cuts: a person's hour is recorded call by call, and the power fails after any of the calls.

Nothing of the process outlives a cut but what its disk may then hold (`lost_writes`). The same must be true as after
a kill: every acknowledged change is there, and the user's file is whole and has what was published.
"""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.disk import listening
from tests.faults.gestures import gesture
from tests.faults.judging import ids_in, ids_in_file, misfits
from tests.faults.lost_writes import Disk, Recorder, put_back
from tests.faults.outcome import Outcome

CUTS_AN_HOUR = 50
GESTURES = 40


@dataclass
class Hour:
    """What a person did, and what was promised after which call.

    Attributes:
        kept: after so many calls this changeset had been acknowledged.
        published: after so many calls these were said to be in the file.
    """

    folder: Path
    path: Path
    recorder: Recorder
    board_id: str = ""
    kept: list[tuple[int, str]] = field(default_factory=list)
    published: list[tuple[int, set[str]]] = field(default_factory=list)

    def installation(self, person: str = "me") -> Installation:
        return Installation(folders(self.folder / person))

    def note(self, *ids: str) -> None:
        self.kept += [(len(self.recorder.calls), each) for each in ids]

    def publish(self, document: Document) -> None:
        document.publish(self.path)
        self.note(*ids_in(document))  # what a colleague had saved came in on the way
        self.published.append((len(self.recorder.calls), ids_in(document)))


def power_cuts(tries: int, seed: int = 5) -> Outcome:
    """Cut the power after random calls of some hours of work, and look what is left."""
    outcome, dice, begun = (
        Outcome("power fails; unsynced writes dropped, kept or torn"),
        random.Random(seed),
        time.monotonic(),
    )
    while outcome.tries < tries:
        with tempfile.TemporaryDirectory() as folder:
            hour = _recorded(Path(folder).resolve(), dice.randrange(2**32))
            outcome.count("calls to the disk", len(hour.recorder.calls))
            for _ in range(min(CUTS_AN_HOUR, tries - outcome.tries)):
                outcome.tries += 1
                _cut(hour, dice.randint(0, len(hour.recorder.calls)), dice, outcome)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _recorded(folder: Path, seed: int) -> Hour:
    """A new board; edited, saved, a colleague's copy merged, closed and opened again."""
    dice = random.Random(seed)
    hour = Hour(folder, folder / "place" / "case.board", Recorder(folder))
    hour.path.parent.mkdir()
    with listening(hour.recorder):
        document = Document.new(hour.installation(), "Judge", "Case")
        hour.board_id = document.board_id
        hour.note(*ids_in(document))
        for number in range(GESTURES):
            changeset = gesture(document, dice)
            hour.note(*([changeset.id] if changeset else []))
            if number in (5, 12) or dice.random() < 0.08:
                hour.publish(document)
            if number == 15:
                _merge_a_colleague(hour, document, dice)
            if number == 25:
                document.close()
                document = Document.open(hour.path, hour.installation(), "Judge")
        hour.publish(document)
        document.close()
    return hour


def _merge_a_colleague(hour: Hour, document: Document, dice: random.Random) -> None:
    """Somebody else edits a copy; it is merged in."""
    copied = hour.folder / "place" / "copy.board"
    copied.write_bytes(hour.path.read_bytes())
    other = Document.open(copied, hour.installation("colleague"), "Colleague")
    for _ in range(4):
        gesture(other, dice)
    other.publish()
    other.close()
    with read_board(copied, document.installation.scratch()) as foreign:
        new = document.receive(foreign.changesets, foreign.photos())
    hour.note(*(changeset.id for changeset in new))


def _cut(hour: Hour, moment: int, dice: random.Random, outcome: Outcome) -> None:
    disk = Disk(hour.recorder.before)
    for call in hour.recorder.calls[:moment]:
        disk.make(call)
    put_back(hour.folder, disk.after_power_loss(dice))
    kept = {name for when, name in hour.kept if when <= moment}
    in_file = next((ids for when, ids in reversed(hour.published) if when <= moment), set())
    outcome.count("changes acknowledged before", len(kept))
    if not kept:
        outcome.count("cuts before anything was promised")
        return
    if in_file or hour.path.exists():
        there, amiss = ids_in_file(hour.path)
        outcome.check(not amiss, f"call {moment}: the file is not whole: {amiss[:3]}")
        outcome.check(in_file <= there, f"call {moment}: the file lacks {len(in_file - there)} published changes")
    _look_at_the_board(hour, moment, kept, outcome)


def _look_at_the_board(hour: Hour, moment: int, kept: set[str], outcome: Outcome) -> None:
    installation = hour.installation()
    try:
        if hour.path.exists():
            document = Document.open(hour.path, installation, "Judge")
        else:
            document = Document.open_draft(hour.board_id, installation, "Judge")
            outcome.count("cuts before the first save")
    except KnownError as problem:
        outcome.check(False, f"call {moment}: the board does not open: {problem}")
        return
    there = ids_in(document)
    outcome.check(kept <= there, f"call {moment}: {len(kept - there)} acknowledged changes are lost")
    broken = list(misfits(document))
    outcome.check(not broken, f"call {moment}: the board is not what its log says: {broken[:3]}")
    document.close()
