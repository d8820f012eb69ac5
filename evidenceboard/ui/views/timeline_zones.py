"""The clocks in which the timeline can show times that name a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from evidenceboard.model.zones import Offset, utc

AS_WRITTEN, IN_UTC, LOCAL = "", "utc", "local"
CHOICES = ((AS_WRITTEN, "As written"), (IN_UTC, "UTC"), (LOCAL, "Local"))
WORDS = {AS_WRITTEN: "Times as written", IN_UTC: "Times in UTC", LOCAL: "Times in local time"}


def local(moment: datetime) -> timedelta:
    """How far this machine's clock is ahead of UTC at a moment; as today where it has no rule for then."""
    try:
        found = moment.replace(tzinfo=UTC).astimezone().utcoffset()
    except (OverflowError, ValueError, OSError):
        found = datetime.now(UTC).astimezone().utcoffset()
    return found or timedelta(0)


def offset_of(choice: str) -> Offset | None:
    """The clock of a choice; None for as it is written."""
    return {IN_UTC: utc, LOCAL: local}.get(choice)
