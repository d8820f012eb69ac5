"""How boards travel: tables, photos, the clipboard; one file per format. No Qt, no database.

What could not be read or carried is a value that is handed back, never an error that stops the rest.
"""

from __future__ import annotations

from typing import NamedTuple


class Refused(NamedTuple):
    """Something that was not taken in: what it is ("cards.csv line 5"), and why."""

    what: str
    reason: str


class Lost(NamedTuple):
    """Something on the board that a format cannot carry, and why."""

    what: str
    reason: str
