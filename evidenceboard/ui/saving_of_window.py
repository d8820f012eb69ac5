"""Saving as the window does it: by command, before it closes, and what it tells of how that went."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.errors import KnownError, LookedBack, NotKept, OwnCopyDamaged, TargetDamaged, TargetGone
from evidenceboard.model.changes import Changeset
from evidenceboard.model.ids import RecordId
from evidenceboard.store.publish import Published
from evidenceboard.store.working_copy import WorkingCopy
from evidenceboard.ui import jobs
from evidenceboard.ui.plain import plain_message
from evidenceboard.ui.render import reduced, small_picture
from evidenceboard.ui.saving import Saving
from evidenceboard.ui.telling import Button
from evidenceboard.ui.words import count

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

PLACES, REPLAYED = "places", "replayed"  # keys of messages
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
        saving.slow.connect(self._slow)
        saving.ended.connect(self._not_slow)
        self._window.messages.saved()

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
                self._new_place = paths.real(target) != shown.document.path
                shown.saving.save(target)

    def may_close(self) -> bool:
        """Publish what the file lacks; whether the window may close."""
        if (shown := self._window.shown) is None:
            return True
        shown.leave_fields()
        document = shown.document
        auto = document.installation.preferences().publish == "auto"
        if document.path is None or document.filing.read_only or not (auto and document.unpublished):
            return True
        try:
            shown.saving.save_now()
        except KnownError as problem:
            words = f"{problem.title}. {problem.advice}\nYour changes are safe and will be offered at the next start."
            return plain_message(self._window, "Not saved", words, ("Close anyway", "Stay")) == "Close anyway"
        return True

    def refused(self, problem: KnownError) -> None:
        """A change did not happen. Where our own disk is full the file may still take what was done before."""
        if isinstance(problem, LookedBack):
            self._offer_now(problem.title, problem.advice)
            return
        if not isinstance(problem, NotKept):
            self._window.messages.error(problem)
            return
        buttons = (("Save to the file", self.save), ("Save elsewhere…", self.save_as))
        self._window.messages.tell("danger", problem.title, problem.advice, buttons, key="not-kept")

    def refused_command(self, words: str) -> None:
        """A command could not be given; where that is for a replay, a button ends it."""
        document = self._window.document
        if document is not None and document.looked_back and words.endswith(LookedBack.reason):
            self._offer_now(words)
        else:
            self._window.messages.news(words)

    def _offer_now(self, title: str, advice: str = "") -> None:
        shown = self._window.shown
        back = [("Back to now", shown.replaying.end)] if shown is not None else []
        self._window.messages.tell("info", title, advice, back, key=REPLAYED)

    def _not_saved(self, problem: KnownError) -> None:
        if isinstance(problem, OwnCopyDamaged):
            self._window.messages.error(problem)
            return
        document = self._window.document
        path = document.path if document else None
        self._window.messages.not_saved(path.name if path else "a file", problem, self._ways_out(problem))

    def _ways_out(self, problem: KnownError) -> Sequence[Button]:
        ways: list[Button] = []
        if isinstance(problem, TargetGone) and not problem.folder_gone:
            ways += [(f"Go on in {found.name}", partial(self._save_to, found)) for found in problem.found[:1]]
            ways.append(("Save it again there", lambda: self._save_again(recreate=True)))
        else:
            ways.append(("Retry", self.save))
        if isinstance(problem, TargetDamaged):
            ways.append(("Replace it…", self._replace_damaged))
        return [*ways, ("Save elsewhere…", self.save_as)]

    def _save_to(self, path: Path) -> None:
        if (shown := self._window.shown) is not None:
            shown.saving.save(path)

    def _save_again(self, recreate: bool = False, replace_damaged: bool = False) -> None:
        if (shown := self._window.shown) is not None:
            shown.leave_fields()
            shown.saving.save(None, recreate, replace_damaged)

    def _replace_damaged(self) -> None:
        words = (
            "What lies there now is no whole board. If a sync service is still writing it, wait and retry.\n"
            "If you replace it, it is first copied to the program's own folder, beside the backups."
        )
        if plain_message(self._window, "Replace this file?", words, ("Replace it", "Cancel")) == "Replace it":
            self._save_again(replace_damaged=True)

    def _slow(self) -> None:
        words = "Saving takes long: the drive does not answer"
        advice = "Your work is safe on this computer, and you can go on."
        self._window.messages.tell("warn", words, advice, (("Save elsewhere…", self.save_as),), key="slow")

    def _not_slow(self) -> None:
        self._window.messages.dismiss("slow")

    def _saved(self, published: Published) -> None:
        window, document = self._window, self._window.document
        window.messages.saved()
        if document is None or document.path is None:
            return
        window.readouts.show()
        if self._new_place:
            self._look_for_places(document)
        self._remember(document, document.path)
        preferences = document.installation.preferences()
        if preferences.backups and not preferences.backups_told:
            document.installation.set_preferences(replace(preferences, backups_told=True))
            words = "Verified copies of saved boards are kept in the program's own folder for seven days"
            window.messages.news(words, "They can be switched off in the preferences.")
        self._tell_of(published, document.path.name)
        window.beside.look()

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

    def _tell_of(self, published: Published, name: str) -> None:
        messages = self._window.messages
        if published.broke_hard_link:
            words = f"{name} had a second name on this disk, which still shows the board as it was"
            messages.tell("warn", words, "Hard links do not stay: a saved board takes the place of the old file.")
        if published.kept_older is not None:
            words = f"{name} was of an older version of this program, and is of this one now"
            advice = f"A copy of it as it was is kept for good: {published.kept_older}"
            messages.tell("info", words, advice, key="kept-older")
        if published.backup_problem:
            words = "The board is saved, but no backup of it could be kept"
            messages.tell("warn", words, "Is the disk of the program's data folder full?", key="no-backup")

    def _remember(self, document: Document, path: Path) -> None:
        view = self._window.page.view if self._window.page else None
        cards = len(view.geometry.cards) if view else 0
        kept = view.small_picture() if view and cards > MANY else None
        picture = small_picture(document) if cards <= MANY else reduced(kept) if kept else None
        with suppress(KnownError):  # the file is saved; that our own notes cannot be kept is told where it matters
            document.installation.remember_recent(path, document.board_id, document.title, cards, picture)

    def _received(self, changesets: Sequence[Changeset], lacked: int) -> None:
        messages = self._window.messages
        if changesets:
            words = f"{_people(changesets)} had saved this file: {count(len(changesets), 'change was', 'changes were')}"
            messages.news(f"{words} merged in", key="received")
        if lacked:
            self.tell_older(lacked)

    def tell_older(self, lacked: int) -> None:
        """An older version lies in the place of the file."""
        words = f"The file is an older version: it lacked {count(lacked, 'change', 'changes')} that it held before"
        advice = "Nothing is lost: it is all on the board, and in the file after saving."
        self._window.messages.tell("warn", words, advice, key="older")


def _people(changesets: Sequence[Changeset]) -> str:
    names = sorted({changeset.author for changeset in changesets if changeset.author})
    if not names:
        return "Somebody else"
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others"
