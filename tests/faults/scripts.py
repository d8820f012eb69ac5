"""What runs in processes of its own: scripts that edit a board and say after each step what they were promised.

A line of the notes is handed to the system before the next step begins, which no kill takes away again, so it never
promises too much: `open`, the id of a changeset that was committed, `publishing`, `published`.
"""

from __future__ import annotations

import os
import random
import resource
import time
from pathlib import Path

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model.commands import Action
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import read_board
from tests.faults.gestures import gesture


class Notes:
    """A file of lines, each with the system when `say` returns: that outlives the process, if not a power failure."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(self, line: str) -> None:
        os.write(self._file, f"{line}\n".encode())


def edit_for_ever(settings: Path, path: Path, notes: Path, seed: int, publish_share: float) -> None:
    """Open a board and edit it until somebody kills this process."""
    dice, told = random.Random(seed), Notes(notes)
    document = Document.open(path, Installation(folders(settings)), f"Writer {seed}")
    told.say("open")
    while True:
        changeset = gesture(document, dice)
        if changeset is not None:
            told.say(changeset.id)
        if dice.random() < publish_share:
            told.say("publishing")
            document.publish()
            told.say("published")


def visit(settings: Path, path: Path, notes: Path, seed: int, start: float) -> None:
    """Open a board at a given moment, edit it a little, publish it and close it, as closing a window does.

    Args:
        start: by the monotonic clock.
    """
    dice, told = random.Random(seed), Notes(notes)
    installation = Installation(folders(settings))
    time.sleep(max(0.0, start - time.monotonic()))
    document = Document.open(path, installation, f"Visitor {seed}")
    for _ in range(dice.randint(1, 6)):
        changeset = gesture(document, dice)
        if changeset is not None:
            told.say(changeset.id)
    try:
        document.publish()
        told.say("published")
    except KnownError as refused:  # allowed: the work is then safe in the working copy
        told.say(f"refused: {refused.title}")
    document.close()
    told.say("closed")


def merge_and_save(settings: Path, path: Path, other: Path, notes: Path) -> None:
    """Open a board, take in another copy of it, save it."""
    told = Notes(notes)
    document = Document.open(path, Installation(folders(settings)), "Merger")
    with read_board(other, document.installation.scratch(), own=document.log.path) as foreign:
        told.say("merging")
        for changeset in document.receive(foreign.changesets, foreign.photos(document.photos_here())):
            told.say(changeset.id)
    told.say("publishing")
    document.publish()
    told.say("published")
    document.close()
    told.say("closed")


def grow_until_refused(settings: Path, path: Path, notes: Path, room: int) -> None:
    """Make ever larger changes with so many MiB of memory more than there were, until there is not enough."""
    told = Notes(notes)
    document = Document.open(path, Installation(folders(settings)), "Grower")
    told.say("open")
    with open("/proc/self/statm") as used:
        now = int(used.read().split()[0]) * resource.getpagesize()
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + room * 1024 * 1024, limits[1]))
    for power in range(12, 24):
        try:
            names = [f"card:{power:08x}{number:024x}" for number in range(2**power)]
            made = document.commit(Action("Import", {name: {"removed": False, "kind": "statement"} for name in names}))
        except (MemoryError, KnownError) as refused:
            told.say(f"refused: {type(refused).__name__}")
            break
        if made is not None:
            told.say(made.id)
    resource.setrlimit(resource.RLIMIT_AS, limits)
    document.close()
    told.say("closed")
