"""How the records of a board are said in words: kinds, fields, values, links, moments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from evidenceboard.analysis.grades import CREDIBILITY, RELIABILITY
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Value
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import BOARD, RecordId, is_record_id, kind_of
from evidenceboard.model.records import CUSTOM, clean
from evidenceboard.model.records import FIELDS as FIELDS_OF
from evidenceboard.ui.plain import cut, visible_controls

BEGINNING = 60  # characters of its words that name a card without a key
FIELDS = {
    "derives_from": "origin",
    "rivals": "rival set",
    "assumption": "level of the assumption",
    "certainty": "speaker's certainty",
    "original": "original text",
    "handling": "handling mark",
    "photo_label": "label of the photo",
    "file_name": "file name",
    "removed": "whether it is there",
    "happened": "date it happened",
    "said": "date it was said",
    "captured": "date it was captured",
    "exif_taken": "time in the photo",
    "exif_place": "place in the photo",
    "exif_camera": "camera",
    "exif_orientation": "orientation in the photo",
    "photo_likeness": "likeness of the photo",
    "shows": "what it shows",
    "caption": "what its caption claims",
    "caption_unseen": "whether the picture shows what its caption claims",
    "turn": "turn of the photo",
    "blackouts": "what is blacked out",
    "status_reason": "reason of the status",
    "split_from": "statement it is a part of",
    "capture": "archive of the page",
    "likelihood_scale": "scale of the likelihood",
    "rests_on": "what it rests on",
    "joint": "what it counts together with",
}
RECORDS = {
    "card": "Card",
    "edge": "Link",
    "source": "Source",
    "origin": "Origin",
    "rivals": "Rival set",
    "region": "Part of a photo",
    "frame": "Frame",
    "stop": "Stop",
    "sheet": "Sheet",
    "place": "Place of a card",
    "filter": "Filter",
    "pair": "Pair of cards",
    "silence": "Silenced warning",
}
DATES = ("happened", "said", "captured")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def card_icon(values: Mapping[str, Value]) -> str:
    """The icon of a card with these values."""
    kind, role = values.get("kind"), values.get("role")
    if kind == "statement":
        return role if role in ("claim", "assumption", "gap", "question") else "statement"
    return kind if kind in ("photo", "hypothesis") else "statement"


def card_ink(values: Mapping[str, Value]) -> str:
    """The theme's colour of that icon."""
    return {"photo": "photo", "hypothesis": "hyp"}.get(str(values.get("kind")), "stmt")


def card_kind(values: Mapping[str, Value]) -> str:
    """What a card is: "Statement · reported", "Hypothesis"."""
    kind = str(values.get("kind") or "card")
    role = values.get("role") if kind == "statement" else None
    return " · ".join(part for part in (kind.capitalize(), role) if part)


def name_of(board: Board, record: RecordId) -> str:
    """The shortest good name of a record: a card's key, else the beginning of its words."""
    return one_line(_name(board, record), 80) or RECORDS.get(kind_of(record), "Record")


def title_of(board: Board, record: RecordId) -> str:
    """The words of a record without its key, in one line."""
    return title_in(board.record(record).shown_values())


def title_in(values: Mapping[str, Value]) -> str:
    """The words of a record with these values, in one line."""
    for field in ("title", "text", "original", "name", "file_name", "note", "reason"):
        if words := one_line(str(values.get(field) or ""), 400):
            return words
    return ""


def says_more(title: str, name: str) -> bool:
    """Whether the words of a record say more than its name beside them, which may be how they begin."""
    return bool(title) and name not in (title, cut(title, BEGINNING))


def one_line(text: str, length: int = 200) -> str:
    """The text in one line, cut, with characters that cannot be seen written out."""
    return visible_controls(cut(" ".join(text[: 4 * length].split()), length))


def _name(board: Board, record: RecordId) -> str:
    kind = kind_of(record)
    if record == BOARD:
        return "Board"
    if kind == "edge":
        tail, head = (board.value(record, end) for end in ("from", "to"))
        return " → ".join("a link" if kind_of(end) == "edge" else name_of(board, end) for end in (tail, head) if end)
    card = board.value(record, "card") if kind in ("region", "place") else None
    if kind == "region":
        return capital(f"{part_words(board, record)} of {name_of(board, card)}") if card else ""
    if kind == "place":
        return f"{RECORDS[kind]} {name_of(board, card)}" if card else ""
    return str(board.value(record, "key") or "") or cut(title_of(board, record), BEGINNING)


def part_words(board: Board, region: RecordId) -> str:
    """A part of a photo in a sentence: "the part “fuze”", "a part"."""
    note = one_line(str(board.value(region, "note") or ""), 60)
    return f"the part “{note}”" if note else "a part"


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def link_word(kind: str | None, *, outgoing: bool = True, undercut: bool = False) -> str:
    """What a link says between two cards, seen from one of them."""
    if undercut:
        return "Undercuts" if outgoing else "Undercut by"
    if kind == "contradict":
        return "Contradicts" if outgoing else "Contradicted by"
    return "Supports" if outgoing else "Supported by"


def status_words(values: Mapping[str, Value]) -> str:
    """That a card does not simply stand, and why: "Retracted: VOA took it back"; nothing for a live one."""
    status, reason = str(values.get("status") or "live"), one_line(str(values.get("status_reason") or ""), 300)
    if status == "live":
        return ""
    return f"{status.capitalize()}: {reason}" if reason else status.capitalize()


def field_words(field: str) -> str:
    """The name of a field as people say it."""
    if field.startswith(CUSTOM):
        return one_line(field.removeprefix(CUSTOM), 60)
    return FIELDS.get(field, field.replace("_", " "))


def value_words(board: Board, field: str, value: Value) -> str:
    """A field's value as people say it: "3 · possibly true", the name of a source.

    The value may be one of another form than the field's: strangers' boards hold anything.
    """
    if field in VIEWS and _has_form(field, value):
        return VIEWS[field](value)
    if isinstance(value, list | dict) and value:
        parts = (" ".join(map(str, part)) if isinstance(part, list) else str(part) for part in list(value)[:400])
        return visible_controls_in_lines(cut(", ".join(part[:400] for part in parts), 400))
    if value is None or value == "" or value == []:
        return "not set"
    if field == "removed":
        return "removed" if value is True else "there"
    if field == "reliability" and value in RELIABILITY:
        return f"{value} · {RELIABILITY[value]}"
    if field == "credibility" and value in CREDIBILITY:
        return f"{value} · {CREDIBILITY[value]}"
    if field in DATES:
        return visible_controls(cut(in_words(str(value)), 100))
    if is_record_id(value):
        return name_of(board, value)
    if field == "kind" and value in ("support", "contradict"):
        return f"{value}s"
    return visible_controls_in_lines(cut(str(value), 400))


def _has_form(field: str, value: Value) -> bool:
    """Whether a value is one that its field can have, in whatever kind of record."""
    return value is not None and any(
        clean(kind, field, value) is not None for kind in FIELDS_OF if field in FIELDS_OF[kind]
    )


def _rect_words(value: Value) -> str:
    """ "62 % × 40 % of the photo, 10 % from the left, 25 % from the top"."""
    if not isinstance(value, list) or len(value) != 4 or max(value) > 1:
        return cut(", ".join(f"{part:g}" for part in value), 400)  # of a frame: places on its sheet
    x, y, w, h = (f"{100 * part:.0f} %" for part in value)
    return f"{w} × {h} of the photo, {x} from the left, {y} from the top"


VIEWS: Mapping[str, Callable[[Value], str]] = {
    "crop": _rect_words,
    "rect": _rect_words,
    "turn": lambda value: f"{value}° to the right" if value else "not turned",
    "blackouts": lambda value: count(len(value), "part") + " blacked out" if isinstance(value, list) else "none",
    "caption_unseen": lambda value: "the picture does not show it" if value else "not flagged",
    "rests_on": lambda value: f"the {value}",
}


def visible_controls_in_lines(text: str) -> str:
    """The text with its lines kept and everything else that cannot be seen written out."""
    return "\n".join(visible_controls(line) for line in text.splitlines())


def grade_sentence(reliability: str | None, credibility: int | None) -> str:
    """The grade said aloud: "Usually reliable source, possibly true item."

    >>> grade_sentence("B", 3)
    'Usually reliable source, possibly true item.'
    >>> grade_sentence("B", None)
    'Usually reliable source; the item has no grade yet.'
    """
    if reliability == "F":
        source = "A source that cannot be judged"
    else:
        source = f"{RELIABILITY[reliability].capitalize()} source" if reliability in RELIABILITY else ""
    item = {1: "an item that others confirm", 6: "an item that cannot be judged"}.get(
        credibility or 0, f"{CREDIBILITY.get(credibility or 0, '')} item"
    )
    if source and credibility:
        return f"{source}, {item}."
    if source:
        return f"{source}; the item has no grade yet."
    article = "" if item.startswith("an ") else "an " if item[0] in "aei" else "a "
    return f"{(article + item).capitalize()}; its source has no grade yet." if credibility else ""


def moment(wall_ms: int, now_ms: int) -> str:
    """When something was done, in this machine's time: "10:42", "Yesterday 10:42", "9 Jan 2024, 10:42"."""
    try:
        then, now = datetime.fromtimestamp(wall_ms / 1000), datetime.fromtimestamp(now_ms / 1000)
    except (ValueError, OverflowError, OSError):
        return "time unknown"
    clock = f"{then:%H:%M}"
    days = (now.date() - then.date()).days
    if days == 0:
        return clock
    return f"Yesterday {clock}" if days == 1 else f"{day(then)}, {clock}"


def brief_moment(wall_ms: int, now_ms: int) -> str:
    """The same for a narrow column: "10:42", "9 Jan", "9 Jan 2024"."""
    try:
        then, now = datetime.fromtimestamp(wall_ms / 1000), datetime.fromtimestamp(now_ms / 1000)
    except (ValueError, OverflowError, OSError):
        return "unknown"
    if then.date() == now.date():
        return f"{then:%H:%M}"
    return f"{then.day} {MONTHS[then.month - 1]}" if then.year == now.year else day(then)


def day(then: datetime) -> str:
    """A day: "9 Jan 2024"."""
    return f"{then.day} {MONTHS[then.month - 1]} {then.year}"


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun: "1 card", "3 cards"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def names_in_words(names: list[str], most: int = 6) -> str:
    """Names with commas, the rest counted: "E1, E2 and 4 more"."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
