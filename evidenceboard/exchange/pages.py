"""A web page as a capture tells of it: its title, address and time, and its words without anything that acts."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from evidenceboard.errors import KnownError

LONGEST_TEXT = 20_000  # characters that are taken of a page's words
LONGEST_TITLE = 300
LONGEST_ADDRESS = 4_000
LONGEST_PAGE = 2_000_000  # characters of HTML that are looked through
SILENT = ("script", "style", "template", "noscript", "svg", "iframe", "textarea", "select")
_BLOCKS = """address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table td th tr ul"""
BLOCKS = frozenset(_BLOCKS.split())


class BadCapture(KnownError):
    """A file that is no capture of a page; the title says why."""


@dataclass(frozen=True)
class Page:
    """What a capture says.

    Attributes:
        captured: when it was taken, in the kept form of a date; "" where it does not say.
        problem: what is amiss with the archive, in words; "" for most.
    """

    title: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    captured: str = ""
    text: str = field(default="", repr=False)
    problem: str = ""


def one_title(text: str) -> str:
    """A title in one line, without characters that no text holds."""
    return " ".join(text.encode("utf-8", "replace").decode().replace("\0", "").split())[:LONGEST_TITLE]


def plain_address(text: str) -> str:
    """An address as it stands, if it is one line of reasonable length."""
    words = text.strip().strip("<>")
    fits = len(words) <= LONGEST_ADDRESS and words.isprintable() and " " not in words
    return words if fits and "://" in words else ""


def words_of(page: str) -> tuple[str, str]:
    """Title and text of a page of HTML; what acts or is not seen in it is passed over.

    Every step goes forward, so that no page takes longer than its length: the parser of the standard library goes back
    at what is never closed.
    """
    page = page[:LONGEST_PAGE]
    low = page.lower() if len(page.lower()) == len(page) else page
    parts: list[str] = []
    title, at = "", 0
    while at < len(page):
        begin = page.find("<", at)
        parts.append(page[at:] if begin < 0 else page[at:begin])
        if begin < 0:
            break
        name, end = _tag(page, low, begin)
        if name in SILENT or name in ("!--", "title"):
            close = low.find("-->" if name == "!--" else f"</{name}", begin if name == "!--" else end)
            if name == "title" and not title:
                title = html.unescape(page[end : close if close >= 0 else end])
            end = len(page) if close < 0 else max(low.find(">", close) + 1, close + 1)
        elif name.lstrip("/") in BLOCKS:
            parts.append("\n")
        elif end == begin + 1:  # a sign that opens nothing
            parts.append("<")
        at = end
    lines = (" ".join(line.split()) for line in html.unescape("".join(_in_lines(parts))).split("\n"))
    text = "\n".join(line for line in lines if line)
    return one_title(title), text.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST_TEXT]


def _in_lines(parts: list[str]) -> list[str]:
    """Line ends in a page are blanks; only blocks begin new lines."""
    return [part if part == "\n" else part.replace("\n", " ").replace("\r", " ") for part in parts]


def _tag(page: str, low: str, begin: int) -> tuple[str, int]:
    """The name of a tag and where it ends; "" for a sign that opens none."""
    if page.startswith("<!--", begin):
        return "!--", begin + 4
    following = page[begin + 1 : begin + 2]
    if not (following.isalpha() or following in ("/", "!", "?")):
        return "", begin + 1
    end = page.find(">", begin)
    if end < 0:
        return "", len(page)
    words = low[begin + 1 : min(end, begin + 40)].split()
    return (words[0].rstrip("/") if words else ""), end + 1
