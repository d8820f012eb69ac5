"""Offers to say that new photos which look like others on the board have the same origin; never decides it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evidenceboard.finding.likeness import Twin
from evidenceboard.model.commands import Action, set_fields, together
from evidenceboard.model.ids import RecordId
from evidenceboard.model.photo_view import view_of
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.dialogs.twins import Pair, TwinsDialog
from evidenceboard.ui.words import count, title_of

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

KEY = "same-origin"


class SameOrigin:
    """The offer of one window: the last one stands."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialog: TwinsDialog | None = None

    def offer(self, page: BoardPage, found: Sequence[Twin], of: int) -> None:
        """Offer what was found among so many new photos; its ids are those of cards."""
        pairs = [pair for twin in found if (pair := _pair(page, twin)) is not None]
        if not pairs:
            return
        looks = f"{len(pairs)} of {of} photos look" if of > 1 else "This photo looks"
        number = len([pair for pair in pairs if pair.photo == pair.older_photo])
        which = "Byte for byte the same" if number == len(pairs) else f"{number} of them byte for byte the same"
        advice = f"{which}. " if number else ""
        others = "others" if len(pairs) > 1 else "another"
        self._window.messages.tell(
            "info",
            f"Same origin? {looks} like {others} on this board",
            f"{advice}Copies of one picture count once when the new card derives from the older one.",
            (("Look…", lambda: self._look(page, pairs)), ("Same origin", lambda: self._agree(page, pairs))),
            key=KEY,
        )

    def drop(self) -> None:
        """The board goes, and the offer with it."""
        self._window.messages.dismiss(KEY)

    def _look(self, page: BoardPage, pairs: Sequence[Pair]) -> None:
        if self._window.page is not page:
            return
        document = page.bridge.document
        thumbnails = Thumbnails(document.photo)
        thumbnails.kept = document.thumbnails
        self.dialog = TwinsDialog(pairs, thumbnails, self._window)
        self.dialog.agreed.connect(lambda agreed: self._agree(page, agreed))
        self.dialog.rejected.connect(self.drop)
        self.dialog.open()

    def _agree(self, page: BoardPage, pairs: Sequence[Pair]) -> None:
        """The new cards derive from the older ones, in one step; those that went away or got another origin stay."""
        self.drop()
        if self._window.page is page:
            board = page.bridge.document.board
            still = [
                pair for pair in pairs
                if board.is_live(pair.card) and board.is_live(pair.older) and not board.value(pair.card, "derives_from")
            ]  # fmt: skip
            if still:
                page.bridge.attempt(lambda: _derive(still))


def _pair(page: BoardPage, twin: Twin) -> Pair | None:
    board = page.bridge.document.board
    if not board.is_live(twin.older):
        return None
    how = "The same bytes" if twin.identical else "Nearly the same picture: scaled, saved again or cut, it seems"
    titles = [title_of(board, card) for card in (twin.card, twin.older)]
    values = [board.record(card).shown_values() for card in (twin.card, twin.older)]
    shas, views = [str(each.get("photo")) for each in values], [view_of(each) for each in values]
    return Pair(twin.card, twin.older, titles[0], titles[1], shas[0], shas[1], how, views[0], views[1])


def _derive(pairs: Sequence[Pair]) -> Action:
    label = f"Same origin for {count(len(pairs), 'photo')}"
    return together(label, [set_fields(pair.card, {"derives_from": pair.older}) for pair in pairs])


def of_cards(found: Sequence[Twin], cards: Sequence[RecordId]) -> list[Twin]:
    """Twins by their cards, where new ones are named by their number among these cards."""
    names = {str(number): card for number, card in enumerate(cards)}
    return [Twin(names[twin.card], names.get(twin.older, twin.older), twin.identical, twin.differing) for twin in found]
