"""Menus under the pointer, by mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.journeys.hands import NONE, Hands


def menu_at(hands: Hands, at: QPoint) -> QMenu:
    """The menu that a click of the right button opens, as the window system sends it."""
    QTest.qWait(QApplication.doubleClickInterval())  # a second press at once would be a double click
    handle = hands.window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.RightButton, NONE, hands.page.view.mapTo(hands.window, at))
    menus = [menu for menu in hands.window.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def choose(menu: QMenu, name: str) -> None:
    (action,) = [action for action in menu.actions() if action.text() == name]
    assert action.isEnabled()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def names(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]
