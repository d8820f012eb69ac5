"""The commands on sheets and frames, as entries of the window's table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evidenceboard.ui.actions import Entry
from evidenceboard.ui.commands_of_window import NO_BOARD, why_not_writable
from evidenceboard.ui.dialogs.absent_cards import AbsentCardsDialog

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow
    from evidenceboard.ui.open_board import OpenBoard


def sheet_entries(window: MainWindow) -> list[Entry]:
    """All of them."""
    return [*_sheets(window), *_frames(window)]


class _Why:
    """Why a command cannot be given now."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def writable(self) -> str | None:
        shown = self._window.shown
        return NO_BOARD if shown is None else why_not_writable(shown.document)

    def several(self) -> str | None:
        shown = self._window.shown
        if shown is None:
            return NO_BOARD
        return None if len(shown.sheets.sheets) > 1 else "there is only one sheet"

    def writable_several(self) -> str | None:
        return self.writable() or self.several()

    def absent(self) -> str | None:
        shown = self._window.shown
        return self.writable() or (None if shown and shown.sheets.absent() else "all cards are on this sheet")

    def cards(self) -> str | None:
        shown = self._window.shown
        return self.writable() or (None if shown and shown.page.selected("card") else "no card is selected")

    def frames(self) -> str | None:
        shown = self._window.shown
        return self.writable() or (None if shown and shown.page.frames.selected else "no frame is selected")

    def folded(self) -> str | None:
        shown = self._window.shown
        return self.writable() or (None if shown and shown.page.view.folds.plates else "no frame is folded")


def _shown(window: MainWindow, work: Callable[[OpenBoard], object]) -> Callable[[], object]:
    return lambda: work(window.shown) if window.shown else None


def _sheets(window: MainWindow) -> list[Entry]:
    why = _Why(window)

    def on(work: Callable[[OpenBoard], object]) -> Callable[[], object]:
        return _shown(window, work)

    return [
        Entry("New sheet like this one", "Sheets", on(lambda s: s.sheets.new()), (), why.writable),
        Entry("New empty sheet", "Sheets", on(lambda s: s.sheets.new(empty=True)), (), why.writable),
        Entry("Next sheet", "Sheets", on(lambda s: s.sheets.step(1)), ("Ctrl+PgDown",), why.several),
        Entry("Previous sheet", "Sheets", on(lambda s: s.sheets.step(-1)), ("Ctrl+PgUp",), why.several),
        Entry(
            "Rename this sheet", "Sheets", on(lambda s: s.sheet_row.rename(s.bridge.sheet)), (), why.writable_several
        ),
        Entry("Move this sheet to the left", "Sheets", on(lambda s: s.sheets.shift(-1)), (), why.writable_several),
        Entry("Move this sheet to the right", "Sheets", on(lambda s: s.sheets.shift(1)), (), why.writable_several),
        Entry("Remove this sheet", "Sheets", on(lambda s: s.sheets.remove(s.bridge.sheet)), (), why.writable_several),
        Entry("Show on this sheet…", "Sheets", on(lambda s: _offer_absent(window, s)), (), why.absent),
    ]


def _frames(window: MainWindow) -> list[Entry]:
    why = _Why(window)

    def on(work: Callable[[OpenBoard], object]) -> Callable[[], object]:
        return _shown(window, work)

    def unfold(shown: OpenBoard) -> None:
        shown.page.frames.fold([plate.id for plate in shown.page.view.folds.plates], folded=False)

    return [
        Entry("New frame", "Frames", on(lambda s: s.page.frames.begin()), ("Shift+F",), why.writable),
        Entry("Frame the selection", "Frames", on(lambda s: s.page.frames.around_selection()), (), why.cards),
        Entry(
            "Rename the frame",
            "Frames",
            on(lambda s: s.page.frames.rename(s.page.frames.selected[0])),
            (),
            why.frames,
        ),
        Entry(
            "Fold or unfold the frame",
            "Frames",
            on(lambda s: s.page.frames.turn(s.page.frames.selected)),
            ("Ctrl+Shift+F",),
            why.frames,
        ),
        Entry("Unfold all frames", "Frames", on(unfold), (), why.folded),
    ]


def _offer_absent(window: MainWindow, shown: OpenBoard) -> None:
    dialog = AbsentCardsDialog(shown.bridge.document, shown.sheets.absent(), window)
    dialog.chosen.connect(shown.put_here)
    dialog.open()
