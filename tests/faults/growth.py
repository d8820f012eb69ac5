"""How much a board takes for each change of its log, its photos apart: on the disk, and in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

YARDSTICK = 418  # bytes that one operation may take in a file, all tables and indexes together
SIZE = "bytes of the file, photos apart"
UNSTEADY = 12 * 1024 * 1024  # bytes by which the memory of two equal runs may differ
ENOUGH = 5_000  # operations: of fewer, the last page of each table counts for too much
SLACK = 1.1  # flat: what was added last takes at most so much more than what was added first


def operations(board: Path) -> tuple[int, int]:
    """How many changes a board's log holds, and how many bytes of it are photos."""
    with closing(sqlite3.connect(f"{board.as_uri()}?mode=ro", uri=True)) as connection:
        (changes,) = connection.execute("SELECT count(*) FROM change").fetchone()
        (photos,) = connection.execute("SELECT coalesce(sum(sz), 0) FROM sqlar").fetchone()
    return int(changes), int(photos)


def figures(gestures: int, board: Path, settings: Path, memory: Sequence[tuple[int, bool]]) -> dict[str, int]:
    """What is measured of a board that is closed.

    Args:
        settings: the program's own folder of the person that it belongs to.
        memory: KiB that each process took at most since the last look, and whether it merged.
    """
    done, photos = operations(board)
    (working_copy,) = settings.glob("data/work/*/board.db")
    held, working_photos = operations(working_copy)
    backups = [file.stat().st_size for file in settings.glob("data/backups/*/*.backup")]
    return {
        "gestures": gestures,
        "operations": done,
        SIZE: board.stat().st_size - photos,
        "an operation": (board.stat().st_size - photos) // max(1, done),
        "an operation in the working copy": (_with_log(working_copy) - working_photos) // max(1, held),
        "backups": len(backups),
        "MiB of memory": max((peak for peak, merged in memory if not merged), default=0) // 1024,
        "MiB where it merged": max((peak for peak, merged in memory if merged), default=0) // 1024,
    }


def _with_log(database: Path) -> int:
    parts = (database.with_name(database.name + ending) for ending in ("", "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def amiss(growth: list[dict[str, int]]) -> Iterator[str]:
    """Where a run grew by more than its log did, in words.

    An operation is weighed by what it added, for an empty board takes a hundred kilobytes already. Memory may grow by
    what the log grew: a list of its ids is held, the log itself is not. Of a short run nothing can be said.
    """
    if len(growth) < 3 or growth[-1]["operations"] - growth[0]["operations"] < ENOUGH:
        return
    first, middle, last = growth[0], growth[len(growth) // 2], growth[-1]
    whole, early, late = _slope(first, last), _slope(first, middle), _slope(middle, last)
    if whole > YARDSTICK:
        yield f"an operation added {whole:.0f} bytes to the file, more than {YARDSTICK}"
    if late > early * SLACK:
        yield f"an operation added {early:.0f} bytes at first and {late:.0f} at last"
    for what in ("MiB of memory", "MiB where it merged"):
        measured = [each for each in growth if each[what]]
        more = (measured[-1][what] - measured[0][what]) * 1024 * 1024 if measured else 0
        if more > last[SIZE] - first[SIZE] + UNSTEADY:
            yield f"memory grew by {more:,} bytes, and the log by {last[SIZE] - first[SIZE]:,}"


def _slope(one: dict[str, int], other: dict[str, int]) -> float:
    """Bytes that each operation added from one look to the other."""
    return (other[SIZE] - one[SIZE]) / max(1, other["operations"] - one["operations"])
