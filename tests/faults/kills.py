"""`kill -9` at random moments, while a script edits or publishes a board."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from tests.faults import scripts
from tests.faults.judging import Promise, findings_in_file, ids_in, ids_in_file, misfits, promised, strays
from tests.faults.outcome import Outcome
from tests.faults.processes import in_time, killed, started

TRIES_A_BOARD = 12  # then a new board, for the look at each takes longer as it grows
WHILE_OPENING = 0.2  # of the tries begin to count before the board is open
LONGEST = 0.4  # seconds that a script may edit
WINDOW = 0.08  # seconds that a publishing takes, more or less
PHOTO = 3_000_000  # bytes of a photo on the board: what is not done at once takes a while
PATIENCE = 60.0  # seconds for a script to come to a step

Wait = Callable[[Path, random.Random], None]


def kill_while_editing(tries: int, seed: int = 1) -> Outcome:
    """Kill a script at any moment, from its opening of the board to deep in its work."""
    return _kill_many(Outcome("kill -9 while a script edits and saves"), tries, seed, 0.06, _wait_any_moment)


def kill_while_publishing(tries: int, seed: int = 2) -> Outcome:
    """Kill a script within the few milliseconds in which the user's file is replaced."""
    return _kill_many(Outcome("kill -9 while the file is being replaced"), tries, seed, 0.4, _wait_for_publishing)


def _wait_any_moment(notes: Path, dice: random.Random) -> None:
    if dice.random() > WHILE_OPENING:
        _wait_for(notes, "open\n", 1)
    time.sleep(dice.uniform(0.0, LONGEST))


def _wait_for_publishing(notes: Path, dice: random.Random) -> None:
    _wait_for(notes, "publishing\n", dice.randint(1, 3))
    time.sleep(dice.uniform(0.0, WINDOW))


def _wait_for(notes: Path, line: str, times: int) -> None:
    if not in_time(lambda: notes.exists() and notes.read_text().count(line) >= times, PATIENCE):
        raise TimeoutError(f"the script never came to say: {line}")


def _kill_many(outcome: Outcome, tries: int, seed: int, publish_share: float, wait: Wait) -> Outcome:
    dice, begun = random.Random(seed), time.monotonic()
    while outcome.tries < tries:
        with tempfile.TemporaryDirectory() as folder:
            victim = _Victim(Path(folder), outcome, dice)
            for _ in range(min(TRIES_A_BOARD, tries - outcome.tries)):
                outcome.tries += 1
                victim.kill_once(publish_share, wait)
                if not victim.look():
                    break
            else:
                victim.save_and_look()
    outcome.seconds = time.monotonic() - begun
    return outcome


class _Victim:
    """One board, edited by one script after the other; each is killed."""

    def __init__(self, folder: Path, outcome: Outcome, dice: random.Random) -> None:
        self.settings = folder / "settings"
        self.place = folder / "place"
        self.place.mkdir()
        self.path = self.place / "victim.board"
        self.notes = folder / "notes"
        self.outcome = outcome
        self.dice = dice
        self.promise = Promise()
        self.kept: set[str] = set()  # all that was ever acknowledged
        self.in_file: set[str] = set()  # of it, what is known to be in the file
        document = Document.new(self._installation(), "Judge", "Victim")
        photo = Photo(b"\xff\xd8\xff" + dice.randbytes(PHOTO))
        card = commands.add_card(FIRST_SHEET, "photo", (0.0, 0.0), {"photo": photo.sha256})
        document.commit(card, [photo])
        document.publish(self.path)
        self.kept |= ids_in(document)
        self.in_file |= self.kept
        document.close()

    def _installation(self) -> Installation:
        return Installation(folders(self.settings))

    def kill_once(self, publish_share: float, wait: Wait) -> None:
        self.notes.unlink(missing_ok=True)
        seed = self.dice.randrange(2**32)
        process = started(scripts.edit_for_ever, self.settings, self.path, self.notes, seed, publish_share)
        wait(self.notes, self.dice)
        self.outcome.check(process.is_alive(), "the script ended by itself: it failed")
        killed(process)
        self.promise = promised(self.notes)
        self.kept |= self.promise.kept
        if self.promise.published:
            self.in_file |= self.kept - self.promise.kept | self.promise.published
        self.outcome.count("changes acknowledged", len(self.promise.kept))
        self.outcome.count("killed within a publishing", self.promise.publishing)
        self.outcome.count("killed before the board was open", not self.promise.opened)

    def look(self) -> bool:
        """The file is whole, old or new; the next start offers the board; the board has all that was promised.

        Returns:
            Whether the board can be gone on with.
        """
        outcome = self.outcome
        ids, amiss = ids_in_file(self.path)
        outcome.check(not amiss, f"the file is not whole: {amiss[:3]}")
        outcome.check(self.in_file <= ids, "the file lacks what had been published")
        installation = self._installation()
        if self.promise.opened:
            offered = [crash.path for crash in installation.unclosed()]
            outcome.check(offered == [self.path.resolve()], "the next start does not offer the board")
        try:
            document = Document.open(self.path, installation, "Judge")
        except KnownError as problem:
            outcome.check(False, f"the board does not open: {problem.title}")
            return False
        outcome.check(not strays(self.place), f"the next start leaves beside the board: {strays(self.place)}")
        there = ids_in(document)
        outcome.check(self.kept <= there, f"{len(self.kept - there)} acknowledged changes are lost")
        outcome.check(ids <= there, "the file holds what the board does not")
        broken = list(misfits(document))
        outcome.check(not broken, f"the board is not what its log says: {broken[:3]}")
        if self.dice.random() < 0.5:
            document.publish()
            self.in_file |= there
        document.close()
        self.kept |= there
        return True

    def save_and_look(self) -> None:
        """Saved at last, the file holds everything, and nothing lies about."""
        document = Document.open(self.path, self._installation(), "Judge")
        document.publish()
        document.close()
        ids, amiss = ids_in_file(self.path)
        amiss += findings_in_file(self.path)
        self.outcome.check(not amiss and self.kept <= ids, f"the saved file is not whole: {amiss[:3]}")
        self.outcome.check(not strays(self.place), f"left beside the board: {strays(self.place)}")
        desks = len(list((self.settings / "data" / "work").iterdir()))
        self.outcome.check(desks == 1, f"{desks} working copies where there should be one")
        self.outcome.count("boards")
