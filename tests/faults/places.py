"""Disks of a kind: small, read-only, of another person; and a board on one of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo
from tests.faults.judging import ids_in, ids_in_file, misfits, strays

IS_ROOT = os.name == "posix" and os.geteuid() == 0


def can_mount() -> bool:
    """Whether this process may mount a small disk of its own."""
    if sys.platform != "linux" or not IS_ROOT:
        return False
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True, check=False)
        if made.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return made.returncode == 0


mounts = pytest.mark.skipif(not can_mount(), reason="nothing can be mounted here")


@contextmanager
def small_disk(at: Path, size: str) -> Iterator[Path]:
    """A disk of its own with so much room."""
    at.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(at)], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def read_only(at: Path) -> None:
    """From now on a disk can only be read."""
    subprocess.run(["mount", "-o", "remount,ro", str(at)], check=True)


class Desk:
    """A person with a board that is open and saved at a place."""

    def __init__(self, home: Path, path: Path, seed: int = 1) -> None:
        self.home = home
        self.path = path
        self.dice = random.Random(seed)
        path.parent.mkdir(exist_ok=True)
        self.document = Document.new(self.installation(), "Ana Lyst", "Case")
        self.add("first")
        self.document.publish(path)
        self.before = path.read_bytes()

    def installation(self) -> Installation:
        return Installation(paths.folders(self.home))

    def add(self, title: str) -> str:
        """Add a card; returns the changeset's id."""
        made = self.document.commit(commands.add_card(FIRST_SHEET, "statement", (0.0, 0.0), {"title": title}))
        assert made is not None
        return made.id

    def add_photo(self, size: int) -> str:
        photo = Photo(b"\xff\xd8\xff" + self.dice.randbytes(size))
        made = self.document.commit(
            commands.add_card(FIRST_SHEET, "photo", (0.0, 0.0), {"photo": photo.sha256}), [photo]
        )
        assert made is not None
        return made.id

    def reopen(self) -> Document:
        self.document.close()
        self.document = Document.open(self.path, self.installation(), "Ana Lyst")
        return self.document

    def check_untouched(self) -> None:
        """The file is byte for byte as it was, and nothing lies beside it."""
        assert self.path.read_bytes() == self.before and strays(self.path.parent) == []

    def check_safe(self, *kept: str) -> None:
        """The work is on the desk, and goes on."""
        assert set(kept) <= ids_in(self.document) and list(misfits(self.document)) == []
        assert self.add("later") in ids_in(self.document)

    def check_saved(self) -> None:
        """The file is whole and has everything."""
        ids, amiss = ids_in_file(self.path)
        assert amiss == [] and ids == ids_in(self.document)
        assert strays(self.path.parent) == []


def colleague(desk: Desk, home: Path) -> Document:
    """Somebody else at the same file."""
    return Document.open(desk.path, Installation(paths.folders(home)), "Ben")
