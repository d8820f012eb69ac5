"""What is known of a photo: its file, what its camera wrote, and the way to get it out again as it came in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from evidenceboard.document import Document
from evidenceboard.errors import KnownError
from evidenceboard.model import dates
from evidenceboard.model.changes import Value
from evidenceboard.model.ids import RecordId
from evidenceboard.model.photo_view import view_of
from evidenceboard.progress import Progress
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.parts import LABELS, Section, empty, facts
from evidenceboard.ui.panels.photo_preview import PhotoPreview
from evidenceboard.ui.panels.writing import Writing
from evidenceboard.ui.plain import plain_label, plain_tooltip
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import one_line

OFFERS = {"happened": "Use as happened", "captured": "Use as captured"}
WARNING = "It says where it was taken. Whoever gets the original, the tables or this board can read that."
MISSING = "This photo is not in this file."
ALTERED = "Its bytes in this file are not what its SHA-256 says: it was altered, and is not shown as evidence."
TURNS = {
    2: "mirrored", 3: "by 180°", 4: "mirrored, by 180°", 5: "mirrored, by 90° left", 6: "by 90° right",
    7: "mirrored, by 90° right", 8: "by 90° left",
}  # fmt: skip


class CardPhoto(Section):
    """File name, size and SHA-256 of the original, which is saved byte for byte; time, place and camera by its EXIF.

    Attributes:
        preview: the photo as it is shown.
        offers: buttons that take the date of the photo over as a date of the card. A camera's clock may be wrong, and
            a picture may show an older one: nobody's date is set without being asked.
    """

    wanted = Signal(str)  # "edit" its view, "save" that as a picture, a "card" with it

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Photo")
        self._bridge, self._card, self._sha256, self._name = bridge, "", "", ""
        self._taken = ""
        self._shown: object = None
        self._writing = Writing(bridge)
        self._time, self._facts = QVBoxLayout(), QVBoxLayout()
        self._time.setContentsMargins(6, 0, 6, 0)
        self._facts.setContentsMargins(6, 2, 6, 4)
        self.offers = {field: push_button(words, "link") for field, words in OFFERS.items()}
        column = QVBoxLayout()
        column.setContentsMargins(LABELS + 2, 0, 6, 0)
        column.setSpacing(0)
        for field, button in self.offers.items():
            button.clicked.connect(partial(self._use, field))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.preview = PhotoPreview(bridge)
        self.preview.edit_wanted.connect(lambda: self.edit.click())
        self.add(self.preview)
        self._add_view_buttons()
        for part in (self._time, column, self._facts):
            self.rows.addLayout(part)
        self.missing = plain_label(MISSING, size=12, ink="danger", wrap=True)
        self.add(self.missing)
        self.warning = plain_label(WARNING, size=12, ink="warn", wrap=True)
        self.add(self.warning)
        self.save = push_button("Save original…")
        self.save.clicked.connect(self._choose_where)
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(self.save)
        row.addStretch()
        self.rows.addLayout(row)

    def _add_view_buttons(self) -> None:
        """What can be done with how the photo is shown."""
        self.edit = push_button("Edit view…")
        self.save_view, self.derive = push_button("Save view…"), push_button("New card")
        plain_tooltip(self.save_view, "Save what is shown as a picture of its own, without anything the camera wrote")
        plain_tooltip(self.derive, "A new card with this view of the photo")
        row = QHBoxLayout()
        row.setContentsMargins(6, 2, 6, 4)
        row.setSpacing(6)
        for button, what in ((self.edit, "edit"), (self.save_view, "save"), (self.derive, "card")):
            button.clicked.connect(partial(self._want, what))
            row.addWidget(button)
        row.addStretch()
        self.rows.addLayout(row)

    def _want(self, what: str) -> None:
        self.wanted.emit(what)

    def show_card(self, card: RecordId) -> None:
        """Shows the photo of a card; nothing where it has none."""
        values = self._bridge.document.board.record(card).shown_values()
        self._card, self._sha256 = card, str(values.get("photo") or "")
        self._name, self._taken = str(values.get("file_name") or ""), str(values.get("exif_taken") or "")
        self.setVisible(bool(self._sha256))
        self.preview.show_photo(self._sha256, view_of(values))
        for button in (self.edit, self.derive):
            button.setEnabled(not self._bridge.document.read_only)
        day = _day_of(self._taken)
        for field, button in self.offers.items():
            button.setVisible(bool(day) and values.get(field) != day and not self._bridge.document.read_only)
        self.warning.setVisible(bool(values.get("exif_place")))
        shown = (self._sha256, self._name, exif_in_words(values))
        if shown != self._shown:
            self._shown = shown
            self._show_facts(shown[2])

    def _show_facts(self, exif: list[tuple[str, str]]) -> None:
        empty(self._time)
        empty(self._facts)
        if self._taken:
            self._time.addWidget(facts(exif[:1]))
        data = self._bridge.document.photo(self._sha256) if self._sha256 else None
        altered = data is None and self._sha256 in self._bridge.document.altered_photos
        self.missing.setText(ALTERED if altered else MISSING)
        self.missing.setVisible(data is None)
        for button in (self.save, self.save_view, self.edit):
            button.setEnabled(data is not None and (button is not self.edit or not self._bridge.document.read_only))
        self.save.setText("Save altered bytes…" if altered else "Save original…")
        self.save.setEnabled(data is not None or altered)
        pairs = [*exif[bool(self._taken) :], ("File", one_line(self._name) or "without a name")]
        if data is not None:
            pairs.append(("Size", size_in_words(len(data))))
        pairs.append(("SHA-256", " ".join(self._sha256[at : at + 8] for at in range(0, 64, 8))))
        self._facts.addWidget(facts(pairs))

    def _use(self, field: str) -> None:
        day = _day_of(self._taken)
        if day:
            self._writing.put(self._card, {field: day}, f"Date of the photo as {field}")

    def _choose_where(self) -> None:
        altered = self._sha256 in self._bridge.document.altered_photos
        start = f"altered-{self._sha256[:12]}.bin" if altered else safe_name(self._name) or f"{self._sha256[:12]}.bin"
        name, _filter = QFileDialog.getSaveFileName(self, "Save the original photo", start)
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Writes the original bytes to a file, or those that stand in their place."""
        document, sha256 = self._bridge.document, self._sha256
        if sha256 in document.altered_photos:  # they stand in the user's file alone
            work = partial(_altered_bytes, document, sha256)
            jobs.run("Reading the altered photo", work, partial(self._write, path), self._bridge.refused.emit)
        elif (data := document.photo(sha256)) is not None:
            self._write(path, data)

    def _write(self, path: Path, data: bytes) -> None:
        try:
            path.write_bytes(data)
        except OSError as problem:
            reason = problem.strerror or "the disk refused"
            advice = "Choose another folder. The photo is safe in the board."
            self._bridge.refused.emit(KnownError(f"The photo was not saved: {reason}", advice))


def _altered_bytes(document: Document, sha256: str, _progress: Progress) -> bytes:
    data = document.altered_bytes(sha256)
    if data is None:
        raise KnownError("The file does not hold these bytes any more", "It was saved since. Look into a backup of it.")
    return data


def exif_in_words(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What the camera wrote, as names and words; nothing of what it did not write.

    >>> exif_in_words({"exif_taken": "2019-05-04T14:03:09+02:00", "exif_place": [-45.5, 9.110333]})
    [('Taken', '4 May 2019 14:03:09 +02:00, by the camera'), ('Place', '45.50000° S, 9.11033° E')]
    """
    taken, place = str(values.get("exif_taken") or ""), values.get("exif_place")
    pairs = []
    if taken:
        day, _, time = taken.partition("T")
        clock = " ".join(part for part in (time[:8], time[8:]) if part)
        pairs.append(("Taken", one_line(f"{dates.in_words(day)} {clock}".strip() + ", by the camera")))
    if isinstance(place, list) and len(place) == 2:
        latitude, longitude = place
        north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
        pairs.append(("Place", f"{abs(latitude):.5f}° {north}, {abs(longitude):.5f}° {east}"))
    if values.get("exif_camera"):
        pairs.append(("Camera", one_line(str(values["exif_camera"]))))
    if turn := TURNS.get(values.get("exif_orientation") or 1):
        pairs.append(("Turned", turn))
    return pairs


def _day_of(taken: str) -> str:
    """The day of a time as the camera wrote it, as a date of a card; empty where it is none."""
    return dates.parse(taken.partition("T")[0]) or ""


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
