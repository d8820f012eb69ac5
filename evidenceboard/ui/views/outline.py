"""The outline view: the argument as text that can be read, and written where it stands."""

from __future__ import annotations

from collections.abc import Generator
from itertools import islice

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.finding import outline
from evidenceboard.finding.outline import LOOSE, OTHERS, Beginnings, Line
from evidenceboard.finding.touched import borne_on
from evidenceboard.model.commands import fitted, set_board, set_fields
from evidenceboard.model.ids import BOARD, RecordId, kind_of
from evidenceboard.model.text_folding import natural
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.picked_out import Pick
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.searching import Query
from evidenceboard.ui.views.outline_model import Key, Node
from evidenceboard.ui.views.outline_tree import OutlineTree
from evidenceboard.ui.views.outline_words import OutlineWords
from evidenceboard.ui.views.view import View
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.words import count

OPENED = 30  # hypotheses of a board whose lines are opened at first
FOUND = 200  # lines that are opened at most to show what a filter finds
AT_ONCE = 1_000
Path = tuple[Key, ...]  # of a line and those it stands under, from the top
LABELS = {"title": "Write on a card", "text": "Write on a card", "reason": "Change the reason of 1 link"}


class OutlineView(View):
    """A tree, and a way to copy it.

    Attributes:
        tree: the lines.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.setAccessibleName("Outline")
        self.words = OutlineWords(bridge)
        self.tree = OutlineTree(self.words, bridge.refuses, self)
        self.told = plain_label("", size=12, ink="ink3", elide=True)
        self.copy_button = push_button("Copy as text")
        self._reading: Query | None = None
        self._copying: Query | None = None
        self._opening: Query | None = None
        self._pick: Pick | None = None
        self._whole: tuple[list[RecordId], Beginnings] | None = None  # where it begins without a filter
        self._opened = False
        self._looked = False  # another moment is looked at, and it was not shown yet
        self._open: dict[Path, bool] = {}  # in a replay the lines that were known, and whether they were open
        self._known: set[RecordId] = set()  # the cards and links that there were when it was read
        self._hypotheses: dict[RecordId, str] = {}
        self._lay_out()
        self.setFocusProxy(self.tree)
        self.copy_button.clicked.connect(lambda: self.copy_all())
        self.tree.picked.connect(self.choose)
        self.tree.opened.connect(self.go_to)
        self.tree.written.connect(self._write)
        self.tree.rested.connect(self._keep_draft)
        self.tree.copy_wanted.connect(self.copy_current)
        self._begin()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(20, 8, 16, 8)
        bar.setSpacing(12)
        bar.addWidget(self.told, 1)
        bar.addWidget(self.copy_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(bar)
        rows.addWidget(Hairline())
        rows.addWidget(self.tree, 1)

    # Where it begins

    def _begin(self) -> None:
        self._whole = None
        self._run(self._read())

    def _run(self, steps: Generator[None, None, tuple[list[RecordId], Beginnings, set[RecordId] | None]]) -> None:
        if self._reading is not None:
            self._reading.drop()
        self._reading = self.bridge.searching.run(steps, lambda found: self._take(*found))
        if self._reading.waiting and not self.tree.lines.beginnings:
            self.told.setText("Being read …")

    def _read(self) -> Generator[None, None, tuple[list[RecordId], Beginnings, set[RecordId] | None]]:
        """The hypotheses by their keys, what else stands by itself, and what of all of it is shown; None: all."""
        cards: list[RecordId] = []
        hypotheses: dict[RecordId, str] = {}
        look, known = self.words.look, set[RecordId]()
        for page in look.pages("card", ("kind", "key")):
            for card, values in page:
                cards.append(card)
                if values.get("kind") == "hypothesis":
                    hypotheses[card] = str(values.get("key") or "")
            yield
        known.update(cards)
        edges: list[RecordId] = []
        reading = self.bridge.reading
        live = (edge for edge in reading.of_kind("edge") if reading.is_live(edge))
        while some := tuple(islice(live, AT_ONCE)):
            edges += some
            known.update(some)
            yield
        self._known, self._hypotheses = known, hypotheses
        ordered = sorted(hypotheses, key=lambda card: (natural(hypotheses[card]), card))
        found = yield from outline.beginnings(cards, edges, ordered, look)
        self._whole = ordered, found
        narrowed = yield from self._narrow(ordered, found)
        return narrowed

    def _narrow(
        self, ordered: list[RecordId], found: Beginnings
    ) -> Generator[None, None, tuple[list[RecordId], Beginnings, set[RecordId] | None]]:
        """What a filter leaves of where it begins."""
        pick = self._pick
        if pick is None:
            return ordered, found, None
        kept = yield from outline.leading_to(pick.cards if pick.edges is None else pick.edges, self.words.look)
        others, loose = (tuple(filter(kept.__contains__, each)) for each in (found.others, found.loose))
        return [each for each in ordered if each in kept], Beginnings(others, loose), kept

    def _take(self, hypotheses: list[RecordId], found: Beginnings, kept: set[RecordId] | None) -> None:
        look = self.words.look
        narrowed = (look.pick, look.kept) != (self._pick, kept)
        look.pick, look.kept = self._pick, kept
        lines: list[Line | RecordId] = [Line("question"), *hypotheses]
        for words, cards in ((OTHERS, found.others), (LOOSE, found.loose)):
            lines += [Line("heading", words=words), *cards] if cards else []
        self.tree.lines.show_beginnings(lines)
        self.told.setText(" · ".join(self._counted(hypotheses, found)))
        if not self._opened:
            self._opened = True
            self._open_first(len(hypotheses))
        if narrowed or self._looked:
            self._looked = False
            self._show_narrowed(len(hypotheses))
        self.tree.mark(self.chosen)

    def _counted(self, hypotheses: list[RecordId], found: Beginnings) -> list[str]:
        if self._pick is not None:
            cards, links = self._pick[:2]
            if self.bridge.reading.earlier:
                cards, links = cards & self._known, None if links is None else links & self._known
            said = count(len(cards), "card") if links is None else count(len(links), "link")
            return [f"{said} in the filter, with what they stand under"]
        parts = [count(len(hypotheses), "hypothesis", "hypotheses")]
        parts += [f"{count(len(found.others), 'other conclusion')}"] if found.others else []
        return parts + ([f"{len(found.loose):,} not linked"] if found.loose else [])

    def _show_narrowed(self, hypotheses: int) -> None:
        """Another filter is on, or none any more, or another moment is looked at: lines that were open show what is
        left of them."""
        if self._opening is not None:
            self._opening.drop()

        def after(_nothing: None) -> None:
            self.tree.lay_out_again()
            if self._pick is None and not self._open:
                self._open_first(hypotheses)
            if not self.bridge.reading.earlier:
                self._open.clear()

        self._opening = self.bridge.searching.run(self._open_found(hypotheses <= OPENED), after)

    def _open_found(self, small: bool) -> Generator[None, None, None]:
        """Go down to what the filter finds, some lines in each step; in a replay to what was open."""
        lines = self.tree.lines
        yield from lines.children_again()
        self.tree.lay_out_again()
        todo = self._tops() if self._pick is not None or self._open else []
        for node, path in todo:
            opens = self._pick is not None or self._open.get(path, small and self._opens_first(path))
            if opens and lines.holds(node) and lines.hasChildren(index := lines.index_of(node)):
                self.tree.open_below(index)
                more = [(child, (*path, child.key)) for child in node.children or ()]
                todo += more if len(todo) < FOUND else ()
                yield

    def _tops(self) -> list[tuple[Node, Path]]:
        lines = self.tree.lines
        nodes = (lines.node(lines.index(row, 0)) for row in range(lines.rowCount()))
        return [(node, (node.key,)) for node in nodes]

    def _opens_first(self, path: Path) -> bool:
        """Whether a line is a hypothesis that stands by itself, or stands right under one."""
        return len(path) <= 2 and path[0][1] in self._hypotheses

    def _open_first(self, hypotheses: int) -> None:
        """A small board is read at once: its hypotheses and what stands under them are open."""
        model = self.tree.lines
        if hypotheses > OPENED:
            return
        for row in range(1, min(model.rowCount(), hypotheses + 1)):
            index = model.index(row, 0)
            self.tree.open_below(index)
            for below in range(model.rowCount(index)):
                self.tree.open_below(model.index(below, 0, index))

    # What every view does

    def follow(self, records: frozenset[RecordId]) -> None:
        kinds = {kind_of(record) for record in records}
        if not kinds & {"board", "card", "edge", "region", "source"}:
            return
        cards, edges = borne_on(self.words.look, records)
        hanging = {end for edge in edges for end in self.words.look.ends(edge)}
        if "source" in kinds:
            self.tree.lay_out_again()
        self.tree.lines.follow(records, cards | edges | hanging)
        if any(map(self._joins_otherwise, records)) or kinds & {"region"}:
            self._begin()

    def _joins_otherwise(self, record: RecordId) -> bool:
        """Whether a record that was touched came, went, or is a hypothesis now or no longer."""
        board, kind = self.bridge.document.board, kind_of(record)
        if kind not in ("card", "edge") or self._reading is None or self._reading.waiting:
            return kind in ("card", "edge")
        live = board.is_live(record)
        called = None
        if kind == "card" and live and board.value(record, "kind") == "hypothesis":
            called = str(board.value(record, "key") or "")
        return (record in self._known) != live or (kind == "card" and self._hypotheses.get(record) != called)

    def look_back(self) -> None:
        self._looked = True
        self._note_open()
        self._begin()

    def _note_open(self) -> None:
        """Lines that go with one moment and come with another come as they were."""
        lines, todo = self.tree.lines, self._tops()
        for node, path in todo:
            if node.children is not None:
                self._open[path] = self.tree.isExpanded(lines.index_of(node))
                todo += [(child, (*path, child.key)) for child in node.children]

    def mark(self, records: frozenset[RecordId]) -> None:
        self.tree.mark(records)

    def reveal(self, record: RecordId) -> bool:
        node = next(self.tree.lines.nodes_of(record), None)
        if node is None:
            return False
        self.tree.show_node(node)
        return True

    def narrow(self, pick: Pick | None) -> None:
        """Show what a filter finds, and above it what it stands under, quieter."""
        if pick != self._pick:
            self._pick = pick
            self._run(self._narrow(*self._whole) if self._whole is not None else self._read())

    def finish_editing(self) -> None:
        self.tree.editor.leave()

    # Writing

    def _write(self, line: Line, field: str, text: str) -> None:
        """One step of the history, as on the canvas and in the inspector."""
        bridge = self.bridge
        board, record = bridge.document.board, _record(line, field)
        words = text.strip("\n").rstrip() if field == "text" else " ".join(text.split())
        if board.is_live(record) or record == BOARD:
            if words != str(board.value(record, field) or ""):
                values = {field: words or None}
                action = set_board(**values) if record == BOARD else set_fields(record, values, LABELS[field])
                bridge.attempt(lambda: fitted(board, bridge.sheet, action))
            bridge.document.filing.drop_draft(record, field)

    def _keep_draft(self, line: Line, field: str, text: str) -> None:
        self.bridge.document.filing.keep_draft(_record(line, field), field, text)

    # Copying

    def copy_all(self) -> None:
        """The whole outline as indented text."""
        self._copy([Line("card", each) if isinstance(each, str) else each for each in self.tree.lines.beginnings])

    def copy_current(self) -> None:
        """The line that is current and all that stands below it."""
        node = self.tree.current
        if node is not None:
            self._copy([node.line])

    def _copy(self, lines: list[Line]) -> None:
        if self._copying is not None:
            self._copying.drop()
        steps = outline.as_text(lines, self.words.look, self.words)
        self._copying = self.bridge.searching.run(steps, QApplication.clipboard().setText)


def _record(line: Line, field: str) -> RecordId:
    """The record that holds a field of a line."""
    return BOARD if field == "question" else line.edge if field == "reason" else line.record
