"""The dialogs, worked with mouse and keys on a small real board."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from evidenceboard import paths
from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.exchange import Refused
from evidenceboard.model.commands import add_card, link, move_cards, remove, set_fields
from evidenceboard.model.ids import FIRST_SHEET
from evidenceboard.model.pictures import Photo
from evidenceboard.store.installation import Installation
from evidenceboard.store.reading import Foreign, read_board
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.dialogs.crash import CrashDialog
from evidenceboard.ui.dialogs.left_out import LISTED, of_import
from evidenceboard.ui.dialogs.merge import MergePreview
from evidenceboard.ui.dialogs.merge_parts import CountRow
from evidenceboard.ui.dialogs.stops import StopsDialog
from evidenceboard.ui.label import PlainLabel
from tests.ui.small_case import SmallCase

LEFT = Qt.MouseButton.LeftButton
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def shown(dialog: QDialog, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center())
    QApplication.processEvents()


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(PlainLabel) if not label.isHidden())


# Merge


def theirs(case: SmallCase, work: Callable[[Document], None]) -> Foreign:
    """What a colleague did with a copy, read as the window would read it."""
    colleague, path = case.colleague()
    work(colleague)
    colleague.publish()
    colleague.close()
    return read_board(path, case.document.installation.scratch())


def much(case: SmallCase) -> Callable[[Document], None]:
    def work(document: Document) -> None:
        document.commit(set_fields(case["E4"], {"credibility": 2}))
        document.commit(set_fields(case["C2"], {"text": "A text of theirs"}))
        photo = Photo(PNG)
        new = add_card(FIRST_SHEET, "photo", (0, 0), {"key": "E9", "title": "Their photo", "photo": photo.sha256})
        document.commit(new, [photo])
        document.commit(link(document.board, list(new.made), case["C2"]))
        document.commit(move_cards(FIRST_SHEET, {case["H1"]: (7, 7)}))
        document.commit(remove(document.board, [case["L3"]]))

    return work


def test_a_preview_counts_what_would_come_and_takes_nothing_in(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    foreign = theirs(case, much(case))
    case.set("E4", credibility=5)
    steps = case.steps()
    preview = MergePreview(bridge, foreign, "case (Jun).board")
    shown(preview, qtbot)
    said = words(preview.summary)
    assert "6 changes by Jun Seo" in said and "1 photo comes with it." in said
    counts = [words(row).split("\n") for row in preview.summary.findChildren(CountRow)]
    assert counts == [
        ["1", "needs you", "two values"],
        ["2", "added", "1 card, 1 link"],
        ["1", "changed", "1 card"],
        ["1", "moved", "taken as they are"],
        ["1", "removed", "1 link"],
    ]
    assert preview.merge.text() == "Merge 6 changes"
    click(preview.cancel)
    assert case.steps() == steps and not preview.isVisible()


def test_a_merge_without_a_choice_keeps_both_values(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    foreign = theirs(case, much(case))
    case.set("E4", credibility=5)
    preview = MergePreview(bridge, foreign, "case (Jun).board")
    shown(preview, qtbot)
    assert preview._open.text() == "1 conflict left open"
    with qtbot.waitSignal(preview.merged) as merged:
        click(preview.merge)
    assert len(merged.args[0]) == 6
    conflicts = case.document.board.conflicts()
    assert [(each.record, each.field) for each in conflicts] == [(case["E4"], "credibility")]
    assert {head.value for head in conflicts[0].heads} == {2, 5}
    assert case.document.photo(Photo(PNG).sha256) == PNG


def test_a_choice_is_written_as_one_step_after_the_merge(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    foreign = theirs(case, much(case))
    case.set("E4", credibility=5)
    preview = MergePreview(bridge, foreign, "case (Jun).board")
    shown(preview, qtbot)
    (block,) = preview.choices.blocks
    assert [(side.box.value, side.box.author) for side in block.sides] == [
        ("5 · improbable", "you"),
        ("2 · probably true", "Jun Seo"),
    ]
    click(block.sides[1].box)
    assert not preview._open.isVisible()
    click(block.sides[0].box)
    assert not block.sides[1].box.isChecked()
    click(preview.choices.later)
    assert preview._open.isVisible()
    click(preview.choices.all_theirs)
    steps = case.steps()
    click(preview.merge)
    assert case.value("E4", "credibility") == 2 and not case.document.board.conflicts()
    assert case.steps() == steps + 7
    assert case.document.history.undo_text == "Decide 1 conflict"


def test_an_empty_merge_says_that_there_is_nothing_new(case: SmallCase, bridge: Bridge, qtbot: QtBot) -> None:
    preview = MergePreview(bridge, theirs(case, lambda document: None), "case (Jun).board")
    shown(preview, qtbot)
    assert "Nothing new in this file" in words(preview.summary)
    assert not preview.merge.isVisible() and preview.cancel.text() == "Close"


def test_another_board_is_refused(case: SmallCase, bridge: Bridge, tmp_path: Path) -> None:
    other = Document.new(Installation(paths.folders(tmp_path / "other")), "Jun Seo", "Another")
    other.publish(tmp_path / "other.board")
    other.close()
    foreign = read_board(tmp_path / "other.board", case.document.installation.scratch())
    with foreign, pytest.raises(KnownError, match="another board"):
        MergePreview(bridge, foreign, "other.board")


def test_a_refusal_of_the_disk_leaves_the_preview_open_and_says_so(
    case: SmallCase, bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = MergePreview(bridge, theirs(case, much(case)), "case (Jun).board")
    shown(preview, qtbot)

    def full(*_: object) -> None:
        raise KnownError("This change was not kept: the disk is full", "Free some space.")

    monkeypatch.setattr(case.document, "receive", full)
    click(preview.merge)
    assert preview.isVisible() and "the disk is full" in preview._trouble.text()


# Import and crash


def test_what_could_not_be_read_is_listed_once(qtbot: QtBot, qapp: QApplication) -> None:
    refused = [Refused(f"<b>scan</b> {at}.svg", "an SVG is never decoded") for at in range(LISTED + 5)]
    dialog = of_import(refused, 3)
    shown(dialog, qtbot)
    said = words(dialog)
    assert f"{LISTED + 5} things could not be read" in said and "<b>scan</b> 0.svg" in said
    assert "and 5 more" in said
    click(dialog.copy)
    assert qapp.clipboard().text().count("\n") == LISTED + 4
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)


def test_a_crash_says_that_the_work_is_safe_and_is_shown_once(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    first = CrashDialog(RuntimeError("one bug"), tmp_path)
    shown(first, qtbot)
    assert "Your work is safe" in words(first) and str(tmp_path) in words(first)
    second = CrashDialog(ValueError("another bug"), tmp_path)
    second.open()
    report = first.details.toPlainText()
    assert not second.isVisible() and "RuntimeError" in report and "ValueError" in report
    assert "bug" not in report  # a message may hold words of the board
    click(first.copy)
    assert "RuntimeError" in qapp.clipboard().text()
    with qtbot.waitSignal(first.finished):
        click(first.go_on)
    third = CrashDialog(RuntimeError("later"), tmp_path)
    shown(third, qtbot)
    third.accept()


# Stops


class Camera:
    def __init__(self) -> None:
        self.rect = (0.0, 0.0, 800.0, 600.0)

    def __call__(self) -> tuple[float, float, float, float]:
        return self.rect


@pytest.fixture
def camera() -> Camera:
    return Camera()


@pytest.fixture
def stops(bridge: Bridge, camera: Camera, qtbot: QtBot) -> StopsDialog:
    made = StopsDialog(bridge, camera)
    shown(made, qtbot)
    return made


def names(dialog: StopsDialog) -> list[str]:
    return [str(dialog.bridge.document.board.value(stop, "name")) for stop in dialog.stops()]


def add(dialog: StopsDialog, name: str) -> None:
    click(dialog.add)
    QTest.keyClicks(dialog.editor.name, name)
    QTest.keyClick(dialog.editor.name, Qt.Key.Key_Return)


def test_stops_are_made_from_the_view_named_and_put_in_order(
    case: SmallCase, stops: StopsDialog, camera: Camera
) -> None:
    assert not stops.isModal() and not stops._about.isVisible()
    add(stops, "The photo")
    camera.rect = (10.004, 20, 30, 40)
    add(stops, "Washington")
    add(stops, "Two claims")
    assert names(stops) == ["The photo", "Washington", "Two claims"]
    assert case.document.board.value(stops.stops()[1], "view") == [10.0, 20.0, 30.0, 40.0]
    click(stops.earlier)
    assert names(stops) == ["The photo", "Two claims", "Washington"]
    assert not stops.later.isEnabled() or stops.list.currentRow() == 1
    stops.bridge.undo()
    assert names(stops) == ["The photo", "Washington", "Two claims"]


def test_a_note_is_kept_when_another_stop_is_chosen(case: SmallCase, stops: StopsDialog) -> None:
    add(stops, "One")
    add(stops, "Two")
    stops.editor.note.setFocus()
    QTest.keyClicks(stops.editor.note, "Speak slowly")
    item = stops.list.visualItemRect(stops.list.item(0)).center()
    QTest.mouseClick(stops.list.viewport(), LEFT, pos=item)
    one, two = stops.stops()
    assert case.document.board.value(two, "note") == "Speak slowly"
    assert case.document.board.value(one, "note") is None and stops.editor.note.toPlainText() == ""


def test_a_stop_takes_another_view_and_can_be_deleted(case: SmallCase, stops: StopsDialog, camera: Camera) -> None:
    add(stops, "One")
    add(stops, "Two")
    camera.rect = (1, 2, 3, 4)
    click(stops.take_view)
    assert case.document.board.value(stops.stops()[1], "view") == [1.0, 2.0, 3.0, 4.0]
    click(stops.delete)
    assert names(stops) == ["One"] and stops.list.currentRow() == 0
    click(stops.delete)
    assert names(stops) == [] and stops._hint.isVisible()
    stops.bridge.undo()
    assert names(stops) == ["One"]


def test_dragging_in_the_list_changes_the_order(stops: StopsDialog) -> None:
    for name in ("One", "Two", "Three"):
        add(stops, name)
    stops.list.insertItem(0, stops.list.takeItem(2))
    stops._reorder()
    assert names(stops) == ["Three", "One", "Two"]


@pytest.mark.parametrize("name", sorted(theme.THEMES))
def test_every_theme_draws_every_dialog(
    case: SmallCase, bridge: Bridge, camera: Camera, qtbot: QtBot, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    theme.apply(qapp, theme.THEMES[name])
    foreign = theirs(case, much(case))
    case.set("E4", credibility=5)
    for dialog in (
        MergePreview(bridge, foreign, "case (Jun).board"),
        StopsDialog(bridge, camera),
        of_import([Refused("a", "b")], 0),
        CrashDialog(RuntimeError("x"), tmp_path),
    ):
        shown(dialog, qtbot)
        assert not dialog.grab().isNull()
        dialog.done(0)
    theme.apply(qapp, theme.THEMES["light"])
