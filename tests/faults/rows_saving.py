"""The loops of rows 1 to 40: saving and files."""

from __future__ import annotations

from tests.faults.copies import copies_at_any_time
from tests.faults.kills import kill_while_editing, kill_while_publishing
from tests.faults.kills_of_steps import (
    kill_while_importing_photos,
    kill_while_importing_tables,
    kill_while_merging,
    kill_while_migrating,
)
from tests.faults.long_log import long_log
from tests.faults.power import power_cuts
from tests.faults.races import race_of_people, race_of_windows
from tests.faults.refused_calls import every_call_refused
from tests.faults.registry import Loop

LOOPS = (
    Loop((1,), kill_while_editing, 300),
    Loop((2,), kill_while_publishing, 300),
    Loop((1, 33), kill_while_importing_photos, 100),
    Loop((1, 33), kill_while_importing_tables, 100),
    Loop((1, 111), kill_while_merging, 100),
    Loop((1, 38), kill_while_migrating, 100),
    Loop((3,), power_cuts, 400),
    Loop((4, 5, 6, 7, 23), every_call_refused, 800),
    Loop((61,), long_log, 10_000),
    Loop((16,), race_of_windows, 100),
    Loop((17, 18), race_of_people, 100),
    Loop((21,), copies_at_any_time, 600),
)
