"""People who edit, undo and exchange copies of one board, and what must hold after each thing they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from evidenceboard.model import commands
from evidenceboard.model.board import Board
from evidenceboard.model.changes import BadChange, Changeset, canonical
from evidenceboard.model.ids import FIRST_SHEET, RecordId, place_id
from tests.laws.readings import everything, in_view, records_of
from tests.laws.replica import Replica

Thing = TypeVar("Thing")
View = dict[RecordId, Any]

people = st.integers(0, 2)
picks = st.integers(0, 7)
walls = st.sampled_from([0, 3, 3, 5, 1000, 40, 10**13])  # clocks that stand, run back, or run years ahead
seeds = st.integers(0, 63)
TEXTS = ("", "a claim", "another claim", None)
CARD_FIELDS = {
    "title": TEXTS,
    "text": TEXTS,
    "credibility": (1, 2, 6, None),
    "colour": ("red", "blue", None),
    "custom:Case number": TEXTS,
}
EDGE_FIELDS = {"kind": ("support", "contradict"), "strength": ("normal", "strong"), "reason": TEXTS}


class Person(Replica):
    """A replica, and what the laws remember of it.

    Attributes:
        alone: nothing of anybody else has come in since the beginning.
        first: what was in view then.
        past, future: the views that undo and redo must give back while that is so.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.alone = True
        self.first: View = {}
        self.past: list[View] = []
        self.future: list[View] = []


class People(RuleBasedStateMachine):
    @initialize(count=st.integers(1, 3), shared=st.booleans())
    def begin(self, count: int, shared: bool) -> None:
        """A new board; or one that holds two cards and a link already when everybody gets a copy."""
        self.people = [Person(number) for number in range(count)]
        self.acted = self.people[0]
        self.written = [self.acted.begin()]
        self.cards = 0
        if shared:
            self.add_card(0, "statement", 0)
            self.add_card(0, "hypothesis", 0)
            self.link(0, 0, 1, "support", 0)
        for person in self.people[1:]:
            person.receive(self.written)
            person.first = self.view(person)

    # What people do

    @precondition(lambda self: self.cards < 5)  # few, so that people meet on them
    @rule(who=people, kind=st.sampled_from(["photo", "statement", "hypothesis"]), wall=walls)
    def add_card(self, who: int, kind: str, wall: int) -> None:
        self.cards += 1
        card = f"card:{self.cards:032x}"
        place = {"removed": False, "sheet": FIRST_SHEET, "card": card, "pos": [0.0, 0.0], "size": [264.0, 80.0]}
        self._do(who, "New", {card: {"removed": False, "kind": kind}, place_id(FIRST_SHEET, card): place}, wall)

    @precondition(lambda self: self._somebody(lambda board: any(board.live("card"))))
    @rule(who=people, pick=picks, field=st.sampled_from(sorted(CARD_FIELDS)), value=picks, wall=walls)
    def edit_card(self, who: int, pick: int, field: str, value: int, wall: int) -> None:
        if card := _one(self._live(who, "card"), pick):
            self._do(who, "Edit", {card: {field: _one(CARD_FIELDS[field], value)}}, wall)

    @precondition(lambda self: self._somebody(lambda board: any(board.live("edge"))))
    @rule(who=people, pick=picks, field=st.sampled_from(sorted(EDGE_FIELDS)), value=picks, wall=walls)
    def edit_edge(self, who: int, pick: int, field: str, value: int, wall: int) -> None:
        if edge := _one(self._live(who, "edge"), pick):
            self._do(who, "Edit", {edge: {field: _one(EDGE_FIELDS[field], value)}}, wall)

    @precondition(lambda self: self._somebody(lambda board: any(board.live("card"))))
    @rule(who=people, pick=picks, x=st.integers(0, 3), several=st.booleans(), wall=walls)
    def move(self, who: int, pick: int, x: int, several: bool, wall: int) -> None:
        board = self._person(who).board
        cards = [card for card in self._live(who, "card") if board.is_live(place_id(FIRST_SHEET, card))]
        if cards:
            chosen = cards if several else [_one(cards, pick)]
            self._act(who, commands.move_cards(FIRST_SHEET, {card: (x * 10, 0) for card in chosen}), wall)

    @precondition(lambda self: self._somebody(_has_card_off_sheet))
    @rule(who=people, pick=picks, wall=walls)
    def put_back_on_sheet(self, who: int, pick: int, wall: int) -> None:
        board = self._person(who).board
        cards = [card for card in self._live(who, "card") if not board.is_live(place_id(FIRST_SHEET, card))]
        if card := _one(cards, pick):
            self._act(who, commands.put_on_sheet(FIRST_SHEET, {card: (50, 50, 264, 80)}), wall)

    @precondition(lambda self: self._somebody(lambda board: any(board.live("card"))))
    @rule(who=people, tail=picks, head=picks, kind=st.sampled_from(["support", "contradict"]), wall=walls)
    def link(self, who: int, tail: int, head: int, kind: str, wall: int) -> None:
        cards = self._live(who, "card")
        if cards:
            self._link(who, _one(cards, tail), _one(cards, head), kind, wall)

    @precondition(lambda self: self._somebody(lambda board: any(board.live("edge"))))
    @rule(who=people, tail=picks, head=picks, wall=walls)
    def undercut(self, who: int, tail: int, head: int, wall: int) -> None:
        cards, edges = self._live(who, "card"), self._live(who, "edge")
        if cards and edges:
            self._link(who, _one(cards, tail), _one(edges, head), "contradict", wall)

    @precondition(lambda self: any(each.startswith("edge:") for each in records_of(self.written)))
    @rule(who=people, pick=picks, kind=st.sampled_from(["support", "contradict"]), wall=walls)
    def link_again(self, who: int, pick: int, kind: str, wall: int) -> None:
        board = self._person(who).board
        removed = [each for each in self._known(who, "edge") if board.record(each).gone and board.value(each, "to")]
        if edge := _one(removed, pick):
            self._link(who, board.value(edge, "from"), board.value(edge, "to"), kind, wall)

    @precondition(lambda self: self._somebody(lambda board: any(board.live("card"))))
    @rule(who=people, pick=picks, kind=st.sampled_from(["card", "edge", "place"]), wall=walls)
    def remove(self, who: int, pick: int, kind: str, wall: int) -> None:
        person = self._person(who)
        if record := _one(self._live(who, kind), pick):
            loose = set(person.board.loose_edges())
            self._act(who, commands.remove(person.board, [record]), wall)
            assert person.board.record(record).gone, "who removes a record has seen all of it"
            assert set(person.board.loose_edges()) <= loose, "and all that hangs on it"

    @precondition(lambda self: any(person.history.can_undo for person in self.people))
    @rule(who=people, wall=walls)
    def undo(self, who: int, wall: int) -> None:
        self.step(self._person(who), "undo", wall)

    @precondition(lambda self: any(person.history.can_redo for person in self.people))
    @rule(who=people, wall=walls)
    def redo(self, who: int, wall: int) -> None:
        self.step(self._person(who), "redo", wall)

    @precondition(lambda self: any(person.history.can_undo for person in self.people))
    @rule(who=people, wall=walls)
    def undo_and_redo(self, who: int, wall: int) -> None:
        person = self._person(who)
        before = self.view(person)
        if self.step(person, "undo", wall):
            self.step(person, "redo", wall)
            assert self.view(person) == before

    @rule(who=people)
    def reopen(self, who: int) -> None:
        person = self._person(who)
        before, done = self.view(person), person.history.undo_text
        person.reopen()
        assert self.view(person) == before
        assert person.history.undo_text == done or not person.alone

    @precondition(lambda self: len(self.people) > 1)
    @rule(giver=people, taker=people, short=seeds, order=seeds)
    def exchange(self, giver: int, taker: int, short: int, order: int) -> None:
        """One way, in any order; of each actor the first so many changesets, as a sync that was cut off."""
        sent: list[Changeset] = []
        by_actor: dict[str, list[Changeset]] = {}
        for whole in self._person(giver).log:
            by_actor.setdefault(whole.actor, []).append(whole)
        for place, actor in enumerate(sorted(by_actor)):
            left_out = Random(short * 8 + place).choice([0, 0, 1, 2]) if short else 0
            sent += by_actor[actor][: len(by_actor[actor]) - left_out]
        Random(order).shuffle(sent)
        self._receive(self._person(taker), sent)

    @precondition(lambda self: len(self.people) > 1)
    @rule(giver=people, taker=people)
    def merge(self, giver: int, taker: int) -> None:
        taking, theirs = self._person(taker), list(self._person(giver).log)
        self._receive(taking, theirs)
        before = everything(taking.board, records_of(self.written))
        assert not taking.receive(theirs), "merging twice brings nothing"
        assert everything(taking.board, records_of(self.written)) == before

    @precondition(lambda self: len(self.people) > 1)
    @rule(giver=people, taker=people, wall=walls)
    def merge_and_take_back(self, giver: int, taker: int, wall: int) -> None:
        person = self._person(taker)
        if not _is_whole(person):
            return  # a value may stand there whose reason has not arrived: what is given back may differ
        before = self.view(person)
        taken = self._receive(person, list(self._person(giver).log))
        merged = self.view(person)
        if self._did(person, person.take_back(taken, wall)):
            _assert_given_back(self.view(person), before)
            self.step(person, "undo", wall)
            _assert_given_back(self.view(person), merged)
        else:
            _assert_given_back(merged, before)

    @precondition(lambda self: self._somebody(lambda board: bool(board.conflicts())))
    @rule(who=people, pick=picks, choice=picks, wall=walls)
    def decide(self, who: int, pick: int, choice: int, wall: int) -> None:
        person = self._person(who)
        if conflict := _one(person.board.conflicts(), pick):
            value = _one(conflict.heads, choice).value
            self._act(who, commands.decide(conflict.record, conflict.field, value), wall)
            left = [(each.record, each.field) for each in person.board.conflicts()]
            assert (conflict.record, conflict.field) not in left

    @precondition(lambda self: self._somebody(lambda board: bool(board.kept())))
    @rule(who=people, pick=picks, wall=walls)
    def keep(self, who: int, pick: int, wall: int) -> None:
        person = self._person(who)
        if record := _one(person.board.kept(), pick):
            self._act(who, commands.keep(record), wall)
            assert person.board.is_live(record) and record not in person.board.kept()

    # How it is done

    def _person(self, who: int) -> Person:
        return self.people[who % len(self.people)]

    def _somebody(self, can: Callable[[Board], bool]) -> bool:
        return any(can(person.board) for person in self.people)

    def _known(self, who: int, kind: str) -> list[RecordId]:
        return [each for each in records_of(self._person(who).log) if each.startswith(f"{kind}:")]

    def _live(self, who: int, kind: str) -> list[RecordId]:
        board = self._person(who).board
        return [each for each in self._known(who, kind) if board.is_live(each)]

    def view(self, person: Person) -> View:
        return in_view(person.board, records_of(self.written))

    def _link(self, who: int, tail: RecordId, head: RecordId, kind: str, wall: int) -> None:
        person = self._person(who)
        try:
            action = commands.link(person.board, [tail], head, kind)
        except BadChange:
            return
        self._act(who, action, wall)
        assert person.board.is_live(action.made[0])

    def _act(self, who: int, action: commands.Action, wall: int) -> None:
        self._do(who, action.label, action.edits, wall)

    def _do(self, who: int, label: str, edits: commands.Edits, wall: int) -> None:
        person = self._person(who)
        before = self.view(person)
        if self._did(person, person.commit(label, edits, wall)):
            person.past.append(before)
            person.future.clear()
            for record, values in edits.items():
                for field, value in values.items():
                    assert [head.value for head in person.board.record(record).heads(field)][:1] == [value]

    def _did(self, person: Person, changeset: Changeset | None) -> Changeset | None:
        self.acted = person
        if changeset is not None:
            seen = {each.id for each in person.log} - {changeset.id}
            assert all(set(change.replaces) <= seen for change in changeset.changes), "replaced what nobody saw"
            self.written.append(changeset)
        return changeset

    def _receive(self, person: Person, changesets: Sequence[Changeset]) -> list[Changeset]:
        self.acted = person
        new = person.receive(changesets)
        person.alone = person.alone and not new
        return new

    def step(self, person: Person, direction: str, wall: int) -> Changeset | None:
        """Undo or redo: alone it gives back the view of before; it never overwrites what others wrote."""
        before, heads = self.view(person), _heads_of_others(person, self.written)
        changeset = self._did(person, person.undo(wall) if direction == "undo" else person.redo(wall))
        for (record, field), values in heads.items():
            now = {canonical(head.value) for head in person.board.record(record).heads(field)}
            assert values <= now, f"{direction} overwrote a colleague's {field}"
        if person.alone:
            here, there = person.past, person.future
            if direction == "redo":
                here, there = there, here
            assert bool(changeset) == bool(here)
            if here:
                there.append(before)
                assert self.view(person) == here.pop()
        return changeset


def _heads_of_others(person: Person, written: Sequence[Changeset]) -> dict[tuple[RecordId, str], set[str]]:
    """The values in force that others wrote as they chose, not as an undo of theirs."""
    theirs = {each.id for each in written if each.actor not in person.mine and each.reverts is None}
    found: dict[tuple[RecordId, str], set[str]] = {}
    for record in records_of(written):
        for field in person.board.record(record).fields:
            heads = person.board.record(record).heads(field)
            found[record, field] = {canonical(head.value) for head in heads if head.changeset in theirs}
    return found


def _assert_given_back(now: View, before: View) -> None:
    """The same records with the same values; of a conflict that was decided since, one of its values."""
    assert now.keys() == before.keys()
    for record, fields in before.items():
        for field in fields.keys() | now[record].keys():
            held, was = now[record].get(field, {"null"}), fields.get(field, {"null"})
            assert held == was or (len(was) > 1 and held <= was), (record, field, held, was)


def _is_whole(person: Person) -> bool:
    """Whether all that the changesets of a log name is in it."""
    named = {name for whole in person.log for name in (whole.prev, whole.reverts) if name}
    named.update(name for whole in person.log for change in whole.changes for name in change.replaces)
    return all(name in person.log for name in named)


def _has_card_off_sheet(board: Board) -> bool:
    return any(not board.is_live(place_id(FIRST_SHEET, card)) for card in board.live("card"))


def _one(things: Sequence[Thing], pick: int) -> Any:
    return things[pick % len(things)] if things else None
