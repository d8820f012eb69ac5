"""What an honest board says of the founding case, against a second computation in plain Python."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evidenceboard.analysis import ach, guards, ledger
from evidenceboard.analysis.collection import collection_plan
from evidenceboard.analysis.edits import what_if
from evidenceboard.analysis.flips import smallest_flip
from evidenceboard.analysis.graph import Graph, graph_of
from evidenceboard.analysis.linchpins import Order, linchpins, order_in_words, order_of
from evidenceboard.analysis.replay import first_days, replay
from evidenceboard.analysis.semantics import METHODS
from evidenceboard.analysis.standing import Standing, assess, disagreements
from evidenceboard.analysis.what_if import WhatIf, applied
from evidenceboard.document import Document
from evidenceboard.paths import folders, resources
from evidenceboard.store.installation import Installation
from tests.analysis.by_formula import combined

BASE = {
    "E1": 0.6 * 0.9, "E2": 0.75 * 0.9, "E3": 0.6 * 0.9, "E4": 0.6 * 0.9, "E5a": 0.6 * 0.75, "E5b": 0.6 * 0.75,
    "C1": 0.25, "C2": 0.25, "A1": 0.2, "A2": 0.5, "G1": 0.5, "G2": 0.5, "H1": 0.5, "H2": 0.5, "H3": 0.5, "H0": 0.5,
}  # fmt: skip
VOA, US = {"E1", "E2", "E3"}, {"E4", "E5a", "E5b"}
# Figures that were frozen once both computations agreed.
FROZEN = {
    "origin": {
        "df_quad": {"H1": 0.7107, "H2": 0.7696, "H3": 0.5118, "H0": 0.0945, "C1": 0.8111, "C2": 0.3068},
        "quadratic": {"H1": 0.5988, "H2": 0.6057, "H3": 0.4948, "H0": 0.3723, "C1": 0.5856, "C2": 0.2510},
        "euler": {"H1": 0.5724, "H2": 0.5768, "H3": 0.4702, "H0": 0.4355, "C1": 0.4195, "C2": 0.2486},
    },
    "report": {
        "df_quad": {"H1": 0.7133, "H2": 0.7940, "H3": 0.5558, "H0": 0.0317, "C1": 0.9366, "C2": 0.2375},
        "quadratic": {"H1": 0.6337, "H2": 0.6419, "H3": 0.5001, "H0": 0.3022, "C1": 0.8089, "C2": 0.2473},
        "euler": {"H1": 0.5857, "H2": 0.5941, "H3": 0.4868, "H0": 0.4107, "C1": 0.6065, "C2": 0.2270},
    },
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    folder = tmp_path_factory.mktemp("case")
    board = Path(shutil.copyfile(resources() / "samples" / "founding-case.board", folder / "case.board"))
    document = Document.open(board, Installation(folders(folder / "settings")), "Tester", read_only=True)
    yield document
    document.close()


@pytest.fixture(scope="module")
def graph(document: Document) -> Graph:
    return graph_of(document.records)


@pytest.fixture(scope="module")
def keys(document: Document) -> dict[str, str]:
    found = {card: values["key"] for card, values in document.records("card")}
    return found | {origin: values["name"] for origin, values in document.records("origin")}


def card_of(keys: dict[str, str], key: str) -> str:
    return next(card for card, found in keys.items() if found == key)


# The second computation: straight from the formulas, the case written out by hand


def by_hand(method: str, count: str) -> dict[str, float]:
    s = dict(BASE)

    def inputs(*given: tuple[str, float]) -> list[float]:
        if count == "report":
            return [value for _, value in given]
        best: dict[str, float] = {}
        for name, value in given:
            origin = "VOA" if name in VOA else "US" if name in US else name
            best[origin] = max(best.get(origin, 0.0), value)
        return list(best.values())

    s["C1"] = combined(
        method, s["C1"],
        inputs(("E1", s["E1"]), ("E2", s["E2"]), ("E3", s["E3"] / 2), ("E5a", s["E5a"] / 2)), [],
    )  # fmt: skip
    s["C2"] = combined(
        method, s["C2"],
        inputs(("A1", s["A1"] / 2), ("C1", s["C1"] / 2 * (1 - s["E5a"]))),
        inputs(("E4", s["E4"] / 2 * (1 - s["A2"] / 2)), ("E5b", s["E5b"] / 2)),
    )  # fmt: skip
    s["H1"] = combined(
        method, 0.5,
        inputs(("C1", s["C1"] / 2), ("E3", s["E3"] / 2 * (1 - s["G2"] / 2)), ("C2", s["C2"])),
        inputs(("G1", s["G1"] / 2)),
    )  # fmt: skip
    s["H2"] = combined(method, 0.5, inputs(("C1", s["C1"] / 2), ("E5b", s["E5b"] / 2)), [])
    against = inputs(("E3", s["E3"] / 2), ("C2", s["C2"] / 2))
    s["H3"] = combined(method, 0.5, inputs(("C1", s["C1"] / 2)), against)
    s["H0"] = combined(method, 0.5, [], inputs(("C1", s["C1"])))
    return s


@pytest.mark.parametrize("count", ["origin", "report"])
@pytest.mark.parametrize("method", METHODS)
def test_both_computations_and_the_frozen_figures_agree(
    graph: Graph, keys: dict[str, str], method: str, count: str
) -> None:
    standing = assess(graph, count)
    found = {keys[card]: value for card, value in zip(graph.cards, standing.values[method], strict=True)}
    assert found == pytest.approx(by_hand(method, count), abs=1e-12)
    frozen = FROZEN[count][method]
    assert {key: round(found[key], 4) for key in frozen} == frozen


def written(order: Order, keys: dict[str, str]) -> str:
    return order_in_words(order, lambda name: keys[name])


def orders(graph: Graph, standing: Standing, keys: dict[str, str]) -> list[str]:
    return [written(order_of(graph, standing.values[method]), keys) for method in METHODS]


def test_the_order_and_that_all_methods_agree(graph: Graph, keys: dict[str, str]) -> None:
    standing = assess(graph)
    assert orders(graph, standing, keys) == ["H2 > H1 > H3 > H0"] * 3
    assert disagreements(standing) == [] and standing.unsettled() == {}
    balance = {keys[card]: said for card, said in standing.balance().items()}
    assert {key: balance[key] for key in ("H1", "H2", "H3", "H0", "C1", "C2", "E1")} == {
        "H1": "contested", "H2": "supported", "H3": "contested", "H0": "contradicted",
        "C1": "supported", "C2": "contested", "E1": "open",
    }  # fmt: skip
    assert standing.word(card_of(keys, "H2")) == "even to fair"


def test_linchpins_in_their_order_of_weight(graph: Graph, keys: dict[str, str]) -> None:
    found = linchpins(graph)
    by_kind: dict[str, Any] = {kind: [each for each in found if each.kind == kind] for kind in ("origin", "card")}
    assert [keys[each.record] for each in by_kind["origin"]] == ["US government line"]
    cards = {keys[each.record]: each for each in by_kind["card"]}
    assert set(cards) == {"E5b", "G1", "C1", "G2"}
    assert [keys[each.record] for each in by_kind["card"]][2:] == ["C1", "G2"]
    for each in (by_kind["origin"][0], cards["E5b"], cards["G1"]):
        assert each.methods == METHODS
        assert {written(order, keys) for order in each.orders.values()} == {"H1 > H2 > H3 > H0"}
    assert {written(order, keys) for order in cards["C1"].orders.values()} == {"H2 > H1 > H0 > H3"}
    assert cards["G2"].methods == ("quadratic", "euler")
    assert written(cards["G2"].orders["df_quad"], keys) == "H2 > H1 > H3 > H0"


def test_a_linchpin_says_what_taking_it_away_does(graph: Graph, keys: dict[str, str]) -> None:
    for each in linchpins(graph):
        other = assess(applied(graph, WhatIf(cards_off=frozenset(each.cards))))
        assert orders(graph, other, keys) == [written(each.orders[method], keys) for method in METHODS]


def test_the_photo_separates_nothing_but_north_korean_or_not(graph: Graph, keys: dict[str, str]) -> None:
    names = ("H1", "H2", "H3", "H0")
    table = ach.matrix(graph, [graph.row[card_of(keys, name)] for name in names])
    photo = table.columns.index(card_of(keys, "E1"))
    assert table.cells[:, photo].tolist() == [0, 0, 0, 0] and not table.rated[:, photo].any()
    counted = table.with_indirect()
    assert ach.diagnosticity(table.cells)[photo] == 0
    assert counted.cells[:, photo].tolist() == [1, 1, 1, -1]  # through C1
    assert ach.diagnosticity(counted.cells[:3])[photo] == 0 < ach.diagnosticity(counted.cells)[photo]


def test_the_matrix_is_what_the_links_say(graph: Graph, keys: dict[str, str]) -> None:
    names = ("H1", "H2", "H3", "H0")
    table = ach.matrix(graph, [graph.row[card_of(keys, name)] for name in names], indirect=False)
    columns = [keys[card] for card in table.columns]
    cells = {key: table.cells[:, at].tolist() for at, key in enumerate(columns)}
    assert cells == {
        "E3": [1, 0, -1, 0], "E5b": [0, 1, 0, 0], "C1": [1, 1, 1, -2], "C2": [2, 0, -1, 0], "G1": [-1, 0, 0, 0],
    }  # fmt: skip
    assert ach.inconsistency(table.cells) == [-1, 0, -2, -2]
    assert ach.weighted(table.cells, table.weights) == pytest.approx([-1, 0, -1 - 2**0.5, -2])


def test_what_guards_the_ledger_and_the_plan_say(document: Document, graph: Graph, keys: dict[str, str]) -> None:
    said = {
        (each.guard, keys[each.about]) for each in guards.warnings(document.records) if each.guard != guards.UNRATED
    }
    assert said == {(guards.ONLY_SUPPORT, "H2"), (guards.NOTHING_BEHIND, "G1"), (guards.NOTHING_BEHIND, "G2")}
    (entry,) = ledger.entries(document.records)
    assert ({keys[entry.first], keys[entry.second]}, entry.state) == ({"E3", "E4"}, "apparent")
    assert {keys[each.card] for each in collection_plan(graph)} == {"G1", "G2"}
    assert keys[collection_plan(graph)[0].card] == "G1"


def test_one_change_puts_direct_supply_first_and_it_does(graph: Graph, keys: dict[str, str]) -> None:
    flip = smallest_flip(graph, card_of(keys, "H1"), card_of(keys, "H2"))
    assert flip.proven and len(flip.edits) == 1
    other = assess(applied(graph, what_if(flip.edits)))
    assert other.ranks()[card_of(keys, "H1")] == 1


def test_before_washington_spoke_direct_supply_stood_first(
    document: Document, graph: Graph, keys: dict[str, str]
) -> None:
    firsts = [
        (str(day.day), {keys[card] for card, rank in day.standing.ranks().items() if rank == 1})
        for day in replay(graph, first_days(document.records))
    ]
    assert firsts == [("None", {"H1"}), ("2024-01-08", {"H1"}), ("2024-01-10", {"H2"})]
