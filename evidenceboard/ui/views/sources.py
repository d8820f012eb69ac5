"""The view of sources: who says what, where it comes from, and how many voices each hypothesis really has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QSplitter, QVBoxLayout, QWidget

from evidenceboard.model.commands import add_record
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.searching import Query
from evidenceboard.ui.views.sources_editing import SourcesEditing
from evidenceboard.ui.views.sources_gathering import Gathering
from evidenceboard.ui.views.sources_head import SourceHead
from evidenceboard.ui.views.sources_looks import Looks
from evidenceboard.ui.views.sources_order import Ends, by_date, ends, found_of
from evidenceboard.ui.views.sources_parts import Letters, column, heading, one_above_the_other, record_list
from evidenceboard.ui.views.sources_repeats import RepeatsLine
from evidenceboard.ui.views.sources_rows import RECORD, LookDelegate, Rows
from evidenceboard.ui.views.sources_tree import OriginTree, OriginView
from evidenceboard.ui.views.view import View
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count

LEFT = 400  # px
SCOPES = (("source", "This source"), ("all", "All origins"))


class SourcesView(View):
    """Sources at the left with the hypotheses below them; at the right what the selected one says, and the origins.

    Attributes:
        source: the source that is selected; "" where there is none.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.setAccessibleName("Sources")
        self.gathering = Gathering(bridge)
        self._coming: Gathering | None = None  # that of another moment, while it is being read
        self.looks = Looks(bridge, self.gathering.said)
        self.editing = SourcesEditing(bridge, self.gathering.said)
        self.source: RecordId = ""
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("Filter by name")
        self.words.setAccessibleName("Filter sources by name")
        self.words.setClearButtonEnabled(True)
        self.new = push_button("New source", parent=self)
        self.sources = record_list(Rows(self.looks.of_source, self), "Sources", 1)
        self.hypotheses = record_list(Rows(self.looks.of_hypothesis, self), "Hypotheses", 3)
        self.says = record_list(Rows(self.looks.of_card, self, dragged=True), "What it says", 1)
        self.says.setDragEnabled(True)
        self.origins = OriginView(OriginTree(self.gathering.said, self.looks.of_node, self), self)
        self.head, self._below_head = SourceHead(bridge), Hairline()
        self.scope = SegmentedControl(SCOPES, "Which origins", hug=True)
        self.scope.set_value("source")
        self._foot = RepeatsLine(bridge.document, self.gathering.said, self.looks, self)
        self.repeats = self._foot.words
        self._says_name, self._origins_name = (plain_label("", size=11, weight=600, ink="ink3") for _ in range(2))
        self._queries: dict[str, Query] = {}
        self._filtered: Pick | None = None
        self._narrowed = False  # the filter is another, and it was not shown yet
        self._known, self._shown = -1, ""  # what was gathered, and whose cards, when all was last brought into order
        self._refresh = QTimer(self, singleShot=True, interval=0)
        self._marking = False
        self.setFocusProxy(self.sources)
        self._lay_out()
        self._connect()
        self._says_name.setText("Being read …")
        self._reading = bridge.searching.run(self.gathering.read(), self._read)

    # How it is set

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        top.addWidget(self.words, 1)
        top.addWidget(self.new)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(
            one_above_the_other(column(top, self.sources), column(heading("Hypotheses"), self.hypotheses), 40)
        )
        scopes = heading("", self._origins_name, self.scope)
        origins = column(scopes, self.origins, self._foot)
        says = column(heading("", self._says_name), self.says)
        right = QWidget()
        rows = QVBoxLayout(right)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self._below_head)
        rows.addWidget(one_above_the_other(says, origins), 1)
        whole.addWidget(right)
        whole.setChildrenCollapsible(False)
        whole.setSizes([LEFT, 700])
        whole.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        stops = [self.words, self.new, self.sources, *self.head.stops(), self.says, self.scope, self.origins]
        for one, other in pairwise([*stops, self.repeats, self.hypotheses]):
            QWidget.setTabOrder(one, other)

    def _connect(self) -> None:
        self.origins.installEventFilter(Letters(self.origins))
        self._refresh.timeout.connect(self._begin_show)
        self.words.textChanged.connect(lambda _text: self._show_sources())
        self.new.clicked.connect(self.new_source)
        self.sources.selectionModel().currentChanged.connect(self._turn)
        self.sources.activated.connect(self.grade_by_menu)
        self.sources.viewport().installEventFilter(self)
        self.sources.installEventFilter(self)
        for cards in (self.says, self.hypotheses):
            cards.selectionModel().currentChanged.connect(self._pick)
            cards.clicked.connect(self._pick)
            cards.activated.connect(lambda index: self.go_to.emit(str(index.data(RECORD))))
        self.origins.picked.connect(lambda card: self._pick_card(card))
        self.origins.opened.connect(self.go_to)
        self.origins.tree.repeats.connect(self.editing.set_origin)
        self.scope.chosen.connect(lambda _scope: self._show_origins())
        self._foot.named.connect(self.editing.name_origin)
        self.head.same_as.connect(self._merge)

    # What is shown

    def follow(self, records: frozenset[RecordId]) -> None:
        if any(kind_of(record) == "origin" for record in records):
            self._known = -1  # names bring the trees into order
        if self._coming is not None:
            self._coming.follow(records)
        if self.gathering.follow(records):
            self._refresh.start()

    def look_back(self) -> None:
        self._reading.drop()
        self._coming = Gathering(self.bridge)
        self._reading = self.bridge.searching.run(self._coming.read(), self._take)

    def _take(self, _nothing: None) -> None:
        assert self._coming is not None
        self.gathering.take_over(self._coming)
        self._coming = None
        self._known = -1
        self._begin_show()

    def mark(self, records: frozenset[RecordId]) -> None:
        cards = sorted(record for record in records if kind_of(record) == "card")
        said = self.gathering.said.cards.get(cards[0]) if len(cards) == 1 and not self._marking else None
        if said and said.source and self.source not in (said.source, said.outlet):
            self._select_source(said.source)
        self._mark_rows()

    def narrow(self, pick: Pick | None) -> None:
        """Show the sources that say something that a filter finds, and of that only what it finds."""
        if pick != self._filtered:
            self._filtered = pick
            self._known, self._narrowed = -1, True
            if self.gathering.done:
                self._begin_show()

    def open_filter(self) -> bool:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        return True

    def finish_editing(self) -> None:
        self.head.finish_editing()

    def _read(self, _nothing: None) -> None:
        self._begin_show()
        self.mark(self.chosen)

    def _begin_show(self) -> None:
        """With a filter, how much of it each source says is counted first."""
        if self._filtered is not None:
            self._work("found", found_of(self.gathering.said, self._filtered.cards), self._take_found)
            return
        if "found" in self._queries:
            self._queries["found"].drop()
        self._take_found(None)

    def _take_found(self, found: Counter[RecordId] | None) -> None:
        self.looks.narrow(found, self._filtered.cards if self._filtered is not None else None)
        if self._narrowed and found is not None and self.source not in found:
            self.source = self._shown = ""  # the first that is found
        self._narrowed = False
        self._show_all()

    def _show_all(self) -> None:
        if not self.gathering.done:
            return
        changed, self._known = self._known != self.gathering.said.changes, self.gathering.said.changes
        self._show_sources()
        self._show_hypotheses(changed)
        self._show_source(changed)
        self._mark_rows()

    def _show_sources(self) -> None:
        """The sources by name, those that are sought."""
        words = self.words.text().casefold().split()
        names = {source: str(values.get("name") or "") for source, values in self.bridge.reading.records("source")}
        found = [source for source, name in names.items() if all(word in name.casefold() for word in words)]
        if self.looks.found is not None:
            found = [source for source in found if source in self.looks.found or source == self.source]
        order = sorted(found, key=lambda source: (natural(names[source]), source))
        if self.source not in names:
            self.source, self._shown = order[0] if order else "", ""
        self._marking = True
        self._rows(self.sources).show(order)
        self.sources.setCurrentIndex(self._rows(self.sources).at(self.source))
        self._marking = False

    def _show_hypotheses(self, changed: bool) -> None:
        said = self.gathering.said
        if changed:
            order = sorted(said.hypotheses, key=lambda card: (natural(said.cards[card].key), card))
            self._rows(self.hypotheses).show(order)
        else:
            self._rows(self.hypotheses).refresh()

    def _show_source(self, changed: bool = False) -> None:
        """What the selected source says, and its origins; where they are those there were, only their words."""
        self.head.setVisible(bool(self.source))
        self._below_head.setVisible(bool(self.source))
        cards = self.gathering.said.of_source(self.source)
        if self.source:
            self.head.show_source(self.source, len(cards))
        if changed or self._shown != self.source:
            self._shown = self.looks.source = self.source
            self._work("says", by_date(self.gathering.said, self._sought(cards)), self._take_says)
            self._show_origins()
        else:
            self._rows(self.says).refresh()
            self.origins.tree.refresh()

    def _sought(self, cards: Collection[RecordId]) -> set[RecordId]:
        """Those of these cards that a filter finds."""
        return set(cards) if self._filtered is None else {*self._filtered.cards.intersection(cards)}

    def _take_says(self, order: list[RecordId]) -> None:
        words = f"What it says · {count(len(order), 'card')} by date"
        if self._filtered is not None:
            every = len(self.gathering.said.of_source(self.source))
            words = f"What it says · {len(order):,} of {count(every, 'card')} in the filter, by date"
        elif not order:
            words = "It says nothing yet"
        self._says_name.setText(words)
        self._rows(self.says).show(order)
        self._mark_rows()

    def _show_origins(self) -> None:
        """The trees of the selected source, or all."""
        self.looks.every = every = self.scope.value() == "all" or not self.source
        said = self.gathering.said
        cards = [*self._sought(said.cards if every else said.of_source(self.source))]
        self._work("origins", ends(said, cards, self._called, reports=every), self._take_origins)

    def _called(self, end: RecordId) -> tuple[int | str, ...]:
        """What orders an origin: its name, or the card's key."""
        card = self.gathering.said.cards.get(end)
        return natural(card.key if card is not None else self.looks.name(end))

    def _take_origins(self, found: Ends) -> None:
        words = f"{count(found.reports, 'card')}, {count(found.number, 'origin')}" if found.reports else "no origin yet"
        more = f" · the first {len(found.first):,} are listed" if found.number > len(found.first) else ""
        self._origins_name.setText(f"Origins · {words}{more}")
        self.origins.show_roots(found.first, self._one())
        self._foot.show_card(self._one())

    def _work(self, what: str, steps: Generator[None, None, Any], take: Callable[[Any], object]) -> None:
        """Work something out beside what hands do; what was begun before is dropped."""
        if what in self._queries:
            self._queries[what].drop()
        self._queries[what] = self.bridge.searching.run(steps, take)

    # What is selected

    def _one(self) -> RecordId:
        """The card, if one alone is selected."""
        cards = [record for record in self.chosen if kind_of(record) == "card"]
        return cards[0] if len(cards) == 1 else ""

    def _mark_rows(self) -> None:
        self._marking = True
        for cards in (self.says, self.hypotheses):
            index = self._rows(cards).at(self._one())
            cards.setCurrentIndex(index)
            if not index.isValid():
                cards.clearSelection()
        self.origins.mark(self._one())
        self._marking = False
        self._foot.show_card(self._one())

    def _turn(self, index: QModelIndex) -> None:
        """Another source is selected in the list."""
        if not self._marking and index.isValid():
            self._select_source(str(index.data(RECORD)))

    def _select_source(self, source: RecordId) -> None:
        self.source = source
        self._marking = True
        self.sources.setCurrentIndex(self._rows(self.sources).at(source))
        self._marking = False
        if self.gathering.done:
            self._show_source()

    def _pick(self, index: QModelIndex) -> None:
        if not self._marking and index.isValid():
            self._pick_card(str(index.data(RECORD)))

    def _pick_card(self, card: RecordId) -> None:
        if self.chosen != {card}:
            self._marking = True
            self.choose([card])
            self._marking = False
            self._mark_rows()

    def _rows(self, seen: QListView) -> Rows:
        model = seen.model()
        assert isinstance(model, Rows)
        return model

    # What hands do

    def new_source(self) -> None:
        """A new source, its name ready to be typed."""
        action = add_record("source", {"name": "New source"})
        if self.bridge.commit(action) is not None:
            self.words.clear()
            self.source = action.made[0]
            self._show_all()
            self.head.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.head.name.selectAll()

    def grade_by_menu(self, index: QModelIndex) -> QMenu | None:
        """Offer the grades where the source's grade stands."""
        if not index.isValid() or self.bridge.document.read_only:
            return None
        delegate = self.sources.itemDelegate()
        assert isinstance(delegate, LookDelegate)
        rect = delegate.chip_rect(self.sources.visualRect(index))
        menu = self.editing.grade_menu(str(index.data(RECORD)), self)
        menu.popup(self.sources.viewport().mapToGlobal(rect.bottomLeft()))
        return menu

    def _merge(self, name: str) -> None:
        if kept := self.editing.merge(self.source, name):
            self._select_source(kept)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a grade opens the grades; F2 renames."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            at = event.position().toPoint()
            index, delegate = self.sources.indexAt(at), self.sources.itemDelegate()
            assert isinstance(delegate, LookDelegate)
            if index.isValid() and delegate.chip_rect(self.sources.visualRect(index)).contains(at):
                self.grade_by_menu(index)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F2:
            self.head.name.setFocus()
            self.head.name.selectAll()
            return True
        return False
