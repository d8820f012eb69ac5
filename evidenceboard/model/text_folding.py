"""Texts as they are compared: whatever their case and marks, in any script."""

from __future__ import annotations

import re
import unicodedata

# ASCII, Hangul syllables, Han, dashes and quotation marks: nothing in them can be taken apart.
PLAIN = re.compile(r"[\x00-\x7f·\uac00-\ud7a3\u4e00-\u9fff\u2012-\u2015\u2018-\u201f]*")

DIGITS = re.compile(r"(\d+)")
LONGEST = 200  # characters that decide an order


def fold(text: str) -> str:
    """A text as it is compared: no case, no accents, one form for what looks alike.

    Hangul stays in whole syllables, so that 국정 is found in 국정원 and not in its letters.

    >>> fold("Çelik ＡＢＣ Straße")
    'celik abc strasse'
    """
    if text.isascii() or PLAIN.fullmatch(text):
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)


def natural(text: str) -> tuple[int | str, ...]:
    """Orders texts as people count: E2 before E10, whatever their case.

    >>> sorted(["E10", "e2", "E1"], key=natural)
    ['E1', 'e2', 'E10']
    """
    parts = DIGITS.split(text[:LONGEST].casefold())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def folded(text: str) -> bytes:
    """The same as UTF-8, in which a part of a text is a part of its bytes."""
    return fold(text).encode("utf-8", "surrogatepass")
