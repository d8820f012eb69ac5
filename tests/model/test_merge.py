"""Merging: set union of changesets, planned before it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidenceboard.model.board import Board
from evidenceboard.model.changes import Changeset
from evidenceboard.model.commands import move_cards
from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from evidenceboard.model.index import Index
from evidenceboard.model.merge import chain_problems, in_causal_order, kinds_in_words, missing, plan
from tests.laws.readings import everything, records_of
from tests.laws.replica import Replica, copies, exchange


def edited_apart() -> tuple[Replica, Replica, dict[str, RecordId]]:
    """Two copies of one board: different cards, different fields of one card, the same field, a removal
    against an edit; and what nobody disputes."""
    one, two = copies()
    cards = {name: one.add(title=name) for name in ("mine", "theirs", "fields", "same", "against", "gone", "moved")}
    exchange(one, two)
    one.put(cards["mine"], title="mine now")
    two.put(cards["theirs"], title="theirs now")
    one.put(cards["fields"], title="from me")
    two.put(cards["fields"], text="from them")
    one.put(cards["same"], title="as I see it")
    two.put(cards["same"], title="as they see it")
    one.put(cards["against"], text="still needed")
    two.remove(cards["against"])
    two.remove(cards["gone"])
    two.do(move_cards(FIRST_SHEET, {cards["moved"]: (50, 60)}))
    cards["new"] = two.add(title="new")
    cards["edge"] = two.link(cards["new"], cards["same"])
    return one, two, cards


@pytest.mark.parametrize("turned", [False, True])
def test_two_copies_edited_apart_merge_in_both_orders_to_equal_boards(turned: bool) -> None:
    one, two, cards = edited_apart()
    records = records_of([*one.log, *two.log])
    first, second = Replica(8), Replica(9)
    for giver in (one, two):
        first.receive(giver.log)
    for giver in (two, one):
        second.receive(reversed(list(giver.log)) if turned else giver.log)
    exchange(one, two)
    for other in (two, first, second):
        assert everything(other.board, records) == everything(one.board, records)

    board = one.board
    (conflict,) = board.conflicts()
    assert (conflict.record, conflict.field) == (cards["same"], "title")
    assert {head.value for head in conflict.heads} == {"as I see it", "as they see it"}
    assert board.kept() == [cards["against"]]
    assert board.loose_edges() == []
    assert board.value(cards["mine"], "title") == "mine now"
    assert board.value(cards["theirs"], "title") == "theirs now"
    assert board.value(cards["fields"], "title") == "from me"
    assert board.value(cards["fields"], "text") == "from them"
    assert board.value(cards["against"], "text") == "still needed"
    assert not board.is_live(cards["gone"]) and board.is_live(cards["edge"])
    assert board.value(place_id(FIRST_SHEET, cards["moved"]), "pos") == [50.0, 60.0]


def test_a_plan_says_what_would_happen_and_changes_nothing() -> None:
    one, two, cards = edited_apart()
    records = records_of([*one.log, *two.log])
    before = everything(one.board, records)
    planned = plan(one.board, two.log)
    assert everything(one.board, records) == before
    assert set(planned.added) == {cards["new"], cards["edge"], place_id(FIRST_SHEET, cards["new"])}
    assert kinds_in_words(planned.added) == "1 card, 1 link"
    assert {cards["theirs"], cards["fields"]} <= set(planned.changed) <= set(cards.values())
    assert planned.moved == (place_id(FIRST_SHEET, cards["moved"]),)
    assert planned.removed == (cards["gone"],)
    assert [(each.record, each.field) for each in planned.conflicts] == [(cards["same"], "title")]
    assert planned.kept == (cards["against"],)
    assert planned.authors == ("Person 1",)
    assert planned.after is not None
    one.receive(planned.changesets)
    assert everything(planned.after, records) == everything(one.board, records)


def test_a_plan_of_what_is_known_is_empty() -> None:
    one, two, _ = edited_apart()
    exchange(one, two)
    planned = plan(one.board, [*two.log, *two.log])
    assert planned.changesets == planned.added == planned.changed == planned.conflicts == planned.kept == ()


def test_a_conflict_that_is_open_already_is_not_told_again() -> None:
    one, two, cards = edited_apart()
    exchange(one, two)
    two.put(cards["mine"], text="more")
    assert plan(one.board, two.log).conflicts == ()


def test_authors_are_told_by_how_much_they_wrote() -> None:
    one, two, three = copies(3)
    two.add(title="a")
    for title in "bc":
        three.add(title=title)
    two.receive(three.log)
    assert plan(one.board, two.log).authors == ("Person 2", "Person 1")


def test_missing_are_those_not_there_each_once() -> None:
    one, two, _ = edited_apart()
    theirs = [each for each in two.log if each.actor in two.mine]
    assert missing(one.board, [*two.log, *two.log]) == theirs
    assert missing(two.board, two.log) == []


def test_a_merge_is_in_causal_order() -> None:
    one, two, _ = edited_apart()
    exchange(one, two)
    one.add(title="after")
    ordered = in_causal_order(reversed(list(one.log)))
    place = {whole.id: number for number, whole in enumerate(ordered)}
    for whole in ordered:
        seen = [name for change in whole.changes for name in change.replaces]
        assert all(place[name] < place[whole.id] for name in (*seen, *filter(None, [whole.prev])))


def chain(length: int) -> list[Changeset]:
    one = copies(1)[0]
    for number in range(length - 1):
        one.add(title=str(number))
    return list(one.log)


def told(changesets: list[Changeset]) -> list[Any]:
    return [reason for _, reason in chain_problems(changesets)]


def test_a_whole_chain_has_no_problem() -> None:
    one, two, _ = edited_apart()
    exchange(one, two)
    one.reopen()
    one.add(title="as another actor")
    assert told(list(one.log)) == told(list(reversed(list(one.log)))) == []


def test_gaps_and_forks_of_a_chain_are_told() -> None:
    links = chain(4)
    assert told([links[0], links[2], links[3]]) == ["the changeset before it in its actor's chain is missing"]
    fork = replace(links[2], label="another")
    assert told([*links[:3], fork]) == ["two changesets claim the same place in their actor's chain"]
    assert told([*links[:2], fork, links[3]]) == ["it does not follow the changeset before it"]


def test_counts_in_words() -> None:
    assert kinds_in_words([]) == ""
    assert kinds_in_words(["card:a", "edge:a", "edge:b", "place:a", "source:a"]) == "1 card, 2 links, 1 source"


def test_a_board_merged_with_itself_or_an_older_self_is_the_same() -> None:
    one, two, _ = edited_apart()
    older = list(one.log)[:5]
    records = records_of(one.log)
    before = everything(one.board, records)
    assert one.receive(one.log) == one.receive(older) == []
    assert everything(one.board, records) == before
    assert everything(Board(one.log, Index(one.board.index.summaries())), records) == before
