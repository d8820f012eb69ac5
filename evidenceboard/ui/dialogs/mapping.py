"""The preview of a stranger's table: what each of its columns becomes, and what would come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.guessing import LOOKED_AT, guess, has_header
from evidenceboard.exchange.mapping import Mapping, headless
from evidenceboard.exchange.preview import Preview, preview
from evidenceboard.progress import Progress, Stopped
from evidenceboard.ui import jobs
from evidenceboard.ui.dialogs.dialog_parts import foot, rows_of
from evidenceboard.ui.dialogs.mapping_columns import ColumnList
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl
from evidenceboard.ui.words import count, one_line

KINDS = (("statement", "Statements"), ("hypothesis", "Hypotheses"))
LISTED = 6  # lines that cannot be read
REST_MS = 40


@dataclass(frozen=True)
class Guessed:
    """What a table may be.

    Attributes:
        header: whether the first row names the columns.
        whole: the table, with a header in either case.
    """

    header: bool
    whole: Sheet
    mapping: Mapping
    found: Preview


class MappingDialog(QDialog):
    """Asks what the columns of a table are. Nothing is written before the button is pressed.

    What the table may be, and what would come in, is worked out beside the window.

    Attributes:
        mapping: the choices as they stand.

    Signals:
        wanted: the table and the choices, when it shall come in.
    """

    wanted = Signal(object, object)

    def __init__(self, sheet: Sheet, sources: Sequence[str], parent: QWidget | None = None) -> None:
        """A dialog.

        Args:
            sources: names of those on the board.
        """
        super().__init__(parent)
        self._named, self._sources = sheet, list(sources)
        self._whole = sheet
        self.mapping = Mapping(())
        self.found: Preview | None = None
        self.setWindowTitle("Import a table")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 620)
        self.size_words = plain_label("", ink="ink2", elide=True)
        self.kinds = SegmentedControl(KINDS, "What the rows become")
        self.kinds.set_value("statement")
        self.header = QCheckBox("The first row names the columns")
        self.columns = ColumnList(self)
        self.cards = plain_label("", weight=600, wrap=True)
        self.named = plain_label("", size=12, ink="ink2", wrap=True, max_lines=2)
        self.unread = plain_label("", size=12, ink="warn", wrap=True, max_lines=LISTED + 2)
        self.cancel = push_button("Cancel")
        self.take = push_button("Import", "primary")
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._job: jobs.Job | None = None
        self._lay_out()
        self._connect()
        self._begin(None)

    def _lay_out(self) -> None:
        rows = rows_of(self)
        top = QVBoxLayout()
        top.setContentsMargins(24, 20, 24, 14)
        top.setSpacing(4)
        top.addWidget(plain_label(one_line(self._named.name, 120), size=15, weight=600, elide=True))
        top.addWidget(self.size_words)
        top.addSpacing(8)
        choices = QHBoxLayout()
        choices.setSpacing(16)
        choices.addWidget(plain_label("Each row becomes one of", ink="ink2"))
        choices.addWidget(self.kinds)
        choices.addStretch()
        choices.addWidget(self.header)
        top.addLayout(choices)
        rows.addLayout(top)
        rows.addWidget(Hairline())
        rows.addWidget(self.columns, 1)
        rows.addWidget(Hairline())
        below = QVBoxLayout()
        below.setContentsMargins(24, 12, 24, 0)
        below.setSpacing(3)
        for words in (self.cards, self.named, self.unread):
            below.addWidget(words)
        rows.addLayout(below)
        rows.addLayout(foot(self.cancel, self.take))

    def _connect(self) -> None:
        self.header.toggled.connect(self._begin)
        self.finished.connect(self._drop)
        self.kinds.chosen.connect(lambda _kind: self._follow())
        self.columns.changed.connect(self._follow)
        self._rest.timeout.connect(self._look)
        self.cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.take.setDefault(True)

    def _begin(self, header: bool | None) -> None:
        """Guess anew: with a first row of names or without one the columns are others; None: that is guessed, too."""
        self.size_words.setText("Being looked at …")
        self.take.setEnabled(False)
        named, sources, kind = self._named, self._sources, self.kinds.value()
        self._beside(lambda _progress: guessed(named, sources, header, kind), self._show)

    def _show(self, found: Guessed) -> None:
        with QSignalBlocker(self.header):
            self.header.setChecked(found.header)
        self._whole, self.mapping = found.whole, found.mapping
        self.columns.show_table(found.whole, found.mapping)
        if self.kinds.value() != found.mapping.kind:  # it was chosen meanwhile
            self._follow()
        self.size_words.setText(f"{count(len(self._whole.rows), 'row')}, {count(len(self._whole.header), 'column')}")
        self._say(found.found)

    def _follow(self) -> None:
        if self.columns.choices:
            self.mapping = Mapping(self.columns.targets(), self.kinds.value())
            self._rest.start()

    def _look(self) -> None:
        """See what would come in."""
        whole, mapping, sources = self._whole, self.mapping, self._sources
        self._beside(lambda _progress: preview(whole, mapping, sources), self._say)

    def _beside(self, work: Callable[[Progress], Any], take: Callable[[Any], None]) -> None:
        """Work something out; what was begun before is dropped."""
        self._drop()
        self._job = jobs.run("Looking at a table", work, take, _failed)

    def _drop(self) -> None:
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()

    def _say(self, found: Preview) -> None:
        """Say what would come in."""
        self.found = found
        kind = "statement" if self.mapping.kind == "statement" else "hypothesis"
        made = count(found.cards, kind, "hypotheses" if kind == "hypothesis" else "")
        if not self.mapping.makes_cards:
            said = "Say which column is the title or the text"
        elif found.rows < len(self._whole.rows):
            said = f"{made} from the first {found.rows:,} of {len(self._whole.rows):,} rows; the rest is read on import"
        else:
            said = f"{made} will be made, as one step that undo takes back"
        self.cards.setText(said)
        self.named.setText(sources_in_words(found))
        self.named.setVisible(bool(self.named.text()))
        self.unread.setText(unread_in_words(found))
        self.unread.setVisible(bool(found.refused))
        self.take.setEnabled(bool(found.cards))

    def _take(self) -> None:
        self.wanted.emit(self._whole, self.mapping)
        self.accept()


def guessed(sheet: Sheet, sources: Sequence[str], header: bool | None, kind: str) -> Guessed:
    """Guess what a table is, and see what would come in of its first rows.

    Args:
        header: whether the first row names the columns; None where that is to be guessed, too.
        kind: what the rows become.
    """
    if header is None:
        header = has_header([sheet.header, *(cells for _, cells in sheet.rows[:LOOKED_AT])])
    whole = sheet if header else headless(sheet)
    mapping = Mapping(guess(whole, sources).targets, kind)
    return Guessed(header, whole, mapping, preview(whole, mapping, sources))


def _failed(problem: BaseException) -> None:
    if not isinstance(problem, Stopped):
        raise problem


def sources_in_words(found: Preview) -> str:
    """Which sources are matched: "3 of 5 sources are on the board already, 2 are new: A, B"."""
    known, new = len(found.known), len(found.new)
    if not known + new:
        return ""
    names = ", ".join(one_line(name, 40) for name in found.new[:4]) + (" …" if new > 4 else "")
    if not new:
        return f"{'The source is' if known == 1 else f'All {known} sources are'} on the board already"
    if not known:
        return f"{count(new, 'new source')}: {names}"
    are = "is" if known == 1 else "are"
    return (
        f"{known} of {known + new} sources {are} on the board already, {new} {'is' if new == 1 else 'are'} new: {names}"
    )


def unread_in_words(found: Preview) -> str:
    """What cannot be read, by line."""
    lines = [f"{one_line(each.what, 60)}: {one_line(each.reason, 140)}" for each in found.refused[:LISTED]]
    more = len(found.refused) - len(lines)
    heading = f"{count(len(found.refused), 'thing')} cannot be read and will be left out"
    return "\n".join([heading, *lines, *([f"and {more:,} more"] if more else [])])
