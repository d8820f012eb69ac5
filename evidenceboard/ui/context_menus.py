"""The menu under the pointer: what can be done with the card, the selection, the link, the frame or the paper there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from evidenceboard.model.ids import kind_of
from evidenceboard.ui.actions import Rows
from evidenceboard.ui.arranging import pinned
from evidenceboard.ui.canvas.tools.select import SelectTool
from evidenceboard.ui.commands_of_photos import EDIT_VIEW, MARK, SAVE_ORIGINAL, SAVE_VIEW, WITH_VIEW, WRITE_NOTE
from evidenceboard.ui.commands_of_selection import ALIGN, COLOURS, DISTRIBUTE, FOCUS, REASON
from evidenceboard.ui.photo_views import one_photo
from evidenceboard.ui.splitting import REJOIN, SPLIT
from evidenceboard.ui.what_if_meant import AGAIN, CARD, END, FALSE, LINK, ORIGIN, SOURCE
from evidenceboard.ui.what_ifs import CREDIBLE, FLIP, OPPOSITE, RELIABLE, SIDES, STRENGTHS

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

COLOUR: Rows = (("Colour", [name for name, _ in COLOURS]),)
CHANGE: Rows = ("Copy", "Duplicate", "Delete", "Take off this sheet")
GRADES: Rows = (("Another credibility", [*CREDIBLE]), ("Another reliability", [*RELIABLE]))
WHAT_IF: Rows = (("What if", [CARD, SOURCE, ORIGIN, FALSE, *GRADES, None, AGAIN, END, None, SIDES, FLIP]),)
WHAT_IF_OF_LINK: Rows = (("What if", [LINK, *STRENGTHS, OPPOSITE, None, AGAIN, END, None, SIDES]),)
ONE_CARD: Rows = (
    "Write on the card",
    "Link to a card",
    FOCUS,
    None,
    *CHANGE,
    None,
    *COLOUR,
    "Bring to front",
    *WHAT_IF,
)
CARDS: Rows = (
    ("Align", [*(name for name, _ in ALIGN[:3]), None, *(name for name, _ in ALIGN[3:])]),
    ("Distribute", [name for name, _ in DISTRIBUTE]),
    "Tidy up",
    None,
    "Link to a card",
    FOCUS,
    None,
    *CHANGE,
    None,
    *COLOUR,
    "Bring to front",
    *WHAT_IF,
)
EDGE: Rows = (
    "Make it support",
    "Make it contradict",
    None,
    "Normal strength",
    "Strong",
    None,
    REASON,
    FOCUS,
    *WHAT_IF_OF_LINK,
    None,
    "Delete",
)
PHOTO: Rows = (EDIT_VIEW, MARK, (("Save", [SAVE_VIEW, SAVE_ORIGINAL])), WITH_VIEW, None)
PART: Rows = (WRITE_NOTE, "Link to a card", None, EDIT_VIEW, None, "Delete")
FRAME: Rows = ("Rename the frame", "Fold or unfold the frame", None, *COLOUR, None, "Delete")
NEW = ("statement", "report", "assumption", "gap", "question", "hypothesis", "photo")
PAPER: Rows = (*(f"New {kind}" for kind in NEW), None, "Paste", "Select all", None, "Tidy up", "Show the whole board")


class ContextMenus(QObject):
    """Opens the menu over the canvas of one page, by the mouse or by the key for it.

    What is pressed becomes the selection unless it belongs to it; new cards come where the pointer is.

    Attributes:
        menu: the one that was opened last.
    """

    def __init__(self, window: MainWindow, page: BoardPage) -> None:
        super().__init__(page)
        self._window = window
        self._page = page
        self.menu: QMenu | None = None
        page.view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QContextMenuEvent):
            return False
        self._page.hand.finish()
        if self._page.hand.busy:
            return False
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._open(self._middle_of_selection() if by_key else event.pos(), keep=by_key)
        return True

    def _open(self, at: QPoint, keep: bool) -> None:
        page = self._page
        page.writing.leave()
        if not keep:
            self._select_at(at)
        page.pointed = page.view.map_to_scene(at.toPointF())
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._window)
        self._window.actions_table.offer(self.menu, self._rows())
        self.menu.aboutToHide.connect(lambda: QTimer.singleShot(0, page, self._forget_place))
        self.menu.popup(page.view.mapToGlobal(at))

    def _forget_place(self) -> None:
        """After the chosen command, which comes after the menu has gone."""
        self._page.pointed = None

    def _select_at(self, at: QPoint) -> None:
        view = self._page.view
        record = SelectTool(self._page).under(at.toPointF()).record
        if record is None:
            view.set_selection(frozenset())
        elif record not in view.selection:
            view.set_selection(frozenset((record,)))

    def _rows(self) -> Rows:
        selection = self._page.view.selection
        cards = [record for record in selection if kind_of(record) == "card"]
        parts = any(kind_of(record) == "region" for record in selection)
        if not cards and parts:
            return PART
        if not cards:
            frames = any(kind_of(record) == "frame" for record in selection)
            return FRAME if frames else EDGE if selection else PAPER
        held = len(pinned(self._page, cards))
        board = self._page.bridge.document.board
        statement = len(cards) == 1 and board.value(cards[0], "kind") == "statement"
        parts = any(board.value(card, "split_from") for card in cards)
        claims = [name for name, offered in ((SPLIT, statement), (REJOIN, parts)) if offered]
        pins = [name for name, offered in (("Pin", held < len(cards)), ("Unpin", held > 0)) if offered]
        photo = PHOTO if one_photo(self._page) else ()
        return (*photo, *(CARDS if len(cards) > 1 else ONE_CARD), *pins, *([None] if claims else []), *claims)

    def _middle_of_selection(self) -> QPoint:
        view = self._page.view
        for card in self._page.selected("card")[:1]:
            left, top, right, bottom = view.geometry.box_of(view.geometry.row[card])
            at = view.map_to_view(QPointF((left + right) / 2, (top + bottom) / 2)).toPoint()
            if view.rect().contains(at):
                return at
        return view.rect().center()
