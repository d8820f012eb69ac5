"""Two sources that are one: every card goes over, nothing that was written is lost, and undo parts them again."""

from __future__ import annotations

import pytest

from evidenceboard.model.changes import BadChange
from evidenceboard.model.commands import add_record
from evidenceboard.model.ids import RecordId
from evidenceboard.model.sources import merge_sources
from tests.laws.replica import Replica, copies


def source(person: Replica, **fields: str) -> RecordId:
    action = add_record("source", fields)
    person.do(action)
    return action.made[0]


def test_cards_go_to_the_one_that_stays_and_what_it_lacks_is_taken() -> None:
    (person,) = copies(1)
    voa = source(person, name="VOA", note="first report", reliability="B")
    voice = source(person, name="Voice of America", note="radio", kind="outlet", reliability="C")
    says, printed = person.add(title="a", source=voice), person.add(title="b", source=voa, outlet=voice)
    person.do(merge_sources(person.board, voa, voice, {says: {"source"}, printed: {"outlet"}}))
    assert list(person.board.live("source")) == [voa]
    assert person.board.value(says, "source") == person.board.value(printed, "outlet") == voa
    values = person.board.record(voa).shown_values()
    assert (values["name"], values["kind"], values["reliability"]) == ("VOA", "outlet", "B")
    assert values["note"] == "first report\nAlso named Voice of America.\nradio"
    person.undo()
    assert set(person.board.live("source")) == {voa, voice}
    assert person.board.value(says, "source") == person.board.value(printed, "outlet") == voice
    assert person.board.value(voa, "note") == "first report" and person.board.value(voa, "kind") is None


def test_a_note_that_says_it_already_stays() -> None:
    (person,) = copies(1)
    one, two = source(person, name="VOA", note="radio, of old"), source(person, name="VOA", note="radio")
    action = merge_sources(person.board, one, two, {})
    assert action.edits == {two: {"removed": True}}


def test_only_two_different_sources_that_are_there_can_be_one() -> None:
    (person,) = copies(1)
    one, gone = source(person, name="VOA"), source(person, name="NIS")
    card = person.add(title="a")
    person.remove(gone)
    for kept, other in ((one, one), (one, gone), (gone, one), (one, card)):
        with pytest.raises(BadChange):
            merge_sources(person.board, kept, other, {})
