"""What the system must provide before Qt can be loaded, and the command that installs it.

Standard library only: the program calls it before any Qt import, and packaging/run.py loads this file by its
path before anything is installed at all.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Callable, Mapping

HANGUL = ":lang=ko"
INTER = ":family=Inter"

_QT = (
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libGL.so.1", "libgl1"),
    ("libEGL.so.1", "libegl1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
)
_X11 = (
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
_WAYLAND = (
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
)
_FONTS = ((HANGUL, "fonts-noto-cjk"), (INTER, "fonts-inter"))


def missing_libraries(
    environment: Mapping[str, str] = os.environ, found: Callable[[str], bool] | None = None
) -> list[tuple[str, str]]:
    """The libraries that Qt needs here and that cannot be loaded, each with its Debian package.

    Args:
        environment: decides whether an X11 or Wayland display is going to be used.
        found: tells whether a library can be loaded; the system's loader if none is given.
    """
    if sys.platform != "linux":
        return []
    found = found or _loadable
    return [(name, _package(debian)) for name, debian in _needed(environment) if not found(name)]


def missing_fonts(matching: Callable[[str], bool] | None = None) -> list[tuple[str, str]]:
    """Fonts that the board should have and the system lacks: (fontconfig pattern, Debian package)."""
    if sys.platform != "linux":
        return []
    matching = matching or has_font
    return [(pattern, package) for pattern, package in _FONTS if not matching(pattern)]


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown to a person, as far as the environment tells."""
    if environment.get("QT_QPA_PLATFORM"):
        return not environment["QT_QPA_PLATFORM"].startswith(("offscreen", "minimal"))
    return sys.platform != "linux" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def advice(packages: list[str]) -> str:
    """One line that installs these Debian packages, ready to be copied."""
    names = " ".join(packages)
    if not os.path.exists("/etc/debian_version"):
        return f"Install, with the package manager of your system, what Debian calls: {names}"
    apt = "apt-get" if os.geteuid() == 0 else "sudo apt-get"
    return f"{apt} update && {apt} install -y --no-install-recommends {names}"


def has_font(pattern: str) -> bool:
    """Whether fontconfig knows a font for the pattern; asked of its library, as fc-list is often absent."""
    try:
        config = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    for name in ("FcInitLoadConfigAndFonts", "FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(config, name).restype = ctypes.c_void_p
    # read anew: the library remembers the fonts of its first answer, and some may just have been installed
    now = ctypes.c_void_p(config.FcInitLoadConfigAndFonts())
    query = ctypes.c_void_p(config.FcNameParse(pattern.encode()))
    fields = ctypes.c_void_p(config.FcObjectSetCreate())
    fonts = config.FcFontList(now, query, fields)
    # struct FcFontSet begins with the number of fonts
    return bool(fonts) and ctypes.c_int.from_address(fonts).value > 0


def _needed(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if not has_display(environment):
        return _QT
    if environment.get("DISPLAY"):
        return _QT + _X11
    return _QT + _WAYLAND


def _loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _package(debian: str) -> str:
    """The package's name on this release: GLib was renamed when its time type grew to 64 bits."""
    return "libglib2.0-0t64" if debian == "libglib2.0-0" and _has_long_time() else debian


def _has_long_time() -> bool:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    first_with_it = {"debian": 13.0, "ubuntu": 24.04}
    try:
        # Debian's testing has no number at all
        return float(release.get("VERSION_ID", "99")) >= first_with_it.get(release.get("ID", ""), 1e9)
    except ValueError:
        return False
