"""What one rule of a filter says, chosen from what the board holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from evidenceboard.finding.filters import HOWS, Rule, is_complete, sort_of
from evidenceboard.model.dates import in_words, parse, why_not
from evidenceboard.ui.filtering_words import NOTES, bare, field_name, how_words
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.widgets.surface import Veil

WIDTH, LIST = 340, 208  # px
MANY = 10  # values from which they can be looked through
Options = Mapping[str, str]


class ValueList(QWidget):
    """Values with a mark before each.

    Signals:
        chosen: the values that are marked.
    """

    chosen = Signal(object)

    def __init__(self, name: str, options: Options, marked: Sequence[str], single: bool) -> None:
        super().__init__()
        self._single = single
        self.look_for = QLineEdit(self)
        self.look_for.setPlaceholderText("Look for")
        self.look_for.setAccessibleName(f"Look for: {name}")
        self.look_for.setVisible(len(options) > MANY)
        self.look_for.textChanged.connect(self._narrow)
        self.list = QListWidget(self)
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(min(LIST, 30 * max(1, len(options)) + 4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.look_for)
        column.addWidget(self.list)
        known = {**options, **{value: value for value in marked if value not in options}}
        for value, words in known.items():
            item = QListWidgetItem(words, self.list)
            item.setSizeHint(QSize(100, 30))
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if value in marked else Qt.CheckState.Unchecked)
        self.list.itemClicked.connect(self.turn)
        if self.list.count():
            self.list.setCurrentRow(next((row for row in range(self.list.count()) if self._is_marked(row)), 0))

    def items(self) -> dict[str, QListWidgetItem]:
        """The rows by their values."""
        rows = [self.list.item(row) for row in range(self.list.count())]
        return {str(item.data(Qt.ItemDataRole.UserRole)): item for item in rows}

    def _is_marked(self, row: int) -> bool:
        return self.list.item(row).checkState() == Qt.CheckState.Checked

    def turn(self, item: QListWidgetItem) -> None:
        """Mark a value, or take its mark away."""
        on = item.checkState() != Qt.CheckState.Checked
        if self._single:
            for other in self.items().values():
                other.setCheckState(Qt.CheckState.Unchecked)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.chosen.emit(self.marked())

    def marked(self) -> tuple[str, ...]:
        """The values that are marked."""
        return tuple(value for value, item in self.items().items() if item.checkState() == Qt.CheckState.Checked)

    def _narrow(self, words: str) -> None:
        wanted = words.strip().casefold()
        for item in self.items().values():
            item.setHidden(wanted not in item.text().casefold())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter turn the mark of the current value."""
        item = self.list.currentItem()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.turn(item)
        else:
            super().keyPressEvent(event)


class RulePopup(Veil):
    """Comparison and values of one rule, below its chip; it goes when one clicks elsewhere.

    Signals:
        changed: the rule as it is now.
        removed: the rule shall go.
    """

    changed = Signal(object)
    removed = Signal()

    def __init__(self, about: str, rule: Rule, options: Options, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._chip = parent
        self.rule = rule
        self._options = options
        self._sort = sort_of(about, rule.field) or ""
        hows = HOWS.get(self._sort, ())
        name = field_name(about, rule.field)
        self.setAccessibleName(name)
        self.hows = SegmentedControl([(how, how_words(rule.field, how)) for how in hows], "Comparison", equal=False)
        self.hows.set_value(rule.how)
        self.hows.setVisible(len(hows) > 1)
        self.lists: list[ValueList] = []
        self.words: QLineEdit | None = None
        self.told = plain_label("", size=12, ink="ink3", wrap=True)
        gone = push_button("Remove rule", "link")
        gone.clicked.connect(self._remove)
        done = push_button("Done")
        done.clicked.connect(self.dismiss)
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        rows = self.rows
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(8)
        rows.addWidget(plain_label(name, weight=600))
        rows.addWidget(self.hows, alignment=Qt.AlignmentFlag.AlignLeft)
        rows.addLayout(self._body)
        rows.addWidget(self.told)
        foot = QHBoxLayout()
        foot.addWidget(gone)
        foot.addStretch()
        foot.addWidget(done)
        rows.addLayout(foot)
        self.hows.chosen.connect(self._compare)
        self._fill()

    def panel_rect(self) -> QRect:
        """Below the chip, inside of the window."""
        at = self._chip.mapTo(self.window(), QPoint(0, self._chip.height() + 4))
        high = self.rows.totalHeightForWidth(WIDTH) if self.rows.hasHeightForWidth() else self.rows.sizeHint().height()
        left = max(8, min(at.x(), self.width() - WIDTH - 8))
        return QRect(left, max(8, min(at.y(), self.height() - high - 8)), WIDTH, high)

    def open(self) -> None:
        """Show it, with the cursor where one chooses."""
        super().open()
        first = self.words or (self.lists[0].list if self.lists else self.hows)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        """What is chosen from: lists, or a line for words."""
        while (item := self._body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lists, self.words = [], None
        how = self.rule.how
        if how == "contains":
            self._add_words("Words that it contains")
        elif how not in ("some", "none"):
            self._add_lists(how)
        note = NOTES.get("date" if self._sort == "date" else bare(self.rule.field), "")
        self.told.setText(note if how in ("since", "before", "between", "worse", "better") else "")
        self.told.setVisible(bool(self.told.text()))
        if self.isVisible():
            self.place()
            self._hold_focus()

    def _hold_focus(self) -> None:
        """What had the focus may have gone: the keys stay in the panel."""
        if not self.panel.isAncestorOf(self.window().focusWidget()):
            chosen = next((each for each in self.hows.segments() if each.isChecked()), None)
            (chosen or self.panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_lists(self, how: str) -> None:
        single = how in ("worse", "better", "since", "before", "between")
        parts = [self.rule.values[:1], self.rule.values[1:2]] if how == "between" else [self.rule.values]
        for number, marked in enumerate(parts):
            name = ("From", "To")[number] if how == "between" else "Values"
            options = dict(self._options)
            if self._sort == "date":
                options |= {value: in_words(value) for value in marked}
            if how == "between":
                self._body.addWidget(plain_label(name, size=12, ink="ink2"))
            values = ValueList(name, options, marked, single)
            if how == "between":
                values.list.setFixedHeight(min(values.list.height(), 124))
                values.look_for.hide()
            values.chosen.connect(lambda _chosen: self._choose())
            self.lists.append(values)
            self._body.addWidget(values)
        if not self._options and self._sort != "date":
            self._body.addWidget(plain_label("No card of this board has one yet.", size=12, ink="ink3", wrap=True))
        if self._sort == "date" and how != "between":
            self._add_date()

    def _add_words(self, name: str) -> None:
        self.words = QLineEdit(self.rule.values[0] if self.rule.values else "")
        self.words.setAccessibleName(name)
        self.words.setPlaceholderText(name)
        self.words.textChanged.connect(self._take_words)
        self.words.returnPressed.connect(self.dismiss)
        self._body.addWidget(self.words)

    def _add_date(self) -> None:
        """A day that is not among the months."""
        self.words = QLineEdit()
        self.words.setAccessibleName("Or a date")
        self.words.setPlaceholderText("Or a date: 8 Jan 2024")
        self.words.textChanged.connect(self._take_date)
        self.words.returnPressed.connect(self.dismiss)
        self._body.addWidget(self.words)

    def _compare(self, how: str) -> None:
        single = how in ("worse", "better", "since", "before")
        kept = () if how in ("some", "none") or "contains" in (how, self.rule.how) else self.rule.values
        self._set(self.rule._replace(how=how, values=kept[:1] if single else kept[:2] if how == "between" else kept))
        self._fill()

    def _choose(self) -> None:
        chosen = [values.marked() for values in self.lists]
        if self.rule.how == "between":
            values = tuple(each[0] for each in chosen if each)
            self._set(self.rule._replace(values=values if len(values) == 2 else chosen[0]))
        else:
            self._set(self.rule._replace(values=chosen[0]))

    def _take_words(self, words: str) -> None:
        self._set(self.rule._replace(values=(words.strip(),) if words.strip() else ()))

    def _take_date(self, words: str) -> None:
        read = parse(words)
        self.told.setText(f"Read as {in_words(read)}" if read else why_not(words) or NOTES["date"])
        if read:
            self._set(self.rule._replace(values=(read,)))

    def _set(self, rule: Rule) -> None:
        if rule != self.rule:
            self.rule = rule
            self.changed.emit(rule)

    def _remove(self) -> None:
        self.dismiss()
        self.removed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round in the panel."""
        places = [each for each in self.panel.findChildren(QWidget) if _takes_focus(each)]
        at = next((n for n, each in enumerate(places) if each.hasFocus()), -1)
        if places:
            reason = Qt.FocusReason.TabFocusReason
            places[(at + (1 if forward else -1)) % len(places)].setFocus(reason)
        return True

    @property
    def complete(self) -> bool:
        """Whether the rule says all that it needs."""
        return is_complete(self.rule)


def _takes_focus(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return widget.isVisible() and widget.isEnabled() and bool(policy & Qt.FocusPolicy.TabFocus)
