"""What could not be read of an import or of a board: listed once, with the reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evidenceboard.ui.dialogs.dialog_parts import scrolled
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.words import count, one_line

LISTED = 200
KEPT = "They stay on the board as they came; what cannot be shown can be written anew."


class Refused(Protocol):
    """Something that was not taken in: what it is, and why."""

    @property
    def what(self) -> str: ...

    @property
    def reason(self) -> str: ...


class OnBoard(Refused, Protocol):
    """The same of an opening: `kept` where it is on the board as it came, and only not shown."""

    @property
    def kept(self) -> bool: ...


class LeftOutDialog(QDialog):
    """A list of what was left out; the rest is on the board already."""

    def __init__(
        self,
        refused: Sequence[Refused],
        title: str,
        heading: str,
        words: str,
        parent: QWidget | None = None,
        report: Callable[[], object] | None = None,
    ) -> None:
        """A dialog.

        Args:
            refused: what was left out.
            title: of the window.
            heading, words: what happened, and what became of the rest.
            report: writes a report with more than the list says; None where there is no more.
        """
        super().__init__(parent)
        self._refused = list(refused)
        self._report = report
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, min(520, 210 + 44 * len(self._refused)))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 22, 24, 18)
        rows.setSpacing(6)
        rows.addWidget(plain_label(heading, size=15, weight=600, wrap=True))
        rows.addWidget(plain_label(words, ink="ink2", wrap=True))
        rows.addSpacing(8)
        rows.addWidget(Hairline())
        rows.addWidget(self._list(), 1)
        rows.addWidget(Hairline())
        rows.addSpacing(8)
        rows.addLayout(self._buttons())

    def _list(self) -> QScrollArea:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 10, 12, 10)
        rows.setSpacing(10)
        for each in self._refused[:LISTED]:
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(plain_label(one_line(each.what, 200), weight=600, wrap=True, max_lines=2))
            pair.addWidget(plain_label(one_line(each.reason, 400), size=12, ink="ink2", wrap=True, max_lines=4))
            rows.addLayout(pair)
        if len(self._refused) > LISTED:
            more = f"and {len(self._refused) - LISTED} more: “Copy list” has them all"
            rows.addWidget(plain_label(more, size=12, ink="ink3", wrap=True))
        rows.addStretch()
        area = scrolled(content)
        area.setAccessibleName("What could not be read")
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nothing in it takes the keys that scroll it
        return area

    def _buttons(self) -> QHBoxLayout:
        self.copy = push_button("Copy list", icon="copy")
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text()))
        self.close_button = push_button("Close", "primary")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        if self._report is not None:
            self.save = push_button("Save report…", icon="save")
            plain_tooltip(self.save, "The list, and each entry as it stands in the file, byte for byte")
            self.save.clicked.connect(self._report)
            row.addWidget(self.save)
        row.addStretch()
        row.addWidget(self.close_button)
        return row

    def text(self) -> str:
        """The whole list, a line each."""
        return "\n".join(f"{one_line(each.what, 400)}: {one_line(each.reason, 1000)}" for each in self._refused)


def of_verifying(refused: Sequence[Refused], words: str, parent: QWidget | None = None) -> LeftOutDialog:
    """What a look at all photos found."""
    return LeftOutDialog(refused, "Verify all photos", not_as_they_came(len(refused)), words, parent)


def not_as_they_came(number: int) -> str:
    """How many photos, each counted for every card that has it, are other ones now, or gone."""
    return "One photo is not as it came in" if number == 1 else f"{number:,} photos are not as they came in"


def of_import(refused: Sequence[Refused], taken: int, parent: QWidget | None = None) -> LeftOutDialog:
    """What an import left out, after so many things were taken in."""
    words = f"{count(taken, 'thing')} came in, as one step that undo takes back." if taken else "Nothing came in."
    return LeftOutDialog(refused, "Import", f"{count(len(refused), 'thing')} could not be read", words, parent)


def of_salvage(refused: Sequence[Refused], changes: int, photos: int, parent: QWidget | None = None) -> LeftOutDialog:
    """What could not be salvaged of a damaged board, and how much was."""
    taken = f"{count(changes, 'change')} and {count(photos, 'photo')} are intact: they are in the new board."
    title = f"{count(len(refused), 'entry', 'entries')} could not be saved" if refused else "Everything could be saved"
    words = f"{taken} The damaged file was not changed; keep it until you have looked at the new board."
    return LeftOutDialog(refused, "Salvage", title, words, parent)


def of_mending(refused: Sequence[Refused], words: str, parent: QWidget | None = None) -> LeftOutDialog:
    """What of a damaged working copy could be found nowhere."""
    gone = count(len(refused), "entry is", "entries are")
    words = f"{words} The damaged working copy was not thrown away."
    return LeftOutDialog(refused, "Mended", f"{gone} missing", words, parent)


def of_board(
    refused: Sequence[OnBoard], read_only: bool, report: Callable[[], object] | None, parent: QWidget | None = None
) -> LeftOutDialog:
    """What the opening of a board left out, and what it kept that is not as it should be."""
    gone = sum(not each.kept for each in refused)
    title = f"{count(gone, 'entry', 'entries')} could not be read"
    if gone < len(refused):
        odd = not_as_it_should_be(len(refused) - gone)
        title = f"{title}, {odd}" if gone else odd
    words = after_opening(read_only) if gone else KEPT
    return LeftOutDialog(refused, "Left out", title, words, parent, report if gone else None)


def not_as_it_should_be(number: int) -> str:
    """Of what is on the board as it came: values of a wrong form, wrong clocks, gaps in a chain, missing photos."""
    return "one is not as it should be" if number == 1 else f"{number:,} are not as they should be"


def after_opening(read_only: bool) -> str:
    """What becomes of what the opening of a board left out."""
    if read_only:
        return "The file still holds them. It is open for reading only and stays as it is."
    return (
        "The file still holds them until it is saved. Saving, which follows by itself on a change, writes the board "
        "without them; the file as it is now is then kept beside the backups."
    )
