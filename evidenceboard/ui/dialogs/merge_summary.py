"""The left side of a merge preview: who, when, how much, and what could not be read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidenceboard.model.board import Board
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.merge import MergePlan, kinds_in_words
from evidenceboard.store.reading import Foreign
from evidenceboard.ui.dialogs.merge_parts import CountRow, ruled
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.words import count, day, names_in_words, one_line

REFUSED = 8  # things that could not be read, listed


def sorts(plan: MergePlan) -> list[tuple[str, list[RecordId], str]]:
    """Added, changed, moved and removed records; the places of added cards are told with them."""
    return [
        ("added", [each for each in plan.added if kind_of(each) != "place"], "added"),
        ("changed", list(plan.changed), "changed"),
        ("moved", list(plan.moved), "moved"),
        ("removed", [each for each in plan.removed if kind_of(each) != "place"], "removed"),
    ]


class MergeSummary(QWidget):
    """What a merge brings, in numbers."""

    def __init__(self, plan: MergePlan, after: Board, foreign: Foreign, held: Collection[str]) -> None:
        """A summary.

        Args:
            after: the board as it would be.
            held: the SHA-256 of every photo that this board has already.
        """
        super().__init__()
        self._plan = plan
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(4)
        rows.addWidget(plain_label(self._title(), size=15, weight=600, wrap=True))
        rows.addWidget(plain_label(self._span(), size=12, ink="ink2", wrap=True))
        self._add_counts(rows)
        if plan.changesets:
            ruled(rows, "Photos")
            photos = new_photos(plan, after, held)
            verb = "comes" if photos == 1 else "come"
            words = f"{count(photos, 'photo')} {verb} with it." if photos else "No new ones."
            rows.addWidget(plain_label(words, size=12, ink="ink2", wrap=True))
        self._add_refused(rows, foreign)
        rows.addStretch()

    def _title(self) -> str:
        plan = self._plan
        if not plan.changesets:
            return "Nothing new in this file"
        authors = [one_line(author, 40) or "somebody" for author in plan.authors]
        return f"{count(len(plan.changesets), 'change')} by {names_in_words(authors, 3)}"

    def _span(self) -> str:
        plan = self._plan
        if not plan.changesets:
            return "This board holds all of it already."
        walls = [changeset.clock[0] for changeset in plan.changesets]
        first, last = _date(min(walls)), _date(max(walls))
        open_ones = {head.changeset for conflict in plan.conflicts for head in conflict.heads}
        fitting = sum(changeset.id not in open_ones for changeset in plan.changesets)
        when = first if first == last else f"{first} to {last}"
        rest = "All fit" if fitting == len(plan.changesets) else f"{fitting} {'fits' if fitting == 1 else 'fit'}"
        return f"{when}. {rest} together by themselves." if fitting else f"{when}."

    def _add_counts(self, rows: QVBoxLayout) -> None:
        plan = self._plan
        if plan.conflicts or plan.kept:
            ruled(rows)
        if plan.conflicts:
            one = len(plan.conflicts) == 1
            rows.addWidget(CountRow("conflict", len(plan.conflicts), "needs you" if one else "need you", "two values"))
        if plan.kept:
            one = len(plan.kept) == 1
            rows.addWidget(CountRow("kept", len(plan.kept), "stays" if one else "stay", "removed, but changed"))
        if plan.changesets:
            ruled(rows)
        for sort, records, words in sorts(plan):
            if records:
                detail = "taken as they are" if sort == "moved" else kinds_in_words(records)
                rows.addWidget(CountRow(sort, len(records), words, detail))

    def _add_refused(self, rows: QVBoxLayout, foreign: Foreign) -> None:
        refused = foreign.refused
        if refused:
            ruled(rows, f"Could not be read: {len(refused)}")
        for each in refused[:REFUSED]:
            words = f"{one_line(each.what, 80)}: {one_line(each.reason)}"
            rows.addWidget(plain_label(words, size=12, ink="ink2", wrap=True))
        if len(refused) > REFUSED:
            rows.addWidget(plain_label(f"and {len(refused) - REFUSED} more", size=12, ink="ink3"))


def new_photos(plan: MergePlan, after: Board, held: Collection[str]) -> int:
    """How many photos the cards of a merge show that this board has not yet."""
    cards = [card for card in (*plan.added, *plan.changed) if kind_of(card) == "card"]
    wanted = {after.value(card, "photo") for card in cards} - {None}
    return len(wanted.difference(held))


def _date(wall_ms: int) -> str:
    try:
        return day(datetime.fromtimestamp(wall_ms / 1000))
    except (ValueError, OverflowError, OSError):
        return "an unknown day"
