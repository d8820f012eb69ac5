"""Presenting: the founding case on the audience's screen, with real keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from evidenceboard.document import Document
from evidenceboard.model.commands import add_card, add_record, set_fields
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import BOARD, FIRST_SHEET
from evidenceboard.paths import folders, resources
from evidenceboard.store.installation import Installation
from evidenceboard.ui import theme
from evidenceboard.ui.faces_of import FaceReader
from evidenceboard.ui.talk.audience import AudienceView, start_talk

NAMES = [
    "The photo, VOA and the NIS", "What Washington says", "Two claims, not one", "The rivals and their standing",
    "What would settle it",
]  # fmt: skip
KEY = Qt.Key


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    shutil.copyfile(resources() / "samples" / "founding-case.board", tmp_path / "case.board")
    document = Document.open(tmp_path / "case.board", Installation(folders()), "Tester")
    yield document
    document.close()


@pytest.fixture
def audience(document: Document, qtbot: QtBot) -> Iterator[AudienceView]:
    yield shown(AudienceView(document, FaceReader(document).faces), qtbot)  # qtbot closes it


def shown(audience: AudienceView, qtbot: QtBot) -> AudienceView:
    qtbot.addWidget(audience)
    audience.resize(1920, 1080)
    audience.show()
    qtbot.waitExposed(audience)
    return audience


def settled(audience: AudienceView, qtbot: QtBot) -> None:
    qtbot.waitUntil(audience.view.is_settled, timeout=10_000)


def press(audience: AudienceView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(audience, key)


def seen(audience: AudienceView) -> Box:
    """The part of the sheet in the room that is left to the board."""
    room = audience.page().board()
    low = audience.view.map_to_scene(QPointF(room.topLeft()))
    high = audience.view.map_to_scene(QPointF(room.bottomRight()))
    return Box(low.x(), low.y(), high.x(), high.y())


def test_stops_come_in_order_by_every_key(audience: AudienceView) -> None:
    assert [stop.name for stop in audience.stops] == NAMES
    assert audience.at == 0
    for number, key in enumerate((KEY.Key_Right, KEY.Key_Space, KEY.Key_PageDown), start=1):
        press(audience, key)
        assert audience.at == number
    QTest.mouseClick(audience, Qt.MouseButton.LeftButton)
    assert audience.at == 4
    press(audience, KEY.Key_Right)
    assert audience.at == 4, "the last stop is the last"
    for number, key in ((3, KEY.Key_Left), (2, KEY.Key_PageUp), (1, KEY.Key_Backspace)):
        press(audience, key)
        assert audience.at == number
    press(audience, KEY.Key_End)
    assert audience.at == 4
    press(audience, KEY.Key_Home, KEY.Key_Left)
    assert audience.at == 0


def test_each_stop_is_seen_whole_and_dims_the_rest(audience: AudienceView, document: Document) -> None:
    for stop in audience.stops:
        assert stop.view is not None and stop.shows
        assert seen(audience).grown(2).joined(stop.view) == seen(audience).grown(2), stop.name
        assert audience.view._state.lit == stop.shows
        assert stop.name in audience.accessibleName()
        press(audience, KEY.Key_Right)
    assert len(document.geometry().cards) == 16


def test_cards_are_large_enough_for_a_room(audience: AudienceView) -> None:
    assert audience.view.zoom > 1.4, "13 px of a title become 19 or more"


def test_nothing_is_written(audience: AudienceView, document: Document, qtbot: QtBot) -> None:
    before = document.log.counts(), document.unpublished
    press(audience, *(KEY.Key_Right,) * 5, KEY.Key_S, KEY.Key_H, KEY.Key_Delete, KEY.Key_Backspace)
    QTest.mouseDClick(audience, Qt.MouseButton.LeftButton)
    QTest.mousePress(audience, Qt.MouseButton.LeftButton)
    QTest.mouseMove(audience, audience.rect().center())
    QTest.mouseRelease(audience, Qt.MouseButton.LeftButton)
    settled(audience, qtbot)
    assert (document.log.counts(), document.unpublished) == before
    assert not audience.view.selection


def test_it_begins_in_the_projector_theme_and_t_changes_it(audience: AudienceView, qtbot: QtBot) -> None:
    def paper() -> str:
        settled(audience, qtbot)
        return audience.grab().toImage().pixelColor(8, 8).name()

    assert paper() == theme.THEMES["projector"].canvas.name()
    press(audience, KEY.Key_T)
    assert paper() == theme.THEMES["dark"].canvas.name()
    theme.signals.theme_changed.emit(theme.THEMES["light"])  # the window behind goes its own way
    assert paper() == theme.THEMES["dark"].canvas.name()
    press(audience, KEY.Key_T, KEY.Key_T, KEY.Key_T)
    assert paper() == theme.THEMES["projector"].canvas.name()


def test_notes_come_on_demand_and_leave_room_for_the_stop(audience: AudienceView) -> None:
    assert audience.page().note is None
    room = audience.page().board().height()
    press(audience, KEY.Key_N)
    assert "count voices, not reports" in str(audience.page().note)
    assert audience.page().board().height() < room
    stop = audience.stop.view
    assert stop is not None and seen(audience).grown(2).joined(stop) == seen(audience).grown(2)
    press(audience, KEY.Key_N)
    assert audience.page().board().height() == room


def test_the_question_heads_the_page(audience: AudienceView) -> None:
    page = audience.page()
    assert page.question == "How did the weapons reach Gaza?"
    assert page.title == "North Korea and Hamas: two claims, not one"


@pytest.mark.parametrize("key", [KEY.Key_Escape, KEY.Key_F5])
def test_it_ends(audience: AudienceView, key: Qt.Key) -> None:
    press(audience, key)
    assert not audience.isVisible()


def test_a_board_without_stops_is_shown_whole(qtbot: QtBot) -> None:
    document = Document.new(Installation(folders()), "Tester", "Two cards")
    for x in (0.0, 900.0):
        document.commit(add_card(FIRST_SHEET, "statement", (x, 0), {"title": "A statement"}))
    audience = shown(AudienceView(document, FaceReader(document).faces), qtbot)
    bounds = document.geometry().bounds()
    assert len(audience.stops) == 1 and bounds is not None
    assert seen(audience).joined(bounds) == seen(audience)
    assert audience.page().question == "Two cards"
    press(audience, KEY.Key_Right, KEY.Key_Left)
    settled(audience, qtbot)
    audience.grab()
    audience.close()
    document.close()


def test_an_empty_board_can_be_shown(qtbot: QtBot) -> None:
    document = Document.new(Installation(folders()), "Tester")
    audience = shown(AudienceView(document, FaceReader(document).faces), qtbot)
    settled(audience, qtbot)
    audience.grab()
    audience.close()
    document.close()


def test_stops_without_a_rectangle_or_with_cards_that_are_gone(document: Document, qtbot: QtBot) -> None:
    card = next(iter(document.geometry().cards))
    for order, shows in ((10, [card, "card:gone"]), (11, ["card:gone"]), (12, [])):
        values = {"sheet": "sheet:gone", "order": order, "name": f"Stop {order}", "shows": shows}
        document.commit(add_record("stop", values))
    audience = shown(AudienceView(document, FaceReader(document).faces), qtbot)
    assert [stop.name for stop in audience.stops[5:]] == ["Stop 10", "Stop 11", "Stop 12"]
    assert audience.stops[5].shows == {card}
    assert audience.stops[6].shows is None and audience.stops[7].shows is None
    audience.go_to(5)
    assert seen(audience).joined(document.geometry().box_of(0)) == seen(audience)
    for number in (6, 7):
        audience.go_to(number)
        settled(audience, qtbot)
        audience.grab()
    audience.close()


def test_it_follows_what_changes_meanwhile_and_lets_go_at_the_end(audience: AudienceView, document: Document) -> None:
    document.commit(set_fields(BOARD, {"question": "Which way?"}))
    assert audience.page().question == "Which way?"
    press(audience, KEY.Key_Escape)
    document.commit(set_fields(BOARD, {"question": "And now?"}))
    assert document._subscribers == []


def test_start_talk_fills_the_screen(document: Document, qtbot: QtBot) -> None:
    audience = start_talk(document, None)
    qtbot.addWidget(audience)
    qtbot.waitExposed(audience)
    assert audience.isFullScreen()
    assert audience.size() == audience.screen().size()
    settled(audience, qtbot)
    press(audience, KEY.Key_Escape)
    assert not audience.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (2560, 1440), (800, 600), (600, 900)])
def test_head_and_foot_leave_room_on_every_screen(audience: AudienceView, size: tuple[int, int]) -> None:
    audience.resize(*size)
    for _ in audience.stops:
        press(audience, KEY.Key_N)
        room = audience.page().board()
        assert room.height() >= size[1] / 4 and audience.rect().contains(room)
        press(audience, KEY.Key_N, KEY.Key_Right)
