"""Copies of the user's file, taken while it is edited and saved: by a mail, a backup, a synchronising service."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.faults import scripts
from tests.faults.judging import ids_in, ids_in_file, promised
from tests.faults.outcome import Outcome
from tests.faults.processes import killed, started

PUBLISH_SHARE = 0.5  # of the gestures: it is replaced nearly all the time
PIECE = 16 * 1024  # bytes read at once, with a pause: a slow copier
A_BOARD = 200


def copies_at_any_time(tries: int, seed: int = 7) -> Outcome:
    """Copy the file's bytes while another process edits and publishes without a pause."""
    outcome, dice, begun = (
        Outcome("a copy of the file's bytes is taken while it is saved"),
        random.Random(seed),
        time.monotonic(),
    )
    while outcome.tries < tries:
        with tempfile.TemporaryDirectory() as folder:
            _copy_many(Path(folder), min(A_BOARD, tries - outcome.tries), dice, outcome)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _copy_many(folder: Path, tries: int, dice: random.Random, outcome: Outcome) -> None:
    path, taken, notes = folder / "case.board", folder / "taken.board", folder / "notes"
    document = Document.new(Installation(folders(folder / "settings")), "Judge", "Case")
    document.publish(path)
    begun_with = ids_in(document)
    document.close()
    process = started(scripts.edit_for_ever, folder / "settings", path, notes, dice.randrange(2**32), PUBLISH_SHARE)
    sizes = set()
    try:
        for _ in range(tries):
            outcome.tries += 1
            said = promised(notes).published | begun_with
            _copy(path, taken, dice)
            ids, amiss = ids_in_file(taken)
            outcome.check(not amiss, f"the copy is not whole: {amiss[:3]}")
            outcome.check(said <= ids, f"the copy lacks {len(said - ids)} changes that had been saved before")
            sizes.add(len(ids))
    finally:
        outcome.check(process.is_alive(), "the script ended by itself")
        killed(process)
    outcome.count("different states of the board among them", len(sizes))


def _copy(path: Path, taken: Path, dice: random.Random) -> None:
    slow = dice.random() < 0.3
    with path.open("rb") as source, taken.open("wb") as target:
        while piece := source.read(PIECE):
            target.write(piece)
            if slow:
                time.sleep(0.0005)
