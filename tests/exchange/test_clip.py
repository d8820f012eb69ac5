"""Copy, paste and duplicate: all that belongs to cards travels, and nothing hostile gets in."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange.clip import as_text, duplicate, from_clip, to_clip
from evidenceboard.model import commands
from evidenceboard.model.ids import FIRST_SHEET, RecordId
from evidenceboard.model.pictures import Photo
from tests.exchange.readings import PNG, in_words

NOT_COPIED = frozenset({"pos", "key", "z"})


def cards_by_key(document: Document) -> dict[str, RecordId]:
    return {values["key"]: card for card, values in document.records("card") if values.get("key")}


def copied(document: Document, keys: str) -> bytes:
    cards = cards_by_key(document)
    return to_clip(document.board, FIRST_SHEET, [cards[key] for key in keys.split()], document.photo)


def paste(data: bytes, document: Document) -> tuple[RecordId, ...]:
    action, photos = from_clip(data, document.board, FIRST_SHEET, (0, 0))
    document.commit(action, photos)
    return action.made


def test_the_whole_case_pasted_into_another_board_is_the_same(founding_case: Document, board: Document) -> None:
    made = paste(copied(founding_case, " ".join(cards_by_key(founding_case))), board)
    assert len(made) == 16 and set(made) == {card for card, _ in board.records("card")}
    kinds = ("card", "edge", "source", "origin", "rivals")
    assert in_words(board, kinds) == in_words(founding_case, kinds)
    places = [values["pos"] for _, values in board.records("place")]
    assert len(places) == 16 and min(x for x, _ in places) < 0 < max(x for x, _ in places)
    assert board.photo(Photo(founding_case.photo(photo_of(founding_case)) or b"").sha256)


def photo_of(document: Document) -> str:
    return next(str(values["photo"]) for _, values in document.records("card") if values.get("photo"))


def test_only_links_among_the_copied_come_along(founding_case: Document, board: Document) -> None:
    paste(copied(founding_case, "E5a C1 C2"), board)
    edges = {values["key"]: values for _, values in board.records("edge")}
    assert set(edges) == {"E5a-C1", "C1-C2", "E5a-C1-C2"}
    assert len([*board.records("source")]) == len([*board.records("origin")]) == 1


def test_pasting_where_it_was_copied_uses_the_same_sources_and_drops_keys(founding_case: Document) -> None:
    before = {kind: len([*founding_case.records(kind)]) for kind in ("card", "edge", "source", "origin", "rivals")}
    made = paste(copied(founding_case, "E1 E2 C1 H0"), founding_case)
    after = {kind: len([*founding_case.records(kind)]) for kind in before}
    assert after == {**before, "card": before["card"] + 4, "edge": before["edge"] + 3}
    assert all(founding_case.board.value(card, "key") is None for card in made)
    assert founding_case.history.undo_text == "Paste 4 cards"


def test_a_key_that_is_taken_on_the_other_board_is_dropped(founding_case: Document, board: Document) -> None:
    board.commit(commands.add_card(FIRST_SHEET, "statement", (0, 0), {"key": "E2"}))
    made = paste(copied(founding_case, "E1 E2"), board)
    assert [board.board.value(card, "key") for card in made] == ["E1", None]


def test_duplicate_moves_by_its_offset(founding_case: Document) -> None:
    cards = cards_by_key(founding_case)
    action = duplicate(founding_case.board, FIRST_SHEET, [cards["C1"], cards["C2"]], (24, 12))
    founding_case.commit(action)
    geometry = founding_case.geometry()
    for old, new in zip((cards["C1"], cards["C2"]), action.made, strict=True):
        one, two = geometry.box_of(geometry.row[old]), geometry.box_of(geometry.row[new])
        assert (two.left - one.left, two.top - one.top, two.right - one.right) == (24, 12, 24)
    assert len(founding_case.board.edges_of(action.made[0])) == 1
    assert founding_case.undo() and founding_case.undo() is None


def test_what_a_card_derives_from_follows_as_far_as_it_can(new_board: Callable[[], Document]) -> None:
    one, two = new_board(), new_board()
    origin = commands.add_record("origin", {"name": "line"})
    first = commands.add_card(FIRST_SHEET, "statement", (0, 0), {"derives_from": origin.made[0]})
    second = commands.add_card(FIRST_SHEET, "statement", (0, 0), {"derives_from": first.made[0], "key": "2"})
    region = commands.add_record("region", {"card": first.made[0], "rect": [0, 0, 1, 1]})
    one.commit(commands.together("", [origin, first, second, region]))
    one.commit(commands.link(one.board, region.made, second.made[0], "contradict"))
    (alone,) = paste(copied(one, "2"), one)
    assert one.board.value(alone, "derives_from") == first.made[0]
    (other,) = paste(copied(one, "2"), two)
    assert two.board.value(two.board.value(other, "derives_from"), "name") == "line"
    both = to_clip(one.board, FIRST_SHEET, [second.made[0], first.made[0]], one.photo)
    pasted = paste(both, two)
    assert two.board.value(pasted[0], "derives_from") == pasted[1]
    assert len([*two.records("region")]) == len([*two.records("edge")]) == len([*two.records("origin")]) == 1


def test_cards_as_text_for_other_programs(founding_case: Document) -> None:
    cards = cards_by_key(founding_case)
    text = as_text(founding_case.board, [cards["E4"], cards["C1"]])
    assert text.splitlines()[0].startswith("Not aware of any sign") and "2024-01-10)" in text
    assert text.endswith("\n\nHamas used North Korean-made weapons")


GOOD: dict[str, Any] = {
    "version": 1,
    "card": {"card:1": {"kind": "statement", "title": "t"}, "card:2": {"kind": "hypothesis"}},
    "edge": {"edge:1": {"from": "card:1", "to": "card:2", "kind": "support"}},
    "places": {"card:1": [0, 0, 264, 80]},
}


def attempt(document: Document, said: Any) -> tuple[RecordId, ...]:
    return paste(json.dumps(said).encode(), document)


@pytest.mark.parametrize(
    "data", [b"", b"x", b"[]", b"{}", b"\xff", b'{"version": 2}', b"[" * 100_000, b'{"version":1}']
)
def test_what_is_no_clip_is_refused(board: Document, data: bytes) -> None:
    with pytest.raises(KnownError):
        from_clip(data, board.board, FIRST_SHEET, (0, 0))


def test_a_clip_with_too_much_is_refused(board: Document) -> None:
    with pytest.raises(KnownError, match="too much"):
        attempt(board, {"version": 1, "card": {f"card:{n}": {"kind": "photo"} for n in range(20_001)}})


def test_bad_values_are_left_out_and_the_rest_is_pasted(board: Document) -> None:
    said = json.loads(json.dumps(GOOD))
    said["card"]["card:1"] |= {
        "text": "lone \ud800", "base": float("nan"), "tags": "x", "credibility": 9, "removed": True, "foreign": 1,
        "photo": ["x"], "source": "source:gone", "derives_from": {"a": 1}, "custom:ok": "kept", "custom:bad": 5,
    }  # fmt: skip
    said["card"] |= {"card:3": {"kind": "film"}, "card:4": {}, "edge:9": {"kind": "photo"}, "card:5": "text"}
    said["places"] |= {"card:1": [1e999, 0, 1, 1], "card:2": ["x"], "card:3": None}
    said["edge"] |= {
        "edge:2": {"from": "card:1", "to": "card:1", "kind": "support"},
        "edge:3": {"from": ["x"], "to": {"y": 1}, "kind": "support"},
        "edge:4": {"from": "card:1", "to": "edge:1", "kind": "support"},
        "edge:5": {"from": "edge:1", "to": "card:1", "kind": "support"},
        "edge:6": {"from": "card:2", "to": "edge:6", "kind": "contradict"},
        "edge:7": {"from": "card:2", "to": "card:1"},
    }
    said["region"] = {"region:1": {"card": ["x"]}, "region:2": {"card": "edge:1"}}
    said["photos"] = {"x": "y", "0" * 64: base64.b64encode(PNG).decode(), Photo(b"<svg/>").sha256: "PHN2Zy8+"}
    made = attempt(board, said)
    assert len(made) == 2 and len([*board.records("edge")]) == 1
    assert board.board.record(made[0]).shown_values() == {
        "kind": "statement", "title": "t", "custom:ok": "kept",
    }  # fmt: skip
    assert not board.log.photo_names()


PIECES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["card:1", "edge:1", "statement", "support"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["card:1", "card:2", "edge:1", "kind", "from", "to", "title", "photo", "source", "custom:a"]
            ),
            inner,
        )
    ),
    max_leaves=12,
)
PARTS = st.sampled_from(["card", "edge", "region", "source", "origin", "rivals", "places", "ends", "photos"])


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.dictionaries(PARTS, PIECES))
def test_any_json_is_pasted_or_refused(board: Document, parts: dict[str, Any]) -> None:
    try:
        action, _ = from_clip(json.dumps({**GOOD, **parts}).encode(), board.board, FIRST_SHEET, (0, 0))
    except KnownError:
        return
    board.commit(action)
    board.undo()


def test_an_outlet_and_the_statement_a_claim_is_part_of_come_along(new_board: Callable[[], Document]) -> None:
    one, two = new_board(), new_board()
    outlet = commands.add_record("source", {"name": "VOA", "kind": "outlet"})
    whole = commands.add_card(FIRST_SHEET, "statement", (0, 0), {"key": "E1", "title": "a", "outlet": outlet.made[0]})
    fields = {"key": "C1", "title": "b", "split_from": whole.made[0], "derives_from": whole.made[0], "quote": "a"}
    part = commands.add_card(FIRST_SHEET, "statement", (300, 0), fields)
    one.commit(commands.together("", [outlet, whole, part]))
    paste(copied(one, "E1 C1"), two)
    assert in_words(two, ("card", "source")) == in_words(one, ("card", "source"))
    found = cards_by_key(two)
    assert two.board.value(found["C1"], "split_from") == found["E1"]
    action = duplicate(one.board, FIRST_SHEET, part.made, (10, 10))
    one.commit(action)
    assert one.board.value(action.made[0], "split_from") == whole.made[0]
    alone = paste(copied(one, "C1"), other := new_board())
    assert other.board.value(alone[0], "split_from") is None and other.board.value(alone[0], "quote") == "a"
