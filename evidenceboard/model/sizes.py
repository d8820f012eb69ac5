"""How large a card is before anybody has measured its text.

A card's size is data: it must be the same on every machine, whatever fonts are there. So its height is
estimated from character widths a little on the wide side (DejaVu Sans), and text is laid out inside it.
The measures are scene units: logical pixels at 100 %.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping

from evidenceboard.model.changes import Value
from evidenceboard.model.photo_view import WHOLE, PhotoView

WIDTH = 264.0  # of a new card
NARROWEST, WIDEST, STEP = 168.0, 480.0, 8.0
PHOTO_HEIGHT = 96.0
STANDING = 50.0  # of a hypothesis: rank, word and bar
LOWEST_VIEW, HIGHEST_VIEW = 64.0, 240.0  # of a picture whose proportions a person has chosen
READ = 2_000  # characters of a text that a card shows

_TITLE_EM, _TEXT_EM = 0.62, 0.57  # mean advance of a Latin letter, semibold and regular, in ems
_WIDE_EM = 1.0  # Hangul, Han, Kana


def card_size(values: Mapping[str, Value], width: float = WIDTH) -> tuple[float, float]:
    """Width and height of a card with these field values."""
    kind, role = values.get("kind"), values.get("role")
    hypothesis = kind == "hypothesis"
    left, right = (20.0, 16.0) if hypothesis else (20.0 if role == "claim" else 16.0, 12.0)
    pixels, line = (14.0, 18.0) if hypothesis or role == "claim" else (13.0, 17.0)
    room = width - left - right
    height = 10 + 16 + 4 + line * lines(str(values.get("title") or ""), room / pixels, _TITLE_EM)
    if text := text_shown(values):
        height += 2 + 16 * lines(text, room / 12, _TEXT_EM)
    if has_footer(values):
        height += 6 + 16
    if kind == "photo":
        height += PHOTO_HEIGHT
    if hypothesis:
        height += STANDING
    return width, float(math.ceil((height + 10 + (4 if hypothesis else 0)) / 2) * 2)


def photo_card_size(values: Mapping[str, Value], width: float, view: PhotoView, upright: tuple[int, int]) -> float:
    """How high the card of a photo of this size is: one that is cut or turned shows all that is left of it."""
    height = card_size(values, width)[1]
    if view.crop == WHOLE and not view.turn:
        return height
    wide, high = view.size(*upright)
    picture = min(max(width * high / wide, LOWEST_VIEW), HIGHEST_VIEW)
    return float(math.ceil((height - PHOTO_HEIGHT + picture) / 2) * 2)


def text_shown(values: Mapping[str, Value]) -> str:
    """The text that a card shows below its title and that it grows with: of a photo without one its caption."""
    return str(values.get("text") or (values.get("caption") if values.get("kind") == "photo" else "") or "")


def has_footer(values: Mapping[str, Value]) -> bool:
    """Whether the card has something to say at its foot: a source, a date or a grade; for a claim or a
    hypothesis what speaks for and against it."""
    if values.get("kind") == "hypothesis" or values.get("role") == "claim":
        return True
    return any(values.get(field) for field in ("source", "said", "happened", "credibility"))


def lines(text: str, ems: float, letter: float) -> int:
    """How many lines a text takes at most, at ``ems`` font sizes of room; at least one."""
    count = 0
    for paragraph in text[:READ].split("\n"):
        count += 1
        used = 0.0
        for word in _words(paragraph):
            need = sum(_em(sign, letter) for sign in word)
            if used and used + need > ems + letter / 2:
                count += 1
                used = 0.0
            extra = max(math.ceil((need - letter) / ems) - 1, 0)  # a word wider than the room is broken
            count += extra
            used += need - extra * ems
    return count


def _words(paragraph: str) -> list[str]:
    words: list[str] = []
    for word in paragraph.split(" "):
        words.append(word + " ")
    return words


def _em(sign: str, letter: float) -> float:
    return _WIDE_EM if unicodedata.east_asian_width(sign) in "WF" else letter
