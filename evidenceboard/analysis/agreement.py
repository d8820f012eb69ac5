"""Whether the three methods put the rivals in the same order, said so that nobody reads decimals."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from evidenceboard.analysis.linchpins import MANY_NAMES
from evidenceboard.analysis.semantics import METHODS, TITLES
from evidenceboard.analysis.standing import Disagreement, Order, Standing, disagreements
from evidenceboard.model.ids import RecordId
from evidenceboard.model.text_folding import natural

NUMBERS = ("None", "One", "Two", "Three")
FEW = 2  # pairs that are named
Name = Callable[[RecordId], str]


class Agreement(NamedTuple):
    """What the badge says.

    Attributes:
        methods: how many of the three give the same order; 1 where each gives its own.
        title, says: "Three of three methods agree", and on what order; or on which pairs they differ.
        brief: for a narrow place: "3 of 3 methods agree".
    """

    methods: int
    title: str
    says: str
    brief: str

    @property
    def whole(self) -> bool:
        """Whether all agree."""
        return self.methods == len(METHODS)


def agreement(standing: Standing, name: Name) -> Agreement | None:
    """Whether the methods agree on the order of the rivals; None where there is no order.

    Args:
        name: what people call a hypothesis.
    """
    graph = standing.graph
    if not any(len(rivals) > 1 for rivals in graph.rivals):
        return None
    orders = standing.orders
    methods = max(orders.count(order) for order in orders)
    brief = _brief(methods, settled=not standing.unsettled())
    title = f"{NUMBERS[methods]} of {NUMBERS[len(METHODS)].lower()} methods agree"
    apart = disagreements(standing)
    if methods == len(METHODS) and not apart:
        return Agreement(methods, title, f"{_said(orders[0], name)} Speak of the order, not of the decimals.", brief)
    if methods == 1:
        title = "The three methods give three orders"
    return Agreement(methods, title, " ".join(difference(each, name) for each in apart[:FEW]) + _more(apart), brief)


def briefs(standing: Standing) -> dict[RecordId, str]:
    """Of each set of two rivals or more the agreement for a narrow place; those of no set are under ""."""
    graph, found = standing.graph, {}
    for at, rivals in enumerate(graph.rivals):
        if len(rivals) > 1:
            orders = [order[at] for order in standing.orders]
            settled = all(sum(map(len, order)) == len(rivals) for order in orders)
            methods = max(orders.count(order) for order in orders)
            found[graph.facts[rivals[0]].rivals] = _brief(methods, settled=settled)
    return found


def _brief(methods: int, *, settled: bool) -> str:
    if methods == 1:
        return "the methods differ"
    said = f"{methods} of {len(METHODS)} methods agree"
    return said if settled or methods < len(METHODS) else f"{said}, as far as they settle"


def _said(order: Order, name: Name) -> str:
    if sum(len(group) for groups in order for group in groups) > MANY_NAMES:
        return "The order of all rivals is the same."
    sets = (", ".join(" = ".join(sorted(map(name, group), key=natural)) for group in groups) for groups in order)
    return "; ".join(said for said in sets if said) + "."


def _more(apart: list[Disagreement]) -> str:
    rest = len(apart) - FEW
    return f" They differ on {rest} more pair{'s' * (rest > 1)}." if rest > 0 else ""


def difference(apart: Disagreement, name: Name) -> str:
    """On whom the methods differ, and how: "DF-QuAD puts H1 before H2; Euler-based puts H2 before H1."."""
    first, second = name(apart.first), name(apart.second)
    words = {
        1: f"{first} before {second}", -1: f"{second} before {first}", 0: f"{first} and {second} level",
        2: f"{first} and {second} in no order, for they do not settle",
    }  # fmt: skip
    parts = []
    for sign, said in words.items():
        methods = [TITLES[method] for method in METHODS if apart.says[method] == sign]
        if methods:
            parts.append(f"{' and '.join(methods)} put{'s' * (len(methods) == 1)} {said}")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."
