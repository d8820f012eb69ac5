"""What the canvas shows of a card, read from the document: its `CardFace`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from evidenceboard.analysis.card_standing import CardStanding, ordinal
from evidenceboard.analysis.grades import grade
from evidenceboard.analysis.standing import UNSETTLED
from evidenceboard.document import Document
from evidenceboard.model.board import Conflict
from evidenceboard.model.changes import Value
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.photo_view import view_of
from evidenceboard.model.sheet import look_of
from evidenceboard.model.sizes import text_shown
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.pins import pinned_cards
from evidenceboard.ui.readings import Now

StandingOf = Callable[[RecordId], tuple[CardStanding | None, CardStanding | None]]

HEADER_WORDS = {"claim": "Claim", "question": "Question", "gap": "Gap · expected, not found"}
UNSEEN = "Caption not in the picture"


class FaceReader:
    """Makes the faces of cards. Nothing is kept here: the view keeps the faces of what it shows.

    Args:
        standing: how a card stands, and how it stood without the what-if; without it no standing is shown.

    Attributes:
        pins_of: the sheet whose pins are shown; None shows none.
        reading: what is read: the board as it is, or as it was.
    """

    def __init__(self, document: Document, pins_of: RecordId | None = None, standing: StandingOf | None = None) -> None:
        self._document = document
        self.reading = Now(document)
        self._givers: dict[RecordId, dict[RecordId, RecordId]] = {}  # of the cards whose faces are being made
        self._standing = standing or (lambda _card: (None, None))
        self.pins_of = pins_of

    def faces(self, cards: Sequence[RecordId]) -> list[CardFace]:
        """The faces of these cards in their order; a card that is gone has an empty one."""
        rows = self.reading.named("card", cards)
        self._read_ahead(rows)
        pins = pinned_cards(self._document, self.pins_of, cards) if self.pins_of else set()
        return [self._face(card, rows.get(card, {}), card in pins) for card in cards]

    def _read_ahead(self, rows: Mapping[RecordId, Mapping[str, Value]]) -> None:
        """Find what speaks for and against these cards, and read it and the sources that footers name at once: one by
        one, that takes a while for a hypothesis of a large board."""
        reading, wanted = self.reading, set[RecordId]()
        self._givers.clear()
        for card, values in rows.items():
            if look_of(values.get("kind"), values.get("role")) not in ("claim", "hypothesis"):
                wanted.add(str(values.get("source") or ""))
            elif reading.is_ready:
                self._givers[card] = dict(self._into(card))
                wanted.update(*self._givers[card].items())
        reading.document.board.load(wanted - {""})

    def _into(self, card: RecordId) -> Iterator[tuple[RecordId, RecordId]]:
        """The links that end on a card, and the card that each begins at."""
        for edge in self.reading.edges_of(card):
            tail, head = self.reading.ends(edge)
            if head == card:
                yield edge, self.reading.ends(tail)[0] if kind_of(tail) == "region" else tail

    def _face(self, card: RecordId, values: Mapping[str, Value], pinned: bool) -> CardFace:
        look = look_of(values.get("kind"), values.get("role"))
        now, before = self._standing(card) if look in ("claim", "hypothesis") else (None, None)
        conflicts = self.reading.conflicts(card)
        return CardFace(
            id=card,
            kind=look,
            key=values.get("key") or "",
            title=values.get("title") or "",
            text=text_shown(values) or values.get("original") or "",
            footer_left=self._footer(card, look, values),
            grade=self._grade(values),
            header_word=_header_word(look, values),
            photo=values.get("photo"),
            photo_label=values.get("photo_label") or "",
            view=view_of(values),
            parts=self.reading.parts_of(card) if look == "photo" else (),
            unseen=look == "photo" and bool(values.get("caption_unseen")),
            retracted=values.get("status") == "retracted",
            colour=values.get("colour") or "",
            pinned=pinned,
            conflict=_conflict_words(conflicts),
            pill=now.balance if now else "",
            rank=_place(now),
            word=now.word if now and now.rank is not None else "",
            marks=now.strengths if now else None,
            before=f"was {ordinal(before.rank)}" if now and before and before.rank and before.rank != now.rank else "",
            marks_before=before.strengths if before else None,
            conflict_values=tuple(_brief(head.value) for head in conflicts[0].heads[:2]) if conflicts else (),
        )

    def _grade(self, values: Mapping[str, Value]) -> str:
        source = values.get("source")
        return grade(self.reading.value(source, "reliability") if source else None, values.get("credibility"))

    def _footer(self, card: RecordId, look: str, values: Mapping[str, Value]) -> str:
        if look in ("claim", "hypothesis"):
            return self._for_and_against(card)
        source = values.get("source")
        name = self.reading.value(source, "name") if source else None
        date = values.get("said") or values.get("happened")
        return " · ".join(part for part in (name, in_words(date) if date else "") if part)

    def _for_and_against(self, card: RecordId) -> str:
        """Which cards speak for and against this one, by their keys; nothing as long as that is being read."""
        reading = self.reading
        if not reading.is_ready:
            return ""
        sides: dict[str, list[str]] = {"support": [], "contradict": []}
        for edge, giver in self._givers[card].items():
            sides.setdefault(reading.value(edge, "kind"), []).append(reading.value(giver, "key") or "")
        return " · ".join(
            f"{word} {_names(sides[kind])}" for word, kind in (("for", "support"), ("against", "contradict"))
        )


def _names(keys: Sequence[str]) -> str:
    if not keys:
        return "none"
    return ", ".join(sorted(keys)) if all(keys) and len(keys) <= 5 else str(len(keys))


def _place(now: CardStanding | None) -> str:
    """The rank of a hypothesis; of one that has no rivals, that it stands alone; or that it does not settle."""
    if now is None or now.strengths is None:
        return ""
    if now.rank is None:
        return UNSETTLED
    return now.place if now.rivals > 1 else "no rival"


def _header_word(look: str, values: Mapping[str, Value]) -> str:
    """Role and, where the card does not simply stand, its status: "Claim · superseded"."""
    if look == "assumption":
        words = ["Assumption", values.get("assumption")]
    elif look == "hypothesis":
        words = ["Hypothesis"]
    elif look == "photo" and values.get("caption_unseen"):
        words = [UNSEEN]
    else:
        words = [HEADER_WORDS.get(look, "")]
    status = values.get("status")
    if status not in (None, "live"):
        words = ["Gap" if look == "gap" else words[0], *words[1:], status]
    said = " · ".join(part for part in words if part)
    return said[:1].upper() + said[1:]


def _conflict_words(conflicts: Sequence[Conflict]) -> str:
    if not conflicts:
        return ""
    if len(conflicts) > 1:
        return f"{len(conflicts)} fields differ"
    return f"{len(conflicts[0].heads)} values: {conflicts[0].field.removeprefix('custom:').replace('_', ' ')}"


def _brief(value: Value) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= 12 else text[:11] + "…"
