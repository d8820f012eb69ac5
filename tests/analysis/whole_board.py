"""Work over a whole board in tests: done at once, and a person who changes the board at random meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from random import Random
from typing import Any

from evidenceboard.document import Document
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "founding-case.board"


def finish(steps: Iterator[None] | Generator[None, None, Any]) -> Any:
    """Do all of them; what they return."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def founding_case(folder: Path) -> Document:
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / "copy.board"
    shutil.copyfile(SAMPLE, copy)
    return Document.open(copy, Installation(folders(folder / "settings")), "Tester")


def new_board(folder: Path) -> Document:
    return Document.new(Installation(folders(folder)), "Tester")


def keys(document: Document) -> dict[str, str]:
    """What a person calls each card, link and source."""
    found = {}
    for kind in ("card", "edge", "source"):
        found |= {record: str(values.get("key") or values.get("name")) for record, values in document.records(kind)}
    return found


def change(document: Document, dice: Random) -> None:
    """One step of a person who does anything that bears on filters and lists."""
    board = document.board

    def one(*kinds: str) -> str:
        live = sorted(record for kind in kinds for record in board.live(kind))
        return dice.choice(live) if live else ""

    what = dice.choice(("card", "card", "source", "region", "link", "link", "undercut", "fields", "reason", "remove",
                        "remove", "undo", "redo", "letter", "origin"))  # fmt: skip
    card, edge = one("card"), one("edge")
    if what == "card":
        kind = dice.choice(("statement", "statement", "photo", "hypothesis"))
        fields = _fields(one, dice)
        document.commit(commands.add_card(FIRST_SHEET, kind, (dice.random() * 900, 0), fields))
    elif what in ("source", "origin"):
        document.commit(commands.add_record(what, {"name": dice.choice("xyz")}))
    elif what == "letter" and (source := one("source")):
        document.commit(commands.set_fields(source, {"reliability": dice.choice(("A", "C", "E", "F", None))}))
    elif what == "region" and card:
        document.commit(commands.add_record("region", {"card": card, "rect": [0, 0, 1, 1]}))
    elif what == "link" and (tail := one("card", "region")) and card not in (tail, board.value(tail, "card")):
        strength = dice.choice(("normal", "strong"))
        kind = dice.choice(("support", "contradict"))
        document.commit(commands.link(board, [tail], card, kind, strength, dice.choice(("", "so"))))
    elif what == "undercut" and card and edge:
        document.commit(commands.link(board, [card], edge, "contradict"))
    elif what == "fields" and card:
        document.commit(commands.set_fields(card, _fields(one, dice)))
    elif what == "reason" and edge:
        document.commit(commands.set_fields(edge, {"reason": dice.choice(("why", None))}))
    elif what == "remove" and (gone := one("card", "card", "edge", "region")):
        document.commit(commands.remove(board, [gone]))
    elif what == "undo" and document.history.can_undo:
        document.undo()
    elif what == "redo" and document.history.can_redo:
        document.redo()


def _fields(one: Any, dice: Random) -> dict[str, Any]:
    some: dict[str, Any] = {
        "role": dice.choice(("reported", "claim", "gap", "assumption")),
        "title": dice.choice(("harbour", "무기", "log")),
        "source": one("source"),
        "derives_from": one("origin", "card"),
        "credibility": dice.choice((1, 3, 6)),
        "said": dice.choice(("2024-01-08", "before 2024-01-08", "2023", "soon", "2024-02/..")),
        "status": dice.choice(("live", "preliminary", "retracted")),
        "tags": dice.choice((["a"], ["a", "b"])),
        "custom:Case": dice.choice(("1", "12")),
    }
    return {name: value for name, value in some.items() if value and dice.random() < 0.5}
