"""The canvas for a screen reader: a list whose items are the cards in view and what is selected.

Qt keeps the interfaces it was given in a cache of its own and deletes them itself. So every one of them is held
here from the moment Qt knows it, and let go only together with Qt: an interface that Python collected first would
leave Qt with a pointer into nothing. A card cannot offer actions: PySide 6.11 reads what a Python `interface_cast`
returns as the address of the Python number, and crashes; focus follows the selection instead.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import Shiboken

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.accessible import name_of, relations_of
from evidenceboard.ui.canvas.announcer import Announcer
from evidenceboard.ui.canvas.view import BoardView

MOST = 500  # cards that are told of at once

Text, Role = QAccessible.Text, QAccessible.Role


@cache
def install() -> None:
    """From now on Qt asks here how a canvas is to be heard. It asks only while a screen reader listens."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_key: str, thing: QObject) -> QAccessibleInterface | None:
    return BoardAccessible(thing) if isinstance(thing, BoardView) else None


class BoardAccessible(QAccessibleWidget):
    """One canvas. Its children are cards in reading order, selected links, and the widgets that lie over it."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view, Role.List)
        self.view = view
        self._held: dict[str, RecordAccessible] = {}
        self._listed: tuple[object, list[str]] = ((), [])
        self.announcer = Announcer(self)
        view.destroyed.connect(lambda: self._let_go())  # holds this object as long as there is the view

    # What is there

    def records(self) -> list[str]:
        """The cards in view in reading order, the selected one even if it is not, and what else is selected."""
        state = self._state_of_list()
        if state != self._listed[0]:
            self._listed = (state, self._list())
        return self._listed[1]

    def _state_of_list(self) -> object:
        view = self.view
        seen = self._seen()
        return view.geometry, view.geometry.version, seen, view.selection

    def _list(self) -> list[str]:
        geometry, selection = self.view.geometry, self.view.selection
        cards = geometry.reading_order(geometry.cards_in(self._seen()))[:MOST]
        listed = set(cards)
        rest = [record for record in selection if record in geometry.row and record not in listed]
        links = [record for record in selection if record in geometry.edge_row]
        parts = [record for record in selection if record in geometry.spots]
        return cards + sorted(rest)[:MOST] + sorted(links)[:MOST] + sorted(parts)[:MOST]

    def _seen(self) -> Box:
        low = self.view.map_to_scene(QPointF(0, 0))
        high = self.view.map_to_scene(QPointF(self.view.width(), self.view.height()))
        return Box(low.x(), low.y(), high.x(), high.y())

    def record(self, record: str) -> RecordAccessible:
        """The interface of a card or link; Qt knows it from now on."""
        found = self._held.get(record)
        if found is None:
            found = self._held[record] = RecordAccessible(self, record)
            QAccessible.registerAccessibleInterface(found)
        return found

    def drop_gone(self) -> None:
        """Let go of what is not on the board any more, and of much that was in view some time ago."""
        geometry = self.view.geometry
        there = (geometry.row, geometry.edge_row, geometry.spots)
        gone = [record for record in self._held if not any(record in each for each in there)]
        if len(self._held) > 4 * MOST:
            listed = set(self.records())
            gone += [record for record in self._held if record not in listed and record not in gone]
        for record in gone:
            _forget(self._held.pop(record))

    def current(self) -> str | None:
        """The one card or link that is selected: what the focus is on."""
        selection = self.view.selection
        return next(iter(selection)) if len(selection) == 1 else None

    def _let_go(self) -> None:
        for interface in self._held.values():
            _forget(interface)
        self._held.clear()
        _forget(self)

    def _widgets(self) -> list[QWidget]:
        found = self.view.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [widget for widget in found if not widget.isHidden()]

    # What Qt asks

    def childCount(self) -> int:
        return len(self.records()) + len(self._widgets())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        records = self.records()
        if 0 <= index < len(records):
            return self.record(records[index])
        widgets = self._widgets()
        index -= len(records)
        return QAccessible.queryAccessibleInterface(widgets[index]) if 0 <= index < len(widgets) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        records = self.records()
        if isinstance(child, RecordAccessible):
            return records.index(child.id) if child.id in records else -1
        widgets, thing = self._widgets(), child.object()
        return len(records) + widgets.index(thing) if isinstance(thing, QWidget) and thing in widgets else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        at = self.view.mapFromGlobal(QPoint(x, y))
        if not self.view.rect().contains(at):
            return None
        widget = self.view.childAt(at)
        if widget is not None:
            return QAccessible.queryAccessibleInterface(widget)
        scene = self.view.map_to_scene(at.toPointF())
        card = self.view.geometry.card_at(scene.x(), scene.y())
        return None if card is None else self.record(card)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        for widget in self._widgets():
            if widget.hasFocus():
                return QAccessible.queryAccessibleInterface(widget)
        current = self.current()
        return self.record(current) if current is not None and self.view.hasFocus() else None

    def text(self, kind: QAccessible.Text) -> str:
        if kind != Text.Description:
            return super().text(kind)
        geometry, chosen = self.view.geometry, len(self.view.selection)
        words = f"{len(geometry.cards)} cards, {len(geometry.edges)} links"
        return f"{words}; {chosen} selected" if chosen else words

    def state(self) -> QAccessible.State:
        state = super().state()
        state.multiSelectable = 1
        return state


class RecordAccessible(QAccessibleInterface):
    """One card, or one link or part of a photo that is selected."""

    def __init__(self, board: BoardAccessible, record: str) -> None:
        super().__init__()
        self.id = record
        self._board = board

    def isValid(self) -> bool:
        geometry = self._board.view.geometry
        return any(self.id in each for each in (geometry.row, geometry.edge_row, geometry.spots))

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._board.view.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._board

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        view = self._board.view
        if kind == Text.Name:
            return name_of(view.geometry, view.faces, self.id)
        return relations_of(view.geometry, view.faces, self.id) if kind == Text.Description else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Cards are written on with the hands."""

    def rect(self) -> QRect:
        """Where it shows on the screen."""
        view, geometry = self._board.view, self._board.view.geometry
        if not self.isValid():
            return QRect()
        if self.id in geometry.row:
            box = geometry.box_of(geometry.row[self.id])
        elif self.id in geometry.spots:
            box = geometry.spot_box(self.id)
        else:
            x, y = geometry.roundel(geometry.edge_row[self.id])
            box = Box(x, y, x, y).grown(9.0)
        low, high = view.map_to_view(QPointF(box.left, box.top)), view.map_to_view(QPointF(box.right, box.bottom))
        on_view = QRectF(low, high).toAlignedRect()
        return QRect(view.mapToGlobal(on_view.topLeft()), on_view.size())

    def role(self) -> QAccessible.Role:
        return Role.ListItem

    def state(self) -> QAccessible.State:
        state, view = QAccessible.State(), self._board.view
        state.focusable = state.selectable = state.multiSelectable = 1
        state.selected = int(self.id in view.selection)
        state.focused = int(view.hasFocus() and self._board.current() == self.id)
        state.invalid = int(not self.isValid())
        on_view = QRect(view.mapFromGlobal(self.rect().topLeft()), self.rect().size())
        state.offscreen = int(not view.rect().intersects(on_view))
        return state


def _forget(interface: QAccessibleInterface) -> None:
    """Take an interface out of Qt's cache, which deletes it; the Python object is an empty shell from now on."""
    if Shiboken.isValid(interface):
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(interface))
