"""Where things lie on this machine: the only place that knows folders."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

NAME = "evidenceboard"
HOME_VARIABLE = "EVIDENCEBOARD_HOME"


@dataclass(frozen=True)
class Folders:
    """The folders of one installation. `data` exists and may hold work that is nowhere else."""

    data: Path
    config: Path
    cache: Path
    logs: Path


def folders(settings_dir: Path | None = None) -> Folders:
    """The folders to use, all below `settings_dir` (or the environment's EVIDENCEBOARD_HOME) if one is given.

    Raises:
        OSError: the data folder cannot be made.
    """
    home = settings_dir or _home_from_environment()
    found = _below(home) if home else _of_the_system()
    _make_private(found.data)
    return found


def resources() -> Path:
    """The folder of samples, icons and help: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "_resources"
    return packed if packed.is_dir() else package.parent / "resources"


def real(path: Path) -> Path:
    """Where a path leads, its links followed; one that leads in a circle stays as it is, and is refused when opened."""
    return Path(os.path.realpath(path))


def _home_from_environment() -> Path | None:
    value = os.environ.get(HOME_VARIABLE)
    return Path(value) if value else None


def _below(home: Path) -> Folders:
    home = home.expanduser().absolute()
    return Folders(home / "data", home / "config", home / "cache", home / "logs")


def _of_the_system() -> Folders:
    known = platformdirs.PlatformDirs(NAME, appauthor=False)
    return Folders(known.user_data_path, known.user_config_path, known.user_cache_path, known.user_log_path)


def _make_private(folder: Path) -> None:
    """Evidence lies here: nobody else on the machine may look into it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
