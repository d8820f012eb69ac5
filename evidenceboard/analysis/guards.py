"""Guards against one's own bias: what a reviewer would ask about each hypothesis. Each can be silenced with a reason.

A guard never changes a standing. One that is silenced stays in the list, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evidenceboard.analysis import ach
from evidenceboard.analysis.facts import Facts, Records, Values, facts_of
from evidenceboard.analysis.graph import Graph, build
from evidenceboard.model.ids import RecordId, silence_id
from evidenceboard.model.text_folding import fold

ONLY_SUPPORT = "only support"
NO_NULL = "no null"
UNRATED = "unrated"
ONE_ORIGIN = "one origin"
NOTHING_BEHIND = "nothing behind"

GUARDS = {
    ONLY_SUPPORT: "Nothing speaks against this hypothesis. Has anybody looked for what would refute it?",
    NO_NULL: "The rivals exclude each other, but none of them is “none of these”. What if all are wrong?",
    UNRATED: "Some items are rated against its rivals, but not against this hypothesis.",
    ONE_ORIGIN: "All that supports this hypothesis goes back to one origin.",
    NOTHING_BEHIND: "It argues from absence, but says nothing of who looked, and where.",
}
MOST_RIVALS = 200  # of a set whose items are looked at one by one
NULL_KEYS = ("h0",)
NULL_WORDS = re.compile(
    r"\b(none of|neither|others?|otherwise|something else|somebody else|null hypothesis|no connection|unrelated"
    r"|nothing of|not .* at all)\b|해당 없음|기타|그 밖|모두 아니|모두 아님|아무것도"
)


@dataclass(frozen=True)
class Warning:
    """One warning.

    Attributes:
        guard: a key of `GUARDS`.
        about: the card or the set of rivals.
        items: what it is about: the items without a rating, or what lies behind it.
        silenced: the reason somebody gave, "" for none given; None where it was not silenced.
    """

    guard: str
    about: RecordId
    items: tuple[RecordId, ...] = ()
    silenced: str | None = None

    @property
    def silence(self) -> RecordId:
        """The record that silences it."""
        return silence_id(self.guard, self.about)


def warnings(records: Records) -> list[Warning]:
    """All warnings of a board, those that were silenced last.

    Args:
        records: the live records of a kind with their shown values.
    """
    facts = facts_of(records)
    graph = build(facts)
    silences = {
        silence_id(str(values.get("guard")), str(values.get("about") or "")): str(values.get("reason") or "")
        for _, values in records("silence")
    }
    nulls = {card for card, values in records("card") if says_null(values)}
    found = [
        Warning(each.guard, each.about, each.items, silences.get(each.silence))
        for each in (
            *_only_support(graph), *_no_null(facts, nulls, records), *_unrated(graph), *_one_origin(graph),
            *_nothing_behind(graph),
        )
    ]  # fmt: skip
    order = list(GUARDS)
    return sorted(found, key=lambda each: (each.silenced is not None, order.index(each.guard), each.about))


def _into(graph: Graph, row: int, sign: float) -> list[int]:
    """The arguments whose live links of a sign end on one."""
    return graph.givers.get((row, sign), [])


def _only_support(graph: Graph) -> Iterator[Warning]:
    for row in graph.hypotheses:
        support = _into(graph, row, 1.0)
        if support and not _into(graph, row, -1.0) and graph.gives[row]:
            yield Warning(ONLY_SUPPORT, graph.cards[row], tuple(graph.cards[each] for each in support))


def _no_null(facts: Facts, nulls: set[RecordId], records: Records) -> Iterator[Warning]:
    exclusive = {name for name, values in records("rivals") if values.get("relation") == "exclusive"}
    for name in sorted(exclusive & facts.names.keys()):
        rivals = [
            card
            for card, found in facts.cards.items()
            if found.rivals == name and found.kind == "hypothesis" and found.gives
        ]
        if rivals and nulls.isdisjoint(rivals):
            yield Warning(NO_NULL, name, tuple(sorted(rivals)))


def says_null(values: Values) -> bool:
    """Whether a hypothesis says that none of the others holds, by its key or its words."""
    key, said = str(values.get("key") or ""), f"{values.get('title') or ''} {values.get('text') or ''}"
    return key.lower() in NULL_KEYS or is_null(said)


def is_null(title: str) -> bool:
    """Whether a hypothesis says that none of the others holds, as far as its words tell.

    >>> is_null("None of these"), is_null("Not North Korean at all: copies"), is_null("North Korea supplied Hamas")
    (True, True, False)
    >>> is_null("The other's mother"), is_null("Another route"), is_null("모두 아님")
    (True, False, True)
    """
    said = " ".join(fold(title).split())
    return NULL_WORDS.search(said) is not None


def _unrated(graph: Graph) -> Iterator[Warning]:
    """Items that are linked to one of the rivals of a set and not to another. Of very many nobody rates each."""
    for rivals in graph.rivals:
        if not 2 <= len(rivals) <= MOST_RIVALS:
            continue
        table = ach.matrix(graph, rivals, indirect=False)
        for at, row in enumerate(table.rows):
            items = tuple(table.columns[column] for column in np.flatnonzero(~table.rated[at]))
            if items:
                yield Warning(UNRATED, row, items)


def _one_origin(graph: Graph) -> Iterator[Warning]:
    for row in graph.hypotheses:
        ends = {graph.origins[graph.origin[each]] for each in evidence_behind(graph, row)}
        if len(ends) == 1:
            yield Warning(ONE_ORIGIN, graph.cards[row], tuple(ends))


def evidence_behind(graph: Graph, row: int) -> set[int]:
    """The photos and reports that support a card, also through claims of ours that support it."""
    found, waiting, seen = set[int](), [row], {row}
    while waiting:
        for giver in _into(graph, waiting.pop(), 1.0):
            card = graph.facts[giver]
            if card.graded:
                found.add(giver)
            elif giver not in seen and card.role == "claim":
                seen.add(giver)
                waiting.append(giver)
    return found


def _nothing_behind(graph: Graph) -> Iterator[Warning]:
    """Gaps that speak against something, with nothing that supports them and no source."""
    heads: dict[int, set[RecordId]] = {}
    for at in np.flatnonzero((graph.carried() > 0) & (graph.sign < 0)).tolist():
        of_tail, head = heads.setdefault(int(graph.tail[at]), set()), int(graph.head[at])
        of_tail.update(graph.cards[head : head + 1])  # what attacks a link speaks against no card
    for row, card in enumerate(graph.facts):
        if card.role == "gap" and row in heads and not _into(graph, row, 1.0) and not card.source:
            yield Warning(NOTHING_BEHIND, graph.cards[row], tuple(sorted(heads[row])))
