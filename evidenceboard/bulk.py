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


class Reading:
    """Long reading in slices, between which the window goes on: a collection in the midst of it would pass over all
    that was read so far and hold up the window for as long as hundreds of slices.

    Args:
        long: slices from which on so much was read that no later collection shall pass over it either.
    """

    def __init__(self, long: int) -> None:
        self._long, self._slices, self._held = long, 0, False

    def go_on(self) -> None:
        """One slice more."""
        self._slices += 1
        if gc.isenabled():
            self._held = True
            gc.disable()

    def end(self) -> None:
        """Nothing is being read any more."""
        if self._held:
            if self._slices > self._long:
                settle_down()
            gc.enable()
        self._held, self._slices = False, 0


def settle_down() -> None:
    """What is there now will stay: later collections pass it over, so that they do not hold up a frame."""
    gc.freeze()


def stir_up() -> None:
    """A board goes: what was settled may be garbage now, and what goes round in circles is found by the collector."""
    gc.unfreeze()
