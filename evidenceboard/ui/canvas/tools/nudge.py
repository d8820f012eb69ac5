"""Move what is selected by arrow keys. A key that is held, or pressed again soon, makes one step of the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QTimer

from evidenceboard.model.geometry import Box
from evidenceboard.ui.canvas.tools.frame import OutlineTool

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage

REST = 400  # ms after a key was let go in which the next one still belongs to the same step
HELD = 2_000  # ms without a repetition after which a key is taken for let go: the system may not have said so


class NudgeTool(OutlineTool):
    """Holds the selected cards and frames, and what lies in these, where the keys have brought them; `finish` commits.

    Args:
        over: called when the keys have rested.
    """

    def __init__(self, page: BoardPage, over: Callable[[], object]) -> None:
        super().__init__(page)
        self._cards, self._frames = page.selected("card"), page.frames.selected
        self._zones, cards = page.frames.taken_along(self._frames) if self._frames else ([], self._cards)
        self.selection = self.view.selection
        self._offset = QPointF()
        self._plates = {plate.id: plate.box(self.view.zoom) for plate in self.view.folds.plates}
        self._rest = QTimer(self.view, singleShot=True)
        self._rest.timeout.connect(over)
        self.view.lift(cards, [zone.id for zone in self._zones])

    def step(self, dx: float, dy: float) -> None:
        """Further by so much, in scene units."""
        self._offset += QPointF(dx, dy)
        self.view.lift_offset = self._offset
        self.view.update()
        self._rest.start(HELD)

    def let_go(self) -> None:
        """The key is up."""
        self._rest.start(REST)

    def finish(self) -> None:
        """Put everything where it is held, as one step."""
        self._rest.stop()
        self._rest.deleteLater()
        self.view.drop_lift()
        dx, dy = self._offset.x(), self._offset.y()
        if not dx and not dy:
            return
        if self._frames:
            self.page.frames.move(self._frames, dx, dy)
        else:
            self.page.move_cards(self._cards, dx, dy)

    def outlines(self) -> Sequence[Box]:
        dx, dy = self._offset.x(), self._offset.y()
        boxes = [self._plates.get(zone.id, zone.box) for zone in self._zones]
        return [Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy) for box in boxes]
