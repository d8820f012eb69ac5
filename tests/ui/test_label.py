"""A wrapped label keeps the lines that it laid out, and never those of other words or another weight."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from evidenceboard.ui.label import PlainLabel

LONG = "Parts of the F-7 warhead that Hamas fires look North Korean-made " * 4


def test_other_words_and_another_weight_are_laid_out_anew(qtbot: QtBot) -> None:
    label = PlainLabel(LONG, wrap=True)
    qtbot.addWidget(label)
    tall = label.heightForWidth(200)
    assert label.heightForWidth(100) > tall == label.heightForWidth(200)
    label.setText("short")
    assert label.heightForWidth(200) < tall
    label.setText(LONG)
    widths = range(60, 400)
    light = [label.heightForWidth(width) for width in widths]
    label.set_weight(700)
    bold = PlainLabel(LONG, wrap=True, weight=700)
    qtbot.addWidget(bold)
    heavy = [label.heightForWidth(width) for width in widths]
    assert heavy == [bold.heightForWidth(width) for width in widths] != light
