"""Where search reads the texts of an open board."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from evidenceboard.document import Document
from evidenceboard.finding.text_table import ById
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId
from evidenceboard.model.index import ENDS

AT_ONCE = 2_000  # ids

Records = Mapping[RecordId, Mapping[str, Value]]


class BoardTexts:
    """The live records of a document, as `analysis.find.Source`."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def pages(self, kind: str, fields: Sequence[str]) -> Iterator[Sequence[tuple[RecordId, Mapping[str, Value]]]]:
        board = self._document.board
        known = ById[RecordId]()  # the index holds all ids already: a second copy would take 30 MB
        names = board.index.of_kind(kind)
        while part := list(islice(names, AT_ONCE)):
            for name in part:
                known[name] = name
            yield ()
        for page in self._document.log.pages(kind, fields):
            live = [each for each in page if board.is_live(each[0])] if kind in ENDS else page
            yield [(known.get(name) or name, values) for name, values in live]

    def some(self, kind: str, names: Sequence[RecordId]) -> Records:
        found = self._document.log.records_named(kind, names)
        live = self._document.board.is_live
        return {name: values for name, values in found.items() if kind not in ENDS or live(name)}

    def hanging_on(self, record: RecordId) -> Iterable[RecordId]:
        return self._document.board.index.hanging_on(record)
