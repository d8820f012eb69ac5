"""What is known of a photo's file, and the way to get it out again as it came in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from evidenceboard.errors import KnownError
from evidenceboard.model.ids import RecordId
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import Section, empty, facts
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import one_line


class CardPhoto(Section):
    """File name, size and SHA-256 of the original, which is saved byte for byte."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Photo")
        self._bridge, self._sha256, self._name = bridge, "", ""
        self._facts = QVBoxLayout()
        self._facts.setContentsMargins(6, 0, 6, 4)
        self.rows.addLayout(self._facts)
        self.missing = plain_label("This photo is not in this file.", size=12, ink="danger", wrap=True)
        self.add(self.missing)
        self.save = push_button("Save original…")
        self.save.clicked.connect(self._choose_where)
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(self.save)
        row.addStretch()
        self.rows.addLayout(row)

    def show_card(self, card: RecordId) -> None:
        """Shows the photo of a card; nothing where it has none."""
        values = self._bridge.document.board.record(card).shown_values()
        sha256 = str(values.get("photo") or "")
        self.setVisible(bool(sha256))
        if sha256 == self._sha256 and self._name == str(values.get("file_name") or ""):
            return
        self._sha256, self._name = sha256, str(values.get("file_name") or "")
        empty(self._facts)
        data = self._bridge.document.photo(sha256) if sha256 else None
        self.missing.setVisible(data is None)
        self.save.setEnabled(data is not None)
        pairs = [("File", one_line(self._name) or "without a name")]
        if data is not None:
            pairs.append(("Size", size_in_words(len(data))))
        pairs.append(("SHA-256", " ".join(sha256[at : at + 8] for at in range(0, 64, 8))))
        self._facts.addWidget(facts(pairs))

    def _choose_where(self) -> None:
        start = safe_name(self._name) or f"{self._sha256[:12]}.bin"
        name, _filter = QFileDialog.getSaveFileName(self, "Save the original photo", start)
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Writes the original bytes to a file."""
        data = self._bridge.document.photo(self._sha256)
        if data is None:
            return
        try:
            path.write_bytes(data)
        except OSError as problem:
            reason = problem.strerror or "the disk refused"
            advice = "Choose another folder. The photo is safe in the board."
            self._bridge.refused.emit(KnownError(f"The photo was not saved: {reason}", advice))


def size_in_words(size: int) -> str:
    """A number of bytes: "1,204,331 bytes (1.2 MB)".

    >>> size_in_words(812)
    '812 bytes'
    """
    if size < 1000:
        return f"{size} bytes"
    unit, divisor = ("MB", 1e6) if size >= 1e6 else ("kB", 1e3)
    return f"{size:,} bytes ({size / divisor:.1f} {unit})"


def safe_name(name: str) -> str:
    """The last part of a file name, without anything that could lead elsewhere."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    return kept[-120:]
