"""Processes that begin at once: forked off one that has everything imported already."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

POSSIBLE = "forkserver" in multiprocessing.get_all_start_methods()


def started(script: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Run a script of `scripts` in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.scripts", "tests.faults.steps"])
    process = context.Process(target=script, args=arguments)
    process.start()
    return process


def killed(process: BaseProcess) -> None:
    """End a process as a power failure of its own would: `kill -9`."""
    process.kill()
    process.join()
    process.close()
