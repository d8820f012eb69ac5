"""A small board for tests of panels and dialogs: five cards of the founding case, two people."""

from __future__ import annotations

from pathlib import Path

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import add_card, add_record, link, set_fields
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.store.installation import Installation


class SmallCase:
    """The document and the ids of its records, by the names people use: ``case["E4"]``."""

    def __init__(self, folder: Path, author: str = "Mina Park") -> None:
        self.folder = folder
        self.document = Document.new(Installation(paths.folders(folder / author)), author, "Two claims, not one")
        self.ids: dict[str, str] = {}
        self._make_sources()
        self._make_cards()
        self.edge("L1", "E4", "C2", "contradict", "the White House sees no sign of it")
        self.edge("L2", "A2", "L1", "contradict", "not seeing is weak if nobody looked")
        self.edge("L3", "C2", "H1", "support", "direct supply is what cooperation would mean")

    def __getitem__(self, name: str) -> str:
        return self.ids[name]

    def value(self, name: str, field: str) -> Value:
        return self.document.board.value(self.ids[name], field)

    def set(self, name: str, /, **values: Value) -> None:
        self.document.commit(set_fields(self.ids[name], values))

    def steps(self) -> int:
        return int(self.document.log.counts()["changesets"])

    def record(self, name: str, kind: str, /, **values: Value) -> None:
        action = add_record(kind, values)
        self.document.commit(action)
        self.ids[name] = action.made[0]

    def card(self, name: str, kind: str, y: float, /, **values: Value) -> None:
        action = add_card(FIRST_SHEET, kind, (0, y), {"key": name, **values})
        self.document.commit(action)
        self.ids[name] = action.made[0]

    def edge(self, name: str, tail: str, head: str, kind: str, reason: str) -> None:
        action = link(self.document.board, [self.ids[tail]], self.ids[head], kind, "normal", reason)
        self.document.commit(action)
        self.ids[name] = action.made[0]

    def _make_sources(self) -> None:
        self.record("S3", "source", name="John Kirby", kind="person", reliability="B", note="On the record")
        self.record("S4", "source", name="US official, unnamed", kind="person", reliability="C")
        self.record("O2", "origin", name="US government line")

    def _make_cards(self) -> None:
        said: dict[str, Value] = {"role": "reported", "said": "2024-01-10", "derives_from": self["O2"]}
        title = "Not aware of any sign of military cooperation"
        self.card("E4", "statement", 0, title=title, source=self["S3"], credibility=3, **said)
        self.card("E5b", "statement", 200, title="No signs have been seen", source=self["S4"], credibility=3, **said)
        self.card("C2", "statement", 400, role="claim", title="North Korea and Hamas cooperate militarily")
        self.card("A2", "statement", 600, role="assumption", assumption="caveated", title="Nobody may have looked")
        self.card("H1", "hypothesis", 800, title="North Korea supplied Hamas directly")

    def colleague(self) -> tuple[Document, Path]:
        """A copy of the board in a colleague's hands, opened by them."""
        mine = self.folder / "case.board"
        self.document.publish(mine)
        theirs = self.folder / "case (Jun).board"
        theirs.write_bytes(mine.read_bytes())
        installation = Installation(paths.folders(self.folder / "Jun Seo"))
        return Document.open(theirs, installation, "Jun Seo"), theirs
