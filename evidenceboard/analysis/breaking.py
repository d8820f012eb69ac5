"""What breaks where an assumption is false, said in words: the order first, then how standings move."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evidenceboard.analysis.before_after import Compared, Side, in_words
from evidenceboard.analysis.graph import Graph
from evidenceboard.analysis.linchpins import MANY_NAMES, has_rivals, order_in_words
from evidenceboard.analysis.semantics import METHODS, TITLES
from evidenceboard.analysis.sensitivity import Broken
from evidenceboard.analysis.standing import in_words as word_of
from evidenceboard.model.ids import RecordId

NOTHING = "Nothing on this board changes if it is false: nothing that counts rests on it."
Name = Callable[[RecordId], str]


def sentences(broken: Broken, graph: Graph, name: Name) -> str:
    """What is otherwise if the assumption is false."""
    moved = in_words(_moved(broken, graph), name)
    order = order_sentence(broken, name) if has_rivals(graph) else ""
    return " ".join(part for part in (order, moved[:1].upper() + moved[1:]) if part) if moved else NOTHING


def order_sentence(broken: Broken, name: Name) -> str:
    """What becomes of the order of the rivals."""
    if not broken.methods:
        return "If it is false the order stays."
    all_of_them = len(broken.methods) == len(METHODS)
    by = "all three methods" if all_of_them else " and ".join(TITLES[each] for each in broken.methods)
    order = broken.orders[broken.methods[0]]
    alike = all(broken.orders[method] == order for method in broken.methods)
    if not alike or sum(len(group) for groups in order for group in groups) > MANY_NAMES:
        return f"If it is false the order of the rivals is another ({by})."
    return f"If it is false the order is {order_in_words(order, name)} ({by})."


def _moved(broken: Broken, graph: Graph) -> list[Compared]:
    """The hypotheses and claims that stand otherwise, without ranks: the order is said of all rivals together."""
    found = []
    for card in broken.after:
        facts = graph.facts[graph.row[card]]
        if facts.kind == "hypothesis" or facts.role == "claim":
            first, second = broken.before[card], broken.after[card]
            sides = Side(None, _word(first)), Side(None, _word(second))
            change = second["quadratic"] - first["quadratic"]
            found.append(Compared(card, int(facts.kind == "hypothesis"), *sides, change, True))
    return found


def _word(values: Mapping[str, float]) -> str:
    return word_of(list(values.values()))
