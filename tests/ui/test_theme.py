"""Themes, fonts, icons, and words that are never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard import paths
from evidenceboard.ui import app_icon, icons, theme
from evidenceboard.ui.plain import PlainLabel, plain_label, plain_message, plain_tooltip, visible_controls, wrap_text

NESTED = "<table><tr><td>" * 3_000

#: Token and the tokens it may stand on; words need 4.5, lines and icons 3.
WORDS = [
    ("ink", "card"), ("ink2", "card"), ("ink3", "card"), ("ink", "panel"), ("ink2", "bar"), ("ink3", "panel"),
    ("supink", "supbg"), ("conink", "conbg"), ("accentink", "accent"), ("warn", "warnbg"), ("danger", "dangerbg"),
    ("ink", "selbg"), ("ink", "warnbg"), ("ink2", "warnbg"), ("ink2", "dangerbg"), ("ink2", "stmtbg"),
]  # fmt: skip
LINES = [
    ("photo", "card"), ("stmt", "card"), ("hyp", "card"), ("support", "canvas"), ("contra", "canvas"),
    ("accent", "canvas"), ("ctl", "panel"), ("rglyph", "support"), *((mark, "card") for mark in theme.MARKS),
]  # fmt: skip


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Every test begins and ends in the light theme."""
    theme.apply(qapp, theme.THEMES["light"])
    yield
    theme.apply(qapp, theme.THEMES["light"])


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_words_and_lines_stand_out(name: str) -> None:
    each = theme.THEMES[name]
    for ink, ground in WORDS:
        assert contrast(each.color(ink), each.color(ground)) >= 4.5, (ink, ground)
    for ink, ground in LINES:
        assert contrast(each.color(ink), each.color(ground)) >= 3, (ink, ground)


def test_a_mark_is_a_name_or_a_colour_and_never_anything_else() -> None:
    light, dark = theme.THEMES["light"], theme.THEMES["dark"]
    assert theme.mark(light, "rose") != theme.mark(dark, "rose") is not None
    assert theme.mark(light, "#123456") == QColor("#123456")
    for strange in ("", "ink", "accent", "teal", "#12345", "/etc/passwd", "<b>rose</b>"):
        assert theme.mark(light, strange) is None


@pytest.mark.parametrize("name", list(theme.THEMES))
def test_apply_makes_it_current_and_tells(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(theme.signals.theme_changed) as told:
        theme.apply(qapp, theme.THEMES[name])
    assert told.args == [theme.THEMES[name]]
    assert theme.current() is theme.THEMES[name]
    assert qapp.palette().color(QPalette.ColorRole.Base) == theme.THEMES[name].field
    assert "$" not in qapp.styleSheet()


def test_marks_of_the_style_sheet_are_there() -> None:
    for each in theme.THEMES.values():
        files = re.findall(r'url\("([^"]+)"\)', theme.sheet(each))
        assert files
        assert all(Path(file).is_file() for file in files)


def test_controls_are_28_high_in_every_theme(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("Cancel")
    qtbot.addWidget(button)
    button.show()
    for each in theme.THEMES.values():
        theme.apply(qapp, each)
        assert button.sizeHint().height() == 28, each.name


def test_system_theme_is_one_of_ours(qapp: QApplication) -> None:
    assert theme.system_theme() in ("light", "dark")


def test_interface_font_has_a_place_for_korean() -> None:
    font = theme.interface_font(13, 600)
    assert font.pixelSize() == 13
    assert font.weight() == 600
    font.setBold(False)
    assert theme.interface_font(13, 600).weight() == 600, "the kept font must not be shared"
    assert theme.interface_font(0.2).pixelSize() == 1


@pytest.mark.parametrize("name", icons.NAMES)
def test_every_icon_draws_something_inside_its_square(qapp: QApplication, name: str) -> None:
    image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icons.paint_icon(painter, name, QRectF(8, 8, 16, 16), QColor("black"))
    painter.end()
    inked = [(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 40]
    assert inked
    assert all(8 <= x < 24 and 8 <= y < 24 for x, y in inked)


def test_icon_follows_the_theme_and_the_pixel_ratio(qapp: QApplication) -> None:
    made = icons.icon("plus")
    assert _centre(made) == theme.THEMES["light"].ink2
    theme.apply(qapp, theme.THEMES["dark"])
    assert _centre(made) == theme.THEMES["dark"].ink2
    assert made.pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)
    fixed = icons.icon("plus", theme.THEMES["light"], "danger")
    assert _centre(fixed) == theme.THEMES["light"].danger
    with pytest.raises(KeyError):
        icons.icon("no such icon")


def _centre(made: QIcon) -> QColor:
    return made.pixmap(QSize(64, 64), 1.0).toImage().pixelColor(32, 32)


def test_files_of_the_mark_are_those_that_the_code_draws(qapp: QApplication, tmp_path: Path) -> None:
    app_icon.write_files(tmp_path)
    kept = paths.resources() / "icons"
    assert {file.name for file in tmp_path.iterdir()} <= {file.name for file in kept.iterdir()}
    assert (kept / "evidenceboard.svg").read_text("utf-8") == app_icon.mark_svg()
    for side in app_icon.SIZES:
        assert QImage(str(kept / f"evidenceboard-{side}.png")).size() == QSize(side, side)
    assert not app_icon.app_icon().isNull()


def test_markup_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = plain_label(NESTED, wrap=True)
    qtbot.addWidget(label)
    label.resize(300, max(10, label.heightForWidth(300)))
    label.grab()
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text().startswith("<table><tr><td>")
    assert len(label.text()) == 2_000
    assert isinstance(label, QLabel)


def test_a_word_without_end_is_broken_and_never_widens_the_label(qtbot: QtBot) -> None:
    label = plain_label("x" * 1_000_000, wrap=True, max_lines=3)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 100
    assert label.heightForWidth(200) == 3 * 18


def test_the_last_line_before_the_ellipsis_keeps_its_words_whole(qtbot: QtBot) -> None:
    label = PlainLabel("Rockets look North Korean-made to all of them", wrap=True, max_lines=2)
    qtbot.addWidget(label)
    metrics = QFontMetricsF(theme.interface_font(13))
    lines = label._shown(round(metrics.horizontalAdvance("Rockets look North Korean-") + 2))
    assert lines[0] == "Rockets look North Korean-" and lines[1].startswith("made to all")
    last = PlainLabel("Rockets look North Korean-made to all of them", wrap=True, max_lines=1)
    qtbot.addWidget(last)
    (line,) = last._shown(round(metrics.horizontalAdvance("Rockets look North Korean-mad…") + 2))
    assert line.startswith("Rockets look North Korean-m")


def test_lines_keep_emoji_whole() -> None:
    font = theme.interface_font(13)
    text = "국가정보원 😀 " * 12
    lines = wrap_text(text, font, 120)
    assert len(lines) > 2
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_label_takes_its_colour_from_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    label = plain_label("████", ink="danger")
    qtbot.addWidget(label)
    label.resize(60, 18)
    for name in ("light", "dark"):
        theme.apply(qapp, theme.THEMES[name])
        colours = {label.grab().toImage().pixelColor(x, 9).name() for x in range(4, 20)}
        assert theme.THEMES[name].danger.name() in colours


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("invoice\u202egpj.exe", "invoice‹U+202E›gpj.exe"),
        ("Mina\u200bPark", "Mina‹U+200B›Park"),
        ("a\nb\tc\x00", "a‹U+000A›b‹U+0009›c‹U+0000›"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\u200dx", "‹U+200D›x"),
        ("국가정보원 É é", "국가정보원 É é"),
    ],
)
def test_hidden_characters_are_written_out(text: str, shown: str) -> None:
    assert visible_controls(text) == shown


def _ask_for_tip(widget: QWidget) -> None:
    at = QPoint(5, 5)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))


def _tips(window: QWidget) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget) if each.windowType() == Qt.WindowType.ToolTip]


def test_tooltip_is_ours_and_goes_with_the_pointer(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("Undo", window)
    plain_tooltip(button, NESTED)
    window.show()
    _ask_for_tip(button)
    (tip,) = _tips(window)
    assert tip.isVisible()
    tip.grab()
    assert button.toolTip() == ""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not tip.isVisible()


def test_tooltip_of_an_action_reaches_its_toolbar_button(qtbot: QtBot) -> None:
    bar = QToolBar()
    qtbot.addWidget(bar)
    action = bar.addAction("<b>Undo</b>")
    plain_tooltip(action, "Undo “<b>x</b>”")
    bar.show()
    _ask_for_tip(bar.widgetForAction(action))
    assert len([tip for tip in _tips(bar) if tip.isVisible()]) == 1


def test_message_is_answered_with_real_keys(qtbot: QtBot) -> None:
    def press(key: Qt.Key) -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert any(NESTED[:20] in label.text() for label in dialog.findChildren(PlainLabel))
        qtbot.keyClick(dialog, key)

    for key, answer in ((Qt.Key.Key_Return, "Remove & go"), (Qt.Key.Key_Escape, "")):
        QTimer.singleShot(50, lambda key=key: press(key))
        assert plain_message(None, NESTED, "It stays in the file.", ["Remove & go", "Keep"]) == answer
