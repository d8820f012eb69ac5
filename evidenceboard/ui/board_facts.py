"""What work over a whole open board asks of it: records in pages, and what joins what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from evidenceboard.model.changes import Value
from evidenceboard.model.frames import box_of, cards_inside
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.ui.board_texts import BoardTexts


class BoardFacts(BoardTexts):
    """The live records of a document, as `analysis.touched.BoardSource`."""

    def joined(self, record: RecordId) -> Sequence[RecordId]:
        return self._document.board.edges_of(record)

    def is_linked(self, record: RecordId) -> bool:
        index = self._document.board.index
        return any(index.is_live(edge) for edge in index.joined_to(record))

    def load(self, records: Iterable[RecordId]) -> None:
        """Read these at once: what is asked of them one by one then costs nothing."""
        self._document.board.load(records)

    def into(self, record: RecordId) -> Sequence[RecordId]:
        """The live links that end on a card or a link."""
        ends = self._document.board.index.ends
        return [edge for edge in self.joined(record) if ends(edge)[1:] == (record,)]

    def tail(self, edge: RecordId) -> RecordId:
        """The card that a link begins at, or on whose photo."""
        return next(iter(self.ends(edge)), "")

    def ends(self, edge: RecordId) -> Sequence[RecordId]:
        board = self._document.board
        found = board.index.ends(edge)
        if not found:  # it is gone itself: what it joined is still known
            values = board.record(edge).shown_values()
            found = tuple(str(values[end]) for end in ("from", "to") if end in values)
        return [str(board.value(end, "card")) if kind_of(end) == "region" else end for end in found]

    def sources(self) -> Mapping[RecordId, Mapping[str, Value]]:
        return dict(self._document.log.records("source"))

    def inside(self, frame: RecordId) -> Collection[RecordId]:
        board = self._document.board
        values = board.record(frame).shown_values()
        rect, sheet = values.get("rect"), values.get("sheet") or self._document.first_sheet
        if rect is None or not board.is_live(frame) or not board.is_live(sheet):
            return ()
        geometry = self._document.geometry(sheet)
        return [geometry.cards[row] for row in cards_inside(geometry, [box_of(rect)])]
