"""Captures of web pages: MHTML files of browsers and WACZ archives, kept as they came; and SVG drawings likewise.

What the archive says of itself becomes the card: title, address, when it was taken. Nothing is rendered, nothing in
it is run, and no network is asked. The archive's bytes go into the board unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from evidenceboard.exchange import Refused, mhtml, wacz
from evidenceboard.exchange.folders import CAPTURES
from evidenceboard.exchange.names import loosely
from evidenceboard.exchange.pages import BadCapture, Page
from evidenceboard.exchange.photos import FilePhoto
from evidenceboard.model.changes import Value
from evidenceboard.model.commands import Action, Point, add_card, together
from evidenceboard.model.ids import RecordId
from evidenceboard.model.pictures import LARGEST, Photo, capture_ending
from evidenceboard.model.sizes import card_size
from evidenceboard.progress import Progress, report

ENDINGS = CAPTURES
SEALED = "it is an SVG drawing, which can carry scripts and links: its bytes are kept, and never drawn"
GAP = 32.0  # scene units between new cards


@dataclass(frozen=True)
class CaptureDraft:
    """A capture that can become a card.

    Attributes:
        name: of its file.
        page: what it says of itself.
    """

    name: str = field(repr=False)
    photo: Photo
    page: Page


@dataclass(frozen=True)
class CaptureImport:
    """What came of reading files: the captures, and what is none, with reasons."""

    drafts: list[CaptureDraft]
    refused: list[Refused]

    @property
    def troubled(self) -> list[Refused]:
        """The captures that come in although something is amiss with them."""
        return [
            Refused(each.name, f"On the board, but {each.page.problem}") for each in self.drafts if each.page.problem
        ]


def read_captures(paths: Iterable[Path], progress: Progress | None = None) -> CaptureImport:
    """Read captures.

    Args:
        progress: called with files read and files to read; what it answers stops the reading if False.

    Raises:
        Stopped: `progress` said so.
    """
    files = list(paths)
    found = CaptureImport([], [])
    for done, path in enumerate(files):
        report(progress, done, len(files))
        try:
            found.drafts.append(read_capture(path))
        except BadCapture as problem:
            found.refused.append(Refused(path.name, problem.title))
    report(progress, len(files), len(files))
    return found


def read_capture(path: Path) -> CaptureDraft:
    """Read one capture.

    Raises:
        BadCapture: it is none, or its file is too large or cannot be read.
    """
    try:
        if not path.is_file():
            raise BadCapture("it is not there" if not path.exists() else "it is no file")
        if path.stat().st_size > LARGEST:
            raise BadCapture("it is larger than 64 MB")
        data = path.read_bytes()
    except OSError as problem:
        raise BadCapture(problem.strerror or "it cannot be read") from None
    return CaptureDraft(path.name, FilePhoto(path, Photo(data)), page_of(data))


def page_of(data: bytes) -> Page:
    """What the bytes of a capture say of the page.

    Raises:
        BadCapture: they are none.
    """
    form = capture_ending(data)
    if form is None:
        raise BadCapture("it is no MHTML file and no WACZ archive")
    if form == "svg":
        return Page(problem=SEALED)
    return mhtml.read(data) if form == "mhtml" else wacz.read(data)


def capture_action(
    sheet: RecordId, drafts: Sequence[CaptureDraft], pos: Point, sources: Iterable[tuple[RecordId, Mapping[str, Value]]]
) -> Action:
    """Cards for captures under one another; one undo step. The archives are committed with it.

    Args:
        pos: the left top corner of the first.
        sources: those on the board: one that is called as the page's host is the outlet.
    """
    outlets = {loosely(str(values.get("name") or "")): source for source, values in sources}
    actions, (x, y) = [], pos
    for draft in drafts:
        fields = _fields(draft)
        host = host_of(draft.page.address)
        if outlet := outlets.get(loosely(host)) or outlets.get(loosely(host.removeprefix("www."))):
            fields["outlet"] = outlet
        actions.append(add_card(sheet, "statement", (x, y), fields))
        y += card_size({"kind": "statement", **fields})[1] + GAP
    count = f"{len(drafts)} capture{'s' if len(drafts) != 1 else ''}"
    return together(f"Add {count}", actions)


def _fields(draft: CaptureDraft) -> dict[str, Value]:
    page = draft.page
    values = {
        "role": "reported",
        "title": page.title or host_of(page.address) or Path(draft.name).stem[:200],
        "text": page.text,
        "address": page.address,
        "captured": page.captured,
        "capture": draft.photo.sha256,
        "file_name": draft.name,
    }
    return {name: value for name, value in values.items() if value}


def host_of(address: str) -> str:
    """The host of an address; "" where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
