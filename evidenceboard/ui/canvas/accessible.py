"""A card in words, for who hears the board instead of seeing it."""

from __future__ import annotations

from evidenceboard.model.geometry import Geometry
from evidenceboard.ui.canvas.faces import CardFace, Faces

KINDS = {"photo": "Photo", "reported": "Statement", "claim": "Claim", "assumption": "Assumption", "gap": "Gap",
         "question": "Question", "hypothesis": "Hypothesis"}  # fmt: skip
VERBS = {True: "contradicts", False: "supports"}
PASSIVE = {True: "contradicted", False: "supported"}
NAMED = 3  # linked cards that are named; more are counted


def describe(geometry: Geometry, faces: Faces, card: str) -> str:
    """ "Statement E4, B3, Kirby · 10 Jan: Not aware of …; contradicts C2; supported by 2"."""
    face = faces.of([card])[0]
    head = ", ".join(part for part in (f"{KINDS[face.kind]} {face.key}".strip(), face.grade, face.footer_left) if part)
    if face.retracted:
        head += ", retracted"
    words = [f"{head}: {face.title or face.text}"]
    words += _links(geometry, faces, card)
    if face.conflict:
        words.append(f"needs a decision, {face.conflict}")
    return "; ".join(words)


def _links(geometry: Geometry, faces: Faces, card: str) -> list[str]:
    row = geometry.row[card]
    out: dict[bool, list[str]] = {False: [], True: []}
    into = {False: 0, True: 0}
    undercuts = 0
    for edge in geometry.edges_of_row(row):
        against = bool(geometry.contradict[edge])
        if geometry.tail[edge] != row:
            into[against] += 1
        elif geometry.head[edge] < 0:
            undercuts += 1
        else:
            out[against].append(geometry.cards[geometry.head[edge]])
    said = [f"{verb} {_named(faces, out[against])}" for against, verb in VERBS.items() if out[against]]
    said += [f"undercuts {undercuts} {'link' if undercuts == 1 else 'links'}"] if undercuts else []
    return said + [f"{verb} by {into[against]}" for against, verb in PASSIVE.items() if into[against]]


def _named(faces: Faces, cards: list[str]) -> str:
    if len(cards) > NAMED:
        return f"{len(cards)} cards"
    return ", ".join(_name(face) for face in faces.of(cards))


def _name(face: CardFace) -> str:
    return face.key or face.title or KINDS[face.kind].lower()
