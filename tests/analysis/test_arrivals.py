"""What came on which day: cards by their dates, links with the later of their ends."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.analysis.arrivals import Arrivals
from evidenceboard.analysis.graph import graph_of
from evidenceboard.analysis.replay import as_of, first_days, live_edges

DAYS = ("2024-01-08", "2024-01-10", "before 2024-01-09", "after 2024-01-09", "2024-01", "some day", "")
EIGHTH, TENTH = date(2024, 1, 8), date(2024, 1, 10)


def arrivals(cards: dict[str, str], links: dict[str, tuple[str, str]], parts: dict[str, str] | None = None) -> Arrivals:
    made = Arrivals("said")
    made.put_cards((card, {"said": said} if said else {}) for card, said in cards.items())
    made.put_parts((part, {"card": card}) for part, card in (parts or {}).items())
    made.put_links((link, {"from": tail, "to": head}) for link, (tail, head) in links.items())
    for _ in made.settle():
        pass
    return made


def test_cards_come_on_their_days_and_links_with_the_later_end() -> None:
    made = arrivals(
        {"card:a": "2024-01-08", "card:b": "2024-01-10", "card:c": "", "card:d": "before 2024-01-09"},
        {
            "edge:1": ("card:c", "card:d"),
            "edge:2": ("card:a", "card:c"),
            "edge:3": ("card:b", "edge:2"),
            "edge:4": ("region:1", "card:c"),
            "edge:5": ("card:a", "card:gone"),
            "edge:6": ("card:a", "edge:7"),
            "edge:7": ("card:a", "edge:6"),
        },
        {"region:1": "card:b"},
    )
    assert made.days == [EIGHTH, TENTH] and (made.cards, made.undated, made.open_to_past) == (4, 1, 1)
    assert made.new_cards(EIGHTH) == ("card:a",) and made.new_cards(TENTH) == ("card:b",)
    assert made.new_cards(date(2024, 1, 9)) == () and made.new_links(date(2024, 1, 9)) == 0
    assert (made.new_links(EIGHTH), made.new_links(TENTH)) == (1, 2)
    assert made.later(date(2024, 1, 7)) == {"card:a", "card:b"} and made.later(date(2024, 1, 9)) == {"card:b"}
    assert made.later(TENTH) == frozenset()
    assert made.before(date(2024, 1, 9)) == EIGHTH and made.before(date(2024, 1, 7)) is None


@given(
    st.lists(st.sampled_from(DAYS), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=9),
)
def test_it_counts_the_links_that_are_live_as_the_board_of_each_day_has_them(
    said: list[str], pairs: list[tuple[int, int]]
) -> None:
    cards = {f"card:{at}": text for at, text in enumerate(said)}
    links: dict[str, tuple[str, str]] = {}
    for number, (tail, head) in enumerate(pairs):
        names = [*cards, *links]
        if names[tail % len(cards)] != names[head % len(names)]:
            links[f"edge:{number}"] = names[tail % len(cards)], names[head % len(names)]
    made = arrivals(cards, links)
    held = {
        "card": {card: {"kind": "statement", "role": "claim", "said": text} for card, text in cards.items()},
        "edge": {
            link: {"from": tail, "to": head, "kind": "contradict", "strength": "strong"}
            for link, (tail, head) in links.items()
        },
    }

    def records(kind: str):  # type: ignore[no-untyped-def]
        return held.get(kind, {}).items()

    graph, days = graph_of(records), first_days(records)
    assert set(days.values()) == set(made.days)
    there = len(live_between(graph, days, None))
    for day in made.days:
        now = len(live_between(graph, days, day))
        assert made.new_links(day) == now - there
        assert made.later(day) == {card for card, first in days.items() if first > day}
        there = now


def live_between(graph, days, day):  # type: ignore[no-untyped-def]
    """The live links whose attacked links are live, too."""
    live = set(live_edges(as_of(graph, days, day)))
    tails = {edge: graph.head[row] for row, edge in enumerate(graph.edges)}
    node = {int(under): edge for edge, under in zip(graph.edges, graph.under, strict=True) if under >= 0}

    def beneath(edge: str) -> bool:
        head = int(tails[edge])
        return edge in live and (head < len(graph.cards) or beneath(node[head]))

    return {edge for edge in live if beneath(edge)}
