"""Processes that begin at once: forked off one that has everything imported already."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

PAUSE, MOST_A_PAUSE = 0.0005, 0.1  # seconds
POSSIBLE = "forkserver" in multiprocessing.get_all_start_methods()


def started(script: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Run a script of `scripts` in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.scripts", "tests.faults.steps"])
    process = context.Process(target=script, args=arguments)
    process.start()
    return process


def in_time(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so; whether it came to be so in time.

    A pause that is far longer than what was asked for counts little: then the whole machine stood still, not only
    whom we wait for.
    """
    patience, last = seconds, time.monotonic()
    while not is_so():
        if patience <= 0:
            return False
        time.sleep(PAUSE)
        now = time.monotonic()
        patience -= min(now - last, MOST_A_PAUSE)
        last = now
    return True


def ended(process: BaseProcess, seconds: float) -> bool:
    """Wait for a process to end by itself; whether it did so in time."""
    return in_time(lambda: not process.is_alive(), seconds)


def killed(process: BaseProcess) -> None:
    """End a process as a power failure of its own would: `kill -9`."""
    process.kill()
    process.join()
    process.close()
