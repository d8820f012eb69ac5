"""What holds for every test: no screen, no network, no folder of the user, no unexpected warning."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


class NetworkRefused(AssertionError):
    """A test reached for the network."""


_reached: list[str] = []


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Python itself asks here before a socket does anything, however it was come by."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
        if isinstance(arguments[-1], tuple):  # an address of a network; a file of this machine is one text
            _reached.append(f"{event} {arguments[-1]!r}")
            raise NetworkRefused(_reached[-1])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        _reached.append(f"{event} {arguments[0]!r}")
        raise NetworkRefused(_reached[-1])


sys.addaudithook(_refuse_network)  # before any test is read, and for the whole run: it cannot be taken away


@pytest.fixture
def reached() -> list[str]:
    """What reached for the network in this test: emptied by the one that does so on purpose."""
    return _reached


@pytest.fixture(autouse=True)
def no_network(reached: list[str]) -> Iterator[None]:
    """Fail where something reached for the network, even if it went on without."""
    reached.clear()
    yield
    found = list(reached)
    reached.clear()
    assert not found, f"reached for the network: {found}"


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give every test an installation of its own."""
    monkeypatch.setenv("EVIDENCEBOARD_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a log record of level WARNING or above; a test that expects one clears caplog at its end."""
    yield
    records = caplog.get_records("setup") + caplog.get_records("call")
    unexpected = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    assert not unexpected, f"unexpected in the log: {unexpected}"
