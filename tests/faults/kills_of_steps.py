"""`kill -9` within one long step: an import of photos or of tables, a merge, the way to the next format.

A step is all there afterwards or not at all, whatever it was killed at; what was there before is all there; and not a
byte of anybody's files has changed.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.faults import steps
from tests.faults.formats import next_version
from tests.faults.gestures import gesture
from tests.faults.judging import ids_in, misfits, promised, strays
from tests.faults.outcome import Outcome
from tests.faults.processes import killed, started

PATIENCE = 60.0  # seconds that a step may take
LATE = 1.15  # of the time that a step took so far: some are killed when it has just been done


@dataclass(frozen=True)
class Step:
    """One kind of step.

    Attributes:
        words: what it is.
        prepare: puts what it reads into a folder; how many cards it will bring.
        script: does it in a process of its own.
        version: in which version of the program the board is looked at afterwards.
    """

    words: str
    prepare: Callable[[Path, random.Random], int]
    script: Callable[..., None]
    version: Callable[[], AbstractContextManager[None]] = nullcontext


PHOTOS = Step("photos are imported", steps.prepare_photos, steps.import_photos)
TABLES = Step("tables are imported", steps.prepare_tables, steps.import_tables)
MERGE = Step("a colleague's copy is merged", steps.prepare_merge, steps.merge)
MIGRATION = Step("the next version opens the board", steps.prepare_migration, steps.migrate, next_version)


def kill_while_importing_photos(tries: int, seed: int = 11) -> Outcome:
    """Photos are written ahead of the changeset that names them: what was killed between leaves none behind."""
    return _kill_many(PHOTOS, tries, seed)


def kill_while_importing_tables(tries: int, seed: int = 12) -> Outcome:
    return _kill_many(TABLES, tries, seed)


def kill_while_merging(tries: int, seed: int = 13) -> Outcome:
    return _kill_many(MERGE, tries, seed)


def kill_while_migrating(tries: int, seed: int = 14) -> Outcome:
    return _kill_many(MIGRATION, tries, seed)


def _kill_many(step: Step, tries: int, seed: int) -> Outcome:
    outcome, dice, begun = Outcome(f"kill -9 while {step.words}"), random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        stage = _Stage(Path(folder).resolve(), step, outcome, dice)
        stage.measure()
        for _ in range(tries):
            outcome.tries += 1
            stage.kill_once()
    outcome.seconds = time.monotonic() - begun
    return outcome


class _Stage:
    """A board as it is before the step, put back for every try."""

    def __init__(self, folder: Path, step: Step, outcome: Outcome, dice: random.Random) -> None:
        self.at, self.kept = folder / "at", folder / "kept"
        self.settings, self.place = self.at / "settings", self.at / "place"
        self.path, self.notes = self.place / "victim.board", self.at / "notes"
        self.step, self.outcome, self.dice = step, outcome, dice
        self.place.mkdir(parents=True)
        with_all = Document.new(self._installation(), "Judge", "Victim")
        while with_all.log.count("card") < 6:
            gesture(with_all, dice)
        with_all.publish(self.path)
        gesture(with_all, dice)  # the file lacks it
        self.before = ids_in(with_all)
        self.cards = with_all.log.count("card")
        with_all.close()
        self.brings = step.prepare(self.place, dice)
        shutil.copytree(self.at, self.kept)
        self.files = self._bytes()
        self.seconds = 0.0

    def _installation(self) -> Installation:
        return Installation(folders(self.settings))

    def _bytes(self) -> dict[str, bytes]:
        files = (file for file in self.place.rglob("*") if file.is_file())
        return {str(file.relative_to(self.place)): file.read_bytes() for file in files}

    def _put_back(self) -> None:
        shutil.rmtree(self.at)
        shutil.copytree(self.kept, self.at)

    def measure(self) -> None:
        """How long the step takes where nobody kills it: the kills are spread over that."""
        process = started(self.step.script, self.settings, self.path, self.notes)
        self._wait_for("step\n")
        begun = time.monotonic()
        self._wait_for("done\n")
        self.seconds = time.monotonic() - begun
        killed(process)
        self.look(done=True)
        self._put_back()

    def kill_once(self) -> None:
        process = started(self.step.script, self.settings, self.path, self.notes)
        self._wait_for("step\n")
        time.sleep(self.dice.uniform(0.0, LATE * self.seconds))
        self.outcome.check(process.is_alive(), "the script ended by itself: it failed")
        killed(process)
        done = "done\n" in self.notes.read_text()
        self.outcome.count("killed when it was done" if done else "killed within it")
        self.look(done)
        self._put_back()

    def _wait_for(self, line: str) -> None:
        end = time.monotonic() + PATIENCE
        while not self.notes.exists() or line not in self.notes.read_text():
            if time.monotonic() > end:
                raise TimeoutError(f"the script never came to say: {line}")
            time.sleep(0.0005)

    def look(self, done: bool) -> None:
        """The board is as before the step or as after it, the next start offers it, and nobody's file has changed."""
        check = self.outcome.check
        check(self._bytes() == self.files, "a file of a person was changed, or something lies beside it")
        promise = promised(self.notes)
        with self.step.version():
            check([each.path for each in self._installation().unclosed()] == [self.path], "it is not offered")
            try:
                document = Document.open(self.path, self._installation(), "Judge")
            except KnownError as problem:
                check(False, f"the board does not open: {problem.title}")
                return
            self._look_at(document, done, self.before | promise.kept)
            document.publish()
            document.close()
        check(not strays(self.place), f"left beside the board: {strays(self.place)}")

    def _look_at(self, document: Document, done: bool, kept: set[str]) -> None:
        check, came = self.outcome.check, document.log.count("card") - self.cards
        check(kept <= ids_in(document), f"{len(kept - ids_in(document))} acknowledged changes are lost")
        check(came in ((self.brings,) if done else (0, self.brings)), f"half of it is there: {came} of {self.brings}")
        self.outcome.count("of these, all was there", int(not done and came == self.brings and self.brings > 0))
        broken = list(misfits(document))
        check(not broken, f"the board is not what its log says: {broken[:2]}")
        named = {values["photo"] for _, values in document.records("card") if "photo" in values}
        held = document.log.photo_names()
        check(named <= held, f"{len(named - held)} photos of cards are not there")
        check(came > 0 or held <= named | self._photos_before, "photos that no card names were left behind")

    @property
    def _photos_before(self) -> set[str]:
        """Photos of cards that were removed stay."""
        if not hasattr(self, "_held"):
            spare = self.at.with_name("spare")
            shutil.copytree(self.kept, spare)
            document = Document.open(spare / "place" / self.path.name, Installation(folders(spare / "other")), "Judge")
            self._held = document.log.photo_names()
            document.close()
            shutil.rmtree(spare)
        return self._held
