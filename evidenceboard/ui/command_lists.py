"""The commands of a window as its palette and its overview of shortcuts list them."""

from __future__ import annotations

from functools import partial

from evidenceboard.ui.actions import Actions
from evidenceboard.ui.commands_of_matrix import KEYS as KEYS_OF_MATRIX
from evidenceboard.ui.commands_of_window import HANDS, SECOND_KEYS
from evidenceboard.ui.widgets.command_palette import Command


def palette_commands(actions: Actions) -> list[Command]:
    """Every command, with its first key and why it cannot be given now."""
    return [
        Command(
            name=entry.name,
            shortcut=entry.shortcuts[0] if entry.shortcuts else "",
            run=partial(actions.run, entry),
            enabled=entry.why_not,
            section=entry.section,
        )
        for entry in actions.entries
    ]


def shortcut_table(actions: Actions) -> dict[str, list[tuple[str, str]]]:
    """Names and keys by section: those of the commands, and what only hands on the canvas and in the
    matrix do."""
    table: dict[str, list[tuple[str, str]]] = {}
    for entry in actions.entries:
        keys = [keys for keys in entry.shortcuts if keys not in SECOND_KEYS]
        if keys:
            table.setdefault(entry.section, []).append((entry.name, " / ".join(keys)))
    return {**table, "On the canvas": list(HANDS), "In the matrix": list(KEYS_OF_MATRIX)}
