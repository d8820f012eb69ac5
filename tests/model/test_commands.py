"""Commands: what each gesture writes, in which words, and what is refused."""

from __future__ import annotations

import pytest

from evidenceboard.model import commands
from evidenceboard.model.changes import BadChange
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import BOARD, FIRST_SHEET, edge_id, kind_of, place_id
from evidenceboard.model.records import FAR, problem
from evidenceboard.model.sizes import card_size
from tests.laws.replica import Replica, copies


@pytest.fixture
def one() -> Replica:
    return copies(1)[0]


def test_a_new_card_and_its_place_are_one_step() -> None:
    fields = {"title": "a", "source": "source:x", "text": None}
    action = commands.add_card(FIRST_SHEET, "statement", (10.004, -3), fields)
    (card,) = action.made
    values = {"removed": False, "kind": "statement", "role": "reported", "title": "a", "source": "source:x"}
    assert action.label == "New statement"
    assert action.edits == {
        card: values,
        place_id(FIRST_SHEET, card): {
            "removed": False,
            "sheet": FIRST_SHEET,
            "card": card,
            "pos": [10.0, -3.0],
            "size": list(card_size(values)),
            "z": 0,
        },
    }


def test_a_statement_without_a_source_is_a_claim_and_may_be_told_otherwise() -> None:
    def role(**fields: str) -> object:
        action = commands.add_card(FIRST_SHEET, "statement", (0, 0), fields)
        return action.edits[action.made[0]]["role"]

    assert role() == "claim"
    assert role(role="gap") == "gap"
    hypothesis = commands.add_card(FIRST_SHEET, "hypothesis", (0, 0), size=(300, 100), z=4)
    assert "role" not in hypothesis.edits[hypothesis.made[0]]
    place = hypothesis.edits[place_id(FIRST_SHEET, hypothesis.made[0])]
    assert (place["size"], place["z"]) == ([300.0, 100.0], 4)


def test_a_card_of_no_kind_is_refused() -> None:
    with pytest.raises(BadChange):
        commands.add_card(FIRST_SHEET, "note", (0, 0))


def test_moving_resizing_and_raising_write_places_only() -> None:
    place = place_id(FIRST_SHEET, "card:a")
    moved = commands.move_cards(FIRST_SHEET, {"card:a": (1, 2.3456)})
    assert moved == Action("Move 1 card", {place: {"pos": [1.0, 2.35]}})
    assert commands.move_cards(FIRST_SHEET, {"card:a": (1, 2), "card:b": (1, 2)}).label == "Move 2 cards"
    resized = commands.resize_cards(FIRST_SHEET, {"card:a": (1, 2, 30, 40)})
    assert resized == Action("Resize 1 card", {place: {"pos": [1.0, 2.0], "size": [30.0, 40.0]}})
    assert commands.raise_cards(FIRST_SHEET, ["card:a"], 7) == Action("Bring to front", {place: {"z": 7}})
    put = commands.put_on_sheet("sheet:b", {"card:a": (1, 2, 30, 40)})
    assert put.edits[place_id("sheet:b", "card:a")]["removed"] is False
    off = commands.take_off_sheet(FIRST_SHEET, ["card:a"])
    assert off == Action("Take 1 card off this sheet", {place: {"removed": True}})


def test_a_link(one: Replica) -> None:
    card, other = one.add(title="a"), one.add(title="b")
    edge = edge_id(card, other)
    action = commands.link(one.board, [card], other, strength="strong", reason="because")
    assert action.label == "Link" and action.made == (edge,)
    values = {"removed": False, "kind": "support", "strength": "strong", "reason": "because", "from": card, "to": other}
    assert action.edits == {edge: values}
    one.do(action)
    again = commands.link(one.board, [card], other, "contradict")
    assert again.label == "Contradict"
    assert again.edits == {edge: {"removed": False, "kind": "contradict", "strength": "normal"}}, "ends never change"
    one.remove(edge)
    assert commands.link(one.board, [card], other).label == "Link again"


def test_a_link_of_which_only_an_edit_has_arrived_gets_its_ends(one: Replica) -> None:
    card, other = one.add(title="a"), one.add(title="b")
    one.commit("", {edge_id(card, other): {"reason": "theirs"}})
    assert one.board.is_live(one.link(card, other))


def test_many_links_to_one_are_one_step(one: Replica) -> None:
    cards = [one.add(title=str(number)) for number in range(3)]
    action = commands.link(one.board, cards[:2], cards[2])
    assert action.label == "Link (2 links)" and len(action.edits) == 2


def test_an_undercut(one: Replica) -> None:
    card, other = one.add(title="a"), one.add(title="b")
    edge = one.link(card, other)
    action = commands.link(one.board, [other], edge, "contradict")
    assert action.label == "Undercut" and kind_of(action.made[0]) == "edge"


def test_links_that_are_refused(one: Replica) -> None:
    card, other, gone = one.add(title="a"), one.add(title="b"), one.add(title="c")
    edge = one.link(card, other)
    lost = one.link(card, gone)
    one.remove(gone)
    one.commit("", {"region:a": {"removed": False, "card": card}})
    for tails, head, kind in [
        ([card], other, "proves"),
        ([card], card, "support"),
        (["region:a"], card, "support"),
        ([card], edge, "support"),
        ([edge], card, "support"),
        ([card], "region:a", "support"),
        ([card], FIRST_SHEET, "support"),
        ([gone], card, "support"),
        ([card], gone, "support"),
        ([other], lost, "contradict"),
        ([other, gone], card, "support"),
        (["card:never"], card, "support"),
    ]:
        with pytest.raises(BadChange):
            commands.link(one.board, tails, head, kind)
    assert commands.link(one.board, ["region:a"], other).made


def test_edges_are_changed_together() -> None:
    action = commands.set_edges(["edge:a", "edge:b"], kind="contradict", strength="strong")
    assert action.label == "Change the strength of 2 links"
    assert action.edits == {edge: {"kind": "contradict", "strength": "strong"} for edge in ("edge:a", "edge:b")}
    assert commands.set_edges(["edge:a"], reason="r").label == "Change the reason of 1 link"
    assert commands.set_edges(["edge:a"], kind="support").label == "Change the kind of 1 link"


def test_fields_are_set_and_taken_away() -> None:
    action = commands.set_fields("card:a", {"photo_label": "x", "credibility": None, "custom:Name of a person": "y"})
    assert action.label == "Change photo label, credibility, a field of its own", "a label holds no evidence"
    assert commands.set_fields("card:a", {"title": "x"}, "Write").label == "Write"
    for name, value in [("credibility", 9), ("title", 3), ("kind", "note"), ("source", "card:b"), ("custom:a", 1)]:
        with pytest.raises(BadChange):
            commands.set_fields("card:a", {name: value})


def test_a_new_record_of_another_kind() -> None:
    action = commands.add_record("source", {"name": "VOA"})
    assert action.label == "New source" and kind_of(action.made[0]) == "source"
    assert action.edits == {action.made[0]: {"removed": False, "name": "VOA"}}


def test_removing(one: Replica) -> None:
    card, other = one.add(title="a"), one.add(title="b")
    edge = one.link(card, other)
    assert commands.remove(one.board, [card, card]).label == "Delete 1 card"
    action = commands.remove(one.board, [card, other, edge])
    assert action.label == "Delete 2 cards and 1 link"
    assert action.edits == {each: {"removed": True} for each in (card, other, edge)}
    assert commands.remove(one.board, [FIRST_SHEET]).label == "Delete 1 sheet"
    one.remove(card)
    assert commands.remove(one.board, [card]).edits == {}
    assert commands.remove(one.board, []).edits == {}


def test_deciding_keeping_and_the_board() -> None:
    decided = commands.decide("card:a", "photo_label", "x")
    assert decided == Action("Decide photo label", {"card:a": {"photo_label": "x"}})
    assert commands.decide("card:a", "custom:Name", "x").label == "Decide a field of its own"
    assert commands.keep("card:a").edits == {"card:a": {"removed": False}}
    assert commands.set_board(title="t", question="q") == Action(
        "Change the board's title, question", {BOARD: {"title": "t", "question": "q"}}
    )


def test_several_actions_are_one_step_and_the_later_value_wins() -> None:
    first = Action("a", {"card:a": {"title": "1", "text": "x"}}, ("card:a",))
    second = Action("b", {"card:a": {"title": "2"}, "card:b": {"title": "3"}}, ("card:b",))
    both = commands.together("Both", [first, second])
    edits = {"card:a": {"title": "2", "text": "x"}, "card:b": {"title": "3"}}
    assert both == Action("Both", edits, ("card:a", "card:b"))
    assert first.edits == {"card:a": {"title": "1", "text": "x"}}


def test_a_card_grows_with_its_words_and_keeps_a_size_that_a_person_gave_it(one: Replica) -> None:
    card = one.add(title="a")
    place = place_id(FIRST_SHEET, card)
    width, height = one.board.value(place, "size")
    long = {"text": "many words " * 40}
    needed = card_size({**one.board.record(card).shown_values(), **long}, width)[1]
    assert commands.fit_card(one.board, FIRST_SHEET, card, long).edits == {place: {"size": [width, needed]}}
    assert commands.fit_card(one.board, FIRST_SHEET, card, {"colour": "red"}).edits == {}
    assert commands.fit_card(one.board, "sheet:other", card, long).edits == {}
    one.commit("", {place: {"size": [width, height + 60]}})
    assert commands.fit_card(one.board, FIRST_SHEET, card, {"title": "b"}).edits == {}
    assert commands.fit_card(one.board, FIRST_SHEET, card, long).edits == {place: {"size": [width, needed]}}


def test_pins_colours_and_tags_of_several_cards() -> None:
    assert commands.set_pinned(FIRST_SHEET, ["card:1"], True).edits == {
        place_id(FIRST_SHEET, "card:1"): {"pinned": True}
    }
    assert commands.set_pinned(FIRST_SHEET, ["card:1", "card:2"], False).label == "Unpin 2 cards"
    assert commands.set_records(["card:1"], "Colour 1 card", colour="rose").edits == {"card:1": {"colour": "rose"}}
    tags = {"card:1": ["a", "x"], "card:2": ["b", "x", "y"], "card:3": ["x"]}
    assert commands.retag(tags, ["x"], ["x", "y"]).edits == {
        "card:1": {"tags": ["a", "x", "y"]},
        "card:3": {"tags": ["x", "y"]},
    }
    assert commands.retag(tags, ["x"], []).edits == {
        "card:1": {"tags": ["a"]}, "card:2": {"tags": ["b", "y"]}, "card:3": {"tags": None}
    }  # fmt: skip
    assert not commands.retag(tags, ["x"], ["x"]).edits


@pytest.mark.parametrize("pos", [(1.5e7, 0.0), (-3e200, 9.0), (0.0, float("inf")), (-1e7 - 0.004, 1e7 + 0.004)])
def test_what_a_hand_takes_too_far_out_stays_where_it_can_be_read(pos: tuple[float, float]) -> None:
    made = commands.add_card(FIRST_SHEET, "statement", pos)
    place = place_id(FIRST_SHEET, made.made[0])
    moved = commands.move_cards(FIRST_SHEET, {made.made[0]: pos})
    sized = commands.resize_cards(FIRST_SHEET, {made.made[0]: (*pos, 100, 50)})
    for action in (made, moved, sized):
        kept = action.edits[place]["pos"]
        assert problem("place", "pos", kept) is None and isinstance(kept, list)
        assert all(abs(one - other) < 0.01 or abs(one) == FAR for one, other in zip(kept, pos, strict=True))
