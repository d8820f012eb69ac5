"""The measures of a card at 100 %, in scene units, and how high it must be for its text.

10 above · header 16 · 4 · title n x 17 · 2 · text n x 16 · 6 · footer 16 · 10 below
"""

from __future__ import annotations

from dataclasses import dataclass

from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.text import Type, count_lines

HEADER = 16.0
UNDER_HEADER = 4.0
OVER_TEXT = 2.0
OVER_FOOTER = 6.0
TEXT_LINE = 16.0
PICTURE = 96.0
LEAST_PICTURE = 64.0  # where a card is too low for its words; then the words give way
LEAST_WORDS = 57.0  # header and one line of a title, with what is above and below
BAND = 26.0  # at the foot of a card with a conflict
OVER_STANDING = 4.0
STANDING = 46.0  # of a hypothesis: rank and word, and the bar under them
RANK_LINE = 18.0
RADIUS = 10.0
MOST_TITLE_LINES = 8
MOST_TEXT_LINES = 60

KEY = Type(11, 600)
WORD = Type(11)
FOOTER = Type(11)
GRADE = Type(11, 600)
PILL = Type(11, 500)
TEXT = Type(12)
LABEL = Type(11, 500)
RANK = Type(13, 700)
STANDING_WORD = Type(12, 500)


@dataclass(frozen=True, slots=True)
class Form:
    """What sets a kind of card apart: its icon, its spine, its paddings and its title."""

    icon: str
    token: str  # of the spine and the icon
    spine: float
    left: float
    right: float
    edge: float  # padding above and below
    title: Type
    title_line: float


_PLAIN = Type(13, 600)
_LARGE = Type(14, 600)
FORMS = {
    "photo": Form("photo", "photo", 4, 16, 12, 10, _PLAIN, 17),
    "reported": Form("statement", "stmt", 4, 16, 12, 10, _PLAIN, 17),
    "claim": Form("claim", "stmt", 8, 20, 12, 10, _LARGE, 18),
    "assumption": Form("assumption", "stmt", 6, 18, 12, 10, _PLAIN, 17),
    "gap": Form("gap", "stmt", 7, 16, 12, 10, Type(13, 500), 17),
    "question": Form("question", "stmt", 4, 16, 12, 10, _PLAIN, 17),
    "hypothesis": Form("hypothesis", "hyp", 4, 20, 16, 12, _LARGE, 18),
}


def has_footer(face: CardFace) -> bool:
    return bool(face.footer_left or (face.grade and not face.retracted))


def below_title(face: CardFace) -> float:
    """Height from the end of the text to the lower border."""
    footer = OVER_FOOTER + HEADER if has_footer(face) else 0.0
    standing = OVER_STANDING + STANDING if face.rank else 0.0
    return standing + footer + FORMS[face.kind].edge + (BAND if face.conflict else 0.0)


def measure(face: CardFace, width: float) -> float:
    """How high a card of a width must be so that its title and its text are shown whole."""
    form = FORMS[face.kind]
    room = width - form.left - form.right
    height = form.edge + HEADER + UNDER_HEADER
    height += form.title_line * max(1, count_lines(face.title, form.title, room, MOST_TITLE_LINES))
    if face.text:
        height += OVER_TEXT + TEXT_LINE * count_lines(face.text, TEXT, room, MOST_TEXT_LINES)
    return height + below_title(face) + (PICTURE if face.kind == "photo" else 0.0)


def picture_height(face: CardFace, width: float, height: float) -> float:
    """How high the picture of a photo card of this size is; the rest is for its words. 0 where there is no room."""
    needed = measure(face, width) - PICTURE
    shown = max(min(LEAST_PICTURE, height * 0.5), height - needed)
    shown = min(shown, height - LEAST_WORDS)
    return shown if shown >= HEADER else 0.0


def picture_room(face: CardFace, width: float, height: float) -> tuple[float, float, float, float]:
    """Where the picture of a photo card lies, from its corner: x, y, width, height."""
    spine = FORMS[face.kind].spine
    return spine, 1.0, width - spine - 1.0, picture_height(face, width, height) - 1.0
