"""A small board for tests of the canvas, and how its pictures are compared."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evidenceboard.model.geometry import KINDS, Geometry
from evidenceboard.ui.canvas.faces import CardFace
from evidenceboard.ui.canvas.view import BoardView

PHOTO = "ab" * 32


def picture_bytes(form: str = "PNG", width: int = 300, height: int = 200) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#3377aa"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)
    return bytes(data.data())


def face(card: str, kind: str = "reported", **words: object) -> CardFace:
    values: dict = {"key": card.upper(), "title": f"Title of {card}", "text": "Some words about it", "grade": "B3",
                    "footer_left": "NIS · 국가정보원 · 8 Jan 2024", "header_word": "Claim"}  # fmt: skip
    return CardFace(id=card, kind=kind, **(values | words))


def board(count: int = 60, seed: int = 3) -> Geometry:
    dice = random.Random(seed)
    cards = [(f"c{n}", KINDS[n % len(KINDS)], n % 10 * 330.0, n // 10 * 230.0, 264.0, 90.0 + n % 5 * 24, 0)
             for n in range(count)]  # fmt: skip
    edges = []
    for n in range(2 * count):
        tail, head = dice.sample(range(count), 2) if n % 12 == 0 else (n % count, (n + 1 + n % 3) % count)
        edges.append((f"e{n}", f"c{tail}", f"c{head}", n % 3 == 0, n % 5 == 0))
    edges.append(("u", "c5", "e7", True, False))
    geometry = Geometry()
    geometry.load(cards, edges)
    return geometry


def provider(geometry: Geometry) -> object:
    def faces(cards: Sequence[str]) -> list[CardFace]:
        return [face(card, KINDS[int(geometry.kind[geometry.row[card]])], photo=PHOTO) for card in cards]

    return faces


def photos(photo: str) -> bytes | None:
    return picture_bytes() if photo == PHOTO else None


def settle(qtbot: QtBot, view: BoardView) -> None:
    """Wait until the picture is complete, photos included."""
    qtbot.waitUntil(lambda: view.is_settled() and not view._rest.isActive(), timeout=10_000)


def shown(
    qtbot: QtBot, view: BoardView, *, size: tuple[int, int] = (900, 600), at: tuple[float, float], zoom: float = 1.0
) -> BoardView:
    """The same view, seen and at rest."""
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    view.look_at(QPointF(*at), zoom)
    settle(qtbot, view)
    return view


def wander(view: BoardView, dice: random.Random, steps: int, change: Callable[[], None]) -> None:
    """Pan, zoom and change things at random, without rest."""
    for step in range(steps):
        match dice.randrange(4):
            case 0 | 1:
                view.pan_by(dice.randrange(-200, 200), dice.randrange(-120, 120))
            case 2:
                at = QPointF(dice.randrange(view.width()), dice.randrange(view.height()))
                view.zoom_at(at, dice.choice((0.9, 1.1, 1.03)))
            case _:
                change()
        if step % 3 == 0:
            QApplication.processEvents()


def differing(one: QImage, other: QImage) -> int:
    assert one.size() == other.size()
    return int((pixels(one) != pixels(other)).any(axis=2).sum())


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3].copy()


def canvas(width: int = 200, height: int = 100) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image
