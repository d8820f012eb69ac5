"""The loops of rows 98 to 117: export, import, links, sharing."""

from __future__ import annotations

from tests.faults.merging import in_every_order, kill_while_merging
from tests.faults.registry import Loop

LOOPS = (
    Loop((108, 109), in_every_order, 60),
    Loop((111,), kill_while_merging, 100),
)
