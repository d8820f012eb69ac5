"""What was left out of a board as it stands in its file: raw bytes, for whoever wants to look at them.

A person may ask why something was not shown, or show it to somebody who knows the format. Nothing is mended here, and
nothing is taken in: a value is given as it is, in hexadecimal digits where it is no text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evidenceboard.progress import Progress, report
from evidenceboard.store.gate import Gate, open_gate
from evidenceboard.store.validate import CHANGES, CHANGESETS, Refused

HEX = "hex:"  # before bytes that are no text
CHANGESET = ("number", "id", "actor", "seq", "prev", "wall", "counter", "author", "label", "reverts")
CHANGE = ("changeset", "record", "salt", "values", "replaces")


def report_of(path: Path, scratch: Path, refused: Iterable[Refused], progress: Progress | None = None) -> bytes:
    """A report of what was left out of a file, as JSON: what and why, and the rows of it as they stand there.

    Raises:
        UnreadableBoard, BoardUnavailable: it is no board any more, or may not be read.
        Stopped: the progress says so.
    """
    listed = list(refused)
    wanted = {each.name for each in listed if each.name}
    with_rows: dict[str, dict[str, Any]] = {}
    gate = open_gate(path, scratch)
    try:
        numbers = [(number, _said(name)) for number, name in gate.rows("SELECT number, id FROM changeset")]
        for done, (number, name) in enumerate(numbers):
            report(progress, done, len(numbers))
            bare = name.removeprefix(HEX) if isinstance(name, str) else None
            if bare in wanted:
                with_rows[bare] = _rows(gate, number)
    finally:
        gate.close()
    said = [_entry(each, with_rows.get(each.name or "")) for each in listed]
    return json.dumps({"file_sha256": gate.sha256, "left_out": said}, ensure_ascii=False, indent=1).encode()


def _rows(gate: Gate, number: int) -> dict[str, Any]:
    """A changeset's own row, and those of its changes."""
    changesets = list(_named(CHANGESET, gate.rows(CHANGESETS, (number, number))))
    return {"row": changesets[0], "changes": list(_named(CHANGE, gate.rows(CHANGES, (number, number))))}


def _named(names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    return ({name: _said(value) for name, value in zip(names, row, strict=True)} for row in rows)


def _said(value: Any) -> Any:
    return HEX + value.hex() if isinstance(value, bytes) else value


def _entry(refused: Refused, rows: dict[str, Any] | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"what": refused.what, "reason": refused.reason}
    if refused.record:
        entry["record"] = refused.record
    if rows is None and refused.name and refused.what.startswith("changeset"):
        rows = {"row": "not in the file any more: the copy from before it was saved lies beside the backups"}
    return entry | (rows or {})
