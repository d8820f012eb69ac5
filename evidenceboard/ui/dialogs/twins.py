"""Photos that look like others on the board, side by side: a person says which come from the same origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from evidenceboard.model.ids import RecordId
from evidenceboard.model.photo_view import AS_IT_CAME, PhotoView
from evidenceboard.ui import theme
from evidenceboard.ui.canvas.thumbnails import Thumbnails
from evidenceboard.ui.dialogs.dialog_parts import foot, scrolled
from evidenceboard.ui.plain import plain_label
from evidenceboard.ui.widgets.buttons import Hairline, push_button
from evidenceboard.ui.words import count, one_line

LISTED = 200
PLATE = QSize(112, 84)


@dataclass(frozen=True)
class Pair:
    """A new card and the older one whose photo looks like its own.

    Attributes:
        title, older_title: of the cards.
        photo, older_photo: SHA-256.
        view, older_view: how the cards show them: what is blacked out there is so here.
        how: in words, how alike they are.
    """

    card: RecordId
    older: RecordId
    title: str
    older_title: str
    photo: str
    older_photo: str
    how: str
    view: PhotoView = AS_IT_CAME
    older_view: PhotoView = AS_IT_CAME


class _Plate(QWidget):
    """A photo, cut to the size of the plate."""

    def __init__(self, photo: str, view: PhotoView, title: str, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._photo, self._view, self._thumbnails = photo, view, thumbnails
        self.setFixedSize(PLATE)
        self.setAccessibleName(one_line(title))
        thumbnails.ready.connect(lambda ready: self.update() if ready == photo else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        active = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), active.color("hair"))
            ratio = self.devicePixelRatioF()
            width, height = round(self.width() * ratio), round(self.height() * ratio)
            found = self._thumbnails.fitted(self._photo, width, height, view=self._view)
            if found is not None:
                painter.drawPixmap(QRectF(self.rect()), found, QRectF(found.rect()))


class TwinsDialog(QDialog):
    """A row for each pair, ticked; what is ticked at the end derives from the older card.

    Signals:
        agreed: the pairs that a person says are of the same origin.
    """

    agreed = Signal(object)

    def __init__(self, pairs: Sequence[Pair], thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs = list(pairs)
        thumbnails.setParent(self)
        self._thumbnails = thumbnails
        self.setWindowTitle("Same origin?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(600, min(620, 216 + 108 * len(self._pairs)))
        self.ticks: list[QCheckBox] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._head())
        rows.addWidget(Hairline())
        rows.addWidget(self._list(), 1)
        rows.addWidget(Hairline())
        self.decline, self.agree = push_button("Not the same"), push_button("Same origin", "primary")
        self.decline.clicked.connect(self.reject)
        self.agree.clicked.connect(self._agree)
        self.agree.setDefault(True)
        rows.addLayout(foot(self.decline, self.agree))

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(24, 22, 24, 14)
        head.setSpacing(6)
        number = count(len(self._pairs), "photo looks", "photos look")
        head.addWidget(plain_label(f"{number} like others on this board", size=15, weight=600, wrap=True))
        words = "Copies of one picture are one witness. Where they have the same origin, the new card derives from the "
        words += "older one, and both count once."
        head.addWidget(plain_label(words, ink="ink2", wrap=True))
        return head

    def _list(self) -> QWidget:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(24, 14, 24, 14)
        rows.setSpacing(14)
        for pair in self._pairs[:LISTED]:
            rows.addLayout(self._row(pair))
        if len(self._pairs) > LISTED:
            more = f"and {len(self._pairs) - LISTED} more, which go with these"
            rows.addWidget(plain_label(more, size=12, ink="ink3", wrap=True))
        rows.addStretch()
        return scrolled(content)

    def _row(self, pair: Pair) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(12)
        tick = QCheckBox()
        tick.setChecked(True)
        tick.setAccessibleName(f"{one_line(pair.title)} derives from {one_line(pair.older_title)}")
        self.ticks.append(tick)
        row.addWidget(tick)
        row.addWidget(_Plate(pair.photo, pair.view, pair.title, self._thumbnails))
        row.addWidget(_Plate(pair.older_photo, pair.older_view, pair.older_title, self._thumbnails))
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(plain_label(one_line(pair.title), weight=600, wrap=True, max_lines=2))
        words.addWidget(plain_label(f"like {one_line(pair.older_title)}", wrap=True, max_lines=2))
        words.addWidget(plain_label(pair.how, size=12, ink="ink2", wrap=True))
        words.addStretch()
        row.addLayout(words, 1)
        return row

    def _agree(self) -> None:
        unticked = {number for number, tick in enumerate(self.ticks) if not tick.isChecked()}
        self.agreed.emit([pair for number, pair in enumerate(self._pairs) if number not in unticked])
        self.accept()
