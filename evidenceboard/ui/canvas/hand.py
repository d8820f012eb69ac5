"""The tool in hand: the view hands every event here, and it goes to the gesture under way or to the resting tool."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from evidenceboard.analysis.what_if import WhatIf
from evidenceboard.model.ids import kind_of
from evidenceboard.ui.canvas.painting import GRID
from evidenceboard.ui.canvas.tools import Tool
from evidenceboard.ui.canvas.tools.link import LinkTool
from evidenceboard.ui.canvas.tools.nudge import NudgeTool
from evidenceboard.ui.canvas.tools.pan import PanTool
from evidenceboard.ui.canvas.tools.select import SelectTool
from evidenceboard.ui.canvas.view import BoardView

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

FAR = 10  # grid steps that an arrow with Shift moves a card; with Ctrl it is one scene unit
MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
STEPS = {
    Qt.Key.Key_Left: (-1, 0, "left"),
    Qt.Key.Key_Right: (1, 0, "right"),
    Qt.Key.Key_Up: (0, -1, "up"),
    Qt.Key.Key_Down: (0, 1, "down"),
}


class ToolInHand(QObject):
    """Keeps the resting tool and the gesture it started.

    Attributes:
        let_all_show: ends that another view picks out cards; whether one did.

    Signals:
        hint: a line for the person, empty for none.
    """

    hint = Signal(str)

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self._resting: Tool = SelectTool(page)
        self._gesture: Tool | None = None
        self.let_all_show: Callable[[], bool] = lambda: False
        page.bridge.changing.connect(self.finish)
        page.view.selection_changed.connect(self._selection_changed)
        page.view.installEventFilter(self)

    @property
    def tool(self) -> Tool:
        return self._gesture or self._resting

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None

    def choose(self, name: str) -> None:
        """Take "select" or "hand" into the hand."""
        self.cancel()
        self._resting = PanTool(self._page) if name == "hand" else SelectTool(self._page)
        self.hint.emit(self._resting.hint)

    def nudge(self, dx: float, dy: float) -> None:
        """Move what is selected by keys; nothing is committed before they rest or something else is done."""
        if not isinstance(self._gesture, NudgeTool):
            self.cancel()
            self.begin(NudgeTool(self._page, self.finish))
        if isinstance(self._gesture, NudgeTool):
            self._gesture.step(dx, dy)

    def finish(self) -> None:
        """Commit what keys have moved: something else is about to be done."""
        nudge = self._gesture
        if isinstance(nudge, NudgeTool):
            self.end()
            nudge.finish()

    def _selection_changed(self) -> None:
        if isinstance(self._gesture, NudgeTool) and self._gesture.selection != self._page.view.selection:
            self.finish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever looks away from the board has done with it."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.finish()
        return False

    def begin(self, gesture: Tool, event: QMouseEvent | None = None) -> None:
        """Give every event to a gesture until it ends; ``event`` is the move that began it."""
        self._gesture = gesture
        self.hint.emit(gesture.hint)
        if event is not None:
            gesture.move(event)

    def begin_link(self) -> bool:
        """Link the selected cards and parts of photos by keys; False if none is selected."""
        self.finish()
        cards = [*self._page.selected("card"), *self._page.selected("region")]
        if cards:
            self._page.view.setFocus()  # the arrows are meant for it from now on
            self.begin(LinkTool(self._page, cards))
        return bool(cards)

    def end(self) -> None:
        """The gesture is over."""
        self._gesture = None
        self.hint.emit(self._resting.hint)
        self._page.view.update()

    def cancel(self) -> bool:
        """End the gesture under way without doing anything; whether there was one. What keys have moved stays."""
        self.finish()
        if self._gesture is None:
            return False
        self._gesture.cancel()
        self.end()
        return True

    def press(self, event: QMouseEvent) -> bool:
        self._page.writing.leave()
        self.finish()
        return self.tool.press(event)

    def move(self, event: QMouseEvent) -> bool:
        handled = self.tool.move(event)
        self._page.view.setCursor(self.tool.cursor(event.position()))
        return handled

    def release(self, event: QMouseEvent) -> bool:
        return self.tool.release(event)

    def double_click(self, event: QMouseEvent) -> bool:
        return self.tool.double_click(event)

    def wheel(self, steps: int) -> bool:
        """The wheel over a selected roundel changes the strength of its edge; no whole step, no change."""
        hovered = self._page.view.hovered
        if hovered is None or kind_of(hovered) != "edge" or hovered not in self._page.view.selection:
            return False
        return not steps or self._page.set_edges(strength="strong" if steps > 0 else "normal")

    def key(self, event: QKeyEvent) -> bool:
        nudging = isinstance(self._gesture, NudgeTool)
        if nudging and event.key() in MODIFIERS:
            return False
        if nudging and (event.key() not in STEPS or event.modifiers() & Qt.KeyboardModifier.AltModifier):
            self.finish()
            nudging = False
        if event.key() == Qt.Key.Key_Escape:
            if not self.cancel() and not self._page.focus.end() and not self.let_all_show():
                self._let_go_of_the_rest()
            return True
        if self._gesture is not None and not nudging:
            return self._gesture.key(event)
        return self._move_or_walk(event) or self._change_link(event)

    def _let_go_of_the_rest(self) -> None:
        """The selection; where nothing is selected, the what-if."""
        if self._page.view.selection:
            self._page.view.set_selection(frozenset())
        else:
            self._page.bridge.standings.set_what_if(WhatIf())

    def key_up(self, event: QKeyEvent) -> bool:
        """A key was let go; the system says so of every repetition of a key that is held, too."""
        if isinstance(self._gesture, NudgeTool) and event.key() in STEPS and not event.isAutoRepeat():
            self._gesture.let_go()
        return False

    def _move_or_walk(self, event: QKeyEvent) -> bool:
        key, page = Qt.Key(event.key()), self._page
        if key in STEPS:
            across, down, direction = STEPS[key]
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                return page.walking.jump(direction)
            if page.nudge(across, down, _step(event.modifiers())):
                return True
            return self._gesture is not None and self._gesture.key(event)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return page.walking.walk(-1 if key == Qt.Key.Key_Backtab else 1)
        if key == Qt.Key.Key_L and not event.modifiers() & COMMANDS:
            return page.walking.walk_links(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return page.edit_selected()
        return False

    def _change_link(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                return self._page.set_edges(kind="support")
            case Qt.Key.Key_Minus:
                return self._page.set_edges(kind="contradict")
            case Qt.Key.Key_1 | Qt.Key.Key_2:
                return self._page.set_edges(strength="normal" if event.key() == Qt.Key.Key_1 else "strong")
        return False

    def paint(self, painter: QPainter, _view: BoardView) -> None:
        """The tool's drawing over the picture."""
        self.tool.paint(painter)


def _step(held: Qt.KeyboardModifier) -> float:
    """How far an arrow moves a card, in scene units."""
    if held & Qt.KeyboardModifier.ControlModifier:
        return 1.0
    return GRID * FAR if held & Qt.KeyboardModifier.ShiftModifier else GRID
