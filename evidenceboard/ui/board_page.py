"""The board as a page of the window: the canvas, the tool in hand, and what can be done with what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from evidenceboard.document import Committed
from evidenceboard.model.commands import (
    Action,
    add_card,
    link,
    move_cards,
    raise_cards,
    remove,
    set_edges,
    set_fields,
    together,
)
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import RecordId, kind_of
from evidenceboard.model.sizes import WIDTH, card_size
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.canvas.editor import CardEditor, split_text
from evidenceboard.ui.canvas.tools import Tool
from evidenceboard.ui.canvas.tools.link import LinkTool
from evidenceboard.ui.canvas.tools.pan import PanTool
from evidenceboard.ui.canvas.tools.select import SelectTool
from evidenceboard.ui.canvas.view import BoardView
from evidenceboard.ui.faces_of import FaceReader
from evidenceboard.ui.zones_of import zones_of

GRID = 10.0  # scene units of ten arrow steps
NEW_KINDS = {
    "statement": ("statement", {"role": "claim"}),
    "reported": ("statement", {"role": "reported"}),
    "claim": ("statement", {"role": "claim"}),
    "assumption": ("statement", {"role": "assumption", "assumption": "caveated"}),
    "gap": ("statement", {"role": "gap"}),
    "question": ("statement", {"role": "question"}),
    "hypothesis": ("hypothesis", {}),
}
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
DIRECTIONS = {Qt.Key.Key_Left: "left", Qt.Key.Key_Right: "right", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}


class BoardPage(QWidget):
    """Canvas and hands of one open board.

    Signals:
        selection_changed: what is selected, or something of it, is another now.
        edit_reason: an edge whose reason the person wants to write.
        hint: a line for the status bar, empty for none.
    """

    selection_changed = Signal()
    edit_reason = Signal(str)
    hint = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.view = BoardView(
            bridge.document.geometry(bridge.sheet), FaceReader(bridge.document).faces, bridge.document.photo, self
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.editor = CardEditor(self.view)
        self._resting: Tool = SelectTool(self)
        self._gesture: Tool | None = None
        self._written: tuple[RecordId, Action | None, Sequence[RecordId], str, str] | None = None
        self.view.set_zones(zones_of(bridge.document, bridge.sheet))
        self.view.tool = self
        self.view.overlays.append(self._paint_tool)
        self.view.selection_changed.connect(self.selection_changed)
        self.view.camera_changed.connect(self.editor.leave)
        self.editor.left.connect(self._written_down)
        self.editor.rested.connect(self._keep_draft)
        bridge.committed.connect(self._follow)

    # The tool in hand. The view hands every event to the page, the page to the gesture or the resting tool.

    @property
    def tool(self) -> Tool:
        return self._gesture or self._resting

    def choose_tool(self, name: str) -> None:
        """"select", "hand" or "link"."""
        self.cancel_gesture()
        if name == "link":
            self.begin_link_by_keys()
            return
        self._resting = PanTool(self) if name == "hand" else SelectTool(self)
        self.hint.emit(self._resting.hint)

    def begin_gesture(self, gesture: Tool, event: QMouseEvent | None = None) -> None:
        self._gesture = gesture
        self.hint.emit(gesture.hint)
        if event is not None:
            gesture.move(event)

    def end_gesture(self) -> None:
        self._gesture = None
        self.hint.emit(self._resting.hint)
        self.view.update()

    def cancel_gesture(self) -> bool:
        """End the gesture under way without doing anything; whether there was one."""
        if self._gesture is None:
            return False
        self._gesture.cancel()
        self.end_gesture()
        return True

    def press(self, event: QMouseEvent) -> bool:
        self.editor.leave()
        return self.tool.press(event)

    def move(self, event: QMouseEvent) -> bool:
        handled = self.tool.move(event)
        self.view.setCursor(self.tool.cursor(event.position()))
        return handled

    def release(self, event: QMouseEvent) -> bool:
        return self.tool.release(event)

    def double_click(self, event: QMouseEvent) -> bool:
        return self.tool.double_click(event)

    def key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if not self.cancel_gesture():
                self.view.set_selection(frozenset())
            return True
        if self._gesture is not None:
            return self._gesture.key(event)
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in STEPS and modifiers & Qt.KeyboardModifier.AltModifier:
            return self._jump(DIRECTIONS[key])
        if key in STEPS:
            far = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            return self.nudge(*STEPS[key], GRID if far else 1.0)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return self._tab(-1 if key == Qt.Key.Key_Backtab else 1)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.edit_selected()
        edges = self.selected("edge")
        if edges and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            return self.set_edges(kind="support")
        if edges and key == Qt.Key.Key_Minus:
            return self.set_edges(kind="contradict")
        if edges and key in (Qt.Key.Key_1, Qt.Key.Key_2):
            return self.set_edges(strength="normal" if key == Qt.Key.Key_1 else "strong")
        return False

    def wheel(self, steps: int) -> bool:
        """The wheel over a selected roundel changes the strength of its edge."""
        hovered = self.view.hovered
        if hovered is None or kind_of(hovered) != "edge" or hovered not in self.view.selection:
            return False
        return self.set_edges(strength="strong" if steps > 0 else "normal")

    def _paint_tool(self, painter: QPainter, _view: BoardView) -> None:
        self.tool.paint(painter)

    # Selecting and moving

    def selected(self, kind: str) -> list[RecordId]:
        """The selected records of a kind."""
        return sorted(record for record in self.view.selection if kind_of(record) == kind)

    def select_all(self) -> None:
        self.view.set_selection(frozenset(self.view.geometry.cards))

    def nudge(self, across: int, down: int, step: float) -> bool:
        """Move what is selected by keys; without a selection the arrows move the camera."""
        cards = self.selected("card")
        if not cards:
            self.view.pan_by(-across * 40, -down * 40)
            return True
        columns = self.view.geometry
        rows = [columns.row[card] for card in cards if card in columns.row]
        positions = {
            columns.cards[row]: (float(columns.x[row]) + across * step, float(columns.y[row]) + down * step)
            for row in rows
        }
        self.bridge.commit(move_cards(self.bridge.sheet, positions))
        return True

    def _jump(self, direction: str) -> bool:
        cards = self.selected("card")
        following = self.view.geometry.next_card(cards[0], direction) if cards else None
        if following is None and not cards:
            following = next(iter(self.view.geometry.reading_order()), None)
        if following is not None:
            self.show_records([following])
        return True

    def _tab(self, by: int) -> bool:
        order = self.view.geometry.reading_order()
        cards = self.selected("card")
        if order:
            at = order.index(cards[0]) if cards and cards[0] in order else (-1 if by > 0 else 0)
            self.show_records([order[(at + by) % len(order)]])
        return True

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Select records and bring them into view if they are not."""
        held = [record for record in records if record in self.view.geometry.row or record in self.view.geometry.edge_row]
        self.view.set_selection(frozenset(held))
        box = self._box_of(held)
        if box is not None and not self._in_view(box):
            self.view.fly_to(box.grown(80))

    def _box_of(self, records: Iterable[RecordId]) -> Box | None:
        geometry = self.view.geometry
        cards = [record for record in records if record in geometry.row]
        for record in records:
            if record in geometry.edge_row:
                row = geometry.edge_row[record]
                cards += [geometry.cards[end] for end in (geometry.tail[row], geometry.head[row]) if end >= 0]
        return geometry.bounds_of(cards) if cards else None

    def _in_view(self, box: Box) -> bool:
        low = self.view.map_to_view(QPointF(box.left, box.top))
        high = self.view.map_to_view(QPointF(box.right, box.bottom))
        return self.view.rect().contains(QRectF(low, high).toAlignedRect())

    # Making and writing

    def new_card(self, kind: str, at: QPointF | None = None) -> None:
        """Write a new card; it comes to be when the text is left. ``at`` is its middle, in scene units."""
        self._write_new(kind, at or self.free_place(), ())

    def new_linked_card(self, tails: Sequence[RecordId], kind: str, strength: str, at: QPointF) -> None:
        """The same with links from these cards to it."""
        self._write_new("claim", at, tails, kind, strength)

    def _write_new(
        self, kind: str, at: QPointF, tails: Sequence[RecordId], edge: str = "support", strength: str = "normal"
    ) -> None:
        card_kind, fields = NEW_KINDS[kind]
        z = int(self.view.geometry.z.max()) + 1 if len(self.view.geometry.cards) else 0
        pos = (round(at.x() - WIDTH / 2), round(at.y() - 36))
        action = add_card(self.bridge.sheet, card_kind, pos, fields, z=z)
        self._written = (action.made[0], action, tails, edge, strength)
        self._open_editor(QRectF(pos[0], pos[1], WIDTH, 88), "")

    def edit_card(self, card: RecordId) -> None:
        """Write on a card that is there."""
        row = self.view.geometry.row.get(card)
        if row is None or self.bridge.document.read_only:
            return
        columns = self.view.geometry
        values = self.bridge.document.board.record(card)
        text = "\n".join(part for part in (values.shown("title"), values.shown("text")) if part)
        self._written = (card, None, (), "", "")
        self.view.set_selection(frozenset({card}))
        self._open_editor(QRectF(columns.x[row], columns.y[row], columns.w[row], max(columns.h[row], 88)), text)

    def edit_selected(self) -> bool:
        cards, edges = self.selected("card"), self.selected("edge")
        if len(cards) == 1:
            self.edit_card(cards[0])
        elif len(edges) == 1:
            self.edit_reason.emit(edges[0])
        return bool(cards or edges)

    def _open_editor(self, scene: QRectF, text: str) -> None:
        if self.view.zoom < 0.75:
            self.view.zoom_at(QPointF(self.view.width() / 2, self.view.height() / 2), 1.0 / self.view.zoom)
            self.view.centre_on(scene.center())
        rect = QRectF(self.view.map_to_view(scene.topLeft()), self.view.map_to_view(scene.bottomRight()))
        self.editor.open_over(rect, text, self.view.zoom)

    def _keep_draft(self, text: str) -> None:
        if self._written is not None:
            self.bridge.document.keep_draft(self._written[0], "title", text)

    def _written_down(self, text: str) -> None:
        if self._written is None:
            return
        (card, made, tails, edge, strength), self._written = self._written, None
        title, rest = split_text(text)
        if made is None:
            self._rewrite(card, title, rest)
        elif title or rest:
            self._make(made, title, rest, tails, edge, strength)
        self.bridge.document.drop_draft(card, "title")

    def _rewrite(self, card: RecordId, title: str, text: str) -> None:
        board = self.bridge.document.board
        before = {field: board.value(card, field) or "" for field in ("title", "text")}
        new: dict[str, Any] = {
            field: value or None
            for field, value in (("title", title), ("text", text))
            if value != before[field].strip()
        }
        if new:
            words = set_fields(card, new, "Write on a card")
            self.bridge.commit(together(words.label, [words, self._fitting(card, new)]))

    def _fitting(self, card: RecordId, new: dict[str, Any]) -> Action:
        """The size a card needs for its new text, where that is more or where it fitted its old text."""
        columns = self.view.geometry
        row = columns.row.get(card)
        if row is None:
            return Action("")
        values = self.bridge.document.board.record(card).shown_values()
        width, height = float(columns.w[row]), float(columns.h[row])
        fitted = abs(card_size(values, width)[1] - height) < 1
        needed = card_size({**values, **new}, width)[1]
        from evidenceboard.model.ids import place_id

        size = [width, needed if fitted else max(height, needed)]
        return Action("", {place_id(self.bridge.sheet, card): {"size": size}})

    def _make(
        self, made: Action, title: str, text: str, tails: Sequence[RecordId], edge: str, strength: str
    ) -> None:
        card = made.made[0]
        values = {**made.edits[card], "title": title or None, "text": text or None}
        edits = {record: dict(fields) for record, fields in made.edits.items()}
        edits[card] = {field: value for field, value in values.items() if value is not None}
        for record, fields in edits.items():
            if kind_of(record) == "place":
                fields["size"] = list(card_size(edits[card]))
        changeset = self.bridge.commit(Action(made.label, edits, made.made))
        if changeset is not None and tails:
            board = self.bridge.document.board
            self.bridge.attempt(lambda: link(board, list(tails), card, edge, strength))
        if changeset is not None:
            self.view.set_selection(frozenset({card}))

    def free_place(self) -> QPointF:
        """A place in the middle of the view where no card lies, a little further down each time."""
        middle = self.view.map_to_scene(QPointF(self.view.width() / 2, self.view.height() / 2))
        geometry = self.view.geometry
        for _ in range(60):
            box = Box(middle.x() - WIDTH / 2, middle.y() - 40, middle.x() + WIDTH / 2, middle.y() + 60)
            if not len(geometry.cards_in(box)):
                break
            middle += QPointF(24, 48)
        return middle

    def height_needed(self, card: RecordId, width: float) -> float:
        """How high a card must be at this width so that its text fits."""
        return card_size(self.bridge.document.board.record(card).shown_values(), width)[1]

    # What the commands do with the selection

    def begin_link_by_keys(self) -> bool:
        cards = self.selected("card")
        if not cards:
            return False
        self.begin_gesture(LinkTool(self, cards))
        return True

    def set_edges(self, **values: Any) -> bool:
        edges = [edge for edge in self.selected("edge") if edge in self.view.geometry.edge_row]
        if values.get("kind") == "support":
            geometry = self.view.geometry
            edges = [edge for edge in edges if geometry.onto[geometry.edge_row[edge]] < 0]
        if edges:
            self.bridge.commit(set_edges(edges, **values))
        return bool(edges)

    def delete(self) -> bool:
        records = [record for record in self.view.selection if self.bridge.document.board.is_live(record)]
        if records:
            self.bridge.commit(remove(self.bridge.document.board, sorted(records)))
        return bool(records)

    def to_front(self) -> None:
        cards = self.selected("card")
        if cards:
            self.bridge.commit(raise_cards(self.bridge.sheet, cards, int(self.view.geometry.z.max()) + 1))

    def duplicate(self, cards: Sequence[RecordId] | None = None, offset: tuple[float, float] = (24, 24)) -> None:
        from evidenceboard.exchange.clip import duplicate

        cards = list(cards or self.selected("card"))
        if cards:
            action = duplicate(self.bridge.document.board, self.bridge.sheet, cards, offset)
            if self.bridge.commit(action) is not None:
                self.view.set_selection(frozenset(record for record in action.made if kind_of(record) == "card"))

    def fly_to_all(self) -> None:
        self.view.fit()

    def fly_to_selection(self) -> None:
        box = self._box_of(self.view.selection)
        if box is not None:
            self.view.fly_to(box.grown(60))

    def camera(self) -> tuple[float, float, float, float]:
        """What the view shows: x, y, width, height in scene units."""
        low = self.view.map_to_scene(QPointF(0, 0))
        high = self.view.map_to_scene(QPointF(self.view.width(), self.view.height()))
        return low.x(), low.y(), high.x() - low.x(), high.y() - low.y()

    # Following the board

    def _follow(self, event: Committed) -> None:
        shapes = event.shapes.get(self.bridge.sheet, frozenset())
        if event.records and all(kind_of(record) in ("source", "origin") for record in event.records):
            self.view.geometry_changed()
            return
        if any(kind_of(record) in ("frame", "card", "rivals") for record in event.records):
            self.view.set_zones(zones_of(self.bridge.document, self.bridge.sheet))
        changed = set(shapes)
        board = self.bridge.document.board
        for record in shapes:
            if kind_of(record) == "edge":  # the card it ends on names who speaks for it
                change = board.record(record)
                changed.update(end for end in (change.shown("from"), change.shown("to")) if end)
        if changed:
            self.view.cards_changed(sorted(changed))
        live = frozenset(record for record in self.view.selection if board.is_live(record))
        if live != self.view.selection:
            self.view.set_selection(live)
        else:
            self.selection_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.editor.leave()

    def copy_to_clipboard(self) -> bool:
        """Put the selected cards on the clipboard, for this program and, as text, for others."""
        from PySide6.QtCore import QMimeData

        from evidenceboard.exchange.clip import MIME, as_text, to_clip

        cards = self.selected("card")
        if not cards:
            return False
        document = self.bridge.document
        data = QMimeData()
        data.setData(MIME, to_clip(document.board, self.bridge.sheet, cards, document.photo))
        data.setText(as_text(document.board, cards))
        QApplication.clipboard().setMimeData(data)
        return True
