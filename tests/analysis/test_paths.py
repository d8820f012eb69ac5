"""Paths from a card to a hypothesis: what the search finds is what trying everything finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.analysis.paths import Found, Link, Path, paths


def run(links: Sequence[Link], start: str, goal: str, **limits: int) -> Found:
    steps = paths(links, start, goal, **limits)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found


def every(links: Sequence[Link], start: str, goal: str, longest: int) -> list[Path]:
    """All paths by trying everything, in the order that is promised."""
    by_id = {link.id: link for link in links}

    def go_on(way: list[Link], entered: set[str]) -> Iterator[list[Link]]:
        last = way[-1]
        if last.head == goal:
            yield way
        elif len(way) < longest:
            undercut = last.head in by_id
            for link in [by_id[last.head]] if undercut else [link for link in links if link.tail == last.head]:
                card = None if link.head in by_id else link.head
                if link not in way and card not in entered:
                    yield from go_on([*way, link], entered | ({card} if card else set()))

    ways = [
        way for link in links if link.tail == start and link.head != start for way in go_on([link], {start, link.head})
    ]
    made = []
    for way in ways:
        sign = 1
        for link in way:
            sign = -sign if link.against else sign
        made.append(Path(tuple(link.id for link in way), sum(not link.strong for link in way), sign < 0))
    number = {link.id: at for at, link in enumerate(links)}
    return sorted(made, key=lambda path: (path.halves, len(path.links), [number[each] for each in path.links]))


def board(dice: Random, cards: int, count: int) -> list[Link]:
    """A board of cards `0`, `1`, …, with links between them and some that end on links."""
    links: list[Link] = []
    for number in range(count):
        tail, head = dice.sample(range(cards), 2)
        onto = dice.choice(links).id if links and dice.random() < 0.2 else str(head)
        against = onto.startswith("e") or dice.random() < 0.4
        links.append(Link(f"e{number}", str(tail), onto, against, dice.random() < 0.5))
    return links


@given(st.integers(0, 10**9), st.integers(2, 7), st.integers(0, 16), st.integers(1, 6))
def test_all_paths_are_found_in_order_and_no_others(seed: int, cards: int, count: int, longest: int) -> None:
    links = board(Random(seed), cards, count)
    wanted = every(links, "0", "1", longest)
    assert run(links, "0", "1", longest=longest, most=10**6) == Found(tuple(wanted), True)


@given(st.integers(0, 10**9), st.integers(1, 12))
def test_a_limit_keeps_the_strongest(seed: int, most: int) -> None:
    links = board(Random(seed), 5, 18)
    wanted = every(links, "0", "1", 6)
    found = run(links, "0", "1", most=most)
    assert found.paths == tuple(wanted[:most])
    assert found.whole or len(wanted) >= most


def test_signs_and_strengths_multiply() -> None:
    links = [
        Link("a", "E1", "C1", False, True),
        Link("b", "C1", "H0", True, False),
        Link("u", "A1", "a", True, False),
    ]
    assert run(links, "E1", "H0").paths == (Path(("a", "b"), 1, True),)
    (undercut,) = run(links, "A1", "H0").paths
    assert undercut == Path(("u", "a", "b"), 2, False) and undercut.strength == 0.25
    assert run(links, "H0", "E1") == Found((), True)


@pytest.mark.parametrize("reaches", [True, False])
def test_a_dense_board_ends_and_says_what_it_left_out(reaches: bool) -> None:
    cards = [str(number) for number in range(40)]
    links = [Link(f"e{a}-{b}", a, b, False, a < b) for a in cards for b in cards if a != b and (reaches or b != "1")]
    found = run(links, "0", "1")
    assert len(found.paths) == (1_000 if reaches else 0)
    assert found.whole is not reaches
    assert list(found.paths) == sorted(found.paths, key=lambda path: (path.halves, len(path.links)))


def test_steps_without_a_way_out_are_limited_and_told() -> None:
    """Every way that could still reach the goal must go back over a card it has passed."""
    cards = [f"c{number}" for number in range(12)]
    links = [Link("in", "start", "door", False, True), Link("out", "door", "goal", False, True)]
    links = [Link("away", "door", "c0", False, True), *links[:1]]
    links += [Link(f"{a}{b}", a, b, False, True) for a in cards for b in cards if a != b]
    links += [Link(f"{a}back", a, "door", False, True) for a in cards] + [Link("out", "door", "goal", False, False)]
    found = run(links, "start", "goal", steps=50)
    assert len(found.paths) <= 1 and not found.whole
