"""The frames of a sheet as the canvas draws them, with a line about what they hold."""

from __future__ import annotations

from collections.abc import Mapping

from evidenceboard.finding.who_says import is_report
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId
from evidenceboard.store import lookups
from evidenceboard.ui.canvas.zones import Zone
from evidenceboard.ui.readings import Now

UNKNOWN: Mapping[RecordId, str] = {}


def zones_of(
    reading: Now, sheet: RecordId, agreement: Mapping[RecordId, str] = UNKNOWN, *, counted: bool = True
) -> tuple[Zone, ...]:
    """All frames of a sheet, the largest first so that a smaller one lies on it.

    Args:
        agreement: of sets of rivals, how many methods agree on their order, as far as that is worked out.
        counted: it is said how many cards a frame holds; on a large board that takes a while.
    """
    found = []
    for name, values in reading.records("frame"):
        if values.get("sheet") == sheet and values.get("rect"):
            x, y, w, h = values["rect"]
            rivals, detail = values.get("rivals"), ""
            if counted:
                detail = _reports(reading, values.get("origin")) or _rivals(reading, rivals)
            if rivals and rivals in agreement and not values.get("origin"):
                detail = " · ".join(part for part in (detail, agreement[rivals]) if part)
            box = Box(x, y, x + w, y + h)
            title, colour = values.get("name") or "", values.get("colour") or ""
            found.append((w * h, Zone(box, title, detail, bool(rivals), name, colour)))
    return tuple(zone for _area, zone in sorted(found, key=lambda pair: -pair[0]))


def _reports(reading: Now, origin: RecordId | None) -> str:
    """ "3 reports, 1 origin": how many reports go back to the origin, parts of statements not counted by themselves."""
    if not origin:
        return ""
    deriving = _deriving(reading)
    found, waiting = dict[RecordId, None](), [origin]
    while waiting:
        new = [card for card in deriving.get(waiting.pop(), ()) if card not in found]
        found |= dict.fromkeys(new)
        waiting += new
    cards = reading.named("card", sorted(found)).values()
    count = sum(is_report(values) and not values.get("split_from") for values in cards)
    return f"{count} report{'s' * (count != 1)}, 1 origin" if count else "no report yet"


def _deriving(reading: Now) -> dict[RecordId, list[RecordId]]:
    """Which cards derive from each card or origin; a chain goes on through cards that were not there yet."""
    found, other = lookups.derivations(reading.document.log), reading.earlier.by_kind.get("card", ())
    if other:
        found = {end: [card for card in cards if card not in reading.earlier.other] for end, cards in found.items()}
    for card in other:
        if end := reading.value(card, "derives_from"):
            found.setdefault(str(end), []).append(card)
    return found


def _rivals(reading: Now, rivals: RecordId | None) -> str:
    """ "4 rivals, exclusive"."""
    if not rivals:
        return ""
    earlier = reading.earlier
    cards = lookups.cards_with(reading.document.log, "rivals", rivals)  # not by reading all cards at every change
    there = {card for card in cards if card not in earlier.gone and card not in earlier.other}
    there.update(card for card in earlier.by_kind.get("card", ()) if reading.value(card, "rivals") == rivals)
    relation = reading.value(rivals, "relation")
    return f"{len(there)} rivals" + (f", {relation}" if relation else "")
