"""How a field looks that is print until the pointer or the focus comes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from evidenceboard.ui import theme

LONGEST = 20_000  # characters; a longer text is shown in part, and only read
#: Px by which a bare field stands out to the left and right, so that its words stand in line with the others.
OVERHANG = 6
#: The focus goes for a moment: to a menu, or to another window. That is no leaving.
PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def follow_theme(dress: Callable[[], None]) -> None:
    """Dresses a widget now and whenever the theme changes; `dress` is one of its own methods."""
    theme.signals.theme_changed.connect(dress)
    dress()


def bare_style(kind: str, ink: str, pixels: int, weight: int, above: int, beside: int) -> str:
    """The style of a field that shows its frame only under the pointer and in focus."""
    active = theme.current()
    thin, colour = active.border, active.color
    room = f"padding: {above + 2 - thin}px {beside + 1 - thin}px;"
    return f"""
        {kind} {{ border: {thin}px solid transparent; border-radius: 6px; background: transparent;
          color: {colour(ink).name()}; min-height: 0; font-size: {pixels}px; font-weight: {int(weight)}; {room}
          placeholder-text-color: {active.ink3.name()}; }}
        {kind}:hover {{ border-color: {active.hair.name()}; background: {active.field.name()}; }}
        {kind}:focus {{ border: 2px solid {active.accent.name()}; background: {active.field.name()};
          padding: {above}px {beside - 1}px; min-height: 0; }}
        {kind}:disabled {{ color: {theme.disabled_ink(active).name()}; }}
        {kind}[readOnly="true"]:hover {{ border-color: transparent; background: transparent; }}
    """
