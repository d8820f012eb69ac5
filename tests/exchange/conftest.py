"""Open boards that tests of exchange begin with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "founding-case.board"


@pytest.fixture
def new_board(tmp_path: Path) -> Iterator[Callable[[], Document]]:
    """Makes empty boards, closed at the end."""
    made: list[Document] = []

    def make() -> Document:
        made.append(Document.new(Installation(folders(tmp_path / "home")), "Tester"))
        return made[-1]

    yield make
    for document in made:
        document.close()


@pytest.fixture
def board(new_board: Callable[[], Document]) -> Document:
    return new_board()


@pytest.fixture
def founding_case(tmp_path: Path) -> Iterator[Document]:
    copy = tmp_path / "case.board"
    shutil.copyfile(SAMPLE, copy)
    document = Document.open(copy, Installation(folders(tmp_path / "home")), "Tester")
    yield document
    document.close()
