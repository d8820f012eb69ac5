"""Fields: values of the wrong form never reach a reader, however absurd they are."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.changes import canonical
from evidenceboard.model.records import FIELDS, LARGEST, NEEDED, SILENT, SMALLEST, clean, problem

absurd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**320)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["card:a", "sheet:first", "support", "statement", "A", "0a" * 32, 1e308, -0.0]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from([(kind, name) for kind, names in FIELDS.items() for name in (*names, "removed", "custom:a")])


@given(fields, absurd)
def test_any_value_is_cleaned_or_left_out(field: tuple[str, str], value: Any) -> None:
    cleaned = clean(*field, value)
    assert clean(*field, cleaned) == cleaned
    assert (problem(*field, value) is None) == (cleaned is not None or value is None)
    canonical(cleaned) if "\\ud" not in ascii(cleaned) else None
    for number in cleaned if isinstance(cleaned, list) else [cleaned]:
        assert not isinstance(number, float) or math.isfinite(number)


@pytest.mark.parametrize(
    ("kind", "field", "value", "cleaned"),
    [
        ("card", "kind", "statement", "statement"),
        ("card", "kind", "note", None),
        ("card", "kind", ["statement"], None),
        ("card", "credibility", 6, 6),
        ("card", "credibility", 7, None),
        ("card", "credibility", True, None),
        ("card", "credibility", 1.0, None),
        ("card", "credibility", "3", None),
        ("card", "title", 3, None),
        ("card", "title", "", ""),
        ("card", "base", 1.5, 1.0),
        ("card", "base", float("nan"), None),
        ("card", "base", False, None),
        ("card", "tags", ["a", "b"], ["a", "b"]),
        ("card", "tags", ["a", 1], None),
        ("card", "source", "source:a", "source:a"),
        ("card", "source", "card:a", None),
        ("card", "derives_from", "origin:a", "origin:a"),
        ("card", "photo", "0a" * 32, "0a" * 32),
        ("card", "photo", "../../etc/passwd", None),
        ("card", "custom:Case number", "7/23", "7/23"),
        ("card", "custom:Case number", 7, None),
        ("card", "of a newer version", {"any": 1}, {"any": 1}),
        ("thing", "field", [1], [1]),
        ("place", "pos", [1, -2.5], [1.0, -2.5]),
        ("place", "pos", [1e308, -1e12], [None, None]),
        ("place", "pos", [1e299, -1e12], None),
        ("place", "pos", [1], None),
        ("place", "pos", ["1", "2"], None),
        ("place", "pos", [float("inf"), 0], None),
        ("place", "size", [0, -5], [SMALLEST, SMALLEST]),
        ("place", "size", [1e9, 100], [LARGEST, 100.0]),
        ("place", "z", 10**30, 2**31 - 1),
        ("place", "z", 1.5, None),
        ("place", "pinned", 1, None),
        ("edge", "to", "edge:a", "edge:a"),
        ("edge", "from", "edge:a", None),
        ("edge", "removed", "yes", None),
        ("region", "rect", [0, 0, 2, -1], [0.0, 0.0, 1.0, 0.0]),
    ],
)
def test_examples(kind: str, field: str, value: Any, cleaned: Any) -> None:
    expected = None if cleaned == [None, None] else cleaned
    assert clean(kind, field, value) == expected
    assert type(clean(kind, field, value)) is type(expected)


def test_every_special_field_is_a_field() -> None:
    names = {name for kind in FIELDS.values() for name in kind}
    assert names >= SILENT
    assert all(name in FIELDS[kind] for kind, needed in NEEDED.items() for name in needed)
