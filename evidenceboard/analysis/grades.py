"""Grades of reports after the NATO or Admiralty system: how reliable the source, how credible the item.

The two are shown together ("B3") and never merged into one number. What the speaker claims to know is a third
thing and has no part in them.
"""

from __future__ import annotations

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CREDIBILITY = {
    1: "confirmed by others",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
UNSET = "–"


def grade(reliability: str | None, credibility: int | None) -> str:
    """Both marks as they are shown; a dash stands for the one that is not set, nothing for neither.

    >>> grade("B", 3)
    'B3'
    >>> grade(None, 2)
    '–2'
    """
    if reliability not in RELIABILITY and credibility not in CREDIBILITY:
        return ""
    letter = reliability if reliability in RELIABILITY else UNSET
    return f"{letter}{credibility if credibility in CREDIBILITY else UNSET}"


def in_words(reliability: str | None, credibility: int | None) -> str:
    """The same said in full: "source: usually reliable; item: possibly true"."""
    source = RELIABILITY.get(reliability or "")
    item = CREDIBILITY.get(credibility or 0)
    return "; ".join(f"{name}: {words}" for name, words in (("source", source), ("item", item)) if words)
