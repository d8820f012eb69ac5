"""Every call to the disk fails in turn: the first write, the second, the first fsync, … of each thing a person does.

Refused are SQLite's own calls and Python's, below the program. Once alone, as a passing trouble; and once with all
that follow, as a full disk, a quota or a stick that was pulled out.
"""

from __future__ import annotations

import logging
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.disk import Refuser, listening
from tests.faults.gestures import gesture
from tests.faults.judging import ids_in, ids_in_file, misfits, strays
from tests.faults.outcome import Outcome

ALL = 800  # tries, more or less, until every call has failed
MOST = 2_000  # calls that one thing a person does may make
A_BOARD = 12  # tries; then a new one, for a board that grows makes ever more calls

Act = Callable[["_Desk"], None]


def every_call_refused(tries: int, seed: int = 6) -> Outcome:
    """Let each call fail; with fewer tries than there are calls, only each so many-th, beginning anywhere."""
    outcome = Outcome("each write, fsync and rename fails in turn; then all after it")
    dice, begun, step = random.Random(seed), time.monotonic(), max(1, round(ALL / tries))
    with _quiet():
        for act in (_commit, _publish, _receive, _close_and_open, _open_a_strangers):
            for lasting in (False, True):
                _try_all(act, lasting, step, outcome, dice)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _try_all(act: Act, lasting: bool, step: int, outcome: Outcome, dice: random.Random) -> None:
    turn, more = dice.randint(1, step), True
    while more and turn < MOST:
        with tempfile.TemporaryDirectory() as folder:
            desk = _Desk(Path(folder).resolve(), outcome, dice)
            for _ in range(A_BOARD):
                more = desk.try_once(act, turn, lasting)
                turn += step
                if not more:
                    break
            desk.document.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """The program notes in its log that the disk refused; here that is nothing new."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


class _Desk:
    """A person with a board, a saved file and a colleague's copy of it."""

    def __init__(self, folder: Path, outcome: Outcome, dice: random.Random) -> None:
        self.folder = folder
        self.path = folder / "place" / "case.board"
        self.copied = folder / "place" / "copy.board"
        self.path.parent.mkdir()
        self.outcome = outcome
        self.dice = dice
        self.document = Document.new(self.installation(), "Judge", "Case")
        for _ in range(6):
            gesture(self.document, dice)
        self.document.publish(self.path)
        self.kept = ids_in(self.document)
        self.in_file = set(self.kept)

    def installation(self, person: str = "me") -> Installation:
        return Installation(folders(self.folder / person))

    def try_once(self, act: Act, turn: int, lasting: bool) -> bool:
        """Let one call fail; whether the act made so many calls at all."""
        self.outcome.tries += 1
        self.prepare(act)
        refuser = Refuser(self.folder, turn, lasting)
        with listening(refuser):
            refuser.armed = False
            self.reopen()  # so that its connections are listened to
            refuser.armed = True
            self.act(act)
        if refuser.refused:
            self.look(f"{act.__name__.strip('_')}, call {turn} ({refuser.seen[turn - 1][0]})")
        return refuser.refused

    def act(self, act: Act) -> None:
        try:
            act(self)
        except KnownError as problem:
            self.outcome.count("refused in words")
            self.outcome.check(bool(problem.title and problem.advice), f"no advice: {problem.title}")
        except Exception as problem:  # noqa: BLE001 - a bug in the program: this loop is there to find them
            where = " < ".join(f"{each.name}:{each.lineno}" for each in extract_tb(problem.__traceback__)[-5:])
            self.outcome.check(False, f"{act.__name__}: {problem!r} at {where}")

    def prepare(self, act: Act) -> None:
        """What the act needs: something unsaved, or something new in the colleague's copy."""
        if act is _publish:
            gesture(self.document, self.dice)
            self.kept |= ids_in(self.document)
        if act in (_receive, _open_a_strangers):
            self.copied.write_bytes(self.path.read_bytes())
            other = Document.open(self.copied, self.installation("colleague"), "Colleague")
            gesture(other, self.dice)
            other.publish()
            other.close()

    def reopen(self) -> None:
        self.document.close()
        self.document = Document.open(self.path, self.installation(), "Judge")

    def look(self, when: str) -> None:
        """Nothing acknowledged is lost, the file is old or new, and the work goes on."""
        outcome = self.outcome
        there, amiss = ids_in_file(self.path)
        outcome.check(not amiss and self.in_file <= there, f"{when}: the file is not whole: {amiss[:3]}")
        if not self.document.closed:
            self.check(when)
            self.kept |= ids_in(self.document)
        self.reopen()
        self.check(f"{when}, opened again")
        changeset = gesture(self.document, self.dice)
        self.kept |= {changeset.id} if changeset else set()
        self.document.publish()
        self.kept |= ids_in(self.document)
        there, amiss = ids_in_file(self.path)
        outcome.check(not amiss and self.kept <= there, f"{when}: saved later, the file is not whole: {amiss[:3]}")
        left = [name for name in strays(self.path.parent) if name.startswith(".case")]
        outcome.check(not left, f"{when}: left beside the board: {left}")
        self.in_file = set(self.kept)

    def check(self, when: str) -> None:
        lost = self.kept - ids_in(self.document)
        self.outcome.check(not lost, f"{when}: {len(lost)} acknowledged changes are lost")
        broken = list(misfits(self.document))
        self.outcome.check(not broken, f"{when}: the board is not what its log says: {broken[:2]}")


def _commit(desk: _Desk) -> None:
    for _ in range(3):
        changeset = gesture(desk.document, desk.dice)
        if changeset is not None:
            desk.kept.add(changeset.id)


def _publish(desk: _Desk) -> None:
    desk.document.publish()
    desk.in_file = ids_in(desk.document)


def _receive(desk: _Desk) -> None:
    with read_board(desk.copied, desk.document.installation.scratch()) as foreign:
        new = desk.document.receive(foreign.changesets, foreign.photos())
    desk.kept |= {changeset.id for changeset in new}


def _close_and_open(desk: _Desk) -> None:
    desk.reopen()


def _open_a_strangers(desk: _Desk) -> None:
    """A file that was never here: read through the gate onto a new desk."""
    installation = desk.installation(f"new-{desk.outcome.tries}")
    document = Document.open(desk.copied, installation, "Stranger")
    document.close()
