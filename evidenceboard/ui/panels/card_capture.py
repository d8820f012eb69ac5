"""The web page that a card comes from: its address, and the archive that was taken of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout

from evidenceboard.errors import KnownError
from evidenceboard.exchange.captures import SEALED, page_of
from evidenceboard.exchange.pages import BadCapture
from evidenceboard.model import dates
from evidenceboard.model.addresses import real_address
from evidenceboard.model.ids import RecordId
from evidenceboard.model.pictures import capture_ending
from evidenceboard.ui import jobs
from evidenceboard.ui.bridge import Bridge
from evidenceboard.ui.panels.card_photo import safe_name, size_in_words
from evidenceboard.ui.panels.parts import Section, empty, facts
from evidenceboard.ui.plain import plain_label, plain_message
from evidenceboard.ui.widgets.buttons import push_button
from evidenceboard.ui.words import one_line

OPEN, LEAVE = "Open in the browser", "Do not open"
FITS = "The archive is what it was when it came in: its SHA-256 fits."
SEEN = "The browser will ask this host for the page: whoever runs it can see that."
SHOWN_WHOLE, LINES = 1_000, 40  # characters of an address that a message shows without leaving any out, and its lines
TOO_LONG = "Not opened. This address is too long to be shown whole before it is opened"
DISGUISED = "The host is written in letters that may look like others: what a browser asks for is below."


class CardCapture(Section):
    """Address, time and SHA-256 of a capture; it is saved byte for byte, and checked when somebody asks."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__("Capture")
        self._bridge, self._card, self._sha256 = bridge, "", ""
        self._address, self._name = "", ""
        self._shown: object = None
        self._facts = QVBoxLayout()
        self._facts.setContentsMargins(6, 0, 6, 4)
        self.rows.addLayout(self._facts)
        self.missing = plain_label("This archive is not in this file.", size=12, ink="danger", wrap=True)
        self.add(self.missing)
        self.open, self.copy = push_button("Open address…"), push_button("Copy address")
        self.save, self.verify = push_button("Save archive…"), push_button("Verify")
        for pair in ((self.open, self.copy), (self.save, self.verify)):
            row = QHBoxLayout()
            row.setContentsMargins(6, 0, 6, 0)
            row.setSpacing(8)
            for button in pair:
                row.addWidget(button)
            row.addStretch()
            self.rows.addLayout(row)
        self.found = plain_label("", size=12, ink="ink2", wrap=True)
        self.add(self.found)
        self.open.clicked.connect(self.ask_to_open)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self._address))
        self.save.clicked.connect(self._choose_where)
        self.verify.clicked.connect(self.check)

    def show_card(self, card: RecordId) -> None:
        """Shows where a card comes from; nothing where it does not say."""
        values = self._bridge.document.board.record(card).shown_values()
        self._address, self._sha256 = str(values.get("address") or ""), str(values.get("capture") or "")
        self._name = str(values.get("file_name") or "") if self._sha256 else ""
        self.setVisible(bool(self._address or self._sha256))
        shown = (card, self._address, self._sha256, values.get("captured"), self._name)
        if shown != self._shown:
            self._card, self._shown = card, shown
            self.found.hide()
            self._show_facts(str(values.get("captured") or ""))

    def _show_facts(self, captured: str) -> None:
        empty(self._facts)
        there = bool(self._sha256) and self._sha256 in self._bridge.document.log.photo_names()
        pairs = [("Address", one_line(self._address, 2_000) or "it does not say")]
        if self._sha256:
            pairs.append(("Captured", dates.in_words(captured) if captured else "it does not say"))
            pairs.append(("File", one_line(self._name) or "without a name"))
            pairs.append(("SHA-256", " ".join(self._sha256[at : at + 8] for at in range(0, 64, 8))))
        self._facts.addWidget(facts(pairs))
        self.missing.setVisible(bool(self._sha256) and not there)
        for button in (self.open, self.copy):
            button.setVisible(bool(self._address))
        for button in (self.save, self.verify):
            button.setVisible(bool(self._sha256))
            button.setEnabled(there)

    # The address

    def ask_to_open(self) -> None:
        """Shows the address as a browser would ask for it, and opens it only if that is wanted."""
        try:
            real = real_address(self._address)
        except KnownError as problem:
            self._bridge.refused.emit(KnownError(f"Not opened. {problem.title}", problem.advice))
            return
        if len(real.whole) > SHOWN_WHOLE:
            self._bridge.refused.emit(KnownError(TOO_LONG, "Copy it, and look at all of it."))
            return
        words = [DISGUISED] if real.disguised else []
        words += [
            f"Host: {real.host}",
            real.whole,
            SEEN,
        ]
        if plain_message(self, "Open this address?", "\n\n".join(words), (LEAVE, OPEN), LINES) == OPEN:
            QDesktopServices.openUrl(QUrl(real.whole, QUrl.ParsingMode.StrictMode))

    # The archive

    def check(self) -> None:
        """Hashes the archive beside the window, and looks at the digests that are in it."""
        data, card = self._bridge.document.photo(self._sha256), self._card
        if data is None:
            return
        wanted = self._sha256
        self.verify.setEnabled(False)
        jobs.run(
            "Verify a capture",
            lambda _report: judged(data, wanted),
            lambda said: self._tell(card, *said),
            lambda _problem: self.verify.setEnabled(True),
        )

    def _tell(self, card: RecordId, fits: bool, words: str) -> None:
        self.verify.setEnabled(True)
        if card == self._card:
            self.found.set_ink("support" if fits else "danger")
            self.found.setText(words)
            self.found.show()

    def _choose_where(self) -> None:
        start = safe_name(self._name) or f"{self._sha256[:12]}.bin"
        name, _filter = QFileDialog.getSaveFileName(self, "Save the archive", start)
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Writes the archive to a file, byte for byte."""
        data = self._bridge.document.photo(self._sha256)
        if data is None:
            return
        try:
            path.write_bytes(data)
        except OSError as problem:
            reason = problem.strerror or "the disk refused"
            advice = "Choose another folder. The archive is safe in the board."
            self._bridge.refused.emit(KnownError(f"The archive was not saved: {reason}", advice))


def judged(data: bytes, sha256: str) -> tuple[bool, str]:
    """Whether an archive is what it was, and what there is to say of it."""
    if hashlib.sha256(data).hexdigest() != sha256:
        return False, "This is not the archive that came in: its SHA-256 does not fit."
    try:
        problem = page_of(data).problem
    except BadCapture as trouble:
        problem = trouble.title
    size = size_in_words(len(data))
    form = {"mhtml": "an MHTML file", "wacz": "a WACZ archive", "svg": "an SVG drawing"}.get(
        capture_ending(data) or "", "a file"
    )
    said = f"{FITS} It is {form} of {size}."
    if problem == SEALED:
        return True, f"{said} It can carry scripts and links, and is never drawn."
    return not problem, f"{said} But {problem}." if problem else said
