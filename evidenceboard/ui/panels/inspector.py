"""The inspector: what is selected, in full, and edited where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from evidenceboard.document import Committed
from evidenceboard.model.commands import remove
from evidenceboard.model.ids import BOARD, RecordId, kind_of
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.board_form import BoardForm
from evidenceboard.ui.panels.card_form import CardForm
from evidenceboard.ui.panels.edge_form import EdgeForm
from evidenceboard.ui.panels.fields import LineField
from evidenceboard.ui.panels.frame_form import FrameForm
from evidenceboard.ui.panels.parts import WIDTH, IconLabel, Scroll
from evidenceboard.ui.panels.region_form import RegionForm
from evidenceboard.ui.panels.several_form import SeveralForm, selection_words
from evidenceboard.ui.panels.text_field import TextField
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.what_if_meant import NAMES, meant
from evidenceboard.ui.widgets.buttons import Hairline, IconButton, fill
from evidenceboard.ui.words import card_icon, card_ink, card_kind, one_line

Form = TypeVar("Form", bound=QWidget)

HEADER = 44


class Header(QWidget):
    """What is shown: icon, key, kind; and a menu of what can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEADER)
        self.icon = IconLabel("board", "ink2", side=16)
        self.key = plain_label("", weight=600)
        self.kind = plain_label("", ink="ink3", elide=True)
        self.more = IconButton("more", "More", side=28)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self.icon)
        row.addWidget(self.key)
        row.addWidget(self.kind, 1)
        row.addWidget(self.more)

    def tell(self, icon: str, token: str, key: str, kind: str) -> None:
        """Shows other words."""
        self.icon.show_icon(icon, token)
        self.key.setText(key)
        self.key.setVisible(bool(key))
        self.kind.setText(kind)


class InspectorPanel(QWidget):
    """Shows the board, a card, a link, or what several have in common.

    Signals:
        go_to: a record that should be shown, in whatever view.
        show_on_board: a record that should be shown on the canvas.
        claim_wanted: a statement, and words of it of which a claim should be made.
        split_wanted: a statement that should be split into claims.
        rejoin_wanted: a claim that should be put back into its statement.
        link_wanted: a card, or a part of its photo, from which a link should be drawn.
        photo_wanted: what should be done with a photo, and its card.
        sides_wanted: before and after of the what-if.
    """

    go_to = Signal(str)
    show_on_board = Signal(str)
    link_wanted = Signal(str)
    claim_wanted = Signal(str, str)
    split_wanted = Signal(str)
    rejoin_wanted = Signal(str)
    photo_wanted = Signal(str, str)
    sides_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setAccessibleName("Inspector")
        self._records: tuple[RecordId, ...] = ()
        self._fresh = False  # these were not shown before: their form begins at its top
        self._missed = False  # it was not refreshed, for another panel stood in its place
        self.header = Header()
        self._stack = QStackedWidget(self)
        self._pages: dict[QWidget, Scroll] = {}
        self.board, self.card, self.edge = self._page(BoardForm), self._page(CardForm), self._page(EdgeForm)
        self.frame, self.region = self._page(FrameForm), self._page(RegionForm)
        self.several = self._page(SeveralForm)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addWidget(Hairline())
        rows.addWidget(self._stack, 1)
        self._refreshing = QTimer(self, singleShot=True, interval=0)
        bridge.index_read.connect(self._refreshing.start)
        bridge.looked_back.connect(self._refreshing.start)
        self._refreshing.timeout.connect(self.refresh)
        self._connect()
        self.refresh()

    def _page(self, form: Callable[[Bridge, QWidget], Form]) -> Form:
        scroll = Scroll(self._stack)
        made = form(self.bridge, scroll.viewport())
        scroll.hold(made)
        self._stack.addWidget(scroll)
        self._pages[made] = scroll
        return made

    def _connect(self) -> None:
        for form in (self.card, self.edge, self.region, self.several):
            form.go_to.connect(self.go_to)
        self.card.link_wanted.connect(self.link_wanted)
        self.card.claim_wanted.connect(self.claim_wanted)
        self.card.words.quote.rejoin_wanted.connect(self.rejoin_wanted)
        self.region.link_wanted.connect(self.link_wanted)
        self.card.photo_wanted.connect(self.photo_wanted)
        for tries in (self.card.what_if, self.edge.what_if):
            tries.go_to.connect(self.go_to)
            tries.sides_wanted.connect(self.sides_wanted)
        self.header.more.clicked.connect(self._open_menu)
        self.bridge.committed.connect(self._follow)

    @property
    def records(self) -> tuple[RecordId, ...]:
        """What is shown; empty for the board."""
        return self._records

    def sizeHint(self) -> QSize:
        """The width of the panel."""
        return QSize(WIDTH, 600)

    def show_records(self, ids: Sequence[RecordId]) -> None:
        """Shows these cards and links, or the board where there are none."""
        records = tuple(ids)
        if records != self._records:
            self.finish_editing()
            self._records = records
            self._fresh = True
            if len(records) > 1:
                self._refreshing.start()  # a rubber band passes over many on its way
            else:
                self.refresh()

    def edit_reason(self, edge: RecordId) -> None:
        """Puts the cursor into the reason of a link."""
        self.show_records([edge])
        self.edge.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edge.reason.selectAll()

    def edit_note(self, region: RecordId) -> None:
        """Puts the cursor into the note of a part of a photo."""
        self.show_records([region])
        self.region.begin()

    def edit_title(self) -> None:
        """Puts the cursor into the title of the card, or of the board."""
        field = self.card.words.title if self._form(self._live()) is self.card else self.board.title
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish_editing(self) -> None:
        """Keeps what is being typed, as leaving its field would."""
        field = self.focusWidget()
        if isinstance(field, TextField | LineField):
            field.let_go()

    def refresh(self) -> None:
        """Shows the board as it is now; behind another panel it waits until it is seen."""
        self._missed = self._is_behind()
        if self._missed:
            return
        live = self._live()
        form = self._form(live)
        if isinstance(form, SeveralForm):
            form.show_records(live)
        else:
            form.show_record(live[0] if live else BOARD)
        self._tell(live)
        self._stack.setCurrentWidget(self._pages[form])
        if self._fresh:
            self._pages[form].verticalScrollBar().setValue(0)
            self._fresh = False

    def _is_behind(self) -> bool:
        stack = self.parentWidget()
        return isinstance(stack, QStackedWidget) and stack.currentWidget() is not self

    def _live(self) -> list[RecordId]:
        """What is there; in a replay, of that what was there."""
        now, then = self.bridge.document.board.is_live, self.bridge.reading.is_live
        return [record for record in self._records if now(record) and then(record)]

    def _form(self, live: Sequence[RecordId]) -> BoardForm | CardForm | EdgeForm | FrameForm | RegionForm | SeveralForm:
        if not live:
            return self.board
        if len(live) > 1:
            return self.several
        match kind_of(live[0]):
            case "card":
                return self.card
            case "edge":
                return self.edge
            case "frame":
                return self.frame
            case "region":
                return self.region
        return self.several

    def _tell(self, live: Sequence[RecordId]) -> None:
        board = self.bridge.document.board
        self.header.more.setVisible(bool(live) and not self.bridge.document.read_only)
        if not live:
            self.header.tell("board", "ink2", "", "Board")
        elif len(live) > 1:
            self.header.tell("select", "ink2", selection_words(live), "")
        elif kind_of(live[0]) == "frame":
            self.header.tell("frame", "ink2", "", "Frame")
        elif kind_of(live[0]) == "region":
            self.header.tell("region", "photo", "", "Part of a photo")
        elif kind_of(live[0]) == "edge":
            values = board.record(live[0]).shown_values()
            token = "contra" if values.get("kind") == "contradict" else "support"
            undercut = kind_of(values["to"]) == "edge"
            self.header.tell("link", token, one_line(str(values.get("key") or "")), "Undercut" if undercut else "Link")
        else:
            values = board.record(live[0]).shown_values()
            self.header.tell(card_icon(values), card_ink(values), one_line(str(values.get("key") or ""), 24),
                             card_kind(values))  # fmt: skip

    def _follow(self, event: Committed) -> None:
        """Only a move changes nothing that is said here, but for how many cards lie in a frame."""
        frame = self._pages[self.frame] is self._stack.currentWidget()
        if frame or any(kind_of(record) != "place" for record in event.records):
            self._refreshing.start()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show on the board", lambda: self.show_on_board.emit(self._records[0]))
        if self._form(self._live()) is self.card:
            menu.addAction("Link to another card", lambda: self.link_wanted.emit(self._records[0]))
            if self.bridge.document.board.value(self._records[0], "kind") == "statement":
                menu.addAction("Split into claims…", lambda: self.split_wanted.emit(self._records[0]))
        elif self._form(self._live()) is self.region:
            menu.addAction("Link to a card", lambda: self.link_wanted.emit(self._records[0]))
        self._add_what_if(menu)
        menu.addSeparator()
        menu.addAction("Delete", self._delete)
        menu.popup(self.header.more.mapToGlobal(self.header.more.rect().bottomLeft()))

    def _add_what_if(self, menu: QMenu) -> None:
        """What can be laid aside of what is shown, and what is laid aside already."""
        standings, chosen = self.bridge.standings, frozenset(self._live())
        taken = standings.what_if.taken()
        found = [(what, meant(self.bridge, chosen, what)) for what in NAMES]
        there = [(what, records) for what, records in found if records]
        if there:
            menu.addSeparator()
            menu.addAction("What if: before and after", self.sides_wanted.emit)
        for what, records in there:
            if all((what, record) in taken for record in records):
                back = standings.what_if.again_with(what, *records)
                menu.addAction(f"{NAMES[what]}: end", partial(standings.set_what_if, back))
            else:
                without = standings.what_if.without(what, *records)
                menu.addAction(NAMES[what], partial(standings.set_what_if, without))

    def _delete(self) -> None:
        board = self.bridge.document.board
        self.bridge.commit(remove(board, [record for record in self._records if board.is_live(record)]))

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed behind another panel is caught up with."""
        super().showEvent(event)
        if self._missed:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was being typed is kept."""
        self.finish_editing()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel)
