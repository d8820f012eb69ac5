"""The columns of a large sheet beside its working copy, so that its next opening need not read them row by row.

They follow from the tables and say of which state of the log; whatever does not fit is as if it were not there.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evidenceboard.store.files import write_whole

FILE = "columns.npz"
STATE = "state"  # the entry that says what the others are of

Arrays = dict[str, NDArray[Any]]


def keep(folder: Path, state: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write them, in place of what was kept before. A disk that refuses is no trouble: they can be read again."""
    data = BytesIO()
    np.savez(data, **{**arrays, STATE: np.frombuffer(state.encode(), np.uint8)})  # type: ignore[arg-type]
    try:
        write_whole(folder / FILE, data.getvalue(), durable=False)
    except OSError:
        forget(folder)


def kept(folder: Path, state: str) -> Arrays | None:
    """What was kept of just this state; None where there is nothing of it."""
    try:
        with (folder / FILE).open("rb") as file, np.load(file, allow_pickle=False) as found:
            if found[STATE].tobytes() == state.encode():
                return {name: found[name] for name in found.files if name != STATE}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        pass
    return None


def forget(folder: Path) -> None:
    """Remove what was kept."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)
