"""What the heads of the matrix say of its cards, read when it is first seen."""

from __future__ import annotations

from typing import NamedTuple

from evidenceboard.analysis.grades import grade
from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.words import card_icon, card_ink, name_of, one_line, title_of


class Face(NamedTuple):
    """A card in a head: its words, and the icon with the theme's colour of it."""

    key: str
    title: str
    source: str
    grade: str
    icon: str
    ink: str


class Faces:
    """The cards and origins of a document in a few words each."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._cards: dict[RecordId, Face] = {}
        self._origins: dict[RecordId, str] = {}

    def forget(self) -> None:
        """The board is another now."""
        self._cards.clear()
        self._origins.clear()

    def card(self, card: RecordId) -> Face:
        """What the head of a card says."""
        if card not in self._cards:
            self._cards[card] = self._face(card)
        return self._cards[card]

    def _face(self, card: RecordId) -> Face:
        board = self._document.board
        values = board.record(card).shown_values()
        source = values.get("source")
        reliability, name = (board.value(source, field) if source else None for field in ("reliability", "name"))
        key = one_line(str(values.get("key") or ""), 20)
        marks = grade(reliability, values.get("credibility"))
        return Face(
            key,
            title_of(board, card),
            one_line(str(name or ""), 80),
            marks,
            card_icon(values),
            card_ink(values),
        )

    def origin(self, origin: RecordId) -> str:
        """The name of what items come from."""
        if origin not in self._origins:
            board = self._document.board
            key, title = name_of(board, origin), title_of(board, origin)
            self._origins[origin] = key if key and key != title else title
        return self._origins[origin]
