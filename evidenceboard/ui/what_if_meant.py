"""What a what-if means of what is selected: which card, source, origin or link, and whose grade."""

from __future__ import annotations

from evidenceboard.analysis.carries import origin_of
from evidenceboard.analysis.edits import graded as has_grades
from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.bridge import Bridge

CARD, SOURCE, ORIGIN = "Look without this card", "Look without its source", "Look without its origin"
LINK, FALSE = "Look without this link", "Suppose it is false"
AGAIN, END = "Look with it again", "End the what-if"
NAMES = {"card": CARD, "source": SOURCE, "origin": ORIGIN, "link": LINK, "false": FALSE}


def meant(bridge: Bridge, selection: frozenset[RecordId], what: str) -> list[RecordId]:
    """What "this card", "its source" and so on mean of what is selected."""
    board, graph = bridge.document.board, bridge.standings.graph
    if what == "link":
        return sorted(record for record in selection if kind_of(record) == "edge")
    cards = sorted(record for record in selection if kind_of(record) == "card" and board.is_live(record))
    match what:
        case "source":
            found = [str(board.value(card, "source") or "") for card in cards]
        case "origin":
            found = [origin_of(graph, card) for card in cards] if graph is not None else []
        case "false":
            found = [card for card in cards if board.value(card, "role") == "assumption"]
        case _:
            found = cards
    return sorted({record for record in found if record})


def of_field(bridge: Bridge, selection: frozenset[RecordId], field: str) -> list[RecordId]:
    """Whose grade or strength could be another, of what is selected."""
    board, graph = bridge.document.board, bridge.standings.graph
    if field == "strengths":
        return meant(bridge, selection, "link")
    cards = [card for card in meant(bridge, selection, "card") if graph is not None and card in graph.row]
    graded = [card for card in cards if graph is not None and has_grades(graph.facts[graph.row[card]])]
    if field == "credibility":
        return graded
    return sorted({str(board.value(card, "source") or "") for card in graded} - {""})


def other_than_board(bridge: Bridge, field: str, record: RecordId, value: str | int) -> str | int | None:
    """A grade or strength to be laid over a record; None where the board has it so itself."""
    name = "strength" if field == "strengths" else field
    now = bridge.document.board.value(record, name) or ("normal" if field == "strengths" else None)
    return None if now == value else value


def with_board(bridge: Bridge, what_if: WhatIf) -> WhatIf:
    """A what-if without what is gone, and without what the board has so itself by now."""
    board = bridge.document.board
    found = what_if.as_drawn([each for each in what_if.records if not board.is_live(each)])
    for field in ("credibility", "reliability", "strengths"):
        for record, value in getattr(found, field).items():
            found = found.graded(field, record, other_than_board(bridge, field, record, value))
    return found.again_with("false", *(card for card in found.false if board.value(card, "role") != "assumption"))
