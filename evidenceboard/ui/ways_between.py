"""How one card bears on another, asked of an open board in steps."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from evidenceboard.analysis.paths import LONGEST, Found, Link, Path, paths
from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.board_facts import BoardFacts
from evidenceboard.ui.words import link_word, name_of

MOST_LINKS = 50_000  # that are looked at each way, before it is said that there may be more
AT_ONCE = 100
FRACTIONS = ("1", "½", "¼", "⅛", "1/16", "1/32", "1/64")


class Ways(NamedTuple):
    """The paths; `whole` where there are no others."""

    paths: tuple[Path, ...]
    whole: bool


def ways(document: Document, start: RecordId, goal: RecordId) -> Generator[None, None, Ways]:
    """All paths from a card to another one, strongest first."""
    facts = BoardFacts(document)
    behind, whole_behind = yield from _distances(facts, goal, back=True)
    ahead, whole_ahead = yield from _distances(facts, start, back=False, within=behind)
    links = yield from _links(document, facts, ahead, behind)
    found: Found = yield from paths(links, start, goal)
    return Ways(found.paths, found.whole and whole_behind and whole_ahead)


def _distances(
    facts: BoardFacts, card: RecordId, back: bool, within: dict[RecordId, int] | None = None
) -> Generator[None, None, tuple[dict[RecordId, int], bool]]:
    """How many links lead at least from a card to each other one, or back; and whether all were looked at.

    Args:
        within: the distances from the other end: what is further than a path may be is left out.
    """
    found = {card: 0}
    levels: list[list[RecordId]] = [[] for _ in range(LONGEST + 1)]
    levels[0].append(card)
    looked = 0
    for distance, level in enumerate(levels):
        for each in level:
            if found[each] < distance:
                continue
            for length, end in _next(facts, each, back):
                looked += 1
                if looked % AT_ONCE == 0:
                    yield
                if looked > MOST_LINKS:
                    return found, False
                reached = distance + length
                left = LONGEST if within is None else LONGEST - within.get(end, LONGEST + 1)
                if reached <= min(left, LONGEST) and reached < found.get(end, LONGEST + 1):
                    found[end] = reached
                    levels[reached].append(end)
    return found, True


def _next(facts: BoardFacts, card: RecordId, back: bool) -> Generator[tuple[int, RecordId], None, None]:
    """The cards that a path may come to from a card, or come from, and how many links lie between."""
    if not back:
        for edge in facts.joined(card):
            if facts.tail(edge) == card:
                length, head = 1, facts.ends(edge)[1]
                while kind_of(head) == "edge":
                    length, head = length + 1, facts.ends(head)[1]
                yield length, head
        return
    level = [(1, edge) for edge in facts.into(card)]
    while level:
        length, edge = level.pop()
        yield length, facts.tail(edge)
        level += [(length + 1, attack) for attack in facts.into(edge)] if length < LONGEST else []


def _links(
    document: Document, facts: BoardFacts, ahead: dict[RecordId, int], behind: dict[RecordId, int]
) -> Generator[None, None, list[Link]]:
    """The links that may lie on a path, in the order of the names of their ends."""
    edges: dict[RecordId, None] = {}
    for number, card in enumerate(ahead):
        for edge in facts.joined(card):
            if facts.tail(edge) == card:
                edges.setdefault(edge)
                while kind_of(head := facts.ends(edge)[1]) == "edge":  # the path goes on over what is undercut
                    edges.setdefault(head)
                    edge = head
        if number % AT_ONCE == 0:
            yield
    links: list[tuple[tuple[object, ...], Link]] = []
    names = list(edges)
    for at in range(0, len(names), AT_ONCE):
        for edge, values in document.log.records_named("edge", names[at : at + AT_ONCE]).items():
            tail, head = facts.ends(edge)
            if kind_of(head) == "edge" or head in behind:
                against, strong = values.get("kind") == "contradict", values.get("strength") == "strong"
                key = *(natural(name_of(document.board, end)) for end in (tail, head)), edge
                links.append((key, Link(edge, tail, head, against or kind_of(head) == "edge", strong)))
        yield
    return [link for _, link in sorted(links, key=lambda each: each[0])]


def in_words(document: Document, path: Path) -> str:
    """A path as a sentence: "E1 supports C1, C1 contradicts H0"."""
    board, facts = document.board, BoardFacts(document)
    parts, quoted = [], ""
    for edge in path.links:
        if not board.is_live(edge):
            return "Something of this path is no more"
        tail, head = facts.ends(edge)
        undercut = kind_of(head) == "edge"
        verb = link_word(board.value(edge, "kind"), undercut=undercut).lower()
        said = f"{name_of(board, tail)} {verb}" + ("" if undercut else f" {name_of(board, head)}")
        parts.append(f"{quoted}“{said}”" if quoted and not undercut else quoted + said)
        quoted = parts.pop() + " " if undercut else ""
    return ", ".join(parts)


def weight_words(path: Path) -> str:
    """Its strength and its sign: "½, against"."""
    return f"{FRACTIONS[path.halves]}, {'against' if path.against else 'for'}"


def undercutters(document: Document, path: Path) -> list[str]:
    """The cards that undercut a link of the path and do not lie on it."""
    facts = BoardFacts(document)
    attacks = [attack for edge in path.links for attack in facts.into(edge) if attack not in path.links]
    return list(dict.fromkeys(name_of(document.board, facts.tail(attack)) for attack in attacks))


def cards_of(document: Document, path: Path) -> frozenset[RecordId]:
    """The cards that a path leads over, and those that its undercut links begin at."""
    facts = BoardFacts(document)
    return frozenset(end for edge in path.links for end in facts.ends(edge) if kind_of(end) == "card")
