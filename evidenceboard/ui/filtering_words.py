"""Filters in words: how fields, comparisons and values are called."""

from __future__ import annotations

from evidenceboard.analysis.grades import CREDIBILITY, RELIABILITY
from evidenceboard.finding.filters import FROM, TO, Rule, sort_of
from evidenceboard.model.board import Board
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import is_record_id
from evidenceboard.model.records import CUSTOM
from evidenceboard.ui.words import one_line

FIELDS = {
    "kind": "Kind",
    "source": "Source",
    "reliability": "Reliability",
    "credibility": "Credibility",
    "outlet": "Outlet",
    "certainty": "Speaker's certainty",
    "status": "Status",
    "origin": "Origin",
    "happened": "Happened",
    "said": "Said",
    "captured": "Captured",
    "tags": "Tag",
    "colour": "Colour",
    "rivals": "Rival set",
    "text": "Text",
    "photo": "Photo",
    "linked": "Linked",
    "frame": "Frame",
}
OF_LINKS = {"kind": "Link", "strength": "Strength", "undercut": "Undercut", "reason": "Reason"}
ENDS = {FROM: "From", TO: "To"}

HOWS = {
    "is": "is",
    "is not": "is not",
    "worse": "or worse",
    "better": "or better",
    "since": "since",
    "before": "before",
    "between": "between",
    "contains": "contains",
    "some": "has one",
    "none": "has none",
}
THERE = {
    "photo": ("has a photo", "has no photo"),
    "linked": ("linked", "not linked"),
    "undercut": ("undercut", "not undercut"),
    "reason": ("has a reason", "has no reason"),
}
VALUES = {
    "kind": {
        "photo": "Photo", "statement": "Statement, any role", "reported": "Reported statement", "claim": "Claim",
        "assumption": "Assumption", "gap": "Gap", "question": "Question", "hypothesis": "Hypothesis",
    },
    "status": {name: name.capitalize() for name in ("live", "preliminary", "second-hand", "superseded", "retracted")},
    "reliability": {letter: f"{letter} · {words}" for letter, words in RELIABILITY.items()},
    "credibility": {str(figure): f"{figure} · {words}" for figure, words in CREDIBILITY.items()},
}  # fmt: skip
VALUES_OF_LINKS = {
    "kind": {"support": "Supports", "contradict": "Contradicts"},
    "strength": {"normal": "Normal", "strong": "Strong"},
}
NOTES = {
    "date": "A date counts where it may be so: “before 8 Jan” may be in January.",
    "reliability": "F, which cannot be judged, is neither better nor worse.",
    "credibility": "6, which cannot be judged, is neither better nor worse.",
}


def bare(field: str) -> str:
    """A field without the end of the link that it is asked of."""
    return field.partition(".")[2] if field.startswith((FROM, TO)) else field


def field_name(about: str, field: str) -> str:
    """A field as a menu calls it, without the end of the link."""
    if about == "edge" and not field.startswith((FROM, TO)):
        return OF_LINKS.get(field, one_line(field, 40))
    name = bare(field)
    return one_line(name.removeprefix(CUSTOM), 40) if name.startswith(CUSTOM) else FIELDS.get(name, one_line(name, 40))


def how_words(field: str, how: str) -> str:
    """A comparison as it is chosen."""
    there = THERE.get(bare(field))
    return there[how == "none"].capitalize() if there and how in ("some", "none") else HOWS.get(how, one_line(how, 20))


def choices(about: str, field: str) -> dict[str, str]:
    """The values of a field that are the same on every board, and how they are called."""
    if about == "edge" and not field.startswith((FROM, TO)):
        return VALUES_OF_LINKS.get(field, {})
    return VALUES.get(bare(field), {})


def value_name(board: Board, about: str, field: str, value: str) -> str:
    """A value as a rule names it."""
    if (sort_of(about, field)) == "date":
        return one_line(in_words(value), 40)
    if is_record_id(value):
        name = one_line(str(board.value(value, "name") or ""), 40)
        return name if name and not board.record(value).gone else "something removed"
    if bare(field) in ("reliability", "credibility"):
        return value
    return (
        choices(about, field).get(value, one_line(value, 40)).lower().replace(", any role", "")
        if choices(about, field)
        else f"“{one_line(value, 40)}”"
        if sort_of(about, field) in ("own", "text")
        else one_line(value, 40)
    )


def rule_words(board: Board, about: str, rule: Rule) -> str:
    """A rule as its chip says it: "From: reliability C or worse"."""
    end = next((f"{name}: " for at, name in ENDS.items() if rule.field.startswith(at)), "") if about == "edge" else ""
    there = THERE.get(bare(rule.field))
    if there and rule.how in ("some", "none"):
        words = there[rule.how == "none"]
        return end + words if end else words.capitalize()
    name = field_name(about, rule.field)
    name = name.lower() if end and not bare(rule.field).startswith(CUSTOM) else name
    return f"{end}{name} {_comparison(board, about, rule)}"


def _comparison(board: Board, about: str, rule: Rule) -> str:
    values = [value_name(board, about, rule.field, value) for value in rule.values]
    said = " or ".join(values[:4]) + (f" or {len(values) - 4} more" if len(values) > 4 else "") or "…"
    if rule.how in ("worse", "better"):
        return f"{said} {HOWS[rule.how]}"
    if rule.how == "between":
        return f"between {(values or ['…'])[0]} and {(values[1:] or ['…'])[0]}"
    if rule.how in ("some", "none"):
        return "is set" if rule.how == "some" else "is not set"
    return said if rule.how == "is" and sort_of(about, rule.field) == "choice" else f"{how_words('', rule.how)} {said}"
