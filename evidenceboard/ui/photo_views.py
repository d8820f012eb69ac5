"""What the window does with views of photos: edit one, save it as a picture of its own, make a card of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from evidenceboard.decoding import pool
from evidenceboard.errors import KnownError
from evidenceboard.model.commands import Action, add_card, resize_cards, set_fields, together
from evidenceboard.model.ids import RecordId, place_id
from evidenceboard.model.photo_view import PhotoView, view_of
from evidenceboard.model.sizes import photo_card_size
from evidenceboard.progress import Progress
from evidenceboard.ui import jobs
from evidenceboard.ui.canvas.derived import derived
from evidenceboard.ui.canvas.thumbnails import image_of
from evidenceboard.ui.dialogs.photo_view import PhotoViewDialog
from evidenceboard.ui.panels.card_photo import safe_name

if TYPE_CHECKING:
    from evidenceboard.ui.board_page import BoardPage
    from evidenceboard.ui.main_window import MainWindow

LARGEST = 100_000  # px of the shorter side that is asked for: as large as it can be
FORMATS = {"PNG picture (*.png)": "png", "JPEG picture (*.jpg *.jpeg)": "jpg"}
COPIED = ("title", "text", "source", "outlet", "credibility", "certainty", "happened", "said", "captured",
          "photo", "photo_label", "file_name", "shows", "caption", "caption_unseen", "exif_taken", "exif_place",
          "exif_camera", "exif_orientation", "photo_likeness")  # fmt: skip


def one_photo(page: BoardPage | None) -> RecordId | None:
    """The photo card that is selected alone, or the one whose part is; None where there is none with a photo."""
    if page is None:
        return None
    parts = page.bridge.document.parts
    cards = {*page.selected("card"), *(parts.card_of(part) for part in page.parts.selected)}
    card = next(iter(cards)) if len(cards) == 1 else None
    return card if card and page.bridge.document.board.value(card, "photo") else None


def edit_view(window: MainWindow, card: RecordId | None = None) -> PhotoViewDialog | None:
    """Open the surface on which the view of a photo is edited."""
    page = window.page
    card = card or one_photo(page)
    if page is None or card is None:
        return None
    try:
        page.bridge.document.filing.check_writable()
    except KnownError as problem:
        window.messages.error(problem)
        return None
    values = page.bridge.document.board.record(card).shown_values()
    dialog = PhotoViewDialog(page.view.thumbnails, str(values.get("photo") or ""), view_of(values), window)
    dialog.applied.connect(lambda view: page.bridge.attempt(lambda: _applied(page, card, view)))
    dialog.finished.connect(lambda: page.view.setFocus())
    dialog.open()
    return dialog


def _applied(page: BoardPage, card: RecordId, view: PhotoView) -> Action:
    """The new view, and the card's size where it followed the old one."""
    words = set_fields(card, view.fields(), "Edit the view of a photo")
    board, sheet = page.bridge.document.board, page.bridge.sheet
    pos, size = (board.value(place_id(sheet, card), name) for name in ("pos", "size"))
    values, upright = board.record(card).shown_values(), page.parts.upright_size(card)
    if upright is None or pos is None or size is None:
        return words
    before = photo_card_size(values, size[0], view_of(values), upright)
    after = photo_card_size(values, size[0], view, upright)
    if abs(before - size[1]) >= 1 or before == after:
        return words
    return together(words.label, [words, resize_cards(sheet, {card: (*pos, size[0], after)})])


def save_view(window: MainWindow, card: RecordId | None = None) -> None:
    """Ask where, and save what is shown of a photo there: a new picture, with nothing of what the camera wrote."""
    page = window.page
    card = card or one_photo(page)
    if page is None or card is None:
        return
    values = page.bridge.document.board.record(card).shown_values()
    stem = Path(safe_name(str(values.get("file_name") or "")) or "photo").stem
    name, chosen = QFileDialog.getSaveFileName(window, "Save this view", f"{stem} view.png", ";;".join(FORMATS))
    data = page.bridge.document.photo(str(values["photo"])) if name else None
    if data is None:
        return
    form = "jpg" if name.lower().endswith((".jpg", ".jpeg")) else FORMATS.get(chosen, "png")
    path = Path(name if name.lower().endswith((".png", ".jpg", ".jpeg")) else f"{name}.{form}")
    view = view_of(values)
    jobs.run(
        "Saving a picture",
        lambda _progress: write_view(data, view, path, form, _progress),
        lambda _: window.messages.news(f"The view was saved to {path.name}"),
        window.messages.error,
    )


def write_view(data: bytes, view: PhotoView, path: Path, form: str, _progress: Progress | None = None) -> None:
    """Decode a photo as large as can be, and write what is shown of it; for a thread of its own.

    Raises:
        KnownError: it cannot be decoded, or not be written.
    """
    made = derived(image_of(pool.shared().scaled(data, LARGEST)), view)
    if form == "jpg":
        made = made.convertToFormat(QImage.Format.Format_RGB888)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made.save(buffer, "JPEG" if form == "jpg" else "PNG", 92 if form == "jpg" else -1)  # type: ignore[call-overload]
    try:
        path.write_bytes(bytes(buffer.data().data()))
    except OSError as problem:
        reason = problem.strerror or "the disk refused"
        raise KnownError(f"The picture was not saved: {reason}", "Choose another folder.") from None


def save_original(window: MainWindow, card: RecordId | None = None) -> None:
    """Ask where, and write the bytes of a photo there as they came in."""
    page = window.page
    card = card or one_photo(page)
    if page is None or card is None:
        return
    values = page.bridge.document.board.record(card).shown_values()
    start = safe_name(str(values.get("file_name") or "")) or f"{str(values.get('photo'))[:12]}.bin"
    name, _filter = QFileDialog.getSaveFileName(window, "Save the original photo", start)
    data = page.bridge.document.photo(str(values.get("photo"))) if name else None
    if data is None:
        return
    try:
        Path(name).write_bytes(data)
    except OSError as problem:
        reason = problem.strerror or "the disk refused"
        advice = "Choose another folder. The photo is safe in the board."
        window.messages.error(KnownError(f"The photo was not saved: {reason}", advice))


def card_with_view(window: MainWindow, card: RecordId | None = None) -> None:
    """A second card with the same photo and view, which derives from the first; then its view can be edited alone."""
    page = window.page
    card = card or one_photo(page)
    if page is None or card is None:
        return
    board, sheet = page.bridge.document.board, page.bridge.sheet
    values = board.record(card).shown_values()
    fields = {name: values[name] for name in COPIED if name in values}
    fields |= {name: value for name, value in view_of(values).fields().items() if value is not None}
    fields["derives_from"] = card
    pos, size = (board.value(place_id(sheet, card), name) for name in ("pos", "size"))
    at = (pos[0] + 32, pos[1] + 32) if pos else (page.free_place().x(), page.free_place().y())
    action = add_card(sheet, "photo", at, fields, tuple(size) if size else None, z=_above(page))
    if page.bridge.commit(Action("New card with this view", action.edits, action.made)) is not None:
        page.show_records(action.made)


def _above(page: BoardPage) -> int:
    return int(page.view.geometry.z.max()) + 1 if page.view.geometry.cards else 0


def do_with_photo(window: MainWindow, wanted: str, card: RecordId) -> None:
    """What a button of the inspector asks for: "edit", "save", "card" or "mark"."""
    match wanted:
        case "edit":
            edit_view(window, card)
        case "save":
            save_view(window, card)
        case "card":
            card_with_view(window, card)
        case "mark":
            mark_part(window, card)


def mark_part(window: MainWindow, card: RecordId) -> None:
    """Mark a part of the photo of a card with the next drag, or by keys."""
    if window.shown is not None:
        window.shown.show_on_board(card)
        window.shown.page.parts.begin()
