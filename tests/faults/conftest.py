"""What the tests of single rows share: boards, a watch over files, and how often something was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from evidenceboard.document import Document
from evidenceboard.model import ids
from evidenceboard.store.installation import Installation
from tests.decoding.conftest import pool
from tests.faults.rows import TRIED
from tests.store.conftest import installation, make, untouched

__all__ = ["installation", "make", "pool", "tried", "untouched"]

Tried = Callable[..., None]


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Tried:
    """Say how often a test tried something, and what happened how often: the row of the fault loops shows it."""

    def say(times: int, **happened: int) -> None:
        request.node.user_properties.append((TRIED, (times, happened)))

    return say


@pytest.fixture
def same_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids that are the same in every run, so that a board is the same byte for byte and a case can be made again."""
    dice = Random("names")
    monkeypatch.setattr(ids, "secrets", SimpleNamespace(token_hex=lambda count: dice.randbytes(count).hex()))


@pytest.fixture
def opened(installation: Installation) -> Iterator[Callable[[Path], Document]]:
    """Opens a board for work; closed at the end of the test."""
    documents: list[Document] = []

    def open_it(path: Path) -> Document:
        documents.append(Document.open(path, installation, "Judge"))
        return documents[-1]

    yield open_it
    for document in documents:
        document.close()
