"""Parts of photos for who hears the board, and in the words of history, links and losses."""

from __future__ import annotations

import pytest

from evidenceboard.model.board import Board
from evidenceboard.model.geometry import Geometry
from evidenceboard.model.photo_parts import Part
from evidenceboard.model.spots import Spot
from evidenceboard.ui.canvas.accessible import describe, name_of, sentence_of
from evidenceboard.ui.canvas.faces import CardFace, Faces
from evidenceboard.ui.words import field_words, value_words

FUZE = Part("region:f", (0.1, 0.1, 0.2, 0.2), "fuze", 1)


def heard() -> tuple[Geometry, Faces]:
    geometry = Geometry()
    geometry.load(
        [("p", "photo", 0, 0, 264, 160, 0), ("c", "claim", 600, 0, 200, 100, 0)], [("e", "p", "c", True, False)]
    )
    geometry.put_spots(["p"], {FUZE.id: Spot("p", 30, 20, 60, 50)}, {"e": FUZE.id})
    faces = {
        "p": CardFace("p", "photo", "E1", "A warhead", parts=(FUZE, FUZE._replace(id="region:g", note="", number=2))),
        "c": CardFace("c", "claim", "C2", "It is new"),
    }
    return geometry, Faces(lambda cards: [faces[card] for card in cards])


def test_a_link_from_a_part_says_so() -> None:
    geometry, faces = heard()
    assert sentence_of(geometry, faces, "e") == "the part “fuze” of E1 contradicts C2"


def test_a_selected_part_is_named_and_says_what_it_speaks_for() -> None:
    geometry, faces = heard()
    assert name_of(geometry, faces, FUZE.id) == "The part “fuze” of E1"
    assert describe(geometry, faces, FUZE.id).endswith("; the part “fuze” of E1 contradicts C2")


def test_a_photo_tells_of_its_parts() -> None:
    geometry, faces = heard()
    assert "two parts are marked on it, fuze" in describe(geometry, faces, "p")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("crop", [0.1, 0.25, 0.6, 0.4], "60 % × 40 % of the photo, 10 % from the left, 25 % from the top"),
        ("rect", [0.1, 0.25, 0.6, 0.4], "60 % × 40 % of the photo, 10 % from the left, 25 % from the top"),
        ("rect", [10.0, 20.5, 300.0, 200.0], "10, 20.5, 300, 200"),
        ("turn", 90, "90° to the right"),
        ("blackouts", [[0, 0, 1, 1], [0, 0, 0.5, 0.5]], "2 parts blacked out"),
        ("blackouts", None, "not set"),
        ("caption_unseen", True, "the picture does not show it"),
        ("rests_on", "caption", "the caption"),
    ],
)
def test_values_are_said_as_people_say_them(field: str, value: object, words: str) -> None:
    nobody_is_asked: Board = None  # type: ignore[assignment]
    assert value_words(nobody_is_asked, field, value) == words
    assert field_words(field)
