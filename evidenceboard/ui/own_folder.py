"""Watches that the program's own folder stays under an open board: somebody may tidy it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.ui.bridge import Bridge

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow


class OwnFolder(QObject):
    """Has the working copy put back as soon as its folder is gone, and tells of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told = 0
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)

    def follow(self, bridge: Bridge) -> None:
        """Watch the board that is shown now."""
        self._told = 0
        self._watch(bridge.document)
        bridge.committed.connect(self._changed)

    def _changed(self, _event: object) -> None:
        if (document := self._window.document) is not None:
            self._tell(document)

    def _watch(self, document: Document) -> None:
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        if not document.filing.read_only:
            self._watcher.addPath(str(document.filing.desk.folder))

    def _look(self, _path: str = "") -> None:
        document = self._window.document
        if document is None or document.closed:
            return
        try:
            document.stay_in_place()
        except KnownError as problem:
            self._window.messages.tell("danger", problem.title, problem.advice, self._ways(), key="own-folder")
        else:
            self._tell(document)

    def _tell(self, document: Document) -> None:
        if document.put_back > self._told:
            self._told = document.put_back
            self._watch(document)
            if document.filing.in_need:
                self._tell_need(document)
                return
            words = "The program's own folder was removed while this board was open"
            advice = "Its working copy was put back; nothing is lost. Backups that lay there are gone."
            self._window.messages.tell("warn", words, advice, key="own-folder")

    def _tell_need(self, document: Document) -> None:
        """The folder cannot even be made again: a person must save before the temporary one is emptied."""
        words = "The program's own folder was removed while this board was open, and cannot be made again"
        place = document.filing.desk.folder
        advice = f"Nothing is lost: your work lies in {place} until that is emptied. Save the board now."
        self._window.messages.tell("danger", words, advice, self._ways(), permanent=True, key="own-folder")

    def _ways(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("Save to the file", self._window.save), ("Save elsewhere…", self._window.saving.save_as))
