"""What holds for every test: no screen, no network, no folder of the user, no unexpected warning."""

from __future__ import annotations

import logging
import os
import socket
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


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets reach nothing but this machine's own files."""

    def guard(name: str) -> None:
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, *arguments: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None):
                raise NetworkRefused(f"{name} to {arguments[-1]!r}")
            return original(self, *arguments)

        monkeypatch.setattr(socket.socket, name, guarded)

    def no_lookup(host: Any, *_: Any, **__: Any) -> Any:
        raise NetworkRefused(f"looked up {host!r}")

    for name in ("connect", "connect_ex", "sendto"):
        guard(name)
    monkeypatch.setattr(socket, "getaddrinfo", no_lookup)


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
