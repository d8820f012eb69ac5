"""What lines up, spreads and pins the cards that are selected: one step of the history each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from evidenceboard.model import arrange
from evidenceboard.model.commands import Action, Edits, move_cards, set_pinned, set_records
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.pins import pinned_cards
from evidenceboard.ui.words import count

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage


def align(page: BoardPage, side: str) -> None:
    """Line the selected cards up; pinned ones stay, and the others come to them."""
    cards = rects(page, page.selected("card"))
    move(page, arrange.align(cards, side, pinned(page, cards)), f"Align {_count(cards)} ({side})")


def distribute(page: BoardPage, axis: int) -> None:
    """Make the gaps between the selected cards equal, across (0) or down (1)."""
    cards = rects(page, page.selected("card"))
    way = ("across", "down")[axis]
    move(page, arrange.distribute(cards, axis, pinned(page, cards)), f"Distribute {_count(cards)} {way}")


def spread(page: BoardPage) -> None:
    """Lay cards that lie on one point beside one another: those that are selected, or all; pinned ones stay."""
    cards = rects(page, page.selected("card") or page.view.geometry.cards)
    places = arrange.spread_apart(cards, pinned(page, cards))
    move(page, places, f"Spread {_count(places)}")


def pin(page: BoardPage, held: bool) -> None:
    """Pin the selected cards, or let them go."""
    chosen = page.selected("card")
    already = pinned(page, chosen)
    others = [card for card in chosen if (card in already) != held]
    if others:
        page.bridge.commit(set_pinned(page.bridge.sheet, others, held))


def colour(page: BoardPage, name: str | None) -> None:
    """Mark the selected cards and frames with a colour; None takes it away."""
    board = page.bridge.document.board

    def others(kind: str) -> list[RecordId]:
        return [record for record in page.selected(kind) if board.value(record, "colour") != name]

    cards, frames = others("card"), others("frame")
    parts = [_count(cards)] * bool(cards) + [count(len(frames), "frame")] * bool(frames)
    if parts:
        what = " and ".join(parts)
        label = f"Colour {what}" if name else f"Take the colour off {what}"
        page.bridge.commit(set_records([*cards, *frames], label, colour=name))


def rects(page: BoardPage, cards: Iterable[RecordId]) -> dict[RecordId, arrange.Rect]:
    """Where cards are: x, y, width, height of those that are shown."""
    sheet = page.view.geometry
    rows = {card: sheet.row[card] for card in cards if card in sheet.row}
    return {
        card: (float(sheet.x[row]), float(sheet.y[row]), float(sheet.w[row]), float(sheet.h[row]))
        for card, row in rows.items()
    }


def pinned(page: BoardPage, cards: Iterable[RecordId]) -> set[RecordId]:
    """Which of these cards are pinned on the sheet that is shown."""
    return pinned_cards(page.bridge.document, page.bridge.sheet, cards)


def move(page: BoardPage, places: Mapping[RecordId, arrange.Point], label: str, also: Edits | None = None) -> None:
    """Put cards elsewhere as one step, other edits included, and show them on their way."""
    old = {card: (x, y) for card, (x, y, _w, _h) in rects(page, places).items()}
    edits = move_cards(page.bridge.sheet, places).edits | (also or {})
    if old and page.bridge.commit(Action(label, edits)) is not None:
        page.view.glide(old)


def _count(cards: Collection[RecordId]) -> str:
    return f"{len(cards)} card{'s' * (len(cards) != 1)}"
