"""doctor: look at what the program stands on, and say what to do about what is amiss."""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from evidenceboard import __version__, paths, preflight
from evidenceboard.cli import show
from evidenceboard.errors import MissingLibrary

PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "numpy", "Pillow", "rapidfuzz", "Jinja2", "platformdirs")
FIRST_SQLITE_WITH_STRICT = (3, 37, 0)
FIRST_BROKEN_PYSIDE = (6, 12)


@dataclass(frozen=True)
class Finding:
    """One thing that is amiss, why that matters, and what to do."""

    what: str
    reason: str
    advice: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb takes no argument of its own."""


def run(args: argparse.Namespace) -> int:
    """Print versions, folders and findings; the exit code is 3 if a system library is missing, else 0."""
    known = paths.folders(args.settings_dir)
    folders = {name: str(folder) for name, folder in vars(known).items()}
    versions = _versions()
    libraries = list(_libraries())
    findings = libraries + list(_fonts()) + list(_folders(known)) + list(_version_traps(versions))
    result = {
        "ok": not findings,
        "findings": [asdict(finding) for finding in findings],
        "versions": versions,
        "folders": folders,
    }
    show(args, result, _lines(versions, folders, findings))
    return MissingLibrary.exit_code if libraries else 0


def _lines(versions: dict[str, str], folders: dict[str, str], findings: list[Finding]) -> Iterator[str]:
    for name, text in (versions | folders).items():
        yield f"{name:20} {text}"
    yield ""
    if not findings:
        yield "All is well."
    for finding in findings:
        yield f"{finding.what}: {finding.reason}"
        yield f"    {finding.advice}"


def _versions() -> dict[str, str]:
    found = {
        "Evidence Board": __version__,
        "system": platform.platform(),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "missing"
    return found


def _libraries() -> Iterator[Finding]:
    for library, package in preflight.missing_libraries():
        yield Finding(library, "this system library is missing", preflight.advice([package]))


def _fonts() -> Iterator[Finding]:
    reasons = {
        preflight.HANGUL: ("Korean font", "no font draws Hangul: all Korean words look like the same boxes"),
        preflight.INTER: ("Inter", "the interface falls back to another font"),
    }
    for pattern, package in preflight.missing_fonts():
        what, reason = reasons[pattern]
        yield Finding(what, reason, preflight.advice([package]))


def _folders(known: paths.Folders) -> Iterator[Finding]:
    for name, folder in vars(known).items():
        if not _writable(folder):
            yield Finding(f"{name} folder", "it cannot be written", f"Check the rights of {folder}.")


def _writable(folder: Path) -> bool:
    """Whether a file can be made there; a folder that does not exist yet counts by its nearest parent."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _version_traps(versions: dict[str, str]) -> Iterator[Finding]:
    for package in PACKAGES:
        if versions[package] == "missing":
            yield Finding(package, "it is not installed", "Install the program again with pip.")
    if sqlite3.sqlite_version_info < FIRST_SQLITE_WITH_STRICT:
        yield Finding("SQLite", "boards need 3.37 or newer", "Use a newer Python or a newer system.")
    pyside = versions["PySide6-Essentials"]
    if _numbers(pyside) >= FIRST_BROKEN_PYSIDE and sys.version_info < (3, 12):
        advice = "python -m pip install 'PySide6-Essentials>=6.8,<6.12'"
        yield Finding("PySide6", f"{pyside} aborts Python 3.11 after a while", advice)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
