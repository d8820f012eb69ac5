"""Pictures held in the order of their last use."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.ui.canvas.weighed import Weighed

STEPS = st.lists(st.tuples(st.sampled_from(["put", "look", "drop", "trim"]), st.integers(0, 5), st.integers(1, 50)))


@given(STEPS)
def test_the_bytes_are_always_those_of_what_is_held(steps: list[tuple[str, int, int]]) -> None:
    held: Weighed[int, bytes] = Weighed(len)
    values: dict[int, bytes] = {}
    for what, key, size in steps:
        if what == "put":
            held.put(key, bytes(size))
            values[key] = bytes(size)
        elif what == "look":
            assert held.look(key) == (values.get(key) if key in held else None)
        elif what == "drop":
            held.drop(key)
        else:
            held.trim(size)
            assert held.bytes <= size or len(held) == 1
        assert held.bytes == sum(len(values[each]) for each in held)


def test_what_was_looked_at_stays_longest() -> None:
    held: Weighed[str, bytes] = Weighed(len)
    for key in "abc":
        held.put(key, b"1234")
    held.look("a")
    held.trim(8)
    assert list(held) == ["c", "a"]
