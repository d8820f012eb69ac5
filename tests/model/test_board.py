"""A board read from its log: values, conflicts, removal, and what hangs on what."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.board import Board, Record, Touch, values_of_one
from evidenceboard.model.changes import Change, Value, canonical
from evidenceboard.model.commands import decide, keep, move_cards, take_off_sheet
from evidenceboard.model.ids import FIRST_SHEET, RecordId, edge_id, place_id
from evidenceboard.model.index import Index, Summary
from evidenceboard.model.log import MemoryLog
from evidenceboard.model.records import FIELDS
from tests.laws.replica import Replica, copies, exchange


def told(board: Board) -> list[tuple[RecordId, str, set[Value]]]:
    return [(each.record, each.field, {head.value for head in each.heads}) for each in board.conflicts()]


@pytest.fixture
def pair() -> list[Replica]:
    return copies()


def shared_card(pair: list[Replica], **fields: Value) -> RecordId:
    card = pair[0].add(**{"title": "first", **fields})
    exchange(*pair)
    return card


# Conflicts


def test_two_values_written_apart_are_a_conflict_and_the_later_is_shown(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    one.commit("", {card: {"title": "mine"}}, wall=500)
    two.commit("", {card: {"title": "theirs"}}, wall=400)
    exchange(one, two)
    for person in pair:
        assert told(person.board) == [(card, "title", {"mine", "theirs"})]
        assert [head.value for head in person.board.conflicts()[0].heads] == ["mine", "theirs"]
        assert person.board.value(card, "title") == "mine"


def test_the_same_value_written_twice_is_no_conflict(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    for person in pair:
        person.put(card, title="the same", credibility=2)
    exchange(one, two)
    assert told(one.board) == []
    assert len(one.board.record(card).heads("title")) == 2
    one.put(card, title="the same")
    assert one.history.undo_text != "Change title", "and it need not be written again"


def test_how_things_look_is_never_a_conflict(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    for place, person in enumerate(pair):
        person.do(move_cards(FIRST_SHEET, {card: (place * 100.0, 0)}), wall=place * 1000)
        person.put(card, colour=f"#{place}")
    exchange(one, two)
    assert told(one.board) == []
    assert one.board.value(place_id(FIRST_SHEET, card), "pos") == [100.0, 0.0]


def test_a_choice_ends_a_conflict_for_everybody(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    one.put(card, title="mine")
    two.put(card, title="theirs")
    exchange(one, two)
    one.do(decide(card, "title", "theirs"))
    exchange(one, two)
    assert told(two.board) == []
    assert two.board.value(card, "title") == "theirs"


def test_two_choices_apart_are_a_conflict_again(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    one.put(card, title="mine")
    two.put(card, title="theirs")
    exchange(one, two)
    one.do(decide(card, "title", "mine"))
    two.do(decide(card, "title", "theirs"))
    exchange(one, two)
    assert told(one.board) == told(two.board) == [(card, "title", {"mine", "theirs"})]


def test_opposite_judgements_of_one_link_are_a_conflict(pair: list[Replica]) -> None:
    one, two = pair
    card, other = shared_card(pair), shared_card(pair)
    edge = one.link(card, other, "support")
    assert two.link(card, other, "contradict") == edge
    exchange(one, two)
    assert told(one.board) == [(edge, "kind", {"support", "contradict"})]
    assert list(one.board.live("edge")) == [edge]


def test_a_taken_away_value_against_a_new_one_is_a_conflict(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    one.put(card, title=None)
    two.put(card, title="theirs")
    exchange(one, two)
    assert told(one.board) == [(card, "title", {None, "theirs"})]


def test_conflicts_of_a_removed_record_are_told_when_it_comes_back(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    one.put(card, title="mine")
    two.put(card, title="theirs")
    exchange(one, two)
    one.remove(card)
    assert told(one.board) == []
    one.undo()
    assert told(one.board) == [(card, "title", {"mine", "theirs"})]


# Removal


def test_a_removed_card_takes_its_links_and_undercuts_along_and_brings_them_back(pair: list[Replica]) -> None:
    one = pair[0]
    cards = [one.add(title=str(number)) for number in range(3)]
    edge = one.link(cards[0], cards[1])
    undercut = one.link(cards[2], edge, "contradict")
    one.remove(cards[1])
    assert not one.board.is_live(edge) and not one.board.is_live(undercut)
    assert one.board.is_live(cards[2])
    assert one.board.edges_of(cards[0]) == []
    one.undo()
    assert one.board.is_live(undercut)
    assert one.board.edges_of(cards[0]) == [edge]
    assert one.board.edges_of(edge) == [undercut]


def test_a_link_drawn_again_brings_its_undercuts_back(pair: list[Replica]) -> None:
    one = pair[0]
    cards = [one.add(title=str(number)) for number in range(3)]
    edge = one.link(cards[0], cards[1])
    undercut = one.link(cards[2], edge, "contradict")
    one.remove(edge)
    assert not one.board.is_live(undercut)
    assert one.link(cards[0], cards[1], "contradict") == edge
    assert one.history.undo_text == "Contradict again"
    assert one.board.is_live(undercut)
    one.undo()
    assert not one.board.is_live(edge)
    one.undo()
    assert one.board.value(edge, "kind") == "support"


def test_a_removal_and_an_edit_apart_keep_the_card_and_say_so(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    one.remove(card)
    two.put(card, text="more")
    exchange(one, two)
    for person in pair:
        assert person.board.kept() == [card]
        assert person.board.is_live(card)
        assert person.board.value(card, "title") == "first", "it is back whole"
        assert told(person.board) == []


def test_a_removal_of_what_was_seen_stands(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    two.put(card, text="more")
    exchange(one, two)
    one.remove(card)
    exchange(one, two)
    assert two.board.kept() == [] and not two.board.is_live(card)


def test_what_was_kept_can_be_kept_for_good_or_removed_for_good(pair: list[Replica]) -> None:
    one, two = pair
    card = shared_card(pair)
    one.remove(card)
    two.put(card, text="more")
    exchange(one, two)
    two.do(keep(card))
    assert two.board.kept() == [] and two.board.is_live(card)
    one.remove(card)
    assert one.board.kept() == [] and not one.board.is_live(card)
    exchange(one, two)
    assert told(one.board) == [(card, "removed", {True, False})], "and if both was done, somebody has to say"
    assert one.board.is_live(card)


def test_a_colleagues_link_to_a_card_i_removed_is_told_and_so_is_an_undercut(pair: list[Replica]) -> None:
    one, two = pair
    cards = [shared_card(pair) for _ in range(3)]
    mine = one.link(cards[0], cards[1])
    exchange(one, two)
    theirs = two.link(cards[2], cards[1])
    undercut = two.link(cards[2], mine, "contradict")
    one.remove(cards[1])
    assert one.board.loose_edges() == []
    exchange(one, two)
    for person in pair:
        assert sorted(person.board.loose_edges()) == sorted([theirs, undercut]), "the link that I saw is not told"
        assert not person.board.is_live(theirs)
    one.undo()
    assert one.board.loose_edges() == []
    assert one.board.is_live(theirs) and one.board.is_live(undercut)


def test_a_link_from_a_region_of_a_removed_photo_is_told(pair: list[Replica]) -> None:
    one, two = pair
    photo, claim = shared_card(pair), shared_card(pair)
    one.commit("", {"region:a": {"removed": False, "card": photo, "rect": [0, 0, 1, 1]}})
    exchange(one, two)
    theirs = two.link("region:a", claim)
    assert two.board.edges_of(photo) == [theirs]
    one.remove(photo)
    exchange(one, two)
    assert one.board.loose_edges() == [theirs]
    two.remove(claim)
    assert two.board.loose_edges() == [theirs]


def test_a_card_taken_off_a_sheet_stays_on_the_board(pair: list[Replica]) -> None:
    one = pair[0]
    card = one.add(title="a")
    one.do(take_off_sheet(FIRST_SHEET, [card]))
    assert one.board.is_live(card) and not one.board.is_live(place_id(FIRST_SHEET, card))


# Reading


def test_a_record_is_not_there_before_all_of_it_has_arrived(pair: list[Replica]) -> None:
    one, two = pair
    card, other = one.add(title="a"), one.add(title="b")
    edge = one.link(card, other)
    one.put(card, title="c")
    late, *rest = [each for each in one.log if card in each.by_record]
    two.receive(each for each in one.log if each is not late)
    assert two.board.value(card, "title") == "c"
    assert not two.board.is_live(card) and not two.board.is_live(edge) and two.board.is_live(other)
    two.receive([late])
    assert two.board.is_live(edge) and told(two.board) == []


def test_an_edit_and_a_removal_that_arrive_alone_show_no_half_card(pair: list[Replica]) -> None:
    one, two = pair
    card = one.add(title="a")
    made = next(each for each in one.log if card in each.by_record)
    three = Replica(3)
    three.receive(one.log)
    one.remove(card)
    three.put(card, title="b")
    two.receive([each for person in (one, three) for each in person.log if each.id != made.id])
    assert not two.board.is_live(card) and two.board.kept() == []
    two.receive([made])
    assert two.board.kept() == [card]


def test_values_of_a_wrong_form_are_kept_and_not_shown() -> None:
    one = copies(1)[0]
    card = one.add(title="a")
    one.commit("", {card: {"credibility": "absurd", "of a newer version": {"a": 1}}})
    assert one.board.value(card, "credibility") is None
    assert one.board.record(card).heads("credibility")[0].value == "absurd"
    assert one.board.record(card).shown_values()["of a newer version"] == {"a": 1}
    one.commit("", {card: {"kind": 7}})
    assert not one.board.is_live(card), "a card of no kind cannot be shown"


def test_an_edge_without_ends_or_on_itself_in_a_ring_is_not_shown() -> None:
    one = copies(1)[0]
    card = one.add(title="a")
    one.commit("", {"edge:lost": {"removed": False, "from": card, "to": "card:never", "kind": "support"}})
    one.commit("", {"edge:half": {"removed": False, "from": card, "kind": "support"}})
    for name, end in (("edge:a", "edge:b"), ("edge:b", "edge:c"), ("edge:c", "edge:a"), ("edge:d", "edge:d")):
        one.commit("", {name: {"removed": False, "from": card, "to": end, "kind": "contradict"}})
    assert list(one.board.live("edge")) == []
    assert one.board.loose_edges() == ["edge:lost"]
    assert one.board.edges_of(card) == []
    one.remove(card)
    assert not one.board.is_live(card)


def test_a_tower_of_undercuts_needs_no_recursion() -> None:
    one = copies(1)[0]
    card, other = one.add(title="a"), one.add(title="b")
    edits, edge = {}, edge_id(card, other)
    edits[edge] = {"removed": False, "from": card, "to": other, "kind": "support"}
    for _ in range(3000):
        above = edge_id(card, edge)
        edits[above] = {"removed": False, "from": card, "to": edge, "kind": "contradict"}
        edge = above
    one.commit("", edits)
    assert one.board.is_live(edge)
    assert len(one.board.index.hanging_on(other)) == 3001
    one.remove(other)
    assert not one.board.is_live(edge)
    assert one.board.index.gone_beneath(edge) == {other}


def test_summaries_are_enough_to_begin_with() -> None:
    one, two = copies()
    cards = [one.add(title=str(number)) for number in range(3)]
    exchange(one, two)
    one.link(cards[0], cards[1])
    one.put(cards[0], title="mine")
    two.put(cards[0], title="theirs")
    two.remove(cards[2])
    one.put(cards[2], title="kept")
    exchange(one, two)
    board = Board(one.log, Index(one.board.index.summaries()))
    assert told(board) == told(one.board) != []
    assert board.kept() == [cards[2]]
    assert list(board.live("edge")) == list(one.board.live("edge"))
    assert board.value(cards[2], "title") == "kept"


def test_the_index_forgets_what_is_gone() -> None:
    index = Index([Summary("card:a", False), Summary("card:b", False), Summary("edge:e", False, "card:a", "card:b")])
    assert index.is_live("edge:e") and index.joined_to("card:a") == ["edge:e"]
    index.put(Summary("edge:e", True))
    assert list(index.of_kind("edge")) == [] and index.joined_to("card:a") == []
    assert index.is_gone("edge:e") and index.ends("edge:e") == ()


def test_a_log_on_another_is_read_as_one() -> None:
    one = copies(1)[0]
    card = one.add(title="a")
    above = MemoryLog(beneath=one.log)
    assert len(above) == 0 and all(each.id in above for each in one.log)
    two = Replica(2)
    two.receive(one.log)
    edit = two.put(card, title="b")
    assert edit is not None
    above.append([edit, edit, *one.log])
    assert list(above) == [edit]
    assert above.changeset(edit.id) is edit and one.log.changeset(edit.id) is None
    assert Board(above).value(card, "title") == "b"
    assert Board(one.log).value(card, "title") == "a"


@given(
    st.sampled_from([*FIELDS, "ghost"]),
    st.dictionaries(
        st.sampled_from([*sorted({name for names in FIELDS.values() for name in names}), "removed", "custom:a", "new"]),
        st.sampled_from(
            [None, True, False, 1, 7, 0.5, "a", "support", "card:1", "sheet:1", "statement", [1, 2], ["a"]]
        ),
        min_size=1,
    ),
)
def test_a_record_that_one_change_made_is_what_folding_makes_of_it(kind: str, values: dict[str, Any]) -> None:
    for removed in ({}, {"removed": False}, {"removed": True}):
        written = {**values, **removed}
        record = Record(f"{kind}:1")
        record.fold(Touch("0" * 64, ((1, 0), "0" * 32), Change(record.id, written, (), "0" * 32)))
        assert canonical(values_of_one(kind, written)) == canonical(record.values_if_there())
        assert not record.conflicts() and not record.kept
