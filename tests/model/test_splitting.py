"""A statement in parts and whole again: nothing is lost on the way, and undo gives back every value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidenceboard.model.changes import BadChange, Value, canonical
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.ids import FIRST_SHEET, RecordId, edge_id, kind_of, place_id
from evidenceboard.model.sheet import load_sheet
from evidenceboard.model.splitting import KEPT, parts_of, rejoin, split, words_of
from tests.laws.replica import Replica, copies

SAID: dict[str, Value] = {
    "title": "Used, but no cooperation",
    "text": "So he said.",
    "source": "source:a",
    "outlet": "source:b",
    "credibility": 3,
    "certainty": "is not aware of",
    "happened": "2023-10-07",
    "said": "2024-01-10",
    "captured": "2024-01-11",
    "status": "preliminary",
    "status_reason": "one agency only",
    "tags": ["arms", "Seoul"],
    "derives_from": "origin:x",
}
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
lines = words.filter(lambda text: bool(text.strip()))
said = st.fixed_dictionaries({}, optional={field: st.just(value) for field, value in SAID.items()})


def columns(person: Replica) -> Geometry:
    """The columns of the first sheet."""
    places = []
    for place in person.board.live("place"):
        values = person.board.record(place).shown_values()
        card = person.board.record(values["card"]).shown_values()
        look = (card.get("kind"), card.get("role"))
        places.append((values["card"], *look, *values["pos"], *values["size"], values.get("z")))
    return load_sheet(places, [])


def state(person: Replica) -> dict[RecordId, str]:
    """Every live record with its values, as bytes would be written."""
    kinds = ("card", "place", "edge", "source", "origin")
    return {
        record: canonical(person.board.record(record).shown_values())
        for kind in kinds
        for record in person.board.live(kind)
    }


def split_up(person: Replica, statement: RecordId, parts: list[str]) -> list[RecordId]:
    action = split(person.board, columns(person), FIRST_SHEET, statement, parts)
    person.do(action)
    return list(action.made)


@given(said, st.lists(lines, min_size=1, max_size=6))
@settings(deadline=None)
def test_parts_keep_what_was_said_of_the_statement_and_undo_gives_all_back(
    fields: dict[str, Value], parts: list[str]
) -> None:
    (person,) = copies(1)
    statement = person.add(**fields)
    before = state(person)
    made = split_up(person, statement, parts)
    assert len(made) == len(parts)
    for part, text in zip(made, parts, strict=True):
        values = person.board.record(part).shown_values()
        assert {field: values.get(field) for field in KEPT} == {field: fields.get(field) for field in KEPT}
        assert values.get("quote", "") == words_of(fields)
        assert (values["role"], values["split_from"], values["derives_from"]) == ("claim", statement, statement)
        assert words_of(values).split() == text.split()
    after = state(person)
    assert {record: after[record] for record in before} == before
    person.undo()
    assert state(person) == before
    person.redo()
    assert state(person) == after


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_rejoined_links_are_at_the_statement_and_undo_gives_all_back(data: st.DataObject) -> None:
    (person,) = copies(1)
    statement, others = person.add(title="Said"), [person.add(title=name) for name in "abc"]
    before = state(person)
    made = split_up(person, statement, ["One", "Two", "Three"])
    cards = [statement, *others, *made]
    for _ in range(data.draw(st.integers(0, 12))):
        tail = data.draw(st.sampled_from(cards))
        heads = [each for each in [*cards, *person.board.live("edge")] if each != tail]
        head = data.draw(st.sampled_from(heads))
        if kind_of(head) == "edge":
            person.link(tail, head, "contradict")
        else:
            person.link(tail, head, data.draw(st.sampled_from(["support", "contradict"])), data.draw(words))
    drawn = {
        edge: person.board.record(edge).shown_values()
        for edge in person.board.live("edge")
        if kind_of(str(person.board.value(edge, "to"))) == "card"
    }
    whole = state(person)
    person.do(rejoin(person.board, made))
    now = {edge: person.board.record(edge).shown_values() for edge in person.board.live("edge")}
    assert not set(made) & set(person.board.live("card"))
    assert before.keys() <= set(state(person))
    for values in drawn.values():
        tail, head = (statement if values[end] in made else values[end] for end in ("from", "to"))
        if tail != head:
            found = now[edge_id(tail, head)]
            alike = [
                other
                for other in drawn.values()
                if (statement if other["from"] in made else other["from"]) == tail
                and (statement if other["to"] in made else other["to"]) == head
            ]
            said = {**found, "from": None, "to": None}
            assert said in [{**other, "from": None, "to": None} for other in alike]
    person.undo()
    assert state(person) == whole


def test_a_link_that_the_statement_has_stays_as_it_is() -> None:
    (person,) = copies(1)
    statement, claim = person.add(title="Said"), person.add(title="Claim")
    person.link(statement, claim, "contradict", "because")
    made = split_up(person, statement, ["One", "Two"])
    person.link(made[0], claim, "support", "not so")
    person.do(rejoin(person.board, made))
    (edge,) = person.board.live("edge")
    assert person.board.value(edge, "kind") == "contradict"
    assert person.board.value(edge, "reason") == "because"


def test_an_undercut_follows_the_link_that_moves() -> None:
    (person,) = copies(1)
    statement, claim, doubt = (person.add(title=name) for name in ("Said", "Claim", "Doubt"))
    (part,) = split_up(person, statement, ["One"])
    person.link(doubt, person.link(part, claim), "contradict", "thin")
    person.link(part, person.link(doubt, claim), "contradict")
    person.do(rejoin(person.board, [part]))
    moved = edge_id(statement, claim)
    assert set(person.board.live("edge")) == {
        moved, edge_id(doubt, claim), edge_id(doubt, moved), edge_id(statement, edge_id(doubt, claim)),
    }  # fmt: skip
    assert person.board.value(edge_id(doubt, moved), "reason") == "thin"


def test_a_link_that_comes_back_says_what_the_part_said() -> None:
    (person,) = copies(1)
    statement, claim = person.add(title="Said"), person.add(title="Claim")
    person.remove(person.link(statement, claim, "contradict", "an old reason"))
    (part,) = split_up(person, statement, ["One"])
    person.link(part, claim, "support")
    person.do(rejoin(person.board, [part]))
    values = person.board.record(edge_id(statement, claim)).shown_values()
    assert (values["kind"], values.get("reason")) == ("support", None)


def test_what_derives_from_a_part_derives_from_the_statement_afterwards() -> None:
    (person,) = copies(1)
    statement = person.add(title="Said")
    (part,) = split_up(person, statement, ["One"])
    other = person.add(title="Repeats it", derives_from=part)
    (deeper,) = split_up(person, part, ["Half"])
    naming = {other: {"derives_from": part}, deeper: {"derives_from": part, "split_from": part}}
    person.do(rejoin(person.board, [part], naming))
    assert person.board.value(other, "derives_from") == statement
    assert person.board.value(deeper, "split_from") == statement


def test_parts_of_parts_rejoin_together() -> None:
    (person,) = copies(1)
    statement, claim = person.add(title="Said"), person.add(title="Claim")
    (part,) = split_up(person, statement, ["One"])
    (deeper,) = split_up(person, part, ["Half"])
    person.link(deeper, claim)
    action = rejoin(person.board, [part, deeper])
    person.do(action)
    assert action.made == (statement,)
    assert list(person.board.live("edge")) == [edge_id(statement, claim)]


def test_parts_lie_beside_the_statement_and_on_nothing() -> None:
    (person,) = copies(1)
    statement = person.add(title="Said")
    for _ in range(4):
        split_up(person, statement, ["One", "Two", "Three"])
    boxes = []
    for place in person.board.live("place"):
        (x, y), (w, h) = person.board.value(place, "pos"), person.board.value(place, "size")
        boxes.append((x, y, x + w, y + h))
    for at, (left, top, right, bottom) in enumerate(boxes):
        for x, y, x2, y2 in boxes[at + 1 :]:
            assert right <= x or x2 <= left or bottom <= y or y2 <= top
    assert person.board.value(place_id(FIRST_SHEET, statement), "pos") == [0.0, 0.0]


def test_what_cannot_be_split_or_rejoined_is_refused() -> None:
    (person,) = copies(1)
    statement = person.add(title="Said")
    with pytest.raises(BadChange, match="1 to 40"):
        split(person.board, columns(person), FIRST_SHEET, statement, ["", " \n"])
    with pytest.raises(BadChange, match="no claim"):
        rejoin(person.board, [statement])
    (part,) = split_up(person, statement, ["One"])
    person.remove(statement)
    with pytest.raises(BadChange, match="not on the board"):
        rejoin(person.board, [part])
    with pytest.raises(BadChange, match="only a statement"):
        split(person.board, columns(person), FIRST_SHEET, statement, ["One"])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hamas used them, but there is no cooperation", ["Hamas used them", "there is no cooperation"]),
        ("It was used. It was bought! Was it?", ["It was used.", "It was bought!", "Was it?"]),
        ("The U.S. said so. Mr. Kirby did not.", ["The U.S. said so.", "Mr. Kirby did not."]),
        ("one; two\n\nthree", ["one", "two", "three"]),
        ("무기를 사용했다. 협력은 없다.", ["무기를 사용했다.", "협력은 없다."]),
        ("使用了武器。没有合作。", ["使用了武器。", "没有合作。"]),
        ("It cost 3.5 million, or more", ["It cost 3.5 million, or more"]),
        ("  ", []),
    ],
)
def test_sentences_and_clauses(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@given(
    st.lists(st.sampled_from(["Used and", " but ", "so.", "\n", ", but ", "; ", "A. ", "and ", "협력 。", "x"])).map(
        "".join
    )
)
def test_parts_stand_in_the_text_as_they_are_in_their_order(text: str) -> None:
    at = 0
    for part in parts_of(text):
        assert part == part.strip() != ""
        at = text.index(part, at) + len(part)


def test_an_and_in_the_middle_stays() -> None:
    assert parts_of("Historically and of late, it was used") == ["Historically and of late, it was used"]
