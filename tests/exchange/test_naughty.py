"""Strings that programs trip over: each in every text of every kind of record, and back unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evidenceboard.document import Document
from evidenceboard.exchange.tables import plan_import, read_tables, write_tables
from evidenceboard.model import records
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, Edits
from evidenceboard.model.ids import FIRST_SHEET, edge_id, mint
from evidenceboard.model.records import CUSTOM, FIELDS, NEEDED
from evidenceboard.store.installation import Installation

STRINGS: list[str] = json.loads((Path(__file__).parent / "naughty" / "blns.json").read_text("utf-8"))
TEXTS = {
    kind: tuple(name for name, cleaner in fields.items() if cleaner is records._text) for kind, fields in FIELDS.items()
}
OWN = CUSTOM + "Own"
CARRIED = tuple(name for name in TEXTS["card"] if name not in ("colour", "file_name", "photo_likeness", "key"))
CARRIED = tuple(name for name in CARRIED if not name.startswith("exif"))


def test_there_are_all_of_them() -> None:
    assert len(STRINGS) == 515
    assert set(TEXTS["card"]) >= {"title", "text", "original", "address", "caption", "quote"}
    assert {kind for kind, names in TEXTS.items() if names} >= {"board", "card", "edge", "source", "stop", "frame"}


def needed(kind: str, cards: list[str]) -> dict[str, Value]:
    """What a record of a kind cannot be without."""
    values: dict[str, Value] = {
        "kind": "statement", "sheet": FIRST_SHEET, "card": cards[0], "from": cards[0], "to": cards[1],
        "cards": cards, "guard": "a guard",
    }  # fmt: skip
    return {name: values[name] for name in NEEDED.get(kind, ())}


def everywhere(text: str) -> Edits:
    """A record of every kind with this text in every field that is one."""
    cards = [mint("card"), mint("card")]
    edits: Edits = {cards[1]: {"removed": False, "kind": "hypothesis"}}
    for kind, names in TEXTS.items():
        if not names:
            continue
        record = cards[0] if kind == "card" else edge_id(*cards, 0) if kind == "edge" else mint(kind)
        own = {OWN: text} if kind in ("card", "edge") else {}
        edits[record] = {"removed": False, **needed(kind, cards), **dict.fromkeys(names, text), **own}
        if kind == "edge":
            edits[record]["kind"] = "support"
    edits.pop(next((record for record in edits if record.startswith("board:")), ""), None)
    return edits


def test_all_of_them_come_back_from_the_file(board: Document, tmp_path: Path) -> None:
    written: Edits = {}
    for text in STRINGS:
        written |= everywhere(text)
    board.commit(Action("Strings", written))
    board.publish(tmp_path / "case.board")
    again = Document.open(tmp_path / "case.board", Installation(_folders(tmp_path)), "Another")
    try:
        again.board.load(written)
        for record, values in written.items():
            shown = again.board.record(record).shown_values()
            assert {name: shown.get(name) for name in values if name != "removed"} == {
                name: value for name, value in values.items() if name != "removed"
            }
    finally:
        again.close()


def test_all_of_them_come_back_from_tables(new_board: Callable[[], Document], tmp_path: Path) -> None:
    one, two = new_board(), new_board()
    made: Edits = {}
    for number, text in enumerate(STRINGS):
        card, other, source, origin = mint("card"), mint("card"), mint("source"), mint("origin")
        made[source] = {"removed": False, "name": f"S{number}{text}"}
        made[origin] = {"removed": False, "name": f"O{number}{text}"}
        fields = {**dict.fromkeys(CARRIED, text), OWN: text, "key": f"K{number}", "source": source}
        made[card] = {"removed": False, "kind": "statement", "role": "claim", "derives_from": origin, **fields}
        made[other] = {"removed": False, "kind": "hypothesis", "key": f"H{number}"}
        link = {"kind": "support", "strength": "normal", "reason": text, "joint": text, "key": f"L{number}", OWN: text}
        made[edge_id(card, other, 0)] = {"removed": False, "from": card, "to": other, **link}
    one.commit(Action("Strings", made))
    write_tables(one, tmp_path / "out")
    plan = plan_import(two.board, two.records, FIRST_SHEET, read_tables(sorted((tmp_path / "out").glob("*.csv"))))
    assert not plan.refused
    two.commit(plan.action)
    for kind, letter in (("card", "K"), ("edge", "L")):
        found = {values["key"]: values for _, values in two.records(kind)}
        names = (*CARRIED, OWN) if kind == "card" else ("reason", "joint", OWN)
        for number, text in enumerate(STRINGS):
            back = found[f"{letter}{number}"]
            assert {name: back.get(name, "") for name in names} == dict.fromkeys(names, text.replace("\0", ""))
    for kind, letter in (("source", "S"), ("origin", "O")):
        names = {str(values["name"]) for _, values in two.records(kind)}
        assert names >= {f"{letter}{number}{text}" for number, text in enumerate(STRINGS) if text.strip() == text}


@pytest.mark.parametrize(
    "text", ["%s", "{0}", "\\n", "".join(map(chr, range(1, 32))), "&lt;b&gt;", "=cmd|' /C calc'!A0"]
)
def test_more_of_that_kind_from_the_file(board: Document, tmp_path: Path, text: str) -> None:
    written = everywhere(text)
    board.commit(Action("Strings", written))
    board.publish(tmp_path / "case.board")
    again = Document.open(tmp_path / "case.board", Installation(_folders(tmp_path)), "Another")
    shown = {record: again.board.record(record).shown_values() for record in written}
    again.close()
    assert all(shown[record].get(name) == value for record, values in written.items() for name, value in values.items()
               if name != "removed")  # fmt: skip


def _folders(folder: Path):  # type: ignore[no-untyped-def]
    from evidenceboard.paths import folders

    return folders(folder / "another home")
