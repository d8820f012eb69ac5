"""What the tests of publishing share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from evidenceboard.store.reading import read_board


def count(make: Any, path: Path) -> int:
    with read_board(path, make.scratch) as foreign:
        assert foreign.refused == []
        return len(foreign.changesets)


def alone(target: Path) -> bool:
    return os.listdir(target.parent) == [target.name]
