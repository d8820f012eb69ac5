"""Filters: which cards, or which links, by rules that all must hold.

A rule names a field, how it is compared, and with what; of several values one suffices. Dates are fuzzy, so what is
asked of them is whether it *may* be so: "since January" holds where the latest day that a date allows is not before
January begins, "before" where the earliest is, "between" where the two overlap. Of reliability and credibility F and
6, "cannot be judged", are neither better nor worse than any other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from evidenceboard.model.changes import Value
from evidenceboard.model.dates import bounds
from evidenceboard.model.ids import RecordId
from evidenceboard.model.records import CUSTOM
from evidenceboard.model.text_folding import fold

Values = Mapping[str, Value]

FROM, TO = "from.", "to."  # before a field of the card that a link begins or ends at
LETTERS = "ABCDE"  # best first; F stands apart
GRADES = "12345"
SEARCHED = ("key", "title", "text", "original", "quote", "shows", "caption", "file_name")


class Rule(NamedTuple):
    """One rule; without values it is not complete yet, unless it needs none (see `needs_value`)."""

    field: str
    how: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filter:
    """Cards or links, and the rules that all of them obey."""

    about: str = "card"
    rules: tuple[Rule, ...] = ()

    @property
    def complete(self) -> Filter:
        """The same without rules that lack their values."""
        return Filter(self.about, tuple(rule for rule in self.rules if is_complete(rule)))


class Look(Protocol):
    """What a rule asks of the rest of the board."""

    def named(self, record: RecordId) -> Values:
        """The values of a source."""

    def origin(self, card: RecordId, values: Values) -> RecordId | None:
        """The origin at the end of what a card derives from."""

    def is_linked(self, card: RecordId) -> bool:
        """Whether a link begins or ends at a card."""

    def frames_of(self, card: RecordId) -> Collection[RecordId]:
        """The frames that hold a card, on any sheet."""

    def is_undercut(self, edge: RecordId) -> bool:
        """Whether a link ends on this one."""


Test = Callable[[RecordId, Values, Look], bool]

# How each sort of field is compared, the usual way first.
HOWS: dict[str, tuple[str, ...]] = {
    "choice": ("is", "is not"),
    "name": ("is", "is not", "none", "some"),
    "grade": ("worse", "better", "is", "is not", "none"),
    "words": ("is", "is not", "none", "some"),
    "date": ("since", "before", "between", "none", "some"),
    "own": ("is", "contains", "none", "some"),
    "text": ("contains",),
    "there": ("some", "none"),
    "frame": ("is", "is not"),
}
WITHOUT_VALUE = ("some", "none")

CARD_FIELDS: dict[str, str] = {  # each field, and what sort it is
    "kind": "choice",
    "source": "name",
    "reliability": "grade",
    "credibility": "grade",
    "outlet": "name",
    "certainty": "words",
    "status": "choice",
    "origin": "name",
    "happened": "date",
    "said": "date",
    "captured": "date",
    "tags": "words",
    "colour": "words",
    "rivals": "name",
    "text": "text",
    "photo": "there",
    "linked": "there",
    "frame": "frame",
}
EDGE_FIELDS: dict[str, str] = {"kind": "choice", "strength": "choice", "undercut": "there", "reason": "there"}


def sort_of(about: str, field: str) -> str | None:
    """What sort a field is; None for one that is not known here."""
    if about == "edge":
        if not field.startswith((FROM, TO)):
            return EDGE_FIELDS.get(field)
        field = field.partition(".")[2]
    return "own" if field.startswith(CUSTOM) and len(field) > len(CUSTOM) else CARD_FIELDS.get(field)


def is_complete(rule: Rule) -> bool:
    """Whether a rule says all that it needs."""
    needed = 0 if rule.how in WITHOUT_VALUE else 2 if rule.how == "between" else 1
    return len(rule.values) >= needed


def to_rules(wanted: Filter) -> list[list[str]]:
    """The rules as a record keeps them."""
    return [[rule.field, rule.how, *rule.values] for rule in wanted.rules]


def from_record(values: Values) -> Filter:
    """The filter that a record keeps; a rule that is too short to be one is left out."""
    rules = [Rule(each[0], each[1], tuple(each[2:])) for each in values.get("rules") or [] if len(each) >= 2]
    return Filter("edge" if values.get("about") == "edge" else "card", tuple(rules))


def split(wanted: Filter) -> tuple[Filter, Filter, Filter]:
    """Of a filter of links: the rules about the links themselves, and those about the cards they begin and end at."""
    own = tuple(rule for rule in wanted.rules if not rule.field.startswith((FROM, TO)))
    ends = (
        Filter("card", tuple(rule._replace(field=rule.field[len(at) :]) for rule in wanted.rules if _is_at(rule, at)))
        for at in (FROM, TO)
    )
    return Filter("edge", own), *ends  # type: ignore[return-value]


def _is_at(rule: Rule, at: str) -> bool:
    return rule.field.startswith(at)


def fields_read(wanted: Filter) -> tuple[str, ...]:
    """The fields of a record that its test looks at, as `pages` reads them."""
    behind = {
        "kind": ("kind", "role"),
        "reliability": ("source",),
        "origin": ("derives_from",),
        "text": SEARCHED,
        "linked": (),
        "frame": (),
        "undercut": (),
    }
    names = [name for rule in wanted.rules for name in behind.get(rule.field, (rule.field,))]
    return tuple(dict.fromkeys(("from", "to", *names) if wanted.about == "edge" else names))


def test_of(wanted: Filter) -> Test:
    """What says of one record whether all rules hold. Links are tested by their own rules only (see `split`)."""
    tests = [_test(wanted.about, rule) for rule in wanted.complete.rules]

    def test(record: RecordId, values: Values, look: Look) -> bool:
        return all(each(record, values, look) for each in tests)

    return test


def _test(about: str, rule: Rule) -> Test:
    sort = sort_of(about, rule.field)
    if sort is None or rule.how not in HOWS[sort]:
        return lambda _record, _values, _look: False  # of a newer version: what is not understood is not claimed
    found = _found(about, rule.field)
    if rule.how in WITHOUT_VALUE:
        wanted = rule.how == "some"
        return lambda record, values, look: bool(found(record, values, look)) is wanted
    if rule.how == "is not":
        unwanted = set(rule.values)
        return lambda record, values, look: unwanted.isdisjoint(found(record, values, look))
    holds = _comparison(sort, rule)
    return lambda record, values, look: any(map(holds, found(record, values, look)))


def _comparison(sort: str, rule: Rule) -> Callable[[str], bool]:
    """Whether a value that a record has is one of those that are wanted."""
    if rule.how in ("worse", "better"):
        return set().union(*(_as_good(value, rule.how) for value in rule.values)).__contains__
    if rule.how == "contains":
        words = [fold(value) for value in rule.values]
        return lambda text: any(word in fold(text) for word in words)
    if sort == "date":
        return _date_comparison(rule)
    return frozenset(rule.values).__contains__


def _as_good(value: str, how: str) -> set[str]:
    """The grades that are a value or worse, or a value or better."""
    scale = LETTERS if value in LETTERS else GRADES
    at = scale.find(value)
    if at < 0 or len(value) != 1:
        return {value}
    return set(scale[at:] if how == "worse" else scale[: at + 1])


def _date_comparison(rule: Rule) -> Callable[[str], bool]:
    ends = [bounds(value) for value in rule.values]
    first = [end.first for end in ends if end is not None]
    last = ends[1].last if len(ends) > 1 and ends[1] is not None else None

    def holds(stored: str) -> bool:
        date = bounds(stored)
        if date is None or not first:
            return False
        if rule.how == "before":
            return any(each is None or date.first is None or date.first < each for each in first)
        begins = first[0] if rule.how == "between" else None
        if rule.how == "since":
            return any(each is None or date.last is None or date.last >= each for each in first)
        may_end = begins is None or date.last is None or date.last >= begins
        return may_end and (last is None or date.first is None or date.first <= last)

    return holds


Found = Callable[[RecordId, Values, Look], Sequence[str]]


def _found(about: str, field: str) -> Found:
    """The values that a record has in a field, as texts."""
    if about == "edge":
        return _of_edge(field)
    special: dict[str, Found] = {
        "kind": lambda _card, values, _look: _kinds(values),
        "reliability": lambda _card, values, look: _one(look.named(str(values.get("source"))).get("reliability")),
        "status": lambda _card, values, _look: (str(values.get("status") or "live"),),
        "origin": lambda card, values, look: _one(look.origin(card, values)),
        "text": lambda _card, values, _look: [str(values[each]) for each in SEARCHED if values.get(each)],
        "linked": lambda card, _values, look: ("linked",) if look.is_linked(card) else (),
        "frame": lambda card, _values, look: tuple(look.frames_of(card)),
    }
    if field in ("happened", "said", "captured"):
        return lambda _card, values, _look: [date for date in _one(values.get(field)) if bounds(date) is not None]
    return special.get(field, lambda _card, values, _look: _one(values.get(field)))


def _of_edge(field: str) -> Found:
    if field == "undercut":
        return lambda edge, _values, look: ("undercut",) if look.is_undercut(edge) else ()
    usual = {"kind": "support", "strength": "normal"}.get(field)
    return lambda _edge, values, _look: _one(values.get(field) or usual)


def _kinds(values: Values) -> tuple[str, ...]:
    """A statement is found by its role, and as a statement."""
    kind, role = str(values.get("kind")), values.get("role")
    return (kind, str(role)) if kind == "statement" and role else (kind,)


def _one(value: Value) -> Sequence[str]:
    if isinstance(value, list):
        return [str(part) for part in value]
    return () if value in (None, "") else (str(value),)
