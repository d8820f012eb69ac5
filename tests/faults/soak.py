"""The soak: two people at copies of one board for thousands of gestures, with merges, saves, reopenings and kills.

Both are played by one process that plans by a seed; every stretch of work runs in a process of its own, and some of
these are killed. At the end both copies are merged, and memory and the files are measured against the log.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.gestures import gesture
from tests.faults.judging import findings_in_file, ids_in, ids_in_file, misfits, promised
from tests.faults.outcome import Outcome
from tests.faults.processes import killed, started
from tests.faults.scripts import Notes

STRETCH = 120  # gestures of one process, at most
KILLED = 0.25  # of the stretches
PATIENCE = 300.0  # seconds for a stretch
KEPT_FREE = 40  # cards from which half are removed: the board stays small, its log does not


def work(settings: Path, mine: Path, theirs: Path, notes: Path, seed: int, steps: int) -> None:
    """One stretch: open my copy, edit it, save now and then, merge the other's, close it."""
    dice, told = random.Random(seed), Notes(notes)
    document = Document.open(mine, Installation(folders(settings)), settings.name)
    told.say("open")
    for _ in range(steps):
        changeset = gesture(document, dice, KEPT_FREE)
        if changeset is not None:
            told.say(changeset.id)
        chance = dice.random()
        if chance < 0.02:
            told.say("publishing")
            document.publish()
            told.say("published")
        elif chance < 0.03:
            with read_board(theirs, document.installation.scratch()) as foreign:
                for each in document.receive(foreign.changesets, foreign.photos()):
                    told.say(each.id)
    told.say("publishing")
    document.publish()
    told.say("published")
    document.close()
    told.say("closed")
    told.say(f"memory {_peak_memory()}")


def _peak_memory() -> int:
    """KiB; of this process alone, which a fork of a small server began."""
    with open("/proc/self/status") as status:
        return next((int(line.split()[1]) for line in status if line.startswith("VmHWM")), 0)


class _Soak:
    """Two people with a copy each, and all that they were promised."""

    def __init__(self, folder: Path, seed: int, outcome: Outcome) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        self.outcome = outcome
        self.kept: list[set[str]] = [set(), set()]
        self.paths = [folder / f"place-{number}" / "shared.board" for number in (0, 1)]
        self.settings = [folder / f"person-{number}" for number in (0, 1)]
        self.memory: list[int] = []
        for path in self.paths:
            path.parent.mkdir()
        document = Document.new(Installation(folders(self.settings[0])), "Judge", "Shared")
        document.publish(self.paths[0])
        document.close()
        self.paths[1].write_bytes(self.paths[0].read_bytes())

    def stretch(self, steps: int) -> int:
        """One person works, perhaps until killed; returns how many gestures came of it."""
        who = self.dice.randrange(2)
        notes = self.folder / "notes"
        notes.unlink(missing_ok=True)
        mine, theirs = self.paths[who], self.paths[1 - who]
        process = started(work, self.settings[who], mine, theirs, notes, self.dice.randrange(2**32), steps)
        if self.dice.random() < KILLED:
            process.join(self.dice.uniform(0.2, 2.0))
            self.outcome.count("kills", process.is_alive())
        else:
            process.join(PATIENCE)
            self.outcome.check(process.exitcode == 0, f"a process ended with {process.exitcode}")
        killed(process)
        promise = promised(notes)
        memory = {line for line in promise.kept if line.startswith("memory")}
        self.memory += [int(line.split()[1]) for line in memory]
        made = promise.kept - memory
        new = made - self.kept[0] - self.kept[1]  # else it came with a merge
        self.kept[who] |= made
        self.outcome.count("stretches that were closed", promise.closed)
        return len(new)

    def look(self) -> None:
        """Nothing acknowledged is lost; the tables follow from the log; the files are whole."""
        for who, path in enumerate(self.paths):
            document = Document.open(path, Installation(folders(self.settings[who])), "Judge")
            lost = self.kept[who] - ids_in(document)
            self.outcome.check(not lost, f"person {who} lost {len(lost)} acknowledged changes")
            document.publish()
            document.close()
            ids, amiss = ids_in_file(path)
            self.outcome.check(
                not amiss and self.kept[who] <= ids, f"the file of person {who} is not whole: {amiss[:3]}"
            )

    def end(self) -> None:
        """Both merge the other's, and see the same."""
        boards = []
        for who in (0, 1, 0):
            document = Document.open(self.paths[who], Installation(folders(self.settings[who])), "Judge")
            with read_board(self.paths[1 - who], document.installation.scratch()) as foreign:
                document.receive(foreign.changesets, foreign.photos())
            document.publish()
            broken = list(misfits(document))
            self.outcome.check(not broken, f"the board is not what its log says: {broken[:3]}")
            boards.append((ids_in(document), _shown(document)))
            document.close()
        self.outcome.check(boards[1] == boards[2], "the two copies are not equal after both merged")
        self.outcome.check(self.kept[0] | self.kept[1] <= boards[2][0], "merged, the board lacks acknowledged changes")
        amiss = findings_in_file(self.paths[0])
        self.outcome.check(not amiss, f"the file is not whole: {amiss[:3]}")
        self._measure(len(boards[2][0]))

    def _measure(self, changesets: int) -> None:
        outcome, path = self.outcome, self.paths[0]
        photos = Document.open(path, Installation(folders(self.settings[0])), "Judge")
        bytes_of_photos = photos.log.counts()["photo_bytes"]
        photos.close()
        first, last = self.memory[:5], self.memory[-5:]
        outcome.count("changesets", changesets)
        outcome.count("bytes of the file", path.stat().st_size)
        outcome.count("bytes a changeset, photos apart", (path.stat().st_size - bytes_of_photos) // max(1, changesets))
        outcome.count("MiB of memory at first", sum(first) // max(1, len(first)) // 1024)
        outcome.count("MiB of memory at last", sum(last) // max(1, len(last)) // 1024)
        for settings in self.settings:
            desks = len(list((settings / "data" / "work").iterdir()))
            outcome.check(desks == 1, f"{desks} working copies where there should be one")
            left = len(list((settings / "data" / "scratch").iterdir()))
            outcome.check(left == 0, f"{left} private copies were left")


def _shown(document: Document) -> dict[str, object]:
    board = document.board
    return {name: board.record(name).shown_values() for kind in ("card", "edge", "place") for name in board.live(kind)}


def soak(steps: int, seed: int = 1) -> Outcome:
    """So many gestures in all."""
    outcome, begun, done = Outcome("two people edit, merge, save and reopen; some are killed"), time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        both = _Soak(Path(folder), seed, outcome)
        while done < steps:
            outcome.tries += 1
            done += both.stretch(min(STRETCH, steps - done + 1))
            if outcome.tries % 10 == 0:
                both.look()
        both.look()
        both.end()
    outcome.count("gestures", done)
    outcome.seconds = time.monotonic() - begun
    return outcome
