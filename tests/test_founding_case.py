"""The founding case: the committed board, its sources of truth, and the facts of the case agree."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat

from evidenceboard.document import Document
from evidenceboard.finding.find import find
from evidenceboard.model.columns import Box
from evidenceboard.model.ids import BOARD, FIRST_SHEET, kind_of, place_id
from evidenceboard.model.routing import route
from evidenceboard.model.sizes import card_size
from evidenceboard.paths import folders
from evidenceboard.store.installation import Installation

SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"

GRADES = {"E1": "B3", "E2": "B2", "E3": "B3", "E4": "B3", "E5a": "C3", "E5b": "C3"}
SAID = {
    "E1": "2024-01-08", "E2": "before 2024-01-08", "E3": "2024-01-08",
    "E4": "2024-01-10", "E5a": "2024-01-10", "E5b": "2024-01-10",
}  # fmt: skip
CERTAINTY = {
    "E1": "shows", "E2": "reports", "E3": "asserts",
    "E4": "is not aware of", "E5a": "confirms", "E5b": "is not aware of",
}  # fmt: skip
ORIGINS = {"VOA/NIS material": {"E1", "E2", "E3"}, "US government line": {"E4", "E5a", "E5b"}}
LOOKS = {
    "photo": {"E1"}, "reported": {"E2", "E3", "E4", "E5a", "E5b"}, "claim": {"C1", "C2"},
    "assumption": {"A1", "A2"}, "gap": {"G1", "G2"}, "hypothesis": {"H1", "H2", "H3", "H0"},
}  # fmt: skip
EDGES = """
E1 +! C1, E2 +! C1, E3 + C1, E5a + C1, C1 -! H0, C1 + H1, C1 + H2, C1 + H3, E3 + H1, E3 - H3, E4 - C2,
E5b - C2, C2 +! H1, C2 - H3, E5b + H2, A1 + C2, C1 + C2, E5a -! C1-C2, G1 - H1, G2 - E3-H1, A2 - E4-C2
"""

Records = dict[str, dict[str, Any]]


def load_builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_founding_case", SAMPLES / "make_founding_case.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def opened(board: Path, home: Path) -> Document:
    copy = home / "copy.board"
    home.mkdir()
    shutil.copyfile(board, copy)
    return Document.open(copy, Installation(folders(home / "settings")), "Tester")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    document = opened(SAMPLES / "founding-case.board", tmp_path_factory.mktemp("sample") / "home")
    yield document
    document.close()


def names(document: Document) -> dict[str, str]:
    """What a person calls each record: a card or edge by its key, the rest by their names."""
    found = {BOARD: "the board", FIRST_SHEET: "first sheet"}
    for kind in ("card", "edge", "source", "origin", "rivals", "frame", "stop"):
        found |= {record: values.get("key") or values["name"] for record, values in document.records(kind)}
    return found


def reading(document: Document) -> dict[str, Any]:
    """The whole board with every id in a person's words, so that two builds can be compared."""
    called = names(document)

    def worded(value: Any) -> Any:
        if isinstance(value, list):
            return [worded(part) for part in value]
        return called.get(value, value) if isinstance(value, str) else value

    found: dict[str, Any] = {}
    for kind in ("board", "card", "edge", "source", "origin", "rivals", "sheet", "frame", "stop", "place"):
        for record, values in document.records(kind):
            name = worded(values["card"]) if kind == "place" else called[record]
            found[f"{kind} {name}"] = {field: worded(value) for field, value in values.items()}
    return found


def by_key(document: Document, kind: str) -> Records:
    return {values["key"]: {**values, "id": record} for record, values in document.records(kind)}


def test_the_file_is_what_its_sources_of_truth_say(document: Document, tmp_path: Path) -> None:
    load_builder().main(tmp_path / "again.board")
    again = opened(tmp_path / "again.board", tmp_path / "home")
    try:
        assert reading(again) == reading(document)
        assert len(reading(document)) == 1 + 16 + 21 + 4 + 2 + 1 + 1 + 3 + 5 + 16
    finally:
        again.close()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_cards_are_those_of_the_case(document: Document) -> None:
    cards = by_key(document, "card")
    assert Counter(card["kind"] for card in cards.values()) == {"photo": 1, "statement": 11, "hypothesis": 4}
    for look, keys in LOOKS.items():
        assert {key for key, card in cards.items() if look in (card.get("role"), card["kind"])} == keys
    assert {key: card["said"] for key, card in cards.items() if card.get("said")} == SAID
    assert {key: card["certainty"] for key, card in cards.items() if card.get("certainty")} == CERTAINTY
    assert {key: card["assumption"] for key, card in cards.items() if card.get("assumption")} == {
        "A1": "unsupported",
        "A2": "caveated",
    }


def test_grades_origins_and_rivals(document: Document) -> None:
    cards, board = by_key(document, "card"), document.board
    grades = {
        key: f"{board.value(card['source'], 'reliability')}{card['credibility']}"
        for key, card in cards.items()
        if card.get("source")
    }
    assert grades == GRADES
    derived: dict[str, set[str]] = {}
    for key, card in cards.items():
        if card.get("derives_from"):
            derived.setdefault(board.value(card["derives_from"], "name"), set()).add(key)
    assert derived == ORIGINS
    sets = {card["rivals"] for key, card in cards.items() if key in LOOKS["hypothesis"]}
    assert len(sets) == 1 and len([card for card in cards.values() if card.get("rivals")]) == 4
    assert board.value(sets.pop(), "relation") == "exclusive"
    assert board.value(BOARD, "question") == "How did the weapons reach Gaza?"


def test_edges_are_those_of_the_case_each_with_its_reason(document: Document) -> None:
    called, found = names(document), {}
    for edge, values in by_key(document, "edge").items():
        sign = ("+" if values["kind"] == "support" else "-") + ("!" if values["strength"] == "strong" else "")
        found[edge] = f"{called[values['from']]} {sign} {called[values['to']]}"
        assert values["reason"] and not values["reason"].endswith(".")
    assert sorted(found.values()) == sorted(part.strip() for part in EDGES.split(","))
    kinds = Counter(values["kind"] for _, values in document.records("edge"))
    assert kinds == {"support": 12, "contradict": 9}
    assert sum(kind_of(values["to"]) == "edge" for _, values in document.records("edge")) == 3
    table = load_builder().load_table("edges.csv")
    assert {row["key"]: row["reason"] for row in table} == {
        key: values["reason"] for key, values in by_key(document, "edge").items()
    }


def test_sources_keep_their_korean_name(document: Document) -> None:
    sources = {values["name"]: values for _, values in document.records("source")}
    assert len(sources) == 4
    nis = next(values for values in sources.values() if "국가정보원(국정원)" in values["name"])
    assert "National Intelligence Service (NIS), South Korea" in nis["note"]
    keys = {values["id"]: key for key, values in by_key(document, "card").items()}
    for word in ("국정", "보원", "국가"):
        assert {keys[hit.card] for hit in find(document.records, word)} == {"E1", "E3"}


def test_the_picture_is_an_illustration_and_says_so(document: Document) -> None:
    card = by_key(document, "card")["E1"]
    assert card["photo_label"] == "Drawn illustration, not the photo"
    assert document.photo(card["photo"]) == (SAMPLES / "illustration.png").read_bytes()
    assert len(list(document.log.photo_names())) == 1
    assert (SAMPLES / "illustration.png").stat().st_size < 150_000


def test_the_picture_is_what_the_script_draws() -> None:
    spec = importlib.util.spec_from_file_location("illustration", SAMPLES / "illustration.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with Image.open(SAMPLES / "illustration.png") as picture:
        assert picture.size == (960, 540)
        away = ImageStat.Stat(ImageChops.difference(picture.convert("RGB"), module.draw()))
    assert max(away.mean) < 3


def boxes(document: Document) -> dict[str, Box]:
    geometry = document.geometry()
    called = names(document)
    return {called[card]: geometry.box_of(row) for card, row in geometry.row.items()}


def test_every_card_has_room_for_its_text_and_overlaps_no_other(document: Document) -> None:
    for key, card in by_key(document, "card").items():
        width, height = document.board.value(place_id(FIRST_SHEET, card["id"]), "size")
        assert height >= card_size(card, width)[1], key
    placed = list(boxes(document).items())
    for index, (key, box) in enumerate(placed):
        for other, near in placed[:index]:
            assert not box.grown(4).meets(near.grown(4)), (key, other)


def test_frames_hold_their_cards_and_no_others(document: Document) -> None:
    cards, placed = by_key(document, "card"), boxes(document)
    for _, frame in document.records("frame"):
        x, y, w, h = frame["rect"]
        rect = Box(x, y, x + w, y + h)
        member = {
            key
            for key, card in cards.items()
            if (frame.get("origin") and card.get("derives_from") == frame["origin"])
            or (frame.get("rivals") and card.get("rivals") == frame["rivals"])
        }
        assert member
        for key, box in placed.items():
            assert rect.meets(box) == (key in member), (frame["name"], key)
            assert key not in member or rect.joined(box) == rect, (frame["name"], key)


def test_links_run_clear_of_foreign_cards_and_undercuts_have_room(document: Document) -> None:
    geometry = document.geometry()
    route(geometry, np.arange(len(geometry.edges)))
    placed, called = boxes(document), names(document)
    for row, edge in enumerate(geometry.edges):
        points = geometry.points(row)
        own = {called[geometry.cards[end]] for end in (geometry.tail[row], geometry.head[row]) if end >= 0}
        for key, box in placed.items():
            if key not in own:
                assert not crosses(points, box.grown(6)), (called[edge], key)
        if geometry.onto[row] >= 0:
            assert np.hypot(*np.diff(points, axis=0).T).sum() >= 50, called[edge]


def crosses(points: Any, box: Box) -> bool:
    """Whether a polyline comes into a box; looked at every half unit or so."""
    for start, end in zip(points[:-1], points[1:], strict=True):
        way = start + (end - start) * np.linspace(0, 1, 2 + int(np.hypot(*(end - start)) * 2))[:, None]
        inside = (way[:, 0] > box.left) & (way[:, 0] < box.right) & (way[:, 1] > box.top) & (way[:, 1] < box.bottom)
        if inside.any():
            return True
    return False


def test_the_talk_has_five_stops_that_show_what_they_speak_of(document: Document) -> None:
    stops = sorted((values for _, values in document.records("stop")), key=lambda values: values["order"])
    case = json.loads((SAMPLES / "case.json").read_text("utf-8"))
    assert [stop["name"] for stop in stops] == [stop["name"] for stop in case["stops"]]
    assert [stop["order"] for stop in stops] == [1, 2, 3, 4, 5]
    placed, called = boxes(document), names(document)
    for stop in stops:
        x, y, w, h = stop["view"]
        view = Box(x, y, x + w, y + h)
        assert stop["note"] and stop["shows"]
        for card in stop["shows"]:
            assert view.joined(placed[called[card]]) == view, (stop["name"], called[card])


def test_the_whole_fits_a_window_of_1600_by_1000_at_85_percent(document: Document) -> None:
    whole = document.geometry().bounds()
    assert whole is not None
    for _, frame in document.records("frame"):
        x, y, w, h = frame["rect"]
        whole = whole.joined(Box(x, y, x + w, y + h))
    canvas = 1232, 896  # what the tool strip, the inspector and the rows leave of it
    assert min(canvas[0] / (whole.right - whole.left + 48), canvas[1] / (whole.bottom - whole.top + 48)) >= 0.85
