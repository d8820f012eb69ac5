"""Row 73: chains and circles, ten thousand deep. A circle is opened at the same place by all; nothing recurses."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from evidenceboard.analysis.origins import origins
from evidenceboard.cli import info
from evidenceboard.model import commands
from evidenceboard.model.board import Board
from evidenceboard.model.changes import Change
from evidenceboard.model.ids import FIRST_SHEET, edge_id, place_id
from evidenceboard.model.log import MemoryLog
from evidenceboard.store.reading import check_file
from tests.faults.absurd import change, forged, plant

DEEP = 10_000
LONGEST = 40.0  # seconds of this process: what looks at each link anew from below takes an hour
A, B = (f"card:{number:032x}" for number in range(2))


def undercuts(number: int = DEEP, tail: str = "") -> list[Change]:
    """Links on links: the first on a card, each further one on the one before; from one card, or each from its own."""
    ends, found = B, []
    for at in range(number):
        start = tail or f"card:{at:x}"
        found.append(change(edge_id(start, ends), **{"from": start, "to": ends, "kind": "contradict"}))
        ends = found[-1].record
    return found


def test_row_73_links_on_links_ten_thousand_deep(make: Any, opened: Any) -> None:
    """Opened, counted, shown, cut at the bottom and put back: each in time that grows as the board does."""
    begun = time.process_time()
    board, edges = make.board(), undercuts(tail=A)
    plant(board, [forged(*edges)])
    document = opened(board)
    sheet = document.geometry(FIRST_SHEET)
    assert len(sheet.edges) >= DEEP and document.board.is_live(edges[-1].record)
    assert info.counts(document)["undercuts"] == DEEP - 1
    document.commit(commands.remove(document.board, [edges[0].record]))
    assert len(document.geometry(FIRST_SHEET).edges) < 20 and not document.board.is_live(edges[-1].record)
    document.undo()
    assert len(document.geometry(FIRST_SHEET).edges) >= DEEP and document.board.is_live(edges[-1].record)
    assert len(check_file(board, make.scratch)) >= DEEP  # the tables of the file do not hold what was planted
    assert time.process_time() - begun < LONGEST


@pytest.mark.parametrize("tail", ["card:nobody", ""])
def test_row_73_links_on_links_that_all_begin_nowhere(tail: str) -> None:
    """What waits for somebody is found at once, whatever hangs on it."""
    made = forged(change(B, kind="statement"), *undercuts(tail=tail))
    board = Board(MemoryLog([made]))
    begun = time.process_time()
    board.apply([made])
    assert len(board.loose_edges()) == DEEP == len(board.index.loose_edges())
    assert not any(map(board.is_live, (each.record for each in made.changes[1:])))
    assert board.index.count("edge") == 0
    assert time.process_time() - begun < LONGEST


def test_row_73_what_is_gone_beneath_is_the_same_one_by_one_and_all_at_once() -> None:
    """Against the plain way of looking: down from each."""
    dice = Random("beneath")
    for _ in range(40):
        edges = undercuts(12)
        there = [change(f"card:{at:x}", kind="statement") for at in range(12) if dice.random() < 0.7]
        kept = [each for each in edges if dice.random() < 0.9]
        made = forged(change(B, kind="statement"), *there, *kept)
        board = Board(MemoryLog([made]))
        board.apply([made])
        each = board.index.gone_beneath_each(edge.record for edge in edges)
        for edge in edges:
            gone = plainly(board, edge.record)
            assert each[edge.record] == gone == board.index.gone_beneath(edge.record)
            assert board.is_live(edge.record) == (not gone)


def plainly(board: Board, record: str) -> set[str]:
    todo, passed = [record], set()
    while todo:
        here = todo.pop()
        passed.add(here)
        todo.extend(end for end in board.index.ends(here) if end not in passed)
    return {here for here in passed if board.index.is_gone(here)}


@pytest.mark.parametrize("ring", [True, False])
def test_row_73_derived_in_a_circle_or_a_chain(ring: bool, make: Any, opened: Any, tmp_path: Path) -> None:
    """Each card repeats the one before; in a ring the first repeats the last."""
    chain = [f"card:{number:x}" for number in range(1_000, 1_000 + DEEP)]
    before = [chain[-1] if ring else None, *chain[:-1]]
    cards = [
        change(card, kind="statement", title="d", **({"derives_from": one, "split_from": one} if one else {}))
        for card, one in zip(chain, before, strict=True)
    ]
    spots = [change(place_id(FIRST_SHEET, card), sheet=FIRST_SHEET, card=card, pos=[0, 0]) for card in chain]
    board = make.board()
    plant(board, [forged(*cards, *spots)])
    document = opened(board)
    derives = {card: values["derives_from"] for card, values in document.records("card") if "derives_from" in values}
    ends = set(origins(derives).values())
    assert ends == {min(chain) if ring else chain[0]}
    assert document.commit(commands.remove(document.board, chain[:3])) is not None
    assert document.undo() is not None


def test_row_73_a_circle_is_opened_at_the_same_place_whoever_looks_first() -> None:
    """In any order of reading, and from any card of it or beside it."""
    chain = [f"card:{number:x}" for number in range(300)]
    derives = dict(zip(chain, [*chain[1:], chain[0]], strict=True)) | {"card:beside": chain[7], "card:x": "card:beside"}
    dice = Random("orders")
    for _ in range(20):
        order = [*derives]
        dice.shuffle(order)
        shuffled = {card: derives[card] for card in order}
        assert set(origins(shuffled).values()) == {min(chain)}
        asked = dice.sample(order, 3)
        assert {origins(shuffled, asked)[card] for card in asked} == {min(chain)}
