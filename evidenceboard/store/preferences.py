"""What a person chose for the program. A damaged file costs the choices in it, never the start."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from evidenceboard.store.files import write_whole

NAME = "preferences.json"
ALLOWED: dict[str, tuple[Any, ...]] = {
    "theme": ("system", "light", "dark", "contrast", "projector"),
    "publish": ("auto", "on save"),
    "backups": (True, False),
    "leave_nothing": (True, False),
    "backups_told": (True, False),
}


@dataclass(frozen=True)
class Preferences:
    """All choices.

    Attributes:
        author: the name that stands under every change; None until it was asked for.
        theme: system, light, dark, contrast or projector.
        publish: "auto" puts finished changes into the file by itself, "on save" waits for Ctrl+S.
        backups: verified copies of saved boards are kept in the program's data folder.
        leave_nothing: working copies, recent boards and backups are removed when a board is closed.
        backups_told: the person was told of the backups.
    """

    author: str | None = None
    theme: str = "system"
    publish: str = "auto"
    backups: bool = True
    leave_nothing: bool = False
    backups_told: bool = False


def read(folder: Path) -> Preferences:
    """The preferences kept in a folder; what is missing there or has a wrong form is as it is at first."""
    found = _lines(folder)
    kept = {f.name: found[f.name] for f in fields(Preferences) if _fits(f.name, found.get(f.name))}
    return Preferences(**kept)


def write(folder: Path, preferences: Preferences) -> None:
    """Keep them, and what a newer version of the program has kept beside them.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(folder / NAME, json.dumps(_lines(folder) | asdict(preferences), indent=2).encode())


def _lines(folder: Path) -> dict[str, Any]:
    """The file as it is; nothing of it where it cannot be read."""
    try:
        found = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _fits(name: str, value: object) -> bool:
    if name == "author":
        return isinstance(value, str) and 0 < len(value) <= 500
    choices = ALLOWED[name]
    return any(value == choice and type(value) is type(choice) for choice in choices)
