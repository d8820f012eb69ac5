"""Processes that open, edit and close one board at nearly the same time."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.faults import scripts
from tests.faults.judging import findings_in_file, ids_in, ids_in_file, misfits, promised, strays
from tests.faults.outcome import Outcome
from tests.faults.processes import ended, started

AHEAD = 0.06  # seconds that the processes get to be ready
APART = 0.04  # seconds by which they may start apart
PATIENCE = 60.0  # seconds that one may take
TRIES_A_BOARD = 25


def race_of_windows(tries: int, seed: int = 3) -> Outcome:
    """Two processes of one person: one folder of settings."""
    return _race_many(Outcome("two windows of one person open, edit, close"), tries, seed, 1)


def race_of_people(tries: int, seed: int = 4) -> Outcome:
    """Two people at one path of a shared drive: neither knows of the other's locks."""
    return _race_many(Outcome("two people open, edit, close one path"), tries, seed, 2)


def _race_many(outcome: Outcome, tries: int, seed: int, people: int) -> Outcome:
    dice, begun = random.Random(seed), time.monotonic()
    while outcome.tries < tries:
        with tempfile.TemporaryDirectory() as folder:
            track = _Track(Path(folder), outcome, dice, people)
            for _ in range(min(TRIES_A_BOARD, tries - outcome.tries)):
                outcome.tries += 1
                track.race()
                track.look()
            track.look_at_last()
    outcome.seconds = time.monotonic() - begun
    return outcome


class _Track:
    """One board, and the installations that race for it."""

    def __init__(self, folder: Path, outcome: Outcome, dice: random.Random, people: int) -> None:
        self.folder = folder
        self.place = folder / "place"
        self.place.mkdir()
        self.path = self.place / "shared.board"
        self.settings = [folder / f"person-{number}" for number in range(people)]
        self.outcome = outcome
        self.dice = dice
        self.kept: set[str] = set()
        document = Document.new(Installation(folders(self.settings[0])), "Judge", "Shared")
        document.publish(self.path)
        document.close()

    def race(self) -> None:
        start = time.monotonic() + AHEAD
        racers = []
        for number in range(2):
            notes = self.folder / f"notes-{number}"
            notes.unlink(missing_ok=True)
            moment = start + self.dice.uniform(0, APART)
            settings, seed = self.settings[number % len(self.settings)], self.dice.randrange(2**32)
            racers.append((started(scripts.visit, settings, self.path, notes, seed, moment), notes))
        for process, notes in racers:
            ended(process, PATIENCE)
            promise = promised(notes)
            self.outcome.check(process.exitcode == 0 and promise.closed, f"a process ended with {process.exitcode}")
            self.kept |= promise.kept
            self.outcome.count("changes acknowledged", len(promise.kept))
            self.outcome.count("publishings refused", len(promise.refused))
            process.kill()
            process.join()
        ids, amiss = ids_in_file(self.path)
        self.outcome.check(not amiss, f"the file is not whole: {amiss[:3]}")
        self.outcome.count("races in which the file at first lacked a change", not self.kept <= ids)

    def look(self) -> None:
        """Once each has opened it again, the last of them sees everything, and so does the file."""
        for settings in self.settings:
            document = Document.open(self.path, Installation(folders(settings)), "Judge")
            there = ids_in(document)
            broken = list(misfits(document))
            self.outcome.check(not broken, f"the board is not what its log says: {broken[:3]}")
            if document.unpublished:
                document.publish()
            document.close()
        self.outcome.check(self.kept <= there, f"{len(self.kept - there)} acknowledged changes are lost")
        ids, amiss = ids_in_file(self.path)
        self.outcome.check(self.kept <= ids and not amiss, "the file lacks acknowledged changes")

    def look_at_last(self) -> None:
        amiss = findings_in_file(self.path)
        self.outcome.check(not amiss, f"the file is not whole: {amiss[:3]}")
        self.outcome.check(not strays(self.place), f"left beside the board: {strays(self.place)}")
        for settings in self.settings:
            desks = len(list((settings / "data" / "work").iterdir()))
            self.outcome.check(desks == 1, f"{desks} working copies where there should be one")
        self.outcome.count("boards")
