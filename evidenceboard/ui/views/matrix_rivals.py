"""What kind of a set the rivals of a matrix are, as a pill: how they exclude each other, and if one says none holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from evidenceboard.model.board import Board
from evidenceboard.model.commands import Action, add_card, add_record, set_fields, together
from evidenceboard.model.geometry import Box, Geometry
from evidenceboard.model.ids import BOARD, RecordId
from evidenceboard.model.records import RIVAL_RELATIONS
from evidenceboard.model.sizes import WIDTH
from evidenceboard.ui import icons, theme
from evidenceboard.ui.plain import draw_line, plain_tooltip

SAYS = {
    "exclusive": "At most one of them is true",
    "exhaustive": "At least one of them is true",
    "overlapping": "Several of them may be true",
}
NOT_SAID, NO_SET = "relation not set", "not a rival set"
MISSING = "no “none of these”"
WHY_MISSING = "The rivals exclude each other, but none of them is “none of these”. What if all are wrong?"
NULL = "None of these"
GAP, HIGH = 40.0, 100.0  # scene units from card to card, and of a place for a new one
TRIES = 40  # places that are looked at for a new card


def relate(board: Board, rivals: RecordId, cards: Sequence[RecordId], relation: str) -> Action:
    """Say how the rivals of a set exclude each other; "" for not set.

    Args:
        rivals: the set; "" makes one of these hypotheses, which are in none.
    """
    if rivals:
        return set_fields(rivals, {"relation": relation or None}, "Change how rivals exclude each other")
    made = add_record("rivals", {"name": str(board.value(BOARD, "question") or "Rivals"), "relation": relation or None})
    joined = [set_fields(card, {"rivals": made.made[0]}) for card in cards]
    return together("New rival set", [made, *joined])


def add_null(geometry: Geometry, sheet: RecordId, rivals: RecordId, cards: Sequence[RecordId]) -> Action:
    """A hypothesis "None of these" on the board, below its rivals, where no card lies."""
    boxes = [geometry.box_of(geometry.row[card]) for card in cards if card in geometry.row]
    lowest = max(boxes, key=lambda box: box.bottom, default=Box(0, 0, 0, -GAP))
    x, y = lowest.left, lowest.bottom + GAP
    for _ in range(TRIES):
        if not len(geometry.cards_in(Box(x, y, x + WIDTH, y + HIGH))):
            break
        y += GAP
    return add_card(sheet, "hypothesis", (x, y), {"title": NULL, "rivals": rivals or None})


class RivalPill(QToolButton):
    """The relation of the rivals, and a menu to change it; or that "none of these" is missing.

    Signals:
        chosen: another relation, "" for not set.
        null_wanted: a hypothesis that says "none of these" should be added.
    """

    chosen = Signal(str)
    null_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.relation, self.missing = "", False
        self._can_write = True
        self.setAccessibleName("How the rivals exclude each other")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(theme.interface_font(11, 500))
        self.menu_of = QMenu(self)
        self.menu_of.aboutToShow.connect(self._fill)
        self.clicked.connect(lambda: self.menu_of.popup(self.mapToGlobal(self.rect().bottomLeft())))

    def show_relation(self, is_set: bool, relation: str, missing: bool, can_write: bool) -> None:
        """Show what is said of a set.

        Args:
            missing: they exclude each other, and none says "none of these".
        """
        self.relation, self.missing, self._can_write = relation, missing, can_write
        self.setText(relation or (NOT_SAID if is_set else NO_SET))
        words = f"{relation.capitalize()}: {SAYS[relation].lower()}" if relation in SAYS else self.text().capitalize()
        self.setAccessibleName(f"How the rivals exclude each other: {self.text()}")
        self.setAccessibleDescription(WHY_MISSING if missing else "")
        plain_tooltip(self, f"{words}. {WHY_MISSING}" if missing else words)
        self.updateGeometry()
        self.update()

    def _fill(self) -> None:
        self.menu_of.clear()
        group = QActionGroup(self.menu_of)
        for relation in ("", *RIVAL_RELATIONS):
            words = f"{relation.capitalize()} – {SAYS[relation].lower()}" if relation else "Not set"
            action = self.menu_of.addAction(words, partial(self.chosen.emit, relation))
            action.setCheckable(True)
            group.addAction(action)
            action.setChecked(relation == self.relation)
            action.setEnabled(self._can_write)
        if self.missing:
            self.menu_of.addSeparator()
            self.menu_of.addAction("Add “none of these”", self.null_wanted.emit).setEnabled(self._can_write)

    # Looks

    def _width(self, words: str) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance(words)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        wide = self._width(self.text()) + 34
        wide += self._width(MISSING) + 36 if self.missing else 0
        return QSize(round(wide), 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        active = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            wide = self._width(self.text()) + 30
            self._capsule(painter, QRectF(1, 1, wide, 18), active.ctl, active.panel)
            painter.setPen(active.ink2)
            draw_line(painter, QRectF(10, 1, wide - 26, 18), self.text())
            icons.paint_icon(painter, "chevron-down", QRectF(wide - 15, 5, 10, 10), active.ink2)
            if self.missing:
                rest = QRectF(wide + 6, 1, self.width() - wide - 8, 18)
                self._capsule(painter, rest, active.warn, active.warnbg)
                icons.paint_icon(painter, "warning", QRectF(rest.left() + 8, 4, 12, 12), active.warn)
                painter.setPen(active.warn)
                draw_line(painter, rest.adjusted(24, 0, -6, 0), MISSING)

    def _capsule(self, painter: QPainter, rect: QRectF, line, ground) -> None:  # type: ignore[no-untyped-def]
        active = theme.current()
        width = 2.0 if self.hasFocus() else float(active.border)
        painter.setPen(QPen(active.accent if self.hasFocus() else line, width))
        painter.setBrush(theme.blend(active.ink, ground, 0.05) if self.underMouse() else ground)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
