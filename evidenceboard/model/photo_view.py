"""How a photo is shown: cut, turned, parts of it blacked out. Its bytes stay as they came.

Rectangles are x, y, width, height. Those of the fields of a card lie in the upright photo, 0 to 1 in both directions;
those that are shown lie in what is left of it after the cut and the turn, again 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidenceboard.model.changes import Value
from evidenceboard.model.records import TURNS, clean

Rect = tuple[float, float, float, float]

WHOLE: Rect = (0.0, 0.0, 1.0, 1.0)
LEAST = 0.001  # of the photo; nothing is cut to less
VIEW_FIELDS = ("crop", "turn", "blackouts")


@dataclass(frozen=True, slots=True)
class PhotoView:
    """What of a photo is shown, and how.

    Attributes:
        crop: the part that is shown.
        turn: degrees clockwise, after the cut.
        blackouts: parts that are painted black, wherever the photo is shown.
    """

    crop: Rect = WHOLE
    turn: int = 0
    blackouts: tuple[Rect, ...] = ()

    def shown(self, rect: Rect) -> Rect:
        """Where a part of the upright photo lies in what is shown; beyond 0 to 1 it is cut away."""
        left, top, width, height = self.crop
        x, y, w, h = rect
        return _turned(((x - left) / width, (y - top) / height, w / width, h / height), self.turn)

    def upright(self, rect: Rect) -> Rect:
        """The part of the upright photo that lies in a rectangle of what is shown."""
        left, top, width, height = self.crop
        x, y, w, h = _turned(rect, (360 - self.turn) % 360)
        return left + x * width, top + y * height, w * width, h * height

    def size(self, width: float, height: float) -> tuple[float, float]:
        """How large what is shown is of an upright photo of this size."""
        wide, high = width * self.crop[2], height * self.crop[3]
        return (high, wide) if self.turn % 180 else (wide, high)

    def fields(self) -> dict[str, Value]:
        """The fields of a card that is shown so; what is as it came has no value."""
        return {
            "crop": None if self.crop == WHOLE else list(self.crop),
            "turn": self.turn or None,
            "blackouts": [list(rect) for rect in self.blackouts] or None,
        }


AS_IT_CAME = PhotoView()


def view_of(values: Mapping[str, Value]) -> PhotoView:
    """How the photo of a card with these values is shown."""
    crop, turn, blackouts = (clean("card", name, values.get(name)) for name in VIEW_FIELDS)
    if crop is None and turn is None and blackouts is None:
        return AS_IT_CAME
    cut = clipped(_rect(crop)) if crop else None
    black = [clipped(_rect(each)) for each in blackouts or ()]
    return PhotoView(
        cut if cut and min(cut[2:]) >= LEAST else WHOLE,
        turn if turn in TURNS else 0,
        tuple(each for each in black if each),
    )


def clipped(rect: Rect, within: Rect = WHOLE) -> Rect | None:
    """What of a rectangle lies within another one; None where nothing does."""
    left, top = max(rect[0], within[0]), max(rect[1], within[1])
    right = min(rect[0] + rect[2], within[0] + within[2])
    bottom = min(rect[1] + rect[3], within[1] + within[3])
    if right <= left or bottom <= top:
        return None
    # What is not cut keeps its size to the last digit.
    width = rect[2] if (left, right) == (rect[0], rect[0] + rect[2]) else right - left
    height = rect[3] if (top, bottom) == (rect[1], rect[1] + rect[3]) else bottom - top
    return left, top, width, height


def filling(aspect: float, width: float, height: float) -> Rect:
    """Where a picture lies whose middle fills a room of this size; of the picture what reaches out is not seen.

    Args:
        aspect: of the picture, width by height.
    """
    wide = max(width, height * aspect)
    high = wide / aspect
    return (width - wide) / 2, (height - high) / 2, wide, high


def within(rect: Rect, room: Rect) -> Rect:
    """A rectangle whose numbers are shares of a room, in the measure of the room."""
    return room[0] + rect[0] * room[2], room[1] + rect[1] * room[3], rect[2] * room[2], rect[3] * room[3]


def shares(rect: Rect, room: Rect) -> Rect:
    """The other way round: a rectangle as shares of a room."""
    return (rect[0] - room[0]) / room[2], (rect[1] - room[1]) / room[3], rect[2] / room[2], rect[3] / room[3]


def _turned(rect: Rect, turn: int) -> Rect:
    """A rectangle after the square around it was turned."""
    x, y, w, h = rect
    match turn:
        case 90:
            return 1 - y - h, x, h, w
        case 180:
            return 1 - x - w, 1 - y - h, w, h
        case 270:
            return y, 1 - x - w, h, w
    return rect


def _rect(value: Value) -> Rect:
    x, y, w, h = value
    return float(x), float(y), float(w), float(h)
