"""The hybrid logical clock: wall time where it runs forwards, a counter where it does not.

Source: Kulkarni, Demirbas and others, "Logical Physical Clocks" (2014).
"""

from __future__ import annotations

from evidenceboard.model.changes import CLOCK_LIMIT, Clock


def next_clock(seen: Clock, wall_ms: int) -> Clock:
    """The clock of a new changeset: later than all that was seen, near the wall where that is possible.

    >>> next_clock((100, 0), 250)
    (250, 0)
    >>> next_clock((100, 7), 40)
    (100, 8)
    """
    wall_ms = max(0, min(wall_ms, CLOCK_LIMIT))
    if wall_ms > seen[0]:
        return wall_ms, 0
    return seen[0], min(seen[1] + 1, CLOCK_LIMIT)
