"""The soak: two people at copies of one board for thousands of gestures, with merges, saves, reopenings and kills.

Both work at the same time, each stretch in a process of its own, by what the dice of a seed say; some are killed.
At the end both copies are merged. Memory and the files are measured against the log all the way.
"""

from __future__ import annotations

import random
import tempfile
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.gestures import gesture
from tests.faults.growth import amiss, figures
from tests.faults.judging import Promise, findings_in_file, ids_in, ids_in_file, misfits, promised
from tests.faults.outcome import Outcome
from tests.faults.processes import ended, killed, started
from tests.faults.scripts import Notes

STRETCH = 120  # gestures of one process, at most
KILLED = 0.25  # of the stretches
PATIENCE = 300.0  # seconds for a stretch
LOOKS = 16  # in a whole run; each takes as long as a stretch, for it reads everything
KEPT_FREE = 40  # cards from which half are removed: the board stays small, its log does not


def work(settings: Path, mine: Path, theirs: Path, notes: Path, seed: int, steps: int) -> None:
    """One stretch: open my copy, edit it, save now and then, merge the other's, close it."""
    dice, told, merges = random.Random(seed), Notes(notes), 0
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
            with read_board(theirs, document.installation.scratch(), own=document.log.path) as foreign:
                for each in document.receive(foreign.changesets, foreign.photos(document.photos_here())):
                    told.say(each.id)
            merges += 1
    told.say("publishing")
    document.publish()
    told.say("published")
    document.close()
    told.say("closed")
    told.say(f"memory {_peak_memory()} {merges}")


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
        self.memory: list[tuple[int, bool]] = []  # KiB of a process at most since the last look, and if it merged
        for path in self.paths:
            path.parent.mkdir()
        document = Document.new(Installation(folders(self.settings[0])), "Judge", "Shared")
        document.publish(self.paths[0])
        document.close()
        self.paths[1].write_bytes(self.paths[0].read_bytes())

    def stretch(self, steps: int) -> int:
        """Both work at once, each until done or killed; returns how many gestures came of it."""
        people = (0, 1)
        notes = [self.folder / f"notes-{who}" for who in people]
        for each in notes:
            each.unlink(missing_ok=True)
        at_work = [self._sent(who, notes[who], steps) for who in people]
        self._wait_for(at_work)
        found = [promised(each) for each in notes]
        known = self.kept[0] | self.kept[1]
        for who in people:
            self._note(who, found[who])
        return len((self.kept[0] | self.kept[1]) - known)

    def _sent(self, who: int, notes: Path, steps: int) -> BaseProcess:
        mine, theirs = self.paths[who], self.paths[1 - who]
        return started(work, self.settings[who], mine, theirs, notes, self.dice.randrange(2**32), steps)

    def _wait_for(self, at_work: list[BaseProcess]) -> None:
        """Kill those that the dice name, in their turn; the others must end by themselves."""
        begun = time.monotonic()
        doomed = sorted((self.dice.uniform(0.2, 2.0), each) for each in range(2) if self.dice.random() < KILLED)
        for moment, number in doomed:
            at_work[number].join(max(0.0, begun + moment - time.monotonic()))
            self.outcome.count("kills", at_work[number].is_alive())
            at_work[number].kill()
        for number, process in enumerate(at_work):
            ended(process, PATIENCE)
            as_wished = process.exitcode == 0 or number in {each for _, each in doomed}
            self.outcome.check(as_wished, f"a process ended with {process.exitcode}")
            killed(process)

    def _note(self, who: int, promise: Promise) -> None:
        memory = {line for line in promise.kept if line.startswith("memory")}
        self.memory += [(int(peak), merges != "0") for _, peak, merges in map(str.split, memory)]
        self.kept[who] |= promise.kept - memory
        self.outcome.count("stretches that were closed", promise.closed)

    def look(self, gestures: int) -> None:
        """Nothing acknowledged is lost; the tables follow from the log; the files are whole."""
        for who, path in enumerate(self.paths):
            document = Document.open(path, Installation(folders(self.settings[who])), "Judge")
            lost = self.kept[who] - ids_in(document)
            self.outcome.check(not lost, f"person {who} lost {len(lost)} acknowledged changes")
            document.publish()
            document.close()
            ids, refused = ids_in_file(path)
            whole = not refused and self.kept[who] <= ids
            self.outcome.check(whole, f"the file of person {who} is not whole: {refused[:3]}")
        self.outcome.growth.append(figures(gestures, self.paths[0], self.settings[0], self.memory))
        self.memory.clear()

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
        found = findings_in_file(self.paths[0])
        self.outcome.check(not found, f"the file is not whole: {found[:3]}")
        self.outcome.count("changesets", len(boards[2][0]))
        self._measure()

    def _measure(self) -> None:
        """The file grows as its log does, by no more than is fair; nothing is left about."""
        outcome = self.outcome
        for found in amiss(outcome.growth):
            outcome.check(False, found)
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
            done += both.stretch(min(STRETCH, (steps - done) // 2 + 1))
            if done * LOOKS >= steps * (len(outcome.growth) + 1):
                both.look(done)
        both.end()
    outcome.count("gestures", done)
    outcome.seconds = time.monotonic() - begun
    return outcome
