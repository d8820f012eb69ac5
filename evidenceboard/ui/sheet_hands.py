"""What can be done with sheets from the window: new, next, rename, order, remove, and cards that are not on one."""

from __future__ import annotations

from collections.abc import Sequence

from evidenceboard.model import arrangements
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, put_on_sheet
from evidenceboard.model.ids import RecordId, place_id
from evidenceboard.model.sizes import WIDTH, card_size
from evidenceboard.ui.bridge import Bridge

GAP, COLUMNS = 32.0, 4  # between cards that are put on a sheet together
Rect = tuple[float, float, float, float]


class SheetHands:
    """Commands on the sheets of one board."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    @property
    def sheets(self) -> list[RecordId]:
        """The sheets in their order."""
        return self._bridge.document.sheets()

    def name(self, sheet: RecordId) -> str:
        """What a sheet is called."""
        return str(self._bridge.document.board.value(sheet, "name") or "Sheet")

    # Making and removing

    def new(self, empty: bool = False) -> None:
        """A new sheet after the shown one, like it or empty; it is shown at once."""
        document, shown = self._bridge.document, self._bridge.sheet
        names = {self.name(sheet) for sheet in self.sheets}
        places, frames = ([], []) if empty else (self._of("place", shown), self._of("frame", shown))
        held = [place for place in places if document.board.is_live(place["card"])]
        made = arrangements.add_sheet(arrangements.free_name(names), self._last() + 1, held, frames)
        sheet = made.made[0]
        if shown in self.sheets:
            orders = [*self._orders(), (sheet, self._last() + 1)]
            order = arrangements.move_sheet(orders, sheet, self.sheets.index(shown) + 1)
            edits = {record: made.edits.get(record, {}) | values for record, values in order.edits.items()}
            made = Action(made.label, made.edits | edits, made.made)
        if self._bridge.commit(made) is not None:
            self._bridge.show_sheet(sheet)

    def _of(self, kind: str, sheet: RecordId) -> list[dict[str, Value]]:
        return [values for _name, values in self._bridge.document.records(kind) if values.get("sheet") == sheet]

    def remove(self, sheet: RecordId) -> None:
        """Take a sheet away; its cards stay on the board. Its neighbour is shown."""
        sheets = self.sheets
        at = sheets.index(sheet)
        following = (sheets[at + 1 :] or sheets[:at] or [sheet])[-1 if at + 1 == len(sheets) else 0]
        if sheet == self._bridge.sheet and len(sheets) > 1 and not self._bridge.document.read_only:
            self._bridge.show_sheet(following)
        self._bridge.attempt(lambda: arrangements.remove_sheet(self._bridge.document.board, sheet))

    def rename(self, sheet: RecordId, name: str) -> None:
        if name and name != self.name(sheet):
            self._bridge.commit(arrangements.rename_sheet(sheet, name))

    # Turning and ordering

    def step(self, by: int) -> None:
        """Show the next sheet, or the one before; after the last comes the first."""
        sheets = self.sheets
        if sheets:
            at = sheets.index(self._bridge.sheet) if self._bridge.sheet in sheets else 0
            self._bridge.show_sheet(sheets[(at + by) % len(sheets)])

    def put_at(self, sheet: RecordId, to: int) -> None:
        """Put a sheet at another place in the row."""
        if self.sheets.index(sheet) != to:
            self._bridge.commit(arrangements.move_sheet(self._orders(), sheet, to))

    def shift(self, by: int) -> None:
        """Put the shown sheet further to the left or to the right."""
        to = self.sheets.index(self._bridge.sheet) + by
        if 0 <= to < len(self.sheets):
            self.put_at(self._bridge.sheet, to)

    def _orders(self) -> list[tuple[RecordId, float]]:
        board = self._bridge.document.board
        return [(sheet, float(board.value(sheet, "order") or 0.0)) for sheet in self.sheets]

    def _last(self) -> float:
        return max((order for _sheet, order in self._orders()), default=0.0)

    # Cards that are not on the shown sheet

    def absent(self) -> list[RecordId]:
        """The cards of the board that have no place on the shown sheet."""
        document = self._bridge.document
        return arrangements.absent_cards(document.board, document.geometry(self._bridge.sheet).row)

    def put_here(self, cards: Sequence[RecordId], x: float, y: float) -> None:
        """Give cards a place on the shown sheet, in rows from this point on."""
        rects: dict[RecordId, Rect] = {}
        left, top, lowest = x, y, 0.0
        for number, card in enumerate(cards):
            if number and number % COLUMNS == 0:
                left, top, lowest = x, top + lowest + GAP, 0.0
            width, height = self._size(card)
            rects[card] = (left, top, width, height)
            left, lowest = left + max(width, WIDTH) + GAP, max(lowest, height)
        self._bridge.commit(put_on_sheet(self._bridge.sheet, rects))

    def _size(self, card: RecordId) -> tuple[float, float]:
        """The size that a card has on another sheet; else the one that its words need."""
        board = self._bridge.document.board
        for sheet in self.sheets:
            if board.is_live(place := place_id(sheet, card)) and (size := board.value(place, "size")):
                return size[0], size[1]
        return card_size(board.record(card).shown_values())
