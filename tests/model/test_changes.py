"""Changesets: what is hashed, and what no log takes."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.changes import (
    CLOCK_LIMIT,
    REPLACES_LIMIT,
    TEXT_LIMIT,
    BadChange,
    Change,
    Changeset,
    canonical,
    check_change,
    check_changeset,
    keep_texts,
)

SALT = "5a" * 16
CHANGE = Change("card:a", {"removed": False, "title": "국정원 “NIS”", "credibility": 3}, ("0b" * 32,), SALT)
CHANGESET = Changeset(
    actor="ac" * 16,
    seq=4,
    prev="9e" * 32,
    clock=(1_704_672_000_000, 2),
    author="Analyst",
    label="New statement",
    reverts=None,
    changes=(CHANGE, Change("place:b", {"pos": [1.5, -20.0]}, (), SALT)),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_an_id_never_changes() -> None:
    """Frozen: files out there are checked against it."""
    assert CHANGE.digest == "3105ef2cccca9e7b69f2c8c1b4d00aab121c14cee8bfb05c1518b67c97ba82dc"
    assert CHANGESET.id == "15ca19a9ffa9bf8a3cbd894ce016e80fcf01a87359085acfa81254c2d2084e16"


def test_the_order_of_fields_is_of_no_account() -> None:
    turned = replace(CHANGE, values=dict(reversed(CHANGE.values.items())))
    assert turned.digest == CHANGE.digest
    assert replace(CHANGESET, changes=(turned, CHANGESET.changes[1])).id == CHANGESET.id


@pytest.mark.parametrize(
    "other",
    [
        {"actor": "ad" * 16},
        {"seq": 5},
        {"prev": "9f" * 32},
        {"clock": (1_704_672_000_000, 3)},
        {"author": "Analyst "},
        {"label": "New"},
        {"reverts": "9e" * 32},
        {"changes": CHANGESET.changes[::-1]},
        {"changes": (replace(CHANGE, values={**CHANGE.values, "credibility": 3.0}), CHANGESET.changes[1])},
        {"changes": (replace(CHANGE, salt="5b" * 16), CHANGESET.changes[1])},
        {"changes": (replace(CHANGE, replaces=()), CHANGESET.changes[1])},
        {"changes": (replace(CHANGE, record="card:b"), CHANGESET.changes[1])},
    ],
)
def test_every_part_is_in_the_id(other: dict[str, Any]) -> None:
    assert replace(CHANGESET, **other).id != CHANGESET.id


def test_a_value_is_in_the_id_by_its_digest_alone() -> None:
    """So that a value can be erased one day, and the chain still holds."""
    said = [CHANGESET.actor, 4, CHANGESET.prev, list(CHANGESET.clock), "Analyst", "New statement", None]
    changes = [[c.record, sorted(c.values), list(c.replaces), c.digest] for c in CHANGESET.changes]
    assert "국정원" not in canonical([*said, changes])


@given(json_values)
def test_canonical_text_reads_back_as_the_same_value(value: Any) -> None:
    try:
        text = canonical(value)
    except BadChange:
        return  # a lone surrogate
    assert canonical(json.loads(text)) == text


def test_canonical_text_is_the_shortest_of_its_kind() -> None:
    assert canonical({"b": [1, 2.5, None, True], "a": "é\n"}) == '{"a":"é\\n","b":[1,2.5,null,true]}'


DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), [float("-inf")], "\ud800", {"a": "\udfff"}, b"bytes", {1, 2}, object(), DEEP]
)
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(BadChange):
        canonical(value)


def test_a_good_changeset_passes() -> None:
    check_changeset(CHANGESET)
    check_changeset(replace(CHANGESET, seq=0, prev=None, changes=()))


def with_change(**other: Any) -> Changeset:
    return replace(CHANGESET, changes=(replace(CHANGE, **other),))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (replace(CHANGESET, actor="me"), "actor"),
        (replace(CHANGESET, actor="AC" * 16), "actor"),
        (replace(CHANGESET, seq=-1), "sequence"),
        (replace(CHANGESET, seq=True), "sequence"),
        (replace(CHANGESET, seq=0), "first"),
        (replace(CHANGESET, prev=None), "first"),
        (replace(CHANGESET, prev="x"), "prev"),
        (replace(CHANGESET, reverts="x"), "reverts"),
        (replace(CHANGESET, clock=(-1, 0)), "clock"),
        (replace(CHANGESET, clock=(CLOCK_LIMIT + 1, 0)), "clock"),
        (replace(CHANGESET, clock=(1.5, 0)), "clock"),  # type: ignore[arg-type]
        (replace(CHANGESET, clock=(1,)), "clock"),  # type: ignore[arg-type]
        (replace(CHANGESET, author="a" * 501), "author"),
        (replace(CHANGESET, author=None), "author"),  # type: ignore[arg-type]
        (replace(CHANGESET, author="\ud800"), "JSON"),
        (replace(CHANGESET, label="a" * 501), "label"),
        (replace(CHANGESET, changes=(CHANGE, CHANGE)), "twice"),
        (with_change(record="card"), "record"),
        (with_change(salt="salt"), "salt"),
        (with_change(values={}), "no field"),
        (with_change(values={"": 1}), "name"),
        (with_change(values={"a" * 201: 1}), "name"),
        (with_change(values={"\ud800": 1}), "JSON"),
        (with_change(values={"title": float("nan")}), "JSON"),
        (with_change(values={"title": "a" * (TEXT_LIMIT + 1)}), "longer"),
        (with_change(replaces=("x",)), "no changeset"),
        (with_change(replaces=("0b" * 32, "0a" * 32)), "order"),
        (with_change(replaces=("0b" * 32, "0b" * 32)), "order"),
        (with_change(replaces=("0b" * 32,) * (REPLACES_LIMIT + 1)), "too much"),
    ],
)
def test_what_no_log_takes(bad: Changeset, reason: str) -> None:
    with pytest.raises(BadChange, match=reason):
        check_changeset(bad)


def test_a_text_may_have_a_million_characters() -> None:
    check_changeset(with_change(values={"text": "가" * TEXT_LIMIT, "title": "a" * TEXT_LIMIT}))


def test_texts_are_kept_only_where_they_are_canonical() -> None:
    read = {
        '{"a":1}': {"a": 1},
        '{"b":2,"a":1}': {"b": 2, "a": 1},
        '{"a": 1}': {"a": 1},
        '{"a":0,"a":1}': {"a": 1},
        '{"a":1.0}': {"a": 1.0},
        '{"a":"\\u0062"}': {"a": "b"},
    }
    for texts in itertools.product(read, repeat=2):
        changes = [Change("card:1", read[text], (), "0" * 32) for text in texts]
        keep_texts(changes, texts)
        assert [change.text for change in changes] == [canonical(read[text]) for text in texts]
    unfit = Change("card:1", {"a": float("nan")}, (), "0" * 32)
    keep_texts([unfit], ['{"a":NaN}'])
    with pytest.raises(BadChange):
        check_change(unfit)
