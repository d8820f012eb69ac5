"""What a picture looks like in 64 bits, by which copies of it are found again. For the worker.

Source: Neal Krawetz, "Kind of Like That" (hackerfactor.com, 2013): the difference hash.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

ACROSS, DOWN = 9, 8  # pixels that are left of the picture


def difference_hash(image: QImage) -> str:
    """The difference hash of an upright picture: 16 hexadecimal digits.

    The picture is scaled to 9 x 8 grey pixels, whatever its shape; each bit, row by row and the first one the most
    significant, says whether a pixel is darker than its right neighbour. What is transparent counts as white.
    """
    small = _on_white(image).scaled(
        ACROSS, DOWN, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
    rows, stride = bytes(grey.constBits()), grey.bytesPerLine()
    bits = 0
    for start in range(0, DOWN * stride, stride):
        for at in range(start, start + ACROSS - 1):
            bits = bits << 1 | (rows[at] < rows[at + 1])
    return f"{bits:016x}"


def _on_white(image: QImage) -> QImage:
    if not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_RGB32)
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor("white"))
    with QPainter(plain) as painter:
        painter.drawImage(0, 0, image)
    return plain
