"""The same search as simple as it can be: every text of every card is gathered anew and looked through."""

from __future__ import annotations

from evidenceboard.finding.board_texts import APART, NAMED, PLACES
from evidenceboard.finding.find import Hit, Records
from evidenceboard.model.records import CUSTOM
from evidenceboard.model.text_folding import fold


def bare_search(records: Records, words: str) -> list[Hit]:
    """What `analysis.find.find` has to find."""
    wanted, ranked = fold(words).split(), []
    for card, title, texts in gathered(records) if wanted else ():
        firsts = [next((at for at, (_, text) in enumerate(texts) if word in text), None) for word in wanted]
        if None not in firsts:
            where = texts[max(firsts)][0]
            ranked.append(({"title": 0, "text": 1}.get(where, 2), fold(title), Hit(card, title, where)))
    return [hit for _, _, hit in sorted(ranked)]


def gathered(records: Records) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Of every card its id, its title, and its texts with their places, best first."""
    names = {kind: {name: _joined(values, "name", "note") for name, values in records(kind)} for _, kind, _ in NAMED}
    regions = dict(records("region"))
    around: dict[str, list[tuple[str, str]]] = {}
    for values in regions.values():
        around.setdefault(values["card"], []).append(("note on the photo", _joined(values, "note")))
    for _, values in records("edge"):
        tail = regions[values["from"]]["card"] if values["from"] in regions else values["from"]
        custom = [field for field in values if field.startswith(CUSTOM)]
        around.setdefault(tail, []).append(("reason of a link", _joined(values, "reason", "key", *custom)))
    found = []
    for card, values in records("card"):
        texts = [(place, fold(str(values[field]))) for field, place in PLACES.items() if values.get(field)]
        texts += [("tags", fold(APART.join(values["tags"])))] if values.get("tags") else []
        texts += [
            (f"field {field.removeprefix(CUSTOM)}", fold(str(text)))
            for field, text in values.items()
            if field.startswith(CUSTOM)
        ]
        for field, kind, place in NAMED:
            if text := names[kind].get(values.get(field)):
                texts.append((place, text))
        found.append((card, str(values.get("title") or ""), texts + around.get(card, [])))
    return found


def _joined(values, *fields: str) -> str:  # type: ignore[no-untyped-def]
    return fold(APART.join(str(values[field]) for field in fields if values.get(field)))
