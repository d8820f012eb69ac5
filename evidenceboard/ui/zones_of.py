"""The frames of a sheet as the canvas draws them, with a line about what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Set

from evidenceboard.document import Document
from evidenceboard.finding.who_says import is_report
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId
from evidenceboard.store import lookups
from evidenceboard.ui.canvas.zones import Zone

NOBODY: frozenset[RecordId] = frozenset()
UNKNOWN: Mapping[RecordId, str] = {}


def zones_of(
    document: Document,
    sheet: RecordId,
    gone: Set[RecordId] = NOBODY,
    agreement: Mapping[RecordId, str] = UNKNOWN,
) -> tuple[Zone, ...]:
    """All frames of a sheet, the largest first so that a smaller one lies on it.

    Args:
        gone: cards that are not counted.
        agreement: of sets of rivals, how many methods agree on their order, as far as that is worked out.
    """
    found = []
    for name, values in document.records("frame"):
        if values.get("sheet") == sheet and values.get("rect"):
            x, y, w, h = values["rect"]
            reports = _reports(document, values.get("origin"), gone)
            detail = reports or _rivals(document, values.get("rivals"), gone, agreement)
            box = Box(x, y, x + w, y + h)
            title, colour = values.get("name") or "", values.get("colour") or ""
            found.append((w * h, Zone(box, title, detail, bool(values.get("rivals")), name, colour)))
    return tuple(zone for _area, zone in sorted(found, key=lambda pair: -pair[0]))


def _reports(document: Document, origin: RecordId | None, gone: Set[RecordId]) -> str:
    """ "3 reports, 1 origin": how many reports go back to the origin, parts of statements not counted by themselves."""
    if not origin:
        return ""
    deriving = lookups.derivations(document.log)
    found, waiting = dict[RecordId, None](), [origin]
    while waiting:
        new = [card for card in deriving.get(waiting.pop(), ()) if card not in found]
        found |= dict.fromkeys(new)
        waiting += new
    cards = document.log.records_named("card", sorted(found.keys() - gone)).values()
    count = sum(is_report(values) and not values.get("split_from") for values in cards)
    return f"{count} report{'s' * (count != 1)}, 1 origin"


def _rivals(document: Document, rivals: RecordId | None, gone: Set[RecordId], agreement: Mapping[RecordId, str]) -> str:
    """ "4 rivals, exclusive · 3 of 3 methods agree"."""
    if not rivals:
        return ""
    named = lookups.cards_with(document.log, "rivals", rivals)  # not by reading all cards at every change
    count = len(set(named) - gone)
    relation = document.board.value(rivals, "relation")
    said = f"{count} rivals" + (f", {relation}" if relation else "")
    return f"{said} · {agreement[rivals]}" if rivals in agreement else said
