"""What the cards of a board hold, for menus to offer: tags, certainties, fields of the user's own, months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator

from evidenceboard.finding.touched import BoardSource, Values
from evidenceboard.model.dates import bounds
from evidenceboard.model.records import CUSTOM
from evidenceboard.model.text_folding import natural

FIELDS = ("certainty", "colour", "happened", "said", "captured", "tags", "kind", "role")
DATES = ("happened", "said", "captured")
MOST = 500  # values of one field that are offered


class Held:
    """The values that cards have.

    Attributes:
        values: of each field, how many cards have each value; years and months of dates as kept dates.
    """

    def __init__(self) -> None:
        self.values: dict[str, Counter[str]] = {}

    def read(self, source: BoardSource) -> Generator[None, None, None]:
        """Look at every card, some in each step."""
        found: dict[str, Counter[str]] = {}
        for page in source.pages("card", FIELDS):
            for _, values in page:
                _count(found, values)
            yield
        self.values = found

    def of(self, field: str) -> list[str]:
        """The values of a field, as people count; the newest date first."""
        held = [value for value, _ in self.values.get(field, Counter()).most_common(MOST)]
        return sorted(held, reverse=True) if field in DATES else sorted(held, key=natural)

    @property
    def own_fields(self) -> list[str]:
        """The fields that people named, by name."""
        return sorted((field for field in self.values if field.startswith(CUSTOM)), key=natural)


def _count(found: dict[str, Counter[str]], values: Values) -> None:
    for field in ("certainty", "colour"):
        if value := values.get(field):
            found.setdefault(field, Counter())[str(value)] += 1
    for tag in values.get("tags") or ():
        found.setdefault("tags", Counter())[str(tag)] += 1
    for field in DATES:
        if stored := values.get(field):
            found.setdefault(field, Counter()).update(_spans(str(stored)))
    for field, value in values.items():
        if field.startswith(CUSTOM) and value and len(found.get(field, ())) <= MOST:
            found.setdefault(field, Counter())[str(value)] += 1


def _spans(stored: str) -> Iterator[str]:
    """The years and the months in which a date begins and ends."""
    date = bounds(stored)
    for end in {end for end in (date.first, date.last) if end is not None} if date is not None else ():
        yield f"{end:%Y}".zfill(4)
        yield f"{end:%Y-%m}".zfill(7)
