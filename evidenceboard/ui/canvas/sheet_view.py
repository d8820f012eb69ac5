"""The widget under the canvas: one sheet through a camera, from the kept picture.

It paints; where it looks is `camera_view`'s, what hands mark and do on it `marked_view`'s and `view`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.model.geometry import KIND_CODE, Box, Geometry
from evidenceboard.model.sizes import HIGHEST_VIEW
from evidenceboard.ui import theme as themes
from evidenceboard.ui.canvas import text
from evidenceboard.ui.canvas.camera_view import CameraView
from evidenceboard.ui.canvas.cards import FullCards
from evidenceboard.ui.canvas.cross_fade import CrossFade
from evidenceboard.ui.canvas.faces import FaceProvider, Faces
from evidenceboard.ui.canvas.folds import Folds
from evidenceboard.ui.canvas.lens import Lens, Level
from evidenceboard.ui.canvas.painting import Stage, draw_now, find_paths
from evidenceboard.ui.canvas.retained import SLICE, Retained
from evidenceboard.ui.canvas.thumbnails import Kept, PhotoProvider, Thumbnails
from evidenceboard.ui.canvas.zones import Zone

DONE = object()
REST = 150  # ms without input after which the picture settles


class SheetView(CameraView):
    """Shows one sheet.

    Signals:
        content_changed: something came, went, moved or looks different.
        painted: a frame was painted.
        texts_broken_anew: texts take another room than before, the font is another.
    """

    content_changed = Signal()
    painted = Signal()
    texts_broken_anew = Signal()

    def __init__(
        self, geometry: Geometry, faces: FaceProvider, photos: PhotoProvider, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnails = Thumbnails(photos, self)
        self._thumbnails.ready.connect(self._photo_ready)
        self._stage = Stage(geometry, Faces(faces), self._thumbnails, themes.current(), on_screen=True)
        self._retained = Retained(self._stage)
        self._retained.level_left = self._level_left
        self._fade_out = CrossFade(self)
        self._fade_out.moved.connect(self.update)
        self._paths: Iterator[None] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._work)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._settle)
        themes.signals.theme_changed.connect(self._theme_changed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- what is shown -------------------------------------------------------------------------------------

    @property
    def geometry(self) -> Geometry:  # type: ignore[override]
        """What lies where. (Hides QWidget.geometry, which nobody needs of a widget in a layout.)"""
        return self._stage.geometry

    def set_geometry(self, geometry: Geometry) -> None:
        """Show another sheet, or the same one after a change of everything."""
        self._stage.geometry = geometry
        self._retained.overview.drop()
        self.geometry_changed()

    def set_zones(self, zones: tuple[Zone, ...]) -> None:
        """Show these frames under the cards."""
        self.set_frames(zones, self._stage.folds)

    def show_sheet(self, geometry: Geometry, zones: tuple[Zone, ...], folds: Folds) -> None:
        """Show these cards with these frames; what is so already is not painted again."""
        if geometry is self.geometry:
            self.set_frames(zones, folds)
        else:
            self._stage.zones, self._stage.folds = zones, folds
            self.set_geometry(geometry)

    def set_frames(self, zones: tuple[Zone, ...], folds: Folds) -> None:
        """Show these frames, and what is folded of the sheet."""
        if (zones, folds) != (self._stage.zones, self._stage.folds):
            self._stage.zones, self._stage.folds = zones, folds
            self._retained.overview.forget()
            self._changed()

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The frames that are shown open, the largest first."""
        return self._stage.zones

    @property
    def folds(self) -> Folds:
        """What is folded."""
        return self._stage.folds

    def set_theme(self, theme: themes.Theme) -> None:
        """Show this view in another theme than the window: for the talk."""
        self._theme_changed(theme)

    def cards_changed(self, records: Iterable[str]) -> None:
        """These cards or edges look different now, came or went; the geometry already says so."""
        self._stage.faces.forget(records)
        self._changed()

    def views_changed(self, cards: Iterable[str]) -> None:
        """The photos of these cards are cut or blacked out otherwise: no picture from before may be seen, not for a
        moment."""
        self._fade_out.stop()
        self._retained.overview.drop()
        boxes = [self.geometry.box_of(self.geometry.row[card]) for card in cards if card in self.geometry.row]
        self._retained.repair(
            box._replace(bottom=box.bottom + HIGHEST_VIEW) for box in boxes
        )  # it may have been higher
        self._busy()
        self.update()

    def geometry_changed(self) -> None:
        """Anything may be different now."""
        self._stage.faces.forget()
        self._changed()

    def _changed(self) -> None:
        self._stage.forget_names()
        self._reach_whole()
        self._redraw()
        self.content_changed.emit()

    def keep_thumbnails(self, kept: Kept) -> None:
        """Take decoded photos from there, and keep them there, for the next opening."""
        self._thumbnails.kept = kept

    @property
    def thumbnails(self) -> Thumbnails:
        """The photos that are shown."""
        return self._thumbnails

    def photos_changed(self) -> None:
        """Photos that were missing may be there now."""
        self._thumbnails.forget()
        self._stage.forget_pictures()
        self._redraw()

    def fonts_changed(self) -> None:
        """Texts must be broken anew."""
        text.forget()
        self._stage.forget_names()
        self._stage.forget_pictures()
        self.texts_broken_anew.emit()
        self._redraw()

    def _theme_changed(self, theme: themes.Theme) -> None:
        self._stage.theme = theme
        self._fade_out.stop()
        self._retained.overview.forget()
        self._redraw()
        self.update()

    def _redraw(self) -> None:
        self._retained.restart()
        self._busy()

    def full_cards(self) -> tuple[FullCards, Lens]:
        """What paints a card in full as the view stands now, and where its device pixels lie."""
        lens = self._camera.lens()
        return FullCards(self._stage.theme, lens, self._thumbnails), lens

    def _whole(self) -> Box | None:
        """The box around all cards and what is folded."""
        box = self.geometry.bounds()
        for plate in self._stage.folds.plates:
            box = plate.room if box is None else box.joined(plate.room)
        return box

    def _camera_moved(self) -> None:
        self._retained.show(self._camera.lens(), self._pixels())
        self._busy()
        super()._camera_moved()

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        lens, size = self._camera.lens(), self._pixels()
        self._retained.show(lens, size)
        with QPainter(self) as painter:
            painter.save()
            painter.scale(1 / self._camera.dpr, 1 / self._camera.dpr)
            self._retained.paint(painter, lens)
            self._fade_out.paint(painter, lens)
            self.paint_marks(painter, lens, QRectF(QPointF(0, 0), size.toSizeF()))
            painter.restore()
            self.paint_over(painter)
        self.painted.emit()

    def _level_left(self, picture: QImage, seen: Lens) -> None:
        if self.motion and self.isVisible():
            self._fade_out.start(picture, seen)

    def paint_marks(self, painter: QPainter, lens: Lens, area: QRectF) -> None:
        """Draw over the picture, in its device pixels."""

    def paint_over(self, painter: QPainter) -> None:
        """Draw over that, in view coordinates."""

    def _busy(self) -> None:
        """There may be painting to do; the picture settles once the hands rest. What nobody sees waits."""
        self._paths = iter(())
        if not self.isVisible():
            return
        self._rest.start()
        self._turn.start()

    def _work(self) -> None:
        """One slice of painting."""
        if self._retained.busy:
            if self._retained.advance(SLICE):
                self._picture_done()
        elif self._rest.isActive():
            if not self._retained.advance_ahead(moving=True):
                self._turn.stop()
        elif next(self._paths, DONE) is not DONE or self._retained.advance_ahead(moving=False):
            pass
        elif not self._retained.overview.advance(SLICE):
            self._turn.stop()

    def _picture_done(self) -> None:
        if not self._retained.settled:
            self._rest.start()
        self.update()

    def _settle(self) -> None:
        self._retained.settle()
        self._paths = self._paths_around()
        self._turn.start()

    def _paths_around(self) -> Iterator[None]:
        """Find the paths of edges that a pan would bring into view."""
        lens = self._camera.lens()
        if lens.level >= Level.TITLE:
            box = lens.scene(0, 0, self._pixels().width(), self._pixels().height())
            around = box.grown(max(box.right - box.left, box.bottom - box.top) / 2)
            yield from find_paths(self.geometry, around)

    def is_settled(self) -> bool:
        """Whether the picture is complete and sharp, photos included, as it would be painted afresh."""
        return self._retained.settled and not self._thumbnails.busy and not self._fade_out.running

    def kept_picture(self) -> QImage:
        """What the canvas shows without overlays, in device pixels."""
        return self._retained.copy()

    def small_picture(self) -> QImage | None:
        """The whole sheet, small, as it was when there was last time to paint it; None before that."""
        return self._retained.overview.picture

    def fresh_picture(self) -> QImage:
        """The same painted afresh: what the kept picture is once it has settled."""
        lens, size = self._camera.lens(), self._pixels()
        picture = QImage(size, QImage.Format.Format_RGB32)
        with QPainter(picture) as painter:
            draw_now(painter, self._stage, lens, picture.rect())
        return picture

    def _photo_ready(self, photo: str) -> None:
        box = self._retained.painted()
        if box is None:
            return
        rows = self.geometry.cards_in(box)
        rows = rows[self.geometry.kind[rows] == KIND_CODE["photo"]]
        faces = self._stage.faces.of([self.geometry.cards[row] for row in rows])
        shown = [int(row) for row, face in zip(rows, faces, strict=True) if face.photo == photo]
        self._retained.repair(self.geometry.box_of(row) for row in shown)
        self._retained.overview.forget()
        self._busy()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._take_size()
        if not self._placed and self.isVisible():
            self.fit()
        if self._placed:
            self._camera_moved()

    def showEvent(self, event: QShowEvent) -> None:
        self._take_size()
        if not self._placed:
            self.fit()
        self._busy()

    def hideEvent(self, event: QHideEvent) -> None:
        self._turn.stop()
        self._rest.stop()
        self._fade_out.stop()
        self._retained.pause()
