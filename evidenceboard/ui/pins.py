"""Which cards are pinned to their places."""

from __future__ import annotations

from collections.abc import Iterable

from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId, place_id


def pinned_cards(document: Document, sheet: RecordId, cards: Iterable[RecordId]) -> set[RecordId]:
    """Those of some cards that are pinned on a sheet."""
    places = {place_id(sheet, card): card for card in cards}
    found = document.log.records_named("place", list(places))
    return {places[place] for place, values in found.items() if values.get("pinned")}
