"""Nothing reaches for the network: no test can, and no part of the program knows how."""

from __future__ import annotations

import _socket
import re
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import NetworkRefused

PACKAGE = Path(__file__).resolve().parent.parent / "evidenceboard"
WAYS = re.compile(
    r"^\s*(?:import|from)\s+(?:socket|ssl|http|urllib\.request|requests|httpx|aiohttp|ftplib|smtplib|telnetlib|xmlrpc)\b"
    r"|QNetworkAccessManager|QTcpSocket|QUdpSocket|QSslSocket|QTcpServer|QWebSocket|QWebEngine|QNetworkRequest"
    r"|QtWebSockets|create_connection",
    re.MULTILINE,
)


@pytest.mark.parametrize("how", ["connect", "connect_ex", "sendto", "bare", "look up", "fetch"])
def test_whoever_reaches_for_the_network_is_refused(how: str, reached: list[str]) -> None:
    """By every way that Python has; the hook hears of them all."""
    kind = socket.SOCK_DGRAM if how == "sendto" else socket.SOCK_STREAM
    made = _socket.socket(socket.AF_INET, kind) if how == "bare" else socket.socket(socket.AF_INET, kind)
    with pytest.raises((NetworkRefused, OSError)):
        if how == "look up":
            socket.getaddrinfo("example.org", 80)
        elif how == "fetch":
            urllib.request.urlopen("http://127.0.0.1:9/x", timeout=1)
        elif how == "sendto":
            made.sendto(b"x", ("127.0.0.1", 9))
        else:
            getattr(made, "connect" if how == "bare" else how)(("127.0.0.1", 9))
    made.close()
    assert len(reached) == 1
    reached.clear()


def test_a_test_that_swallowed_the_refusal_would_fail(reached: list[str]) -> None:
    try:
        socket.getaddrinfo("example.org", 80)
    except AssertionError:
        assert reached == ["socket.getaddrinfo 'example.org'"]
    reached.clear()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="files as sockets")
def test_this_machines_own_files_may_be_talked_to(tmp_path: Path, reached: list[str]) -> None:
    """Processes that decode pictures may be spoken to in this way."""
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
    assert reached == []


def test_the_program_holds_no_way_to_the_network() -> None:
    files = [path for path in sorted(PACKAGE.rglob("*.py")) if "sync" not in path.relative_to(PACKAGE).parts]
    found = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in files}
    talking = {name for name, text in found.items() if WAYS.search(text)}
    assert len(files) > 300 and talking == {"ui/session_end.py"}, "it wakes itself through a pair of sockets"
    assert not re.search(r"connect\(\(|AF_INET|bind|getaddrinfo", found["ui/session_end.py"])
