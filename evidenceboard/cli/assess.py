"""assess: how the hypotheses of a board stand, what the matrix says, and what the order hangs on."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evidenceboard.analysis import ach
from evidenceboard.analysis.facts import Facts, facts_of
from evidenceboard.analysis.graph import build
from evidenceboard.analysis.inflow import COUNTS
from evidenceboard.analysis.linchpins import Linchpin, effort, has_rivals, linchpins, sentence
from evidenceboard.analysis.standing import assess, disagreements
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.cli import boards, show
from evidenceboard.cli.assessment_table import lines
from evidenceboard.document import Document
from evidenceboard.errors import UsageError
from evidenceboard.model.ids import BOARD, RecordId
from evidenceboard.model.text_folding import natural

MOST_ROWS = 200  # hypotheses of the matrix, the best of the first sets
MOST_EFFORT = 600_000_000  # links to be worked out: about a minute


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, how reports count, and what is taken away."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--count",
        choices=COUNTS,
        default="origin",
        help="count the strongest voice of each origin (the default), or every report",
    )
    parser.add_argument(
        "--without",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME",
        help="as if this card (its key), source or origin (its name) were not there",
    )


def run(args: argparse.Namespace) -> int:
    """Print the assessment; the exit code is 0."""
    with boards.reading(args, args.file) as document:
        result = _Assessment(document, args.count, args.without).result()
    show(args, result, lines(result))
    return 0


class _Assessment:
    """What the engine says about one board, with the names that people use."""

    def __init__(self, document: Document, count: str, without: Sequence[str]) -> None:
        self._called = {card: _called(values) for card, values in document.records("card")}
        self._question = str(document.board.value(BOARD, "question") or "")
        self._facts = facts_of(document.records)
        self._without = list(without)
        whole, what_if = build(self._facts), self._what_if(without)
        self._off = {whole.cards[row] for row in what_if.rows_off(whole)}
        self._graph = applied(whole, what_if)
        self._standing = assess(self._graph, count)
        self._balance = self._standing.balance()

    def result(self) -> dict[str, Any]:
        """All of it, as CLI readers and programs get it."""
        graph, standing = self._graph, self._standing
        return {
            "question": self._question,
            "count": standing.count,
            "without": self._without,
            "hypotheses": self._hypotheses(),
            "cards": [self._card(card) for card in self._sorted(set(graph.cards) - self._off)],
            "compared": has_rivals(graph),
            "agreement": self._agreement(),
            "ach": self._matrix(),
            "linchpins": self._linchpins(),
            "linchpins_looked_for": effort(graph) <= MOST_EFFORT,
            "unsettled": [
                {"card": card, "key": self._key(card), "methods": list(methods)}
                for card, methods in standing.unsettled().items()
                if card not in self._off
            ],
        }

    def _what_if(self, names: Sequence[str]) -> WhatIf:
        """What these names take away.

        Raises:
            UsageError: one of them means nothing on this board.
        """
        off: dict[str, set[RecordId]] = {"card": set(), "source": set(), "origin": set()}
        for name in names:
            kind, found = _meant(name, self._called, self._facts)
            off[kind] |= found
        cards, sources, origins = (frozenset(off[kind]) for kind in ("card", "source", "origin"))
        return WhatIf(cards_off=cards, sources_off=sources, origins_off=origins)

    def _hypotheses(self) -> list[dict[str, Any]]:
        ranks, last, rivals = self._standing.ranks(), len(self._facts.cards), set(self._graph.hypotheses)
        every = [card for card in self._graph.cards if self._facts.cards[card].kind == "hypothesis"]
        sets = {card: self._facts.cards[card].rivals for card in every}
        size, name = Counter(sets[card] for card in ranks), self._facts.names
        largest_first = {each: (-size[each], name.get(each, ""), each) for each in set(sets.values())}
        found = sorted(every, key=lambda card: (largest_first[sets[card]], ranks.get(card) or last, self._order(card)))
        return [
            {
                **self._card(card),
                "title": self._called[card][1],
                "rank": ranks.get(card),
                "word": self._standing.word(card),
                "stands": self._graph.row[card] in rivals,
                "rivals": self._facts.names.get(self._facts.cards[card].rivals, ""),
            }
            for card in found
            if card not in self._off
        ]

    def _card(self, card: RecordId) -> dict[str, Any]:
        balance = self._balance[card]
        return {"card": card, "key": self._key(card), "standing": self._standing.of(card), "balance": balance}

    def _agreement(self) -> dict[str, Any]:
        differing = [
            {"cards": [each.first, each.second], "keys": [self._key(each.first), self._key(each.second)],
             "stronger": {method: _stronger(sign, each.first, each.second) for method, sign in each.says.items()}}
            for each in disagreements(self._standing)
        ]  # fmt: skip
        return {"agree": not differing, "differing": differing}

    def _matrix(self) -> dict[str, Any]:
        graph = self._graph
        rivals = set(graph.hypotheses)
        ranked = [row for each in self._hypotheses() if (row := graph.row[each["card"]]) in rivals][:MOST_ROWS]
        rows = [graph.row[card] for card in self._sorted(graph.cards[row] for row in ranked)]
        table = ach.matrix(graph, rows)
        order = self._sorted(set(table.columns) - self._off)
        table = table.arranged(order)
        first = next((rivals for rivals in graph.rivals if ranked and ranked[0] in rivals), ())
        leaders = [rows.index(row) for row in self._standing.leaders(first) if row in rows]
        return {
            "rows": list(table.rows),
            "row_keys": [self._key(card) for card in table.rows],
            "row_names": [self._name(card) for card in table.rows],
            "columns": list(table.columns),
            "column_keys": [self._key(card) for card in table.columns],
            "column_names": [self._name(card) for card in table.columns],
            "cells": [[ach.CELLS[cell] for cell in row] for row in table.cells.tolist()],
            "indirect": [[INDIRECT[cell] for cell in row] for row in table.through.tolist()],
            "inconsistency": ach.inconsistency(table.cells),
            "weighted": ach.weighted(table.cells, table.weights),
            "by_origin": ach.by_origin(table.cells, table.weights, table.origins),
            "diagnosticity": ach.diagnosticity(table.cells),
            "leaders": [table.rows[row] for row in leaders],
            "diagnosticity_of_leaders": ach.diagnosticity(table.cells[leaders]),
            "separates_nothing": ach.idle(table, leaders),
        }

    def _linchpins(self) -> list[dict[str, Any]]:
        if effort(self._graph) > MOST_EFFORT:
            return []
        found = linchpins(self._graph, self._standing.count)
        return [
            self._linchpin(each) for each in sorted(found, key=lambda each: (each.weight, self._order(each.record)))
        ]

    def _linchpin(self, each: Linchpin) -> dict[str, Any]:
        orders = {
            method: [[[self._name(card) for card in self._sorted(group)] for group in groups] for groups in order]
            for method, order in each.orders.items()
        }
        return {
            "kind": each.kind,
            "id": each.record,
            "name": self._name(each.record),
            "cards": [self._name(card) for card in self._sorted(each.cards)],
            "also": [self._name(record) for _, record in each.also],
            "methods": list(each.methods),
            "orders": orders,
            "sentence": sentence(each, self._name),
        }

    def _name(self, record: RecordId) -> str:
        """What people call a record: a card's key, else its title; the name of a source or an origin."""
        key, title = self._called.get(record, ("", ""))
        return key or title or self._facts.names.get(record, "") or record

    def _key(self, card: RecordId) -> str:
        return self._called[card][0]

    def _order(self, record: RecordId) -> tuple[Any, ...]:
        return natural(self._name(record)), record

    def _sorted(self, cards: Iterable[RecordId]) -> list[RecordId]:
        return sorted(cards, key=self._order)


INDIRECT = {1: "for", 0: "", -1: "against"}


def _called(values: dict[str, Any]) -> tuple[str, str]:
    """Key and title of a card."""
    return str(values.get("key") or ""), str(values.get("title") or values.get("text") or "")


def _stronger(sign: int, first: RecordId, second: RecordId) -> RecordId | None:
    return {1: first, -1: second}.get(sign)


def _meant(name: str, called: dict[RecordId, tuple[str, str]], facts: Facts) -> tuple[str, set[RecordId]]:
    """What a name means: a card's key or id, else the name or id of a source, else of an origin.

    Raises:
        UsageError: nothing has it.
    """
    if found := {card for card, (key, _) in called.items() if name in (key, card)}:
        return "card", found
    for kind, records in (("source", facts.sources), ("origin", facts.origins)):
        if found := {record for record in records if name in (facts.names.get(record), record)}:
            return kind, found
    raise UsageError(
        f"Nothing on this board is called “{name}”", "Name a card by its key, or a source or an origin by its name."
    )
