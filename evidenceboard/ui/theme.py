"""Colours, interface font and style of the window: four themes, one of them active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from evidenceboard import paths
from evidenceboard.ui.fonts import interface_font
from evidenceboard.ui.stylesheet import stylesheet

__all__ = [
    "MARKS",
    "THEMES",
    "Theme",
    "apply",
    "blend",
    "current",
    "disabled_ink",
    "interface_font",
    "mark",
    "palette",
    "sheet",
    "signals",
    "system_theme",
]

#: One row per token: light, dark, high contrast, projector.
_TABLE = """
window    ECEAE4 111317 000000 FFFFFF
bar       F3F1EC 181B20 000000 FFFFFF
panel     FBFAF8 1B1E24 000000 FFFFFF
field     FFFFFF 14161B 000000 FFFFFF
canvas    F6F5F2 16181D 000000 FFFFFF
dot       D8D4CB 2B2F37 3A3A3A E6E6E6
zone      F0EEE9 1C1F26 000000 F2F2F2
card      FFFFFF 242830 000000 FFFFFF
cardline  D9D5CC 3A404A FFFFFF 8A8A8A
hair      DEDAD2 2C3038 FFFFFF C4C4C4
ctl       8A857B 6B7280 FFFFFF 6B6B6B
ink       1D2126 E9EBEE FFFFFF 000000
ink2      454B53 B9BFC8 FFFFFF 262626
ink3      5F656D 9AA1AC E6E6E6 4A4A4A
photo     566270 93A2B4 D0D8E0 3C4854
stmt      2A64AE 74A7EE 8CC4FF 124A94
hyp       6A44B2 B195F2 D2B8FF 50289C
support   0B7A75 3DBAAF 2CF0DC 005C57
contra    C8441B F4814F FFA479 A32E00
supink    08655F 5FD0C6 2CF0DC 004A46
conink    A8370F FF9C72 FFA479 8A2700
accent    1463D8 63A1FF FFE14D 0047B3
accentink FFFFFF 0B1220 000000 FFFFFF
warn      7F5300 F0BE5A FFE14D 6B4500
warnbg    FFF2D2 3A2F17 000000 FFF2D2
danger    B3261E FF8A80 FF9C94 9A1710
dangerbg  FCE8E6 3B1E1D 000000 FCE8E6
stmtbg    E6EEF8 22314A 000000 DCE8F7
hypbg     EFEAF8 322A4A 000000 E8E0F7
photobg   E6E9ED 2C343E 000000 E2E6EA
supbg     DDF0EE 173734 000000 D5EEEB
conbg     FBE7DF 43261A 000000 FBE3D8
selbg     E3EDFB 1E2E4A 000000 DCE8FA
track     E4E0D8 3A404A 555555 D0D0D0
rglyph    FFFFFF 0C1416 000000 FFFFFF
hypin     A68FD3 7A67A8 D2B8FF 50289C
hit       F2B705 F2B705 F2B705 F2B705
rose      B83280 F08AC0 FF9AD5 8E1F63
olive     64730F B9C95A DDEB6B 4A5608
brown     8A5A3C C99A78 E8BD9C 64391D
grey      6B6F76 A7ADB7 D6DAE0 4E5258
"""


@dataclass(frozen=True, eq=False)
class Theme:
    """Every colour of one theme by its role, and the few shapes that differ between themes.

    `border` is the width of hairlines and control borders in px, `lines` the factor for the width of edges,
    `shadow` the opacity of a card's near and far shadow (0 for none), `dark`: light words on dark ground.
    """

    name: str
    dark: bool
    border: int
    lines: float
    shadow: tuple[float, float]
    window: QColor
    bar: QColor
    panel: QColor
    field: QColor
    canvas: QColor
    dot: QColor
    zone: QColor
    card: QColor
    cardline: QColor
    hair: QColor
    ctl: QColor
    ink: QColor
    ink2: QColor
    ink3: QColor
    photo: QColor
    stmt: QColor
    hyp: QColor
    support: QColor
    contra: QColor
    supink: QColor
    conink: QColor
    accent: QColor
    accentink: QColor
    warn: QColor
    warnbg: QColor
    danger: QColor
    dangerbg: QColor
    stmtbg: QColor
    hypbg: QColor
    photobg: QColor
    supbg: QColor
    conbg: QColor
    selbg: QColor
    track: QColor
    rglyph: QColor
    hypin: QColor
    hit: QColor
    rose: QColor
    olive: QColor
    brown: QColor
    grey: QColor

    def color(self, token: str) -> QColor:
        """The colour of a token by its name."""
        found = getattr(self, token)
        assert isinstance(found, QColor), token
        return found


#: What a person can mark a card with; far from the hues of kinds, links and warnings.
MARKS = ("rose", "olive", "brown", "grey")


def mark(theme: Theme, name: str) -> QColor | None:
    """The colour of a person's mark on a card: one of `MARKS`, or "#RRGGBB"; None for what is neither."""
    found = theme.color(name) if name in MARKS else QColor.fromString(name if name.startswith("#") else "")
    return found if found.isValid() else None


def _themes() -> dict[str, Theme]:
    rows = [line.split() for line in _TABLE.split("\n") if line]
    columns = {
        "light": (False, 1, 1.0, (0.10, 0.07)),
        "dark": (True, 1, 1.0, (0.50, 0.35)),
        "contrast": (True, 2, 1.0, (0.0, 0.0)),
        "projector": (False, 1, 2.0, (0.10, 0.07)),
    }
    made = {}
    for at, (name, (dark, border, lines, shadow)) in enumerate(columns.items()):
        colours: Any = {row[0]: QColor("#" + row[at + 1]) for row in rows}
        made[name] = Theme(name, dark, border, lines, shadow, **colours)
    return made


THEMES: dict[str, Theme] = _themes()


class ThemeSignals(QObject):
    """Tells those who keep coloured pictures that they are out of date."""

    theme_changed = Signal(object)


signals = ThemeSignals()
_active: Theme = THEMES["light"]


def current() -> Theme:
    """The active theme."""
    return _active


def system_theme() -> str:
    """The name of the theme that the desktop asks for; "light" where it does not say."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def apply(app: QApplication, theme: Theme) -> None:
    """Makes `theme` the active one in every window, open ones included."""
    global _active
    _active = theme
    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet(theme))
    app.setFont(interface_font(13))
    signals.theme_changed.emit(theme)


def sheet(theme: Theme) -> str:
    """The style sheet of a theme; its few marks (tick, chevron) are files in resources/icons."""
    words = {name: value.name() for name, value in _colours(theme).items()}
    return stylesheet(words, theme.border, (paths.resources() / "icons").as_posix(), theme.name)


def blend(over: QColor, under: QColor, share: float) -> QColor:
    """The opaque colour of `over` laid on `under` with an opacity of `share` (0…1)."""
    pairs = zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))


def disabled_ink(theme: Theme) -> QColor:
    """The colour of words and icons of a control that cannot be used now."""
    return blend(theme.ink3, theme.panel, 0.55)


def _colours(theme: Theme) -> dict[str, QColor]:
    colours = {key: value for key, value in vars(theme).items() if isinstance(value, QColor)}
    inverse = not theme.dark
    return colours | {
        "off": disabled_ink(theme),
        "press": blend(theme.ink, theme.panel, 0.12),
        "hover": blend(theme.ink, theme.panel, 0.06),
        "accenthover": blend(theme.accentink, theme.accent, 0.12),
        "grip": blend(theme.ink3, theme.panel, 0.45),
        "tip": theme.ink if inverse else theme.card,
        "tipink": theme.card if inverse else theme.ink,
        "tipline": theme.ink if inverse else theme.ctl,
    }


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for what the style sheet does not reach."""
    made, role = QPalette(), QPalette.ColorRole
    roles = {
        role.Window: theme.panel, role.WindowText: theme.ink, role.Base: theme.field, role.Text: theme.ink,
        role.AlternateBase: theme.zone, role.Button: theme.panel, role.ButtonText: theme.ink,
        role.BrightText: theme.danger,
        role.Light: theme.card, role.Midlight: theme.hair, role.Mid: theme.ctl, role.Dark: theme.ctl,
        role.Shadow: theme.ink, role.Highlight: theme.accent, role.HighlightedText: theme.accentink,
        role.Accent: theme.accent, role.Link: theme.accent, role.LinkVisited: theme.accent,
        role.PlaceholderText: theme.ink3, role.ToolTipBase: theme.card, role.ToolTipText: theme.ink,
    }  # fmt: skip
    for key, colour in roles.items():
        made.setColor(key, colour)
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, key, disabled_ink(theme))
    return made
