"""Pictures for tests of decoding: noise, in any form."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image


def grain(mode: str = "RGB", size: tuple[int, int] = (300, 200)) -> Image.Image:
    noise = np.random.default_rng(3).integers(0, 255, (size[1], size[0], len(mode)), np.uint8)
    return Image.fromarray(noise, mode)


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()
