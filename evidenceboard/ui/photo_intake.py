"""Photos that come to a board: read and written beside the window, committed as one step, and offered as copies of
others where they look like them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from evidenceboard.bulk import uncollected
from evidenceboard.decoding import pool
from evidenceboard.decoding.wire import Pixels, pack
from evidenceboard.document import Document
from evidenceboard.errors import KnownError, undone_on_error
from evidenceboard.exchange import Refused, photos
from evidenceboard.finding.likeness import Picture, Twin, twins
from evidenceboard.model.commands import Action, Point
from evidenceboard.model.ids import RecordId
from evidenceboard.model.pictures import Photo
from evidenceboard.progress import Progress, report
from evidenceboard.store.ahead import Incoming
from evidenceboard.store.working_copy import WorkingCopy
from evidenceboard.ui import jobs
from evidenceboard.ui.dialogs.left_out import of_import
from evidenceboard.ui.long_work import run_shown
from evidenceboard.ui.same_origin import SameOrigin, of_cards

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

LOOKED_AT = 200  # photos of an older board whose likeness is worked out at an import
PICTURES = "Photos (*.jpg *.jpeg *.png *.webp *.gif *.bmp *.tif *.tiff)"
Read = Callable[[Progress, photos.Take], photos.PhotoImport]


@dataclass
class Arrival:
    """Photos that were read and lie in the working copy; no card names them yet.

    Attributes:
        sheet, place: where they were dropped.
        action: what puts them on the board, in the order of the drafts.
        twins: which of them look like others; their cards are named by the drafts' numbers.
    """

    result: photos.PhotoImport
    incoming: Incoming
    sheet: RecordId
    place: Point
    action: Action
    twins: list[Twin]

    def close(self) -> None:
        """Nothing comes of it: the photos are removed again, beside the window."""
        jobs.run("Removing what was read", lambda _report: self.incoming.give_up(), _nothing, _nothing)


class PhotoIntake:
    """Brings photos into the window's board."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.same_origin = SameOrigin(window)

    def choose(self) -> None:
        """Ask which photos."""
        names, _filter = QFileDialog.getOpenFileNames(self._window, "Photos", "", PICTURES)
        if names:
            self.read([Path(name) for name in names])

    def read(self, paths: Sequence[Path], at: QPointF | None = None, left_out: Sequence[Refused] = ()) -> None:
        """Read photos beside the window, then put them on the board in one step.

        Args:
            at: where on the canvas, in view pixels.
            left_out: what lay beside them and is told with what could not be read.
        """

        def read(progress: Progress, take: photos.Take) -> photos.PhotoImport:
            found = photos.read_photos(paths, progress, take)
            return replace(found, refused=[*left_out, *found.refused])

        self._bring("Reading photos", read, at)

    def take_picture(self, image: QImage, at: QPointF | None = None) -> None:
        """Put a picture of the clipboard on the board."""
        self._bring("Reading the picture", lambda progress, take: _as_photo(image, progress, take), at)

    def _bring(self, words: str, read: Read, at: QPointF | None) -> None:
        if self._window.page is None:
            self._window.wanted.emit("new", None)
        page = self._window.page
        if page is None:
            return
        place = page.view.map_to_scene(at) if at is not None else page.free_place()
        document, where = page.bridge.document, (page.bridge.sheet, (place.x(), place.y()))
        try:
            document.check_writable()
        except KnownError as problem:
            self._window.messages.error(problem)
            return
        incoming = document.filing.ahead.begin()
        run_shown(
            self._window,
            words,
            lambda progress: _arrive(read, document, incoming, where, progress),
            lambda arrival: self._put_on_board(page, arrival),
        )

    @uncollected()
    def _put_on_board(self, page: BoardPage, arrival: Arrival) -> None:
        if self._window.page is not page:
            arrival.close()
            self._window.messages.news("The board was put away before everything was read; nothing was added to it")
            return
        result, action = arrival.result, arrival.action
        if arrival.sheet != page.bridge.sheet and not page.bridge.document.board.is_live(arrival.sheet):
            action = photos.photo_action(page.bridge.sheet, result.drafts, arrival.place)
        if result.drafts:
            if page.bridge.commit(action, [draft.photo for draft in result.drafts]) is None:
                arrival.close()
                return
            arrival.incoming.named()
            page.view.set_selection(frozenset(card for card in action.made if card in page.view.geometry.row))
            self.same_origin.offer(page, of_cards(arrival.twins, action.made), len(result.drafts))
        told = [*result.refused, *result.troubled]
        if told:
            of_import(told, len(result.drafts), self._window).open()


def _arrive(
    read: Read, document: Document, incoming: Incoming, where: tuple[RecordId, Point], progress: Progress
) -> Arrival:
    """In a worker's thread: read photos, and write each into the working copy while its bytes are at hand."""
    thumbnails = document.thumbnails

    def take(photo: Photo, small: Pixels | None) -> None:
        incoming.put(photo)
        if small is not None:
            thumbnails.put(photo.sha256, photos.SMALL, pack(small))

    with undone_on_error(incoming.give_up):
        result = read(progress, take)
        incoming.finish()
        new = [Picture(str(n), draft.photo.sha256, draft.likeness) for n, draft in enumerate(result.drafts)]
        with uncollected():
            action = photos.photo_action(where[0], result.drafts, where[1])
        return Arrival(result, incoming, *where, action, twins(new, _pictures_there(document)) if new else [])


def _pictures_there(document: Document) -> list[Picture]:
    """The photos on the board. Of those that came before likeness was kept, the first few are looked at now."""
    found = [Picture(*each) for each in WorkingCopy.read_pictures(document.log.path)]
    unknown = {picture.sha256 for picture in found if not picture.likeness}
    seen = _looked_at(document, sorted(unknown)[:LOOKED_AT])
    return [replace(each, likeness=each.likeness or seen.get(each.sha256, "")) for each in found]


def _looked_at(document: Document, wanted: list[str]) -> dict[str, str]:
    if not wanted:
        return {}
    found: dict[str, str] = {}
    with closing(WorkingCopy.open(document.log.path, read_only=True)) as copy:
        for sha256 in wanted:
            with suppress(pool.BadPicture):
                found[sha256] = pool.shared().seen(copy.photo(sha256) or b"", photos.SMALL).likeness
    return found


def _as_photo(image: QImage, progress: Progress, take: photos.Take) -> photos.PhotoImport:
    """A picture of the clipboard as a photo: there it has no bytes of its own, so it gets those of a PNG."""
    report(progress, 0, 0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    photo = Photo(bytes(buffer.data().data()))
    draft, small = photos.looked_at(photo, "Pasted picture")
    take(photo, small)
    return photos.PhotoImport([draft], [])


def _nothing(_result: object) -> None:
    """Nobody waits for it."""
