"""What the tests of publishing share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def database(make: Any) -> Path:
    path: Path = make.database()
    return path


@pytest.fixture
def target(make: Any) -> Path:
    folder: Path = make.folder / "user"
    folder.mkdir()
    return folder / "a case.board"
