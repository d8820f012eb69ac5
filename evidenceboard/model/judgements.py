"""Actions for what people say about the board's reasoning: silenced warnings, and the ledger of contradictions."""

from __future__ import annotations

from evidenceboard.model.changes import BadChange
from evidenceboard.model.commands import Action
from evidenceboard.model.ids import RecordId, pair_id, silence_id
from evidenceboard.model.records import PAIR_STATES


def silence(guard: str, about: RecordId, reason: str) -> Action:
    """Silence one warning about one record, with a reason."""
    values = {"removed": False, "guard": guard, "about": about, "reason": reason}
    return Action("Silence a warning", {silence_id(guard, about): values})


def bring_back(guard: str, about: RecordId) -> Action:
    """Let a silenced warning be heard again."""
    return Action("Bring back a warning", {silence_id(guard, about): {"removed": True}})


def add_pair(card: RecordId, other: RecordId) -> Action:
    """Put two cards into the ledger as an open contradiction.

    Raises:
        BadChange: they are one and the same.
    """
    if card == other:
        raise BadChange("a card does not contradict itself")
    values = {"removed": False, "cards": sorted((card, other)), "state": PAIR_STATES[0]}
    return Action("Add a contradiction to the ledger", {pair_id(card, other): values})


def judge_pair(pair: RecordId, *, state: str | None = None, reason: str | None = None) -> Action:
    """Another state of a pair in the ledger, or another reason; an empty reason takes it away."""
    values: dict[str, str | None] = {}
    if state is not None:
        values["state"] = state
    if reason is not None:
        values["reason"] = reason or None
    return Action("Judge a contradiction", {pair: values})


def take_off_ledger(pair: RecordId) -> Action:
    """Two cards are no contradiction that anybody keeps book of."""
    return Action("Take a contradiction off the ledger", {pair: {"removed": True}})
