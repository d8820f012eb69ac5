"""Writing on cards, in place: on those that are there, and on new ones, which come to be when the text is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, add_card, fit_card, link, set_fields, together
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId, kind_of, place_id
from evidenceboard.model.sheet import look_of
from evidenceboard.model.sizes import WIDTH, card_size
from evidenceboard.ui.canvas.editor import CardEditor, HeightOf, split_text
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.dialogs.long_text import LongTextDialog

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

NEW_KINDS: dict[str, tuple[str, dict[str, Value]]] = {
    "statement": ("statement", {"role": "claim"}),
    "reported": ("statement", {"role": "reported"}),
    "claim": ("statement", {"role": "claim"}),
    "assumption": ("statement", {"role": "assumption", "assumption": "caveated"}),
    "gap": ("statement", {"role": "gap"}),
    "question": ("statement", {"role": "question"}),
    "hypothesis": ("hypothesis", {}),
}
LOWEST = 88.0  # scene units: about as high as a new card becomes
PIECE = "Make a claim of this"
LONGEST = 20_000  # characters that are written on the card itself
READABLE = 0.75  # zoom below which the camera comes nearer to write


@dataclass(frozen=True)
class _Written:
    """What is being written on: a card that is there, or one that is made when the text is left."""

    card: RecordId
    made: Action | None = None
    tails: Sequence[RecordId] = ()
    kind: str = "support"
    strength: str = "normal"


class CardWriting:
    """The text field over the canvas, and what becomes of what is typed."""

    def __init__(self, page: BoardPage) -> None:
        self._page = page
        self._bridge = page.bridge
        self._now: _Written | None = None
        self._begun = ""  # what the field said when it was opened: it knows some characters only as others
        self.editor = CardEditor(page.view)
        self.editor.left.connect(self._left)
        self.editor.rested.connect(self._keep_draft)
        self.editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.editor.customContextMenuRequested.connect(self._open_menu)
        self.editor.cut_off.connect(self._say_cut_off)

    def _say_cut_off(self, left: int) -> None:
        self._page.hand.hint.emit(
            f"{left:,} characters were too many to be written on a card. Paste them onto the board"
        )

    def leave(self) -> None:
        """Keep what was typed and close the field."""
        self.editor.leave()

    def new_card(
        self, kind: str, at: QPointF, tails: Sequence[RecordId] = (), edge: str = "support", strength: str = "normal"
    ) -> None:
        """Write a new card with its middle at ``at`` (scene units), linked from these cards."""
        if self._bridge.refuses():
            return
        card_kind, fields = NEW_KINDS[kind]
        geometry = self._page.view.geometry
        z = int(geometry.z.max()) + 1 if geometry.cards else 0
        pos = (round(at.x() - WIDTH / 2), round(at.y() - LOWEST / 2))
        action = add_card(self._bridge.sheet, card_kind, pos, fields, z=z)
        card, values = action.made[0], {"kind": card_kind, **fields}
        face = CardFace(card, look_of(card_kind, fields.get("role")), header_word=kind.capitalize())
        box = Box(*pos, pos[0] + WIDTH, pos[1] + card_size(values)[1])
        self._open(_Written(card, action, tails, edge, strength), box, face, "", partial(_height_of_new, values))

    def edit(self, card: RecordId) -> None:
        """Write on a card that is there."""
        columns = self._page.view.geometry
        row = columns.row.get(card)
        if row is None or self._bridge.refuses():
            return
        values = self._bridge.document.board.record(card)
        text = "\n".join(part for part in (values.shown("title"), values.shown("text")) if part)
        self._page.view.set_selection(frozenset({card}))
        if len(text) > LONGEST:
            self._write_long(card, text)
            return
        face = self._page.view.faces.of([card])[0]
        self._open(_Written(card), columns.box_of(row), face, text, partial(self._height_of, card))

    def _write_long(self, card: RecordId, text: str) -> None:
        """In a window of its own: over the canvas Qt takes seconds to lay out so much, minutes for one long word."""
        self.long = LongTextDialog(text, self._bridge.document.read_only, self._page.view.window())
        self.long.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.long.written.connect(lambda words: self._rewrite(card, *split_text(words)))
        self.long.open()

    def _open(self, written: _Written, box: Box, face: CardFace, text: str, height_of: HeightOf) -> None:
        view = self._page.view
        scene = QRectF(QPointF(box.left, box.top), QPointF(box.right, box.bottom))
        if view.zoom < READABLE:
            view.look_at(scene.center(), 1.0)
        rect = QRectF(view.map_to_view(scene.topLeft()), view.map_to_view(scene.bottomRight()))
        if not QRectF(view.rect()).contains(rect):
            view.centre_on(scene.center())
        self._now = written
        self.editor.open_over(box, face, text, height_of)
        self._begun = self.editor.toPlainText()

    def _height_of(self, card: RecordId, title: str, text: str) -> float:
        """How high a card will be with these words."""
        board, place = self._bridge.document.board, place_id(self._bridge.sheet, card)
        new = {"title": title or None, "text": text or None}
        fitted = fit_card(board, self._bridge.sheet, card, new).edits.get(place, {}).get("size")
        size = fitted or board.value(place, "size") or card_size(new)
        return float(size[1])

    def _keep_draft(self, text: str) -> None:
        if self._now is not None:
            self._bridge.document.filing.keep_draft(self._now.card, "title", text)

    def _open_menu(self, at: QPoint) -> None:
        """What every text offers and, on a statement, to make a claim of what is selected."""
        menu = self.editor.createStandardContextMenu(at)
        written = self._now
        if written and not written.made and self._bridge.document.board.value(written.card, "kind") == "statement":
            menu.addSeparator()
            menu.addAction(PIECE, self._want_piece).setEnabled(self.editor.textCursor().hasSelection())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.editor.mapToGlobal(at))

    def _want_piece(self) -> None:
        written, words = self._now, self.editor.textCursor().selection().toPlainText()
        if written is not None:
            self.leave()
            self._page.claim_wanted.emit(written.card, words)

    def _left(self, text: str) -> None:
        written, self._now = self._now, None
        if written is None:
            return
        title, rest = split_text(text)
        if written.made is None:
            if text != self._begun:
                self._rewrite(written.card, title, rest)
        elif title or rest:
            self._make(written, written.made, title, rest)
        self._bridge.document.filing.drop_draft(written.card, "title")

    def _rewrite(self, card: RecordId, title: str, text: str) -> None:
        board = self._bridge.document.board
        if not board.is_live(card):
            return
        typed = {"title": title, "text": text}
        new = {
            field: words or None for field, words in typed.items() if words != (board.value(card, field) or "").strip()
        }
        if new:
            words = set_fields(card, new, "Write on a card")
            self._bridge.commit(together(words.label, [words, fit_card(board, self._bridge.sheet, card, new)]))

    def _make(self, written: _Written, made: Action, title: str, text: str) -> None:
        edits = {record: dict(values) for record, values in made.edits.items()}
        edits[written.card] |= {field: words for field, words in (("title", title), ("text", text)) if words}
        for record, values in edits.items():
            if kind_of(record) == "place":
                values["size"] = list(card_size(edits[written.card]))
        if self._bridge.commit(Action(made.label, edits, made.made)) is None:
            return
        if written.tails:
            board, tails = self._bridge.document.board, list(written.tails)
            self._bridge.attempt(lambda: link(board, tails, written.card, written.kind, written.strength))
        self._page.view.set_selection(frozenset({written.card}))


def _height_of_new(values: Mapping[str, Value], title: str, text: str) -> float:
    return card_size({**values, "title": title, "text": text})[1]
