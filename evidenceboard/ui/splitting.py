"""Taking a statement apart into claims, and putting it together again, by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidenceboard.errors import KnownError
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.splitting import parts_of, rejoin, split, words_of
from evidenceboard.store import lookups
from evidenceboard.ui.actions import Entry, Reason
from evidenceboard.ui.dialogs.split import SplitDialog

if TYPE_CHECKING:
    from evidenceboard.ui.main_window import MainWindow

SPLIT, REJOIN = "Split into claims…", "Rejoin claims"


def splitting_entries(window: MainWindow, writable: Reason) -> list[Entry]:
    """The two commands, for menu and palette."""

    def statement() -> str | None:
        return writable() or (None if chosen_statement(window) else "select one statement")

    def parts() -> str | None:
        words = "select a statement that was split, or claims that were split from one"
        return writable() or (None if chosen_statement(window) or _chosen_parts(window) else words)

    return [
        Entry(SPLIT, "Edit", lambda: split_selected(window), ("Shift+S",), statement),
        Entry(REJOIN, "Edit", lambda: rejoin_selected(window), (), parts),
    ]


def chosen_statement(window: MainWindow) -> RecordId | None:
    """The statement, if one alone is selected."""
    cards = _chosen(window)
    document = window.document
    alone = len(cards) == 1 and document is not None
    return cards[0] if alone and document and document.board.value(cards[0], "kind") == "statement" else None


def _chosen(window: MainWindow) -> list[RecordId]:
    records = window.shown.selection.records if window.shown else ()
    return sorted(record for record in records if kind_of(record) == "card")


def _chosen_parts(window: MainWindow) -> list[RecordId]:
    document = window.document
    return [card for card in _chosen(window) if document and document.board.value(card, "split_from")]


def split_selected(window: MainWindow) -> None:
    """Let the person mark the claims of the selected statement."""
    if statement := chosen_statement(window):
        split_statement(window, statement)


def split_statement(window: MainWindow, statement: RecordId) -> None:
    """Let the person mark the claims of a statement."""
    shown = window.shown
    if shown is None or shown.document.read_only:
        return
    shown.leave_fields()
    words = words_of(shown.document.board.record(statement).shown_values())
    if not words.strip():
        window.messages.news("This statement says nothing yet: write on it first")
        return
    dialog = SplitDialog(words, parts_of(words), window)
    dialog.wanted.connect(lambda claims: make_claims(window, statement, claims))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def make_claims(window: MainWindow, statement: RecordId, claims: list[str]) -> None:
    """Make each of these texts a claim beside the statement, and select them."""
    shown = window.shown
    if shown is None:
        return
    bridge, made = shown.bridge, list[RecordId]()
    geometry = shown.document.geometry(bridge.sheet)

    def action() -> Action:
        z = int(geometry.z.max()) + 1 if geometry.cards else 0
        found = split(shown.document.board, geometry, bridge.sheet, statement, claims, z)
        made.extend(found.made)
        return found

    if bridge.attempt(action) is not None:
        shown.selection.choose(made)
        shown.page.bring_into_view(made)


def rejoin_selected(window: MainWindow) -> None:
    """Take the selected claims off again, or all that were split from the selected statement."""
    shown = window.shown
    if shown is None:
        return
    parts, log = _chosen_parts(window), shown.document.log
    if (statement := chosen_statement(window)) and (of_it := lookups.cards_with(log, "split_from", statement)):
        parts = of_it
    if not parts:
        shown.bridge.refused.emit(KnownError("This statement was not split", "Select one that was, or its claims."))
        return
    rejoin_claims(window, parts)


def rejoin_claims(window: MainWindow, parts: list[RecordId]) -> None:
    """Take these claims off again, and select the statements that they are put back into."""
    shown = window.shown
    if shown is None:
        return
    shown.leave_fields()
    log, board = shown.document.log, shown.document.board
    naming: dict[RecordId, dict[str, RecordId]] = {}
    for field in ("derives_from", "split_from"):
        for card, part in lookups.naming(log, field, parts).items():
            naming.setdefault(card, {})[field] = part
    whole = list[RecordId]()

    def action() -> Action:
        found = rejoin(board, parts, naming)
        whole.extend(found.made)
        return found

    if shown.bridge.attempt(action) is not None:
        shown.selection.choose(whole)
