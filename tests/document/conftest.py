"""Two people, a place for a file, and a board with two cards and a link that is saved there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from tests.document.desk import Open, add


@pytest.fixture
def ours(tmp_path: Path) -> Installation:
    return Installation(folders(tmp_path / "ours"))


@pytest.fixture
def theirs(tmp_path: Path) -> Installation:
    return Installation(folders(tmp_path / "theirs"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place" / "case.board"


@pytest.fixture
def open_board(path: Path, ours: Installation) -> Iterator[Open]:
    """Opens the board for us, or for somebody else, and closes whatever a test leaves open."""
    opened: list[Document] = []

    def open_for(installation: Installation = ours, at: Path = path, **options: Any) -> Document:
        opened.append(Document.open(at, installation, "Ana" if installation is ours else "Ben", **options))
        return opened[-1]

    yield open_for
    for document in opened:
        document.close()


@pytest.fixture
def document(ours: Installation, path: Path) -> Iterator[Document]:
    """A board with two cards and a link, saved."""
    made = Document.new(ours, "Ana", "The case")
    one, two = add(made, "One"), add(made, "Two")
    made.commit(commands.link(made.board, [one], two))
    made.publish(path)
    yield made
    made.close()
