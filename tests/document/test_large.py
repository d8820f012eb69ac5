"""Sheets whose columns lie beside the working copy, and what is read of them anew."""

from __future__ import annotations

from typing import Any

import pytest

from evidenceboard import contents
from evidenceboard.document import Document
from evidenceboard.model import arrangements, commands
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import FIRST_SHEET, place_id
from evidenceboard.store.installation import Installation
from tests.document.desk import Open, add


def columns(document: Document) -> dict[str, Any]:
    """What a sheet's geometry holds, by record: rows may stand in another order."""
    g = document.geometry()
    cards = {card: (*g.box_of(row), int(g.z[row]), int(g.kind[row])) for card, row in g.row.items()}
    ends = {edge: tuple(sorted(g.neighbours(edge) if edge in g.row else g.ends_of(edge))) for edge in g.edge_row}
    return {"cards": cards, "edges": ends}


def test_a_large_board_opens_from_the_columns_that_lie_beside_it(
    document: Document, open_board: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "LARGE", 0)
    before = columns(document)
    document.close()
    monkeypatch.setattr(Document, "_read_geometry", lambda *_: pytest.fail("it was read row by row"))
    assert columns(open_board()) == before


def test_columns_of_another_state_are_not_believed(
    document: Document, open_board: Open, theirs: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "LARGE", 0)
    document.geometry()
    document.close()
    ben = open_board(theirs)
    add(ben, "Three")
    ben.publish()
    ben.close()
    again = open_board()
    assert len(columns(again)["cards"]) == 3
    add(again, "Four")
    again.close()
    assert len(columns(open_board())["cards"]) == 4


def test_what_joins_what_is_read_beside_the_window_and_follows_what_changed_meanwhile(
    document: Document, open_board: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "LARGE", 0)
    document.close()
    again = open_board()
    again.geometry()
    assert not again.index_is_ready
    index = again.index_reader()()
    one, two = sorted(again.geometry().cards)
    three = add(again, "Three")
    again.commit(commands.link(again.board, [three], two))
    again.commit(commands.remove(again.board, [one]))
    again.board.index.adopt(index)
    assert again.index_is_ready
    assert set(again.board.live("card")) == {two, three}
    assert len(list(again.board.live("edge"))) == 1 == len(again.board.edges_of(two))
    fresh = again.index_reader()()
    assert set(fresh.summaries()) == set(again.board.index.summaries())


def test_what_moves_while_its_sheet_is_gone_lies_there_when_the_sheet_comes_back(document: Document) -> None:
    places = [values for _name, values in document.records("place")]
    added = arrangements.add_sheet("Second", 1.0, places)
    document.commit(added)
    (sheet,) = added.made
    card = next(iter(document.geometry(sheet).cards))
    removal = document.commit(arrangements.remove_sheet(document.board, sheet))
    assert removal is not None and not document.geometry(sheet).cards
    document.commit(commands.move_cards(sheet, {card: (70.0, 80.0)}))
    document.take_back([removal.id])
    geometry = document.geometry(sheet)
    assert len(geometry.cards) == 2 and geometry.box_of(geometry.row[card])[:2] == (70.0, 80.0)
    document.commit(commands.move_cards(sheet, {card: (1.0, 2.0)}))
    assert geometry.box_of(geometry.row[card])[:2] == (1.0, 2.0)


def test_a_sheet_that_follows_is_the_one_that_is_read_anew(document: Document) -> None:
    """Only the places change, or a card and its place at once, or a card alone."""
    cards = sorted(document.board.live("card"))
    geometry = document.geometry()
    moved = commands.move_cards(FIRST_SHEET, {card: (7.0 + number, 9.0) for number, card in enumerate(cards)})
    gap = commands.set_fields(cards[0], {"kind": "statement", "role": "gap"})
    unsized = Action("", {place_id(FIRST_SHEET, cards[1]): {"size": None, "pos": [1.0, 2.0]}})
    asked = commands.set_fields(cards[1], {"role": "question", "text": "word " * 200})
    for action in (
        moved,
        commands.together("both", [gap, commands.raise_cards(FIRST_SHEET, cards[:1], 5)]),
        unsized,
        asked,
    ):
        document.commit(action)
        anew = document._read_geometry(FIRST_SHEET)
        for card in cards:
            mine, read = geometry.row[card], anew.row[card]
            assert geometry.kind[mine] == anew.kind[read] and geometry.z[mine] == anew.z[read]
            assert (geometry.x[mine], geometry.y[mine]) == (anew.x[read], anew.y[read])
    document.undo()
    document.undo()
    row = geometry.row[cards[1]]
    assert geometry.kind[row] == document._read_geometry(FIRST_SHEET).kind[row]
