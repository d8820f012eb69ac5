"""Between a document and the window: commits with their refusals shown, and the document's events as Qt signals.

Everything in the window that changes the board goes through here, on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from evidenceboard.document import Committed, Document
from evidenceboard.errors import KnownError, LookedBack
from evidenceboard.model.changes import BadChange, Changeset
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import RecordId
from evidenceboard.model.index import Index
from evidenceboard.store.photos import Photo
from evidenceboard.ui import jobs
from evidenceboard.ui.readings import Now
from evidenceboard.ui.searching import Searching
from evidenceboard.ui.standings import Standings


class Bridge(QObject):
    """One open document, as the window knows it.

    Attributes:
        document: the document itself.
        sheet: the sheet that is shown.
        reading: what views and lists read: the board as it is, or in a replay as it was.
        searching: searches the board's texts.
        standings: how the board's claims and hypotheses stand.

    Signals:
        changing: the board is about to be changed or saved; what hands have done and not yet committed comes first.
        committed: a `Committed`, after the document took something in, whoever wrote it.
        refused: a `KnownError`: nothing has happened; the window shows it in its bar.
        history_changed: what can be undone or redone is another now.
        index_read: what joins what on a large board, which was being read beside the window, is known now.
        looked_back: `reading` is another: another moment of the board is looked at.
        sheet_leaving: another sheet is about to be shown; what is being typed or dragged has to end first.
        sheet_changed: another sheet is shown; before it is told what was committed, if that took the old one away.
    """

    changing = Signal()
    committed = Signal(object)
    refused = Signal(object)
    history_changed = Signal()
    index_read = Signal()
    looked_back = Signal()
    sheet_leaving = Signal()
    sheet_changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.sheet: RecordId = document.first_sheet
        self._now = self.reading = Now(document)
        self.searching = Searching(document, self)
        self.standings = Standings(document, self)
        self._unsubscribe = document.subscribe(self._tell)

    def commit(self, action: Action, photos: Sequence[Photo] = ()) -> Changeset | None:
        """Carry out an action; None where nothing changed or it was refused (`refused` says why)."""
        return self._guarded(lambda: self.document.commit(action, photos))

    def attempt(self, make: Callable[[], Action], photos: Sequence[Photo] = ()) -> Changeset | None:
        """The same for an action that may itself be refused while it is worked out."""
        return self._guarded(lambda: self.document.commit(make(), photos))

    def refuses(self) -> bool:
        """Whether nothing can be changed; where that will pass, it is said why."""
        if self.document.looked_back:
            self.refused.emit(LookedBack())
        return self.document.read_only

    def look_at(self, reading: Now | None) -> None:
        """Let everything show the board as it was; None: as it is."""
        reading = reading if reading is not None and reading.earlier else self._now
        if reading is not self.reading:
            self.reading = reading
            self.looked_back.emit()

    def show_sheet(self, sheet: RecordId) -> None:
        """Show another sheet."""
        if sheet != self.sheet and self.document.board.is_live(sheet):
            self.sheet_leaving.emit()
            self.sheet = sheet
            self.sheet_changed.emit()

    def undo(self) -> Changeset | None:
        """Take back the latest gesture."""
        return self._guarded(self.document.undo)

    def redo(self) -> Changeset | None:
        """Do again what was undone."""
        return self._guarded(self.document.redo)

    def read_index(self) -> None:
        """Read beside the window what joins what; until then the cards do not say who speaks for them."""
        read = self.document.index_reader()
        self.searching.pause()
        jobs.run("Reading links", read, self._take_index, self._not_read)

    def _take_index(self, index: Index) -> None:
        if not self.document.closed:
            self.document.board.index.adopt(index)
            self.index_read.emit()
            self.searching.resume()
            self.standings.begin()

    def _not_read(self, _problem: BaseException) -> None:
        """Nothing is lost by it: what joins what is read when it is first asked for."""
        self.searching.resume()

    def detach(self) -> None:
        """Stop listening: the document is about to be closed."""
        self._unsubscribe()
        self.searching.stop()
        self.standings.stop()

    def _guarded(self, work: Callable[[], Changeset | None]) -> Changeset | None:
        self.changing.emit()
        try:
            return work()
        except KnownError as problem:
            self.refused.emit(problem)
        except BadChange as problem:
            self.refused.emit(KnownError(f"This cannot be done: {problem}", "Nothing was changed."))
        finally:
            self.history_changed.emit()
        return None

    def _tell(self, event: Committed) -> None:
        self.searching.touch(event.records)
        self.standings.follow(event)
        sheets = self.document.sheets()
        if sheets and self.sheet not in sheets:
            self.show_sheet(sheets[0])
        self.committed.emit(event)
        self.history_changed.emit()
