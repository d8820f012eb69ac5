"""Cards and links in words, for who hears the board instead of seeing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.faces import CardFace, Faces

KINDS = {"photo": "Photo", "reported": "Statement", "claim": "Claim", "assumption": "Assumption", "gap": "Gap",
         "question": "Question", "hypothesis": "Hypothesis"}  # fmt: skip
VERBS = {False: "supports", True: "contradicts"}
PASSIVE = {False: "supported", True: "contradicted"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SUMMED_UP = ("claim", "hypothesis")  # their foot says in short what their relations say
NAMED = 4  # linked cards that are named; more are counted
LONGEST = 300  # characters of a title that are said


def describe(geometry: Geometry, faces: Faces, record: str) -> str:
    """ "Statement E4, B3, Kirby · 10 Jan: Not aware of …; contradicts claim C2, which is undercut by assumption A2"."""
    return "; ".join(part for part in (name_of(geometry, faces, record), relations_of(geometry, faces, record)) if part)


def name_of(geometry: Geometry, faces: Faces, record: str) -> str:
    """What a card or a link is: "Statement E4, B3, Kirby · 10 Jan: Not aware of …", "Link, E4 contradicts C2"."""
    if record in geometry.edge_row:
        return _link_name(geometry, faces, geometry.edge_row[record])
    if record in geometry.spots:
        words = _part_words(geometry, faces, record)
        return words[:1].upper() + words[1:]
    face = faces.of([record])[0]
    footer = "" if face.kind in SUMMED_UP else face.footer_left
    parts = (f"{KINDS[face.kind]} {face.key}".strip(), _mark(face), face.grade, footer)
    head = ", ".join(part for part in parts if part)
    return f"{head}: {_cut(face.title or face.text)}" if face.title or face.text else head


def _mark(face: CardFace) -> str:
    """What the header of a card adds to its kind: "unsupported", "expected, not found", "retracted"."""
    word = face.header_word.rpartition(" · ")[2]
    return "" if word == KINDS[face.kind] else word.lower()


def sentence_of(geometry: Geometry, faces: Faces, edge: str) -> str:
    """What a link says: "E4 contradicts C2"."""
    return _link_words(geometry, faces, geometry.edge_row[edge])


def relations_of(geometry: Geometry, faces: Faces, record: str) -> str:
    """What it stands to: "contradicts claim C2, undercut by assumption A2; supported by two, E1 and E2"."""
    if record in geometry.edge_row:
        return _undercut_by(geometry, faces, geometry.edge_row[record])
    if record in geometry.spots:
        return "; ".join(sentence_of(geometry, faces, edge) for edge in sorted(geometry.edges_from(record)))
    return "; ".join(_relations(geometry, faces, geometry.row[record]))


def _relations(geometry: Geometry, faces: Faces, row: int) -> list[str]:
    """What a card says for and against others, then what others say of it."""
    out: dict[bool, list[int]] = {False: [], True: []}
    into: dict[bool, list[int]] = {False: [], True: []}
    attacks: list[int] = []
    for edge in map(int, geometry.edges_of_row(row)):
        against = bool(geometry.contradict[edge])
        if geometry.tail[edge] != row:
            into[against].append(edge)
        elif geometry.head[edge] < 0:
            attacks.append(edge)
        else:
            out[against].append(edge)
    said = [f"{verb} {_ends(geometry, faces, out[against])}" for against, verb in VERBS.items() if out[against]]
    if attacks:
        said.append(f"undercuts {_attacked(geometry, faces, attacks)}")
    said += [
        f"{verb} by {_givers(geometry, faces, into[against])}" for against, verb in PASSIVE.items() if into[against]
    ]
    face = faces.of([geometry.cards[row]])[0]
    said += [_parts(face)] if face.parts else []
    return said + ([f"needs a decision, {face.conflict}"] if face.conflict else [])


def _parts(face: CardFace) -> str:
    """ "two parts are marked on it, the fuze and the tail"."""
    marked = f"{_number(len(face.parts))} part{'s are' if len(face.parts) > 1 else ' is'} marked on it"
    notes = [_cut(part.note, 60) for part in face.parts if part.note]
    return f"{marked}, {_and(notes)}" if 0 < len(notes) <= NAMED else marked


def _part_words(geometry: Geometry, faces: Faces, spot: str) -> str:
    """ "the part “fuze” of E1"."""
    face = faces.of([geometry.spots[spot].card])[0]
    note = next((part.note for part in face.parts if part.id == spot), "")
    return f"the part {_quoted(note)} of {_short(face)}" if note else f"a part of {_short(face)}"


def _giver(geometry: Geometry, faces: Faces, edge: int) -> str:
    """Where a link begins, in short."""
    spot = geometry.begins.get(geometry.edges[edge])
    if spot is not None:
        return _part_words(geometry, faces, spot)
    return _short(faces.of([geometry.cards[geometry.tail[edge]]])[0])


def _ends(geometry: Geometry, faces: Faces, edges: list[int]) -> str:
    """The cards that links end on, each with what weakens or strengthens its link."""
    if len(edges) > NAMED:
        return f"{_number(len(edges))} cards"
    names = [_name(face) for face in faces.of([geometry.cards[geometry.head[edge]] for edge in edges])]
    marks = [_marks(geometry, faces, edge) for edge in edges]
    return _and([f"{name}{mark}" for name, mark in zip(names, marks, strict=True)])


def _marks(geometry: Geometry, faces: Faces, edge: int) -> str:
    undercut = _undercut_by(geometry, faces, edge)
    return (" strongly" if geometry.strong[edge] else "") + (f", {undercut}" if undercut else "")


def _undercut_by(geometry: Geometry, faces: Faces, edge: int) -> str:
    attacks = geometry.attacks_on(edge)
    tails = [geometry.cards[geometry.tail[attack]] for attack in attacks]
    return f"undercut by {_names(faces, tails)}" if tails else ""


def _attacked(geometry: Geometry, faces: Faces, attacks: list[int]) -> str:
    if len(attacks) > NAMED:
        return f"{_number(len(attacks))} links"
    return _and([f"the link {_link_words(geometry, faces, int(geometry.onto[attack]))}" for attack in attacks])


def _givers(geometry: Geometry, faces: Faces, edges: list[int]) -> str:
    """Who speaks for or against a card: "two, E1 and E2"; one is only named, many are only counted."""
    tails = [geometry.cards[geometry.tail[edge]] for edge in edges]
    if len(tails) == 1:
        return _name(faces.of(tails)[0])
    if len(tails) > NAMED:
        return _number(len(tails))
    return f"{_number(len(tails))}, {_and([_short(face) for face in faces.of(tails)])}"


def _link_name(geometry: Geometry, faces: Faces, edge: int) -> str:
    strength = "strong" if geometry.strong[edge] else "normal"
    return f"Link, {_link_words(geometry, faces, edge)}, {strength}"


def _link_words(geometry: Geometry, faces: Faces, edge: int) -> str:
    """ "E4 contradicts C2", "A2 undercuts E4 contradicts C2"."""
    tail = _giver(geometry, faces, edge)
    if geometry.head[edge] < 0:
        return f"{tail} undercuts {_link_words(geometry, faces, int(geometry.onto[edge]))}"
    head = _short(faces.of([geometry.cards[geometry.head[edge]]])[0])
    return f"{tail} {VERBS[bool(geometry.contradict[edge])]} {head}"


def _names(faces: Faces, cards: Sequence[str]) -> str:
    if len(cards) > NAMED:
        return _number(len(cards))
    return _and([_name(face) for face in faces.of(cards)])


def _name(face: CardFace) -> str:
    """ "claim C2", or by its title where it has no key."""
    return f"{KINDS[face.kind].lower()} {face.key or _quoted(face.title)}".strip()


def _short(face: CardFace) -> str:
    return face.key or _quoted(face.title) or KINDS[face.kind].lower()


def _quoted(title: str) -> str:
    return f"“{_cut(title, 60)}”" if title else ""


def _cut(text: str, most: int = LONGEST) -> str:
    text = " ".join(text[: most + 1].split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _and(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
