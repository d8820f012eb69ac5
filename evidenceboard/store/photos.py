"""Photos as they came: original bytes under the name of their SHA-256, in SQLite's archive table."""

from __future__ import annotations

from evidenceboard.model.pictures import LARGEST, SIGNATURES, Photo, ending

__all__ = ["LARGEST", "SIGNATURES", "Photo", "ending", "sha256_of"]


def sha256_of(name: str) -> str:
    """The SHA-256 in the name of an archived photo."""
    return name.removeprefix("photos/").partition(".")[0]
