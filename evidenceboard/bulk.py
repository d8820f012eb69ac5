"""Making very many objects at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from passing over all of them again and again: it doubles the time they take."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def settle_down() -> None:
    """What is there now will stay: later collections pass it over, so that they do not hold up a frame."""
    gc.freeze()
