"""Addresses of web pages: which may be opened at all, and what they are in full.

Nothing is opened that is no web page, and nothing that says one host and means another.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from evidenceboard.errors import KnownError

LONGEST = 4_000
_KEPT = "%/:=&?~#+!$,;'@()*[]"  # signs that stand in an address as they are


@dataclass(frozen=True)
class Address:
    """An address that may be opened.

    Attributes:
        whole: as a browser asks for it, in plain ASCII.
        host: as it asks for it, "xn--…" where it is written in other letters.
        disguised: the host is written in other letters than those: it may look like another one.
    """

    whole: str
    host: str
    disguised: bool


def real_address(text: str) -> Address:
    """What an address means.

    Raises:
        KnownError: it is not one of a web page, or hides where it leads.

    >>> real_address("https://example.org/a b/ü").whole
    Traceback (most recent call last):
    ...
    evidenceboard.errors.KnownError: This is no address of a web page Copy it, and look at it closely.
    >>> real_address("https://bücher.example/ü").whole
    'https://xn--bcher-kva.example/%C3%BC'
    """
    words = text.strip()
    if not words or len(words) > LONGEST or not words.isprintable() or " " in words or "\\" in words:
        raise _refused("This is no address of a web page")
    try:
        parts = urlsplit(words)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("This is no address of a web page") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise _refused("Only addresses that begin with http:// or https:// are opened")
    if "@" in parts.netloc:
        raise _refused(f"This address names somebody before its host: it leads to {host[:100] or 'nowhere'}")
    plain = _plain_host(host)
    place = f"[{plain}]" if ":" in plain else plain
    rest = quote(parts.path, safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    rest += f"#{quote(parts.fragment, safe=_KEPT)}" if parts.fragment else ""
    whole = f"{parts.scheme.lower()}://{place}{f':{port}' if port is not None else ''}{rest}"
    return Address(whole, plain, plain != host)


def _plain_host(host: str) -> str:
    """A host in plain ASCII.

    Raises:
        KnownError: it is none.
    """
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    if not plain or not all(sign.isalnum() or sign in "-._:" for sign in plain):
        raise _refused("The host of this address cannot be read")
    return plain


def _refused(reason: str) -> KnownError:
    return KnownError(reason, "Copy it, and look at it closely.")
