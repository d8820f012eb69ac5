"""The preferences: a page of few settings, each in force as soon as it is changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evidenceboard.store.preferences import Preferences
from evidenceboard.ui.plain import PlainDialog, plain_label
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.widgets.segmented import SegmentedControl

THEME_CHOICES = (
    ("system", "System"),
    ("light", "Light"),
    ("dark", "Dark"),
    ("contrast", "High contrast"),
    ("projector", "Projector"),
)
PUBLISH_CHOICES = (("auto", "By itself"), ("on save", "Only when I save"))


class PreferencesPage(PlainDialog):
    """The page; `changed` comes with the whole of the preferences after every change."""

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Preferences", 560)
        self._now = preferences
        self.author = QLineEdit(preferences.author or "", self)
        self.theme = SegmentedControl(THEME_CHOICES, "Theme", equal=False, parent=self)
        self.publish = SegmentedControl(PUBLISH_CHOICES, "Writing the file", parent=self)
        self.backups = QCheckBox("Keep backups of earlier saves", self)
        self.leave_nothing = QCheckBox("Leave nothing behind on this computer", self)
        self._fill(preferences)
        self._lay_out()
        self._connect()

    def _fill(self, preferences: Preferences) -> None:
        self.author.setMaxLength(500)
        self.author.setAccessibleName("Your name")
        self.theme.set_value(preferences.theme)
        self.publish.set_value(preferences.publish)
        self.publish.setFixedWidth(264)
        self.backups.setChecked(preferences.backups)
        self.leave_nothing.setChecked(preferences.leave_nothing)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(28, 24, 28, 20)
        rows.setSpacing(0)
        rows.addWidget(plain_label("Preferences", size=18, weight=600, parent=self))
        rows.addSpacing(8)
        self._section(rows, "Your name", self.author, "Written beside every change you make, and seen by "
                      "everybody who gets the board.", first=True)  # fmt: skip
        self._section(rows, "Theme", self.theme, "")
        self._section(rows, "Writing the file", self.publish, "By itself: after ten seconds of rest, and within a "
                      "minute. Every change is safe on this computer at once, either way.")  # fmt: skip
        self._section(rows, "On this computer", self.backups, "The last save, six hourly ones and seven daily "
                      "ones, each read back.")  # fmt: skip
        rows.addSpacing(12)
        rows.addWidget(self.leave_nothing)
        self._help(rows, "When a board is closed, its working copy, its backups and its place among the recent "
                   "boards are removed.", indent=24)  # fmt: skip
        rows.addSpacing(20)
        rows.addWidget(Hairline(parent=self))
        rows.addSpacing(16)
        foot = QHBoxLayout()
        foot.addStretch()
        done = push_button("Done", "primary", parent=self)
        done.setDefault(True)
        done.clicked.connect(self.accept)
        foot.addWidget(done)
        rows.addLayout(foot)

    def _section(self, rows: QVBoxLayout, name: str, control: QWidget, text: str, *, first: bool = False) -> None:
        if not first:
            rows.addSpacing(16)
            rows.addWidget(Hairline(parent=self))
        rows.addSpacing(14)
        rows.addWidget(plain_label(name, size=11, weight=600, ink="ink3", parent=self))
        rows.addSpacing(6)
        fixed = control.minimumWidth() == control.maximumWidth()
        rows.addWidget(control, alignment=Qt.AlignmentFlag.AlignLeft if fixed else Qt.AlignmentFlag(0))
        if text:
            self._help(rows, text, indent=24 if isinstance(control, QCheckBox) else 0)

    def _help(self, rows: QVBoxLayout, text: str, *, indent: int) -> None:
        words = plain_label(text, size=12, ink="ink3", wrap=True, parent=self)
        words.setContentsMargins(indent, 5, 0, 0)
        rows.addWidget(words)

    def _connect(self) -> None:
        self.author.editingFinished.connect(self._name_left)
        self.theme.chosen.connect(lambda value: self._change(theme=value))
        self.publish.chosen.connect(lambda value: self._change(publish=value))
        self.backups.toggled.connect(lambda on: self._change(backups=on))
        self.leave_nothing.toggled.connect(lambda on: self._change(leave_nothing=on))

    def preferences(self) -> Preferences:
        """What is chosen now."""
        return self._now

    def _name_left(self) -> None:
        name = self.author.text().strip()
        if name:
            self._change(author=name)
        else:
            self.author.setText(self._now.author or "")

    def _change(self, **values: object) -> None:
        after = replace(self._now, **values)  # type: ignore[arg-type]
        if after != self._now:
            self._now = after
            self.changed.emit(after)

    def done(self, result: int) -> None:
        """A name still being typed counts when the page is closed."""
        self._name_left()
        super().done(result)
