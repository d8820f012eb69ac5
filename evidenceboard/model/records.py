"""What each kind of record holds: the fields, and what a value must look like to be shown.

The log keeps every value as it came, known or not. A reading of it never meets a value of the wrong form:
`clean` gives the value as the field's type, or None, and `problem` says why a value cannot be shown.
Field names are for ever: never rename or reuse one; add another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from evidenceboard.model.changes import Value
from evidenceboard.model.ids import is_hash, is_record_id

CARD_KINDS = ("photo", "statement", "hypothesis")
ROLES = ("reported", "claim", "assumption", "gap", "question")
EDGE_KINDS = ("support", "contradict")
STRENGTHS = ("normal", "strong")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES = (1, 2, 3, 4, 5, 6)
CERTAINTIES = ("asserts", "confirms", "reports", "denies", "is not aware of", "shows")
STATUSES = ("live", "preliminary", "second-hand", "superseded", "retracted")
ASSUMPTION_LEVELS = ("solid", "caveated", "unsupported")
RIVAL_RELATIONS = ("exclusive", "exhaustive", "overlapping")
SOURCE_KINDS = ("organisation", "outlet", "person", "document", "other")
TURNS = (0, 90, 180, 270)  # degrees clockwise
RESTS_ON = ("picture", "caption")  # what of a photo an edge from it rests on
LIKELIHOOD_SCALES = ("ICD 203", "PHIA")
CONFIDENCES = ("low", "moderate", "high")
PAIR_STATES = ("open", "apparent", "resolved")

CUSTOM = "custom:"  # a field the user named: "custom:Case number"
FAR = 1e7  # scene units; nothing is placed further out
SMALLEST, LARGEST = 24.0, 10_000.0  # scene units of a card's side

NUMBERS = (int, float)

Cleaner = Callable[[Value], Value]


def _text(value: Value) -> Value:
    return value if isinstance(value, str) else None


def _flag(value: Value) -> Value:
    return value if isinstance(value, bool) else None


def _one_of(first: Value, *others: Value) -> Cleaner:
    """One of some texts or of some whole numbers."""
    kind, known = type(first), frozenset((first, *others))
    return lambda value: value if type(value) is kind and value in known else None


def _reference(*kinds: str) -> Cleaner:
    starts = tuple(f"{kind}:" for kind in kinds)
    return lambda value: value if is_record_id(value) and value.startswith(starts) else None


def _numbers(count: int, low: float, high: float) -> Cleaner:
    clean_part = _number(low, high)

    def clean_numbers(value: Value) -> Value:
        if not isinstance(value, list) or len(value) != count:
            return None
        parts = [clean_part(part) for part in value]
        return None if None in parts else parts

    return clean_numbers


def _point(value: Value) -> Value:
    """Two numbers. One that is too far out is no place where somebody would find a card."""
    found = _numbers(2, -math.inf, math.inf)(value)
    return found if found is not None and max(map(abs, found)) <= FAR else None


def _number(low: float, high: float) -> Cleaner:
    low, high = float(low), float(high)

    def clean_number(value: Value) -> Value:
        if not _is_number(value):
            return None
        number = float(value)
        return low if number < low else high if number > high else number

    return clean_number


def _whole(value: Value) -> Value:
    return max(-(2**31), min(2**31 - 1, value)) if isinstance(value, int) and not isinstance(value, bool) else None


def _hash(value: Value) -> Value:
    return value if is_hash(value) else None


def _texts(value: Value) -> Value:
    return value if isinstance(value, list) and all(isinstance(part, str) for part in value) else None


def _lists_of_texts(value: Value) -> Value:
    return value if isinstance(value, list) and all(_texts(part) is not None for part in value) else None


def _blackouts(value: Value) -> Value:
    """Rectangles as x, y, width, height, each 0 to 1. One that cannot be read covers everything: what somebody wanted
    to hide is never shown because of a fault in the file."""
    clean_one = _numbers(4, 0, 1)
    return (
        [clean_one(part) or [0.0, 0.0, 1.0, 1.0] for part in value]
        if isinstance(value, list)
        else [[0.0, 0.0, 1.0, 1.0]]
    )


def _is_number(value: Value) -> bool:
    """A number that is not too large for arithmetic; NaN is not between anything."""
    return isinstance(value, NUMBERS) and not isinstance(value, bool) and -1e300 < value < 1e300


FIELDS: Mapping[str, Mapping[str, Cleaner]] = {
    "board": {"title": _text, "question": _text, "handling": _text},
    "card": {
        "kind": _one_of(*CARD_KINDS),
        "role": _one_of(*ROLES),
        "key": _text,
        "title": _text,
        "text": _text,
        "original": _text,
        "language": _text,
        "translator": _text,  # who put `original` into the words of `text`
        "source": _reference("source"),  # who says it
        "outlet": _reference("source"),  # where it was said or printed, if that is another
        "credibility": _one_of(*CREDIBILITIES),
        "certainty": _text,
        "happened": _text,
        "said": _text,
        "captured": _text,
        "derives_from": _reference("card", "origin"),
        "split_from": _reference("card"),  # the statement of which this claim is a part
        "quote": _text,  # the words of that statement
        "status": _one_of(*STATUSES),
        "status_reason": _text,
        "assumption": _one_of(*ASSUMPTION_LEVELS),
        "base": _number(0, 1),
        "colour": _text,
        "tags": _texts,
        "rivals": _reference("rivals"),
        "photo": _hash,
        "photo_label": _text,
        "file_name": _text,
        "photo_likeness": _text,  # difference hash of the picture as it is shown, 16 hexadecimal digits
        "shows": _text,  # what can be seen in the picture
        "caption": _text,  # what its caption claims
        "caption_unseen": _flag,  # what the caption claims cannot be seen in the picture
        # How the photo is shown; its bytes stay. Parts are x, y, width, height in 0…1 of the upright photo.
        "crop": _numbers(4, 0, 1),
        "turn": _one_of(*TURNS),
        "blackouts": _blackouts,
        "exif_taken": _text,  # local time as the camera wrote it, "2019-05-04T14:03:09+02:00"
        "exif_place": _numbers(2, -180, 180),  # latitude and longitude in degrees, WGS 84
        "exif_camera": _text,
        "exif_orientation": _one_of(*range(1, 9)),
        "capture": _hash,  # the archive of a web page that this card comes from
        "address": _text,  # of that page
        "likelihood": _text,  # a word of `likelihood_scale`, entered by the analyst; never computed
        "likelihood_scale": _one_of(*LIKELIHOOD_SCALES),
        "confidence": _one_of(*CONFIDENCES),
    },
    "place": {
        "sheet": _reference("sheet"),
        "card": _reference("card"),
        "pos": _point,
        "size": _numbers(2, SMALLEST, LARGEST),
        "z": _whole,
        "pinned": _flag,
        "folded": _flag,
    },
    "edge": {
        "from": _reference("card", "region"),
        "to": _reference("card", "edge"),
        "kind": _one_of(*EDGE_KINDS),
        "strength": _one_of(*STRENGTHS),
        "weight": _number(0, 1),
        "reason": _text,
        "key": _text,
        "rests_on": _one_of(*RESTS_ON),
        "joint": _text,  # edges to one card that share this word count only together
    },
    "source": {
        "name": _text,
        "kind": _one_of(*SOURCE_KINDS),
        "reliability": _one_of(*RELIABILITIES),
        "note": _text,
    },
    "origin": {"name": _text, "note": _text},
    "rivals": {"name": _text, "relation": _one_of(*RIVAL_RELATIONS)},
    "sheet": {"name": _text, "order": _number(-1e9, 1e9)},
    "region": {"card": _reference("card"), "rect": _numbers(4, 0, 1), "note": _text},
    "frame": {
        "sheet": _reference("sheet"),
        "name": _text,
        "rect": _numbers(4, -FAR, FAR),
        "colour": _text,
        "origin": _reference("origin"),
        "rivals": _reference("rivals"),
        "folded": _flag,
    },
    "stop": {
        "sheet": _reference("sheet"),
        "order": _number(-1e9, 1e9),
        "name": _text,
        "view": _numbers(4, -FAR, FAR),
        "shows": _texts,
        "steps": _texts,
        "note": _text,
    },
    # The kinds from here on have no table in the file: they are read from the log.
    "filter": {
        "name": _text,
        "order": _number(-1e9, 1e9),
        "about": _one_of("card", "edge"),
        "rules": _lists_of_texts,  # field, how it is compared, and with what
    },
    "pair": {  # two cards that seem unable both to hold
        "cards": _texts,
        "state": _one_of(*PAIR_STATES),
        "reason": _text,
    },
    "silence": {"guard": _text, "about": _text, "reason": _text},  # a warning that somebody silenced
}

# Of a card: what names a file in the board's archive by its SHA-256.
FILE_FIELDS = tuple(field for field, cleaner in FIELDS["card"].items() if cleaner is _hash)

# A record cannot be shown without these; they are written once, when it is made.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "card": ("kind",),
    "place": ("sheet", "card"),
    "edge": ("from", "to"),
    "region": ("card",),
    "pair": ("cards",),
    "silence": ("guard",),
}

# How things look is nobody's argument: the later value wins without a word.
SILENT = frozenset({"pos", "size", "z", "colour", "pinned", "folded", "rect", "view", "order"})


def clean(kind: str, field: str, value: Value) -> Value:
    """The value as its field's type, numbers clamped, or None where it has a wrong form."""
    if value is None:
        return None
    if field == "removed":
        return _flag(value)
    cleaner = FIELDS.get(kind, {}).get(field)
    if cleaner is None:
        return _text(value) if field.startswith(CUSTOM) else value
    return cleaner(value)


def clean_values(kind: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a record as their fields' types; ``removed`` and values of a wrong form are left out."""
    cleaners = FIELDS.get(kind, {})
    found: dict[str, Value] = {}
    for field, value in values.items():
        if value is None or field == "removed":
            continue
        cleaner = cleaners.get(field)
        value = cleaner(value) if cleaner is not None else clean(kind, field, value)
        if value is not None:
            found[field] = value
    return found


def problem(kind: str, field: str, value: Value) -> str | None:
    """Why a value cannot be shown in this field, or None where it can."""
    if value is None or clean(kind, field, value) is not None:
        return None
    return f"the value of “{field[:60]}” has a wrong form"
