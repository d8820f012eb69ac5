"""The filter's bar by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from evidenceboard.ui.filtering_bar import FilterBar
from evidenceboard.ui.filtering_rule import RulePopup
from tests.journeys.hands import CONTROL, Hands
from tests.journeys.menus import choose, names

LEFT = Qt.MouseButton.LeftButton


def bar(hands: Hands) -> FilterBar:
    assert hands.window.shown is not None
    return hands.window.shown.filter_bar


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center())


def open_bar(hands: Hands) -> FilterBar:
    hands.key(Qt.Key.Key_L, CONTROL)
    hands.settle()
    assert bar(hands).isVisible()
    return bar(hands)


def about(hands: Hands, words: str) -> None:
    segments = bar(hands).about.segments()
    press(next(segment for segment in segments if segment.accessibleName() == words))


def menu_of(hands: Hands) -> QMenu:
    """The menu that is open, the innermost."""
    return [menu for menu in bar(hands).findChildren(QMenu) if menu.isVisible()][-1]


def add_rule(hands: Hands, *way: str) -> RulePopup:
    """One more rule, through the menu of the fields; its popup is open."""
    press(bar(hands).add)
    for name in way:
        menu = menu_of(hands)
        (action,) = [action for action in menu.actions() if action.text() == name]
        if action.menu() is None:
            choose(menu, name)
        else:
            menu.setActiveAction(action)
            QTest.keyClick(menu, Qt.Key.Key_Right)
        hands.settle()
    hands.window.activateWindow()  # as the window system does when a menu has gone
    popup = bar(hands).popup
    assert popup is not None and popup.isVisible()
    return popup


def compare(popup: RulePopup, words: str) -> None:
    press(next(segment for segment in popup.hows.segments() if segment.accessibleName() == words))
    QTest.qWait(30)


def mark(popup: RulePopup, words: str, which: int = 0) -> None:
    """Click a value in the list."""
    values = popup.lists[which].list
    (item,) = [values.item(row) for row in range(values.count()) if values.item(row).text() == words]
    values.scrollToItem(item)
    at = values.visualItemRect(item)
    QTest.mouseClick(values.viewport(), LEFT, pos=QPoint(at.left() + 40, at.center().y()))
    QTest.qWait(30)


def close_popup(hands: Hands) -> None:
    popup = bar(hands).popup
    assert popup is not None
    QTest.mouseClick(popup, LEFT, pos=QPoint(5, popup.height() - 5))  # beside it
    hands.settle()
    assert bar(hands).popup is None


def saved(hands: Hands) -> QMenu:
    """The menu of the saved filters."""
    press(bar(hands).saved)
    return menu_of(hands)


def choose_saved(hands: Hands, name: str) -> None:
    """A row of the menu of the saved filters."""
    choose(saved(hands), name)
    hands.window.activateWindow()
    hands.settle()


def saved_names(hands: Hands) -> list[str]:
    menu = saved(hands)
    found = names(menu)
    menu.close()
    hands.window.activateWindow()
    hands.settle()
    return found[: found.index("Save as…")]
