"""A screen reader walks the real window: everything that takes the focus says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from evidenceboard.exchange import Refused
from evidenceboard.store.reading import read_board
from evidenceboard.ui.dialogs.crash import CrashDialog
from evidenceboard.ui.dialogs.left_out import of_import
from evidenceboard.ui.dialogs.merge import MergePreview
from evidenceboard.ui.widgets.name_prompt import NamePrompt
from tests.journeys.hands import Hands

NAME = QAccessible.Text.Name


def nameless(root: QWidget) -> list[str]:
    """The widgets that take the focus and that a screen reader would be silent about."""
    found = [root, *root.findChildren(QWidget)]
    return [f"{type(w).__name__} in {type(w.parent()).__name__}" for w in found if _takes_focus(w) and not _name(w)]


def _takes_focus(widget: QWidget) -> bool:
    proxied = widget.focusProxy() is not None
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not proxied and not _inside(widget)


def _inside(widget: QWidget) -> bool:
    """Parts that Qt makes for itself inside of a widget that has a name: arrows of tabs, lists of boxes."""
    name = widget.objectName()
    return name.startswith("qt_") or type(widget.parent()).__name__ in ("QComboBoxPrivateContainer", "QTabBar")


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(NAME).strip() if interface is not None else ""


def test_the_start_page(hands: Hands) -> None:
    assert nameless(hands.window) == []


def test_the_window_with_every_kind_of_thing_selected(case: Hands) -> None:
    assert nameless(case.window) == []
    for record in [*case.cards(), *case.edges()]:
        case.page.view.set_selection({record})
        case.settle()
        assert nameless(case.window) == [], record
    case.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    case.window.show_history()
    case.window.messages.news("Something", "and advice")
    case.window.open_find()
    case.settle()
    assert nameless(case.window) == []


def test_writing_and_the_layers_over_the_window(case: Hands) -> None:
    case.page.view.set_selection({case.cards()[0]})
    case.key(Qt.Key.Key_Return)
    assert nameless(case.window) == []
    for layer in (case.window.palette_popup, case.window.shortcut_overview):
        layer.open()
        case.settle()
        assert nameless(layer) == []


def opened(case: Hands, tmp_path: Path) -> Iterator[QDialog]:
    """Every dialog of the program, one after the other."""
    window = case.window
    for wanted in ("preferences", "stops", "manual"):
        window.wanted.emit(wanted, None)
        yield from [d for d in QApplication.topLevelWidgets() if isinstance(d, QDialog) and d.isVisible()]
    colleague = tmp_path / "theirs.board"
    case.save_to(colleague)
    case.page.new_card("claim")
    case.write("Only mine")
    yield MergePreview(case.page.bridge, read_board(colleague, tmp_path), "theirs.board", window)
    yield of_import([Refused("a.jpg", "not a picture")], 2, window)
    yield CrashDialog(RuntimeError("x"), tmp_path, window)
    yield NamePrompt("Ann", window)


def test_the_dialogs(case: Hands, tmp_path: Path) -> None:
    seen = set()
    for dialog in opened(case, tmp_path):
        assert nameless(dialog) == [], type(dialog).__name__
        seen.add(type(dialog).__name__)
        dialog.close()
    assert len(seen) == 7
