"""What is left to do on a board: what lacks a source, a grade, a link, a reason or a date, what is a gap, and what is
only preliminary."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping

from evidenceboard.finding.touched import BoardSource, Values, borne_on, parts
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId, kind_of

# What can be left to do, in the order in which it is listed.
KINDS = ("unsourced", "ungraded", "undated", "unlinked", "unreasoned", "gap", "preliminary")
OF_EDGES = ("unreasoned",)
CARD_FIELDS = ("kind", "role", "source", "credibility", "happened", "said", "status")
EDGE_FIELDS = ("from", "to", "reason")
AT_ONCE = 200


def left_of_card(values: Values, reliability: Value, linked: bool) -> tuple[str, ...]:
    """What is left to do about a card.

    Args:
        reliability: of its source.

    A retracted card asks for nothing any more. Sources, grades and dates are asked of what comes from outside:
    reported statements and photos.
    """
    status = values.get("status")
    if status in ("retracted", "superseded"):
        return ()
    role = values.get("role") if values.get("kind") == "statement" else None
    source = values.get("source")
    outside = values.get("kind") == "photo" or role == "reported"
    dated = values.get("said") or values.get("happened")
    found = {
        "unsourced": outside and not source,
        "ungraded": outside and (not values.get("credibility") or (bool(source) and not reliability)),
        "undated": role == "reported" and not dated,
        "unlinked": not linked,
        "gap": role == "gap",
        "preliminary": status == "preliminary",
    }
    return tuple(kind for kind in KINDS if found.get(kind))


def left_of_edge(values: Values) -> tuple[str, ...]:
    """What is left to do about a link."""
    return () if str(values.get("reason") or "").strip() else ("unreasoned",)


class ToDo:
    """What is left to do on one board: read in steps, then kept up.

    Attributes:
        left: for each of `KINDS` the cards or links, in the order in which they were made.
    """

    def __init__(self, source: BoardSource) -> None:
        self._source = source
        self.left: dict[str, dict[RecordId, None]] = {kind: {} for kind in KINDS}
        self._sources: Mapping[RecordId, Values] = {}

    @property
    def count(self) -> int:
        """How many things there are."""
        return sum(map(len, self.left.values()))

    def read(self) -> Generator[None, None, None]:
        """Look at every card and link, some in each step."""
        self.left = {kind: {} for kind in KINDS}
        self._sources = self._source.sources()
        for kind, fields in (("card", CARD_FIELDS), ("edge", EDGE_FIELDS)):
            for page in self._source.pages(kind, fields):
                self._put(kind, dict(page))
                yield

    def changes_all(self, records: Iterable[RecordId]) -> bool:
        """Whether a change of these asks for another reading of everything."""
        return any(kind_of(record) == "source" for record in records)

    def follow(self, records: Iterable[RecordId]) -> Generator[None, None, None]:
        """Look again at these, which were touched, and at what a change of them bears on."""
        cards, edges = borne_on(self._source, records)
        yield
        for kind, names in (("card", sorted(cards)), ("edge", sorted(edges))):
            for part in parts(names, AT_ONCE):
                found = self._source.some(kind, part)
                for record in part:
                    if record not in found:
                        self._drop(record)
                self._put(kind, found)
                yield

    def _put(self, kind: str, records: Mapping[RecordId, Values]) -> None:
        for record, values in records.items():
            if kind == "edge":
                needs = left_of_edge(values)
            else:
                reliability = self._sources.get(str(values.get("source")), {}).get("reliability")
                needs = left_of_card(values, reliability, self._source.is_linked(record))
            for name in KINDS:
                if name in needs:
                    self.left[name].setdefault(record)
                elif (name in OF_EDGES) == (kind == "edge"):
                    self.left[name].pop(record, None)

    def _drop(self, record: RecordId) -> None:
        for held in self.left.values():
            held.pop(record, None)
