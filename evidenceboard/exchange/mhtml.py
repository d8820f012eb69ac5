"""MHTML: a page as browsers save it, a mail whose parts are the page and what it shows."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from evidenceboard.exchange.pages import BadCapture, Page, one_title, plain_address, words_of
from evidenceboard.model import dates

LOOKED_THROUGH = 8 * 1024 * 1024  # bytes from the beginning: the page itself is the first part
MOST_PARTS = 50  # that are looked at for the page
MOST_NESTED = 2_000  # lines that may begin a part, in what is looked through


def read(data: bytes) -> Page:
    """What an MHTML file says of its page.

    Raises:
        BadCapture: it cannot be read.
    """
    head = data[:LOOKED_THROUGH]
    if head.lower().count(b"content-type:") > MOST_NESTED:
        raise BadCapture("it has more parts than any page")
    try:
        whole = message_from_bytes(head)
        page = _first_page(whole)
        title, text = words_of(_decoded(page)) if page is not None else ("", "")
        own = _header(page, "Content-Location") if page is not None else ""
        return Page(
            title=one_title(_header(whole, "Subject")) or title,
            address=plain_address(_header(whole, "Snapshot-Content-Location") or own),
            captured=_moment(_header(whole, "Date")),
            text=text,
            problem="" if page is not None else "there is no page in it",
        )
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError, MessageError):
        raise BadCapture("it is damaged: its parts cannot be told apart") from None


def _first_page(whole: Message) -> Message | None:
    """The first part of HTML, not further down than a page has it."""
    waiting = [whole]
    for _ in range(MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        inside = part.get_payload()
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and not part.is_multipart():
            return part
        if isinstance(inside, list):
            waiting = [*inside[:MOST_PARTS], *waiting]
    return None


def _decoded(part: Message) -> str:
    """The text of a part, as its own words say that it is written."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset(), "utf-8"):
        try:
            return data.decode(charset or "utf-8")
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _header(part: Message, name: str) -> str:
    """A header as text; "" where it is not there."""
    said = part.get(name)
    if said is None:
        return ""
    try:
        return " ".join(str(make_header(decode_header(str(said)))).split())
    except (LookupError, ValueError, MessageError):
        return " ".join(str(said).encode("utf-8", "replace").decode().split())


def _moment(said: str) -> str:
    """A date of a mail in the kept form; "" where it is none."""
    try:
        when = parsedate_to_datetime(said)
        return dates.parse(when.isoformat(timespec="seconds").replace("+00:00", "Z")) or ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
