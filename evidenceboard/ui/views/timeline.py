"""The timeline: when things happened, were said and were captured, as surely as it is known."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QStringListModel
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from evidenceboard.finding import timeline as layout
from evidenceboard.model.commands import fitted, set_fields
from evidenceboard.model.dates import in_words
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.searching import Query
from evidenceboard.ui.views import timeline_zones
from evidenceboard.ui.views.timeline_cards import CLOCKS, Lanes, TimelineCards
from evidenceboard.ui.views.timeline_chart import TimelineChart
from evidenceboard.ui.views.view import View
from evidenceboard.ui.widgets.buttons import IconButton
from evidenceboard.ui.widgets.segmented import SegmentedControl

GROUPS = (("", "One lane each"), ("source", "By source"), ("hypothesis", "By hypothesis"))
SHOWN = (
    ("happened said", "Happened and said"),
    ("happened", "Happened"),
    ("said", "Said"),
    ("captured", "Captured"),
    ("happened said captured", "All"),
)
READ_NOT = "“{}” is not read as a date"


class TimelineView(View):
    """Lanes of dates, those that are not dated in a tray.

    Attributes:
        chart: the lanes.
        tray: the cards of one lane that have no date; hidden until it is asked for.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.cards = TimelineCards(bridge)
        self.chart = TimelineChart(self.cards, self)
        self.chart.read_only = bridge.document.filing.read_only  # in a replay, writing is refused with its reason
        self.clocks = SegmentedControl(SHOWN, "Which dates", equal=False)
        self.clocks.set_value("happened said")
        self.groups = SegmentedControl(GROUPS, "Lanes", equal=False)
        self.groups.set_value("")
        self.zones = SegmentedControl(timeline_zones.CHOICES, "Clock of times that name a zone", equal=False)
        self.zones.set_value(timeline_zones.AS_WRITTEN)
        self.zones.hide()
        self.told = plain_label("", size=12, ink="ink3", elide=True)
        self.tray, self.list = self._make_tray()
        self._listed: tuple[RecordId, ...] = ()
        self._coming: TimelineCards | None = None  # those of another moment, while they are being read
        self._lane = 0
        self.setFocusProxy(self.chart)
        self._lay_out()
        self._connect()
        self.told.setText("Being read …")
        self._dated: set[RecordId] = set()
        self._arranging: Query | None = None
        self._fits = self._marks = False  # what is to be done when the lanes have been worked out
        self._reading = bridge.searching.run(self.cards.read(), self._read)

    def _read(self, _nothing: None) -> None:
        self._marks = True
        self._show(fit=True)

    def _make_tray(self) -> tuple[QWidget, QListView]:
        tray, listed = QWidget(self), QListView(self)
        listed.setModel(QStringListModel(tray))
        listed.setUniformItemSizes(True)
        listed.setSpacing(2)
        listed.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        listed.setAccessibleName("Not dated")
        self.tray_name = plain_label("Not dated", weight=600)
        self.tray_close = IconButton("close", "Close the list", side=24)
        row = QHBoxLayout()
        row.addWidget(self.tray_name)
        row.addStretch(1)
        row.addWidget(self.tray_close)
        column = QVBoxLayout(tray)
        column.setContentsMargins(20, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(listed)
        tray.setFixedHeight(170)
        tray.hide()
        return tray, listed

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        row.addWidget(self.clocks)
        row.addWidget(self.groups)
        row.addWidget(self.zones)
        row.addWidget(self.told, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.chart, 1)
        column.addWidget(self.tray)

    def _connect(self) -> None:
        chart = self.chart
        self.clocks.chosen.connect(lambda _value: self._show(fit=True))
        self.groups.chosen.connect(self._group)
        self.zones.chosen.connect(self._set_zone)
        chart.chosen.connect(self._choose_here)
        chart.go_to.connect(self.go_to)
        chart.edited.connect(self._write)
        chart.brushed.connect(self._tell_brush)
        chart.undated_wanted.connect(self.list_undated)
        self.tray_close.clicked.connect(self.tray.hide)
        self.list.clicked.connect(lambda index: self._choose_here({self._listed[index.row()]}))
        self.list.activated.connect(self._go)

    # What is shown

    def follow(self, records: frozenset[RecordId]) -> None:
        if self._coming is not None:
            self._coming.follow(records)
        if self.cards.follow(records):
            if self._arranging is not None:
                self._arranging.drop()  # it goes through what has just changed
            if not self._reading.waiting:
                self._show()

    def look_back(self) -> None:
        """The lanes of another moment, on the same stretch of time."""
        first = self._reading.waiting and self._coming is None
        self._reading.drop()
        self._coming = self.cards.again()
        self._reading = self.bridge.searching.run(
            self._coming.read_again(), lambda _nothing: self._take_over(fit=first)
        )

    def _take_over(self, fit: bool) -> None:
        assert self._coming is not None
        self.cards.take_over(self._coming)
        self._coming, self._marks = None, True
        self._show(fit)

    def mark(self, records: frozenset[RecordId]) -> None:
        self.chart.hands.finish()
        self.chart.selection = records
        self._name_chosen()
        for record in sorted(records):
            if self.chart.bring_into_view(record):
                break
        self.chart.update()

    def reveal(self, record: RecordId) -> bool:
        return self.chart.bring_into_view(record)

    def narrow(self, pick: Pick | None) -> None:
        """Dim what a filter does not find: a date says most among the others. The list of the undated is shortened."""
        self.chart.lit = pick.cards if pick is not None else None
        self.chart.update()
        if self.tray.isVisible():
            self.list_undated(self._lane)
        if not self._reading.waiting:
            self._say()

    def finish_editing(self) -> None:
        self.chart.hands.finish()

    def end_brush(self) -> bool:
        return self.chart.hands.end_brush()

    def _group(self, by: str) -> None:
        """Lanes by hypothesis need the links, which are read the first time that somebody asks."""
        if by == "hypothesis" and not self.cards.bearings.read_once:
            self.told.setText("Links are being read …")
            self._reading = self.bridge.searching.run(self.cards.bearings.read(), lambda _nothing: self._show())
        else:
            self._show()

    def _set_zone(self, choice: str) -> None:
        """Show times in this clock; what is kept stays as it is."""
        self.cards.zone = timeline_zones.offset_of(choice)
        self._show()

    def _show(self, fit: bool = False) -> None:
        """Work out the lanes anew, and show them; of a small board before this returns."""
        if self._arranging is not None:
            self._arranging.drop()
        self._fits |= fit
        steps = self.cards.lanes(self.clocks.value().split(), self.groups.value())
        self._arranging = self.bridge.searching.run(steps, self._take)

    def _take(self, found: Lanes) -> None:
        fit, self._fits, self._dated = self._fits, False, found.dated
        self.zones.setVisible(self.cards.names_zones())
        self.chart.clock_words = timeline_zones.WORDS[self.zones.value()] if not self.zones.isHidden() else ""
        self.chart.set_lanes(found.lanes, fit)
        if self.tray.isVisible():
            self.list_undated(self._lane)
        if self.chart.brush is not None:
            self._tell_brush()
        self._say()
        if self._marks:
            self._marks = False
            self.mark(self.chosen)

    def _say(self) -> None:
        dated = self._dated
        said = f"{len(dated):,} of {len(self.cards.entries):,} cards dated"
        if self.chart.lit is not None:
            said += f" · {len(dated & self.chart.lit):,} of them in the filter"
        if self.chart.brush is not None:
            said += f" · {len(self._brushed()):,} in the brushed span · Esc shows all"
        self.told.setText(said)

    def list_undated(self, number: int) -> None:
        """List the cards of a lane that have no date."""
        if number >= len(self.chart.lanes):
            self.tray.hide()
            return
        self._lane, lane, lit = number, self.chart.lanes[number].lane, self.chart.lit
        at = tuple(CLOCKS).index(lane.clock)
        sought = [card for card in lane.undated if lit is None or card in lit]
        self._listed = tuple(sorted(sought, key=lambda card: self.cards.entries[card][1:3]))
        lines = []
        for card in self._listed:
            entry = self.cards.entries[card]
            typed = f" · {READ_NOT.format(entry.dates[at])}" if entry.dates[at] else ""
            lines.append(f"{entry.name}  {entry.title}".strip()[:160] + typed)
        model = self.list.model()
        assert isinstance(model, QStringListModel)
        model.setStringList(lines)
        name = f"Not dated: {lane.title.lower() if lane.note != CLOCKS[lane.clock][0] else lane.title}"
        if lit is not None:
            name += f" · {len(lines):,} of {len(lane.undated):,} are in the filter"
        self.tray_name.setText(name)
        self.tray.setVisible(bool(lane.undated))

    # What hands do

    def _choose_here(self, cards: frozenset[RecordId] | set[RecordId]) -> None:
        self.chart.selection = frozenset(cards)
        self._name_chosen()
        self.choose(cards)
        self.chart.update()

    def _name_chosen(self) -> None:
        """What a screen reader says of the chart: the selected card and its dates."""
        card = next(iter(self.chart.selection)) if len(self.chart.selection) == 1 else ""
        entry = self.cards.entries.get(card)
        said = (
            [
                f"{CLOCKS[clock][0]}: {in_words(kept) or 'not set'}"
                for clock, kept in zip(CLOCKS, entry.dates, strict=True)
            ]
            if entry
            else []
        )
        self.chart.setAccessibleDescription(", ".join([f"{entry.name} {entry.title}".strip(), *said]) if entry else "")

    def _go(self, index: QModelIndex) -> None:
        self.go_to.emit(self._listed[index.row()])

    def _write(self, card: RecordId, clock: str, stored: str) -> None:
        bridge = self.bridge
        board = bridge.document.board
        label = f"Move the date it {'was ' if clock != 'happened' else ''}{clock}"
        bridge.attempt(lambda: fitted(board, bridge.sheet, set_fields(card, {clock: stored}, label)))

    def _brushed(self) -> frozenset[RecordId]:
        brush = self.chart.brush
        assert brush is not None
        found: set[RecordId] = set()
        for placed in self.chart.lanes:
            inside = layout.within(placed.lane.dated, *brush)
            found.update(placed.lane.cards[at] for at in inside.nonzero()[0])
        return frozenset(found)

    def _tell_brush(self) -> None:
        brush = self.chart.brush
        if brush is None:
            self.lit.emit(None, "")
        else:
            cards = self._brushed()
            self.lit.emit(cards, f"{len(cards):,} card{'s' * (len(cards) != 1)} in {layout.stretch(*brush)}")
        self._say()
