"""The outline: the argument of a board as a tree that can be read from top to bottom.

Under each hypothesis stands what supports and contradicts it, which of that is undercut, what is only assumed, and
what is missing; under each card what undercuts its link, and what speaks for and against it in turn. A card that it
already stands under is not opened again. The tree is never built whole: what stands below a line is worked out when
somebody looks there.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from evidenceboard.finding.text_table import ById
from evidenceboard.finding.touched import Values
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural

FOR, AGAINST, UNDERCUT, ASSUMED, MISSING = "For", "Against", "Undercut", "Assumed", "Missing"
GROUPS = (FOR, AGAINST, UNDERCUT, ASSUMED, MISSING)
OTHERS, LOOSE = "Other conclusions", "Not linked"
AT_ONCE = 50  # cards in one step; each asks for its links
MANY_AT_ONCE = 500  # the same of what asks for nothing
SEE_ABOVE = "see above"
MOST = 20_000  # lines of a copy


@dataclass(frozen=True)
class Line:
    """One line of the outline.

    Attributes:
        what: "question", "heading" or "card".
        record: the card.
        edge: the link by which the card stands here; "" for one that stands by itself.
        words: of a heading.
        lines: what stands below a heading.
        above: the cards that it stands under.
    """

    what: str
    record: RecordId = ""
    edge: RecordId = ""
    words: str = ""
    lines: tuple[RecordId, ...] = ()
    above: frozenset[RecordId] = frozenset()

    @property
    def again(self) -> bool:
        """Whether its card stands above it already: it would go round in a circle."""
        return self.record in self.above


class Look(Protocol):
    """What the outline asks of the board."""

    def values(self, record: RecordId) -> Values:
        """The values of a card or a link."""

    def load(self, records: Sequence[RecordId]) -> None:
        """The values of these will be asked for."""

    def into(self, record: RecordId) -> Sequence[RecordId]:
        """The live links that end on a card or a link."""

    def tail(self, edge: RecordId) -> RecordId:
        """The card that a link begins at, or on whose photo."""

    def shows(self, edge: RecordId) -> bool:
        """Whether a card stands in the outline by this link; a filter may leave it out."""


def below(line: Line, look: Look) -> list[Line]:
    """What stands right below a line."""
    if line.what == "heading":
        return [_member(record, line.above, look) for record in line.lines]
    if line.what != "card":
        return []
    above = line.above | {line.record}
    if not line.edge and not line.again and look.values(line.record).get("kind") == "hypothesis":
        return list(_groups(line.record, above, look))
    undercuts = _ordered(_shown(line.edge, look), look) if line.edge else []
    links = [] if line.again else _ordered(_shown(line.record, look), look)
    links.sort(key=lambda edge: look.values(edge).get("kind") == "contradict")
    return [Line("card", look.tail(edge), edge, above=above) for edge in (*undercuts, *links)]


def has_below(line: Line, look: Look) -> bool:
    """Whether anything stands below a line."""
    if line.what != "card":
        return bool(line.lines)
    return bool((not line.again and _shown(line.record, look)) or (line.edge and _shown(line.edge, look)))


def _member(record: RecordId, above: frozenset[RecordId], look: Look) -> Line:
    """A line below a heading: by a link, or a card by itself."""
    if kind_of(record) == "edge":
        return Line("card", look.tail(record), record, above=above)
    return Line("card", record, above=above)


def _groups(hypothesis: RecordId, above: frozenset[RecordId], look: Look) -> Iterator[Line]:
    groups: dict[str, list[RecordId]] = {name: [] for name in GROUPS}
    for edge in _ordered(_shown(hypothesis, look), look):
        groups[_group(edge, look)].append(edge)
    for name, edges in groups.items():
        if edges:
            yield Line("heading", words=name, lines=tuple(edges), above=above)


def _group(edge: RecordId, look: Look) -> str:
    """A link that is undercut stands there, whatever it says; a gap and an assumption are no evidence."""
    role = look.values(look.tail(edge)).get("role")
    if look.into(edge):
        return UNDERCUT
    if role in ("gap", "assumption"):
        return MISSING if role == "gap" else ASSUMED
    return AGAINST if look.values(edge).get("kind") == "contradict" else FOR


def _shown(record: RecordId, look: Look) -> list[RecordId]:
    """The links that end on a card or a link, and by which something stands in the outline."""
    return [edge for edge in look.into(record) if look.shows(edge)]


def _ordered(edges: Sequence[RecordId], look: Look) -> list[RecordId]:
    """Strong links first, then by the key of what they come from."""
    look.load([*edges, *map(look.tail, edges)])
    return sorted(edges, key=lambda edge: (look.values(edge).get("strength") != "strong", *_called(edge, look)))


def _called(edge: RecordId, look: Look) -> tuple[object, ...]:
    return natural(str(look.values(look.tail(edge)).get("key") or "")), edge


# Where it begins


@dataclass(frozen=True)
class Beginnings:
    """The cards that stand by themselves.

    Attributes:
        others: cards that no hypothesis rests on, and from which no link leads on.
        loose: those that nothing is linked to.
    """

    others: tuple[RecordId, ...]
    loose: tuple[RecordId, ...]


def beginnings(
    cards: Sequence[RecordId], edges: Iterable[RecordId], hypotheses: Sequence[RecordId], source: Ways
) -> Generator[None, None, Beginnings]:
    """Where else the outline must begin so that every card stands in it, worked out in steps.

    Args:
        cards, edges: all that are live.
    """
    web = yield from _gathered(edges, source)
    reached: set[RecordId] = set()
    yield from _reach(hypotheses, web, reached)
    rest = [card for card in cards if card not in reached]
    others: list[RecordId] = []
    loose: list[RecordId] = []
    for number, card in enumerate(rest):
        if card not in web.out:
            (others if card in web.into else loose).append(card)
        if number % MANY_AT_ONCE == 0:
            yield
    yield from _reach(others, web, reached)
    held = set(loose)
    for number, card in enumerate(rest):  # what is left leads round in a circle, or only undercuts what is left
        if card not in reached and card not in held:
            others.append(card)
            yield from _reach([card], web, reached)
        if number % MANY_AT_ONCE == 0:
            yield
    return Beginnings(tuple(others), tuple(loose))


class Ways(Protocol):
    """What leads where."""

    def joined(self, record: RecordId) -> Sequence[RecordId]:
        """The live links that begin or end at a card or a link."""

    def into(self, record: RecordId) -> Sequence[RecordId]:
        """Those that end there."""

    def tail(self, edge: RecordId) -> RecordId:
        """The card that a link begins at."""

    def ends(self, edge: RecordId) -> Sequence[RecordId]:
        """What a link joins, a card in the place of its regions."""


class _Web:
    """What ends where, of all links at once: asked of card by card it takes several times as long.

    Attributes:
        into: of each card and link, the links that end there, each with the card that it begins at.
        out: the cards and links that a link begins at.
    """

    def __init__(self) -> None:
        self.into: ById[list[tuple[RecordId, RecordId]]] = ById()
        self.out: ById[bool] = ById()


def _gathered(edges: Iterable[RecordId], source: Ways) -> Generator[None, None, _Web]:
    web = _Web()
    for number, edge in enumerate(edges):
        tail, *heads = source.ends(edge) or ("",)
        web.out[tail] = True
        for head in heads:  # none where it was removed meanwhile
            into = web.into.get(head)
            if into is None:
                web.into[head] = into = []
            into.append((edge, tail))
        if number % MANY_AT_ONCE == 0:
            yield
    return web


def leading_to(found: Iterable[RecordId], source: Ways) -> Generator[None, None, set[RecordId]]:
    """These cards and links, and all whose lines must stand in the outline so that these have their place in it."""
    kept: set[RecordId] = set()
    todo = list(found)
    while todo:
        record = todo.pop()
        if record in kept:
            continue
        kept.add(record)
        if kind_of(record) == "edge":
            todo += source.ends(record)[1:]
        else:
            todo += [edge for edge in source.joined(record) if source.tail(edge) == record]
        if len(kept) % AT_ONCE == 0:
            yield
    return kept


def _reach(roots: Sequence[RecordId], web: _Web, reached: set[RecordId]) -> Iterator[None]:
    """Add all that stands below these."""
    todo = [card for card in roots if card not in reached]
    reached.update(todo)
    steps = 0
    while todo:
        edges = list(web.into.get(todo.pop()) or ())
        while edges:
            edge, card = edges.pop()
            edges += web.into.get(edge) or ()
            if card not in reached:
                reached.add(card)
                todo.append(card)
        steps += 1
        if steps % MANY_AT_ONCE == 0:
            yield


# As text


def as_text(lines: Sequence[Line], look: Look, words: Words, most: int = MOST) -> Generator[None, None, str]:
    """Lines and all that stands below them, indented, worked out in steps; a card is opened where it stands first.

    Args:
        words: says one line.
        most: lines after which it ends, and says so.
    """
    written: list[str] = []
    opened: set[RecordId] = set()
    todo = [(line, 0) for line in reversed(lines)]
    while todo:
        if len(written) >= most:
            return "\n".join([*written, f"… and more: {most:,} lines are copied at most"])
        line, depth = todo.pop()
        repeated = line.what == "card" and line.record in opened and bool(look.into(line.record))
        again = f" ({SEE_ABOVE})" if line.again or repeated else ""
        for number, part in enumerate(words.of_line(line)):
            written.append("  " * depth + ("    " if number else "") + part + ("" if number else again))
        following = below(line, look)
        if repeated:
            attacks = set(look.into(line.edge)) if line.edge else set()
            following = [each for each in following if each.edge in attacks]
        opened.add(line.record)
        todo += [(each, depth + 1) for each in reversed(following)]
        yield
    return "\n".join(written)


class Words(Protocol):
    """How lines are said."""

    def of_line(self, line: Line) -> Sequence[str]:
        """A line, and the quieter ones below it: its text, the reason of its link."""
