"""The interface font: the system's own, with others behind it for what it cannot write."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

_GENERIC = {"", "sans", "sans serif", "sans-serif", "dejavu sans", "bitstream vera sans", "verdana"}
_BETTER = ("Inter", "Inter Variable", "Noto Sans", "Cantarell")
_FURTHER = (
    "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans Arabic", "Noto Sans Hebrew",
    "Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji",
)  # fmt: skip


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    installed = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    if system.lower() in _GENERIC:
        system = next((name for name in _BETTER if name in installed), system)
    # Names that are not installed are left out: some systems search long for them.
    return (system, *(name for name in _FURTHER if name in installed))


@lru_cache(maxsize=256)
def _font(pixel_size: int, weight: int, tabular: bool) -> QFont:
    font = QFont()
    font.setFamilies(_families())
    font.setPixelSize(pixel_size)
    font.setWeight(QFont.Weight(weight))
    if pixel_size > 24:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def interface_font(pixel_size: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """The system's interface font, or a better one where it has only a generic one; then Korean and emoji.

    Args:
        pixel_size: Height in px, rounded to whole ones, 1 at least.
        weight: 400, 500, 600, or 700 for a rank.
        tabular: Figures of equal width, for columns.
    """
    return QFont(_font(max(1, round(pixel_size)), weight, tabular))
