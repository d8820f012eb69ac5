"""What the lines of the outline say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evidenceboard.analysis.grades import grade
from evidenceboard.finding.outline import Line
from evidenceboard.finding.touched import Values
from evidenceboard.model.ids import BOARD, RecordId, kind_of
from evidenceboard.model.index import ENDS
from evidenceboard.ui.board_facts import BoardFacts
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.plain import cut, visible_controls
from evidenceboard.ui.words import one_line

LONGEST = 2_000  # characters of a text that are shown
NO_QUESTION = "No question yet"


class OutlineLook(BoardFacts):
    """The open board as it is or, in a replay, as it was, as `finding.outline.Look`.

    Attributes:
        pick: what a filter finds; None while nothing is filtered.
        kept: that, and all that it stands under.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge.document)
        self._bridge = bridge
        self.pick: Pick | None = None
        self.kept: set[RecordId] | None = None

    def shows(self, edge: RecordId) -> bool:
        return self.kept is None or edge in self.kept

    def is_found(self, line: Line) -> bool:
        """Whether the filter finds a line; the others are there because it stands under them."""
        if self.pick is None or line.what != "card":
            return True
        return line.edge in self.pick.edges if self.pick.edges is not None else line.record in self.pick.cards

    def values(self, record: RecordId) -> Values:
        return self._bridge.reading.values(record)

    def pages(self, kind: str, fields: Sequence[str]) -> Iterator[Sequence[tuple[RecordId, Values]]]:
        reading = self._bridge.reading
        for page in reading.over(kind, super().pages(kind, fields)):
            yield [each for each in page if reading.is_live(each[0])] if reading.earlier and kind in ENDS else page

    def joined(self, record: RecordId) -> Sequence[RecordId]:
        return self._bridge.reading.edges_of(record)

    def into(self, record: RecordId) -> Sequence[RecordId]:
        reading = self._bridge.reading
        return [edge for edge in reading.edges_of(record) if reading.ends(edge)[1:] == (record,)]

    def ends(self, edge: RecordId) -> Sequence[RecordId]:
        reading = self._bridge.reading
        found = reading.ends(edge)
        if not found:  # it was not there, or is gone: what it joined is known all the same
            return super().ends(edge)
        return [str(reading.value(end, "card")) if kind_of(end) == "region" else end for end in found]


class Said(NamedTuple):
    """The parts of a card's line.

    Attributes:
        sign: "support", "contradict" or "undercut"; "" where it stands by itself.
        title: its first words.
        text: what else the card says.
        from_whom: source and grade.
        reason: of the link.
    """

    sign: str
    key: str
    title: str
    text: str
    from_whom: str
    reason: str


class OutlineWords:
    """Says lines, as `finding.outline.Words`."""

    def __init__(self, bridge: Bridge) -> None:
        self.look = OutlineLook(bridge)
        self._bridge = bridge

    @property
    def question(self) -> str:
        """The question of the board."""
        return one_line(str(self._bridge.reading.value(BOARD, "question") or ""), 400)

    def of_card(self, line: Line) -> Said:
        """The parts of a card's line."""
        values = self.look.values(line.record)
        title, text = (visible_lines(values.get(field)) for field in ("title", "text"))
        if not title and not text:
            title = one_line(str(values.get("file_name") or ""), 120)
        return Said(
            self.sign(line),
            one_line(str(values.get("key") or ""), 24),
            title,
            text,
            self._from_whom(values),
            visible_lines(self.look.values(line.edge).get("reason")) if line.edge else "",
        )

    def sign(self, line: Line) -> str:
        """What the link says by which a card stands where it does."""
        if not line.edge:
            return ""
        values = self.look.values(line.edge)
        return "undercut" if kind_of(str(values.get("to"))) == "edge" else str(values.get("kind") or "support")

    def _from_whom(self, values: Values) -> str:
        source = self.look.values(str(values["source"])) if values.get("source") else {}
        name = one_line(str(source.get("name") or ""), 60)
        return " · ".join(part for part in (name, grade(source.get("reliability"), values.get("credibility"))) if part)

    def of_line(self, line: Line) -> list[str]:
        """A line, and the quieter ones below it."""
        if line.what == "question":
            return [self.question or NO_QUESTION]
        if line.what == "heading":
            return [line.words]
        said = self.of_card(line)
        verb = {"support": "+ ", "contradict": "× ", "undercut": "× undercut by "}.get(said.sign, "")
        first = " ".join(part for part in (said.key, " ".join((said.title or said.text).split())) if part)
        whom = f" ({said.from_whom})" if said.from_whom else ""
        below = [" ".join(said.text.split())] if said.text and said.title else []
        return [f"{verb}{first}{whom}", *below, *([f"because: {said.reason}"] if said.reason else [])]


def visible_lines(text: object) -> str:
    """A text with its lines, cut, with characters that cannot be seen written out."""
    return "\n".join(visible_controls(line) for line in cut(str(text or ""), LONGEST).splitlines())
