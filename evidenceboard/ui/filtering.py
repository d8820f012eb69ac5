"""Filtering one open board: which filter is on, what it finds, and the filters that were saved."""

from __future__ import annotations

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal

from evidenceboard.document import Committed
from evidenceboard.finding.filtered import Filtered
from evidenceboard.finding.filters import Filter, Rule, from_record, to_rules
from evidenceboard.finding.held import Held
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, add_record, remove, set_fields
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.board_facts import BoardFacts
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.searching import Query
from evidenceboard.ui.words import one_line

AT_ONCE = 1_000


class Filtering(QObject):
    """The filter of one board. It is a way of looking; only saving one writes.

    Attributes:
        active: the filter is on.
        wanted: the filter.
        saved: the saved filter it was chosen from or saved under; "" for none.
        held: what the cards hold, for menus to offer.

    Signals:
        changed: the filter, what it finds or how many that are is another now.
        picked: a `Pick` of what it finds; None where nothing is filtered.
        saved_changed: the saved filters are others now.
    """

    changed = Signal()
    picked = Signal(object)
    saved_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.active = False
        self.wanted = Filter()
        self.saved: RecordId = ""
        self.held = Held()
        self._held_stale = True
        self._facts = BoardFacts(bridge.document)
        self._filtered: Filtered | None = None
        self._queries: list[Query] = []
        self._looking: Query | None = None
        self._read_once = False
        bridge.committed.connect(self._follow)

    # What is found

    @property
    def busy(self) -> bool:
        """Whether what it finds is being worked out, and nothing is known of it yet."""
        return not self._read_once and self._filtered is not None

    @property
    def count(self) -> int:
        return len(self._filtered.records) if self._filtered is not None else 0

    @property
    def total(self) -> int:
        return self._filtered.total if self._filtered is not None else 0

    @property
    def records(self) -> frozenset[RecordId]:
        """What it finds: cards or links."""
        return frozenset(self._filtered.records) if self._filtered is not None else frozenset()

    def open(self) -> None:
        """Begin to filter, with what was filtered last."""
        if not self.active:
            self.active = True
            self._begin()
        self.look_around()

    def close(self) -> None:
        """Show everything; the filter is remembered."""
        self.active = False
        self._drop()
        self._filtered = None
        self.picked.emit(None)
        self.changed.emit()

    def want(self, wanted: Filter) -> None:
        """Filter by other rules."""
        if wanted.about != self.wanted.about:
            self.saved = ""
        self.wanted = wanted
        self.active = True
        self._begin()

    def want_about(self, about: str) -> None:
        """Filter cards, or links: no rule is about both."""
        self.want(Filter(about))

    def set_rule(self, at: int, rule: Rule | None) -> None:
        """Another rule in the place of one, one more at the end, or None to take it away."""
        rules = list(self.wanted.rules)
        rules[at : at + 1] = [] if rule is None else [rule]
        self.want(Filter(self.wanted.about, tuple(rules)))

    def _begin(self) -> None:
        same = self._filtered is not None and self._filtered.wanted == self.wanted.complete
        if not same:
            self._drop()
            self._read_once = False
            self._filtered = Filtered(self._facts, self.wanted)
            self._run(self._read(self._filtered))
        self.changed.emit()

    def _drop(self) -> None:
        for query in self._queries:
            query.drop()
        self._queries.clear()

    def _run(self, steps: Generator[None, None, Pick | None]) -> None:
        self._queries = [query for query in self._queries if query.waiting]
        self._queries.append(self._bridge.searching.run(steps, self._take))

    def _read(self, filtered: Filtered) -> Generator[None, None, Pick | None]:
        yield from filtered.read()
        pick = yield from self._pick(filtered)
        return pick

    def _again(self, filtered: Filtered, records: frozenset[RecordId]) -> Generator[None, None, Pick | None]:
        if filtered.changes_all(records):
            yield from filtered.read()
        else:
            yield from filtered.follow(records)
        pick = yield from self._pick(filtered)
        return pick

    def _pick(self, filtered: Filtered) -> Generator[None, None, Pick | None]:
        """What lights up: of links the cards that they join, too."""
        if not filtered.wanted.rules:
            return None
        found = frozenset(filtered.records)
        yield
        if filtered.wanted.about == "card":
            return Pick(found)
        cards: set[RecordId] = set()
        for number, edge in enumerate(found):
            cards.update(end for end in self._facts.ends(edge) if kind_of(end) == "card")
            if number % AT_ONCE == 0:
                yield
        return Pick(frozenset(cards), found)

    def _take(self, pick: Pick | None) -> None:
        self._read_once = True
        self.picked.emit(pick)
        self.changed.emit()

    def _follow(self, event: Committed) -> None:
        self._held_stale = True
        if any(kind_of(record) == "filter" for record in event.records):
            if self.saved and self._bridge.document.board.index.is_gone(self.saved):
                self.saved = ""
            self.saved_changed.emit()
        if self._filtered is not None:
            self._run(self._again(self._filtered, event.records))

    # What is offered

    def look_around(self) -> None:
        """Look, beside what hands do, what the cards hold, if that may have changed."""
        if self._held_stale and (self._looking is None or not self._looking.waiting):
            self._held_stale = False
            self._looking = self._bridge.searching.run(self.held.read(self._facts), lambda _: self.changed.emit())

    def named(self, kind: str) -> dict[RecordId, str]:
        """Sources, origins, rival sets or frames by name."""
        names = {
            record: one_line(str(values.get("name") or ""), 80) or "without a name"
            for record, values in self._bridge.document.records(kind)
        }
        return dict(sorted(names.items(), key=lambda item: (natural(item[1]), item[0])))

    # Saved filters

    def all_saved(self) -> dict[RecordId, str]:
        """The saved filters by name, in their order."""
        found = {record: values for record, values in self._bridge.document.records("filter")}
        order = sorted(found, key=lambda each: (found[each].get("order") or 0, natural(_name(found[each])), each))
        return {record: _name(found[record]) for record in order}

    def choose(self, record: RecordId) -> None:
        """Filter by a saved filter."""
        self.saved = record
        self.wanted = from_record(self._bridge.document.board.record(record).shown_values())
        self.active = True
        self._begin()
        self.look_around()

    @property
    def differs(self) -> bool:
        """Whether the filter is another than the saved one it was chosen from."""
        return bool(self.saved) and self.wanted != from_record(self._saved_values())

    def _saved_values(self) -> dict[str, Value]:
        return self._bridge.document.board.record(self.saved).shown_values()

    def save_as(self, name: str) -> None:
        """Keep the filter under a name."""
        orders = [values.get("order") or 0 for _, values in self._bridge.document.records("filter")]
        values = {"name": name, "order": max(orders, default=0) + 1, **self._rules()}
        action = add_record("filter", values, "Save a filter")
        if self._bridge.commit(action) is not None:
            self.saved = action.made[0]
            self.changed.emit()

    def update(self) -> None:
        """Keep the filter in the place of the saved one."""
        self._commit(set_fields(self.saved, self._rules(), "Change a saved filter"))

    def rename(self, name: str) -> None:
        """Give the saved filter another name."""
        self._commit(set_fields(self.saved, {"name": name}, "Rename a filter"))

    def delete(self) -> None:
        """Take the saved filter off the board; what it finds stays lit."""
        gone, self.saved = self.saved, ""
        board = self._bridge.document.board
        self._commit(Action("Delete a filter", remove(board, [gone]).edits))

    def _rules(self) -> dict[str, Value]:
        rules: list[Value] = [list(each) for each in to_rules(self.wanted.complete)]
        return {"about": self.wanted.about, "rules": rules}

    def _commit(self, action: Action) -> None:
        self._bridge.commit(action)
        self.changed.emit()


def _name(values: dict[str, Value]) -> str:
    return one_line(str(values.get("name") or ""), 80) or "without a name"
