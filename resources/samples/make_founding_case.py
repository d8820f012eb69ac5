"""Builds founding-case.board from the tables beside it, through the same door as a person's hands.

    python resources/samples/make_founding_case.py [FILE]

The sources of truth: cards.csv and edges.csv (what the board says), case.json (sources, origins, rivals, frames,
where each card lies, the stops of the talk), illustration.png (drawn by illustration.py). Ids and times are new
in every build.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from evidenceboard.document import Document
from evidenceboard.model.commands import Action, add_card, add_record, link, set_board, together
from evidenceboard.model.ids import FIRST_SHEET, RecordId, pair_id
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation
from evidenceboard.store.photos import Photo

HERE = Path(__file__).resolve().parent
BOARD_FILE = HERE / "founding-case.board"
AUTHOR = "Evidence Board"
PLAIN = ("key", "role", "title", "text", "certainty", "said", "assumption")  # fields a card takes as they stand


def main(target: Path = BOARD_FILE) -> None:
    """Build the board beside its target, then put it there."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as name:
        folder = Path(name)
        document = Document.new(Installation(folders(folder / "home")), AUTHOR, load_case()["title"])
        try:
            Builder(document).build()
            document.publish(folder / target.name)
        finally:
            document.close()
        os.replace(folder / target.name, target)


def load_case() -> dict[str, Any]:
    """What stands in case.json."""
    found: dict[str, Any] = json.loads((HERE / "case.json").read_text("utf-8"))
    return found


def load_table(name: str) -> list[dict[str, str]]:
    """The rows of a table, empty cells as empty text."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Builder:
    """Writes the case into an empty document, one gesture after the other."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._case = load_case()
        self._sources: dict[str, RecordId] = {}
        self._origins: dict[str, RecordId] = {}
        self._ends: dict[str, RecordId] = {}  # cards and edges by their keys
        self._rivals: RecordId = ""

    def build(self) -> None:
        """Everything, in the order in which a person would come to it."""
        self._document.commit(set_board(question=self._case["question"]))
        self._sources = self._name_all("source", self._case["sources"])
        self._origins = self._name_all("origin", self._case["origins"])
        self._rivals = self._add(add_record("rivals", self._case["rivals"], "New rivals"))
        for row in load_table("cards.csv"):
            self._add_card(row)
        for row in load_table("edges.csv"):
            self._add_edge(row)
        for frame in self._case["frames"]:
            self._add_frame(frame)
        for pair in self._case["pairs"]:
            self._add_pair(pair)
        for number, stop in enumerate(self._case["stops"], start=1):
            self._add_stop(number, stop)

    def _add(self, action: Action, *photos: Photo) -> RecordId:
        self._document.commit(action, photos)
        return action.made[0]

    def _name_all(self, kind: str, records: list[dict[str, Any]]) -> dict[str, RecordId]:
        return {values["name"]: self._add(add_record(kind, values)) for values in records}

    def _add_card(self, row: dict[str, str]) -> None:
        fields: dict[str, Any] = {name: row[name] for name in PLAIN if row[name]}
        if row["source"]:
            fields |= {"source": self._sources[row["source"]], "credibility": int(row["credibility"])}
            fields["derives_from"] = self._origins[row["origin"]]
        if row["rivals"]:
            fields["rivals"] = self._rivals
        photos = []
        if row["photo"]:
            photos = [Photo((HERE / row["photo"]).read_bytes())]
            fields |= {"photo": photos[0].sha256, "file_name": row["photo"]}
            fields["photo_label"] = self._case["photo_labels"][row["key"]]
        x, y, w, h = self._case["arrangement"][row["key"]]
        card = add_card(FIRST_SHEET, row["kind"], (x, y), fields, (w, h))
        self._ends[row["key"]] = self._add(card, *photos)

    def _add_edge(self, row: dict[str, str]) -> None:
        tail, head = self._ends[row["from"]], self._ends[row["to"]]
        drawn = link(self._document.board, [tail], head, row["kind"], row["strength"], row["reason"])
        edge = drawn.made[0]
        self._ends[row["key"]] = self._add(together(drawn.label, [drawn, Action("", {edge: {"key": row["key"]}}, ())]))

    def _add_frame(self, frame: dict[str, Any]) -> None:
        values = {"sheet": FIRST_SHEET, "name": frame["name"], "rect": frame["rect"]}
        if "origin" in frame:
            values["origin"] = self._origins[frame["origin"]]
        else:
            values["rivals"] = self._rivals
        self._add(add_record("frame", values))

    def _add_pair(self, pair: dict[str, Any]) -> None:
        first, second = (self._ends[key] for key in pair["cards"])
        values = {"removed": False, "cards": [first, second], "state": pair["state"], "reason": pair["reason"]}
        record = pair_id(first, second)
        self._add(Action("Note a pair of cards", {record: values}, (record,)))

    def _add_stop(self, number: int, stop: dict[str, Any]) -> None:
        values = {"sheet": FIRST_SHEET, "order": number, "name": stop["name"], "view": stop["view"]}
        values |= {"shows": [self._ends[key] for key in stop["shows"]], "note": stop["note"]}
        self._add(add_record("stop", values))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
