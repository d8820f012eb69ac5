"""Who says what: following step by step equals reading at once, and counts are those of a slow reading."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.analysis.origins import Voices
from evidenceboard.finding.who_says import SIDES, WhoSays, said_of

CARDS = [f"card:{letter}" for letter in "abcdefg"]
LINKS = [f"edge:{number}" for number in range(6)]
values = st.fixed_dictionaries(
    {"kind": st.sampled_from(["photo", "statement", "hypothesis"])},
    optional={
        "role": st.sampled_from(["reported", "claim", "gap"]),
        "key": st.sampled_from(["E1", "E2", "E10"]),
        "source": st.sampled_from(["source:1", "source:2"]),
        "outlet": st.sampled_from(["source:2", "source:3"]),
        "derives_from": st.sampled_from([*CARDS, "origin:x"]),
        "said": st.sampled_from(["2024-01-08", "before 2024-01-08", "2023?", "not a date"]),
        "status": st.sampled_from(["live", "retracted", "superseded"]),
    },
)
link = st.tuples(st.sampled_from(CARDS), st.sampled_from(CARDS), st.sampled_from(SIDES))
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(CARDS), st.one_of(st.none(), values)),
        st.tuples(st.sampled_from(LINKS), st.one_of(st.none(), link)),
    ),
    max_size=40,
)


def do(says: WhoSays, name: str, what: Any) -> None:
    if name.startswith("card"):
        says.take_card(name) if what is None else says.put_card(name, said_of(what))
    elif what is None:
        says.take_link(name)
    else:
        says.put_link(name, *what)


def all_of(says: WhoSays) -> dict[str, Any]:
    """Everything that can be asked."""
    return {
        "order": says.in_order(CARDS),
        "sources": {source: says.of_source(f"source:{source}") for source in (1, 2, 3)},
        "links": {source: says.links_of(f"source:{source}") for source in (1, 2, 3)},
        "ends": {card: says.end_of(card) for card in CARDS},
        "deriving": says.deriving,
        "voices": {card: says.voices(card) for card in CARDS},
        "reached": {card: says.reached(card) for card in CARDS},
        "hypotheses": says.hypotheses,
    }


@given(steps)
def test_what_was_followed_is_what_would_be_read_at_once(done: list[tuple[str, Any]]) -> None:
    followed, last = WhoSays(), {}
    for name, what in done:
        do(followed, name, what)
        for card in CARDS:
            followed.end_of(card)  # so that an old answer would be remembered
        last[name] = what
    fresh = WhoSays()
    for name, what in last.items():
        do(fresh, name, what)
    assert all_of(followed) == all_of(fresh)


@given(st.dictionaries(st.sampled_from(CARDS), values, min_size=1), st.lists(link, max_size=12))
def test_voices_are_those_of_a_slow_reading(cards: dict[str, Any], links: list[tuple[str, str, str]]) -> None:
    says = WhoSays()
    for card, each in cards.items():
        do(says, card, each)
    for number, each in enumerate(links):
        do(says, f"edge:{number}", each)
    for target in CARDS:
        for side in SIDES:
            givers = {tail for tail, head, kind in links if (head, kind) == (target, side) and tail in cards}
            givers = {tail for tail in givers if cards[tail].get("status") != "retracted"}
            reports = {tail for tail in givers if says.cards[tail].report}
            ends = {says.end_of(tail) for tail in reports}
            assert says.voices(target)[side] == Voices(len(reports), len(ends), len(givers - reports))
            assert reports <= says.reached(target)[side]


def test_reports_behind_claims_speak_as_the_claims_do() -> None:
    says = WhoSays()
    for card in "ab":
        do(says, f"card:{card}", {"kind": "photo", "derives_from": "origin:x"})
    for card in "cd":
        do(says, f"card:{card}", {"kind": "statement", "role": "claim"})
    do(says, "card:h", {"kind": "hypothesis"})
    for number, each in enumerate(
        [
            ("card:a", "card:c", "support"),
            ("card:b", "card:c", "contradict"),
            ("card:c", "card:h", "contradict"),
        ]
    ):
        says.put_link(f"edge:{number}", *each)
    assert says.reached("card:h") == {"support": {"card:b"}, "contradict": {"card:a"}}
    says.put_link("edge:9", "card:d", "card:c", "support")
    says.put_link("edge:8", "card:c", "card:d", "support")  # a circle of claims
    says.put_link("edge:7", "card:b", "card:d", "support")
    assert says.reached("card:h") == {"support": {"card:b"}, "contradict": {"card:a", "card:b"}}
    says.take_link("edge:9")
    assert says.voices("card:h") == {"support": Voices(), "contradict": Voices(0, 0, 1)}


def test_repeating_is_followed_through_others_and_ends_in_circles() -> None:
    says = WhoSays()
    for card, end in (("a", "card:b"), ("b", "card:c"), ("c", "card:b"), ("d", "origin:x")):
        do(says, f"card:{card}", {"kind": "photo", "derives_from": end})
    assert says.repeats("card:a", "card:c") and says.repeats("card:a", "card:a")
    assert not says.repeats("card:a", "card:d") and not says.repeats("card:c", "card:a")
    assert says.repeats("card:d", "origin:x")
