"""Saving as the window does it: by command, before it closes, and what it tells of how that went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model.ids import RecordId
from evidenceboard.store.working_copy import WorkingCopy
from evidenceboard.ui import jobs
from evidenceboard.ui.plain import plain_message
from evidenceboard.ui.render import reduced, small_picture
from evidenceboard.ui.saving import Saving

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

PLACES = "places"  # key of the message
MANY = 500  # cards from which painting all of them, if small, would hold up the window


class SavingOfWindow(QObject):
    """Asks where to save, and tells in the window what came of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._new_place = False

    def follow(self, saving: Saving) -> None:
        """Tell of the saving of the board that is shown now."""
        saving.state_changed.connect(self._window.status.set_saved)
        saving.failed.connect(self._not_saved)
        saving.succeeded.connect(self._saved)
        saving.received.connect(self._received)

    def save(self) -> None:
        """Put the board into its file; ask for one if it has none."""
        if (shown := self._window.shown) is not None:
            shown.leave_fields()
            if shown.document.path is None:
                self.save_as()
            else:
                shown.saving.save()

    def save_as(self) -> None:
        """Ask where, and go on working there."""
        if (shown := self._window.shown) is not None:
            shown.leave_fields()
            target = self._window.intake.ask_where_to_save(shown.document)
            if target is not None:
                self._new_place = target.resolve() != shown.document.path
                shown.saving.save(target)

    def may_close(self) -> bool:
        """Publish what the file lacks; whether the window may close."""
        if (shown := self._window.shown) is None:
            return True
        shown.leave_fields()
        document = shown.document
        auto = document.installation.preferences().publish == "auto"
        if document.path is None or document.read_only or not (auto and document.unpublished):
            return True
        try:
            shown.saving.save_now()
        except KnownError as problem:
            words = f"{problem.title}. {problem.advice}\nYour changes are safe and will be offered at the next start."
            return plain_message(self._window, "Not saved", words, ("Close anyway", "Stay")) == "Close anyway"
        return True

    def _not_saved(self, problem: KnownError) -> None:
        document = self._window.document
        path = document.path if document else None
        self._window.messages.not_saved(path.name if path else "a file", problem, self.save, self.save_as)

    def _saved(self) -> None:
        window, document = self._window, self._window.document
        window.messages.saved()
        if document is None or document.path is None:
            return
        window.readouts.show()
        if self._new_place:
            self._look_for_places(document)
        view = window.page.view if window.page else None
        cards = len(view.geometry.cards) if view else 0
        kept = view.small_picture() if view and cards > MANY else None
        picture = small_picture(document) if cards <= MANY else reduced(kept) if kept else None
        document.installation.remember_recent(document.path, document.board_id, document.title, cards, picture)
        preferences = document.installation.preferences()
        if preferences.backups and not preferences.backups_told:
            document.installation.set_preferences(replace(preferences, backups_told=True))
            words = "Verified copies of saved boards are kept in the program's own folder for seven days"
            window.messages.news(words, "They can be switched off in the preferences.")

    def _look_for_places(self, document: Document) -> None:
        """The first time that a board lies somewhere, its photos go along: look which say where they were taken."""
        self._new_place = False
        path = document.log.path
        jobs.run(
            "Looking for places",
            lambda _report: WorkingCopy.read_geotagged(path),
            lambda cards: self._tell_places(document, cards),
            self._window.messages.error,
        )

    def _tell_places(self, document: Document, cards: list[RecordId]) -> None:
        if cards and self._window.document is document:
            words = (
                "One photo says where it was taken"
                if len(cards) == 1
                else (f"{len(cards):,} photos say where they were taken")
            )
            advice = "Whoever gets this file can read the place in them."
            self._window.messages.news(words, advice, (("Show them", lambda: self._show(document, cards)),), PLACES)

    def _show(self, document: Document, cards: list[RecordId]) -> None:
        if self._window.document is document and self._window.page is not None:
            self._window.messages.dismiss(PLACES)
            self._window.tabs.to_board()
            self._window.page.show_records(cards)

    def _received(self, count: int) -> None:
        words = f"Somebody else had saved this file: {count} of their changes were merged in"
        self._window.messages.news(words, key="received")
