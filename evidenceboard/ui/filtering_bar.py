"""The bar of the filter: its rules as chips, how much it finds, and the filters that were saved."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from evidenceboard.finding.filters import (
    CARD_FIELDS,
    EDGE_FIELDS,
    FROM,
    HOWS,
    TO,
    Rule,
    is_complete,
    sort_of,
)
from evidenceboard.model.dates import in_words
from evidenceboard.model.records import CERTAINTIES
from evidenceboard.ui import theme
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.filtering import Filtering
from evidenceboard.ui.filtering_rule import RulePopup
from evidenceboard.ui.filtering_words import bare, choices, field_name, rule_words
from evidenceboard.ui.plain import plain_label, visible_controls
from evidenceboard.ui.widgets.buttons import IconButton, fill, push_button
from evidenceboard.ui.widgets.flow import FlowLayout
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count

NAMED = {"source": "source", "outlet": "source", "origin": "origin", "rivals": "rivals", "frame": "frame"}
BREAKS = ("outlet", "happened", "tags", "text")  # fields before which a menu draws a line


class FilterBar(QWidget):
    """Hidden while nothing is filtered.

    Signals:
        select: what is found shall be selected.
        closed: the person is done with it.
    """

    select = Signal(object)
    closed = Signal()

    def __init__(self, bridge: Bridge, filtering: Filtering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self.filtering = bridge, filtering
        self.setAccessibleName("Filter")
        self.about = SegmentedControl((("card", "Cards"), ("edge", "Links")), "What is filtered", hug=True, parent=self)
        self.saved = push_button("Saved filters", parent=self)
        self.name = QLineEdit(self)
        self.name.setAccessibleName("Name of the filter")
        self.name.setPlaceholderText("Name of the filter")
        self.name.setMaxLength(100)
        self.name.setMaximumWidth(260)
        self.name.installEventFilter(self)
        self.name.hide()
        self._naming = ""
        self.count = plain_label("", size=12, ink="ink2", parent=self)
        self.choose = push_button("Select them", "link", parent=self)
        self.close_button = IconButton("close", "Close the filter", side=28, parent=self)
        self.add = push_button("Rule", icon="plus", parent=self)
        self.chips: list[QPushButton] = []
        self.popup: RulePopup | None = None
        self._flow = FlowLayout()
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.about)
        first.addWidget(self.saved)
        first.addWidget(self.name, 1)
        first.addStretch()
        first.addWidget(self.count)
        first.addWidget(self.choose)
        first.addWidget(self.close_button)
        self._flow.addWidget(self.add)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 6, 8, 8)
        rows.setSpacing(6)
        rows.addLayout(first)
        rows.addLayout(self._flow)

    def _connect(self) -> None:
        self.about.chosen.connect(self.filtering.want_about)
        self.saved.clicked.connect(self.open_saved)
        self.add.clicked.connect(self.open_fields)
        self.choose.clicked.connect(lambda: self.select.emit(self.filtering.records))
        self.close_button.clicked.connect(self.leave)
        self.filtering.changed.connect(self.refresh)
        self.filtering.saved_changed.connect(self.refresh)

    def open(self) -> None:
        """Show it, and filter."""
        self.show()
        self.filtering.open()
        self.refresh()
        self.add.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Close it, and let everything be seen again."""
        self.hide()
        self.filtering.close()
        self.closed.emit()

    # What it shows

    def refresh(self) -> None:
        """Show the filter as it is now."""
        if self.filtering.active and not self.isVisible():
            self.show()
        wanted = self.filtering.wanted
        self.about.set_value(wanted.about)
        self._show_chips()
        found, name = self.filtering, "card" if wanted.about == "card" else "link"
        if found.busy:
            self.count.setText("looking…")
        elif wanted.complete.rules:
            self.count.setText(f"{found.count:,} of {count(found.total, name)}")
        else:
            self.count.setText(count(found.total, name))
        self.choose.setVisible(bool(wanted.complete.rules) and not found.busy and found.count > 0)
        words = found.all_saved().get(found.saved, "")
        words = f"{words} (changed)" if words and found.differs else words or "Saved filters"
        self.saved.setText(visible_controls(words).replace("&", "&&"))

    def _show_chips(self) -> None:
        rules, board = self.filtering.wanted.rules, self._bridge.document.board
        while len(self.chips) > len(rules):
            chip = self.chips.pop()
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        while len(self.chips) < len(rules):
            chip = push_button("", parent=self)
            chip.clicked.connect(partial(self.open_rule, len(self.chips)))
            chip.installEventFilter(self)
            self._flow.insertWidget(len(self.chips), chip)
            self.chips.append(chip)
            chip.show()
        for chip, rule in zip(self.chips, rules, strict=True):
            words = rule_words(board, self.filtering.wanted.about, rule)
            chip.setText(words.replace("&", "&&"))
            chip.setAccessibleName(f"Rule: {words}")
        self._flow.invalidate()
        self.updateGeometry()

    # Rules

    def open_fields(self) -> None:
        """The menu of the fields that a rule can be about."""
        menu = self._menu()
        self.filtering.look_around()
        if self.filtering.wanted.about == "card":
            self._fill_fields(menu, "")
        else:
            for field in EDGE_FIELDS:
                menu.addAction(field_name("edge", field), partial(self.begin_rule, field))
            menu.addSeparator()
            self._fill_fields(menu.addMenu("From the card it begins at"), FROM)
            self._fill_fields(menu.addMenu("To the card it ends on"), TO)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))

    def _fill_fields(self, menu: QMenu, at: str) -> None:
        for field in (*CARD_FIELDS, *self.filtering.held.own_fields):
            if field in BREAKS or field == next(iter(self.filtering.held.own_fields), ""):
                menu.addSeparator()
            words = visible_controls(field_name("card", field)).replace("&", "&&")
            menu.addAction(words, partial(self.begin_rule, at + field))

    def begin_rule(self, field: str) -> None:
        """One more rule about a field; what it says is chosen in its popup."""
        about = self.filtering.wanted.about
        how = HOWS[sort_of(about, field) or "choice"][0]
        at = len(self.filtering.wanted.rules)
        self.filtering.set_rule(at, Rule(field, how))
        self.open_rule(at)

    def open_rule(self, at: int) -> None:
        """Choose what a rule says."""
        self._flow.activate()
        about, rule = self.filtering.wanted.about, self.filtering.wanted.rules[at]
        popup = self.popup = RulePopup(about, rule, self.options(rule.field), self.chips[at])
        popup.changed.connect(lambda rule: self.filtering.set_rule(at, rule))
        popup.removed.connect(lambda: self._remove(at))
        popup.closed.connect(self._popup_closed)
        popup.open()

    def _popup_closed(self) -> None:
        if self.popup is not None:
            self.popup.deleteLater()
        self.popup = None

    def _remove(self, at: int) -> None:
        self.filtering.set_rule(at, None)
        self.add.setFocus()

    def options(self, field: str) -> dict[str, str]:
        """The values that a rule can choose from: those the board holds."""
        about, name = self.filtering.wanted.about, bare(field)
        if fixed := choices(about, field):
            return fixed
        if name in NAMED:
            return self.filtering.named(NAMED[name])
        held = self.filtering.held.of(name)
        if sort_of(about, field) == "date":
            return {value: in_words(value) for value in held}
        if name == "certainty":
            held = list(dict.fromkeys((*held, *CERTAINTIES)))
        return {value: visible_controls(value)[:120] for value in held}

    # Saved filters

    def open_saved(self) -> None:
        """The menu of the saved filters, and what can be done with the one that is shown."""
        filtering, menu = self.filtering, self._menu()
        for record, name in filtering.all_saved().items():
            action = menu.addAction(visible_controls(name).replace("&", "&&"), partial(filtering.choose, record))
            action.setCheckable(True)
            action.setChecked(record == filtering.saved)
        if menu.isEmpty():
            menu.addAction("None saved yet").setEnabled(False)
        menu.addSeparator()
        writable = not self._bridge.document.read_only
        complete = bool(filtering.wanted.rules) and all(map(is_complete, filtering.wanted.rules))
        menu.addAction("Save as…", partial(self.begin_name, "save")).setEnabled(writable and complete)
        menu.addAction("Save the changes", filtering.update).setEnabled(writable and complete and filtering.differs)
        menu.addAction("Rename…", partial(self.begin_name, "rename")).setEnabled(writable and bool(filtering.saved))
        menu.addAction("Delete", filtering.delete).setEnabled(writable and bool(filtering.saved))
        menu.popup(self.saved.mapToGlobal(QPoint(0, self.saved.height() + 2)))

    def begin_name(self, why: str) -> None:
        """Write the name that the filter is saved under."""
        self._naming = why
        self.name.setText(self.filtering.all_saved().get(self.filtering.saved, "") if why == "rename" else "")
        self.name.show()
        self.name.setFocus()
        self.name.selectAll()

    def _end_name(self, kept: bool) -> None:
        words = " ".join(self.name.text().split())
        self.name.hide()
        if kept and words:
            (self.filtering.save_as if self._naming == "save" else self.filtering.rename)(words)
        self.saved.setFocus()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc in the name; Del on a chip takes its rule away, and is no command of the window there."""
        gone = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and watched in self.chips:
            event.setAccepted(event.key() in gone)
            return event.key() in gone
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if watched is self.name and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._end_name(key != Qt.Key.Key_Escape)
            return True
        if watched in self.chips and key in gone:
            self._remove(self.chips.index(watched))
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the bar; Enter presses what has the focus."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def words(self) -> Iterator[str]:
        """The rules in words."""
        return (chip.text() for chip in self.chips)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground."""
        fill(self, theme.current().panel, line="hair")
