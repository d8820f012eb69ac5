"""The audience's screen: the board itself, stop by stop, with nothing on it that could change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from evidenceboard.document import Committed, Document
from evidenceboard.model.geometry import Box
from evidenceboard.model.ids import BOARD
from evidenceboard.ui import theme
from evidenceboard.ui.arrangement import Arrangement
from evidenceboard.ui.canvas.faces import FaceProvider
from evidenceboard.ui.canvas.view import FLIGHT, BoardView
from evidenceboard.ui.faces_of import FaceReader
from evidenceboard.ui.standings import standing_in
from evidenceboard.ui.talk.page import Page
from evidenceboard.ui.talk.stops import Stop, stops_of

THEMES = ("projector", "dark", "light", "contrast")  # in the order of the key
NEAREST = 3.0  # larger than this a few cards would look like posters
FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class AudienceView(QWidget):
    """One screen for an audience.

    Args:
        document: the board; it is read, never written.
        faces: gives the faces of cards.
        parent: whose screen it takes, and which window it comes back to.

    Attributes:
        view: the canvas; no tool is in hand.
        stops: what is walked through.
        at: the number of the present stop, from 0.
    """

    def __init__(self, document: Document, faces: FaceProvider, parent: QWidget | None = None) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._document = document
        self._back_to = parent
        self.stops: Sequence[Stop] = stops_of(document)
        self.at = 0
        self._theme = theme.THEMES[THEMES[0]]
        self._notes = False
        self._ended = False
        self._seen = Arrangement(document, self.stops[0].sheet)
        self.view = BoardView(self._seen.geometry, faces, self._photo, self)
        self.view.keep_thumbnails(document.thumbnails)
        self.view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.overlays.append(self._paint_page)
        self._flight = QVariantAnimation(self)
        self._flight.setDuration(FLIGHT)
        self._flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flight.valueChanged.connect(self._fly)
        self.setWindowTitle(f"Presenting: {document.title or 'Untitled board'}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.signals.theme_changed.connect(self._keep_theme)
        self._unsubscribe = document.subscribe(self._follow)
        self._show_theme()
        self._arrive(fly=False)

    # Stops

    @property
    def stop(self) -> Stop:
        """The present stop."""
        return self.stops[self.at]

    def go_to(self, number: int) -> None:
        """Go to a stop; beyond the ends nothing happens."""
        if 0 <= number < len(self.stops) and number != self.at:
            self.at = number
            self._arrive(fly=True)

    def _arrive(self, fly: bool) -> None:
        seen = Arrangement(self._document, self.stop.sheet)
        seen.open_for(self.stop.shows or ())
        fly = fly and seen.sheet == self._seen.sheet
        self._seen = seen
        self.view.show_sheet(seen.geometry, seen.zones, seen.folds)
        self.view.set_lit(self.stop.shows)
        name = f": {self.stop.name}" if self.stop.name else ""
        self.setAccessibleName(f"Stop {self.at + 1} of {len(self.stops)}{name}")
        self._look(fly)

    def _look(self, fly: bool) -> None:
        """Fill the screen with what the stop shows, larger than at 100 % where there is room."""
        self._flight.stop()
        box = self.stop.view or self._seen.bounds() or Box(-400, -250, 400, 250)
        if self.stop.view is None:
            box = box.grown(40)
        room = self.page().board()
        across, down = max(box.right - box.left, 1.0), max(box.bottom - box.top, 1.0)
        zoom = min(room.width() / across, room.height() / down, NEAREST)
        middle = QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        aside = QPointF(self.view.rect().center() - room.center()) / zoom  # the room is not in the screen's middle
        self._to = middle + aside, zoom
        self._from = self.view.centre, self.view.zoom
        if fly and self.view.motion and self.isVisible():
            self._flight.setStartValue(0.0)
            self._flight.setEndValue(1.0)
            self._flight.start()
        else:
            self.view.look_at(*self._to)

    def _fly(self, share: float) -> None:
        (start, near), (end, far) = self._from, self._to
        self.view.look_at(start + (end - start) * share, near * (far / near) ** share)

    # What is around the board

    def page(self) -> Page:
        """What lies over the board now."""
        board = self._document.board
        return Page(
            size=self.size(),
            theme=self._theme,
            question=board.value(BOARD, "question") or self._document.title,
            title=self._document.title if board.value(BOARD, "question") else "",
            at=self.at,
            names=[stop.name for stop in self.stops],
            note=self.stop.note if self._notes else None,
        )

    def _paint_page(self, painter: QPainter, _view: BoardView) -> None:
        self.page().paint(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view.setGeometry(self.rect())
        self._look(fly=False)

    def showEvent(self, event: QShowEvent) -> None:
        self._look(fly=False)
        self.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    # Hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in FORWARD:
            self.go_to(self.at + 1)
        elif key in BACK:
            self.go_to(self.at - 1)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self.stops) - 1)
        elif key == Qt.Key.Key_T:
            self._theme = theme.THEMES[THEMES[(THEMES.index(self._theme.name) + 1) % len(THEMES)]]
            self._show_theme()
        elif key == Qt.Key.Key_N:
            self._notes = not self._notes
            self._look(fly=True)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F5):
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.go_to(self.at + 1)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._flight.stop()
        if not self._ended:
            self._unsubscribe()
        self._ended = True
        if self._back_to is not None:
            self._back_to.activateWindow()
        super().closeEvent(event)

    def _photo(self, sha256: str) -> bytes | None:
        """The view still asks when the talk is over, and the document may be closed by then."""
        return None if self._ended else self._document.photo(sha256)

    # What changes meanwhile

    def _show_theme(self) -> None:
        self.view.set_theme(self._theme)

    def _keep_theme(self, _of_the_window: object) -> None:
        self._show_theme()

    def _follow(self, event: Committed) -> None:
        """Somebody went on working in the other window: the talk shows it."""
        self.stops = stops_of(self._document)
        self.at = min(self.at, len(self.stops) - 1)
        self.view.geometry_changed()
        self._arrive(fly=False)
        if others := event.other_views():
            self.view.views_changed(others)


def start_talk(document: Document, parent: QWidget | None) -> AudienceView:
    """Present a document, full screen, on the parent's screen."""
    audience = AudienceView(document, FaceReader(document, standing=standing_in(document)).faces, parent)
    audience.setGeometry((parent or audience).screen().geometry())
    audience.showFullScreen()
    return audience
