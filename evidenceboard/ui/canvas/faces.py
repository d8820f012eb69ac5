"""What a card shows: its face, asked for only when the card is about to be painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evidenceboard.model.photo_parts import Part
from evidenceboard.model.photo_view import AS_IT_CAME, PhotoView
from evidenceboard.ui.canvas.standing_bar import Marks

KEPT = 2_000  # faces held; more only while one picture shows more


@dataclass(frozen=True, slots=True)
class CardFace:
    """The words and marks on one card, all plain text. Empty strings leave their part out.

    `kind` is one of `model.geometry.KINDS`. `photo` is the SHA-256 of a photo card's picture, `photo_label` the
    words on the chip over it, `view` how it is shown, `parts` what is marked on it; `unseen` says that it does not
    show what its caption claims. `colour` is the person's own mark: one of `theme.MARKS` or "#RRGGBB". `conflict` says
    what differs. `pill` is the balance of what speaks for and against it; `rank`, `word` and `marks` are the standing
    of a hypothesis (see `standing_bar.Marks`), `before` and `marks_before` what they were without a what-if.
    """

    id: str
    kind: str
    key: str = ""
    title: str = ""
    text: str = ""
    footer_left: str = ""
    grade: str = ""
    pill: str = ""
    header_word: str = ""
    photo: str | None = None
    photo_label: str = ""
    view: PhotoView = AS_IT_CAME
    parts: tuple[Part, ...] = ()
    unseen: bool = False
    retracted: bool = False
    colour: str = ""
    pinned: bool = False
    conflict: str = ""
    conflict_values: tuple[str, ...] = ()
    rank: str = ""
    word: str = ""
    marks: Marks | None = None
    before: str = ""
    marks_before: Marks | None = None


FaceProvider = Callable[[Sequence[str]], Sequence[CardFace]]


class Faces:
    """Faces by card id, asked of a provider in bulk and kept until they are forgotten."""

    def __init__(self, provider: FaceProvider) -> None:
        self._provider = provider
        self._kept: dict[str, CardFace] = {}

    def of(self, cards: Sequence[str]) -> list[CardFace]:
        """The faces of these cards, in their order."""
        missing = [card for card in cards if card not in self._kept]
        found = {card: self._kept.pop(card) for card in cards if card in self._kept}
        if missing:
            found.update(zip(missing, self._provider(missing), strict=True))
        self._kept.update(found)
        for card in list(self._kept)[: max(0, len(self._kept) - max(KEPT, len(found)))]:
            del self._kept[card]
        return [found[card] for card in cards]

    def forget(self, cards: Iterable[str] | None = None) -> None:
        """Ask anew for these cards the next time; None means all of them."""
        if cards is None:
            self._kept.clear()
            return
        for card in cards:
            self._kept.pop(card, None)
