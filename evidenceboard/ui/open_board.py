"""One open document with its rooms: canvas, find bar, panels, saving. They know the document, not one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.document import Document
from evidenceboard.model.ids import RecordId
from evidenceboard.model.sizes import WIDTH
from evidenceboard.ui.board_page import BoardPage
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.filtering import Filtering
from evidenceboard.ui.filtering_bar import FilterBar
from evidenceboard.ui.find_bar import FindBar
from evidenceboard.ui.judged_otherwise import JudgedOtherwise
from evidenceboard.ui.one_selection import OneSelection
from evidenceboard.ui.picked_out import FILTER, FLIP, PATH, Pick, PickedOut
from evidenceboard.ui.replay.bar import ReplayBar
from evidenceboard.ui.replay.replaying import CHANGES, Replaying
from evidenceboard.ui.saving import Saving
from evidenceboard.ui.searching import Query
from evidenceboard.ui.sheet_hands import SheetHands
from evidenceboard.ui.sheet_row import SheetRow
from evidenceboard.ui.side_panels import SidePanels
from evidenceboard.ui.status_tip import StatusTip
from evidenceboard.ui.switched_off import SwitchedOff
from evidenceboard.ui.view_stack import BOARD_VIEW, ViewStack

MANY = 2_000  # cards that are looked up in steps before they are lit


class OpenBoard(QObject):
    """What a window shows of one document.

    Attributes:
        whole: the filter and the views below it.
        views: the canvas with its find bar and sheets, and the other views of the same data.
        selection: what is selected in all of them.
        panels: the widget at the right.
    """

    def __init__(self, document: Document, middle: QStackedWidget, side: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.document = document
        self._middle, self._side = middle, side
        self.bridge = Bridge(document, self)
        self.page = BoardPage(self.bridge)
        self.sheets = SheetHands(self.bridge)
        self.sheet_row = SheetRow(self.bridge, self.sheets)
        self.find_bar = FindBar(self.bridge)
        self.saving = Saving(self.bridge, self)
        board = QWidget()
        column = QVBoxLayout(board)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.page, 1)
        column.addWidget(self.sheet_row)
        self.views = ViewStack(self.bridge, board, self.page.view)
        self.filtering = Filtering(self.bridge, self)
        self.filter_bar = FilterBar(self.bridge, self.filtering)
        self.whole = QWidget()
        whole = QVBoxLayout(self.whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.filter_bar)
        whole.addWidget(self.views, 1)
        self.replaying = Replaying(self.page)
        self.replay_bar = ReplayBar(self.replaying)
        whole.addWidget(self.replay_bar)
        middle.addWidget(self.whole)
        middle.setCurrentWidget(self.whole)
        self.panels = SidePanels(self.bridge, side)
        side.addWidget(self.panels)
        side.setCurrentWidget(self.panels)
        self.selection = OneSelection(self.page)
        self.picked_out = PickedOut(self.page)
        self._lighting: Query | None = None
        self.status_tip = StatusTip(self.page)
        self.switched_off = SwitchedOff(self.page)
        self.judged_otherwise = JudgedOtherwise(self.page)
        self._connect()
        if document.index_is_ready:
            self.bridge.standings.begin()
        else:  # not before something is seen: both want the processor
            self.page.view.painted.connect(self.bridge.read_index, Qt.ConnectionType.SingleShotConnection)

    def _connect(self) -> None:
        page, panels = self.page, self.panels
        self.selection.changed.connect(self._show_selection)
        self.views.selected.connect(self.selection.choose)
        self.views.go_to.connect(self.show_on_board)
        self.views.lit.connect(self.picked_out.show)
        page.hand.let_all_show = self._let_all_show
        self.filtering.picked.connect(self._pick)
        self.filter_bar.select.connect(self.selection.choose)
        self.filter_bar.closed.connect(lambda: self.views.entry.setFocus())
        page.edit_reason.connect(self.edit_reason)
        page.edit_note.connect(panels.edit_note)
        panels.go_to.connect(self.go_to)
        panels.inspector.show_on_board.connect(self.show_on_board)
        panels.inspector.link_wanted.connect(self._link_from)
        panels.paths.shown.connect(self._show_path)
        panels.paths.fly.connect(lambda cards: page.bring_into_view(sorted(cards)))
        panels.says.picked.connect(self._show_flip)
        panels.todo.begin()
        panels.conflicts.count_changed.connect(panels.set_attention)
        panels.set_attention(panels.conflicts.count)
        self.find_bar.found.connect(page.view.set_hits)
        self.find_bar.chosen.connect(lambda card: page.show_records([card]))
        self.find_bar.wanted_here.connect(lambda card: self.put_here([card]))
        self.find_bar.closed.connect(page.view.setFocus)
        panels.history.replay_wanted.connect(self._replay_after)
        self.replaying.began.connect(self._look_back)
        self.replaying.ended.connect(self._look_at_now)
        self.replaying.changed.connect(self._show_change)

    def leave_fields(self) -> None:
        """What is being typed becomes a change now: the board is about to be saved or put away."""
        self.page.hand.finish()
        self.page.writing.leave()
        self.page.parts.note_field.leave()
        self.panels.finish_editing()
        self.views.finish_editing()

    def go_to(self, record: RecordId) -> None:
        """Select a record and bring it into view: in the view that is shown if it is seen there, else on the canvas."""
        if self.views.view is not None and self.views.view.reveal(record):
            self.selection.choose([record])
        else:
            self.show_on_board(record)

    def show_on_board(self, record: RecordId) -> None:
        """Turn to the canvas, select a record there and bring it into view."""
        if self.views.view is not None:
            self.views.show_view(BOARD_VIEW)
        self.page.show_records([record])

    def _pick(self, pick: Pick | None) -> None:
        """What the filter finds lights up on the canvas, and alone stands in the table."""
        if self._lighting is not None:
            self._lighting.drop()
        if pick is None or len(pick.cards) < MANY:
            self.picked_out.put(FILTER, pick)
        else:
            found = self.page.view.look_up(pick.cards)
            self._lighting = self.bridge.searching.run(found, lambda _nothing: self.picked_out.put(FILTER, pick))
        self.views.narrow(pick)

    def _show_path(self, pick: Pick | None) -> None:
        if pick is not None and self.views.view is not None:
            self.views.show_view(BOARD_VIEW)
            self.panels.paths.list.setFocus()
        self.picked_out.put(PATH, pick)

    def _show_flip(self, pick: Pick | None) -> None:
        if pick is not None:
            if self.views.view is not None:
                self.views.show_view(BOARD_VIEW)
            self.page.bring_into_view(sorted(pick.cards))
        self.picked_out.put(FLIP, pick)

    def _let_all_show(self) -> bool:
        alone = self.picked_out.end_alone()
        if alone == FLIP:
            self.panels.says.what_if.flip.let_go()
        return bool(alone) or self.views.end_brush() or self.replaying.end()

    def replay(self) -> None:
        """Open the bar of the replay; where it is open, close it."""
        if self.replaying.end():
            return
        self.leave_fields()
        self.replay_bar.open()

    def _replay_after(self, change: int) -> None:
        if not self.replaying.active:
            self.leave_fields()
        self.replay_bar.open()
        self.replaying.begin_after(change)

    def _look_back(self) -> None:
        """What can be written on is shown as it can be read."""
        self.panels.show_records(sorted(self.selection.records))

    def _show_change(self) -> None:
        """Beside the replay of changes stands what each did: the other panels say how things are now."""
        replaying, sheets = self.replaying, self.page.sheets
        by_changes = replaying.active and replaying.clock == CHANGES
        self.panels.look_back(by_changes)
        if by_changes and not replaying.busy and sheets.then is not None:
            told = replaying.course.tell(replaying.at)
            self.panels.then.show_step(*told, replaying.marks.touched, sheets.then.reading)

    def _look_at_now(self) -> None:
        self.panels.show_records(sorted(self.selection.records))
        self.views.entry.setFocus()

    def _show_selection(self) -> None:
        chosen = self.selection.records
        self.panels.show_records(sorted(chosen))
        self.views.select(chosen)

    def put_here(self, cards: Sequence[RecordId]) -> None:
        """Give cards of the board a place on the sheet that is shown, and select them."""
        at = self.page.free_place()
        self.sheets.put_here(cards, at.x() - WIDTH / 2, at.y() - 40)
        self.page.show_records(cards)

    def edit_reason(self, edge: RecordId) -> None:
        """Select a link and put the cursor into its reason."""
        self.page.show_records([edge])
        self.panels.edit_reason(edge)

    def put_away(self) -> None:
        """Close the document; where a person wants nothing left behind, what the file holds goes from here."""
        self.replaying.end()
        self.leave_fields()
        self.bridge.detach()
        for place, widget in ((self._middle, self.whole), (self._side, self.panels)):
            place.removeWidget(widget)
            widget.deleteLater()
        self.document.close()
        installation, path = self.document.installation, self.document.path
        if path is not None:
            installation.openings.end(str(path))
        if installation.preferences().leave_nothing and path is not None:
            installation.leave_nothing(self.document.board_id, path)
        self.deleteLater()

    def _link_from(self, card: RecordId) -> None:
        self.show_on_board(card)
        self.page.view.setFocus()
        self.page.hand.begin_link()
